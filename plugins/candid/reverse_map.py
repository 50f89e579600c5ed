"""From sub-IDs back to places: what a network's report says about a click, said in terms of the site's pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from candid.links import PlacedLink

__all__ = ["SubIdPlace", "reverse_map"]


@dataclass(frozen=True, slots=True)
class SubIdPlace:
    """One place from which clicks come.

    Attributes:
        sub_id: What the network reports.
        page: The source path of the page.
        placement: The component or place on it.
        ordinal: Which of the affiliate links of that place it is, from 1.
        offer: The offer that it leads to, if it was linked as one.
        programme: The programme that pays, if it is known.
        network: The network that reports it, if it is known.
        is_ours: Whether we gave the sub-ID, so that no other place has it; an author may write one several times.
    """

    sub_id: str
    page: str
    placement: str
    ordinal: int
    offer: str | None
    programme: str | None
    network: str | None
    is_ours: bool


def reverse_map(pages: Mapping[str, Iterable[PlacedLink]]) -> tuple[SubIdPlace, ...]:
    """All places that have a sub-ID, sorted by sub-ID, then by page and place.

    Args:
        pages: the affiliate links of each page by its source path, from all passes over it.
    """
    places = {
        SubIdPlace(
            link.sub_id, path, link.placement, link.ordinal, link.offer, link.programme, link.network, link.is_ours
        )
        for path, links in pages.items()
        for link in links
        if link.sub_id is not None
    }
    return tuple(sorted(places, key=lambda place: (place.sub_id, place.page, place.placement, place.ordinal)))
