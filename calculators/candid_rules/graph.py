"""Build a formula's nodes: equal nodes are one node, and every node has a type that mistakes can be checked against."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal, TypeAlias

__all__ = ["NUMERIC", "Graph", "Kind", "MixedCurrencies", "renumbered"]

Kind: TypeAlias = Literal["money", "number", "day", "days", "text", "flag"]

NUMERIC: frozenset[Kind] = frozenset({"money", "number"})
"""The kinds that one can compute with."""

_REFERENCES = ("of", "rate", "prior", "low", "high", "days", "months", "day", "count", "last_day", "otherwise")
"""The fields of a node that hold the index of another, or a list of them, beside those of its cases and periods."""


class MixedCurrencies(Exception):
    """Amounts of two currencies were about to meet."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(f"an amount in {first} meets one in {second}; currencies never mix")


@dataclass
class Graph:
    """A growing list of nodes. Each method returns the index of a node.

    Amounts of money carry a currency. One without (a plain 5, a rule's own constant) goes with any; two different ones
    raise :class:`MixedCurrencies` wherever they meet.
    """

    nodes: list[dict[str, Any]] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=list)
    currencies: list[str] = field(default_factory=list)
    """For each node the ISO 4217 code of its amount, or ""."""
    _known: dict[tuple[Kind, str, str], int] = field(default_factory=dict)

    def add(self, kind: Kind, node: dict[str, Any], currency: str = "") -> int:
        """The index of ``node``, which is added unless it is already there."""
        key = (kind, currency, json.dumps(node, sort_keys=True))
        if key not in self._known:
            self._known[key] = len(self.nodes)
            self.nodes.append(node)
            self.kinds.append(kind)
            self.currencies.append(currency)
        return self._known[key]

    def currency(self, of: Sequence[int]) -> str:
        """The one currency of several nodes."""
        found = ""
        for index in of:
            other = self.currencies[index]
            if found and other and found != other:
                raise MixedCurrencies(found, other)
            found = found or other
        return found

    def _joined(self, of: Sequence[int], node: dict[str, Any]) -> int:
        """A node that has one of the values of ``of``, or adds them up."""
        return self.add(self._kind(of), node, self.currency(of))

    def _kind(self, of: Sequence[int]) -> Kind:
        return "money" if any(self.kinds[index] == "money" for index in of) else self.kinds[of[0]]

    def number(self, value: Decimal | int, *, money: bool = False) -> int:
        """An exact number, or an amount of money; 0.20 and 0.2 are one node."""
        text = format(Decimal(value), "f")  # not normalize(): that rounds to the context's precision
        text = text.rstrip("0").rstrip(".") if "." in text else text
        if money:
            return self.add("money", {"kind": "constant", "type": "number", "value": text, "unit": "money"})
        return self.add("number", {"kind": "constant", "type": "number", "value": text})

    def as_money(self, index: int, currency: str = "") -> int:
        """The node as an amount, in ``currency`` if one is given: a plain 5 is five units of it."""
        node = self.nodes[index]
        if node["kind"] == "constant":
            return self.add("money", {**node, "unit": "money"}, currency)
        return self.add("money", node, currency) if currency else index

    def text(self, value: str) -> int:
        """A word, to compare a choice with."""
        return self.add("text", {"kind": "constant", "type": "text", "value": value})

    def day(self, value: date) -> int:
        """A fixed day."""
        return self.add("day", {"kind": "constant", "type": "day", "value": value.isoformat()})

    def flag(self, value: bool) -> int:
        """True or false."""
        return self.add("flag", {"kind": "constant", "type": "flag", "value": value})

    def input(self, name: str, kind: Kind, currency: str = "") -> int:
        """An input by its name."""
        unit = {"unit": "money"} if kind == "money" else {}
        return self.add(kind, {"kind": "input", "name": name, **unit}, currency if kind == "money" else "")

    def arithmetic(self, operation: str, left: int, right: int) -> int:
        """``add``, ``subtract``, ``multiply`` or ``divide``; money stays money where the operation keeps it so."""
        node = {"kind": operation, "of": [left, right]}
        if operation == "divide" and self.kinds[left] != "money":
            self.currency([left, right])
            return self.add("number", node)
        return self._joined([left, right], node)

    def percent(self, rate: int, of: int) -> int:
        """A share of an amount."""
        return self.add(self.kinds[of], {"kind": "percent", "rate": rate, "of": of}, self.currency([of, rate]))

    def tiers(self, kind: Literal["tiers", "tiers_inverse"], of: int, prior: int, bands: list[dict[str, Any]]) -> int:
        """A graduated charge of an amount, or the amount that leaves another under it."""
        node = {"kind": kind, "of": of, "prior": prior, "bands": bands}
        return self.add(self.kinds[of], node, self.currency([of, prior]))

    def extreme(self, kind: Literal["min", "max"], of: Sequence[int]) -> int:
        """The least or the greatest of several amounts."""
        return self._joined(of, {"kind": kind, "of": list(of)})

    def between(self, low: int, high: int) -> int:
        """An amount that is only known to lie between two others: the same end wherever this pair is used."""
        name = self.range_name(low, high)
        return self._joined([low, high], {"kind": "range", "name": name, "low": low, "high": high})

    @staticmethod
    def range_name(low: int, high: int) -> str:
        """The name of the range between two nodes; a range that a rule publishes is named after its period."""
        return f"{low}..{high}"

    def compare(self, op: str, left: int, right: int) -> int:
        """A comparison of two values."""
        self.currency([left, right])
        return self.add("flag", {"kind": "compare", "op": op, "of": [left, right]})

    def switch(self, cases: Sequence[tuple[int, int]], otherwise: int) -> int:
        """The first case whose condition holds; cases are ``(when, then)``."""
        if not cases:
            return otherwise
        values = [*(then for _, then in cases), otherwise]
        if self._kind(values) == "money":
            values = [self.as_money(value) for value in values]
        listed = [{"when": when, "then": then} for (when, _), then in zip(cases, values, strict=False)]
        return self._joined(values, {"kind": "switch", "cases": listed, "otherwise": values[-1]})

    def periods(self, rule: str, currency: str, listed: list[dict[str, Any]]) -> int:
        """What a rule's period in force leads to: an amount in the rule's currency, or no amount."""
        values = [period["then"] for period in listed]
        node = {"kind": "periods", "rule": rule, "periods": listed}
        kind, found = self._kind(values), self.currency(values)
        if kind == "money" and found not in ("", currency):
            raise MixedCurrencies(found, currency)
        return self.add(kind, node, currency if kind == "money" else "")

    def round(self, of: int, decimals: int, mode: str, currency: str = "") -> int:
        """A value rounded once, as an amount where a currency is given; what is rounded so already stays as it is."""
        kind = "money" if currency else self.kinds[of]
        node = self.nodes[of]
        if node["kind"] != "round" or (node["decimals"], node["mode"]) != (decimals, mode):
            node = {"kind": "round", "of": of, "decimals": decimals, "mode": mode}
        return self.add(kind, node, currency or self.currencies[of])


def renumbered(node: dict[str, Any], new: Callable[[int], int]) -> dict[str, Any]:
    """The node as it stands in another graph, where its node ``i`` is ``new(i)``."""
    made = dict(node)
    for key in _REFERENCES:
        if key in node:
            of = node[key]
            made[key] = [new(index) for index in of] if isinstance(of, list) else new(of)
    for key in ("cases", "periods"):
        if key in node:
            made[key] = [
                {name: new(value) if name in ("when", "then") else value for name, value in item.items()}
                for item in node[key]
            ]
    return made
