"""Compile a calculator, as an author wrote it, to a formula. All mistakes in it are located and reported at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from .calls import Call, compile_call
from .documents import Problem, did_you_mean
from .expressions import Names
from .forms import CalculatorForm, CallForm, InputForm, LineForm, OutputForm, RefuseForm
from .graph import Kind
from .inputs import read
from .model import Calculator, Choice, Input, Output, Period
from .money import NO_CURRENCY, currency, describe_rounding
from .refusal import Refusal
from .steps import Compilation, Compiled, Path, Surroundings

__all__ = ["compile_calculator"]

_KINDS: dict[str, Kind] = {
    "money": "money",
    "rate": "number",
    "number": "number",
    "integer": "number",
    "date": "day",
    "choice": "text",
    "flag": "flag",
}
"""What an input of each type is in the graph."""

_RESULT_KINDS: dict[str, tuple[Kind, ...]] = {
    "money": ("money", "number"),
    "number": ("number", "money"),
    "date": ("day",),
    "dates": ("days",),
    "choice": ("text",),
    "flag": ("flag",),
}
"""What a result of each type may be in the graph."""

_DEFAULT_DECIMALS = 6


def compile_calculator(name: str, form: CalculatorForm, around: Surroundings) -> tuple[Compiled | None, list[Problem]]:
    """Compile the calculator that stands at ``calculators/name`` of a rulebook.

    Returns:
        The calculator, or ``None`` where it or one that it calls has problems, and its own problems.
    """
    if form.currency is not None:
        around = replace(around, currency=currency(form.currency))
    run = Compilation(around, ("calculators", name))
    inputs = tuple(_inputs(run, form))
    choices = {item.name: frozenset(choice.value for choice in item.choices) for item in inputs if item.choices}
    nodes = {item.name: run.graph.input(item.name, _KINDS[item.type], around.currency.code) for item in inputs}
    run.names = Names({"on": run.graph.add("day", {"kind": "on"}), **nodes}, choices)
    calls = [_call(run, key, item, inputs) for key, item in form.calls.items()]
    lines = [_line(run, key, line) for key, line in form.lines.items()]
    outputs = [_output(run, key, output, form) for key, output in form.outputs.items()]
    refuse = [_refuse(run, index, item, form) for index, item in enumerate(form.refuse)]
    warnings: list[Mapping[str, Any]] = [
        {"when": run.condition(item.when, ("warn", index, "when")), "message": item.message}
        for index, item in enumerate(form.warn)
    ]
    made = [call for call in calls if call is not None]
    if run.problems or len(made) < len(calls):
        return None, run.problems
    warnings += [item for call in made for item in call.warnings]
    negative = [_negative(run, item) for item in outputs if _may_be_negative(form.outputs[item["name"]])]
    formula = {
        "currency": {"code": around.currency.code, "decimals": around.currency.decimals},
        "inputs": [_input_json(item) for item in inputs],
        "nodes": run.graph.nodes,
        "refuse": [*refuse, *(item for call in made for item in call.refuse)],
        "lines": lines,
        "outputs": outputs,
        "warnings": [*warnings, *negative],
        "periods": {key: _period_json(period) for key, period in run.periods.items()},
    }
    calculator = Calculator(
        id=f"{around.book}/{name}",
        title=form.title,
        summary=form.summary,
        kind=form.kind,
        currency=around.currency.code,
        inputs=inputs,
        outputs=tuple(
            Output(item["name"], item["label"], item["type"], _code(run, item["type"], item["node"]))
            for item in outputs
        ),
        formula=formula,
        rounding=describe_rounding(around.rounding, around.currency),
        periods=run.periods,
    )
    return Compiled(calculator, run.graph, tuple(warnings)), []


def _inputs(run: Compilation, form: CalculatorForm) -> Iterator[Input]:
    for name, item in form.inputs.items():
        at: Path = ("inputs", name)
        made = Input(
            name=name,
            label=item.label,
            type=item.type,
            required=item.default is None if item.required is None else item.required,
            default=item.default,
            choices=tuple(Choice(value, label) for value, label in item.choices.items()),
            minimum=item.minimum,
            maximum=item.maximum,
            help=item.help,
        )
        if not name.isidentifier() or name in ("on", "true", "false"):
            hint = "use letters, digits and _"
            run.problem(at, "invalid-name", f"an input cannot be called '{name}'", hint, key=True)
        if (item.type == "choice") != bool(item.choices):
            message = "'choices' and the type 'choice' belong together"
            run.problem(at, "invalid-input-type", message, key=True)
        else:
            _check_values(run, item, made, at)
        yield made


def _check_values(run: Compilation, form: InputForm, made: Input, at: Path) -> None:
    """A default and the bounds are themselves values of the input; bounds are not held against each other."""
    bare = Input(made.name, made.label, made.type, required=False)
    for key, spec in (("minimum", bare), ("maximum", bare), ("default", made)):
        text = getattr(form, key)
        if text is None:
            continue
        try:
            read(spec, text, run.around.currency.decimals)
        except Refusal as refusal:
            run.problem((*at, key), "invalid-value", refusal.message)
            return


def _call(run: Compilation, name: str, form: CallForm, inputs: Iterable[Input]) -> Call | None:
    if not name.isidentifier() or name in run.names.nodes:
        hint = "an input has this name" if name in run.names.nodes else "use letters, digits and _"
        run.problem(("calls", name), "invalid-name", f"a call cannot be called '{name}'", hint, key=True)
    call = compile_call(run, name, form, {item.name: item for item in inputs})
    run.names = run.names.with_call(name, None if call is None else call.outputs)
    return call


def _line(run: Compilation, name: str, form: LineForm) -> dict[str, Any]:
    at: Path = ("lines", name)
    if not name.isidentifier() or name in run.names.nodes:
        hint = "an input or an earlier line has this name" if name in run.names.nodes else "use letters, digits and _"
        run.problem(at, "invalid-name", f"a line cannot be called '{name}'", hint, key=True)
    node = _finish(run, run.step(form, at), form, at)
    run.names = run.names.extended({name: node})
    shown = None if form.shown is None else run.condition(form.shown, (*at, "shown"))
    made = {"id": name, "label": form.label, "type": form.type, "node": node, "shown": shown}
    return made | _own_currency(run, form.type, node)


def _output(run: Compilation, name: str, form: OutputForm, calculator: CalculatorForm) -> dict[str, Any]:
    at: Path = ("outputs", name)
    if form.value is None:
        node = _line_node(run, name, form, calculator.lines, at)
    elif form.rule is not None:
        node = _finish(run, run.by_rule(form.rule, form.value, at, "value"), form, at)
    else:
        node = _finish(run, run.expression(form.value, (*at, "value")), form, at)
    return {"name": name, "label": form.label, "type": form.type, "node": node} | _own_currency(run, form.type, node)


def _line_node(run: Compilation, name: str, form: OutputForm, lines: Mapping[str, LineForm], at: Path) -> int:
    """The node of the line that an output is named after."""
    line = lines.get(name)
    if line is None:
        hint = did_you_mean(name, lines)
        run.problem(at, "unknown-name", f"there is no line '{name}' and no 'value'", hint, key=True)
        return _finish(run, None, form, at)
    if line.type != form.type:
        run.problem(at, "wrong-type", f"the line '{name}' is of the type '{line.type}', not '{form.type}'", key=True)
    node = run.names.nodes[name]
    return _finish(run, node, form, at) if form.type == line.type == "money" else node


def _refuse(run: Compilation, index: int, form: RefuseForm, calculator: CalculatorForm) -> dict[str, Any]:
    at: Path = ("refuse", index)
    when = run.condition(form.when, (*at, "when"), rule=form.rule)
    if form.input is not None and form.input not in calculator.inputs:
        hint = did_you_mean(form.input, calculator.inputs)
        run.problem((*at, "input"), "unknown-name", f"there is no input '{form.input}'", hint)
    return {"when": when, "code": form.code, "message": form.message, "input": form.input}


def _may_be_negative(form: OutputForm) -> bool:
    """What is left over may be; a line is a charge or a share, which is not."""
    return form.type == "money" and form.value is not None and form.negative == "warn"


def _negative(run: Compilation, output: Mapping[str, Any]) -> dict[str, Any]:
    """Negative amounts are real and are never clamped, but a reader should not overlook them."""
    when = run.graph.compare("lt", output["node"], run.graph.number(0, money=True))
    return {"when": when, "message": f"{output['label']}: this amount is negative."}


def _finish(run: Compilation, node: int | None, form: LineForm | OutputForm, at: Path) -> int:
    """Check the type of a result and round it; a broken one is replaced, so that one mistake is reported once."""
    graph = run.graph
    if node is not None and graph.kinds[node] not in _RESULT_KINDS[form.type]:
        run.problem(at, "wrong-type", f"this is not of the type '{form.type}'", key=True)
        node = None
    if node is None:
        node = graph.add(_RESULT_KINDS[form.type][0], {"kind": "broken"})
    if form.type == "money":
        found = graph.currencies[node]
        if form.currency is not None and found not in ("", NO_CURRENCY, form.currency):
            message = f"this is an amount in {found}, not in {form.currency}; currencies never mix"
            run.problem((*at, "currency"), "mixed-currencies", message)
        code = form.currency or found or run.around.currency.code
        return graph.round(graph.as_money(node), currency(code).decimals, run.around.rounding, code)
    if form.type == "number":
        decimals = form.decimals if isinstance(form, LineForm) else None
        return graph.round(node, _DEFAULT_DECIMALS if decimals is None else decimals, run.around.rounding)
    return node


def _code(run: Compilation, kind: str, node: int) -> str:
    """The currency of a result, empty where it is not money."""
    return run.graph.currencies[node] if kind == "money" else ""


def _own_currency(run: Compilation, kind: str, node: int) -> dict[str, Any]:
    """What a result says of its currency, if that is not the calculator's."""
    code = _code(run, kind, node)
    if code in ("", run.around.currency.code):
        return {}
    return {"currency": {"code": code, "decimals": currency(code).decimals}}


def _input_json(item: Input) -> dict[str, Any]:
    return {
        "name": item.name,
        "type": item.type,
        "required": item.required,
        "default": item.default,
        "choices": [choice.value for choice in item.choices],
        "minimum": item.minimum,
        "maximum": item.maximum,
    }


def _period_json(period: Period) -> dict[str, Any]:
    return {
        "effective_from": None if period.start is None else period.start.isoformat(),
        "title": period.source.title,
        "url": period.source.url,
        "checked_on": period.checked_on.isoformat(),
        "confidence": period.confidence,
    }
