"""The days of offers: which one leads readers on a day, the offer itself, one that stands in for it, or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol

from candid.models import Offer

__all__ = ["HasOffer", "fallbacks", "is_running", "running_offer", "running_offers"]


class HasOffer(Protocol):
    """What holds an offer: a record of the catalog."""

    @property
    def offer(self) -> Offer: ...


def is_running(offer: Offer, on: date) -> bool:
    """Whether a day is one of the offer's; its first and its last day are."""
    return (offer.starts_on is None or offer.starts_on <= on) and (offer.ends_on is None or on <= offer.ends_on)


def fallbacks(offers: Mapping[str, HasOffer], name: str) -> tuple[str, ...]:
    """``name`` and the offers that stand in for it, one after the other, up to one without a fallback.

    It ends before an id that does not exist or that came up before; checks report both.
    """
    chain: dict[str, None] = {}
    following: str | None = name
    while following is not None and following in offers and following not in chain:
        chain[following] = None
        following = offers[following].offer.fallback
    return tuple(chain)


def running_offer(offers: Mapping[str, HasOffer], name: str, on: date) -> str | None:
    """The id of the offer to which links to ``name`` lead on a day; ``None`` if neither it nor a fallback runs."""
    return next((one for one in fallbacks(offers, name) if is_running(offers[one].offer, on)), None)


def running_offers(offers: Mapping[str, HasOffer], names: Iterable[str], on: date) -> tuple[str, ...]:
    """The offers that stand for these on a day, each once."""
    found = (running_offer(offers, name, on) for name in names)
    return tuple(dict.fromkeys(name for name in found if name is not None))
