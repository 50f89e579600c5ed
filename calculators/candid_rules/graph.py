"""Build a formula's nodes: equal nodes are one node, and every node has a type that mistakes can be checked against."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal, TypeAlias

__all__ = ["NUMERIC", "Graph", "Kind"]

Kind: TypeAlias = Literal["money", "number", "day", "days", "text", "flag"]

NUMERIC: frozenset[Kind] = frozenset({"money", "number"})
"""The kinds that one can compute with."""


@dataclass
class Graph:
    """A growing list of nodes. Each method returns the index of a node."""

    nodes: list[dict[str, Any]] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=list)
    _known: dict[str, int] = field(default_factory=dict)

    def add(self, kind: Kind, node: dict[str, Any]) -> int:
        """The index of ``node``, which is added unless it is already there."""
        key = json.dumps(node, sort_keys=True)
        if key not in self._known:
            self._known[key] = len(self.nodes)
            self.nodes.append(node)
            self.kinds.append(kind)
        return self._known[key]

    def number(self, value: Decimal | int, *, money: bool = False) -> int:
        """An exact number, or an amount of money; 0.20 and 0.2 are one node."""
        text = format(Decimal(value), "f")  # not normalize(): that rounds to the context's precision
        text = text.rstrip("0").rstrip(".") if "." in text else text
        if money:
            return self.add("money", {"kind": "constant", "type": "number", "value": text, "unit": "money"})
        return self.add("number", {"kind": "constant", "type": "number", "value": text})

    def text(self, value: str) -> int:
        """A word, to compare a choice with."""
        return self.add("text", {"kind": "constant", "type": "text", "value": value})

    def day(self, value: date) -> int:
        """A fixed day."""
        return self.add("day", {"kind": "constant", "type": "day", "value": value.isoformat()})

    def flag(self, value: bool) -> int:
        """True or false."""
        return self.add("flag", {"kind": "constant", "type": "flag", "value": value})

    def input(self, name: str, kind: Kind) -> int:
        """An input by its name."""
        unit = {"unit": "money"} if kind == "money" else {}
        return self.add(kind, {"kind": "input", "name": name, **unit})

    def arithmetic(self, operation: str, left: int, right: int) -> int:
        """``add``, ``subtract``, ``multiply`` or ``divide``; money stays money where the operation keeps it so."""
        kinds = (self.kinds[left], self.kinds[right])
        money = kinds[0] == "money" if operation == "divide" else "money" in kinds
        return self.add("money" if money else "number", {"kind": operation, "of": [left, right]})

    def percent(self, rate: int, of: int) -> int:
        """A share of an amount."""
        return self.add(self.kinds[of], {"kind": "percent", "rate": rate, "of": of})

    def extreme(self, kind: Literal["min", "max"], of: Sequence[int]) -> int:
        """The least or the greatest of several amounts."""
        return self.add(self.kinds[of[0]], {"kind": kind, "of": list(of)})

    def compare(self, op: str, left: int, right: int) -> int:
        """A comparison of two values."""
        return self.add("flag", {"kind": "compare", "op": op, "of": [left, right]})

    def switch(self, cases: Sequence[tuple[int, int]], otherwise: int) -> int:
        """The first case whose condition holds; cases are ``(when, then)``."""
        if not cases:
            return otherwise
        listed = [{"when": when, "then": then} for when, then in cases]
        return self.add(self.kinds[otherwise], {"kind": "switch", "cases": listed, "otherwise": otherwise})

    def round(self, of: int, decimals: int, mode: str) -> int:
        """A value rounded once."""
        return self.add(self.kinds[of], {"kind": "round", "of": of, "decimals": decimals, "mode": mode})
