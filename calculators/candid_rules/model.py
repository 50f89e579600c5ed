"""The records of the rules library: what a rulebook holds and what a calculation returns.

All of them are frozen. Amounts are strings ("110.00"), so that nothing downstream can turn money into a float; dates
are ``datetime.date``. ``rulebook.py`` makes the first group from YAML, ``calculator.py`` the second from a calculation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal, TypeAlias

from .formula import Program
from .problems import Problem
from .refusal import Refusal

__all__ = [
    "Calculator",
    "Choice",
    "Input",
    "InputType",
    "Library",
    "Line",
    "Output",
    "OutputType",
    "OutputValue",
    "Period",
    "Range",
    "Refusal",
    "Result",
    "Rule",
    "Rulebook",
    "Source",
]

InputType: TypeAlias = Literal["money", "rate", "number", "integer", "date", "choice", "flag"]
OutputType: TypeAlias = Literal["money", "date", "dates", "number", "choice", "flag"]


@dataclass(frozen=True)
class Source:
    """Where a fact comes from; ``url`` is ``None`` for a document without an address."""

    title: str
    url: str | None


@dataclass(frozen=True)
class Period:
    """One version of a rule and the days ``[start, end)`` on which it holds.

    Attributes:
        id: Name of this version, unique in the library ("uw.fl.fee.slide.2016").
        start: First day. ``None`` where the start is not known at all.
        start_known: False where ``start`` only says "in force by this day".
        end: First day after the period; ``None`` where no later version is known.
        source: Where the fact comes from.
        checked_on: The day a person last compared the fact with the source.
        confidence: "H" the platform's own page; "M" official with an inferred date, or agreeing third parties; "L" one
            third party or conflicting sources; "R" reported by one reviewed document.
        note: What is uncertain or contradicted, in one or two sentences; may be empty.
        describes: The rule in words ("20 % up to $500.00, then 10 %").
    """

    id: str
    start: date | None
    start_known: bool
    end: date | None
    source: Source
    checked_on: date
    confidence: str
    note: str
    describes: str


@dataclass(frozen=True)
class Rule:
    """One dated rule of a platform.

    Attributes:
        id: "platform/rule-name".
        title: What the rule is about.
        summary: One sentence more, may be empty.
        periods: The versions that a calculation can select, oldest first.
        history: Versions whose dates are not known; shown to readers, never selected.
    """

    id: str
    title: str
    summary: str
    periods: tuple[Period, ...]
    history: tuple[Period, ...] = ()


@dataclass(frozen=True)
class Choice:
    """One value that a choice input takes, and how a reader sees it."""

    value: str
    label: str


@dataclass(frozen=True)
class Input:
    """One named input of a calculator. ``default``, ``minimum`` and ``maximum`` are written as a caller would."""

    name: str
    label: str
    type: InputType
    required: bool
    default: str | None = None
    choices: tuple[Choice, ...] = ()
    minimum: str | None = None
    maximum: str | None = None
    help: str = ""


@dataclass(frozen=True)
class Output:
    """One named result of a calculator. ``currency`` is an ISO 4217 code, empty for what is not money."""

    name: str
    label: str
    type: OutputType
    currency: str = ""


@dataclass(frozen=True)
class Calculator:
    """Named inputs, line items and outputs; ``formula`` is the graph that both evaluators run (see ``formula.py``)."""

    id: str
    title: str
    summary: str
    kind: Literal["fee", "earnings", "dates", "score"]
    currency: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    formula: Mapping[str, Any]
    rounding: str
    periods: Mapping[str, Period] = field(default_factory=dict)
    """The periods that its formula can select, by id."""

    @cached_property
    def program(self) -> Program:
        """The formula, ready to run."""
        return Program(self.formula)


@dataclass(frozen=True)
class Rulebook:
    """One platform's rules and calculators. Keys are full ids ("upwork/service-fee")."""

    id: str
    title: str
    currency: str
    rounding: str
    rules: Mapping[str, Rule]
    calculators: Mapping[str, Calculator]


@dataclass(frozen=True)
class Library:
    """All rulebooks that a site sees: the stock ones and its own."""

    rulebooks: Mapping[str, Rulebook]
    left_out: tuple[Problem, ...] = ()
    """For each rulebook of the site that replaces a stock one: which stock calculators no longer fit."""

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """Every rule by its full id."""
        return {key: rule for book in self.rulebooks.values() for key, rule in book.rules.items()}

    @cached_property
    def calculators(self) -> Mapping[str, Calculator]:
        """Every calculator by its full id."""
        return {key: item for book in self.rulebooks.values() for key, item in book.calculators.items()}


@dataclass(frozen=True)
class Range:
    """An amount that is only known to lie between two ends."""

    low: str
    high: str


OutputValue: TypeAlias = str | Range | tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """One explained amount of a result.

    Attributes:
        id: Its name in the calculator.
        label: What the amount is, for readers.
        amount: The rounded amount, or its ends.
        currency: ISO 4217 code; empty for a line that is not money (a weight, a date).
        rule: Id of the period that it was computed by; ``None`` for plain arithmetic.
        effective_from: First day of that period, where known.
        source: Where that period comes from.
        checked_on: The day that source was last compared.
        confidence: See :class:`Period`.
        explanation: How the amount came about, with exact numbers.
        note: The period's note.
    """

    id: str
    label: str
    amount: str | Range
    currency: str
    rule: str | None
    effective_from: date | None
    source: Source | None
    checked_on: date | None
    confidence: str
    explanation: str
    note: str


@dataclass(frozen=True)
class Result:
    """What a calculator answers on one day for one set of inputs."""

    calculator: str
    on: date
    currency: str
    inputs: Mapping[str, str]
    lines: tuple[Line, ...]
    outputs: Mapping[str, OutputValue]
    warnings: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The result as plain JSON data, in the published form of ``candid calc --json``."""
        return {
            "calculator": self.calculator,
            "on": self.on.isoformat(),
            "currency": self.currency,
            "inputs": dict(self.inputs),
            "lines": [_line_json(line) for line in self.lines],
            "outputs": {name: _value_json(value) for name, value in self.outputs.items()},
        }


def _value_json(value: OutputValue) -> Any:
    if isinstance(value, Range):
        return {"low": value.low, "high": value.high}
    return list(value) if isinstance(value, tuple) else value


def _line_json(line: Line) -> dict[str, Any]:
    source = None
    if line.source is not None:
        source = {
            "title": line.source.title,
            "url": line.source.url,
            "checked_on": line.checked_on.isoformat() if line.checked_on else None,
            "confidence": line.confidence,
        }
    return {
        "id": line.id,
        "label": line.label,
        "amount": _value_json(line.amount),
        "rule": line.rule,
        "effective_from": line.effective_from.isoformat() if line.effective_from else None,
        "source": source,
    }
