"""Rounding and writing amounts."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candid_rules.money import RoundingMode, currency, exact_text, fixed_text, plain_text, round_to

MODES: list[tuple[RoundingMode, str]] = [
    ("half-up", ROUND_HALF_UP),
    ("half-even", ROUND_HALF_EVEN),
    ("up", ROUND_UP),
    ("down", ROUND_DOWN),
]


@pytest.mark.parametrize(("mode", "reference"), MODES)
@given(value=st.decimals(min_value=-(10**6), max_value=10**6, places=4))
def test_rounding_agrees_with_decimal(mode: RoundingMode, reference: str, value: Decimal) -> None:
    expected = value.quantize(Decimal("0.01"), rounding=reference)
    assert round_to(Fraction(value), 2, mode) == Fraction(expected)


def test_writing() -> None:
    assert fixed_text(Fraction(110), 2) == "110.00"
    assert fixed_text(Fraction(-5, 100), 2) == "-0.05"
    assert fixed_text(Fraction(1000), 0) == "1000"
    assert plain_text(Fraction(5, 4)) == "1.25"
    assert plain_text(Fraction(75)) == "75"
    assert exact_text(Fraction(200, 9), 2) == "22.2222…"
    with pytest.raises(ValueError, match="more than 2 decimals"):
        fixed_text(Fraction(1, 1000), 2)
    with pytest.raises(ValueError, match="no end"):
        plain_text(Fraction(1, 3))


def test_currencies() -> None:
    assert currency("USD").exact(Fraction(-1234567, 100)) == "-$12,345.67"
    assert currency("GBP").exact(Fraction("26.664")) == "£26.664"
    assert currency("CHF").exact(Fraction(5)) == "CHF 5.00"
    assert (currency("JPY").decimals, currency("KWD").decimals) == (0, 3)
    assert currency("JPY").exact(Fraction(1500)) == "¥1,500"
