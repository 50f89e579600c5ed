"""Ticks are round, few and within their axis; zero is always on the axis of values."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from candid.charts.axes import calendar, ticks_between, value_scale

CENT = Fraction(1, 100)
AMOUNTS = st.fractions(-(10**7), 10**7, max_denominator=100)


@pytest.mark.parametrize(
    ("start", "end", "most", "ticks"),
    [
        ("0", "1000", 6, "0 200 400 600 800 1000"),
        ("0", "1000", 5, "0 250 500 750 1000"),
        ("0", "1000", 4, "0 500 1000"),
        ("0", "500", 4, "0 250 500"),
        ("50", "100", 5, "50 75 100"),
        ("0", "1", 5, "0 0.5 1"),
        ("0", "0.1", 4, "0 0.05 0.1"),
        ("3", "3.02", 6, "3 3.01 3.02"),
        ("0", "100000", 3, "0 50000 100000"),
        ("0", "7", 4, "0 2 4 6"),
    ],
)
def test_ticks_are_round(start: str, end: str, most: int, ticks: str) -> None:
    found = ticks_between(Fraction(start), Fraction(end), most, CENT)
    assert found == tuple(map(Fraction, ticks.split()))


@given(AMOUNTS, AMOUNTS, st.integers(2, 9))
def test_ticks_are_few_even_and_within_their_span(start: Fraction, end: Fraction, most: int) -> None:
    assume(start < end)
    ticks = ticks_between(start, end, most, CENT)
    assert len(ticks) <= most
    assert all(start <= tick <= end and (tick / CENT).denominator == 1 for tick in ticks)
    assert len({after - before for before, after in pairwise(ticks)}) <= 1


@given(AMOUNTS, AMOUNTS)
def test_a_scale_of_values_holds_them_and_zero(one: Fraction, other: Fraction) -> None:
    scale = value_scale(min(one, other), max(one, other), 6, CENT)
    for value in (one, other, Fraction(0)):
        assert 0 <= scale.share(value) <= 1
    assert 2 <= len(scale.ticks) <= 6
    assert 0 in scale.ticks


def test_a_small_loss_does_not_take_half_of_the_plot() -> None:
    assert value_scale(Fraction(-5), Fraction(180), 6, CENT).start == -5


def test_a_scale_of_nothing_but_zero_has_a_length() -> None:
    assert value_scale(Fraction(0), Fraction(0), 6, CENT).ticks == (Fraction(0), CENT)


@pytest.mark.parametrize(
    ("first", "last", "ticks", "written"),
    [
        (date(2013, 2, 3), date(2026, 11, 21), "2014 2016 2018 2020 2022 2024 2026", "years"),
        (date(2023, 5, 3), date(2026, 11, 21), "2023-07 2024 2024-07 2025 2025-07 2026 2026-07", "months"),
        (date(2024, 1, 1), date(2024, 12, 31), "2024 2024-04 2024-07 2024-10", "months"),
        (date(2024, 1, 5), date(2024, 1, 20), "2024-01-05", "days"),
        (date(1900, 1, 1), date(2026, 1, 1), "1900 1920 1940 1960 1980 2000 2020", "years"),
    ],
)
def test_days_are_beginnings_of_years_or_months(first: date, last: date, ticks: str, written: str) -> None:
    found = calendar(first, last, 8)
    assert found.ticks == tuple(date.fromisoformat(f"{text}-01-01"[:10]) for text in ticks.split())
    assert found.written == written


def test_a_calendar_counts_its_last_day_whole() -> None:
    days = calendar(date(2024, 1, 1), date(2024, 1, 10), 8)
    assert days.share(date(2024, 1, 1)) == 0
    assert days.share(date(2024, 1, 6)) == Fraction(1, 2)
    assert days.share_with(date(2024, 1, 5)) == Fraction(1, 2)
    assert days.share_with(date(2024, 1, 10)) == 1
