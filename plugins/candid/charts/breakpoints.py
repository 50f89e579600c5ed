"""Where a formula may bend or jump: read from its constants, so that a drawing asks exactly there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

__all__ = ["amount_breakpoints", "day_breakpoints"]


def amount_breakpoints(formula: Mapping[str, Any], given: Mapping[str, str], unit: Fraction) -> frozenset[Fraction]:
    """Amounts at which the answer may bend or jump, rounded to multiples of ``unit``.

    They are the bounds of tiers and the amounts that the formula compares with, also less what was given as billed
    before; what is left at the bounds of tiers that are solved backwards; and the amounts at which a percentage reaches
    a minimum or a cap. Where a rulebook computes a bound in
    another way, sampling finds it to within what can be seen.

    Args:
        formula: A compiled calculator.
        given: Its other inputs, as the calculator takes them.
        unit: The smallest step between two amounts.
    """
    bounds, rates = set(_bounds(formula["nodes"])), set(_rates(formula["nodes"]))
    before = {value for value in (_number(text) for text in given.values()) if value is not None}
    found = {bound - prior for bound in bounds for prior in (Fraction(0), *before)}
    found |= {bound / rate for bound in bounds for rate in rates}
    found |= {kept for prior in (Fraction(0), *before) for kept in _kept_at_bounds(formula["nodes"], prior)}
    return frozenset(round(at / unit) * unit for at in found if at > 0)


def day_breakpoints(formula: Mapping[str, Any], given: Mapping[str, str]) -> frozenset[date]:
    """Days on which the answer may change: the first day of each period and behind it, and days it compares with."""
    texts = {node["value"] for node in formula["nodes"] if node["kind"] == "constant" and node["type"] == "day"}
    for node in formula["nodes"]:
        if node["kind"] == "periods":
            texts |= {day for period in node["periods"] for day in (period["from"], period["to"]) if day is not None}
    days = {_day(text) for text in (*texts, *given.values())}
    return frozenset(day for day in days if day is not None)


def _bounds(nodes: list[Mapping[str, Any]]) -> Iterator[Fraction]:
    compared = {index for node in nodes if node["kind"] == "compare" for index in node["of"]}
    for index, node in enumerate(nodes):
        if node["kind"] == "constant" and node["type"] == "number" and ("unit" in node or index in compared):
            yield Fraction(node["value"])
        for band in node.get("bands", ()):
            if band["up_to"] is not None:
                yield Fraction(band["up_to"])


def _rates(nodes: list[Mapping[str, Any]]) -> Iterator[Fraction]:
    for node in nodes:
        if node["kind"] == "constant" and node["type"] == "number" and "unit" not in node:
            rate = Fraction(node["value"])
            if 0 < rate < 1:
                yield rate


def _kept_at_bounds(nodes: list[Mapping[str, Any]], prior: Fraction) -> Iterator[Fraction]:
    for node in nodes:
        if node["kind"] == "tiers_inverse":
            kept, lower = Fraction(0), prior
            for band in node["bands"][:-1]:
                width = max(Fraction(band["up_to"]) - lower, Fraction(0))
                kept, lower = kept + width * (1 - Fraction(band["rate"])), lower + width
                yield kept


def _number(text: str) -> Fraction | None:
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
