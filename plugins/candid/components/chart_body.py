"""Reads the body of a ``chart`` fence: what is drawn and along which axis; every mistake at its place.

A chart asks either a measure of several products or one calculator, and shows the answers as bars, along amounts
(``over``) or through time (``since``)::

    title: What is left of 1,000        title: What is left of one payment    title: What Upwork took of $1,000
    products: [fiverr, upwork]          products: [fiverr, upwork]            calculator: upwork/freelancer-fee
    measure: kept                       measure: kept                         outputs: [fee]
    amount: 1000                        over: {amount: [0, 1000]}             inputs: {billed: 1000}
                                                                              since: 2013-02-03
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, TypeVar

from pydantic import BeforeValidator, Field

from candid.components.reading import unknown_id
from candid.models import Id, Record, Text
from candid_rules import Calculator, Input, Output
from candid_rules.documents import Document, Problem, did_you_mean

if TYPE_CHECKING:
    from candid.site import Site

__all__ = ["ChartBody", "ChartKind", "Series", "chart_kind", "read_series"]

ChartKind: TypeAlias = Literal["bars", "curves", "steps"]

MOST = {"bars": 12, "curves": 6, "steps": 6}
"""How many series a reader can tell apart."""

_Entry = TypeVar("_Entry", Input, Output)

_NUMERIC = ("money", "number", "integer", "rate")


def _as_written(value: Any) -> Any:
    """A YAML value as a calculator takes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if not isinstance(value, str | int):
        raise ValueError("needs one value: a number, a date or a word")
    return str(value)


Given = Annotated[str, BeforeValidator(_as_written)]


class ChartBody(Record):
    """The body of a ``chart`` fence."""

    title: Text
    caption: str = ""
    products: Annotated[tuple[Id, ...], Field(min_length=1)] | None = None
    measure: Id | None = Field(default=None, description="the measure that all products have")
    amount: Given | None = Field(default=None, description="what the measure is taken of, unless over varies it")
    calculator: Text | None = None
    outputs: Annotated[tuple[Text, ...], Field(min_length=1)] | None = None
    inputs: Mapping[str, Given] = Field(default={}, description="the inputs that stay the same")
    compare: Mapping[str, Annotated[tuple[Given, ...], Field(min_length=1)]] | None = Field(
        default=None, description="one input with the values to draw, each on its own"
    )
    over: Mapping[str, tuple[Given, ...]] | None = Field(
        default=None, description="one input with the least and the greatest value to draw; amount for products"
    )
    since: date | None = Field(default=None, description="the first day of a chart through time")
    until: date | None = Field(default=None, description="its last day; the site's day by default")
    on: date | None = Field(default=None, description="the day whose rules hold; the site's day by default")
    currencies: Literal["apart"] | None = Field(default=None, description="draws each currency on its own axis")


@dataclass(frozen=True)
class Series:
    """One thing that a chart asks.

    Attributes:
        calculator: Who answers.
        output: Which answer is drawn.
        inputs: The inputs that stay the same.
        varied: The input along the axis; ``None`` where there is none.
        product: The name of the product that is asked about; empty for a calculator.
        compared: The input and the value that set this series apart.
        at: Where in the body this series is named.
    """

    calculator: Calculator
    output: Output
    inputs: Mapping[str, str]
    varied: Input | None
    at: tuple[str | int, ...]
    product: str = ""
    compared: tuple[Input, str] | None = None


def chart_kind(body: ChartBody) -> ChartKind:
    """What is drawn."""
    if body.over is not None:
        return "curves"
    return "steps" if body.since is not None else "bars"


def read_series(document: Document, body: ChartBody, site: Site) -> tuple[tuple[Series, ...], list[Problem]]:
    """What the chart asks, or everything that is wrong with how it asks."""
    reader = _Reader(document, body, site)
    series = reader.read()
    return series, reader.problems


class _Reader:
    """One pass over a body whose keys and types are right."""

    def __init__(self, document: Document, body: ChartBody, site: Site) -> None:
        self.document = document
        self.body = body
        self.site = site
        self.kind = chart_kind(body)
        self.problems: list[Problem] = []

    def read(self) -> tuple[Series, ...]:
        body = self.body
        self._days()
        for name, ends in (body.over or {}).items():
            if len(ends) != 2:
                self._wrong(("over", name), f"'{name}' needs its least and its greatest value", "write [0, 1000]")
        if body.products is not None and body.calculator is not None:
            self._wrong(
                ("calculator",), "a chart asks either products or a calculator", "remove one of the two", key=True
            )
            return ()
        if body.products is None and body.calculator is None:
            hint = "add 'calculator:', or 'products:' with a 'measure:'"
            self.problems.append(Problem(self.document.locate(()), "missing-key", "a chart of nothing", hint))
            return ()
        series = self._of_products(body.products) if body.products is not None else self._of_calculator()
        if len(series) > MOST[self.kind]:
            at = series[0].at[:1]
            message = f"{len(series)} {self.kind} in one chart; a reader can tell {MOST[self.kind]} apart"
            self._wrong(at, message, "make two charts")
        if not self.problems:
            self._one_currency(series)
        return tuple(series)

    def _days(self) -> None:
        body = self.body
        if body.since is None:
            if body.until is not None:
                self._wrong(("until",), "'until' ends a chart that has no 'since'", "add 'since:'", key=True)
            return
        for name in ("over", "on"):
            if getattr(body, name) is not None:
                self._wrong(
                    (name,), f"'{name}' does not go with 'since'", "a chart through time has its own days", key=True
                )
        if body.since >= (body.until or self.site.as_of):
            end = "until" if body.until is not None else "the site's day"
            self._wrong(("since",), f"'since' ({body.since}) does not lie before {end}", "begin earlier")

    # A measure of products

    def _of_products(self, products: tuple[str, ...]) -> list[Series]:
        body = self.body
        for name in ("outputs", "inputs", "compare"):
            if getattr(body, name):
                self._wrong((name,), f"'{name}' belongs to a chart of a calculator", "the measure decides it", key=True)
        if body.measure is None:
            self._missing("measure", "a chart of products shows one of their measures")
        if body.over is not None and body.amount is not None:
            self._wrong(("amount",), "'amount' does not go with 'over'", "'over' gives the amounts", key=True)
        if body.over is None and body.amount is None:
            self._missing("amount", "a measure is taken of an amount")
        if body.over is not None and list(body.over) != ["amount"]:
            self._wrong(("over",), "a measure is drawn over its amount", "write {amount: [0, 1000]}")
        found = [self._of_product(index, name) for index, name in enumerate(products)]
        if len(set(products)) != len(products):
            self._wrong(("products",), "a product stands twice", "name each once")
        return [series for series in found if series is not None]

    def _of_product(self, index: int, name: str) -> Series | None:
        at = ("products", index)
        product = self.site.catalog.products.get(name)
        if product is None:
            self.problems.append(unknown_id(self.document, at, "product", name, self.site.catalog.products))
            return None
        if self.body.measure is None:
            return None
        measure = product.measures.get(self.body.measure)
        if measure is None:
            known = did_you_mean(self.body.measure, product.measures) or "this product has no measures"
            place = self.document.locate(at)
            self.problems.append(Problem(place, "unknown-id", f"'{name}' has no measure '{self.body.measure}'", known))
            return None
        calculator = self.site.calculators.get(measure.calculator)
        entry = _named(calculator.inputs, measure.amount) if calculator is not None else None
        output = _named(calculator.outputs, measure.output) if calculator is not None else None
        if calculator is None or entry is None or output is None:
            message = f"the measure '{self.body.measure}' of '{name}' asks for what no calculator has"
            self._wrong(at, message, f"mend it in the record of '{name}'")
            return None
        fixed = (
            dict(measure.inputs)
            if self.body.over is not None
            else {**measure.inputs, entry.name: self.body.amount or ""}
        )
        return Series(calculator, output, fixed, entry if self.body.over is not None else None, at, product.name)

    # One calculator

    def _of_calculator(self) -> list[Series]:
        body = self.body
        for name in ("measure", "amount"):
            if getattr(body, name) is not None:
                self._wrong(
                    (name,), f"'{name}' belongs to a chart of products", "write the amount under 'inputs'", key=True
                )
        calculator = self.site.calculators.get(body.calculator or "")
        if calculator is None:
            name = body.calculator or ""
            self.problems.append(unknown_id(self.document, ("calculator",), "calculator", name, self.site.calculators))
            return []
        outputs = self._outputs(calculator)
        for name in body.inputs:
            if _named(calculator.inputs, name) is None:
                self._no_input(calculator, ("inputs", name), name)
        varied = self._varied(calculator)
        compared = self._compared(calculator)
        self._required(calculator)
        if compared is None:
            if self.kind == "bars" and len(outputs) == 1 and body.outputs is None:
                self._missing("over", "one number is no chart", "add 'over:', 'since:' or 'compare:'")
            return [Series(calculator, output, body.inputs, varied, ("outputs", index)) for index, output in outputs]
        entry, values = compared
        if len(outputs) > 1:
            names = ", ".join(output.name for _, output in outputs)
            hint = f"write 'outputs: [{outputs[-1][1].name}]'"
            self._wrong(("compare",), f"'compare' goes with one output, not with {names}", hint, key=True)
            return []
        return [
            Series(
                calculator,
                output,
                {**body.inputs, entry.name: value},
                varied,
                ("compare", entry.name, index),
                compared=(entry, value),
            )
            for index, value in enumerate(values)
            for _, output in outputs
        ]

    def _outputs(self, calculator: Calculator) -> list[tuple[int, Output]]:
        if self.body.outputs is None:
            drawable = [output for output in calculator.outputs if output.type in ("money", "number")]
            if not drawable:
                message = f"{calculator.id} answers with no amount that could be drawn"
                self._wrong(("calculator",), message, "name another calculator")
            return list(enumerate(drawable))
        found: dict[int, Output] = {}
        for index, name in enumerate(self.body.outputs):
            output = _named(calculator.outputs, name)
            at = ("outputs", index)
            if output is None:
                known = [entry.name for entry in calculator.outputs]
                self.problems.append(unknown_id(self.document, at, f"output of {calculator.id} called", name, known))
            elif output.type not in ("money", "number"):
                self._wrong(at, f"'{name}' is no amount that could be drawn", "name an output that is a number")
            elif output in found.values():
                self._wrong(at, f"'{name}' stands twice", "name each output once")
            else:
                found[index] = output
        return list(found.items())

    def _varied(self, calculator: Calculator) -> Input | None:
        over = self.body.over
        if over is None:
            return None
        if len(over) != 1:
            self._wrong(
                ("over",), "'over' names exactly one input", f"write {{{calculator.inputs[0].name}: [0, 1000]}}"
            )
            return None
        name = next(iter(over))
        entry = _named(calculator.inputs, name)
        if entry is None:
            self._no_input(calculator, ("over", name), name)
        elif entry.type not in _NUMERIC:
            self._wrong(
                ("over", name), f"'{name}' is no number to go along", "name an input that is a number", key=True
            )
        elif name in self.body.inputs:
            self._wrong(("inputs", name), f"'over' varies '{name}' already", "remove it here", key=True)
        else:
            return entry
        return None

    def _compared(self, calculator: Calculator) -> tuple[Input, tuple[str, ...]] | None:
        compare = self.body.compare
        if compare is None:
            return None
        if len(compare) != 1:
            self._wrong(
                ("compare",), "'compare' names exactly one input", f"write {{{calculator.inputs[0].name}: [1, 2]}}"
            )
            return None
        name, values = next(iter(compare.items()))
        entry = _named(calculator.inputs, name)
        if entry is None:
            self._no_input(calculator, ("compare", name), name)
            return None
        for key in ("inputs", "over"):
            if name in (getattr(self.body, key) or {}):
                self._wrong((key, name), f"'compare' varies '{name}' already", "remove it here", key=True)
        for index, value in enumerate(values):
            if value in values[:index]:
                self._wrong(("compare", name, index), f"'{value}' is compared twice", "remove one of the two")
        return entry, values

    def _required(self, calculator: Calculator) -> None:
        given = {*self.body.inputs, *(self.body.over or {}), *(self.body.compare or {})}
        for entry in calculator.inputs:
            if entry.required and entry.name not in given:
                place = self.document.locate(("calculator",))
                message = f"{calculator.id} needs the input '{entry.name}'"
                self.problems.append(Problem(place, "missing-key", message, f"add '{entry.name}:' under 'inputs:'"))

    # What both have in common

    def _one_currency(self, series: list[Series]) -> None:
        if self.body.currencies == "apart":
            return
        first = series[0].output.currency
        other = next((entry for entry in series if entry.output.currency != first), None)
        if other is not None:
            units = [code or "a plain number" for code in (other.output.currency, first)]
            hint = "leave it out, or add 'currencies: apart' to draw each currency on its own axis"
            self._wrong(other.at, f"{units[0]} and {units[1]} do not share an axis", hint)

    def _no_input(self, calculator: Calculator, at: tuple[str | int, ...], name: str) -> None:
        place = self.document.locate(at, key=True)
        hint = did_you_mean(name, [entry.name for entry in calculator.inputs])
        self.problems.append(Problem(place, "unknown-key", f"{calculator.id} has no input '{name}'", hint))

    def _missing(self, name: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(self.document.locate(()), "missing-key", message, hint or f"add '{name}:'"))

    def _wrong(self, at: tuple[str | int, ...], message: str, hint: str, *, key: bool = False) -> None:
        self.problems.append(Problem(self.document.locate(at, key=key), "invalid-value", message, hint))


def _named(entries: Iterable[_Entry], name: str) -> _Entry | None:
    """The input or output of that name."""
    return next((entry for entry in entries if entry.name == name), None)
