"""Axes: round numbers and days to write along them, and the share of the way at which something lies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor
from typing import Literal

__all__ = ["Calendar", "Scale", "calendar", "ticks_between", "value_scale"]

_STEPS = (Fraction(1), Fraction(2), Fraction(5, 2), Fraction(5))
"""Times a power of ten: the distances between ticks that people can add up."""


@dataclass(frozen=True)
class Scale:
    """A span of numbers with its ticks."""

    start: Fraction
    end: Fraction
    ticks: tuple[Fraction, ...]

    def share(self, value: Fraction) -> Fraction:
        """How much of the way from the start to the end lies before ``value``: 0 at the start, 1 at the end."""
        return (value - self.start) / (self.end - self.start)


@dataclass(frozen=True)
class Calendar:
    """A span of days, both included, with the days to write along it and how much of each to write."""

    first: date
    last: date
    ticks: tuple[date, ...]
    written: Literal["years", "months", "days"]

    def share(self, day: date) -> Fraction:
        """How much of the span lies before ``day``."""
        return Fraction((day - self.first).days, (self.last - self.first).days + 1)

    def share_with(self, day: date) -> Fraction:
        """How much of the span has passed when ``day`` ends."""
        return Fraction((day - self.first).days + 1, (self.last - self.first).days + 1)


def ticks_between(start: Fraction, end: Fraction, most: int, unit: Fraction) -> tuple[Fraction, ...]:
    """Up to ``most`` multiples of a round number from ``start`` to ``end``, as many as fit.

    The round number is one, two or five times a power of ten, or two and a half times one where that is whole, and a
    multiple of ``unit``. Of two that give equally many ticks, one that ends where the span ends is taken.
    """
    found: tuple[Fraction, ...] = ()
    for step in _steps(start, end, most, unit):
        ticks = _multiples(step, start, end)
        if found and len(ticks) < len(found):
            break
        if len(ticks) <= most and (not found or ticks[-1:] == (end,)):
            found = ticks
    return found


def value_scale(low: Fraction, high: Fraction, most: int, unit: Fraction) -> Scale:
    """A scale for all values up to a tick. It always holds zero, so that lengths compare as amounts do."""
    low, high = min(low, Fraction(0)), max(high, Fraction(0))
    if low == high:
        high = unit
    # Rounding up may add a tick: begin with the closest ones and widen until they are few enough.
    for fewer in range(most, 1, -1):
        inner = ticks_between(low, high, fewer, unit)
        if len(inner) > 1:
            step = inner[1] - inner[0]
            end = ceil(high / step) * step
            ticks = _multiples(step, low, end)
            if len(ticks) <= most:
                return Scale(low, end, ticks)
    return Scale(low, high, tuple(dict.fromkeys((low, Fraction(0), high))))


def calendar(first: date, last: date, most: int) -> Calendar:
    """The days from ``first`` to ``last`` with up to ``most`` beginnings of years or months, or else the first day."""
    months = [(year, month) for year in range(first.year, last.year + 1) for month in range(1, 13)]
    for size in (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12_000, 24_000, 60_000):
        starts = [date(year, month, 1) for year, month in months if (year * 12 + month - 1) % size == 0]
        found = tuple(day for day in starts if first <= day <= last)
        if len(found) <= most:
            if not found:
                return Calendar(first, last, (first,), "days")
            return Calendar(first, last, found, "years" if size >= 12 else "months")
    raise AssertionError("the calendar has 9,999 years")


def _steps(start: Fraction, end: Fraction, most: int, unit: Fraction) -> Iterator[Fraction]:
    """Round numbers, from one that is too small for ``most`` ticks to one that is too large for the span."""
    size = Fraction(1)
    while size * most > end - start:
        size /= 10
    while size * most * 10 <= end - start:
        size *= 10
    while size <= max(end - start, unit) * 10:
        for step in (factor * size for factor in _STEPS):
            if (step / unit).denominator == 1 and (step.denominator == 1 or step != _STEPS[2] * size):
                yield step
        size *= 10


def _multiples(step: Fraction, start: Fraction, end: Fraction) -> tuple[Fraction, ...]:
    return tuple(step * count for count in range(ceil(start / step), floor(end / step) + 1))
