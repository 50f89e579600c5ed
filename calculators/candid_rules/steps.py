"""Compile the parts of a calculator that say how a value comes about: steps, cases, conditions and expressions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from .documents import Document, Location, Problem, did_you_mean
from .expressions import BrokenCall, ExpressionError, Names, compile_expression
from .forms import CaseForm, PeriodForm, RuleForm, StepForm
from .graph import NUMERIC, Graph, MixedCurrencies
from .model import Calculator, Period
from .money import Currency, RoundingMode
from .shapes import Applied, ShapeError, charge, invert

__all__ = ["Callees", "CompilableRule", "Compilation", "Compiled", "Path", "Surroundings"]

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class CompilableRule:
    """A rule with what the compiler needs of the rulebook that it stands in."""

    id: str
    form: RuleForm
    currency: str
    earliest: date | None
    periods: Mapping[str, Period]


@dataclass(frozen=True)
class Compiled:
    """A compiled calculator with what its callers need.

    Attributes:
        calculator: The calculator.
        graph: Its nodes with their types and currencies.
        warnings: Those of its warnings that its author wrote; the others are about its own outputs.
    """

    calculator: Calculator
    graph: Graph
    warnings: tuple[Mapping[str, Any], ...]


class Callees(Protocol):
    """The calculators that another one may call."""

    @property
    def ids(self) -> Collection[str]:
        """Full ids of all calculators of the library."""

    def circle(self, name: str) -> tuple[str, ...]:
        """The calculators that wait for each other if ``name`` is called now: it, and those that led to this call."""

    def compiled(self, name: str) -> Compiled | None:
        """The calculator ``name``, compiled first if need be; ``None`` where it has problems."""


@dataclass(frozen=True)
class Surroundings:
    """What a calculator's compilation knows of its rulebook and of the library.

    Attributes:
        document: The rulebook's document, for locations.
        text: The rulebook's text, for locations inside folded and quoted expressions.
        book: The rulebook's id; rules without a slash are looked up there.
        currency: The currency of the rulebook, or of the calculator where it has its own.
        rounding: The rulebook's rounding mode.
        rules: All rules of the library by full id.
        callees: All calculators of the library.
    """

    document: Document
    text: str
    book: str
    currency: Currency
    rounding: RoundingMode
    rules: Mapping[str, CompilableRule]
    callees: Callees


@dataclass
class Compilation:
    """One calculator on its way to a formula.

    Methods return the index of a node, or ``None`` after they have reported a problem. ``at`` is the path of a part
    below the calculator.
    """

    around: Surroundings
    at: Path
    graph: Graph = field(default_factory=Graph)
    problems: list[Problem] = field(default_factory=list)
    periods: dict[str, Period] = field(default_factory=dict)
    names: Names = field(default_factory=Names)

    def problem(self, at: Path, code: str, message: str, hint: str = "", *, key: bool = False) -> None:
        """Report what is wrong with the value, or the key, at a path below the calculator."""
        place = self.around.document.locate((*self.at, *at), key=key)
        self.problems.append(Problem(place, code, message, hint))

    def step(self, form: StepForm, at: Path) -> int | None:
        """The value that a step leads to."""
        ways = [key for key in ("cases", "sum", "highest", "lowest") if getattr(form, key) is not None]
        if form.rule is not None or form.amount is not None:
            ways.append("rule" if form.rule is not None else "amount")
        if len(ways) != 1:
            message = "this needs a 'rule', an 'amount' or 'cases'"
            if ways:
                message = f"'{ways[0]}' and '{ways[1]}' exclude each other"
            self.problem(at, "invalid-step", message, key=True)
            return None
        if form.rule is None:
            for key in ("of", "prior", "by", "net"):
                if getattr(form, key) is not None:
                    self.problem((*at, key), "invalid-step", f"'{key}' needs a 'rule' beside it", key=True)
        try:
            return self._by(ways[0], form, at)
        except MixedCurrencies as error:
            self._mixed(error, at)
            return None

    def _by(self, way: str, form: StepForm, at: Path) -> int | None:
        match way:
            case "cases":
                return self._cases(form.cases or [], (*at, way))
            case "amount":
                return self.expression(form.amount or "", (*at, way))
            case "rule" if form.amount is not None:
                return self.by_rule(form.rule or "", form.amount, at, "amount")
            case "rule":
                return self._apply(form, at)
            case _:
                return self._several(way, getattr(form, way), (*at, way))

    def _mixed(self, error: MixedCurrencies, at: Path) -> None:
        self.problem(at, "mixed-currencies", str(error), "keep each currency in a line of its own", key=True)

    def by_rule(self, rule_name: str, text: str, at: Path, key: str) -> int | None:
        """An expression that holds under a rule's periods and may use the values of each."""
        rule = self._rule(rule_name, at)
        if rule is None:
            return None
        thens: list[int] = []
        for period in rule.form.periods:
            values = {name: self.graph.number(value) for name, value in period.values.items()}
            node = self.expression(text, (*at, key), values)
            if node is None:
                return None
            thens.append(node)
        try:
            return self._periods(rule, thens)
        except MixedCurrencies as error:
            self._mixed(error, at)
            return None

    def condition(self, text: str, at: Path, *, rule: str | None = None) -> int | None:
        """An expression that is true or false, under a rule's periods where ``rule`` names one."""
        node = self.expression(text, at) if rule is None else self.by_rule(rule, text, at[:-1], str(at[-1]))
        if node is not None and self.graph.kinds[node] != "flag":
            self.problem(at, "invalid-expression", "a condition is needed here", "write for example 'billed > 100'")
            return None
        return node

    def expression(self, text: str, at: Path, values: Mapping[str, int] | None = None) -> int | None:
        """An expression, which may use ``values`` beside the calculator's names."""
        try:
            return compile_expression(text, self.graph, self.names.extended(values or {}))
        except ExpressionError as error:
            place = self.around.document.locate((*self.at, *at))
            where = _inside(self.around.text, place, text, error.column)
            self.problems.append(Problem(where, error.code, error.message, error.hint))
            return None
        except BrokenCall:
            return None

    def _cases(self, cases: list[CaseForm], at: Path) -> int | None:
        made: list[tuple[int | None, int | None]] = []
        for index, case in enumerate(cases):
            last = index == len(cases) - 1
            if last and case.when is not None:
                message = "the last case has no 'when': it holds for all the rest"
                self.problem((*at, index, "when"), "open-cases", message)
            if not last and case.when is None:
                self.problem((*at, index), "open-cases", "only the last case has no 'when'")
            when = None if case.when is None else self.condition(case.when, (*at, index, "when"))
            made.append((when, self.step(case, (*at, index))))
        pairs = [(when, then) for when, then in made[:-1] if when is not None and then is not None]
        otherwise = made[-1][1] if made else None
        if otherwise is None or len(pairs) < len(made) - 1:
            return None
        kinds = {self.graph.kinds[then] for then in (*(then for _, then in pairs), otherwise)}
        if len(kinds) > 1 and not kinds <= NUMERIC:
            self.problem(at, "wrong-type", "the cases are not of one type", key=True)
            return None
        return self.graph.switch(pairs, otherwise)

    def _several(self, way: str, steps: list[StepForm], at: Path) -> int | None:
        found = [self.step(part, (*at, index)) for index, part in enumerate(steps)]
        made = [node for node in found if node is not None]
        if len(made) < len(found):
            return None
        if not made or any(self.graph.kinds[node] not in NUMERIC for node in made):
            self.problem(at, "wrong-type", f"'{way}' needs amounts", key=True)
            return None
        if way != "sum":
            return self.graph.extreme("max" if way == "highest" else "min", made)
        total = made[0]
        for node in made[1:]:
            total = self.graph.arithmetic("add", total, node)
        return total

    def _apply(self, form: StepForm, at: Path) -> int | None:
        """The charge of a rule's period in force, or the amount that leaves a net under it."""
        rule = self._rule(form.rule or "", at)
        if (form.of is None) == (form.net is None):
            message = "a rule is applied 'of' an amount, or gives what leaves a 'net'"
            self.problem(at, "invalid-step", message, key=True)
            return None
        parts: dict[str, int] = {}
        for key in ("of", "net", "prior", "by"):
            text = getattr(form, key)
            if text is None:
                continue
            node = self.expression(text, (*at, key))
            if node is None:
                return None
            if self.graph.kinds[node] not in NUMERIC:
                self.problem((*at, key), "wrong-type", "a number is needed here")
                return None
            parts[key] = node
        return None if rule is None else self._charges(rule, parts, at)

    def _charges(self, rule: CompilableRule, parts: Mapping[str, int], at: Path) -> int | None:
        for key, shape in (("prior", "graduated"), ("by", "volume")):
            if key in parts and all(getattr(period, shape) is None for period in rule.form.periods):
                message = f"no period of '{rule.id}' is {shape}"
                self.problem((*at, key), "wrong-shape", message, f"leave out '{key}'")
        if "net" not in parts and any(period.volume is not None for period in rule.form.periods):
            self._bounds(rule, parts, at)
        thens: list[int] = []
        for period in rule.form.periods:
            use = Applied(self.graph, period.id, money=rule.form.measures == "money")
            try:
                if "net" in parts:
                    thens.append(invert(period, use, parts["net"], parts.get("prior")))
                else:
                    thens.append(charge(period, use, parts["of"], parts.get("prior"), parts.get("by")))
            except ShapeError as error:
                self.problem((*at, "rule"), "wrong-shape", f"period '{period.id}': {error}")
                return None
        return self._periods(rule, thens)

    def _bounds(self, rule: CompilableRule, parts: Mapping[str, int], at: Path) -> None:
        """Volume bands are chosen by what their bounds are: an amount of money, or a count of something."""
        key = "by" if "by" in parts else "of"
        if self.graph.kinds[parts[key]] == "money":
            if rule.form.counts:
                message = f"the bands of '{rule.id}' count {rule.form.counts}, this is money"
                self.problem((*at, key), "wrong-type", message)
        elif not rule.form.counts:
            message = f"the bands of '{rule.id}' end at amounts of money, this is a count"
            self.problem((*at, key), "wrong-type", message, "add 'counts:' to the rule, such as 'counts: months'")

    def _periods(self, rule: CompilableRule, thens: list[int]) -> int:
        listed: list[dict[str, Any]] = []
        for form, then in zip(rule.form.periods, thens, strict=True):
            end = None if form.end is None else form.end.isoformat()
            listed.append({"id": form.id, "from": _start(rule, form), "to": end, "then": then})
            self.periods[form.id] = rule.periods[form.id]
        return self.graph.periods(rule.id, rule.currency, listed)

    def _rule(self, name: str, at: Path) -> CompilableRule | None:
        book, rules = self.around.book, self.around.rules
        rule = rules.get(name if "/" in name else f"{book}/{name}")
        if rule is None:
            hint = did_you_mean(name, [key.removeprefix(f"{book}/") for key in rules])
            self.problem((*at, "rule"), "unknown-rule", f"there is no rule '{name}'", hint)
            return None
        if rule.currency != self.around.currency.code:
            own = self.around.currency.code
            message = f"'{name}' is in {rule.currency}, this rulebook in {own}; currencies never mix"
            self.problem((*at, "rule"), "mixed-currencies", message)
            return None
        return rule


def _start(rule: CompilableRule, form: PeriodForm) -> str:
    start = form.start or rule.earliest
    assert start is not None, "checked when the rulebook was read"
    return start.isoformat()


def _inside(source: str, place: Location, text: str, offset: int) -> Location:
    """Where character ``offset`` of a scalar stands that begins at ``place``; YAML folds its line ends to spaces."""
    lines = source.splitlines(keepends=True)
    position = sum(len(line) for line in lines[: place.line - 1]) + place.column - 1
    if source[position : position + 1] in ("'", '"'):
        position += 1
    for character in text[:offset]:
        if character == " ":
            while source[position : position + 1].isspace():
                position += 1
        else:
            position += 1
    before = source[:position]
    return Location(place.path, before.count("\n") + 1, position - before.rfind("\n"))
