"""A chart in words: the names of its series, its values, its numbers as a table, and what to know about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from candid.charts.sampling import Curve, Interval, Step
from candid.components.chart_answers import Answers, Bars, Curves, Steps
from candid.components.chart_body import Series
from candid.components.chart_view import TableView
from candid.components.given import given_text
from candid.formats import Formats
from candid_rules import Output
from candid_rules.money import NO_CURRENCY, currency, fixed_text, plain_text

__all__ = ["Words"]

_MOST_CLIFFS = 4


@dataclass(frozen=True)
class Words:
    """Writes the series and answers of one chart.

    Attributes:
        formats: How numbers and dates are written.
        series: What the chart asks.
        answers: What the calculators say, in the order of the series.
    """

    formats: Formats
    series: Sequence[Series]
    answers: Answers

    @property
    def currencies(self) -> tuple[str, ...]:
        """The currencies of the values, each once; empty for what is not money."""
        return tuple(dict.fromkeys(entry.output.currency for entry in self.series))

    def name(self, series: Series) -> str:
        """What sets a series apart from the others; empty if there are no others."""
        if series.product:
            return series.product
        if series.compared is not None:
            entry, value = series.compared
            return given_text(entry, value, series.calculator.currency, self.formats)
        return series.output.label if len(self.series) > 1 else ""

    def value(self, value: Interval, output: Output) -> str:
        """A value with its currency; two ends for a range."""
        return " – ".join(self.value_lines(value, output))

    def value_lines(self, value: Interval, output: Output) -> tuple[str, ...]:
        """A value as one text, or as the texts of its two ends."""
        return tuple(self._end(end, output) for end in dict.fromkeys((value.low, value.high)))

    def number(self, value: Fraction, kind: str = "number") -> str:
        """A number on an axis, whose title has its unit."""
        text = plain_text(value)
        return self.formats.percent(text) if kind == "rate" else self.formats.number(text)

    def up(self, series: Sequence[Series]) -> str:
        """The title of the value axis of these series, with their unit."""
        return _with_unit(_common(entry.output.label for entry in self.series), series[0].output.currency)

    def across(self, series: Sequence[Series]) -> str:
        """The title of the axis along amounts, with its unit."""
        label = _common(entry.varied.label for entry in series if entry.varied is not None)
        return _with_unit(label, _unit_across(series))

    def table(self) -> TableView:
        """All numbers that the drawing shows."""
        names = tuple(self.name(entry) or entry.output.label for entry in self.series)
        match self.answers:
            case Bars(values):
                column = self.up(self.series) if len(self.currencies) == 1 else "Amount"
                return TableView((self._heading(), column), tuple(zip(names, self._row(values), strict=True)))
            case Curves(rows=rows):
                lines = tuple((self._along(at), *self._row(values)) for at, values in rows)
                return TableView((self.across(self.series), *names), lines)
            case Steps() as answers:
                return TableView(("From", *names), tuple(self._days(answers)))

    def says(self) -> str:
        """The drawing in a few sentences, for those who do not see it; bars are texts already."""
        match self.answers:
            case Bars():
                return ""
            case Curves(across=scale, rows=rows):
                values = zip(self._row(rows[-1][1]), self.series, strict=True)
                last = "; ".join(self._named(text, entry) for text, entry in values)
                start, end = self._along(scale.start), self._along(scale.end)
                return f"Lines over {self.across(self.series)}, from {start} to {end}. At {end}: {last}."
            case Steps(first=first_day, last=last_day, steps=all_steps):
                told = "; ".join(
                    self._named(", ".join(self._told(step, entry) for step in steps), entry)
                    for entry, steps in zip(self.series, all_steps, strict=True)
                )
                first, last = self.formats.date(first_day), self.formats.date(last_day)
                return f"Steps through time, from {first} to {last}: {told}."

    def remarks(self) -> tuple[str, ...]:
        """What a reader of the drawing should know."""
        return tuple(self._remarks())

    def _remarks(self) -> Iterator[str]:
        values: Iterable[Interval | None]
        match self.answers:
            case Bars(values):
                pass
            case Curves(curves=curves):
                drawn = list(zip(self.series, curves, strict=True))
                cliffs = [text for entry, curve in drawn for text in self._cliffs(entry, curve)]
                yield from cliffs[:_MOST_CLIFFS]
                if len(cliffs) > _MOST_CLIFFS:
                    yield f"Jumps that are not listed here: {len(cliffs) - _MOST_CLIFFS}."
                values = [point.value for curve in curves for point in curve.points]
            case Steps(steps=all_steps, doubtful=doubtful):
                values = [step.value for steps in all_steps for step in steps]
                if any(
                    after.first in days and before.value is not None and after.value is not None
                    for steps, days in zip(all_steps, doubtful, strict=True)
                    for before, after in pairwise(steps)
                ):
                    yield "A dashed change had happened by its day; the first day is not known."
                if None in values:
                    yield "Where there is no line, no rule is known."
        if any(value is not None and not value.exact for value in values):
            yield "A shaded area lies between the two ends of what is published."

    def _cliffs(self, series: Series, curve: Curve) -> Iterator[str]:
        subject = self.name(series) or series.output.label
        for index in sorted(curve.cliffs):
            before, after = curve.points[index - 1], curve.points[index]
            values = [self.value(point.value, series.output) for point in (before, after)]
            yield f"{subject}: {values[0]} at {self._along(before.at)}, but {values[1]} at {self._along(after.at)}."

    def _days(self, answers: Steps) -> Iterator[tuple[str, ...]]:
        for day in sorted({step.first for steps in answers.steps for step in steps}):
            doubtful = any(day in days for days in answers.doubtful)
            when = f"{self.formats.date(day)} at the latest" if doubtful else self.formats.date(day)
            current = (next(step for step in steps if step.first <= day <= step.last) for steps in answers.steps)
            yield when, *(self._step(step, entry) for step, entry in zip(current, self.series, strict=True))

    def _row(self, values: Sequence[Interval]) -> tuple[str, ...]:
        return tuple(self.value(value, entry.output) for value, entry in zip(values, self.series, strict=True))

    def _step(self, step: Step, series: Series) -> str:
        return self.value(step.value, series.output) if step.value is not None else "no rule known"

    def _told(self, step: Step, series: Series) -> str:
        return f"from {self.formats.date(step.first)} {self._step(step, series)}"

    def _named(self, text: str, series: Series) -> str:
        name = self.name(series)
        return f"{name} {text}" if name else text

    def _along(self, at: Fraction) -> str:
        """A value of the input along the axis."""
        varied, unit = self.series[0].varied, _unit_across(self.series)
        assert varied is not None
        if unit:
            return self.formats.money(fixed_text(at, currency(unit).decimals), unit)
        return self.number(at, varied.type)

    def _end(self, end: Fraction, output: Output) -> str:
        if output.type != "money":
            return self.formats.number(plain_text(end))
        return self.formats.money(fixed_text(end, currency(output.currency).decimals), output.currency)

    def _heading(self) -> str:
        """The heading of the column of names."""
        if self.series[0].product:
            return "Product"
        compared = self.series[0].compared
        return compared[0].label if compared is not None else "Result"


def _common(labels: Iterable[str]) -> str:
    """The label that all have, or a word that fits all amounts."""
    different = set(labels)
    return different.pop() if len(different) == 1 else "Amount"


def _unit_across(series: Sequence[Series]) -> str:
    """The currency of the input along the axis, unless it is no money, or stands for several currencies."""
    codes = {entry.calculator.currency for entry in series}
    is_money = all(entry.varied is not None and entry.varied.type == "money" for entry in series)
    return codes.pop() if is_money and len(codes) == 1 and NO_CURRENCY not in codes else ""


def _with_unit(label: str, unit: str) -> str:
    return f"{label} ({unit})" if unit else label
