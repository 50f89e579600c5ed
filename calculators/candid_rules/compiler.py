"""Compile a calculator, as an author wrote it, to a formula. All mistakes in it are located and reported at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .documents import Document, Location, Problem, did_you_mean
from .expressions import ExpressionError, Names, compile_expression
from .forms import CalculatorForm, CaseForm, InputForm, LineForm, OutputForm, PeriodForm, RuleForm, StepForm
from .graph import Graph, Kind
from .inputs import read
from .model import Calculator, Choice, Input, Output, Period, Refusal
from .money import Currency, RoundingMode, describe_rounding
from .shapes import Applied, ShapeError, charge, invert

__all__ = ["CompilableRule", "compile_calculator"]

Path = tuple[str | int, ...]

_KINDS: dict[str, Kind] = {
    "money": "money",
    "rate": "number",
    "number": "number",
    "integer": "number",
    "date": "day",
    "choice": "text",
    "flag": "flag",
}
_RESULT_KINDS: dict[str, frozenset[Kind]] = {
    "money": frozenset({"money", "number"}),
    "number": frozenset({"money", "number"}),
    "date": frozenset({"day"}),
    "dates": frozenset({"days"}),
    "choice": frozenset({"text"}),
    "flag": frozenset({"flag"}),
}
_DEFAULT_DECIMALS = 6


@dataclass(frozen=True)
class CompilableRule:
    """A rule with what the compiler needs of the rulebook that it stands in."""

    id: str
    form: RuleForm
    currency: str
    earliest: date | None
    periods: Mapping[str, Period]


@dataclass
class _Compilation:
    """One calculator on its way to a formula."""

    form: CalculatorForm
    document: Document
    text: str
    at: Path
    book: str
    currency: Currency
    rounding: RoundingMode
    rules: Mapping[str, CompilableRule]
    graph: Graph = field(default_factory=Graph)
    problems: list[Problem] = field(default_factory=list)
    periods: dict[str, Period] = field(default_factory=dict)
    names: Names = field(default_factory=lambda: Names({}, {}))


def compile_calculator(
    name: str,
    form: CalculatorForm,
    document: Document,
    text: str,
    book: str,
    currency: Currency,
    rounding: RoundingMode,
    rules: Mapping[str, CompilableRule],
) -> tuple[Calculator | None, list[Problem]]:
    """Compile the calculator that stands at ``calculators/name`` of a rulebook.

    Args:
        name: Its key in the rulebook.
        form: What the author wrote.
        document: The rulebook's document, for locations.
        text: The rulebook's text, for locations inside quoted expressions.
        book: The rulebook's id; rules without a slash are looked up there.
        currency: The rulebook's currency.
        rounding: The rulebook's rounding mode.
        rules: All rules of the library by full id.

    Returns:
        The calculator, or ``None`` where it has problems, and the problems.
    """
    run = _Compilation(form, document, text, ("calculators", name), book, currency, rounding, rules)
    inputs = tuple(_inputs(run))
    choices = {item.name: frozenset(choice.value for choice in item.choices) for item in inputs if item.choices}
    nodes = {item.name: run.graph.input(item.name, _KINDS[item.type]) for item in inputs}
    run.names = Names({"on": run.graph.add("day", {"kind": "on"}), **nodes}, choices)
    lines = [_line(run, key, line) for key, line in form.lines.items()]
    outputs = [_output(run, key, output) for key, output in form.outputs.items()]
    refuse = [_refuse(run, index) for index in range(len(form.refuse))]
    warnings = [_warn(run, index) for index in range(len(form.warn))]
    if run.problems:
        return None, run.problems
    money = [made for made in outputs if made["type"] == "money"]
    warnings += [_negative(run, made) for made in money if form.outputs[made["name"]].negative == "warn"]
    formula = {
        "currency": {"code": currency.code, "decimals": currency.decimals},
        "inputs": [_input_json(item) for item in inputs],
        "nodes": run.graph.nodes,
        "refuse": refuse,
        "lines": lines,
        "outputs": outputs,
        "warnings": warnings,
        "periods": {key: _period_json(period) for key, period in run.periods.items()},
    }
    calculator = Calculator(
        id=f"{book}/{name}",
        title=form.title,
        summary=form.summary,
        kind=form.kind,
        currency=currency.code,
        inputs=inputs,
        outputs=tuple(Output(key, output.label, output.type) for key, output in form.outputs.items()),
        formula=formula,
        rounding=describe_rounding(rounding, currency.decimals),
        periods=run.periods,
    )
    return calculator, []


def _inputs(run: _Compilation) -> Iterator[Input]:
    for name, form in run.form.inputs.items():
        at: Path = ("inputs", name)
        item = Input(
            name=name,
            label=form.label,
            type=form.type,
            required=form.default is None if form.required is None else form.required,
            default=form.default,
            choices=tuple(Choice(value, label) for value, label in form.choices.items()),
            minimum=form.minimum,
            maximum=form.maximum,
            help=form.help,
        )
        if not name.isidentifier() or name in ("on", "true", "false"):
            hint = "use letters, digits and _"
            _problem(run, at, "invalid-name", f"an input cannot be called '{name}'", hint, key=True)
        if (form.type == "choice") != bool(form.choices):
            _problem(run, at, "invalid-input-type", "'choices' and the type 'choice' belong together", key=True)
        elif all(_readable(run, form, item, at, key) for key in ("minimum", "maximum", "default")):
            yield item
            continue
        yield Input(name, form.label, form.type, required=item.required, choices=item.choices)


def _readable(run: _Compilation, form: InputForm, item: Input, at: Path, key: str) -> bool:
    """Whether a default or bound is itself a value of the input (bounds are not held against themselves)."""
    text = getattr(form, key)
    if text is None:
        return True
    bare = item if key == "default" else Input(item.name, item.label, item.type, required=False)
    try:
        read(bare, text, run.currency.decimals)
    except Refusal as refusal:
        _problem(run, (*at, key), "invalid-value", refusal.message)
        return False
    return True


def _line(run: _Compilation, name: str, form: LineForm) -> dict[str, Any]:
    at: Path = ("lines", name)
    if not name.isidentifier() or name in run.names.nodes:
        hint = "an input or an earlier line has this name" if name in run.names.nodes else "use letters, digits and _"
        _problem(run, at, "invalid-name", f"a line cannot be called '{name}'", hint, key=True)
    node = _finish(run, _step(run, form, at, run.names), form.type, form.decimals, at)
    run.names = run.names.extended({name: node})
    shown = None if form.shown is None else _condition(run, form.shown, (*at, "shown"), run.names)
    return {"id": name, "label": form.label, "type": form.type, "node": node, "shown": shown}


def _output(run: _Compilation, name: str, form: OutputForm) -> dict[str, Any]:
    at: Path = ("outputs", name)
    if form.value is None:
        node = _line_node(run, name, form, at)
    elif form.rule is not None:
        node = _finish(run, _by_rule(run, form.rule, form.value, at, run.names, "value"), form.type, None, at)
    else:
        node = _finish(run, _expression(run, form.value, (*at, "value"), run.names), form.type, None, at)
    return {"name": name, "label": form.label, "type": form.type, "node": node}


def _line_node(run: _Compilation, name: str, form: OutputForm, at: Path) -> int:
    """The node of the line that an output is named after."""
    line = run.form.lines.get(name)
    if line is None:
        hint = did_you_mean(name, run.form.lines)
        _problem(run, at, "unknown-name", f"there is no line '{name}' and no 'value'", hint, key=True)
        return _finish(run, None, form.type, None, at)
    if line.type != form.type:
        _problem(run, at, "wrong-type", f"the line '{name}' is of the type '{line.type}', not '{form.type}'", key=True)
    return run.names.nodes[name]


def _refuse(run: _Compilation, index: int) -> dict[str, Any]:
    form, at = run.form.refuse[index], ("refuse", index)
    if form.rule is not None:
        when = _by_rule(run, form.rule, form.when, at, run.names, "when")
    else:
        when = _condition(run, form.when, (*at, "when"), run.names)
    if form.input is not None and form.input not in run.form.inputs:
        hint = did_you_mean(form.input, run.form.inputs)
        _problem(run, (*at, "input"), "unknown-name", f"there is no input '{form.input}'", hint)
    return {"when": when, "code": form.code, "message": form.message, "input": form.input}


def _warn(run: _Compilation, index: int) -> dict[str, Any]:
    form = run.form.warn[index]
    return {"when": _condition(run, form.when, ("warn", index, "when"), run.names), "message": form.message}


def _negative(run: _Compilation, output: Mapping[str, Any]) -> dict[str, Any]:
    """Negative amounts are real and are never clamped, but a reader should not overlook them."""
    when = run.graph.compare("lt", output["node"], run.graph.number(0, money=True))
    return {"when": when, "message": f"{output['label']}: this is negative, the fees exceed the amount."}


def _finish(run: _Compilation, node: int | None, kind: str, decimals: int | None, at: Path) -> int:
    """Check the type of a result and round it; a broken one is replaced, so that one mistake is reported once."""
    if node is not None and run.graph.kinds[node] not in _RESULT_KINDS[kind]:
        _problem(run, at, "wrong-type", f"this is not of the type '{kind}'", key=True)
        node = None
    if node is None:
        node = run.graph.add(next(iter(sorted(_RESULT_KINDS[kind]))), {"kind": "broken"})
    if kind == "money":
        return run.graph.round(node, run.currency.decimals, run.rounding)
    if kind == "number":
        return run.graph.round(node, _DEFAULT_DECIMALS if decimals is None else decimals, run.rounding)
    return node


def _step(run: _Compilation, form: StepForm, at: Path, names: Names) -> int | None:
    ways = [key for key in ("cases", "sum", "highest", "lowest") if getattr(form, key) is not None]
    if form.rule is not None or form.amount is not None:
        ways.append("rule" if form.rule is not None else "amount")
    if len(ways) != 1:
        message = "this needs a 'rule', an 'amount' or 'cases'"
        if ways:
            message = f"'{ways[0]}' and '{ways[1]}' exclude each other"
        _problem(run, at, "invalid-step", message, key=True)
        return None
    if form.rule is None:
        for key in ("of", "prior", "by", "net"):
            if getattr(form, key) is not None:
                _problem(run, (*at, key), "invalid-step", f"'{key}' needs a 'rule' beside it", key=True)
    match ways[0]:
        case "cases":
            return _cases(run, form.cases or [], (*at, "cases"), names)
        case "amount":
            return _expression(run, form.amount or "", (*at, "amount"), names)
        case "rule" if form.amount is not None:
            return _by_rule(run, form.rule or "", form.amount, at, names, "amount")
        case "rule":
            return _apply(run, form, at, names)
        case way:
            found = [_step(run, part, (*at, way, index), names) for index, part in enumerate(getattr(form, way))]
            made = [node for node in found if node is not None]
            if len(made) < len(found) or not made:
                return None
            if way != "sum":
                return run.graph.extreme("max" if way == "highest" else "min", made)
            total = made[0]
            for node in made[1:]:
                total = run.graph.arithmetic("add", total, node)
            return total


def _cases(run: _Compilation, cases: list[CaseForm], at: Path, names: Names) -> int | None:
    made: list[tuple[int | None, int | None]] = []
    for index, case in enumerate(cases):
        last = index == len(cases) - 1
        if last and case.when is not None:
            _problem(run, (*at, index, "when"), "open-cases", "the last case has no 'when': it holds for all the rest")
        if not last and case.when is None:
            _problem(run, (*at, index), "open-cases", "only the last case has no 'when'")
        when = None if case.when is None else _condition(run, case.when, (*at, index, "when"), names)
        made.append((when, _step(run, case, (*at, index), names)))
    if not made or any(then is None for _, then in made) or any(when is None for when, _ in made[:-1]):
        return None
    pairs = [(when, then) for when, then in made[:-1] if when is not None and then is not None]
    return run.graph.switch(pairs, made[-1][1] or 0)


def _apply(run: _Compilation, form: StepForm, at: Path, names: Names) -> int | None:
    """The charge of a rule's period in force."""
    rule = _rule(run, form.rule or "", at)
    if (form.of is None) == (form.net is None):
        _problem(run, at, "invalid-step", "a rule is applied 'of' an amount, or gives what leaves a 'net'", key=True)
        return None
    parts = {
        key: _expression(run, getattr(form, key), (*at, key), names)
        for key in ("of", "prior", "by", "net")
        if getattr(form, key) is not None
    }
    if rule is None or any(part is None for part in parts.values()):
        return None
    for key, shape in (("prior", "graduated"), ("by", "volume")):
        if key in parts and all(getattr(period, shape) is None for period in rule.form.periods):
            _problem(run, (*at, key), "wrong-shape", f"no period of '{form.rule}' is {shape}", f"leave out '{key}'")
    thens: list[int] = []
    for period in rule.form.periods:
        use = Applied(run.graph, period.id, money=rule.form.measures == "money")
        try:
            if form.net is not None:
                thens.append(invert(period, use, parts["net"] or 0, parts.get("prior")))
            else:
                thens.append(charge(period, use, parts["of"] or 0, parts.get("prior"), parts.get("by")))
        except ShapeError as error:
            _problem(run, (*at, "rule"), "wrong-shape", f"period '{period.id}': {error}")
            return None
    return _periods(run, rule, thens)


def _by_rule(run: _Compilation, rule_name: str, text: str, at: Path, names: Names, key: str) -> int | None:
    """An expression that holds under a rule's periods and may use the values of each."""
    rule = _rule(run, rule_name, at)
    if rule is None:
        return None
    thens: list[int] = []
    for period in rule.form.periods:
        values = {name: run.graph.number(value) for name, value in period.values.items()}
        node = _expression(run, text, (*at, key), names.extended(values))
        if node is None:
            return None
        thens.append(node)
    return _periods(run, rule, thens)


def _periods(run: _Compilation, rule: CompilableRule, thens: list[int]) -> int:
    listed: list[dict[str, Any]] = []
    for form, then in zip(rule.form.periods, thens, strict=True):
        listed.append({"id": form.id, "from": _start(rule, form), "to": _iso(form.end), "then": then})
        run.periods[form.id] = rule.periods[form.id]
    return run.graph.add(run.graph.kinds[thens[0]], {"kind": "periods", "rule": rule.id, "periods": listed})


def _start(rule: CompilableRule, form: PeriodForm) -> str:
    start = form.start or rule.earliest
    assert start is not None, "checked when the rulebook was read"
    return start.isoformat()


def _rule(run: _Compilation, name: str, at: Path) -> CompilableRule | None:
    full = name if "/" in name else f"{run.book}/{name}"
    rule = run.rules.get(full)
    if rule is None:
        near = [key.removeprefix(f"{run.book}/") for key in run.rules]
        _problem(run, (*at, "rule"), "unknown-rule", f"there is no rule '{name}'", did_you_mean(name, near))
    elif rule.currency != run.currency.code:
        message = f"'{name}' is in {rule.currency}, this rulebook in {run.currency.code}; currencies never mix"
        _problem(run, (*at, "rule"), "mixed-currencies", message)
        return None
    return rule


def _condition(run: _Compilation, text: str, at: Path, names: Names) -> int | None:
    node = _expression(run, text, at, names)
    if node is not None and run.graph.kinds[node] != "flag":
        _problem(run, at, "invalid-expression", "a condition is needed here", "write for example 'billed > 100'")
        return None
    return node


def _expression(run: _Compilation, text: str, at: Path, names: Names) -> int | None:
    try:
        return compile_expression(text, run.graph, names)
    except ExpressionError as error:
        place = run.document.locate((*run.at, *at))
        column = place.column + error.column + _quote_width(run.text, place)
        where = Location(place.path, place.line, column)
        run.problems.append(Problem(where, "invalid-expression", error.message, error.hint))
        return None


def _quote_width(text: str, place: Location) -> int:
    """1 where the value at ``place`` is quoted: its text begins behind the quote."""
    line = text.splitlines()[place.line - 1]
    return 1 if line[place.column - 1 : place.column] in ("'", '"') else 0


def _problem(run: _Compilation, at: Path, code: str, message: str, hint: str = "", *, key: bool = False) -> None:
    place = run.document.locate((*run.at, *at), key=key)
    run.problems.append(Problem(place, code, message, hint))


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
        "effective_from": _iso(period.start),
        "title": period.source.title,
        "url": period.source.url,
        "checked_on": period.checked_on.isoformat(),
        "confidence": period.confidence,
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
