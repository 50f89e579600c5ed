"""The axes and the ink of a chart: from answers to places."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from babel.dates import format_date

from candid.charts.axes import Calendar, Scale, calendar, value_scale
from candid.charts.drawing import (
    NARROW,
    Anchor,
    curve_shape,
    ems,
    line_share,
    percent,
    spread,
    step_notes,
    step_shape,
    text_width,
)
from candid.charts.sampling import Interval, Step
from candid.components.chart_answers import Bars, Curves, Steps
from candid.components.chart_body import Series
from candid.components.chart_view import (
    AxisView,
    BarView,
    NamesView,
    NameView,
    NoteView,
    PanelView,
    ShapeView,
    TickView,
)
from candid.components.chart_words import Words
from candid.formats import Formats
from candid_rules.money import currency

__all__ = ["draw_panels"]

_MOST_VALUE_TICKS = 6
_LONGEST_LINE = 15
"""Longer names beside a plot are broken into lines, so that they leave it room on a phone."""


def draw_panels(words: Words) -> tuple[PanelView, ...]:
    """One panel for each currency, all on one scale of values, so that they compare as shares of the same number."""
    up = _value_scale(words)
    return tuple(_panel(words, code, up) for code in words.currencies)


def _panel(words: Words, code: str, up: Scale) -> PanelView:
    title = code if len(words.currencies) > 1 else ""
    chosen = [index for index, series in enumerate(words.series) if series.output.currency == code]
    match words.answers:
        case Bars(values):
            bars = tuple(_bar(words, words.series[index], values[index], up) for index in chosen)
            return PanelView(title, _lengthwise(words, chosen, up), bars=bars)
        case Curves() as answers:
            return _curves_panel(title, words, answers, chosen, up)
        case Steps() as answers:
            return _steps_panel(title, words, answers, chosen, up)


def _value_scale(words: Words) -> Scale:
    match words.answers:
        case Bars(values):
            known = list(values)
        case Curves(curves=curves):
            known = [point.value for curve in curves for point in curve.points]
        case Steps(steps=all_steps):
            known = [step.value for steps in all_steps for step in steps if step.value is not None]
    # Axes do not count in anything finer than the currency does.
    decimals = max(currency(code).decimals if code else 2 for code in words.currencies)
    low, high = min(value.low for value in known), max(value.high for value in known)
    return value_scale(low, high, _MOST_VALUE_TICKS, Fraction(1, 10**decimals))


def _lengthwise(words: Words, chosen: Sequence[int], scale: Scale) -> AxisView:
    """The axis of values below bars; texts at its ends stay within it."""
    ticks = []
    for tick in scale.ticks:
        share = scale.share(tick)
        anchor: Anchor = "start" if share == 0 else "end" if share == 1 else "middle"
        ticks.append(TickView(percent(share), words.number(tick), anchor))
    title = words.up([words.series[index] for index in chosen])
    return AxisView(title, tuple(ticks), zero=percent(scale.share(Fraction(0))))


def _upright(words: Words, chosen: Sequence[int], scale: Scale) -> AxisView:
    """The axis of values beside a plot."""
    texts = [words.number(tick) for tick in scale.ticks]
    places = [percent(1 - scale.share(tick)) for tick in scale.ticks]
    return AxisView(
        words.up([words.series[index] for index in chosen]),
        tuple(TickView(place, text, "end") for place, text in zip(places, texts, strict=True)),
        zero=percent(1 - scale.share(Fraction(0))),
        width=ems(max(map(text_width, texts)) + Fraction(1, 2)),
    )


def _bar(words: Words, series: Series, value: Interval, scale: Scale) -> BarView:
    zero, low, high = (scale.share(at) for at in (Fraction(0), value.low, value.high))
    # What is certain reaches from zero to the nearer end; nothing is where the ends lie on both sides of zero.
    near = min(low, high, key=lambda share: abs(share - zero)) if (value.low < 0) == (value.high < 0) else zero
    return BarView(
        name=words.name(series) or series.output.label,
        value=words.value(value, series.output),
        x=percent(min(zero, near)),
        width=percent(abs(near - zero)),
        upper_x=percent(low if near != low else near),
        upper_width=percent(high - low),
    )


def _curves_panel(title: str, words: Words, answers: Curves, chosen: Sequence[int], up: Scale) -> PanelView:
    series = [words.series[index] for index in chosen]
    varied = series[0].varied
    assert varied is not None
    ticks = tuple(
        TickView(percent(answers.across.share(tick)), words.number(tick, varied.type)) for tick in answers.across.ticks
    )
    return PanelView(
        title,
        _upright(words, chosen, up),
        AxisView(words.across(series), ticks),
        tuple(ShapeView(index + 1, curve_shape(answers.curves[index], answers.across, up)) for index in chosen),
        names=_names(words, [(index, answers.curves[index].points[-1].value) for index in chosen], up),
    )


def _steps_panel(title: str, words: Words, answers: Steps, chosen: Sequence[int], up: Scale) -> PanelView:
    alone = len(words.series) == 1
    # Without names beside it, a plot has room for more years.
    room = NARROW if alone else NARROW * 2 / 3
    across = calendar(answers.first, answers.last, int(room / 3))
    last_values = [
        (index, next(step.value for step in reversed(answers.steps[index]) if step.value is not None))
        for index in chosen
        if any(step.value is not None for step in answers.steps[index])
    ]
    notes: list[NoteView] = []
    if alone:
        texts = [_step_texts(words, words.series[0], step) for step in answers.steps[0]]
        notes = [
            NoteView(note.text, percent(note.x), percent(note.y), note.anchor, note.side)
            for note in step_notes(texts, across, up)
        ]
    return PanelView(
        title,
        _upright(words, chosen, up),
        AxisView("", tuple(_day_tick(day, across, words.formats) for day in across.ticks)),
        tuple(
            ShapeView(index + 1, step_shape(answers.steps[index], across, up, answers.doubtful[index]))
            for index in chosen
        ),
        tuple(notes),
        None if alone else _names(words, last_values, up),
    )


def _step_texts(words: Words, series: Series, step: Step) -> tuple[Step, str, str]:
    if step.value is None:
        return step, "", ""
    ends = words.value_lines(step.value, series.output)
    return step, ends[-1], ends[0]


def _day_tick(day: date, across: Calendar, formats: Formats) -> TickView:
    match across.written:
        case "years":
            text = str(day.year)
        case "months":
            text = format_date(day, "MMM y", locale=formats.locale)
        case "days":
            text = formats.date(day)
    return TickView(percent(across.share(day)), text, "start" if across.written == "days" else "middle")


def _names(words: Words, ends: Sequence[tuple[int, Interval]], up: Scale) -> NamesView:
    """Each series' name and last value beside the end of its line, moved apart where they would overlap."""
    texts = []
    for index, value in ends:
        series = words.series[index]
        name = tuple(textwrap.wrap(words.name(series), _LONGEST_LINE))
        values = words.value_lines(value, series.output)
        texts.append((name, values if len(values) == 1 else (f"{values[0]} –", values[1])))
    counts = [len(name) + len(values) for name, values in texts]
    middles = [1 - up.share((value.low + value.high) / 2) for _, value in ends]
    placed = spread(middles, counts)
    return NamesView(
        ems(max(text_width(line) for name, values in texts for line in (*name, *values)) + 1),
        tuple(
            NameView(index + 1, percent(middle - line_share(count) / 2), name, values)
            for (index, _), (name, values), middle, count in zip(ends, texts, placed, counts, strict=True)
        ),
    )
