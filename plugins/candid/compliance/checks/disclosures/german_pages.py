"""What German law asks of pages for German readers beyond the disclosure: prices, superlatives, Impressum."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml.etree import _Element as Element

from candid.compliance.facts.cards import card_of, row_of
from candid.compliance.hits import Hit, PageCheck
from candid.compliance.page import BuiltPage, Link
from candid.compliance.site import BuiltSite
from candid.compliance.wording.phrases import phrases
from candid.diagnostics import Severity

__all__ = ["PAGE_CHECKS"]

_HEADINGS = ("h1", "h2", "h3", "h4")
_DATE = re.compile(r"\b\d{1,2}\.\s?(?:\d{1,2}\.|[A-Za-zä]{3,9})\s?\d{2,4}|\b20\d\d-\d\d-\d\d\b")
_DISCLAIMED = re.compile(r"ohne\s+gewähr", re.IGNORECASE)


def priced(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """A tile with a price and an affiliate link says who sells, what is included, and of which day the price is."""
    if not page.paid_links or page.is_redirect or "de" not in site.terms.jurisdictions or not page.prices:
        return
    done: set[Element] = set()
    for link in page.paid_links:
        tile = card_of(page, link.element)
        tile = row_of(link.element) if tile is None else tile
        if tile is None or tile in done or page.language_of(link.element) != "de":
            continue
        start, end = page.flow.span(tile)
        price = next((one for one in page.prices if start <= one.start < end and page.is_seen(one.element)), None)
        if price is None:
            continue
        done.add(tile)
        lacking = list(_lacking(page, tile, link))
        if lacking:
            message = f"the price '{price.text}' stands without {', '.join(lacking)}"
            if _DISCLAIMED.search(page.flow.text):
                message += "; 'ohne Gewähr' does not replace that"
            hint = "write for instance 'bei Händler, inkl. MwSt., zzgl. Versand, Preis vom 20.11.2026'"
            yield Hit("D-DE-05", message, hint, tile)


def best(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """A heading with a superlative has what was compared next to it."""
    if page.is_redirect or "de" not in site.terms.jurisdictions or page.language != "de":
        return
    for heading in page.main.iter(*_HEADINGS):
        text = page.flow.of(heading)
        claim = phrases("superlatives").search(text)
        if claim is None or not page.is_seen(heading) or "?" in text:
            continue
        if not phrases("reference sets").search(f"{text} {_following(page, heading)}"):
            message = f"'{claim[0]}' in '{text[:60]}' does not say among what"
            hint = "say next to it what was compared, for instance 'im Vergleich von 12 Anbietern, Stand November 2026'"
            of_anything = not page.paid_links and _OF_ANYTHING.match(claim[0])
            yield Hit("D-DE-06", message, hint, heading, severity=Severity.INFO if of_anything else None)


_OF_ANYTHING = re.compile(r"beste|schnellste|spitzenreiter", re.IGNORECASE)
"""What people say of their club and their summer too: without affiliate links it need be no claim of a shop."""


def imprinted(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Every page of a German site links to its Impressum and its privacy notice."""
    if page.is_redirect or page.is_fragment or "de" not in site.terms.jurisdictions or not _is_german(page, site):
        return
    lacking = [name for name, subject in (("Impressum", "legal notice"), ("Datenschutz", "privacy notice"))
               if not _links_to(page, subject)]  # fmt: skip
    if lacking:
        message = f"the page has no link to {' and '.join(lacking)}"
        yield Hit("D-DE-07", message, "link to both from the footer of every page", page.body)


# -- prices -----------------------------------------------------------------------------------------------------------


def _lacking(page: BuiltPage, tile: Element, link: Link) -> Iterator[str]:
    text = page.seen_text(tile)
    table = next(tile.iterancestors("table"), None) if tile.tag == "tr" else None
    around = text if table is None else f"{text} {page.seen_text(table)}"
    everywhere = page.seen_text(page.main)
    host = (urlsplit(link.address).hostname or "").removeprefix("www.")
    name = host.split(".")[-2] if host.count(".") else host
    network = link.found.network or ""
    named = any(word and word.casefold() in text.casefold() for word in (name, network))
    if not named and not phrases("merchant").search(around) and tile.get("data-merchant") is None:
        yield "the merchant"
    for subject, words in (("tax included", "'inkl. MwSt.'"), ("shipping", "what shipping costs")):
        if not phrases(subject).search(around) and not phrases(subject).search(everywhere):
            yield words
    dated = _DATE.search(around) or tile.find(".//time") is not None
    if not dated and not any(
        _DATE.search(everywhere, found.end(), found.end() + 40) for found in phrases("price date").finditer(everywhere)
    ):
        yield "its date"


# -- superlatives -----------------------------------------------------------------------------------------------------


def _following(page: BuiltPage, heading: Element) -> str:
    """The text that belongs to a heading: all of the page for its title, else what stands before the next heading."""
    if heading.tag == "h1":
        return page.flow.of(page.main)
    start = page.flow.span(heading)[1]
    level = str(heading.tag)
    ends = [page.flow.span(one)[0] for one in page.main.iter("h1", "h2", "h3", "h4") if str(one.tag) <= level]
    end = min((offset for offset in ends if offset >= start), default=page.flow.span(page.main)[1])
    return page.flow.text[start:end]


# -- Impressum --------------------------------------------------------------------------------------------------------


def _is_german(page: BuiltPage, site: BuiltSite) -> bool:
    """Whether the page is for German readers: by its language, its host, or an Impressum elsewhere on the site."""
    if page.language == "de":
        return True
    if page.language != "en":
        return False
    if any(host.endswith(".de") for host in page.own_hosts):
        return True
    return any("impressum" in other for other in site.files) or any(
        "impressum" in one.href.lower() for one in page.links
    )


def _links_to(page: BuiltPage, subject: str) -> bool:
    pattern = phrases(subject)
    itself = pattern.search(page.title) is not None
    return itself or any(
        pattern.search(page.name_of(link.element)) or pattern.search(re.sub(r"[-_/.]", " ", link.href))
        for link in page.links
    )


PAGE_CHECKS: tuple[PageCheck, ...] = (priced, best, imprinted)
