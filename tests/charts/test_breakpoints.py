"""The amounts and days at which a formula may bend are read from it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from candid.charts.breakpoints import amount_breakpoints, day_breakpoints
from candid_rules import load_rulebooks

CENT = Fraction(1, 100)
LIBRARY, _ = load_rulebooks()


def amounts(name: str, **given: str) -> frozenset[Fraction]:
    return amount_breakpoints(LIBRARY.calculators[name].formula, given, CENT)


def test_the_bounds_of_tiers() -> None:
    assert {250, 5_000} <= amounts("peopleperhour/freelancer-fee")


def test_the_bounds_of_tiers_less_what_was_billed_before() -> None:
    assert {150, 4_900} <= amounts("peopleperhour/freelancer-fee", lifetime_billed_before="100")


def test_the_bounds_of_tiers_that_are_solved_backwards() -> None:
    assert {400, 8_950} <= amounts("upwork/price-for-net")


def test_an_amount_that_is_compared_with() -> None:
    assert {40, 50, 100} <= amounts("fiverr/buyer-cost")


def test_where_a_percentage_reaches_a_minimum_and_a_cap() -> None:
    assert 50 in amounts("freelancer-com/freelancer-fee", contract="fixed")
    assert Fraction("214.29") in amounts("upwork-affiliate/client-referral")


def test_no_amount_is_finer_than_the_currency_or_below_zero() -> None:
    for name, calculator in LIBRARY.calculators.items():
        for at in amount_breakpoints(calculator.formula, {"before": "12.34", "kind": "card"}, CENT):
            assert at > 0, name
            assert (at * 100).denominator == 1, name


def test_the_days_on_both_sides_of_a_change() -> None:
    days = day_breakpoints(LIBRARY.calculators["upwork/freelancer-fee"].formula, {"contract_start": "2019-05-06"})
    assert {date(2016, 6, 21), date(2023, 5, 3), date(2025, 5, 1), date(2024, 4, 22), date(2019, 5, 6)} <= days
