"""The ``calculator`` fence: one worked example, compared values and what they rest on, complete without JavaScript.

What a browser needs to work out other examples stands beside it, inert until the browser's module wakes it.

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

from markupsafe import Markup

from candid.components.assumptions import AssumptionsView, assumptions_view
from candid.components.calculator_body import CalculatorOptions, read
from candid.components.calculator_controls import ControlView, DayView, control_view, day_view
from candid.components.calculator_data import browser_data
from candid.components.component import Component, PageContext
from candid.components.given import given_text
from candid.components.provenance import PeriodView, period_view
from candid.formats import Formats
from candid_rules import Calculator, Line, Output, Range, Result

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
    """One line item with the arithmetic behind it, and the id of the rule's version that governs it, if one does."""

    label: str
    explanation: str
    amount: str
    rule: str | None


@dataclass(frozen=True)
class ComparedView:
    """The table of one input's values against the outputs; ``raw`` has each row's value as the calculator takes it."""

    name: str
    input: str
    outputs: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    raw: tuple[str, ...]


@dataclass(frozen=True)
class CalculatorView:
    """What ``candid/calculator.html`` shows; ``id`` begins every id in it.

    Attributes:
        fields: The inputs that the author gave.
        assumed: Label and value of each input that kept its default; empty where ``assumptions`` have them.
        assumptions: What the example assumes, where the result is what a reader would make.
        periods: The versions of rules that were applied, by id, each once.
        controls: In the browser, what takes the place of ``fields``.
        options: The controls of the inputs that the author left alone.
        day: The control for the day, where it makes a difference.
        awake: What the browser calculates from, with all versions of rules that may apply.
    """

    id: str
    calculator: str
    title: str
    caption: str
    on: date
    fields: tuple[FieldView, ...]
    assumed: tuple[tuple[str, str], ...]
    assumptions: AssumptionsView | None
    outputs: tuple[OutputView, ...]
    lines: tuple[LineView, ...]
    warnings: tuple[str, ...]
    compared: ComparedView | None
    periods: Mapping[str, PeriodView]
    rounding: str
    controls: tuple[ControlView, ...]
    options: tuple[ControlView, ...]
    day: DayView | None
    awake: Markup


@dataclass(frozen=True)
class AwakeView:
    """What ``candid/calculator_rules.html`` shows: a calculator's data, and its rules' versions by id."""

    calculator: str
    rules: Mapping[str, PeriodView]
    data: Markup


def _view(options: CalculatorOptions, site: Site, page: PageContext, ordinal: int) -> CalculatorView:
    calculator, result = options.calculator, options.result
    formats, given = site.renderer.formats, options.given
    fields = [
        FieldView(
            entry.name,
            entry.label,
            entry.type,
            given[entry.name],
            given_text(entry, given[entry.name], result.currency, formats),
            entry.help,
        )
        for entry in calculator.inputs
        if entry.name in given
    ]
    assumed = [
        (entry.label, given_text(entry, result.inputs[entry.name], result.currency, formats))
        for entry in calculator.inputs
        if entry.name not in given and result.inputs.get(entry.name)
    ]
    assumptions = assumptions_view(options, site, page)
    controls = {
        entry.name: control_view(entry, given.get(entry.name), result.currency, formats) for entry in calculator.inputs
    }
    moment = (calculator.id, result.on)
    rules = site.once(("calculator rules", *moment), lambda: _periods(calculator, result.on, site, formats))
    used = [line.rule for shown in (result, *options.compared.values()) for line in shown.lines if line.rule in rules]
    return CalculatorView(
        id=f"candid-calculator-{ordinal}",
        calculator=calculator.id,
        title=options.title or calculator.title,
        caption=options.caption or calculator.summary,
        on=result.on,
        fields=tuple(fields),
        assumed=() if assumptions else tuple(assumed),
        assumptions=assumptions,
        outputs=tuple(_output(output, result, formats) for output in options.outputs),
        lines=tuple(LineView(line.label, line.explanation, _amount(line, formats), line.rule) for line in result.lines),
        warnings=result.warnings,
        compared=_compared(options, formats),
        periods={name: rules[name] for name in dict.fromkeys(used)},
        rounding=calculator.rounding,
        controls=tuple(control for name, control in controls.items() if name in given),
        options=tuple(control for name, control in controls.items() if name not in given),
        day=site.once(("calculator day", *moment), lambda: day_view(calculator, result.on)),
        awake=site.once(("calculator awake", *moment), lambda: _awake(calculator, rules, site)),
    )


def _awake(calculator: Calculator, rules: Mapping[str, PeriodView], site: Site) -> Markup:
    view = AwakeView(calculator.id, rules, browser_data(calculator, site.renderer.formats))
    return Markup(site.renderer.render("candid/calculator_rules.html", view))  # noqa: S704 - escaped by its template


def _output(output: Output, result: Result, formats: Formats) -> OutputView:
    value = result.outputs[output.name]
    values = value if isinstance(value, tuple) else (value,)
    kind = "date" if output.type == "dates" else output.type
    shown = (formats.value(item, kind, output.currency or result.currency) for item in values)
    return OutputView(output.name, output.label, tuple(shown))


def _compared(options: CalculatorOptions, formats: Formats) -> ComparedView | None:
    entry = options.compared_input
    if entry is None:
        return None
    rows = [
        (
            given_text(entry, value, result.currency, formats),
            tuple(
                formats.value(result.outputs[o.name], o.type, o.currency or result.currency) for o in options.outputs
            ),
        )
        for value, result in options.compared.items()
    ]
    outputs = tuple(output.label for output in options.outputs)
    return ComparedView(entry.name, entry.label, outputs, tuple(rows), tuple(options.compared))


def _periods(calculator: Calculator, on: date, site: Site, formats: Formats) -> dict[str, PeriodView]:
    """The versions of rules that the calculator may apply, by id."""
    titles = {period.id: rule.title for rule in site.rules.values() for period in rule.periods}
    return {
        name: period_view(titles.get(name, calculator.title), period, on, formats)
        for name, period in calculator.periods.items()
    }


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


component = Component("calculator", "candid/calculator.html", read, _view)
