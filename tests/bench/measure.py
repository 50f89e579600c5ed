"""Build two sites in turn and compare what they cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any, Literal

from tests.bench.builds import KINDS, Cost, Kind, build

__all__ = ["Outcome", "compare"]


@dataclass(frozen=True)
class Outcome:
    """The builds of one size, in pairs: the n-th of each kind ran right after one another."""

    pages: int
    candid: tuple[Cost, ...]
    plain: tuple[Cost, ...]

    def ratios(self, kind: Kind) -> list[float]:
        """What Candid's build cost divided by what its twin's cost, round by round."""
        return [candid / plain for candid, plain in self._rounds(kind)]

    def best_ratio(self, kind: Kind) -> float:
        """The same for the cheapest build of each: on a busy machine it is the steadier figure."""
        return min(cost.of(kind) for cost in self.candid) / min(cost.of(kind) for cost in self.plain)

    def per_page(self, kind: Kind) -> float:
        """Milliseconds that Candid adds to each page: the median over the rounds. Not for ``memory``."""
        return median(candid - plain for candid, plain in self._rounds(kind)) * 1000 / self.pages

    def middle(self, variant: Literal["candid", "plain"], kind: Kind) -> float:
        """The median cost of one variant."""
        return median(cost.of(kind) for cost in (self.candid if variant == "candid" else self.plain))

    def _rounds(self, kind: Kind) -> list[tuple[float, float]]:
        return [(candid.of(kind), plain.of(kind)) for candid, plain in zip(self.candid, self.plain, strict=True)]

    def as_json(self) -> dict[str, Any]:
        """All figures, raw and derived, as plain data."""
        return {
            **asdict(self),
            "ratios": {kind: self.ratios(kind) for kind in KINDS},
            "median_ratio": {kind: median(self.ratios(kind)) for kind in KINDS},
            "best_ratio": {kind: self.best_ratio(kind) for kind in KINDS},
            "milliseconds_per_page": {"wall": self.per_page("wall"), "cpu": self.per_page("cpu")},
        }


def compare(pages: int, sites: tuple[Path, Path], rounds: int, progress: Callable[[], None]) -> Outcome:
    """Build both sites in turn, ``rounds`` times, and tell ``progress`` after each build.

    Each round changes which one goes first, so that a machine that slows down or warms up favours neither.
    """
    costs: dict[Path, list[Cost]] = {site: [] for site in sites}
    for number in range(rounds):
        for site in sites if number % 2 == 0 else reversed(sites):
            costs[site].append(build(site))
            progress()
    return Outcome(pages, tuple(costs[sites[0]]), tuple(costs[sites[1]]))
