"""Asks the calculators for every number of a chart, so that a refusal is found where the fence is read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from candid.charts.axes import Scale, ticks_between
from candid.charts.breakpoints import amount_breakpoints, day_breakpoints
from candid.charts.drawing import NARROW, text_width
from candid.charts.sampling import Curve, Interval, Point, Step, trace_curve, trace_steps
from candid.components.chart_body import ChartBody, Series, chart_kind
from candid_rules import Period, Range, Refusal, Result
from candid_rules.documents import Document, Problem
from candid_rules.money import currency, plain_text

if TYPE_CHECKING:
    from candid.site import Site

__all__ = ["Answers", "Bars", "Curves", "Evidence", "Steps", "ask"]

_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")

_UNITS = {"integer": Fraction(1), "number": Fraction(1, 100), "rate": Fraction(1, 1000)}
"""The smallest step along inputs that are not money."""

_MOST_TICKS = 6
_MOST_ROWS = 40
"""More amounts than a table should list; a drawing of single cents bends more often."""


@dataclass
class Evidence:
    """What the answers rest on.

    Attributes:
        periods: The versions of rules that were applied, each with a day on which it was.
        warnings: What the calculators warned of, with the number of answers that it goes with.
        answers: The number of all answers.
    """

    periods: dict[str, date] = field(default_factory=dict)
    warnings: Counter[str] = field(default_factory=Counter)
    answers: int = 0

    def add(self, result: Result) -> None:
        """Remember what one answer rests on."""
        for line in result.lines:
            if line.rule is not None:
                self.periods.setdefault(line.rule, result.on)
        self.warnings.update(result.warnings)
        self.answers += 1


@dataclass(frozen=True)
class Bars:
    """One answer for each series."""

    values: tuple[Interval, ...]


@dataclass(frozen=True)
class Curves:
    """Answers over a span of one input.

    Attributes:
        across: The input's span with its ticks, the same for all series.
        curves: One for each series.
        rows: The amounts worth reading, at ticks, bends and on both sides of cliffs, with the answers of all series.
    """

    across: Scale
    curves: tuple[Curve, ...]
    rows: tuple[tuple[Fraction, tuple[Interval, ...]], ...]


@dataclass(frozen=True)
class Steps:
    """Answers through time.

    Attributes:
        steps: For each series.
        doubtful: For each series the first days of steps by which a rule was in force, its real start not being known.
    """

    first: date
    last: date
    steps: tuple[tuple[Step, ...], ...]
    doubtful: tuple[frozenset[date], ...]


Answers = Bars | Curves | Steps


def ask(
    document: Document, body: ChartBody, series: Sequence[Series], site: Site
) -> tuple[Answers | None, Evidence, list[Problem]]:
    """All answers of a chart, and what they rest on; or what the calculators refused."""
    inquiry = _Inquiry(document, body, site)
    answers: Answers | None
    match chart_kind(body):
        case "bars":
            found = [inquiry.answer(entry, {}, body.on) for entry in series]
            answers = Bars(tuple(value for value in found if value is not None))
        case "curves":
            answers = inquiry.curves(series)
        case "steps":
            answers = inquiry.through_time(series)
    return (None if inquiry.problems else answers), inquiry.evidence, inquiry.problems


class _Inquiry:
    """Runs calculators for one chart and keeps what they say."""

    def __init__(self, document: Document, body: ChartBody, site: Site) -> None:
        self.document = document
        self.body = body
        self.site = site
        self.evidence = Evidence()
        self.problems: list[Problem] = []

    def answer(self, series: Series, more: Mapping[str, str], on: date | None) -> Interval | None:
        """One answer; a refusal is reported and is ``None``."""
        try:
            return self._ask(series, more, on)
        except Refusal as refusal:
            self._refused(series, refusal)
            return None

    def curves(self, series: Sequence[Series]) -> Curves | None:
        name, (least, greatest) = next(iter((self.body.over or {}).items()))
        unit = max(_unit(entry) for entry in series)
        start, end = (self._end((name, index), text, unit) for index, text in enumerate((least, greatest)))
        if start is None or end is None:
            return None
        if start >= end:
            self._wrong(("over", name), f"'{least}' does not lie before '{greatest}'", "write the lesser amount first")
            return None
        # As many ticks as have room on a phone, where texts beside the plot take a third of it.
        room = int(NARROW * 2 / 3 / (text_width(f"{int(end):,}") + 1))
        ticks = ticks_between(start, end, max(3, min(room, _MOST_TICKS)), unit)
        curves = [self._curve(entry, start, end, unit, ticks) for entry in series]
        found = [curve for curve in curves if curve is not None]
        if len(found) < len(curves):
            return None
        bends = {point.at for entry, curve in zip(series, found, strict=True) for point in _notable(entry, curve, unit)}
        amounts = sorted({start, end, *ticks, *bends})
        if len(amounts) > _MOST_ROWS:
            amounts = sorted({start, end, *ticks})
        rows = [(at, tuple(self._at(entry, at) for entry in series)) for at in amounts]
        return Curves(Scale(start, end, ticks), tuple(found), tuple(rows))

    def through_time(self, series: Sequence[Series]) -> Steps | None:
        first, last = self.body.since, self.body.until or self.site.as_of
        assert first is not None
        found: list[tuple[Step, ...]] = []
        for entry in series:
            days = day_breakpoints(entry.calculator.formula, entry.inputs)
            try:
                steps = trace_steps(partial(self._on, entry), first, last, days)
            except Refusal as refusal:
                self._refused(entry, refusal)
                continue
            if all(step.value is None for step in steps):
                self._no_rule(entry)
            found.append(steps)
        if self.problems:
            return None
        return Steps(first, last, tuple(found), tuple(map(self._doubtful, series, found)))

    def _curve(
        self, series: Series, start: Fraction, end: Fraction, unit: Fraction, ticks: Sequence[Fraction]
    ) -> Curve | None:
        money = currency(series.output.currency) if series.output.type == "money" else None
        try:
            return trace_curve(
                partial(self._at, series),
                start,
                end,
                unit,
                (*ticks, *amount_breakpoints(series.calculator.formula, series.inputs, unit)),
                rounding=Fraction(1, 10**money.decimals) if money else Fraction(0),
            )
        except Refusal as refusal:
            self._refused(series, refusal)
            return None

    def _at(self, series: Series, at: Fraction) -> Interval:
        assert series.varied is not None
        try:
            return self._ask(series, {series.varied.name: plain_text(at)}, self.body.on)
        except Refusal as refusal:
            if refusal.input != series.varied.name and (refusal.input or refusal.code == "no-rule-in-force"):
                raise
            message = f"{refusal.message} (asked for {plain_text(at)})"
            raise Refusal(refusal.code, message, series.varied.name) from None

    def _on(self, series: Series, day: date) -> Interval | None:
        try:
            return self._ask(series, {}, day)
        except Refusal as refusal:
            if refusal.code == "no-rule-in-force":
                return None
            raise

    def _ask(self, series: Series, more: Mapping[str, str], on: date | None) -> Interval:
        result = self.site.calculate(series.calculator.id, {**series.inputs, **more}, on)
        self.evidence.add(result)
        value = result.outputs[series.output.name]
        if isinstance(value, Range):
            return Interval(Fraction(value.low), Fraction(value.high))
        assert isinstance(value, str)
        return Interval(Fraction(value), Fraction(value))

    def _doubtful(self, series: Series, steps: Sequence[Step]) -> frozenset[date]:
        """First days of steps that a rule made which may have begun earlier."""
        found, before = set(), frozenset[str]()
        for step in steps:
            applied = self._periods(series, step.first) if step.value is not None else {}
            new = [period for name, period in applied.items() if name not in before]
            # Where the chart begins, nothing changes unless a rule is dated to that very day.
            if step is steps[0]:
                new = [period for period in new if period.start == step.first]
            if not all(period.start_known for period in new):
                found.add(step.first)
            before = frozenset(applied)
        return frozenset(found)

    def _periods(self, series: Series, day: date) -> dict[str, Period]:
        lines = self.site.calculate(series.calculator.id, series.inputs, day).lines
        return {line.rule: series.calculator.periods[line.rule] for line in lines if line.rule is not None}

    def _end(self, at: tuple[str, int], text: str, unit: Fraction) -> Fraction | None:
        """An end of the axis as a number; whether it makes sense is the calculator's to say."""
        if not _NUMBER.fullmatch(text):
            self._wrong(("over", *at), f"'{text}' is not a plain number", "write 1000 or 1000.50")
            return None
        number = Fraction(text)
        if (number / unit).denominator != 1:
            message = f"'{text}' is finer than the steps along the axis"
            self._wrong(("over", *at), message, f"write a multiple of {plain_text(unit)}")
            return None
        return number

    def _refused(self, series: Series, refusal: Refusal) -> None:
        at: tuple[str | int, ...] = series.at
        if refusal.input is not None and refusal.input in self.body.inputs:
            at = ("inputs", refusal.input)
        elif series.varied is not None and refusal.input == series.varied.name:
            at = ("over", next(iter(self.body.over or {})))
        elif refusal.input is None and refusal.code == "no-rule-in-force" and self.body.on is not None:
            at = ("on",)
        elif series.product and self.body.amount is not None:
            at = ("amount",)
        name = f"{series.product}: " if series.product else ""
        self._say(Problem(self.document.locate(at), "calculation-refused", f"{name}{refusal.code}: {refusal.message}"))

    def _no_rule(self, series: Series) -> None:
        name = f"{series.product}: " if series.product else ""
        message = f"{name}no rule is known to be in force on any of these days"
        self._say(Problem(self.document.locate(("since",)), "calculation-refused", message, "draw other days"))

    def _say(self, problem: Problem) -> None:
        """Report a problem once: several outputs of one calculator are refused alike."""
        if problem not in self.problems:
            self.problems.append(problem)

    def _wrong(self, at: tuple[str | int, ...], message: str, hint: str) -> None:
        self.problems.append(Problem(self.document.locate(at), "invalid-value", message, hint))


def _unit(series: Series) -> Fraction:
    """The smallest step along the axis."""
    assert series.varied is not None
    if series.varied.type == "money":
        return Fraction(1, 10 ** currency(series.calculator.currency).decimals)
    return _UNITS[series.varied.type]


def _notable(series: Series, curve: Curve, unit: Fraction) -> list[Point]:
    """The points of a curve that a table should list: both sides of each cliff, and bends that the rulebook names."""
    named = amount_breakpoints(series.calculator.formula, series.inputs, unit)
    return [
        point
        for index, point in enumerate(curve.points)
        if index in curve.cliffs or index + 1 in curve.cliffs or point.at in named
    ]
