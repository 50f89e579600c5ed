"""Currencies and the one rounding function. Amounts are exact fractions until they are rounded once, here."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Literal, TypeAlias

__all__ = [
    "NO_CURRENCY",
    "Currency",
    "RoundingMode",
    "currency",
    "describe_rounding",
    "exact_text",
    "fixed_text",
    "plain_text",
    "round_to",
]

RoundingMode: TypeAlias = Literal["half-up", "half-even", "up", "down"]

_MINOR_UNITS = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "ISK": 0, "KWD": 3, "BHD": 3, "JOD": 3, "OMR": 3, "TND": 3}
"""ISO 4217 currencies whose minor unit is not a hundredth; those that a freelance or shop platform pays out in."""

NO_CURRENCY = "XXX"
"""ISO 4217's code for "no currency": an amount that counts units of whichever currency is meant."""

_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹", NO_CURRENCY: ""}


@dataclass(frozen=True)
class Currency:
    """An ISO 4217 currency: its code, how many decimals its minor unit has, and how an amount begins."""

    code: str
    decimals: int
    prefix: str

    def exact(self, amount: Fraction) -> str:
        """An exact amount for an explanation: "$26.664", "-$4.00", "$22.2222…"."""
        sign = "-" if amount < 0 else ""
        return f"{sign}{self.prefix}{exact_text(abs(amount), self.decimals, grouped=True)}"


@cache
def currency(code: str) -> Currency:
    """The currency of an ISO 4217 code; two decimals unless the standard says otherwise."""
    return Currency(code, _MINOR_UNITS.get(code, 2), _SYMBOLS.get(code, f"{code} "))


def round_to(value: Fraction, decimals: int, mode: RoundingMode = "half-up") -> Fraction:
    """Round to ``decimals`` places. Halves and directions are meant away from zero: -0.005 is -0.01 by half-up."""
    # In integers: this runs for every amount of every page, and fractions are slow.
    scale, denominator = 10**decimals, value.denominator
    whole, rest = divmod(abs(value.numerator) * scale, denominator)
    match mode:
        case "half-up":
            away = rest * 2 >= denominator
        case "half-even":
            away = rest * 2 > denominator or (rest * 2 == denominator and whole % 2 == 1)
        case "up":
            away = rest > 0
        case "down":
            away = False
    size = Fraction(whole + away, scale)
    return -size if value < 0 else size


def fixed_text(value: Fraction, decimals: int) -> str:
    """A value that ``decimals`` places hold exactly, written with all of them: "110.00"."""
    units, rest = divmod(value.numerator * 10**decimals, value.denominator)
    if rest:
        raise ValueError(f"{value} has more than {decimals} decimals")
    return _place_point(units, decimals)


def plain_text(value: Fraction) -> str:
    """A terminating decimal without trailing zeros: "1.25", "75"."""
    decimals = _decimals_of(value)
    if decimals is None:
        raise ValueError(f"{value} has no end as a decimal")
    return fixed_text(value, decimals)


def exact_text(value: Fraction, least: int = 0, *, grouped: bool = False) -> str:
    """All decimals of ``value``, at least ``least``; four of them and an ellipsis where they never end."""
    decimals = _decimals_of(value)
    if decimals is None:
        text = fixed_text(round_to(value, max(least, 4), "down"), max(least, 4)) + "…"
    else:
        text = fixed_text(value, max(least, decimals))
    if not grouped:
        return text
    whole, point, rest = text.partition(".")
    return f"{int(whole):,}{point}{rest}"


def describe_rounding(mode: RoundingMode, currency: Currency) -> str:
    """The rounding, said to a reader."""
    how = {"half-up": "half up", "half-even": "half to even", "up": "up", "down": "down"}[mode]
    unit = {0: "the whole unit", 2: "the cent"}.get(currency.decimals, f"{currency.decimals} decimals")
    if currency.code == NO_CURRENCY:
        unit = "the smallest unit of its currency"
    return f"Each amount is computed exactly and rounded once, {how}, to {unit}; totals add up the rounded amounts."


def _decimals_of(value: Fraction) -> int | None:
    """How many decimals ``value`` has; ``None`` where they never end."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None


def _place_point(units: int, decimals: int) -> str:
    if decimals == 0:
        return str(units)
    digits = str(abs(units)).rjust(decimals + 1, "0")
    sign = "-" if units < 0 else ""
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}"
