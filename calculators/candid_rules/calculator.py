"""Run a calculator: inputs in, explained line items and outputs out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from .explanation import explain
from .formula import Evaluation, Value, corners
from .inputs import complete, read_all
from .model import Calculator, Line, OutputValue, Range, Result
from .money import Currency, currency, fixed_text, plain_text
from .refusal import Refusal

__all__ = ["calculate"]


def calculate(calculator: Calculator, inputs: Mapping[str, str], on: date, *, explained: bool = True) -> Result:
    """Answer for ``inputs`` by the rules in force on ``on``.

    Args:
        calculator: What to compute.
        inputs: Strings as on the command line: "1000.50", "0.12" for 12%, "2016-06-21", "true".
        on: The day whose rules hold; a library knows no clock.
        explained: False leaves the lines' explanations empty, for who asks for many results at once.

    Raises:
        Refusal: The inputs or the day have no honest answer.
    """
    formula, program = calculator.formula, calculator.program
    decimals: int = formula["currency"]["decimals"]
    in_force = complete(calculator.inputs, inputs)
    values = read_all(calculator.inputs, in_force, decimals)

    refusals, warnings = formula["refuse"], formula["warnings"]
    evaluations = corners(program, values, on, [item["when"] for item in refusals])
    for evaluation in evaluations:
        for item in refusals:
            if evaluation.value(item["when"]):
                raise Refusal(item["code"], item["message"], item["input"])

    shown = [line["shown"] for line in formula["lines"] if line["shown"] is not None]
    results = [item["node"] for item in (*formula["lines"], *formula["outputs"])]
    roots = [*results, *shown, *(item["when"] for item in warnings)]
    begun = evaluations[0] if len(evaluations) == 1 else None
    evaluations = corners(program, values, on, roots, begun)
    return Result(
        calculator=calculator.id,
        on=on,
        currency=calculator.currency,
        inputs=in_force,
        lines=tuple(
            _line(calculator, line, evaluations, explained)
            for line in formula["lines"]
            if line["shown"] is None or any(evaluation.value(line["shown"]) for evaluation in evaluations)
        ),
        outputs={
            item["name"]: _spread(
                [evaluation.value(item["node"]) for evaluation in evaluations], item["type"], _decimals(item, formula)
            )
            for item in formula["outputs"]
        },
        warnings=tuple(
            item["message"] for item in warnings if any(evaluation.value(item["when"]) for evaluation in evaluations)
        ),
    )


def _line(calculator: Calculator, line: Mapping[str, Any], evaluations: Sequence[Evaluation], explained: bool) -> Line:
    formula, node = calculator.formula, line["node"]
    least, greatest = _extremes(evaluations, node)
    money = currency(line.get("currency", formula["currency"])["code"])
    explanation = _explanation(least, greatest, node, money) if explained else ""
    period_id = _rule_of(least, node, {item["node"] for item in formula["lines"]} - {node})
    period = calculator.periods[period_id] if period_id is not None else None
    amount = _spread([least.value(node), greatest.value(node)], line["type"], money.decimals)
    return Line(
        id=line["id"],
        label=line["label"],
        amount=amount if isinstance(amount, Range) else str(amount),
        currency=money.code if line["type"] == "money" else "",
        rule=period_id,
        effective_from=period.start if period else None,
        source=period.source if period else None,
        checked_on=period.checked_on if period else None,
        confidence=period.confidence if period else "",
        explanation=explanation,
        note=period.note if period else "",
    )


def _explanation(least: Evaluation, greatest: Evaluation, node: int, money: Currency) -> str:
    explanation = explain(least, node, money)
    if least.value(node) == greatest.value(node):
        return explanation
    return f"{explanation}, to {explain(greatest, node, money)}"


def _decimals(item: Mapping[str, Any], formula: Mapping[str, Any]) -> int:
    """The decimals of an output's currency: its own one, or the formula's."""
    decimals: int = item.get("currency", formula["currency"])["decimals"]
    return decimals


def _extremes(evaluations: Sequence[Evaluation], node: int) -> tuple[Evaluation, Evaluation]:
    """The corners at which a node is least and greatest; the first one for what has no order."""
    if len(evaluations) == 1 or not isinstance(evaluations[0].value(node), Fraction):
        return evaluations[0], evaluations[0]
    return min(evaluations, key=lambda item: item.value(node)), max(evaluations, key=lambda item: item.value(node))


def _rule_of(evaluation: Evaluation, node: int, other_lines: set[int]) -> str | None:
    """The period that governs a line: the first one on the way from its node, not looking behind other lines."""
    if node in other_lines:
        return None
    if node in evaluation.period_of:
        return evaluation.period_of[node]
    if node in evaluation.chosen:
        return _rule_of(evaluation, evaluation.chosen[node], other_lines)
    for child in _children(evaluation.nodes[node]):
        found = _rule_of(evaluation, child, other_lines)
        if found is not None:
            return found
    return None


def _children(node: Mapping[str, Any]) -> list[int]:
    """The nodes that a node's value is made of."""
    of = node.get("of", [])
    found = list(of) if isinstance(of, list) else [of]
    return found + [node[key] for key in ("rate", "prior", "days", "months", "day", "count", "last_day") if key in node]


def _spread(values: Sequence[Value], kind: str, decimals: int) -> OutputValue:
    """One text where all corners agree, else the pair of the least and the greatest."""
    first = values[0]
    if isinstance(first, tuple):
        return tuple(day.isoformat() for day in first)
    if not isinstance(first, Fraction) or all(value is first for value in values):
        return _text(first, kind, decimals)
    numbers = [value for value in values if isinstance(value, Fraction)]
    low, high = _text(min(numbers), kind, decimals), _text(max(numbers), kind, decimals)
    return low if low == high else Range(low, high)


def _text(value: Value, kind: str, decimals: int) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Fraction):
        return fixed_text(value, decimals) if kind == "money" else plain_text(value)
    return value.isoformat() if isinstance(value, date) else str(value)
