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
percent        rate, of                          rate × of, where a rate of 0.2 is read as 20%
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
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from typing import Any, TypeAlias

from .bands import band_parts, invert_bands, read_bands
from .money import round_to
from .refusal import Refusal

__all__ = ["Evaluation", "Node", "Program", "Value", "corners"]

Node: TypeAlias = Mapping[str, Any]
Value: TypeAlias = Fraction | date | str | bool | tuple[date, ...]
Operation: TypeAlias = Callable[["Evaluation"], Any]
"""What a node does: its value in one evaluation."""


class Program:
    """A formula made ready to run: what does not change is read once, and each node is an operation."""

    def __init__(self, formula: Mapping[str, Any]) -> None:
        self.nodes: Sequence[Node] = formula["nodes"]
        self.operations = [_OPERATIONS[node["kind"]](index, node) for index, node in enumerate(self.nodes)]
        self.constants = [constant(node) if node["kind"] == "constant" else None for node in self.nodes]
        """The values of the constant nodes, at their indices."""


def corners(
    program: Program, inputs: Mapping[str, Value], on: date, roots: Sequence[int], begun: Evaluation | None = None
) -> list[Evaluation]:
    """Evaluate ``roots`` at every corner of the ranges that they reach.

    Args:
        program: The formula.
        inputs: Parsed inputs, defaults filled in; what is absent was not given.
        on: The day whose rules hold.
        roots: Indices of the nodes to evaluate.
        begun: An evaluation of other roots with the same inputs, which reached no range, to go on from.

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
                evaluation = begun if begun and not high_ends else Evaluation(program, inputs, on, high_ends)
                for root in roots:
                    evaluation.value(root)
                done[high_ends] = evaluation
        fresh = [name for high_ends in found for name in done[high_ends].ranges if name not in reached]
        if not fresh:
            return [done[high_ends] for high_ends in found]
        reached.extend(dict.fromkeys(fresh))


class Evaluation:
    """One run of a formula at one corner; remembers each node's value and each choice that was made."""

    def __init__(
        self, program: Program, inputs: Mapping[str, Value], on: date, high_ends: frozenset[str] = frozenset()
    ) -> None:
        self.nodes = program.nodes
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
        self._operations = program.operations
        self._values: list[Any] = program.constants.copy()

    def value(self, index: int) -> Any:
        """The value of the node at ``index``, a :data:`Value`."""
        value = self._values[index]
        if value is None:
            value = self._values[index] = self._operations[index](self)
        return value

    def follow(self, index: int, target: int) -> Any:
        """The value of the node that the one at ``index`` leads to."""
        self.chosen[index] = target
        return self.value(target)


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


def _constant(_: int, node: Node) -> Operation:
    value = constant(node)
    return lambda _run: value


def _input(_: int, node: Node) -> Operation:
    name = node["name"]

    def value(run: Evaluation) -> Any:
        if name not in run.inputs:
            raise Refusal("invalid-input", f"'{name}' is needed for this answer", name)
        return run.inputs[name]

    return value


def _given(_: int, node: Node) -> Operation:
    name = node["name"]
    return lambda run: name in run.inputs


def _on(_: int, __: Node) -> Operation:
    return lambda run: run.on


def _binary(operate: Callable[[Any, Any], Any], _: int, node: Node) -> Operation:
    left, right = node["of"]
    return lambda run: operate(run.value(left), run.value(right))


def _divide(left: Fraction, right: Fraction) -> Fraction:
    if right == 0:
        raise Refusal("invalid-input", "these inputs lead to a division by zero")
    return left / right


def _percent(_: int, node: Node) -> Operation:
    rate, of = node["rate"], node["of"]
    return lambda run: run.value(rate) * run.value(of)


def _round(_: int, node: Node) -> Operation:
    of, decimals, mode = node["of"], node["decimals"], node["mode"]
    return lambda run: round_to(run.value(of), decimals, mode)


def _tiers(_: int, node: Node) -> Operation:
    of, prior, bands = node["of"], node["prior"], read_bands(node["bands"])

    def value(run: Evaluation) -> Fraction:
        parts = band_parts(bands, run.value(prior), run.value(of))
        return sum((rate * part for rate, part in parts), Fraction(0))

    return value


def _tiers_inverse(_: int, node: Node) -> Operation:
    of, prior, bands = node["of"], node["prior"], read_bands(node["bands"])
    return lambda run: invert_bands(bands, run.value(prior), run.value(of))


def _range(index: int, node: Node) -> Operation:
    name, low, high = node["name"], node["low"], node["high"]

    def value(run: Evaluation) -> Any:
        run.ranges[name] = None
        return run.follow(index, high if name in run.high_ends else low)

    return value


def _compare(index: int, node: Node) -> Operation:
    return _binary(getattr(operator, node["op"]), index, node)


def _several(join: Callable[[Iterator[Any]], Any], _: int, node: Node) -> Operation:
    of = node["of"]
    return lambda run: join(map(run.value, of))


def _not(_: int, node: Node) -> Operation:
    of = node["of"]
    return lambda run: not run.value(of)


def _switch(index: int, node: Node) -> Operation:
    cases = [(case["when"], case["then"]) for case in node["cases"]]
    otherwise = node["otherwise"]

    def value(run: Evaluation) -> Any:
        return run.follow(index, next((then for when, then in cases if run.value(when)), otherwise))

    return value


def _periods(index: int, node: Node) -> Operation:
    rule = node["rule"]
    periods = [(period["from"], period["to"], period["id"], period["then"]) for period in node["periods"]]

    def value(run: Evaluation) -> Any:
        day = run.on.isoformat()  # ISO dates of four-digit years compare as text
        for start, end, name, then in periods:
            if start <= day and (end is None or day < end):
                run.period_of[index] = name
                return run.follow(index, then)
        message = f"no rule for '{rule}' is known to be in force on {day}"
        raise Refusal("no-rule-in-force", message, hint=_nearest(day, [(start, end) for start, end, _, _ in periods]))

    return value


def _nearest(day: str, periods: Sequence[tuple[str, str | None]]) -> str:
    """When a rule is known to be in force after a day on which none is, else when the last one was."""
    later = min((start for start, _ in periods if start > day), default="")
    if later:
        return f"one is known from {later} on"
    ended = max((end for _, end in periods if end is not None), default="")
    return f"the last that is known held to before {ended}" if ended else ""


def _calendar(compute: Callable[..., Value], *fields: str) -> Callable[[int, Node], Operation]:
    """An operation on days: ``compute`` takes the day and the whole numbers in ``fields``."""

    def make(_: int, node: Node) -> Operation:
        of, numbers = node["of"], [node[field] for field in fields]

        def value(run: Evaluation) -> Any:
            start, arguments = run.value(of), [int(run.value(number)) for number in numbers]
            try:
                return compute(start, *arguments)
            except (OverflowError, ValueError):
                message = "a date of this answer does not exist or lies after the year 9999"
                raise Refusal("invalid-input", message) from None

        return value

    return make


def month_day(start: date, months: int, day: int) -> date:
    """Day number ``day`` of the month that lies ``months`` after the month of ``start``."""
    count = start.year * 12 + start.month - 1 + months
    return date(count // 12, count % 12 + 1, day)


def _monthly(start: date, count: int, last_day: int) -> tuple[date, ...]:
    anchor = start.day if start.day <= last_day else 1
    return (start, *(month_day(start, months, anchor) for months in range(1, count)))


_OPERATIONS: Mapping[str, Callable[[int, Node], Operation]] = {
    "input": _input,
    "given": _given,
    "on": _on,
    "constant": _constant,
    "add": partial(_binary, operator.add),
    "subtract": partial(_binary, operator.sub),
    "multiply": partial(_binary, operator.mul),
    "divide": partial(_binary, _divide),
    "percent": _percent,
    "min": partial(_several, min),
    "max": partial(_several, max),
    "round": _round,
    "tiers": _tiers,
    "tiers_inverse": _tiers_inverse,
    "range": _range,
    "compare": _compare,
    "all": partial(_several, all),
    "any": partial(_several, any),
    "not": _not,
    "switch": _switch,
    "periods": _periods,
    "add_days": _calendar(lambda start, days: start + timedelta(days=days), "days"),
    "month_day": _calendar(month_day, "months", "day"),
    "day_of_month": _calendar(lambda start: Fraction(start.day)),
    "monthly": _calendar(_monthly, "count", "last_day"),
}
"""For each kind of node, what makes its operation from its index and its fields."""
