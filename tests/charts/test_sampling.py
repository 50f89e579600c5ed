"""What is drawn between the sampled points is true, and cliffs are found to the smallest unit."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candid.charts.breakpoints import amount_breakpoints
from candid.charts.sampling import Curve, Interval, Point, Step, trace_curve, trace_steps
from candid_rules import Calculator, Range, calculate, load_rulebooks
from candid_rules.money import fixed_text

CENT = Fraction(1, 100)
ROUNDING = CENT
LIBRARY, _ = load_rulebooks()


def drawn(curve: Curve, at: Fraction) -> Interval:
    """The value that a reader takes from the drawing."""
    index = min(bisect_right([point.at for point in curve.points], at), len(curve.points) - 1)
    before, after = curve.points[index - 1], curve.points[index]
    assert index not in curve.cliffs or at in (before.at, after.at)
    share = (at - before.at) / (after.at - before.at)
    ends = zip((before.value.low, before.value.high), (after.value.low, after.value.high), strict=True)
    return Interval(*(left + (right - left) * share for left, right in ends))


def exact(value: Fraction | int | str) -> Interval:
    return Interval(Fraction(value), Fraction(value))


def points(curve: Curve) -> list[tuple[str, str]]:
    return [(str(float(point.at)), str(float(point.value.low))) for point in curve.points]


def test_a_straight_line_needs_its_ends_only() -> None:
    curve = trace_curve(lambda at: exact(at / 2), Fraction(0), Fraction(100), CENT)
    assert curve == Curve((Point(Fraction(0), exact(0)), Point(Fraction(100), exact(50))))


def test_a_minimum_bends_the_line_where_it_stops_to_bite() -> None:
    def left(at: Fraction) -> Interval:
        return exact(at - max(Fraction(5), at / 10))

    curve = trace_curve(left, Fraction(0), Fraction(200), CENT, [Fraction(50)], ROUNDING)
    assert points(curve) == [("0.0", "-5.0"), ("50.0", "45.0"), ("200.0", "180.0")]


@given(cliff=st.integers(1, 19_999), height=st.integers(10, 5_000), rate=st.integers(0, 30))
def test_a_cliff_that_no_rulebook_names_is_found_to_the_cent(cliff: int, height: int, rate: int) -> None:
    def charged(at: Fraction) -> Interval:
        return exact(at * rate / 100 + (height if at * 100 >= cliff else 0))

    curve = trace_curve(charged, Fraction(0), Fraction(200), CENT)
    edges = [(curve.points[index - 1].at, curve.points[index].at) for index in curve.cliffs]
    assert edges == [(Fraction(cliff - 1, 100), Fraction(cliff, 100))]
    assert [run[-1].at for run in curve.runs()] == [Fraction(cliff - 1, 100), Fraction(200)]


def test_a_cliff_too_low_to_see_is_kept_if_the_rulebook_names_it() -> None:
    curve = trace_curve(
        lambda at: exact(at + (1 if at >= 100 else 0)), Fraction(0), Fraction(9_000), CENT, [Fraction(100)], ROUNDING
    )
    assert [curve.points[index].at for index in curve.cliffs] == [100]


def test_rounding_is_no_cliff() -> None:
    curve = trace_curve(lambda at: exact(Fraction(round(at * 7), 100)), Fraction(0), Fraction(3), CENT, (), ROUNDING)
    assert curve.cliffs == frozenset()


def test_the_stairs_of_a_short_span_are_drawn() -> None:
    def fee(at: Fraction) -> Interval:
        return exact(Fraction(round(at * 5), 100))

    curve = trace_curve(fee, Fraction(0), Fraction(1), CENT, (), ROUNDING)
    for count in range(101):
        at = Fraction(count, 100)
        assert abs(drawn(curve, at).low - fee(at).low) <= Fraction(5, 100) / 500


def test_a_range_keeps_both_of_its_ends() -> None:
    def left(at: Fraction) -> Interval:
        return Interval(at * Fraction(85, 100), at if at <= 60 else at * 2 - 60)

    curve = trace_curve(left, Fraction(0), Fraction(100), CENT, [Fraction(60)])
    assert [(str(point.at), str(point.value.low), str(point.value.high)) for point in curve.points] == [
        ("0", "0", "0"),
        ("60", "51", "60"),
        ("100", "85", "140"),
    ]


@pytest.mark.parametrize(
    ("name", "varied", "output", "inputs", "on", "greatest"),
    [
        ("upwork/freelancer-fee", "billed", "net", {}, "2020-01-01", 20_000),
        ("upwork/freelancer-fee", "billed", "net", {"lifetime_billed_before": "300"}, "2020-01-01", 20_000),
        ("upwork/freelancer-fee", "billed", "fee", {}, "2026-11-21", 1_000),
        ("upwork/price-for-net", "target_net", "charge", {}, "2020-01-01", 20_000),
        ("fiverr/buyer-cost", "purchase", "total", {}, "2026-11-21", 200),
        ("fiverr/buyer-cost", "purchase", "service_fee", {}, "2019-01-01", 60),
        ("freelancer-com/freelancer-fee", "billed", "net", {"contract": "fixed"}, "2026-11-21", 100),
        ("peopleperhour/freelancer-fee", "billed", "fee", {"lifetime_billed_before": "100"}, "2026-11-21", 8_000),
        ("upwork-affiliate/client-referral", "first_spend", "commission", {}, "2026-11-21", 500),
        ("etsy/sale", "item", "net", {"shipping": "5"}, "2026-11-21", 40),
        ("ebay/sale", "order_total", "fee", {}, "2026-11-21", 9_000),
    ],
)
@given(data=st.data())
def test_every_amount_lies_on_the_line_that_is_drawn(
    name: str, varied: str, output: str, inputs: dict[str, str], on: str, greatest: int, data: st.DataObject
) -> None:
    calculator, day, key = LIBRARY.calculators[name], date.fromisoformat(on), (name, output, on, *inputs)
    if key not in CURVES:
        CURVES[key] = _curve(calculator, varied, output, inputs, day, Fraction(greatest))
    curve = CURVES[key]
    at = Fraction(data.draw(st.integers(0, greatest * 100)), 100)
    value = _answer(calculator, varied, output, inputs, day, at)
    seen = drawn(curve, at)
    # Half a pixel of a plot 250 pixels high, or a cent; half of it again for the points that were left out.
    greatest_value = max(max(abs(point.value.low), abs(point.value.high)) for point in curve.points)
    tolerance = max(greatest_value / 500, CENT) * Fraction(3, 2)
    assert abs(seen.low - value.low) <= tolerance
    assert abs(seen.high - value.high) <= tolerance


CURVES: dict[object, Curve] = {}


def _answer(
    calculator: Calculator, varied: str, output: str, inputs: dict[str, str], on: date, at: Fraction
) -> Interval:
    value = calculate(calculator, {**inputs, varied: fixed_text(at, 2)}, on).outputs[output]
    ends = (value.low, value.high) if isinstance(value, Range) else (value, value)
    return Interval(*(Fraction(str(end)) for end in ends))


def _curve(
    calculator: Calculator, varied: str, output: str, inputs: dict[str, str], on: date, greatest: Fraction
) -> Curve:
    bends = amount_breakpoints(calculator.formula, inputs, CENT)
    return trace_curve(
        lambda at: _answer(calculator, varied, output, inputs, on, at), Fraction(0), greatest, CENT, bends, ROUNDING
    )


def test_bends_stand_at_the_amounts_of_the_rulebook() -> None:
    calculator = LIBRARY.calculators["upwork/freelancer-fee"]
    curve = _curve(calculator, "billed", "net", {}, date(2020, 1, 1), Fraction(20_000))
    assert points(curve) == [("0.0", "0.0"), ("500.0", "400.0"), ("10000.0", "8950.0"), ("20000.0", "18450.0")]


DAYS = st.integers(1, 3_999).map(lambda count: date(2012, 3, 5) + timedelta(days=count))


@given(st.dictionaries(DAYS, st.none() | st.integers(0, 3), max_size=5), st.booleans())
def test_steps_begin_on_the_days_on_which_the_answer_changes(changes: dict[date, int | None], named: bool) -> None:
    # Two changes within a month may cancel each other out, unless the rulebook names their days.
    first, last = date(2012, 3, 5), date(2012, 3, 5) + timedelta(days=4_000)
    days = sorted(changes)
    if not named:
        days = [day for index, day in enumerate(days) if index == 0 or (day - days[index - 1]).days > 62]

    def answer(day: date) -> Interval | None:
        value: int | None = 7
        for change in days:
            if change <= day:
                value = changes[change]
        return None if value is None else exact(value)

    steps = trace_steps(answer, first, last, days if named else ())
    assert steps[0].first == first
    assert steps[-1].last == last
    for before, after in pairwise(steps):
        assert after.first == before.last + timedelta(days=1)
        assert before.value != after.value
    for day in (first, last, *days, *(day - timedelta(days=1) for day in days)):
        (step,) = (step for step in steps if step.first <= day <= step.last)
        assert step.value == answer(day)


def test_steps_of_a_single_answer_are_one_step() -> None:
    steps = trace_steps(lambda _: exact(3), date(2024, 2, 29), date(2026, 11, 21))
    assert steps == (Step(date(2024, 2, 29), date(2026, 11, 21), exact(3)),)
