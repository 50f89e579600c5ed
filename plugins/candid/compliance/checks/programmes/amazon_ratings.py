"""What Amazon's customers say, which pages take over only from its interface: ratings and reviews."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element as Element

from candid.compliance.facts.items import class_words, next_to
from candid.compliance.facts.programme_links import links_of
from candid.compliance.facts.shown import number_of
from candid.compliance.hits import Hit, PageCheck
from candid.compliance.markup.schema_types import REVIEWS
from candid.compliance.page import BuiltPage
from candid.compliance.site import BuiltSite
from candid.compliance.text.texts import all_text, is_element, shortened
from candid.compliance.wording.amazon import AMAZON_INTERFACE, bought_there, rated_by_others
from candid.compliance.wording.claims import says

__all__ = ["PAGE_CHECKS"]

_LONGEST_ITEM = 4000
_RATING = re.compile(
    r"\d(?:[.,]\d)? ?(?:out of|/|von|sur|de|su) ?5(?: (?:stars?|sternen?|étoiles|estrellas|stelle))?\b|"
    r"\d(?:[.,]\d)?[ -]?(?:stars?\b|sterne?\b|étoiles|estrellas|stelle\b)|[★⭐✭]{2,5}|\d[.,]\d ?[★⭐✭]|"
    r"\b(?:average|durchschnitt(?:lich)?|moyenne|media) (?:rating )?(?:of |von |de |:)?\d[.,]\d\b|"
    r"\b(?:rated|bewertet mit|noté|valorado con|valutato) \d[.,]\d\b|5つ星のうち ?\d(?:\.\d)?",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b\d[\d.,]*\+? ?(?:k )?(?:global |customer |amazon |verified )?(?:ratings?|reviews?|bewertungen|rezensionen|"
    r"évaluations|avis|valoraciones|opiniones|recensioni|voti|customers|buyers|kunden|clients|clientes|clienti)\b|"
    r"\d件の(?:評価|レビュー)|"
    r"\b(?:customer|buyer|amazon|kunden)[ -]?(?:ratings?|reviews?|rezensionen|bewertungen?)\b",
    re.IGNORECASE,
)
"""How many customers gave a rating, or that customers did."""
_AT_AMAZON = re.compile(r"\b(?:on|at|by|bei) amazon\b", re.IGNORECASE)
_STARS = re.compile(r"star|stern|étoile|estrella|stelle|[★⭐✭]", re.IGNORECASE)
_BADGE = 40


def ratings(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Ratings by Amazon's customers come from its interface."""
    links = links_of(page, "amazon")
    if not links:
        return
    places = dict.fromkeys(place for link in links for place in next_to(link.element))
    for place in places:
        start, end = page.flow.span(place)
        if place.tag in ("body", "main") or end - start > _LONGEST_ITEM:
            continue
        found = _RATING.search(page.flow.text, start, end)
        element = page.flow.element_at(found.start()) if found else _drawn_stars(place)
        text = f"{page.flow.text[start:end]} {_labels(place)}"
        if element is None or says(text, "own_rating") or rated_by_others().search(text) or _has_provenance(place):
            continue
        if _is_signed(page, place, text, found):
            continue
        of_customers = _COUNTED.search(text) or (found and _AT_AMAZON.search(_beside_links(page, place, found)))
        if found is None or _STARS.search(found[0]) or of_customers:
            yield Hit(
                "P-AMZ-07",
                f"the rating '{found[0] if found else 'in stars'}' beside a link to Amazon is not from its interface",
                "leave Amazon's ratings out; say whose rating it is if it is your own",
                element,
            )


def _beside_links(page: BuiltPage, place: Element, rating: re.Match[str]) -> str:
    """What a place says apart from its links, which tell where they lead; one that holds the rating counts."""
    at, end = page.flow.span(place)
    said = []
    for link in place.iter("a"):
        first, last = page.flow.span(link)
        if at <= first and not first <= rating.start() < last:
            said.append(page.flow.text[at:first])
            at = last
    return " ".join((*said, page.flow.text[at:end]))


def _is_signed(page: BuiltPage, place: Element, text: str, found: re.Match[str] | None) -> bool:
    """Whether a rating says who gave it: a byline beside it, or the author of a review in the structured data.

    A count of customers takes that back: the name at such a rating is the maker's, or that of the product.
    """
    around = "" if found is None else page.flow.sentence(*found.span())
    if _COUNTED.search(text) or (len(around) <= _BADGE and "amazon" in around.lower()):
        return False
    if _SIGNED.search(text) or any(is_element(one) and _is_byline(one) for one in place.iter()):
        return True
    value = None if found is None else _VALUE.search(found[0])
    return value is not None and any(
        number == number_of(value[0].replace(",", "."))
        for review in page.markup.of(REVIEWS)
        if review.has("author")
        for rating in review.nodes("reviewRating")
        if (number := number_of(rating.text("ratingValue"))) is not None
    )


def _is_byline(element: Element) -> bool:
    told = f"{element.get('itemprop') or ''} {element.get('rel') or ''}".lower().split()
    return "author" in told or bool(class_words(element) & _BYLINES)


_VALUE = re.compile(r"\d(?:[.,]\d)?")
_BYLINES = frozenset({"byline", "author", "reviewer", "verfasser", "auteur", "autor", "autore"})
_SIGNED = re.compile(
    r"\b(?:scored|judged|reviewed|graded) by (?!amazon|customers|buyers|users|shoppers|\d)\w|"
    r"\b(?:my|our|the author['’]s) (?:rating|score|verdict|grade)\b|\bmeine (?:wertung|bewertung|note)\b|"
    r"\b(?:bewertet|benotet|getestet) von (?!amazon|kunden|käufern|nutzern|\d)\w|"
    r"\b(?:noté|évalué) par (?!amazon|les clients|\d)\w|\b(?:valorado|puntuado) por (?!amazon|clientes|\d)\w|"
    r"\bvalutato da (?!amazon|clienti|\d)\w",
    re.IGNORECASE,
)


def reviews(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Reviews by Amazon's customers are not copied."""
    links = links_of(page, "amazon") if page.mentions("verif", "vérifié", "amazonで購入") else ()
    if not links:
        return
    places = {place for link in links for place in next_to(link.element)} - {page.body, page.main}
    for found in bought_there().finditer(page.flow.text):
        element = page.flow.element_at(found.start())
        around = (element, *element.iterancestors())
        is_quoted = (
            any(one in places or one.tag in _QUOTED or class_words(one) & _QUOTES for one in around)
            or len(page.flow.line(found.start()).strip()) <= _BADGE
        )
        if is_quoted and page.is_seen(element) and not any(map(_has_source, around)):
            message = f"a review of Amazon's customers is copied ('{shortened(page.flow.line(found.start()).strip())}')"
            yield Hit("P-AMZ-07", message, "say what you think of the product yourself", element)


_QUOTED = ("blockquote", "q", "cite", "li")
_QUOTES = frozenset({"review", "reviews", "testimonial", "quote", "rezension", "bewertung", "avis"})


def _has_source(element: Element) -> bool:
    told = element.get("data-rating-source") or element.get("data-review-source") or element.get("data-source") or ""
    return bool(AMAZON_INTERFACE.search(told))


def _drawn_stars(place: Element) -> Element | None:
    for one in place.iter():
        if is_element(one) and _RATING.search(f"{one.get('aria-label') or ''} {one.get('alt') or ''}"):
            return one
    return None


def _labels(place: Element) -> str:
    return " ".join(one.get("aria-label") or one.get("alt") or "" for one in place.iter() if is_element(one))


def _has_provenance(place: Element) -> bool:
    return any(
        AMAZON_INTERFACE.search(one.get("data-rating-source") or one.get("data-source") or "")
        for one in place.iter()
        if is_element(one)
    ) or bool(AMAZON_INTERFACE.search(all_text(place)))


PAGE_CHECKS: tuple[PageCheck, ...] = (ratings, reviews)
