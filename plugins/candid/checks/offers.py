"""The days of offers and what stands in for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from candid.catalog import DataFile, OfferRecord
from candid.checks.references import unknown_id
from candid.diagnostics import Finding
from candid.offer_days import fallbacks, is_running, running_offer
from candid.pages import Page
from candid.site import Site

__all__ = ["check_offer_days"]


def check_offer_days(site: Site, _pages: Sequence[Page]) -> Iterator[Finding]:
    """Days and fallbacks that make no sense, and offers that do not run on the site's day."""
    for record in site.catalog.offers.values():
        file = site.catalog.files[f"products/{record.product_id}"]
        mistakes = [*_mistakes(site, file, record)]
        yield from mistakes
        if not mistakes and not is_running(record.offer, site.as_of):
            yield _not_running(site, file, record)


def _mistakes(site: Site, file: DataFile, record: OfferRecord) -> Iterator[Finding]:
    offer, offers, path = record.offer, site.catalog.offers, ("offers", record.id)
    if offer.starts_on is not None and offer.ends_on is not None and offer.ends_on < offer.starts_on:
        message = f"the offer ends on {offer.ends_on}, before it starts on {offer.starts_on}"
        yield Finding.of("invalid-value", file.at(*path, "ends_on"), message, "ends_on is its last day")
    if offer.fallback is None:
        return
    at = (*path, "fallback")
    yield from unknown_id("offer", offer.fallback, site.catalog.ids["offers"], file.document, at)
    if offer.starts_on is None and offer.ends_on is None:
        message = f"'{offer.fallback}' never stands in for this offer, which has no last day"
        yield Finding.of("invalid-value", file.at(*at), message, "add 'ends_on:', or take the fallback off")
    chain = fallbacks(offers, record.id)
    if offers[chain[-1]].offer.fallback == record.id and record.id == min(chain):
        message = f"the fallbacks lead in a circle: {' → '.join((*chain, record.id))}"
        yield Finding.of("invalid-value", file.at(*at), message, "let the last of them have no fallback")


def _not_running(site: Site, file: DataFile, record: OfferRecord) -> Finding:
    offer = record.offer
    ended = offer.ends_on is not None and offer.ends_on < site.as_of
    when = f"ended on {offer.ends_on}" if ended else f"does not start before {offer.starts_on}"
    at = file.at("offers", record.id, "ends_on" if ended else "starts_on")
    instead = running_offer(site.catalog.offers, record.id, site.as_of)
    if instead is not None:
        return Finding.of("offer-not-running", at, f"the offer '{record.id}' {when}; '{instead}' stands in for it")
    message = f"the offer '{record.id}' {when}; its links lead to the product's plain address"
    if not ended:
        return Finding.of("offer-not-running", at, message)
    return Finding.of(
        "offer-ended", at, message, "name the offer that follows as its fallback, or set a later last day"
    )
