"""Calls: one calculator uses the outputs of another.

The other's formula becomes a part of the caller's, so the evaluators know nothing of calls: a range stays the same
range, periods keep their sources, and what the other refuses or warns of is refused and warned of here too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from .documents import did_you_mean
from .forms import CallForm
from .graph import NUMERIC, Graph, Kind
from .inlining import Argument, Copy, decided
from .inputs import read
from .model import Input
from .money import NO_CURRENCY, Currency, currency
from .refusal import Refusal
from .steps import Compilation, Compiled, Path

__all__ = ["Call", "compile_call"]

_WANTED: dict[str, tuple[frozenset[Kind], str]] = {
    "money": (NUMERIC, "an amount"),
    "rate": (frozenset({"number"}), "a number"),
    "number": (frozenset({"number"}), "a number"),
    "integer": (frozenset({"number"}), "a number"),
    "date": (frozenset({"day"}), "a day"),
    "choice": (frozenset({"text"}), "a word"),
    "flag": (frozenset({"flag"}), "a condition"),
}
"""What may stand for an input of each type."""


@dataclass(frozen=True)
class Call:
    """A call's outputs as nodes of the caller's graph, and what it adds to the caller's formula."""

    outputs: Mapping[str, int]
    refuse: tuple[Mapping[str, Any], ...]
    warnings: tuple[Mapping[str, Any], ...]


def compile_call(run: Compilation, name: str, form: CallForm, own: Mapping[str, Input]) -> Call | None:
    """Copy the calculator that a call names into the caller's graph.

    Args:
        run: The caller on its way to a formula.
        name: Name of the call.
        form: The call as written.
        own: The caller's inputs.

    Returns:
        The call, or ``None`` where it cannot be made; why is reported, here or where the called calculator stands.
    """
    at: Path = ("calls", name)
    callee = _callee(run, form, (*at, "calculator"))
    if callee is None:
        return None
    arguments = _Arguments(run, callee, own, at).of(form)
    if arguments is None:
        return None
    copy = Copy(run.graph, name, callee, arguments)
    formula = callee.calculator.formula
    refuse = list(_checks(run, name, callee, arguments, own))
    for item in formula["refuse"]:
        about = arguments.get(item["input"])
        refuse.append({**item, "when": copy.node(item["when"]), "input": None if about is None else about.source})
    call = Call(
        outputs={item["name"]: copy.node(item["node"]) for item in formula["outputs"]},
        refuse=_possible(run.graph, refuse),
        warnings=_possible(run.graph, [{**item, "when": copy.node(item["when"])} for item in callee.warnings]),
    )
    run.periods |= copy.periods
    return call


def _possible(graph: Graph, items: Iterable[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """Those refusals or warnings that can ever come."""
    return tuple(item for item in items if decided(graph, item["when"]) is not False)


def _callee(run: Compilation, form: CallForm, at: Path) -> Compiled | None:
    callees, own = run.around.callees, f"{run.around.book}/"
    name = form.calculator if "/" in form.calculator else own + form.calculator
    if name not in callees.ids:
        hint = did_you_mean(form.calculator, [known.removeprefix(own) for known in callees.ids])
        run.problem(at, "unknown-calculator", f"there is no calculator '{form.calculator}'", hint)
        return None
    circle = callees.circle(name)
    if circle:
        message = f"this call never ends: {' → '.join((*circle, name))}"
        run.problem(at, "circular-call", message, "a calculator cannot need its own answer")
        return None
    return callees.compiled(name)


@dataclass(frozen=True)
class _Arguments:
    """Finds what stands for each input of a called calculator: the caller's expression, or the input's default."""

    run: Compilation
    callee: Compiled
    own: Mapping[str, Input]
    at: Path

    def of(self, form: CallForm) -> dict[str, Argument] | None:
        run, calculator = self.run, self.callee.calculator
        known = [spec.name for spec in calculator.inputs]
        found: dict[str, Argument | None] = {}
        for key in form.arguments:
            if key not in known:
                message = f"'{calculator.id}' has no input '{key}'"
                run.problem((*self.at, "with", key), "unknown-name", message, did_you_mean(key, known), key=True)
                found[key] = None
        for spec in calculator.inputs:
            if spec.name in form.arguments:
                found[spec.name] = self._written(spec, form.arguments[spec.name])
            elif spec.default is not None:
                found[spec.name] = Argument(self._default(spec, spec.default), run.graph.flag(True))
            elif spec.required:
                message = f"'{calculator.id}' needs '{spec.name}' ({spec.label})"
                run.problem(self.at, "missing-key", message, f"add '{spec.name}:' to 'with'", key=True)
                found[spec.name] = None
        arguments = {key: argument for key, argument in found.items() if argument is not None}
        return arguments if len(arguments) == len(found) else None

    @property
    def money(self) -> Currency:
        return currency(self.callee.calculator.currency)

    def _written(self, spec: Input, text: str) -> Argument | None:
        run, at = self.run, (*self.at, "with", spec.name)
        graph = run.graph
        node = run.expression(text, at)
        if node is None:
            return None
        wanted, word = _WANTED[spec.type]
        if graph.kinds[node] not in wanted:
            run.problem(at, "wrong-type", f"'{spec.name}' needs {word}")
            return None
        found = graph.currencies[node]
        if spec.type == "money" and found not in ("", NO_CURRENCY, self.money.code):
            message = f"'{spec.name}' is in {self.money.code}, this is in {found}; currencies never mix"
            run.problem(at, "mixed-currencies", message)
            return None
        fault = self._fault(spec, node)
        if fault is not None:
            run.problem(at, "invalid-value", *fault)
            return None
        source = graph.nodes[node]["name"] if graph.nodes[node]["kind"] == "input" else None
        own = self.own.get(source) if source is not None else None
        if own is None:
            return Argument(self._amount(spec, node), graph.flag(True))
        optional = not own.required and own.default is None
        given = graph.add("flag", {"kind": "given", "name": own.name}) if optional else graph.flag(True)
        return Argument(self._amount(spec, node), given, own.name)

    def _fault(self, spec: Input, node: int) -> tuple[str, str] | None:
        """What the input would refuse of a value that is known already, with a hint."""
        made = self.run.graph.nodes[node]
        if spec.type == "choice":
            values = [choice.value for choice in spec.choices]
            strange = [word for word in self._words(node) if word not in values]
            return (f"'{spec.name}' is never '{strange[0]}'", did_you_mean(strange[0], values)) if strange else None
        if made["kind"] == "constant" and made["type"] == "number":
            try:
                read(spec, made["value"], self.money.decimals)
            except Refusal as refusal:
                return refusal.message, ""
        return None

    def _words(self, index: int) -> list[str]:
        """The words that a node of text can be."""
        node = self.run.graph.nodes[index]
        match node["kind"]:
            case "constant":
                return [node["value"]]
            case "input":
                return [choice.value for choice in self.own[node["name"]].choices]
            case "switch":
                thens = [*(case["then"] for case in node["cases"]), node["otherwise"]]
            case _:
                thens = [period["then"] for period in node["periods"]]
        return [word for then in thens for word in self._words(then)]

    def _amount(self, spec: Input, index: int) -> int:
        """For money, the node as an amount in the called calculator's currency."""
        return self.run.graph.as_money(index, self.money.code) if spec.type == "money" else index

    def _default(self, spec: Input, text: str) -> int:
        value = read(spec, text, self.money.decimals)
        graph = self.run.graph
        if isinstance(value, bool):
            return graph.flag(value)
        if isinstance(value, date):
            return graph.day(value)
        return graph.text(value) if isinstance(value, str) else self._amount(spec, graph.number(Decimal(text)))


def _checks(
    run: Compilation, call: str, callee: Compiled, arguments: Mapping[str, Argument], own: Mapping[str, Input]
) -> Iterator[dict[str, Any]]:
    """Refusals of what an input would refuse, for values that are not known before."""
    graph, decimals = run.graph, callee.calculator.formula["currency"]["decimals"]
    for spec in callee.calculator.inputs:
        argument = arguments.get(spec.name)
        if argument is None or graph.kinds[argument.node] not in NUMERIC:
            continue
        if graph.nodes[argument.node]["kind"] == "constant" or _checked(run, spec, argument, decimals, own):
            continue
        for outside, code, message in _bounds(graph, spec, argument.node, decimals):
            when = outside
            if decided(graph, argument.given) is None:
                when = graph.add("flag", {"kind": "all", "of": [argument.given, outside]})
            yield {"when": when, "code": code, "message": f"{call}.{spec.name}: {message}", "input": argument.source}


def _checked(run: Compilation, spec: Input, argument: Argument, decimals: int, own: Mapping[str, Input]) -> bool:
    """Whether the caller's own input has the same bounds, so that reading it has checked everything."""
    if argument.source is None:
        return False
    source = own[argument.source]
    same = (source.type, source.minimum, source.maximum) == (spec.type, spec.minimum, spec.maximum)
    return same and (spec.type != "money" or run.around.currency.decimals <= decimals)


def _bounds(graph: Graph, spec: Input, node: int, decimals: int) -> Iterator[tuple[int, str, str]]:
    """What :func:`inputs.read` refuses, as conditions: when, code and message."""
    money = spec.type == "money"
    if money:
        yield graph.compare("lt", node, graph.number(0)), "negative-amount", "an amount is not negative"
    if money or spec.type == "integer":
        places = decimals if money else 0
        finer = graph.compare("ne", graph.round(node, places, "half-up"), node)
        yield finer, "more-decimals-than-minor-unit" if money else "invalid-input", f"at most {places} decimals"
    rate = spec.type == "rate"
    least, greatest = spec.minimum or ("0" if rate else None), spec.maximum or ("1" if rate else None)
    if least is not None:
        code = "below-minimum" if money else "invalid-input"
        yield graph.compare("lt", node, graph.number(Decimal(least))), code, f"at least {least}"
    if greatest is not None:
        yield graph.compare("gt", node, graph.number(Decimal(greatest))), "invalid-input", f"at most {greatest}"
