"""Labels at single affiliate links: in cards, in comparison tables, on long pages, and where only some links are paid.

They come on top of the page's statement. Where that is missing already, nothing is said here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml.etree import _Element as Element

from candid.compliance.facts.cards import card_of, is_labelled, row_of
from candid.compliance.hits import Hit, PageCheck
from candid.compliance.page import BuiltPage, Link
from candid.compliance.site import BuiltSite
from candid.compliance.wording.phrases import phrases
from candid.disclosures.lexicon import LANGUAGES, judge

__all__ = ["PAGE_CHECKS"]

_LONG = 1200
"""Words: on a longer page readers have scrolled the statement away."""
_ONE_SCREEN = 2500
"""Characters of text that readers see together with the statement."""
_LABELS = {"en": "Ad", "de": "Anzeige", "fr": "Publicité", "es": "Publicidad", "it": "Pubblicità"}


def apart(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Links that stand apart from the statement have a label of their own."""
    if not page.paid_links or page.is_redirect or "us" not in site.terms.jurisdictions:
        return
    if not page.stated.is_enough("us"):
        return
    statement = page.stated.commission()
    seen = 0 if statement is None else statement.end + _ONE_SCREEN
    long = page.flow.of(page.main).count(" ") >= _LONG
    done: set[Element] = set()
    for link in page.paid_links:
        group = _apart(page, link)
        far = long and page.flow.span(link.element)[0] > seen
        if (group is None and not far) or group in done or is_labelled(page, link, "us"):
            continue
        if not _PROGRAMMES_ASK.isdisjoint(link.found.networks):
            continue
        if group is not None:
            done.add(group)
        where = "on a long page" if group is None else "in a table" if group.tag == "tr" else "in a card"
        message = f"the affiliate link '{_name(page, link)}' {where} has no label of its own"
        yield Hit("D-US-03", message, _hint(page, link), link.element)


_PROGRAMMES_ASK = frozenset({"amazon", "ebay", "fiverr"})
"""Networks that ask for such labels themselves: a missing one is reported under their own rules."""


def tiles(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Each card of a German page is labelled."""
    if not page.paid_links or page.is_redirect or "de" not in site.terms.jurisdictions:
        return
    if page.stated.language != "de" or not page.stated.is_enough("de"):
        return
    done: set[Element] = set()
    for link in page.paid_links:
        card = card_of(page, link.element)
        if card is not None and card not in done and not is_labelled(page, link, "de"):
            done.add(card)
            message = f"the card with the affiliate link '{_name(page, link)}' is not labelled"
            yield Hit("D-DE-03", message, _hint(page, link), card)


def mixed(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Where only some product links are affiliate links, readers see which."""
    if not page.paid_links or page.is_redirect or "uk" not in site.terms.jurisdictions:
        return
    if not page.stated.is_enough("uk"):
        return
    unlabelled = [link for link in page.paid_links if not is_labelled(page, link, "uk")]
    if unlabelled and any(_is_product_link(page, link) for link in page.links):
        for link in unlabelled:
            message = f"only some product links are affiliate links, and '{_name(page, link)}' does not say that it is"
            yield Hit("D-UK-02", message, _hint(page, link), link.element)


def among_hashtags(page: BuiltPage, _site: BuiltSite) -> Iterator[Hit]:
    """A label is not one of many hashtags."""
    if not page.paid_links or page.is_redirect or "#" not in page.text:
        return
    only = [found for found in page.stated.good if found.wording.advert]
    if not page.stated.good:
        yield from _lost(page)
    for found in only:
        tags = _HASHTAG.findall(found.text)
        rest = _HASHTAG.sub(" ", found.text)
        if len(tags) < _MANY or judge(rest, found.language).advert:
            return
    for found in only:
        message = f"the label is lost among the hashtags '{' '.join(_HASHTAG.findall(found.text)[:4])} …'"
        yield Hit("D-IN-02", message, "let the label stand by itself, before the text", found.element)


def _lost(page: BuiltPage) -> Iterator[Hit]:
    """The only label of a page, which is so lost among hashtags that nobody takes it for one."""
    flow = page.flow
    done = 0
    for first in _HASHTAG.finditer(flow.text) if flow.text.count("#") >= _MANY else ():
        if first.start() < done:
            continue
        done = flow.line_at(first.start())[1]
        tags = list(_HASHTAG.finditer(flow.text, first.start(), done))
        for tag in tags if len(tags) >= _MANY else ():
            element = flow.element_at(tag.start())
            if judge(tag[0], page.language_of(element)).advert and page.is_seen(element):
                message = f"the label '{tag[0]}' is lost among hashtags"
                yield Hit("D-IN-02", message, "let the label stand by itself, before the text", element)
                return


_HASHTAG = re.compile(r"#[^\W\d]\w*")
_MANY = 3


def _apart(page: BuiltPage, link: Link) -> Element | None:
    """The card or the row of a table that a link stands in."""
    card = card_of(page, link.element)
    if card is not None:
        return card
    row = row_of(link.element)
    table = None if row is None else next(row.iterancestors("table"), None)
    if row is None or table is None or table.get("role") in ("presentation", "none"):
        return None
    return row if sum(1 for _ in table.iter("tr")) > 1 else None


def _is_product_link(page: BuiltPage, link: Link) -> bool:
    """Whether a link that nobody pays for sends readers to a shop, as its neighbours do that somebody pays for."""
    host = (urlsplit(link.address).hostname or "").removeprefix("www.")
    if link.paid or link.redirect or not host or host == "site.invalid" or host in page.own_hosts:
        return False
    if not phrases("calls to action").match(page.flow.of(link.element)) or not page.is_seen(link.element):
        return False
    card = card_of(page, link.element)
    beside = card if card is not None else row_of(link.element)
    return beside is None or all(beside not in one.element.iterancestors() for one in page.paid_links)


def _name(page: BuiltPage, link: Link) -> str:
    name = page.flow.of(link.element) or link.href
    return name if len(name) <= 60 else f"{name[:59].rstrip()}…"


def _hint(page: BuiltPage, link: Link) -> str:
    language = page.language_of(link.element)
    return f"write '{_LABELS.get(language if language in LANGUAGES else 'en')}' in the link or right beside it"


PAGE_CHECKS: tuple[PageCheck, ...] = (apart, tiles, mixed, among_hashtags)
