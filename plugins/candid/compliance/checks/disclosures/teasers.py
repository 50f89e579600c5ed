"""Teasers that lead to pages with affiliate links are labelled, on listings and in feeds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element as Element

from candid.compliance.facts.cards import card_of
from candid.compliance.facts.teasers import feed_entries, target_of, teaser_of
from candid.compliance.hits import Hit, PageCheck, SiteCheck
from candid.compliance.page import BuiltPage
from candid.compliance.site import BuiltSite
from candid.diagnostics import Severity
from candid.disclosures.lexicon import LANGUAGES, judge

__all__ = ["PAGE_CHECKS", "SITE_CHECKS"]

_TAG = re.compile(r"<[^<>]*>")
_BEGINNING = 200
"""Characters of an entry's text in which a label still stands at its beginning."""
_LABELS = {"en": "Ad", "de": "Anzeige", "fr": "Publicité", "es": "Publicidad", "it": "Pubblicità"}


def listed(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Each teaser of a page says that what it leads to is advertising."""
    if page.is_redirect or page.is_fragment or not site.paid_pages or not _wanted(site):
        return
    done: set[Element] = set()
    invited: set[str] = set()
    for link in page.links:
        target = None if link.paid else target_of(page, link, site)
        if target is None or target is page or target.address not in site.paid_pages or target.is_redirect:
            continue
        entry = teaser_of(page, link)
        if entry is None or entry in done or not page.is_seen(link.element):
            continue
        text = page.flow.of(link.element)
        if card_of(page, link.element) is None and _goes_with_another(text, again=target.address in invited):
            continue
        done.add(entry)
        invited.add(target.address)
        language = page.language_of(link.element)
        if language in LANGUAGES and not _is_labelled(page, entry, _known(language, page.language, target.language)):
            message = f"the teaser '{(text or link.href)[:60]}' leads to a page with affiliate links, but has no label"
            yield from _under_rules(site, language, message, _hint(language, "in the teaser"), at=link.element)


def _goes_with_another(text: str, *, again: bool) -> bool:
    """Whether a link is the picture or the "read more" of a teaser whose title is a link too."""
    return not text or (again and text.count(" ") < _SHORT_TITLE)


_SHORT_TITLE = 4


def fed(site: BuiltSite) -> Iterator[Hit]:
    """Each entry of a feed says that what it leads to is advertising."""
    if not site.paid_pages:
        return
    named: set[str] = set()
    for entry in feed_entries(site):
        if entry.target.address not in site.paid_pages:
            continue
        language = (entry.language or entry.target.language).replace("_", "-").partition("-")[0].lower()
        begins = _TAG.sub(" ", entry.text)[:_BEGINNING]
        accepted = _known(language, entry.target.language)
        if language not in LANGUAGES or _is_label(entry.title, accepted):
            continue
        if _is_label(begins, accepted):
            if entry.path not in named:
                named.add(entry.path)
                message = f"the title '{entry.title.strip()[:60]}' has no label; it stands only in the text behind it"
                hint = _hint(language, "at the beginning of titles too, which many readers see alone")
                yield Hit("D-UK-03", message, hint, path=entry.path, place=(entry.line, 1), severity=Severity.INFO)
        else:
            message = f"the entry '{entry.title.strip()[:60]}' leads to a page with affiliate links, but has no label"
            hint = _hint(language, "at the beginning of its title")
            severity = Severity.INFO if _wanted(site) else None
            place = (entry.line, 1)
            yield from _under_rules(site, language, message, hint, path=entry.path, place=place)
            yield Hit("G-RSS-01", message, hint, path=entry.path, place=place, severity=severity)


def _wanted(site: BuiltSite) -> bool:
    return not site.terms.jurisdictions.isdisjoint({"uk", "de"})


def _under_rules(
    site: BuiltSite,
    language: str,
    message: str,
    hint: str,
    *,
    at: Element | None = None,
    path: str | None = None,
    place: tuple[int, int] | None = None,
) -> Iterator[Hit]:
    rules = ["D-UK-03"] + (["D-DE-04"] if language == "de" else [])
    yield from (Hit(rule, message, hint, at, path, place=place) for rule in rules if rule in site.terms.rules)


def _known(*languages: str) -> tuple[str, ...]:
    """Those of the languages whose words are known.

    Who reads a feed or a listing knows its language, and a title in another one tells that the page is in that: either
    says to its readers what it is.
    """
    return tuple(language for language in dict.fromkeys(languages) if language in LANGUAGES)


def _is_label(text: str, languages: tuple[str, ...]) -> bool:
    return any(judge(text, language).advert for language in languages)


def _is_labelled(page: BuiltPage, entry: Element, languages: tuple[str, ...]) -> bool:
    texts = [page.seen_text(entry)]
    before = entry.getprevious()
    group = entry.getparent()
    above = None if group is None else group.getprevious()
    near = (one for one in (before, above) if one is not None and page.flow.of(one).count(" ") < _SHORT)
    texts += (page.seen_text(one) for one in near)
    return any(_is_label(text, languages) for text in texts)


_SHORT = 8


def _hint(language: str, where: str) -> str:
    return f"write '{_LABELS.get(language, 'Ad')}' {where}"


PAGE_CHECKS: tuple[PageCheck, ...] = (listed,)
SITE_CHECKS: tuple[SiteCheck, ...] = (fed,)
