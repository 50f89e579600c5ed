"""The ``calculator`` fence: one worked example, compared values and what they rest on, complete without JavaScript.

The body names one calculator; below it stand input values and, beside them, what to show::

    upwork/freelancer-fee:
      billed: 1000
      on: 2024-06-01
      compare: {billed: [100, 500, 1000]}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from candid.components.calculator_body import CalculatorOptions, read
from candid.components.component import Component, PageContext
from candid.components.provenance import PeriodView, period_view
from candid.formats import Formats
from candid_rules import Calculator, Input, Line, Output, Range, Result

if TYPE_CHECKING:
    from candid.site import Site

__all__ = ["CalculatorView", "component"]


@dataclass(frozen=True)
class FieldView:
    """One input that was given; ``raw`` is the value as the calculator takes it, ``shown`` as a reader does."""

    name: str
    label: str
    type: str
    raw: str
    shown: str
    help: str


@dataclass(frozen=True)
class OutputView:
    """One result; most have a single value, a schedule has many."""

    name: str
    label: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class LineView:
    """One line item with the arithmetic behind it."""

    label: str
    explanation: str
    amount: str


@dataclass(frozen=True)
class ComparedView:
    """The table of one input's values against the outputs."""

    input: str
    outputs: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class CalculatorView:
    """What ``candid/calculator.html`` shows; ``id`` begins every id in it.

    Attributes:
        fields: The inputs that the author gave.
        assumed: Label and value of each input that kept its default.
        periods: The versions of rules that were applied, each once.
    """

    id: str
    calculator: str
    title: str
    caption: str
    on: date
    fields: tuple[FieldView, ...]
    assumed: tuple[tuple[str, str], ...]
    outputs: tuple[OutputView, ...]
    lines: tuple[LineView, ...]
    warnings: tuple[str, ...]
    compared: ComparedView | None
    periods: tuple[PeriodView, ...]
    rounding: str


def _view(options: CalculatorOptions, site: Site, _page: PageContext, ordinal: int) -> CalculatorView:
    calculator, result = options.calculator, options.result
    formats = site.renderer.formats
    fields = [
        FieldView(
            entry.name,
            entry.label,
            entry.type,
            options.given[entry.name],
            _shown(entry, options.given[entry.name], result.currency, formats),
            entry.help,
        )
        for entry in calculator.inputs
        if entry.name in options.given
    ]
    assumed = [
        (entry.label, _shown(entry, result.inputs[entry.name], result.currency, formats))
        for entry in calculator.inputs
        if entry.name not in options.given and result.inputs.get(entry.name)
    ]
    return CalculatorView(
        id=f"candid-calculator-{ordinal}",
        calculator=calculator.id,
        title=options.title or calculator.title,
        caption=options.caption or calculator.summary,
        on=result.on,
        fields=tuple(fields),
        assumed=tuple(assumed),
        outputs=tuple(_output(output, result, formats) for output in options.outputs),
        lines=tuple(LineView(line.label, line.explanation, _amount(line, formats)) for line in result.lines),
        warnings=result.warnings,
        compared=_compared(options, formats),
        periods=_periods(calculator, [result, *options.compared.values()], site, formats),
        rounding=calculator.rounding,
    )


def _output(output: Output, result: Result, formats: Formats) -> OutputView:
    value = result.outputs[output.name]
    values = value if isinstance(value, tuple) else (value,)
    shown = (formats.value(item, "date" if output.type == "dates" else output.type, result.currency) for item in values)
    return OutputView(output.name, output.label, tuple(shown))


def _compared(options: CalculatorOptions, formats: Formats) -> ComparedView | None:
    entry = options.compared_input
    if entry is None:
        return None
    rows = [
        (
            _shown(entry, value, result.currency, formats),
            tuple(formats.value(result.outputs[o.name], o.type, result.currency) for o in options.outputs),
        )
        for value, result in options.compared.items()
    ]
    return ComparedView(entry.label, tuple(output.label for output in options.outputs), tuple(rows))


def _periods(calculator: Calculator, results: list[Result], site: Site, formats: Formats) -> tuple[PeriodView, ...]:
    """The versions behind all shown numbers, in the order of their first use."""
    used: dict[str, date] = {}
    for result in results:
        for line in result.lines:
            if line.rule is not None:
                used.setdefault(line.rule, result.on)
    titles = _titles(site, used)
    return tuple(
        period_view(titles.get(name, calculator.title), calculator.periods[name], on, formats)
        for name, on in used.items()
        if name in calculator.periods
    )


def _titles(site: Site, used: Mapping[str, date]) -> dict[str, str]:
    return {period.id: rule.title for rule in site.rules.values() for period in rule.periods if period.id in used}


def _amount(line: Line, formats: Formats) -> str:
    if line.currency:
        return formats.money(line.amount, line.currency)
    ends = (line.amount.low, line.amount.high) if isinstance(line.amount, Range) else (line.amount,)
    return " – ".join(_plain(end, formats) for end in ends)


def _plain(text: str, formats: Formats) -> str:
    """A line that is not money is a number, a date or a word; the line does not say which."""
    try:
        return formats.date(text)
    except ValueError:
        pass
    return formats.number(text) if text.lstrip("-").replace(".", "", 1).isdigit() else text


def _shown(entry: Input, value: str, currency: str, formats: Formats) -> str:
    match entry.type:
        case "money":
            return formats.money(value, currency)
        case "rate":
            return formats.percent(value)
        case "number" | "integer":
            return formats.number(value)
        case "date":
            return formats.date(value)
        case "flag":
            return "yes" if value == "true" else "no"
        case "choice":
            return next((choice.label for choice in entry.choices if choice.value == value), value)


component = Component("calculator", "candid/calculator.html", read, _view)
