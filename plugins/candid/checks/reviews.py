"""Whether a review fits its product and the methodology, and its claims fit its evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from candid.checks.references import unknown_id
from candid.diagnostics import Finding, Location
from candid.models import Review
from candid.pages import Page
from candid.site import Site
from candid_rules.documents import Document, did_you_mean

__all__ = ["check_review", "check_uniqueness"]


def check_review(site: Site, page: Page) -> Iterator[Finding]:
    """The ``review:`` key of a page."""
    if page.context.review is not None:
        yield from _record(page.context.review, page.source.front_matter)
        yield from _review(site, page.context.review, page.source.front_matter)
        yield from _claims(page.context.review, page)


def check_uniqueness(_site: Site, pages: Sequence[Page]) -> Iterator[Finding]:
    """Whether each product is reviewed on one page only."""
    seen: dict[str, str] = {}
    for page in pages:
        review = page.context.review
        if review is None:
            continue
        if review.product in seen:
            yield Finding.of(
                "duplicate-id",
                page.source.front_matter.locate(("review", "product")),
                f"'{review.product}' is already reviewed on {seen[review.product]}",
                "review a product on one page",
            )
        seen.setdefault(review.product, page.source.uri)


def _record(review: Review, document: Document) -> Iterator[Finding]:
    """What the values of a review have to do with each other."""
    if review.updated_on is not None and review.updated_on < review.published_on:
        message = f"updated_on is before published_on, {review.published_on}"
        yield Finding.of("invalid-value", document.locate(("review", "updated_on")), message)
    for index, evidence in enumerate(review.evidence):
        if evidence.kind in ("public-sources", "documentation") and not evidence.sources:
            yield Finding.of(
                "missing-key",
                document.locate(("review", "evidence", index)),
                f"evidence of the kind {evidence.kind} must list its sources",
                "add sources: [{title: …, url: …}]",
            )


def _review(site: Site, review: Review, document: Document) -> Iterator[Finding]:
    catalog = site.catalog
    product = catalog.products.get(review.product)
    if product is None:
        yield from unknown_id("product", review.product, catalog.ids["products"], document, ("review", "product"))
        return
    if "authors" not in catalog.unread:
        yield from unknown_id("author", review.author, catalog.authors, document, ("review", "author"))
    for index, fact in enumerate(review.facts or ()):
        yield from unknown_id("fact", fact, product.facts, document, ("review", "facts", index))
    if review.offer is not None:
        yield from unknown_id("offer", review.offer, product.offers, document, ("review", "offer"))
    yield from _scores(site, review, document)


def _scores(site: Site, review: Review, document: Document) -> Iterator[Finding]:
    methodology = site.catalog.methodology
    place = ("review", "scores")
    if methodology is None:
        if "methodology" not in site.catalog.unread:
            yield Finding.of(
                "missing-file", document.locate(place), "scores need a methodology", "describe it in methodology.yml"
            )
        return
    method_id = site.catalog.products[review.product].method
    method = methodology.methods.get(method_id or "")
    if method is None:
        if method_id is None:
            yield Finding.of(
                "missing-key",
                document.locate(("review", "product")),
                f"the product '{review.product}' names no scoring method",
                f"add 'method:' to its record; {did_you_mean('', methodology.methods)}",
            )
        return
    for name, value in review.scores.items():
        if name not in method.criteria:
            yield from unknown_id("criterion", name, method.criteria, document, (*place, name), key=True)
        elif not methodology.lowest <= value <= methodology.highest:
            yield Finding.of(
                "invalid-value",
                document.locate((*place, name)),
                f"the score {value} is outside {methodology.lowest} to {methodology.highest}",
            )
    for name in method.criteria:
        if name not in review.scores:
            yield Finding.of(
                "missing-score",
                document.locate(place, key=True),
                f"no score for the criterion '{name}'",
                f"add '{name}:' to scores; the method '{method_id}' weighs it",
            )


_FIRST_HAND = re.compile(
    r"\b(?:I|we)(?:['’]ve| have)? (?:personally )?(?:tested|tried|used|bought|measured|worked (?:on|with)|signed up)\b",
    re.IGNORECASE,
)


def _claims(review: Review, page: Page) -> Iterator[Finding]:
    """First-hand words on a page whose evidence is desk work only (16 CFR 255.1: an endorser must have used it)."""
    if any(evidence.kind in ("hands-on", "measurement", "interview") for evidence in review.evidence):
        return
    front_matter = page.source.front_matter
    said: list[tuple[Location, str]] = [
        (page.source.locate(match.start()), match.group())
        for match in _FIRST_HAND.finditer(page.source.body)
        if not page.source.is_code(match.start())
    ]
    summed_up: dict[tuple[str | int, ...], str] = {("verdict",): review.verdict}
    summed_up |= {("pros", index): text for index, text in enumerate(review.pros)}
    summed_up |= {("cons", index): text for index, text in enumerate(review.cons)}
    for path, text in summed_up.items():
        if match := _FIRST_HAND.search(text):
            said.append((front_matter.locate(("review", *path)), match.group()))
    for place, words in said:
        yield Finding.of(
            "first-hand-claim",
            place,
            f"'{words}' claims first-hand experience, but the evidence is desk work",
            "say what the sources show, or add evidence of the kind hands-on",
        )
