"""Who speaks: nobody rates himself, editors rate no organisations as visitors do, and what was given is said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from candid.compliance.checks.search.markup_reviews import item_of_review
from candid.compliance.facts.own_hosts import host_of
from candid.compliance.hits import AcrossPages, Hit, PageCheck
from candid.compliance.markup.graph import Node
from candid.compliance.markup.schema_types import (
    APPLICATIONS,
    ARTICLES,
    LOCAL_BUSINESSES,
    ORGANISATIONS,
    PRODUCTS,
    REVIEWS,
)
from candid.compliance.page import BuiltPage, tokens
from candid.compliance.site import BuiltSite
from candid.compliance.wording.search_phrases import phrases
from candid.diagnostics import Severity

__all__ = ["ACROSS_PAGES", "PAGE_CHECKS"]

_BETTER = "describe what it offers as SoftwareApplication, WebApplication or Product, and review that"


def reviewed_organisations(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Organisations are rated by visitors, not by editors, and not on their own site."""
    for review in page.markup.of(REVIEWS):
        item, _ = item_of_review(review)
        if item is None or not item.is_a(ORGANISATIONS) or item.is_a(PRODUCTS | APPLICATIONS):
            continue
        name = item.text("name")
        if _is_own(item, page):
            message = f"'{name}' is reviewed on its own site"
            yield Hit("G-REV-06", message, "leave reviews of yourself out of the structured data", review.element)
        elif _is_editorial(review, item, page):
            kind = "a business" if item.is_a(LOCAL_BUSINESSES) else "an organisation"
            message = f"the editor rates '{name}' as {kind}, which only visitors may"
            yield Hit("G-REV-06", message, _BETTER, review.element)


def rated_selves(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """An organisation that stands in the markup of its own site carries no rating."""
    for item in page.markup.of(ORGANISATIONS):
        averages = item.nodes("aggregateRating")
        if not averages or item.is_a(PRODUCTS | APPLICATIONS):
            continue
        message = f"'{item.text('name')}' carries an average rating of itself"
        hint = "take the rating out: search engines show none of the site's own organisation"
        if item.is_a(LOCAL_BUSINESSES):
            if _is_own(item, page):
                yield Hit("G-REV-06", message, hint, item.element)
        elif _is_own(item, page) or len(item.nodes("review", "reviews")) < _SEVERAL:
            yield Hit("G-ORG-01", message, hint, item.element, severity=Severity.ERROR)


def _describes(page: BuiltPage, site: BuiltSite) -> Iterator[BuiltPage]:
    if any(_stands_alone(node) for node in page.markup.of(ORGANISATIONS)):
        yield page


def described_once(site: BuiltSite, pages: Sequence[BuiltPage]) -> Iterator[Hit]:
    """The site's organisation is described on one page."""
    if len(pages) > _SEVERAL and len(pages) * 2 > len(site.pages):
        for page in pages[1:]:
            node = next(node for node in page.markup.of(ORGANISATIONS) if _stands_alone(node))
            message = "the organisation is described here too"
            hint = "describe it on the home page or the page about it alone"
            yield Hit(
                "G-ORG-01", message, hint, node.element, page.path.removeprefix(f"{site.display}/"), Severity.INFO
            )


def samples(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """A review says so where its product was given, lent or paid for."""
    given = None
    for element in page.having("content", *_SAMPLE_ATTRIBUTES):
        if element.tag not in _MARKED:
            continue
        named = element.tag == "meta" and _SAMPLE_NAME.fullmatch(element.get("name") or "") is not None
        written = [element.get("content")] if named else [element.get(name) for name in _SAMPLE_ATTRIBUTES]
        if any(map(_means_yes, written)):
            given = element
    sponsored = next((node for node in page.markup.of(REVIEWS) if node.has("sponsor", "funder")), None)
    if given is None and sponsored is None:
        return
    if not page.shown.has_match(phrases("given_for_free")):
        message = "the review rests on something given for free, and the page does not say so"
        hint = "say in the text what you were given and by whom"
        at = given if given is not None else sponsored.element if sponsored is not None else None
        yield Hit("G-REV-07", message, hint, at)


_SEVERAL = 2
_MARKED = ("article", "main", "section", "div", "body", "html", "meta", "p", "aside", "span", "header")
_SAMPLE_ATTRIBUTES = ("data-sample-provided", "data-sample", "data-incentivised", "data-incentivized", "data-gifted")
_SAMPLE_NAME = re.compile(r"sample[-_]provided|(?:review:)?(?:incentivi[sz]ed|gifted|sample)", re.IGNORECASE)


def _means_yes(written: str | None) -> bool:
    return written is not None and written.strip().lower() not in ("false", "no", "none", "0", "null", "nein", "non")


def _stands_alone(node: Node) -> bool:
    return not node.owners and bool(node.properties) and node.has("name") and not node.has("review", "aggregateRating")


def _is_own(item: Node, page: BuiltPage) -> bool:
    """Whether an organisation is the one whose site this is."""
    addresses = (*item.texts("url"), item.id)
    hosts = {host for address in addresses if (host := host_of(address))}
    if hosts and not hosts.isdisjoint(page.own_hosts):
        return True
    if any(owner.is_a(ARTICLES | {"WebSite", "WebPage"}) and name == "publisher" for owner, name in item.owners):
        return True
    name = item.text("name").strip().casefold()
    if name and not (hosts and page.own_hosts) and name == page.title.strip().casefold() and _is_at_home(name, page):
        return True
    return bool(name) and name in _names_of_site(page)


def _is_at_home(name: str, page: BuiltPage) -> bool:
    """Whether a page that is called like an organisation leads home to no other one, as guides and directories do."""
    homes = (page.text_of(link.element).strip().casefold() for link in page.links if link.href.strip() in _HOMES)
    return all(text in ("", name) or _HOME.fullmatch(text) for text in homes)


_HOMES = frozenset({"/", "../", "./", "index.html", "/index.html"})
_HOME = re.compile(r"home|home ?page|start(?:seite)?|accueil|inicio|back|top|logo")


def _names_of_site(page: BuiltPage) -> frozenset[str]:
    found = {
        (meta.get("content") or "").strip().casefold()
        for meta in page.root.iter("meta")
        if tokens(meta.get("property")) & {"og:site_name"} or tokens(meta.get("name")) & {"application-name"}
    }
    found.update(node.text("name").casefold() for node in page.markup.of({"WebSite"}))
    found.update(
        publisher.text("name").casefold()
        for node in page.markup.of(ARTICLES | {"WebSite", "WebPage"})
        for publisher in node.nodes("publisher")
    )
    return frozenset(found - {""})


def _is_editorial(review: Node, item: Node, page: BuiltPage) -> bool:
    authors = review.nodes("author")
    if any(author.is_a(ORGANISATIONS) or "edit" in author.text("jobTitle").lower() for author in authors):
        return True
    names = {name.casefold() for name in review.texts("author")} - {""}
    publishers = {name.casefold() for name in review.texts("publisher")} - {""}
    if names & (publishers | _names_of_site(page)):
        return True
    writers = {name.casefold() for node in page.markup.of(ARTICLES) for name in node.texts("author")}
    writers.update(
        (meta.get("content") or "").strip().casefold()
        for meta in page.root.iter("meta")
        if (meta.get("name") or "").lower() == "author"
    )
    rated_by_others = item.has("aggregateRating") or len(item.nodes("review", "reviews")) >= _SEVERAL
    byline = phrases("editor_of_the_site", *(() if rated_by_others else ("written_by",)))
    if names & writers or any(byline.search(text) for text in _bylines(names, page)):
        return True
    return not item.is_a(LOCAL_BUSINESSES) and not rated_by_others


def _bylines(names: set[str], page: BuiltPage) -> Iterator[str]:
    """What stands right before and behind an author's name on the page."""
    text = page.flow.text
    for name in names:
        for found in re.finditer(re.escape(name), text, re.IGNORECASE):
            before = text[max(found.start() - 30, 0) : found.start()].rpartition("\n")[2]
            yield before + " " + text[found.end() : found.end() + 30].partition("\n")[0]


PAGE_CHECKS: tuple[PageCheck, ...] = (reviewed_organisations, rated_selves, samples)
ACROSS_PAGES = (AcrossPages(_describes, described_once),)
