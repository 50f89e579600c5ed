"""The formula: the compiled form of a calculator, and the exact evaluator of it.

A formula is plain JSON. Its ``nodes`` are a list in topological order; a node refers to earlier ones by their index.
This table is the whole language; the browser's evaluator implements the same one and needs nothing but the formula and
the inputs.

=============  ================================  ======================================================================
kind           fields                            value
=============  ================================  ======================================================================
input          name, unit?                       the parsed input; refuses ``invalid-input`` if it was not given
given          name                              flag: the caller gave the input, or it has a default
on             --                                the day of the calculation
constant       type, value, unit?                number ("0.2", an exact decimal), text, day ("2016-06-21") or flag
add            of: [a, b]                        a + b
subtract       of: [a, b]                        a - b
multiply       of: [a, b]                        a × b
divide         of: [a, b]                        a / b, exact; refuses ``invalid-input`` if b is zero
percent        rate, of                          rate × of, where a rate of 0.2 is read as 20 %
min, max       of: [a, b, …]                     the smallest, the greatest
round          of, decimals, mode                rounded; half-up, half-even, up, down, always by the absolute value
tiers          of, prior, bands                  graduated charge F(prior + of) - F(prior), summed exactly
tiers_inverse  of, prior, bands                  the x for which x - tiers(x) = of
range          name, low, high                   one end of what is known; the same end everywhere within one corner
compare        op, of: [a, b]                    flag; op is lt, le, eq, ne, ge, gt; on text and flags eq, ne
all, any       of: [a, b, …]                     flag; stops at the first false, the first true
not            of                                flag
switch         cases: [{when, then}], otherwise  the first case whose ``when`` is true; nothing else is evaluated
periods        rule, periods                     the ``then`` of the period [from, to) that holds ``on``, nothing else;
                                                 refuses ``no-rule-in-force`` if there is none
add_days       of, days                          the day so many days later
month_day      of, months, day                   day ``day`` of the month that lies ``months`` after that of ``of``
day_of_month   of                                1 to 31
monthly        of, count, last_day               ``count`` days from ``of`` on, a month apart; a day after ``last_day``
                                                 moves to the 1st of the next month and stays there
=============  ================================  ======================================================================

``bands`` are ``[{"up_to": "500", "rate": "0.2"}, …, {"up_to": null, "rate": "0.05"}]``: a band's upper end belongs to
it. ``unit`` is "money" on leaves that are amounts; it matters to explanations alone. Numbers are exact rationals
throughout.

**Ranges.** A formula that reaches range nodes is evaluated at every corner, that is at every combination of their ends.
An output is then the pair of its least and its greatest value.

Around the nodes a formula has ``currency`` ``{code, decimals}``; ``inputs`` as written in the rulebook; ``refuse``
``[{when, code, message, input}]``, the first one that is true at any corner is the answer; ``lines`` ``[{id, label,
type, node, shown, currency?}]`` and ``outputs`` ``[{name, label, type, node, currency?}]``; ``warnings`` ``[{when,
message}]``; and ``periods``, the provenance of each period that a periods node can choose, by id. A line's rule is the
first period on the way from its node, not looking behind other lines.

**Currencies.** A line or output of money in another currency than the formula's has its own ``currency`` ``{code,
decimals}``. That money of two currencies never meets is checked when a formula is compiled; nothing here converts. The
code XXX (ISO 4217: no currency) is a count of units of whichever currency is meant, as in a payment that is looked at
in several.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, TypeAlias

from .model import Refusal
from .money import round_to

__all__ = ["Evaluation", "Node", "Value", "corners"]

Node: TypeAlias = Mapping[str, Any]
Value: TypeAlias = Fraction | date | str | bool | tuple[date, ...]


def corners(
    formula: Mapping[str, Any], inputs: Mapping[str, Value], on: date, roots: Sequence[int]
) -> list[Evaluation]:
    """Evaluate ``roots`` at every corner of the ranges that they reach.

    Args:
        formula: The compiled calculator.
        inputs: Parsed inputs, defaults filled in; what is absent was not given.
        on: The day whose rules hold.
        roots: Indices of the nodes to evaluate.

    Returns:
        One evaluation for each corner, the one with all low ends first.

    Raises:
        Refusal: A node that was reached has no value.
    """
    reached: list[str] = []
    done: dict[frozenset[str], Evaluation] = {}
    while True:
        combinations = itertools.product((False, True), repeat=len(reached))
        found = [frozenset(itertools.compress(reached, ends)) for ends in combinations]
        for high_ends in found:
            if high_ends not in done:
                evaluation = Evaluation(formula["nodes"], inputs, on, high_ends)
                for root in roots:
                    evaluation.value(root)
                done[high_ends] = evaluation
        fresh = [name for high_ends in found for name in done[high_ends].ranges if name not in reached]
        if not fresh:
            return [done[high_ends] for high_ends in found]
        reached.extend(dict.fromkeys(fresh))


class Evaluation:
    """One run of a formula at one corner; remembers each node's value and each choice that was made."""

    def __init__(self, nodes: Sequence[Node], inputs: Mapping[str, Value], on: date, high_ends: frozenset[str]) -> None:
        self.nodes = nodes
        self.inputs = inputs
        self.on = on
        self.high_ends = high_ends
        """Names of the ranges whose high end this corner takes."""
        self.ranges: dict[str, None] = {}
        """Names of the range nodes that were reached, in that order."""
        self.chosen: dict[int, int] = {}
        """For each switch, periods and range node that was reached, the node that it led to."""
        self.period_of: dict[int, str] = {}
        """For each periods node that was reached, the id of the period in force."""
        self._values: dict[int, Value] = {}

    def value(self, index: int) -> Value:
        """The value of the node at ``index``."""
        if index not in self._values:
            self._values[index] = self._compute(index, self.nodes[index])
        return self._values[index]

    def number(self, index: int) -> Fraction:
        """The value of a node that is a number."""
        value = self.value(index)
        assert isinstance(value, Fraction), (index, value)
        return value

    def day(self, index: int) -> date:
        """The value of a node that is a day."""
        value = self.value(index)
        assert isinstance(value, date), (index, value)
        return value

    def _compute(self, index: int, node: Node) -> Value:
        match node["kind"]:
            case "input":
                return self._input(node["name"])
            case "given":
                return node["name"] in self.inputs
            case "on":
                return self.on
            case "constant":
                return constant(node)
            case "add" | "subtract" | "multiply" | "divide" as kind:
                left, right = node["of"]
                return _arithmetic(kind, self.number(left), self.number(right))
            case "percent":
                return self.number(node["rate"]) * self.number(node["of"])
            case "min":
                return min(self.number(item) for item in node["of"])
            case "max":
                return max(self.number(item) for item in node["of"])
            case "round":
                return round_to(self.number(node["of"]), node["decimals"], node["mode"])
            case "tiers":
                parts = band_parts(node["bands"], self.number(node["prior"]), self.number(node["of"]))
                return sum((rate * part for rate, part in parts), Fraction(0))
            case "tiers_inverse":
                return _invert_bands(node["bands"], self.number(node["prior"]), self.number(node["of"]))
            case "range":
                self.ranges[node["name"]] = None
                return self._follow(index, node["high" if node["name"] in self.high_ends else "low"])
            case "compare":
                left, right = node["of"]
                return _compare(node["op"], self.value(left), self.value(right))
            case "all":
                return all(self.value(item) for item in node["of"])
            case "any":
                return any(self.value(item) for item in node["of"])
            case "not":
                return not self.value(node["of"])
            case "switch":
                chosen = next((case["then"] for case in node["cases"] if self.value(case["when"])), node["otherwise"])
                return self._follow(index, chosen)
            case "periods":
                return self._period(index, node)
            case _:
                return self._calendar(node)

    def _input(self, name: str) -> Value:
        if name not in self.inputs:
            raise Refusal("invalid-input", f"'{name}' is needed for this answer", name)
        return self.inputs[name]

    def _follow(self, index: int, target: int) -> Value:
        self.chosen[index] = target
        return self.value(target)

    def _period(self, index: int, node: Node) -> Value:
        day = self.on.isoformat()  # ISO dates of four-digit years compare as text
        for period in node["periods"]:
            if period["from"] <= day and (period["to"] is None or day < period["to"]):
                self.period_of[index] = period["id"]
                return self._follow(index, period["then"])
        raise Refusal("no-rule-in-force", f"no rule for '{node['rule']}' is known to be in force on {day}")

    def _calendar(self, node: Node) -> Value:
        start = self.day(node["of"])
        try:
            match node["kind"]:
                case "add_days":
                    return start + timedelta(days=int(self.number(node["days"])))
                case "month_day":
                    return month_day(start, int(self.number(node["months"])), int(self.number(node["day"])))
                case "day_of_month":
                    return Fraction(start.day)
                case "monthly":
                    count, last_day = int(self.number(node["count"])), int(self.number(node["last_day"]))
                    return tuple(_monthly(start, count, last_day))
        except (OverflowError, ValueError):
            raise Refusal("invalid-input", "a date of this answer does not exist or lies after the year 9999") from None
        raise AssertionError(node["kind"])


def constant(node: Node) -> Value:
    """The value of a constant node."""
    value = node["value"]
    match node["type"]:
        case "number":
            return Fraction(value)
        case "day":
            return date.fromisoformat(value)
        case "flag":
            return bool(value)
        case _:
            return str(value)


def band_parts(bands: Sequence[Node], prior: Fraction, amount: Fraction) -> Iterator[tuple[Fraction, Fraction]]:
    """How much of ``amount`` falls into each band that it touches, with that band's rate; ``prior`` comes before it."""
    lower = prior
    for band in bands:
        upper = prior + amount if band["up_to"] is None else min(Fraction(band["up_to"]), prior + amount)
        if upper > lower:
            yield Fraction(band["rate"]), upper - lower
            lower = upper


def month_day(start: date, months: int, day: int) -> date:
    """Day number ``day`` of the month that lies ``months`` after the month of ``start``."""
    count = start.year * 12 + start.month - 1 + months
    return date(count // 12, count % 12 + 1, day)


def _invert_bands(bands: Sequence[Node], prior: Fraction, target: Fraction) -> Fraction:
    charge, left, lower = Fraction(0), target, prior
    for band in bands:
        kept = 1 - Fraction(band["rate"])
        if band["up_to"] is None:
            return charge + left / kept
        width = max(Fraction(band["up_to"]) - lower, Fraction(0))
        if left <= width * kept:
            return charge + left / kept
        charge, left, lower = charge + width, left - width * kept, lower + width
    raise AssertionError("the last band is open")


def _arithmetic(kind: str, left: Fraction, right: Fraction) -> Fraction:
    if kind == "add":
        return left + right
    if kind == "subtract":
        return left - right
    if kind == "multiply":
        return left * right
    if right == 0:
        raise Refusal("invalid-input", "these inputs lead to a division by zero")
    return left / right


def _compare(op: str, left: Any, right: Any) -> bool:
    match op:
        case "lt":
            return bool(left < right)
        case "le":
            return bool(left <= right)
        case "gt":
            return bool(left > right)
        case "ge":
            return bool(left >= right)
        case "ne":
            return bool(left != right)
        case _:
            return bool(left == right)


def _monthly(start: date, count: int, last_day: int) -> Iterator[date]:
    yield start
    anchor = start.day if start.day <= last_day else 1
    for months in range(1, count):
        yield month_day(start, months, anchor)
