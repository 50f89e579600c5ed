"""Testimonials and reviews of others that a page shows: where they come from, and how they are checked.

None is left out of what is called all of them, and none of a demonstration remains when a site goes live.

``D-US-08`` and ``D-UK-06`` ask for all of it, ``D-EU-02`` for the statement about checks and for real reviews.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import lru_cache

from lxml.etree import _Element as Element

from candid.compliance.facts.items import class_words
from candid.compliance.hits import Hit, PageCheck
from candid.compliance.page import BuiltPage
from candid.compliance.site import BuiltSite
from candid.compliance.wording.phrases import phrases
from candid.diagnostics import Severity

__all__ = ["PAGE_CHECKS"]

_TESTIMONIAL = frozenset({
    "testimonial", "kundenstimme", "temoignage", "témoignage", "testimonio", "testimonianza",
})  # fmt: skip
_TESTIMONIALS = frozenset({
    "testimonials", "kundenstimmen", "temoignages", "témoignages", "testimonios", "testimonianze",
})  # fmt: skip
_PARTS = frozenset({
    "author", "name", "date", "title", "text", "body", "content", "quote", "image", "avatar", "header", "footer",
    "meta", "rating", "stars", "list", "grid", "container", "wrapper", "slider", "section",
})  # fmt: skip
_ABOUT_OTHERS = frozenset({
    "customer", "customers", "user", "users", "reader", "readers", "buyer", "buyers", "member", "members", "client",
    "kunden", "nutzer", "clients", "clientes", "clienti", "visitor", "community",
})  # fmt: skip
_SHOWS = (
    "testimonial", "kundenstimme", "témoignage", "temoignage", "testimonio", "testimonian", "review", "bewertung",
    "rezension", "avis", "opinion", "reseñ", "recension", "stimmen", "say", "sagen", "disent", "dicen", "dicono",
    "valoracion", "blockquote", "stories", "loved by", "erfahrungsberichte", "meinung",
)  # fmt: skip
_DATE = re.compile(r"\b(?:19|20)\d\d\b")
_NOBODY = re.compile(
    r"anonym\w*|(?:a|one|another) (?:\w+ )?(?:customer|user|reader|client|buyer)|happy (?:customer|user|client)|"
    r"satisfied (?:customer|user)|verified user|eine? (?:zufriedene\w? )?(?:kund\w+|nutzer\w*|leser\w*)|"
    r"une? client\w*|un cliente|an[oó]nimo|anonimo",
    re.IGNORECASE,
)
_BEGUN = re.compile(
    r"[A-ZÀ-Þ][\w.'’-]{1,30}(?: [A-ZÀ-Þ][\w.'’-]{0,30}){0,2} ?\([^()]{2,80}\) ?[:,–—-]"
    r"|[A-ZÀ-Þ][\w'’-]{1,30}(?: [A-ZÀ-Þ][\w.'’-]{0,30}){1,2}:"
)
"""A review that begins with who gave it, as in ``Lena Moss (2 May 2026): ``."""
_SIGNED = re.compile(r"(?:^|[\s\"”“»'’.!?])[—–~-]\s*[A-ZÀ-Þ]")


def sourced(page: BuiltPage, _site: BuiltSite) -> Iterator[Hit]:
    """A testimonial or review names its author, and when or how it was given."""
    if page.is_redirect or not page.mentions(*_SHOWS):
        return
    items = (*_testimonials(page), *_reviews(page))
    for item in items:
        if not page.is_seen(item):
            continue
        lacking = _lacking(page, item)
        if lacking:
            message = f"'{page.flow.of(item)[:50]}' is shown without {lacking}"
            hint = "give the author's name and the date, and say how it was obtained and whether anybody paid for it"
            yield Hit("D-US-08", message, hint, item)
            yield Hit("D-UK-06", message, hint, item)


def checked(page: BuiltPage, _site: BuiltSite) -> Iterator[Hit]:
    """A page that shows reviews says whether and how they are checked."""
    if page.is_redirect or not page.mentions(*_SHOWS):
        return
    items = [item for item in _reviews(page) if page.is_seen(item)]
    if items and not _says(page, "review check"):
        message = "the page shows reviews of others, but does not say whether and how they are checked"
        severity = None
        if _says(page, "review badges"):
            message, severity = "reviews are marked as verified, but nothing says how", Severity.INFO
        hint = "say how you make sure that they are genuine, and link to your policy; or say that you do not check them"
        yield Hit("D-EU-02", message, hint, items[0], severity=severity)
        yield Hit("D-UK-06", message, hint, items[0], severity=severity)


def unbought(page: BuiltPage, _site: BuiltSite) -> Iterator[Hit]:
    """Nobody is offered anything for a review that says what the site likes to hear."""
    if page.is_redirect or not page.mentions(*_SHOWS):
        return
    for found in page.said("wished reviews"):
        sentence = page.flow.sentence(found.match.start(), found.match.end())
        asked = _ADDRESSED.search(sentence) and _OURS.search(sentence) and not _DENIED.search(sentence)
        if asked and phrases("wages of reviews").search(sentence):
            message = f"a review is paid for if it is good: '{sentence.strip()[:60]}'"
            for rule in ("D-US-08", "D-UK-06"):
                yield Hit(rule, message, "ask for honest reviews, and reward all of them alike or none", found.element)
            return


def complete(page: BuiltPage, _site: BuiltSite) -> Iterator[Hit]:
    """A wall of reviews that says "all" leaves none out."""
    if page.is_redirect or not page.mentions(*_SHOWS):
        return
    place = _filtered(page)
    if place is not None:
        element, text = place
        message = f"bad reviews are left out ('{text}') of what is called all reviews"
        hint = "show all reviews, or say what is left out and why"
        yield Hit("D-US-08", message, hint, element)
        yield Hit("D-UK-06", message, hint, element)


def real(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Nothing of a demonstration is left when a site goes live."""
    if page.is_redirect or not site.terms.production:
        return
    element = _demonstration(page)
    if element is not None:
        message = f"'{page.flow.of(element)[:50]}' belongs to a demonstration"
        for rule in ("D-US-08", "D-UK-06", "D-EU-02"):
            yield Hit(rule, message, "take it out before the site goes live", element)


_ADDRESSED = re.compile(
    r"\b(?:leave|write|post|give|submit|send|get|earn|receive|hinterlass\w*|schreib\w*|gib|geben sie|erhalte\w*|"
    r"laisse\w*|écri\w*|donne\w*|recevez|deja\w*|escrib\w*|recib\w*|lascia\w*|scriv\w*|ricev\w*)\b",
    re.IGNORECASE,
)
_OURS = re.compile(r"\b(?:us|we|our|you|your|uns|wir|du|dir|ihr|ihnen|nous|vous|nos|te|le|ti|noi|vi)\b", re.IGNORECASE)
_DENIED = re.compile(
    r"\b(?:not|never|no|nobody|illegal|forbid\w*|banned|against|some (?:sellers|shops|companies)|sellers who|honest|"
    r"whatever|nicht|nie|kein\w*|verboten|pas|jamais|aucun\w*|nunca|non|mai)\b|n['’]t\b",
    re.IGNORECASE,
)


# -- what is shown ----------------------------------------------------------------------------------------------------


def _testimonials(page: BuiltPage) -> Iterator[Element]:
    for element in page.body.iter("div", "section", "article", "blockquote", "figure", "li", "p", "aside"):
        names = class_words(element)
        if names & _TESTIMONIAL and not names & _PARTS:
            if not any(
                class_words(one) & _TESTIMONIAL and not class_words(one) & _PARTS for one in element.iterdescendants()
            ):
                yield element
        elif (
            _is_quotation(page, element)
            and not names & _TESTIMONIAL
            and _in_section(page, element, "testimonial headings")
        ):
            figure = element.getparent()
            yield figure if figure is not None and figure.tag in ("figure", "li", "article") else element


def _in_section(page: BuiltPage, element: Element, subject: str) -> bool:
    """Whether an element stands under a heading of this subject, or in a container of testimonials."""
    for above in element.iterancestors():
        if class_words(above) & (_TESTIMONIALS | _TESTIMONIAL) and subject == "testimonial headings":
            return not class_words(above) & _TESTIMONIAL
        if above.tag in ("body", "html"):
            break
    heading = _heading_of(page, element)
    return heading is not None and bool(phrases(subject).search(page.flow.of(heading)))


def _heading_of(page: BuiltPage, element: Element) -> Element | None:
    """The nearest heading before an element, in its section or around it."""
    headings = _headings(page)
    current: Element | None = element
    while current is not None and current.tag not in ("body", "html"):
        parent = current.getparent()
        beside = headings.get(parent, []) if parent is not None else []
        at = bisect_left(beside, page.position(current), key=page.position)
        if at:
            return beside[at - 1]
        current = parent
    return None


@lru_cache(maxsize=1)
def _headings(page: BuiltPage) -> Mapping[Element | None, list[Element]]:
    """The headings of a page by what they stand in."""
    found: dict[Element | None, list[Element]] = {}
    for heading in page.root.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        found.setdefault(heading.getparent(), []).append(heading)
    return found


@lru_cache(maxsize=1)
def _reviews(page: BuiltPage) -> tuple[Element, ...]:
    """Reviews that others wrote: not the page's own judgement."""
    return tuple(_find_reviews(page))


def _find_reviews(page: BuiltPage) -> Iterator[Element]:
    for element in page.body.iter("div", "section", "article", "blockquote", "li", "figure"):
        names = class_words(element)
        itemtype = element.get("itemtype") or ""
        is_item = ("review" in names or "bewertung" in names or "rezension" in names) and not names & _PARTS
        is_item = (
            is_item or itemtype.endswith("/Review") or (element.tag in ("blockquote", "li", "article") and not names)
        )
        if not is_item or element.find(".//h1") is not None or _nested(element):
            continue
        plain = next(element.iter("a", "h2", "h3", "h4"), None) is None
        gathered = plain and (_is_gathered(element) or _is_starred(page, element, names))
        if gathered or names & _ABOUT_OTHERS or _in_section(page, element, "review headings"):
            yield element


def _is_quotation(page: BuiltPage, element: Element) -> bool:
    if element.tag == "blockquote":
        return True
    return element.tag == "li" and page.flow.of(element).startswith(_QUOTES)


_QUOTES = ('"', "'", "“", "„", "«", "‚", "‘")


def _is_starred(page: BuiltPage, element: Element, names: frozenset[str]) -> bool:
    """Whether an element is a short review with stars."""
    text = page.flow.of(element)
    return "review" in names and "★" in text and text.count(" ") < _SHORT_REVIEW


_SHORT_REVIEW = 80


def _is_gathered(element: Element) -> bool:
    """Whether an element is one of several in a list of reviews."""
    parent = element.getparent()
    return parent is not None and "reviews" in class_words(parent) and len(parent) > 1


def _nested(element: Element) -> bool:
    return any(
        "review" in class_words(one) - _PARTS or one.tag in ("blockquote", "article", "li")
        for one in element.iterdescendants()
    )


def _lacking(page: BuiltPage, item: Element) -> str:
    text = page.flow.of(item)
    if not _is_named(page, item, text):
        return "its author's name"
    dated = _DATE.search(text) or any(True for _ in item.iter("time"))
    if dated or phrases("provenance").search(text) or phrases("incentives").search(text):
        return ""
    around = item.getparent()
    section = page.flow.of(around) if around is not None and around.tag not in ("body", "html", "main") else text
    if phrases("provenance").search(section) or phrases("incentives").search(section) or _says(page, "review check"):
        return ""
    return "a date and where it comes from"


def _is_named(page: BuiltPage, item: Element, text: str) -> bool:
    around = (*item.iterdescendants(), *(one for one in (item.getnext(),) if one is not None))
    for one in around:
        if not isinstance(one.tag, str):
            continue
        called = one.tag in ("cite", "figcaption", "footer") or one.get("itemprop") in ("author", "name")
        if called or class_words(one) & {
            "author",
            "name",
            "reviewer",
            "autor",
            "auteur",
            "autore",
            "by",
            "byline",
            "person",
        }:
            written = page.flow.of(one).strip(" —–-,")
            if written and not _NOBODY.search(written):
                return True
    if any(_is_signature(page, one) for one in item.iterdescendants("p", "div", "span", "small", "strong", "b", "em")):
        return True
    begun = _BEGUN.match(text.strip())
    if begun is not None and not _NOBODY.search(begun[0]):
        return True
    signed = _SIGNED.search(text)
    return signed is not None and not _NOBODY.search(text[signed.start() :])


_NAME_FIRST = re.compile(r"\W*[A-ZÀ-Þ][\w'’-]*(?: [A-ZÀ-Þ][\w'’-]*\.?){1,2}(?:\s*[,·|(–—-]|\s*$)")
_LONGEST_SIGNATURE = 12


def _is_signature(page: BuiltPage, element: Element) -> bool:
    """Whether a short line begins with a name: "Ana Prieto, verified buyer", "Marta N., 1 June 2026"."""
    text = page.flow.of(element)
    return text.count(" ") < _LONGEST_SIGNATURE and _NAME_FIRST.match(text) is not None and not _NOBODY.search(text)


def _says(page: BuiltPage, subject: str) -> bool:
    return any(True for _ in page.said(subject))


def _filtered(page: BuiltPage) -> tuple[Element, str] | None:
    """Where reviews with few stars are left out of a wall that is called complete."""
    if not _says(page, "all reviews"):
        return None
    for element in page.body.iter() if page.mentions("data-min", "data-stars-min") else ():
        for name in ("data-min-rating", "data-min-stars", "data-minimum-rating", "data-min-star", "data-stars-min"):
            written = element.get(name)
            if written and written.strip()[:1] in "2345":
                return element, f'{name}="{written}"'
    for found in page.said("star filter"):
        holders = {str(one.tag) for one in (found.element, *found.element.iterancestors())}
        if holders.isdisjoint({"a", "button", "option", "label", "nav", "select"}):
            return found.element, found.match[0]
    return None


def _demonstration(page: BuiltPage) -> Element | None:
    for element in page.body.iter():
        if element.get("data-candid-demo") is not None:
            return element
        if (element.get("data-demo") or "false").lower() not in ("false", "0", "no"):
            return element
    for found in page.said("demonstration"):
        return found.element
    return None


PAGE_CHECKS: tuple[PageCheck, ...] = (sourced, checked, unbought, complete, real)
