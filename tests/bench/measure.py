"""Run builds in fresh processes and compare what they cost."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any, Literal, get_args

from tests.bench.sites import build_command

__all__ = ["BuildFailed", "Cost", "Kind", "Outcome", "compare"]

Kind = Literal["wall", "cpu", "memory"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_RSS_UNIT = 1 if sys.platform == "darwin" else 1024
"""Of ``ru_maxrss``, in bytes: macOS counts bytes, Linux kibibytes."""


class BuildFailed(Exception):
    """A site did not build; the message is what the build said."""


@dataclass(frozen=True)
class Cost:
    """One build: seconds on the clock, seconds of processor time, peak memory in MiB."""

    wall: float
    cpu: float
    memory: float

    def of(self, kind: Kind) -> float:
        """One of the three."""
        return {"wall": self.wall, "cpu": self.cpu, "memory": self.memory}[kind]


@dataclass(frozen=True)
class Outcome:
    """The builds of one size, in pairs: the n-th of each kind ran right after one another."""

    pages: int
    candid: tuple[Cost, ...]
    plain: tuple[Cost, ...]

    def ratios(self, kind: Kind) -> list[float]:
        """What Candid's build cost divided by what its twin's cost, round by round."""
        return [candid / plain for candid, plain in self._rounds(kind)]

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
            "milliseconds_per_page": {"wall": self.per_page("wall"), "cpu": self.per_page("cpu")},
        }


def compare(pages: int, sites: tuple[Path, Path], rounds: int, progress: Callable[[], None]) -> Outcome:
    """Build both sites in turn, ``rounds`` times, and tell ``progress`` after each build.

    Each round changes which one goes first, so that a machine that slows down or warms up favours neither.
    """
    costs: dict[Path, list[Cost]] = {site: [] for site in sites}
    for number in range(rounds):
        for site in sites if number % 2 == 0 else reversed(sites):
            costs[site].append(_run(build_command(site), site))
            progress()
    return Outcome(pages, tuple(costs[sites[0]]), tuple(costs[sites[1]]))


def _run(command: Sequence[str], folder: Path) -> Cost:
    log = folder / "build.log"
    with log.open("wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT)
        status, usage = _wait(process.pid)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise BuildFailed(log.read_text("utf-8", errors="replace"))
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _RSS_UNIT / 2**20)


def _wait(process_id: int) -> tuple[int, resource.struct_rusage]:
    """Wait for one child and get its own resource usage, which ``getrusage`` would sum over all children."""
    _, status, usage = os.wait4(process_id, 0)
    return status, usage
