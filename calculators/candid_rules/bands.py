"""Graduated charges: how an amount falls into bands, each with a rate of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

__all__ = ["Band", "band_parts", "invert_bands", "read_bands"]


class Band(NamedTuple):
    """A rate, and the amount up to which it holds; the last band is open."""

    rate: Fraction
    up_to: Fraction | None


def read_bands(bands: Iterable[Mapping[str, Any]]) -> tuple[Band, ...]:
    """The bands of a formula's node."""
    return tuple(
        Band(Fraction(band["rate"]), None if band["up_to"] is None else Fraction(band["up_to"])) for band in bands
    )


def band_parts(bands: Sequence[Band], prior: Fraction, amount: Fraction) -> Iterator[tuple[Fraction, Fraction]]:
    """How much of ``amount`` falls into each band that it touches, with that band's rate; ``prior`` comes before it."""
    lower, end = prior, prior + amount
    for rate, up_to in bands:
        upper = end if up_to is None else min(up_to, end)
        if upper > lower:
            yield rate, upper - lower
            lower = upper


def invert_bands(bands: Sequence[Band], prior: Fraction, target: Fraction) -> Fraction:
    """The amount that leaves ``target`` when what its bands charge is taken off."""
    charge, left, lower = Fraction(0), target, prior
    for rate, up_to in bands:
        kept = 1 - rate
        if up_to is None:
            return charge + left / kept
        width = max(up_to - lower, Fraction(0))
        if left <= width * kept:
            return charge + left / kept
        charge, left, lower = charge + width, left - width * kept, lower + width
    raise AssertionError("the last band is open")
