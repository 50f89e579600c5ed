"""Structured data say what the page says: ratings, prices, names, days and words are shown to readers too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from candid.compliance.checks.search.markup_reviews import item_of_review
from candid.compliance.facts.shown import Shown, number_of
from candid.compliance.hits import Hit, PageCheck
from candid.compliance.markup.graph import Node
from candid.compliance.markup.schema_types import APPLICATIONS, ARTICLES, PRODUCTS, REVIEWS
from candid.compliance.page import BuiltPage
from candid.compliance.site import BuiltSite
from candid.compliance.wording.written_dates import day_of

__all__ = ["PAGE_CHECKS"]

_RATED = PRODUCTS | APPLICATIONS | REVIEWS | {"AggregateRating"}
_HALF = Decimal("0.5")
_FREE = re.compile(
    r"\b(?:free|no charge|no cost|kostenlos|kostenfrei|gratis|gratuit\w*|sans frais|senza costi)\b", re.IGNORECASE
)
_CHARGED = re.compile(
    r"(?:[$€£]\s?\d[\d.,]*|(?<![\d.,])\d[\d.,]*\s?[$€£])\s?(?:/|per|a|pro|im|par|al)\s?(?:user|seat|mo|month|year|monat|jahr|mois|an|mes|año|mese)"
    r"|\b(?:prices?|pricing|costs?|preis|prix|precio|prezzo)\b[^.\n]{0,20}[$€£]?\s?[1-9]",
    re.IGNORECASE,
)
_HINT = "show it to readers too, or take it out of the structured data"


def readable(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """JSON-LD is JSON."""
    for block in page.json_ld:
        if block.data is None:
            hint = "mend the JSON: search engines drop the whole block"
            yield Hit("G-SD-01", f"the structured data cannot be read: {block.problem}", hint, block.element)


def found_by_search(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """A page whose reviews and ratings are to be found is not kept out of the search."""
    rated = next(
        (node for node in page.markup.of(_RATED) if node.has("review", "aggregateRating", "reviewRating")), None
    )
    if rated is None:
        return
    if page.is_noindex or site.noindex_headers.cover(f"/{page.address}"):
        message = "a rating is marked up on a page that asks search engines to leave it out"
    elif rule := site.robots.blocks(f"/{page.address}"):
        message = f"a rating is marked up on a page that robots.txt keeps out with '{rule}'"
    else:
        return
    yield Hit("G-SD-01", message, "let the page be indexed, or take its structured data out", rated.element)


def shown(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """What the markup says of ratings, prices, authors, days and words, the page shows."""
    seen = page.shown
    for node in page.markup.nodes:
        if node.is_a({"Rating", "AggregateRating"}):
            yield from _rating(node, seen)
        if node.is_a({"Offer", "AggregateOffer"}):
            yield from _price(node, seen)
        if node.is_a(REVIEWS | ARTICLES):
            yield from _names(node, seen)
        if node.is_a(REVIEWS):
            yield from _review(node, seen, site.terms.today)


def _rating(node: Node, seen: Shown) -> Iterator[Hit]:
    written = node.text("ratingValue")
    value = number_of(written.partition("/")[0].rstrip("%"))
    if value is not None and not seen.has_rating(value):
        yield Hit("G-SD-01", f"the page does not show the rating {written} of its structured data", _HINT, node.element)
        return
    counts = [count for name in ("ratingCount", "reviewCount") for count in node.texts(name)]
    numbers = [number for count in counts if (number := number_of(count)) is not None and number > 0]
    if numbers and not any(map(seen.has_count, numbers)):
        message = f"the page does not show that its rating rests on {counts[0]} ratings"
        yield Hit("G-SD-01", message, _HINT, node.element)


def _price(node: Node, seen: Shown) -> Iterator[Hit]:
    for name in ("price", "lowPrice", "highPrice"):
        for written in node.texts(name):
            price = number_of(written)
            if price is None or seen.has_number(price):
                continue
            if price == 0 and (seen.has_match(_FREE) or not seen.has_match(_CHARGED)):
                continue  # what costs nothing need not say so, unless the page names what it costs
            message = f"the page does not show the price {written} of its structured data"
            yield Hit("G-SD-01", message, _HINT, node.element)


def _names(node: Node, seen: Shown) -> Iterator[Hit]:
    for name in node.texts("author"):
        if "://" not in name and not seen.has_phrase(name):
            message = f"the page does not show '{name}', the author in its structured data"
            yield Hit("G-SD-01", message, _HINT, node.element)


def _review(node: Node, seen: Shown, today: date) -> Iterator[Hit]:
    # Where the day of the last change is shown, the first one may be left out: most themes show one of them.
    changed = [days for written in node.texts("dateModified") if (days := day_of(written))]
    told = ("dateModified",) if changed and all(map(seen.has_day, changed)) else ("datePublished", "dateModified")
    for name in told:
        for written in node.texts(name):
            days = day_of(written)
            future = bool(days) and min(days) > today
            if days and not future and not seen.has_day(days):  # days that have not come have a rule of their own
                message = f"the page does not show the day {written} of its structured data"
                yield Hit("G-SD-01", message, _HINT, node.element)
    for name in ("reviewBody", "text"):
        for text in node.texts(name):
            if not seen.has_phrase(text) and seen.share_of_phrases(text) < _HALF:
                yield Hit("G-SD-01", "the page does not show the words of the review", _HINT, node.element)
    item, _ = item_of_review(node)
    title = item.text("name") if item is not None else ""
    if title and seen.share_of_words(title) < _HALF:
        message = f"the page does not show '{title}', which its structured data review"
        yield Hit("G-SD-01", message, _HINT, node.element)


PAGE_CHECKS: tuple[PageCheck, ...] = (readable, found_by_search, shown)
