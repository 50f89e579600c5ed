"""Follow an exact answer over a span of amounts or days, so that what is drawn between two points is true.

A calculator is asked where it may bend (:mod:`candid.charts.breakpoints`), on an even grid, and then in the middle of
each stretch that turns out not to be straight, down to the smallest unit. So a kink is found, and a cliff is found to
the cent: the points on both sides of it are one unit apart.

A drawn line may lie off by what nobody can see, and by the rounding of the answer: stairs of single cents are drawn as
a slope, except on spans so short that each unit is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

__all__ = ["Curve", "Interval", "Point", "Step", "trace_curve", "trace_steps"]

_GRID = 16
"""Stretches that are looked at whatever the rulebook says about bends."""

_RESOLUTION = 500
"""A drawn line may be off by this part of the greatest value: half a pixel of a plot 250 pixels high."""

_MOST_MONTHS = 600
"""So many beginnings of months are looked at; in longer spans only some of them."""

_SHORT = 500
"""A span of so few units is asked for each of them."""

_ROUNDED = 3
"""Rounding of several line items can move an answer by so many of its units, from one amount to the next."""

_CLIFF = 4
"""A change within one unit is a cliff if it is so many times the change in the units beside it."""


@dataclass(frozen=True)
class Interval:
    """A value that is known to lie between two ends; they are equal where it is known exactly."""

    low: Fraction
    high: Fraction

    @property
    def exact(self) -> bool:
        return self.low == self.high


@dataclass(frozen=True)
class Point:
    """An amount and the answer for it."""

    at: Fraction
    value: Interval


@dataclass(frozen=True)
class Curve:
    """An answer over a span of amounts: straight between its points, except across cliffs.

    Attributes:
        points: In order of their amounts. Dropping any of them would bend the drawing visibly.
        cliffs: Indices of the points that lie just behind a cliff, one unit after the point before.
    """

    points: tuple[Point, ...]
    cliffs: frozenset[int] = frozenset()

    def runs(self) -> tuple[tuple[Point, ...], ...]:
        """The stretches between cliffs."""
        edges = [0, *sorted(self.cliffs), len(self.points)]
        return tuple(self.points[first:last] for first, last in pairwise(edges))


@dataclass(frozen=True)
class Step:
    """Days on which the answer is the same, both included; without a value the rules give no answer on them."""

    first: date
    last: date
    value: Interval | None


def trace_curve(
    answer: Callable[[Fraction], Interval],
    start: Fraction,
    end: Fraction,
    unit: Fraction,
    preferred: Iterable[Fraction] = (),
    rounding: Fraction = Fraction(0),
) -> Curve:
    """The answers for the amounts from ``start`` to ``end``.

    Args:
        answer: The calculator; it is asked for multiples of ``unit`` only.
        start: The least amount, a multiple of ``unit``.
        end: The greatest amount, a multiple of ``unit``.
        unit: The smallest step between two amounts.
        preferred: Amounts at which the answer may bend or jump. They and their neighbours are looked at, and a bend is
            drawn at one of them rather than beside it.
        rounding: What the answer is rounded to; zero if it is not.
    """
    wanted = {at for at in preferred if start <= at <= end and (at / unit).denominator == 1} | {start, end}
    beside = {at + shift for at in wanted for shift in (-unit, unit)}
    is_short = end - start <= _SHORT * unit
    stretches = int((end - start) / unit) if is_short else _GRID
    grid = {_snap(start + (end - start) * index / stretches, unit) for index in range(stretches)}
    known = {at: answer(at) for at in sorted(wanted | beside | grid) if start <= at <= end}
    greatest = max(max(abs(value.low), abs(value.high)) for value in known.values())
    tolerance = greatest / _RESOLUTION if is_short else max(greatest / _RESOLUTION, rounding)
    _refine(known, answer, unit, tolerance)
    points = [Point(at, known[at]) for at in sorted(known)]
    behind = {points[index].at for index in _cliffs(points, unit, rounding * _ROUNDED)}
    fixed = behind | {before.at for before, after in pairwise(points) if after.at in behind} | {start, end}
    kept = _straightened(points, fixed, wanted, tolerance / 2, rounding)
    return Curve(tuple(kept), frozenset(index for index, point in enumerate(kept) if point.at in behind))


def trace_steps(
    answer: Callable[[date], Interval | None], first: date, last: date, preferred: Iterable[date] = ()
) -> tuple[Step, ...]:
    """The answers on the days from ``first`` to ``last``; ``preferred`` days are those on which they may change."""
    wanted = {first, last, *(day for day in preferred if first <= day <= last)}
    months = [date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13)]
    grid = (day for day in months[:: len(months) // _MOST_MONTHS + 1] if first <= day <= last)
    known = {day: answer(day) for day in sorted({*wanted, *grid})}
    stretches = list(pairwise(sorted(known)))
    while stretches:
        before, after = stretches.pop()
        if known[before] != known[after] and (after - before).days > 1:
            middle = before + (after - before) // 2
            known[middle] = answer(middle)
            stretches += [(before, middle), (middle, after)]
    days = sorted(known)
    starts = [day for index, day in enumerate(days) if index == 0 or known[day] != known[days[index - 1]]]
    ends = [*(day - timedelta(days=1) for day in starts[1:]), last]
    return tuple(Step(start, end, known[start]) for start, end in zip(starts, ends, strict=True))


def _snap(at: Fraction, unit: Fraction) -> Fraction:
    return round(at / unit) * unit


def _refine(
    known: dict[Fraction, Interval], answer: Callable[[Fraction], Interval], unit: Fraction, tolerance: Fraction
) -> None:
    """Ask in the middle of every stretch until each half of it is straight or a single unit."""
    stretches = list(pairwise(sorted(known)))
    while stretches:
        before, after = stretches.pop()
        middle = _snap((before + after) / 2, unit)
        if after - before <= unit or middle in (before, after):
            continue
        known[middle] = answer(middle)
        first, between, last = (Point(at, known[at]) for at in (before, middle, after))
        if _deviation(first, between, last) > tolerance:
            stretches += [(before, middle), (middle, after)]


def _deviation(first: Point, middle: Point, last: Point) -> Fraction:
    """How far the answer in the middle lies from the line between the two others, at the worse of its ends."""
    share = (middle.at - first.at) / (last.at - first.at)
    low = first.value.low + (last.value.low - first.value.low) * share
    if first.value.exact and last.value.exact and middle.value.exact:
        return abs(middle.value.low - low)
    high = first.value.high + (last.value.high - first.value.high) * share
    return max(abs(middle.value.low - low), abs(middle.value.high - high))


def _cliffs(points: Sequence[Point], unit: Fraction, noise: Fraction) -> list[int]:
    """Indices of the points that are reached by a jump rather than by a slope, however steep."""
    slopes = [_slope(before, after) * unit for before, after in pairwise(points)]
    found = []
    for index, (before, after) in enumerate(pairwise(points)):
        around = [*slopes[max(index - 1, 0) : index], *slopes[index + 1 : index + 2]]
        if after.at - before.at == unit and around and slopes[index] > max(noise, *(_CLIFF * s for s in around)):
            found.append(index + 1)
    return found


def _slope(before: Point, after: Point) -> Fraction:
    low, high = abs(after.value.low - before.value.low), abs(after.value.high - before.value.high)
    return max(low, high) / (after.at - before.at)


def _straightened(
    points: Sequence[Point], fixed: set[Fraction], preferred: set[Fraction], tolerance: Fraction, noise: Fraction
) -> list[Point]:
    """The points that bend the line: those that lie farthest from it, as Ramer, Douglas and Peucker choose them.

    Where rounding makes neighbours of a bend look as good as the bend, the preferred one is taken.
    """
    kept = {index for index, point in enumerate(points) if point.at in fixed}
    stretches = list(pairwise(sorted(kept)))
    while stretches:
        before, after = stretches.pop()
        inside = range(before + 1, after)
        deviations = {index: _deviation(points[before], points[index], points[after]) for index in inside}
        farthest = max(deviations, key=deviations.__getitem__, default=before)
        if farthest == before or deviations[farthest] <= tolerance:
            continue
        nearly = (index for index in inside if deviations[index] >= deviations[farthest] - noise)
        bend = next((index for index in nearly if points[index].at in preferred), farthest)
        kept.add(bend)
        stretches += [(before, bend), (bend, after)]
    return [points[index] for index in sorted(kept)]
