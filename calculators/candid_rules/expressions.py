"""Small arithmetic that an author may write in a rulebook: ``billed - fee``, ``balance >= minimum and not paid``.

The text is parsed by Python's own parser and then checked against a short list of what is allowed; nothing is executed.

Allowed: the names of inputs and earlier lines, ``call.output`` of a call, ``on``, exact numbers, ``'words'``, ``true``
and ``false``, ``+ - * /``, comparisons, ``and``, ``or``, ``not``, ``a if condition else b`` and the functions

* ``min(a, b, …)``, ``max(a, b, …)``, ``percent(rate, amount)``, where a rate of 0.2 is 20%
* ``between(low, high)``: what is only known to lie between the two, which makes the answer a range
* ``given(input)``: whether an optional input was given
* ``day('2016-06-21')``, ``add_days(day, days)``, ``day_of_month(day)``, ``month_day(day, months, day_number)``
* ``monthly(day, count, last_day)``: a list of days, a month apart
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from .documents import did_you_mean
from .graph import NUMERIC, Graph, Kind, MixedCurrencies

__all__ = ["BrokenCall", "ExpressionError", "Names", "compile_expression"]


class ExpressionError(Exception):
    """What is wrong with an expression; ``column`` counts from 0 within its text."""

    def __init__(self, message: str, column: int, hint: str = "", code: str = "invalid-expression") -> None:
        super().__init__(message)
        self.message = message
        self.column = column
        self.hint = hint
        self.code = code


class BrokenCall(Exception):
    """An expression uses a call that has problems of its own, which are reported where it stands."""


@dataclass(frozen=True)
class Names:
    """What the names in an expression stand for.

    Attributes:
        nodes: The node of each name.
        choices: The values that each choice input takes.
        calls: The node of each output of each call; ``None`` for a call that has problems.
    """

    nodes: Mapping[str, int] = field(default_factory=dict)
    choices: Mapping[str, frozenset[str]] = field(default_factory=dict)
    calls: Mapping[str, Mapping[str, int] | None] = field(default_factory=dict)

    def extended(self, nodes: Mapping[str, int]) -> Names:
        """These names and more."""
        return replace(self, nodes={**self.nodes, **nodes})

    def with_call(self, name: str, outputs: Mapping[str, int] | None) -> Names:
        """These names and one more call."""
        return replace(self, calls={**self.calls, name: outputs})


def compile_expression(text: str, graph: Graph, names: Names) -> int:
    """Add the nodes of an expression to ``graph``.

    Returns:
        The index of its value.

    Raises:
        ExpressionError: It is not readable, not allowed, names something unknown, or mixes currencies.
        BrokenCall: It uses a call whose problems are reported elsewhere.
    """
    if len(text) > _LONGEST:
        raise ExpressionError(f"an expression has at most {_LONGEST} characters", 0, "split it into lines or cases")
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        column = max((getattr(error, "offset", None) or 1) - 1, 0)
        raise ExpressionError("this is not a readable expression", column, "write for example 'billed - fee'") from None
    return _Compiler(text.strip(), graph, names).node(tree.body)


_LONGEST = 400
"""Three times what any stock rulebook needs, and short enough that no nesting can exhaust the stack."""


_ARITHMETIC = {ast.Add: "add", ast.Sub: "subtract", ast.Mult: "multiply", ast.Div: "divide"}
_COMPARISONS = {ast.Lt: "lt", ast.LtE: "le", ast.Gt: "gt", ast.GtE: "ge", ast.Eq: "eq", ast.NotEq: "ne"}


class _Compiler:
    def __init__(self, text: str, graph: Graph, names: Names) -> None:
        self.text = text
        self.graph = graph
        self.names = names
        self.functions: dict[str, Callable[[ast.Call], int]] = {
            "min": self._extreme,
            "max": self._extreme,
            "between": self._between,
            "percent": self._percent,
            "given": self._given,
            "day": self._day,
            "add_days": self._add_days,
            "day_of_month": self._day_of_month,
            "month_day": self._month_day,
            "monthly": self._monthly,
        }

    def node(self, item: ast.expr) -> int:
        try:
            return self._node(item)
        except MixedCurrencies as error:
            hint = "keep each currency in a line of its own"
            raise self.error(item, str(error), hint, "mixed-currencies") from None

    def _node(self, item: ast.expr) -> int:
        match item:
            case ast.Name():
                return self._name(item)
            case ast.Attribute(value=ast.Name(id=name)) if self.names.calls:
                return self._output(item, name)
            case ast.Constant():
                return self._constant(item)
            case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _ARITHMETIC:
                operands = self.numeric(left), self.numeric(right)
                return self.graph.arithmetic(_ARITHMETIC[type(operator)], *operands)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return self.graph.arithmetic("subtract", self.graph.number(0), self.numeric(operand))
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return self.graph.add("flag", {"kind": "not", "of": self.flag(operand)})
            case ast.BoolOp(op=operator, values=values):
                kind = "all" if isinstance(operator, ast.And) else "any"
                return self.graph.add("flag", {"kind": kind, "of": [self.flag(value) for value in values]})
            case ast.Compare():
                return self._compare(item)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                when, then, otherwise = self.flag(test), self.node(body), self.node(orelse)
                self._same(item, then, otherwise)
                return self.graph.switch([(when, then)], otherwise)
            case ast.Call(func=ast.Name(id=name)) if name in self.functions and not item.keywords:
                return self.functions[name](item)
            case ast.Call(func=ast.Name(id=name)):
                raise self.error(item, f"there is no function '{name}'", did_you_mean(name, self.functions))
        raise self.error(item, "this is not allowed in an expression", "use names, numbers, + - * / and comparisons")

    def numeric(self, item: ast.expr) -> int:
        return self._of(item, NUMERIC, "a number")

    def flag(self, item: ast.expr) -> int:
        return self._of(item, frozenset({"flag"}), "a condition")

    def day(self, item: ast.expr) -> int:
        return self._of(item, frozenset({"day"}), "a day")

    def error(self, item: ast.expr, message: str, hint: str = "", code: str = "invalid-expression") -> ExpressionError:
        before = self.text.encode()[: item.col_offset].decode()  # the parser counts bytes
        return ExpressionError(message, len(before), hint, code)

    def _of(self, item: ast.expr, wanted: frozenset[Kind], word: str) -> int:
        index = self.node(item)
        if self.graph.kinds[index] not in wanted:
            raise self.error(item, f"{word} is needed here, this is {_WORDS[self.graph.kinds[index]]}")
        return index

    def _same(self, item: ast.expr, left: int, right: int) -> None:
        kinds = {self.graph.kinds[left], self.graph.kinds[right]}
        if len(kinds) > 1 and not kinds <= NUMERIC:
            first, second = (_WORDS[self.graph.kinds[index]] for index in (left, right))
            raise self.error(item, f"the two sides do not match: {first} and {second}")

    def _name(self, item: ast.Name) -> int:
        if item.id in self.names.nodes:
            return self.names.nodes[item.id]
        if item.id in ("true", "false"):
            return self.graph.flag(item.id == "true")
        if item.id in self.names.calls:
            raise self.error(item, f"'{item.id}' is a call", f"name one of its outputs: '{item.id}.output'")
        raise self.error(item, f"nothing here is called '{item.id}'", did_you_mean(item.id, self.names.nodes))

    def _output(self, item: ast.Attribute, call: str) -> int:
        if call not in self.names.calls:
            raise self.error(item, f"there is no call '{call}'", did_you_mean(call, self.names.calls))
        outputs = self.names.calls[call]
        if outputs is None:
            raise BrokenCall
        if item.attr not in outputs:
            raise self.error(item, f"'{call}' has no output '{item.attr}'", did_you_mean(item.attr, outputs))
        return outputs[item.attr]

    def _constant(self, item: ast.Constant) -> int:
        if isinstance(item.value, str):
            return self.graph.text(item.value)
        written = ast.get_source_segment(self.text, item) or ""
        if type(item.value) in (int, float) and written.replace(".", "", 1).isdecimal() and written.isascii():
            return self.graph.number(Decimal(written))  # from the text: the parser's own value went through float
        raise self.error(item, f"'{written}' is not a plain number")

    def _compare(self, item: ast.Compare) -> int:
        parts: list[int] = []
        left = self.node(item.left)
        for operator, comparator in zip(item.ops, item.comparators, strict=True):
            op = _COMPARISONS.get(type(operator))
            if op is None:
                raise self.error(item, "this comparison is not allowed", "use < <= > >= == !=")
            right = self.node(comparator)
            self._same(item, left, right)
            if self.graph.kinds[left] not in ("money", "number", "day") and op not in ("eq", "ne"):
                raise self.error(item, "only numbers and days have an order", "use == or !=")
            self._known_choice(item.left, comparator)
            parts.append(self.graph.compare(op, left, right))
            left = right
        return parts[0] if len(parts) == 1 else self.graph.add("flag", {"kind": "all", "of": parts})

    def _known_choice(self, left: ast.expr, right: ast.expr) -> None:
        """A choice compared with a word that it never takes is a spelling mistake."""
        match (left, right):
            case (ast.Name(id=name), ast.Constant(value=str(word))) if name in self.names.choices:
                if word not in self.names.choices[name]:
                    raise self.error(right, f"'{name}' is never '{word}'", did_you_mean(word, self.names.choices[name]))

    def _arguments(self, call: ast.Call, count: int) -> list[ast.expr]:
        if len(call.args) != count:
            name = ast.unparse(call.func)
            raise self.error(call, f"'{name}' takes {count} value{'s' * (count > 1)}, here are {len(call.args)}")
        return call.args

    def _extreme(self, call: ast.Call) -> int:
        if len(call.args) < 2:
            raise self.error(call, "this needs two or more values")
        name = ast.unparse(call.func)
        return self.graph.extreme("min" if name == "min" else "max", [self.numeric(item) for item in call.args])

    def _between(self, call: ast.Call) -> int:
        low, high = self._arguments(call, 2)
        return self.graph.between(self.numeric(low), self.numeric(high))

    def _percent(self, call: ast.Call) -> int:
        rate, of = self._arguments(call, 2)
        return self.graph.percent(self.numeric(rate), self.numeric(of))

    def _given(self, call: ast.Call) -> int:
        (item,) = self._arguments(call, 1)
        if not isinstance(item, ast.Name) or self.graph.nodes[self._name(item)]["kind"] != "input":
            raise self.error(item, "'given' asks about an input", "write given(input_name)")
        return self.graph.add("flag", {"kind": "given", "name": item.id})

    def _day(self, call: ast.Call) -> int:
        (item,) = self._arguments(call, 1)
        try:
            return self.graph.day(date.fromisoformat(ast.literal_eval(item)))
        except (TypeError, ValueError):
            raise self.error(item, "this is not a day", "write day('2016-06-21')") from None

    def _add_days(self, call: ast.Call) -> int:
        start, days = self._arguments(call, 2)
        return self.graph.add("day", {"kind": "add_days", "of": self.day(start), "days": self.numeric(days)})

    def _day_of_month(self, call: ast.Call) -> int:
        (start,) = self._arguments(call, 1)
        return self.graph.add("number", {"kind": "day_of_month", "of": self.day(start)})

    def _month_day(self, call: ast.Call) -> int:
        start, months, number = self._arguments(call, 3)
        node = {"kind": "month_day", "of": self.day(start), "months": self.numeric(months), "day": self.numeric(number)}
        return self.graph.add("day", node)

    def _monthly(self, call: ast.Call) -> int:
        start, count, last = self._arguments(call, 3)
        node = {"kind": "monthly", "of": self.day(start), "count": self.numeric(count), "last_day": self.numeric(last)}
        return self.graph.add("days", node)


_WORDS: dict[Kind, str] = {
    "money": "an amount",
    "number": "a number",
    "day": "a day",
    "days": "a list of days",
    "text": "a word",
    "flag": "a condition",
}
