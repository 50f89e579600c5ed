"""What Amazon's programme wants said: the prescribed sentence, labels, its name, and nothing that calls for clicks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.etree import _Element as Element

from candid.compliance.facts.cards import card_of
from candid.compliance.facts.excerpts import Excerpts
from candid.compliance.facts.items import next_to
from candid.compliance.facts.programme_links import has_label, links_of
from candid.compliance.hits import AcrossPages, Hit, PageCheck
from candid.compliance.page import BuiltPage, Link
from candid.compliance.site import BuiltSite
from candid.compliance.text.flow import Spans
from candid.compliance.text.texts import shortened
from candid.compliance.wording.amazon import paraphrase, statement, statement_languages
from candid.compliance.wording.claims import find_claims
from candid.diagnostics import Severity
from candid.networks.addresses import read_address

__all__ = ["ACROSS_PAGES", "PAGE_CHECKS"]

_SENTENCE = "As an Amazon Associate I earn from qualifying purchases."
_FEW_WORDS = 150
_A_SITE = 5
_NEAR = 240
_SMALL_BOX = 600
_LONGEST_PLACE = 4000


def prescribed_sentence(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """The programme's sentence stands on each page with its links."""
    links = links_of(page, "amazon")
    if not links or page.is_redirect:
        return
    around = page.language_of(links[0].element)
    own = around if around in statement_languages() else "en"
    accepted = (own,) if own in ("en", "de") else (own, "en")
    found = [match for language in accepted for match in statement(language).finditer(page.flow.text)]
    seen = [match for match in found if page.is_seen(page.flow.element_at(match.start()))]
    hint = f"write, word for word and before the first link: '{_sentence(own)}'"
    if any(not _is_footer(page.flow.element_at(match.start())) for match in seen):
        return
    if seen:
        message = "the sentence that Amazon prescribes stands only in the footer"
        yield Hit("P-AMZ-01", message, hint, page.flow.element_at(seen[0].start()), severity=Severity.WARNING)
    elif found:
        message = "the sentence that Amazon prescribes is hidden from readers"
        yield Hit("P-AMZ-01", message, hint, page.flow.element_at(found[0].start()))
    else:
        yield from _other_wording(page, links[0], own, hint)


def _other_wording(page: BuiltPage, link: Link, own: str, hint: str) -> Iterator[Hit]:
    for language in statement_languages():
        match = statement(language).search(page.flow.text)
        if match and page.is_seen(page.flow.element_at(match.start())):
            around = page.language_of(link.element)
            message = f"the sentence that Amazon prescribes is not in the page's language ({around})"
            yield Hit("P-AMZ-01", message, hint, page.flow.element_at(match.start()), severity=Severity.WARNING)
            return
    for match in paraphrase().finditer(page.flow.lower):
        element = page.flow.element_at(match.start())
        if page.is_seen(element) and not any(above.tag == "a" for above in (element, *element.iterancestors())):
            if page.language_of(link.element) not in statement_languages():
                return  # its words in this language are not known
            sentence = page.flow.sentence(match.start(), match.end())
            message = f"Amazon's sentence is put in other words: '{shortened(sentence)}'"
            yield Hit("P-AMZ-01", message, hint, element, severity=Severity.WARNING)
            return
    message = f"the page links to Amazon ('{shortened(link.href)}') without the sentence that its programme prescribes"
    yield Hit("P-AMZ-01", message, hint, link.element)


def labelled(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Each link to Amazon has a label with it. In cards of German pages the law asks for it first."""
    for link in () if page.is_redirect else links_of(page, "amazon"):
        german_card = (
            "de" in site.terms.jurisdictions and page.language == "de" and card_of(page, link.element) is not None
        )
        if not german_card and not has_label(page, link, site.terms.jurisdictions):
            message = f"the link to Amazon '{_name(page, link)}' has no label"
            words = "'Anzeige' or 'Werbung'" if page.language_of(link.element) == "de" else "'(paid link)' or 'Ad'"
            yield Hit("P-AMZ-02", message, f"write {words} beside it", link.element)


def named(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Readers can tell that a link leads to Amazon."""
    excerpts: Excerpts | None = None
    for link in () if page.is_redirect else links_of(page, "amazon"):
        told = " ".join(_shown_at(page, link)).lower()
        if "amazon" not in told and "amzn" not in told and not _is_named_around(page, link):
            excerpts = excerpts or Excerpts(page, site)
            source = excerpts.source_of(link)
            if source is not None and _is_linked_in(source, link):
                continue  # it is said of that page
            message = f"nothing at the link '{_name(page, link)}' says that it leads to Amazon"
            words = "Bei Amazon ansehen" if page.language_of(link.element) == "de" else "See it on Amazon"
            hint = f"name Amazon in the link, as in '{words}'"
            yield Hit("P-AMZ-04", message, hint, link.element, severity=Severity.WARNING)


def _is_linked_in(source: BuiltPage, link: Link) -> bool:
    """Whether a page links to the same thing; a sub-tag may tell another place. Its HTML need not be read anew."""
    parts = read_address(link.found.url)
    return parts is not None and len(parts.path) > 1 and f"{parts.host}{parts.path}" in source.text


def _shown_at(page: BuiltPage, link: Link) -> Iterator[str]:
    """What readers see at a link: in its card, row, column or paragraph, and what stands for its images."""
    yield page.seen_text(link.element)
    yield from (image.get("alt") or "" for image in link.element.iter("img", "area") if page.is_seen(image))
    for place in next_to(link.element):
        start, end = page.flow.span(place)
        if end - start <= _LONGEST_PLACE:
            yield page.seen_text(place)
    table = next(link.element.iterancestors("table"), None)
    if table is not None:
        yield from (page.seen_text(one) for one in table.iter("caption"))


def _is_named_around(page: BuiltPage, link: Link) -> bool:
    """Whether what stands around a link names Amazon: the boxes that it is nested in, as far as they are small."""
    for box in link.element.iterancestors("div", "section", "article", "figure"):
        start, end = page.flow.span(box)
        if box is page.main or end - start > _SMALL_BOX or paraphrase().search(page.flow.lower[start:end]):
            return False
        if "amazon" in page.seen_text(box).lower():
            return True
    return False


def no_incentives(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Nobody is asked or paid to click, to buy or to keep the link."""
    links = links_of(page, "amazon")
    if not links:
        return
    spans = [page.flow.span(link.element) for link in links]
    near = Spans(
        (*((max(start - _NEAR, 0), end + _NEAR) for start, end in spans),
         *(page.flow.span(item) for link in links for item in next_to(link.element)))
    )  # fmt: skip
    for subject in ("incentives", "rewards"):
        for passage in find_claims(page.flow, subject):
            close = subject == "incentives" or passage.match.start() in near
            if close and page.visibility.is_reachable(passage.element):
                message = f"readers are given a reason to click that Amazon forbids: '{shortened(passage.match[0])}'"
                yield Hit("P-AMZ-10", message, "say what the product is good for, and ask for nothing", passage.element)


def enough_words(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """A page with links to Amazon says something of its own.

    A listing of excerpts has its words on other pages; a page by itself, outside of a site, may be an excerpt too.
    """
    links = links_of(page, "amazon")
    if not links or page.is_fragment or page.is_redirect:
        return
    count = len(re.findall(r"\w+", page.flow.of(page.main)))
    if count < _FEW_WORDS:
        excerpts = Excerpts(page, site)
        links = tuple(link for link in links if excerpts.source_of(link) is None)
    if links and count < _FEW_WORDS:
        message = f"a page with links to Amazon has only {count} words"
        hint = "add what you know about the product yourself: an analysis, a comparison, an experience"
        severity = Severity.WARNING if len(site.pages) >= _A_SITE else Severity.INFO
        yield Hit("P-AMZ-14", message, hint, links[0].element, severity=severity)


@dataclass(frozen=True, slots=True)
class _Concerned:
    """A page that links to Amazon, or a privacy notice."""

    page: BuiltPage
    links: bool
    notice: bool


def _concerned(page: BuiltPage, site: BuiltSite) -> Iterator[_Concerned]:
    links, notice = bool(links_of(page, "amazon")), _is_privacy_notice(page)
    if links or notice:
        yield _Concerned(page, links, notice)


def privacy_notice(site: BuiltSite, concerned: Sequence[_Concerned]) -> Iterator[Hit]:
    """The privacy notice says that Amazon may set cookies and collect data."""
    if not any(one.links for one in concerned):
        return
    for page in (one.page for one in concerned if one.notice):
        text = page.flow.lower
        hint = (
            "say that third parties, Amazon among them, may set cookies and collect data when readers follow its links"
        )
        if "amazon" not in text:
            message = "the privacy notice does not name Amazon, to which the site links"
        elif not re.search(r"cookies?\b|web ?beacons?|tracking|collect|erheb|recueill|recog|raccog", text):
            message = "the privacy notice names Amazon, but not that it may set cookies or collect data"
        else:
            continue
        yield Hit("P-AMZ-12", message, hint, page.root.find(".//h1"), page.path.removeprefix(f"{site.display}/"))


_PRIVACY = re.compile(
    r"\b(?:privacy(?: (?:policy|notice|statement))?|data protection|datenschutz\w*|politique de confidentialité|"
    r"confidentialité|protection des données|(?:política|aviso) de privacidad|privacidad|"
    r"informativa (?:sulla )?privacy)\b",
    re.IGNORECASE,
)


def _is_privacy_notice(page: BuiltPage) -> bool:
    heading = page.root.find(".//h1")
    title = "" if heading is None else page.flow.of(heading)
    path = re.sub(r"[-_/.]", " ", page.address)
    return bool(_PRIVACY.search(title) or _PRIVACY.search(page.title.split("|")[0]) or _PRIVACY.search(path))


def _is_footer(element: Element) -> bool:
    """Whether an element stands in the page's own footer; that of an article is part of it."""
    for one in (element, *element.iterancestors()):
        if one.get("role") == "contentinfo":
            return True
        if one.tag == "footer" and not any(above.tag in ("article", "main") for above in one.iterancestors()):
            return True
    return False


def _sentence(language: str) -> str:
    return "Als Amazon-Partner verdiene ich an qualifizierten Verkäufen" if language == "de" else _SENTENCE


def _name(page: BuiltPage, link: Link) -> str:
    return shortened(page.name_of(link.element)) or shortened(link.href)


PAGE_CHECKS: tuple[PageCheck, ...] = (prescribed_sentence, labelled, named, no_incentives, enough_words)
ACROSS_PAGES = (AcrossPages(_concerned, privacy_notice),)
