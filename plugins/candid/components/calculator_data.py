"""What a calculator needs in the browser, as plain JSON data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from candid_rules import Calculator
from candid_rules.money import currency

__all__ = ["browser_formula"]


def browser_formula(calculator: Calculator) -> dict[str, Any]:
    """The formula as ``formula.mjs`` takes it: with what messages and explanations say, without provenance."""
    formula = calculator.formula
    labels = {entry.name: entry.label for entry in calculator.inputs}
    return {
        "currency": _with_prefix(formula["currency"]),
        "inputs": [{**entry, "label": labels[entry["name"]]} for entry in formula["inputs"]],
        "nodes": formula["nodes"],
        "refuse": formula["refuse"],
        "lines": [_with_currency(line) for line in formula["lines"]],
        "outputs": [_with_currency(output) for output in formula["outputs"]],
        "warnings": formula["warnings"],
    }


def _with_currency(item: Mapping[str, Any]) -> dict[str, Any]:
    return {**item, "currency": _with_prefix(item["currency"])} if "currency" in item else dict(item)


def _with_prefix(written: Mapping[str, Any]) -> dict[str, Any]:
    return {**written, "prefix": currency(written["code"]).prefix}
