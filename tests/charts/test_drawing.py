"""Points stand where they should, and no text covers another."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candid.charts.axes import Scale, calendar, value_scale
from candid.charts.drawing import (
    NARROW,
    PLOT_HEIGHT,
    Note,
    curve_shape,
    ems,
    line_share,
    percent,
    spread,
    step_notes,
    step_shape,
    text_width,
)
from candid.charts.sampling import Curve, Interval, Point, Step

CENT = Fraction(1, 100)


def exact(value: int | str) -> Interval:
    return Interval(Fraction(value), Fraction(value))


def scale(start: int, end: int) -> Scale:
    return Scale(Fraction(start), Fraction(end), ())


@pytest.mark.parametrize(
    ("share", "text"),
    [("0", "0%"), ("1", "100%"), ("1/3", "33.33%"), ("1/8", "12.5%"), ("-1/40000", "0%"), ("-1/10", "-10%")],
)
def test_a_share_is_written_without_a_float(share: str, text: str) -> None:
    assert percent(Fraction(share)) == text


def test_a_length_is_written_in_ems() -> None:
    assert ems(Fraction(7, 2)) == "3.5em"


def test_a_point_stands_at_its_share_of_both_axes() -> None:
    curve = Curve((Point(Fraction(0), exact(0)), Point(Fraction(500), exact(400)), Point(Fraction(1000), exact(850))))
    shape = curve_shape(curve, scale(0, 1000), scale(0, 1000))
    assert (shape.line, shape.area, shape.jumps) == ("M0 1000L500 600L1000 150", "", "")


def test_a_line_breaks_at_a_cliff_and_a_thin_one_bridges_it() -> None:
    places = [("0", "0"), ("99.99", "100"), ("100", "50"), ("200", "150")]
    curve = Curve(tuple(Point(Fraction(at), exact(value)) for at, value in places), frozenset({2}))
    shape = curve_shape(curve, scale(0, 200), scale(0, 200))
    assert shape.line == "M0 1000L500 500M500 750L1000 250"
    assert shape.jumps == "M500 500L500 750"


def test_a_range_is_an_area_between_two_lines() -> None:
    curve = Curve((Point(Fraction(0), exact(0)), Point(Fraction(100), Interval(Fraction(85), Fraction(100)))))
    shape = curve_shape(curve, scale(0, 100), scale(0, 100))
    assert shape.line == "M0 1000L1000 0M0 1000L1000 150"
    assert shape.area == "M0 1000L1000 0L1000 150L0 1000Z"


def test_a_loss_lies_below_zero() -> None:
    curve = Curve((Point(Fraction(0), exact(-5)), Point(Fraction(10), exact(5))))
    assert curve_shape(curve, scale(0, 10), scale(-5, 5)).line == "M0 1000L1000 0"


def test_steps_last_from_their_first_day_to_the_end_of_their_last() -> None:
    days = calendar(date(2024, 1, 1), date(2024, 1, 10), 8)
    steps = [
        Step(date(2024, 1, 1), date(2024, 1, 2), None),
        Step(date(2024, 1, 3), date(2024, 1, 5), exact(10)),
        Step(date(2024, 1, 6), date(2024, 1, 6), Interval(Fraction(0), Fraction(20))),
        Step(date(2024, 1, 7), date(2024, 1, 10), exact(5)),
    ]
    shape = step_shape(steps, days, scale(0, 20), [date(2024, 1, 7)])
    assert shape.line == "M200 500L500 500M500 0L600 0M500 1000L600 1000M600 750L1000 750"
    assert shape.area == "M500 0L600 0L600 1000L500 1000Z"
    assert shape.jumps == "M500 0L500 1000"
    assert shape.doubtful == "M600 0L600 1000"


@given(st.lists(st.tuples(st.fractions(0, 1, max_denominator=50), st.integers(1, 3)), min_size=1, max_size=5))
def test_texts_beside_a_plot_never_cover_each_other(wanted: list[tuple[Fraction, int]]) -> None:
    centres, lines = [centre for centre, _ in wanted], [count for _, count in wanted]
    placed = spread(centres, lines)
    edges = sorted(
        (at - line_share(count) / 2, at + line_share(count) / 2) for at, count in zip(placed, lines, strict=True)
    )
    assert all(before[1] <= after[0] for before, after in pairwise(edges))
    assert edges[-1][1] <= 1
    assert edges[0][0] >= Fraction(-1, 20)
    for (centre, at), (other, other_at) in combinations(zip(centres, placed, strict=True), 2):
        assert (centre <= other) == (at <= other_at) or centre == other


def test_a_text_with_room_stays_at_its_place() -> None:
    assert spread([Fraction(1, 2), Fraction(1, 4)], [2, 2]) == [Fraction(1, 2), Fraction(1, 4)]


def test_two_texts_for_one_place_part_around_it() -> None:
    half = line_share(2) / 2
    assert spread([Fraction(1, 2)] * 2, [2, 2]) == [Fraction(1, 2) - half, Fraction(1, 2) + half]


DAY = date(2020, 1, 1)
STEPS = st.lists(st.tuples(st.integers(1, 900), st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=7)


@given(STEPS)
def test_texts_on_steps_cover_no_line_and_no_other_text(parts: list[tuple[int, int, int]]) -> None:
    steps, first = [], DAY
    for length, low, more in parts:
        last = first + timedelta(days=length - 1)
        steps.append(Step(first, last, Interval(Fraction(low), Fraction(low + more))))
        first = last + timedelta(days=1)
    days = calendar(DAY, steps[-1].last, 8)
    up = value_scale(Fraction(0), Fraction(20), 6, CENT)
    notes = step_notes([(step, "$100.00", "$90.00") for step in steps], days, up)
    boxes = [box(note) for note in notes]
    for one, other in combinations(boxes, 2):
        assert not overlap(one, other)
    for step in steps:
        assert step.value is not None
        left, right = days.share(step.first) * NARROW, days.share_with(step.last) * NARROW
        for value in (step.value.low, step.value.high):
            y = (1 - up.share(value)) * PLOT_HEIGHT
            assert not any(overlap(found, (left, y, right, y)) for found in boxes)
    for left, _, right, bottom in boxes:
        assert left >= 0
        assert right <= NARROW
        assert bottom <= PLOT_HEIGHT


def test_a_wide_step_has_its_value_above_its_middle() -> None:
    step = Step(DAY, DAY + timedelta(days=99), exact(10))
    days = calendar(step.first, step.last, 8)
    notes = step_notes([(step, "$10.00", "$10.00")], days, value_scale(Fraction(0), Fraction(20), 6, CENT))
    assert notes == [Note("$10.00", Fraction(1, 2), Fraction(1, 2), "middle", "above")]


def box(note: Note) -> tuple[Fraction, Fraction, Fraction, Fraction]:
    """What a text covers on a phone; 1.2 em high, with the small distances of the template."""
    width, x = text_width(note.text), note.x * NARROW
    shift = {"start": Fraction(3, 10), "middle": -width / 2, "end": -width - Fraction(3, 10)}[note.anchor]
    y = note.y * PLOT_HEIGHT
    top = y - Fraction(8, 5) if note.side == "above" else y + Fraction(2, 5)
    return x + shift, top, x + shift + width, top + Fraction(6, 5)


def overlap(one: tuple[Fraction, ...], other: tuple[Fraction, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
