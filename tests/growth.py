"""How the cost of some work grows with its size."""

from __future__ import annotations

import gc
from collections.abc import Callable
from time import process_time

__all__ = ["growth"]

# Below this a clock measures itself, in seconds.
_FLOOR = 0.002
_ROUNDS = 3


def growth(work: Callable[[int], Callable[[], object]], small: int, large: int) -> float:
    """How much dearer a unit is in large work than in small: about 1 if the cost is linear, large / small if square.

    Args:
        work: Prepares work of a size, outside of the measurement, and returns what is measured.
        small: A size that takes some milliseconds.
        large: A size several times as large.
    """
    work(small)()  # what is made once for a process
    return max(_seconds(work, large), _FLOOR) / max(_seconds(work, small), _FLOOR) * small / large


def _seconds(work: Callable[[int], Callable[[], object]], size: int) -> float:
    """Processor time of the quickest of some rounds, without the garbage of all other tests being collected in it."""
    times = []
    for _ in range(_ROUNDS):
        run = work(size)
        gc.disable()
        try:
            started = process_time()
            run()
            times.append(process_time() - started)
        finally:
            gc.enable()
    return min(times)
