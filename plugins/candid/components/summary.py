"""The summary box of a review; the Markdown extension places it after the page's title."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from candid.components.component import PageContext
from candid.components.offers import OfferLink, SiteLink, offer_link, other_offers, product_offers, site_link
from candid.components.provenance import FactView, fact_view
from candid.models import Author, Evidence, Method, Methodology, Product, Review, SourceRef
from candid.offer_days import running_offer

if TYPE_CHECKING:
    from candid.site import Site

__all__ = ["TEMPLATE", "SummaryView", "view"]

TEMPLATE = "candid/summary.html"

_EVIDENCE = {
    "public-sources": "desk review from public sources",
    "documentation": "desk review of the documentation",
    "hands-on": "hands-on use",
    "measurement": "own measurements",
    "interview": "interviews",
}


@dataclass(frozen=True)
class ScoreView:
    """One criterion; ``share`` is the length of its bar in per cent of the best possible score."""

    title: str
    weight: int
    score: Decimal
    share: Decimal


@dataclass(frozen=True)
class EvidenceView:
    """What the judgement rests on."""

    kind: str
    note: str
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True)
class MethodView:
    """The published method behind the scores; ``page`` is a ``page:`` address, if a page explains it."""

    version: str
    since: date
    page: str | None


@dataclass(frozen=True)
class SummaryView:
    """What ``candid/summary.html`` shows.

    Attributes:
        overall: The weighted score; ``highest`` is the best possible one.
        basis: The kinds of evidence in words, each once ("desk review from public sources").
    """

    product: str
    overall: Decimal
    highest: Decimal
    scores: tuple[ScoreView, ...]
    verdict: str
    pros: tuple[str, ...]
    cons: tuple[str, ...]
    facts: tuple[FactView, ...]
    offer: OfferLink | None
    site: SiteLink
    author: Author | None
    basis: tuple[str, ...]
    evidence: tuple[EvidenceView, ...]
    published_on: date
    updated_on: date | None
    method: MethodView | None


def view(review: Review, site: Site, _page: PageContext) -> SummaryView:
    """The summary of a review whose product exists; references that the checks refuse are left out."""
    catalog = site.catalog
    product = catalog.products[review.product]
    methodology = catalog.methodology
    names = review.facts if review.facts is not None else tuple(product.facts)
    return SummaryView(
        product=product.name,
        overall=catalog.overall(review),
        highest=methodology.highest if methodology else Decimal(5),
        scores=_scores(review, product, methodology),
        verdict=review.verdict,
        pros=review.pros,
        cons=review.cons,
        facts=tuple(fact_view(product.facts[name]) for name in names if name in product.facts),
        offer=_offer(review, site),
        site=site_link(product),
        author=catalog.authors.get(review.author),
        basis=tuple(dict.fromkeys(_EVIDENCE[entry.kind] for entry in review.evidence)),
        evidence=tuple(_evidence(entry) for entry in review.evidence),
        published_on=review.published_on,
        updated_on=review.updated_on,
        method=_method(methodology),
    )


def _scores(review: Review, product: Product, methodology: Methodology | None) -> tuple[ScoreView, ...]:
    """The criteria in the order of the method, which weighs them."""
    method: Method | None = methodology.methods.get(product.method or "") if methodology else None
    if method is None or methodology is None:
        return ()
    return tuple(
        ScoreView(
            criterion.title,
            criterion.weight,
            review.scores[name],
            round(review.scores[name] * 100 / methodology.highest, 1),
        )
        for name, criterion in method.criteria.items()
        if name in review.scores
    )


def _offer(review: Review, site: Site) -> OfferLink | None:
    """The button: the offer that the review names, or the first of its product that runs."""
    offers = site.catalog.offers
    if review.offer is not None:
        running = running_offer(offers, review.offer, site.as_of)
        if running is not None and offers[running].product_id == review.product:
            return offer_link(running, offers[running].offer, other_offers(running, review.product, site))
        return None
    return next(iter(product_offers(review.product, site)), None)


def _evidence(entry: Evidence) -> EvidenceView:
    return EvidenceView(_EVIDENCE[entry.kind], entry.note, entry.sources)


def _method(methodology: Methodology | None) -> MethodView | None:
    if methodology is None:
        return None
    page = f"page:{methodology.page}" if methodology.page else None
    return MethodView(methodology.version, methodology.since, page)
