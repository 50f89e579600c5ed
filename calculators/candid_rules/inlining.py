"""Copy one calculator's formula into another's graph, with the caller's nodes in the place of its inputs.

What the caller's nodes decide is decided while copying: of ``contract == 'direct'`` with a known contract only the
chosen case is left. Nothing that could refuse to answer is dropped unless the evaluators would not have reached it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from .graph import Graph, renumbered
from .model import Period
from .steps import Compiled

__all__ = ["Argument", "Copy", "decided"]

_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "lt": operator.lt,
    "le": operator.le,
    "eq": operator.eq,
    "ne": operator.ne,
    "ge": operator.ge,
    "gt": operator.gt,
}


@dataclass(frozen=True)
class Argument:
    """What stands for an input of the copied calculator.

    Attributes:
        node: Its value.
        given: A flag: there is such a value.
        source: The caller's input that it is, if it is nothing else.
    """

    node: int
    given: int
    source: str | None = None


@dataclass
class Copy:
    """A formula on its way into another graph; only the nodes that are asked for are copied.

    Attributes:
        graph: Where they go.
        call: Name of the call; an input that has no argument is called ``call.input``, and nobody ever gives it.
        callee: Where they come from.
        arguments: What stands for its inputs.
        periods: The periods that the copied nodes can choose.
    """

    graph: Graph
    call: str
    callee: Compiled
    arguments: Mapping[str, Argument]
    periods: dict[str, Period] = field(default_factory=dict)
    _made: dict[int, int] = field(default_factory=dict)

    def node(self, index: int) -> int:
        """The copy of the node at ``index``."""
        if index not in self._made:
            self._made[index] = self._copy(index)
        return self._made[index]

    def _copy(self, index: int) -> int:
        source, graph = self.callee.graph, self.graph
        node, kind = source.nodes[index], source.kinds[index]
        match node["kind"]:
            case "input":
                if node["name"] in self.arguments:
                    return self.arguments[node["name"]].node
                node = {**node, "name": f"{self.call}.{node['name']}"}
            case "given":
                argument = self.arguments.get(node["name"])
                return graph.flag(False) if argument is None else argument.given
            case "range" if node["name"] == source.range_name(node["low"], node["high"]):
                return graph.between(self.node(node["low"]), self.node(node["high"]))
            case "switch":
                return self._switch(node)
            case "all" | "any" as word:
                return self._joined(node, word)
            case "not" if (known := decided(graph, self.node(node["of"]))) is not None:
                return graph.flag(not known)
            case "compare" if (known := self._compared(node)) is not None:
                return graph.flag(known)
            case "periods":
                listed = [period["id"] for period in node["periods"]]
                self.periods |= {name: self.callee.calculator.periods[name] for name in listed}
        return graph.add(kind, renumbered(node, self.node), source.currencies[index])

    def _switch(self, node: Mapping[str, Any]) -> int:
        cases: list[tuple[int, int]] = []
        for case in node["cases"]:
            when = self.node(case["when"])
            known = decided(self.graph, when)
            if known:
                return self.graph.switch(cases, self.node(case["then"]))
            if known is None:
                cases.append((when, self.node(case["then"])))
        return self.graph.switch(cases, self.node(node["otherwise"]))

    def _joined(self, node: Mapping[str, Any], word: str) -> int:
        """``all`` without what is true and behind what is false; ``any`` the other way round."""
        parts: list[int] = []
        for part in map(self.node, node["of"]):
            known = decided(self.graph, part)
            if known is (word == "any") and all(self.graph.nodes[before]["kind"] == "given" for before in parts):
                return part  # whether something was given can always be said, so nothing before it could refuse
            if known is not (word == "all"):
                parts.append(part)
            if known is (word == "any"):
                break
        if not parts:
            return self.graph.flag(word == "all")
        return parts[0] if len(parts) == 1 else self.graph.add("flag", {"kind": word, "of": parts})

    def _compared(self, node: Mapping[str, Any]) -> bool | None:
        values: list[Any] = []
        for index in node["of"]:
            side = self.callee.graph.nodes[index]
            if side["kind"] == "input" and side["name"] in self.arguments:
                side = self.graph.nodes[self.arguments[side["name"]].node]
            if side["kind"] != "constant":
                return None
            values.append(Fraction(side["value"]) if side["type"] == "number" else side["value"])
        return _COMPARISONS[node["op"]](*values)


def decided(graph: Graph, index: int) -> bool | None:
    """Whether a condition always or never holds; ``None`` if that depends."""
    node = graph.nodes[index]
    return bool(node["value"]) if node["kind"] == "constant" else None
