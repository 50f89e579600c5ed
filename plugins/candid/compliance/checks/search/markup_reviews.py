"""Reviews and ratings in a page's structured data: complete, of one thing, on a scale, and made here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from candid.compliance.facts.shown import number_of, readings
from candid.compliance.hits import Hit, PageCheck
from candid.compliance.markup.graph import Node
from candid.compliance.markup.schema_types import (
    APPLICATIONS,
    LISTS,
    ORGANISATIONS,
    PERSONS,
    PRODUCTS,
    REVIEWABLE,
    REVIEWS,
    UNREVIEWABLE,
)
from candid.compliance.page import BuiltPage
from candid.compliance.site import BuiltSite
from candid.compliance.wording.search_phrases import phrases
from candid.diagnostics import Severity

__all__ = ["PAGE_CHECKS", "item_of_review"]

_AS_VALUE = frozenset({"review", "reviews", "aggregateRating"})
_RATINGS = frozenset({"Rating", "AggregateRating"})
_LONGEST_NAME = 99
_LIST_NAME = re.compile(
    r"\s*(?:the |die |les |los |las |i |le )?(?:\d+ (?:best|top|besten|meilleurs?|meilleures|mejores|migliori)\b"
    r"|(?:top|best) \d+\b|(?:best|top|cheapest) [\w -]{1,80}(?:s|ies)"
    r"(?: (?:of|in|for|under) [\w ]{1,80}|:? ?\(?20\d\d\)?)?\s*$)",
    re.IGNORECASE,
)


def complete_reviews(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """A review has an author with a name, a rating, and a thing that it is about."""
    for review in page.markup.of(REVIEWS):
        item, nested = item_of_review(review)
        yield from (Hit("G-REV-01", message, hint, review.element) for message, hint in _author(review))
        if not _is_rated(review, item):
            yield Hit("G-REV-01", "the review has no rating", "give it reviewRating with a ratingValue", review.element)
        if item is None:
            message = "the review does not say what it is about"
            yield Hit("G-REV-01", message, "nest it in its product, or give it itemReviewed", review.element)
            continue
        if nested and any(inner is not item for inner in review.nodes("itemReviewed")):
            message = "the review stands inside of its item and names another one in itemReviewed"
            yield Hit("G-REV-01", message, "leave itemReviewed out of a nested review", review.element)
        yield from _item(item, review, nested=nested)


def one_thing(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Reviews and ratings are of one thing, not of a page, an article or a list."""
    for node in page.markup.of(REVIEWS | {"AggregateRating"}):
        item, _ = item_of_review(node)
        if item is None:
            continue
        if node.is_a({"AggregateRating"}):
            yield from _item(item, node, nested=True)
        hint = "rate each thing on the page that is about it alone"
        kind = ", ".join(sorted(item.types))
        if item.is_a(LISTS) and not item.is_a(REVIEWABLE):
            yield Hit("G-REV-05", f"a {kind} is rated: it is no single thing", hint, node.element)
        elif item.is_a(PRODUCTS | APPLICATIONS) and _LIST_NAME.match(item.text("name")):
            yield Hit("G-REV-05", f"'{item.text('name')}' is rated: it is a list, no single thing", hint, node.element)


def scales(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """A rating is a number on its scale, which goes from 1 to 5 where nothing else is said."""
    for rating in page.markup.of(_RATINGS):
        written = rating.text("ratingValue")
        if not written:
            continue
        lowest, highest = rating.text("worstRating") or "1", rating.text("bestRating") or "5"
        worst, best = number_of(lowest), number_of(highest)
        hint = "write a number with a decimal point, and bestRating where the scale does not end at 5"
        if worst is None or best is None or worst >= best:
            message = f"the scale from '{lowest}' to '{highest}' is none"
            yield Hit("G-REV-02", message, "write worstRating and bestRating as numbers", rating.element)
            continue
        share = _fraction(written)
        if share is not None:
            value, low, high = share
        else:
            number = number_of(written)
            if number is None:
                yield Hit("G-REV-02", f"the rating '{written}' is no number", hint, rating.element)
                continue
            value, low, high = number, worst, best
        if not low <= value <= high:
            yield Hit("G-REV-02", f"the rating {written} lies outside of {low} to {high}", hint, rating.element)


def complete_averages(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """An average says of how many ratings it is, and they were given on this site."""
    for average in page.markup.of({"AggregateRating"}):
        item, _ = item_of_review(average)
        counts = [count for name in ("ratingCount", "reviewCount") for count in average.texts(name)]
        hint = "give ratingValue with ratingCount or reviewCount: the ratings that visitors gave on this site"
        if not average.has("ratingValue"):
            yield Hit("G-REV-03", "the average rating has no ratingValue", hint, average.element)
        elif not counts:
            yield Hit("G-REV-03", "the average does not say of how many ratings it is", hint, average.element)
        elif not any((number := number_of(count)) is not None and number >= 1 for count in counts):
            yield Hit("G-REV-03", f"an average of '{counts[0]}' ratings is none", hint, average.element)
        elif all(number_of(count) == 1 for count in counts):
            message = "an average of one rating is no average"
            yield Hit("G-REV-03", message, "mark a single judgement up as a review", average.element)
        elif item is None or (not item.has("name") and not item.is_a(PRODUCTS | APPLICATIONS | LISTS)):
            message = "the average rating does not name what it is of"
            yield Hit("G-REV-03", message, "nest it in its product, with a name", average.element)
        elif source := _elsewhere(average, page):
            message = f"the average was taken from {source}"
            # What Amazon's own terms say about its ratings has a rule of its own.
            has_terms = source.lower() == "amazon" and any(one.found.network == "amazon" for one in page.paid_links)
            severity = Severity.INFO if has_terms else None
            hint = "mark up only ratings that visitors gave on this site"
            yield Hit("G-REV-03", message, hint, average.element, severity=severity)


def averaged(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Several reviews of one thing come with their average."""
    reviews: dict[Node, list[Node]] = {}
    for review in page.markup.of(REVIEWS):
        item, _ = item_of_review(review)
        if item is not None:
            reviews.setdefault(item, []).append(review)
    rated = {item_of_review(average)[0] for average in page.markup.of({"AggregateRating"})}
    for item, found in reviews.items():
        if len(found) > 1 and item not in rated:
            message = f"'{item.text('name')}' has {len(found)} reviews and no average"
            yield Hit("G-REV-04", message, "add an aggregateRating of these reviews", found[1].element)


def item_of_review(node: Node) -> tuple[Node | None, bool]:
    """What a review or rating is about, and whether it stands inside of it."""
    for owner, name in node.owners:
        if name in _AS_VALUE:
            return owner, True
    reviewed = node.nodes("itemReviewed")
    return (reviewed[0], False) if reviewed else (None, False)


def _author(review: Node) -> Iterator[tuple[str, str]]:
    hint = "name a Person or an Organization as author"
    if not review.has("author"):
        yield "the review has no author", hint
        return
    for author in review.properties["author"]:
        if isinstance(author, str):
            if review.syntax == "json-ld":
                yield f"the author '{author}' is only a text", hint
                return
            name = author
        else:
            name = author.text("name")
            if author.types and not author.is_a(PERSONS | ORGANISATIONS):
                yield f"the author is a {', '.join(sorted(author.types))}", hint
                return
        if not name.strip():
            yield "the author has no name", hint
        elif len(name) > _LONGEST_NAME:
            yield f"the author's name has {len(name)} characters", "give the name alone, in fewer than 100 characters"
        elif phrases("no_part_of_a_name").search(name):
            yield f"the author's name '{name}' is none", "give the name of a person or of a team"


def _is_rated(review: Node, item: Node | None) -> bool:
    if any(rating.has("ratingValue") for rating in review.nodes("reviewRating")):
        return True
    if review.has("reviewRating"):
        return False
    if review.has("positiveNotes", "negativeNotes"):
        return True  # pros and cons stand for themselves
    return review.has("datePublished") and item is not None and item.has("aggregateRating")


def _item(item: Node, review: Node, *, nested: bool) -> Iterator[Hit]:
    kind = ", ".join(sorted(item.types))
    if item.types and item.types <= UNREVIEWABLE:
        message = f"a {kind} is rated, which search engines show no ratings of"
        hint = "describe it as what it is to a buyer: a Product, or a SoftwareApplication"
        yield Hit("G-REV-01", message, hint, review.element)
    # A product or an application without a name breaks the rules on those.
    elif review.is_a(REVIEWS) and not item.has("name") and not (nested and item.is_a(PRODUCTS | APPLICATIONS)):
        yield Hit("G-REV-01", "what is reviewed has no name", "give the item a name", review.element)


def _fraction(written: str) -> tuple[Decimal, Decimal, Decimal] | None:
    """The value and the bounds of ``4/5`` and of ``85%``, which carry their scale with them."""
    part, bar, whole = written.partition("/")
    numbers = number_of(part), number_of(whole)
    if bar and numbers[0] is not None and numbers[1] is not None:
        return numbers[0], Decimal(0), numbers[1]
    if written.endswith("%") and (percent := number_of(written[:-1])) is not None:
        return percent, Decimal(0), Decimal(100)
    return None


_PLACES = (
    r"(amazon|trustpilot|g2(?: crowd)?|capterra|getapp|google(?: play| reviews)?|yelp|(?:apple )?app store|play store"
    r"|tripadvisor|glassdoor|sitejabber|trusted ?shops|facebook|product hunt|ebay|walmart|best buy|imdb|booking\.com)"
)
_TAKEN = re.compile(
    rf"\b(?:ratings?|reviews?|stars?|scores?|rated|votes?|bewertungen|bewertung|sterne|rezensionen|avis|notes?|étoiles"
    rf"|reseñas|valoraciones|opiniones|estrellas|recensioni|valutazioni|stelle)\)?,?\s+(?:\w+\s+){{0,3}}?"
    rf"(?:on|from|at|by|via|auf|bei|von|aus|sur|chez|de|en|su|da)\s+{_PLACES}(?![\w-])"
    rf"|\b{_PLACES}(?:'s|’s)?\s+(?:customer\s+|user\s+|kunden)?-?(?:ratings?|reviews?|bewertung\w*|rezension\w*)\b"
    rf"|\b(?:customers|users|buyers|people|kunden|nutzern?|käufern?|clients|utilisateurs|clientes|usuarios|clienti|utenti)\s+"
    rf"(?:on|at|from|auf|bei|von|sur|de|en|su|di)\s+{_PLACES}(?![\w-])"
    rf"|\b(?:source|quelle|fuente|fonte)\s*:\s*{_PLACES}(?![\w-])",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"(?:^|[/.\s]){_PLACES}", re.IGNORECASE)


def _elsewhere(average: Node, page: BuiltPage) -> str:
    """Whose ratings an average is of, where the markup or the page names another site."""
    for name in ("source", "isBasedOn", "citation", "publisher", "provider", "author", "sourceOrganization", "url"):
        for text in (*average.texts(name), *(inner.text("url") for inner in average.nodes(name))):
            if found := _NAMED.search(text):
                return found[1]
    for taken in page.flow.find(_TAKEN):
        sentence = page.flow.sentence(taken.match.start(), taken.match.end())
        if not _tells_of(average, sentence):
            continue
        return next(group for group in taken.match.groups() if group)
    return ""


def _tells_of(average: Node, sentence: str) -> bool:
    """Whether a sentence gives this very average, or the number of its ratings."""
    told = {value for number in re.findall(r"\d+(?:[.,]\d+)*", sentence) for value in readings(number)}
    numbers = {
        number_of(text) for name in ("ratingValue", "ratingCount", "reviewCount") for text in average.texts(name)
    }
    return not told.isdisjoint(numbers)


PAGE_CHECKS: tuple[PageCheck, ...] = (complete_reviews, one_thing, scales, complete_averages, averaged)
