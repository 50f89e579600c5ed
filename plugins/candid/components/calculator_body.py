"""Reads the body of a ``calculator`` fence: every mistake at its place, every calculation already run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from candid.components.reading import not_a_mapping, unknown_id
from candid.models import SourceRef
from candid_rules import Calculator, Input, Output, Refusal, Result
from candid_rules.documents import Document, Problem, did_you_mean, validate

if TYPE_CHECKING:
    from candid.site import Site

__all__ = ["CalculatorOptions", "read"]

_RESERVED = ("on", "compare", "caption", "outputs", "sources", "title")
"""Keys beside the inputs; no calculator may have inputs of these names."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class CalculatorOptions:
    """A checked body with its results.

    Attributes:
        calculator: The calculator that it names.
        given: The inputs that the author wrote, as the calculator takes them.
        result: The worked example.
        outputs: The outputs to show, in this order.
        compared_input: The input of the compared values, if there are any.
        compared: The result for each compared value.
        title: Replaces the calculator's title, unless empty.
        caption: Replaces the calculator's summary, unless empty.
        sources: Where the author has the values of inputs from, by input.
    """

    calculator: Calculator
    given: Mapping[str, str]
    result: Result
    outputs: tuple[Output, ...]
    compared_input: Input | None = None
    compared: Mapping[str, Result] = field(default_factory=dict)
    title: str = ""
    caption: str = ""
    sources: Mapping[str, SourceRef] = field(default_factory=dict)


def read(document: Document, site: Site) -> tuple[CalculatorOptions | None, list[Problem]]:
    """The options of one fence, or everything that is wrong with it."""
    problems = not_a_mapping(document, "calculator fence", "upwork/freelancer-fee: {billed: 1000}")
    if problems:
        return None, problems
    name, *others = document.value
    problems = [_second_key(document, name, other) for other in others]
    calculator = site.calculators.get(name)
    if calculator is None:
        problems.append(unknown_id(document, (name,), "calculator", name, site.calculators, key=True))
        return None, problems
    reader = _Reader(document, site, calculator)
    options = reader.read(document.value[name])
    problems += reader.problems
    return (None if problems else options), problems


def _second_key(document: Document, calculator: str, other: str) -> Problem:
    place = document.locate((other,), key=True)
    if "/" in other:
        return Problem(place, "invalid-value", f"a second calculator, '{other}'", "give it a fence of its own")
    return Problem(place, "invalid-value", f"'{other}' does not stand below '{calculator}'", "indent it by two spaces")


class _Reader:
    """One pass over the keys below a calculator's id."""

    def __init__(self, document: Document, site: Site, calculator: Calculator) -> None:
        self.document = document
        self.site = site
        self.calculator = calculator
        self.inputs = {entry.name: entry for entry in calculator.inputs}
        self.problems: list[Problem] = []

    def read(self, body: Any) -> CalculatorOptions | None:
        if body is None:
            body = {}
        if not isinstance(body, dict):
            place = self.document.locate((self.calculator.id,))
            hint = "write each input on its own line, as 'name: value'"
            self.problems.append(Problem(place, "invalid-value", f"'{body}' is not a list of inputs", hint))
            return None
        given = self._given(body)
        on = self._day(body)
        outputs = self._outputs(body)
        title, caption = self._text(body, "title"), self._text(body, "caption")
        sources = self._sources(body)
        compared_input, values = self._compare(body)
        if self._missing(given) or ("on" in body and on is None):
            return None
        result = self._work_out(given, on)
        compared: dict[str, Result] = {}
        if compared_input is not None:
            compared = self._work_out_compared(given, compared_input, values, on, worked=result is not None)
        if result is None:
            return None
        return CalculatorOptions(
            self.calculator, given, result, outputs, compared_input, compared, title, caption, sources
        )

    def _given(self, body: dict[str, Any]) -> dict[str, str]:
        given: dict[str, str] = {}
        for name, value in body.items():
            if name in self.inputs:
                text = self._input_value(self.inputs[name], value, (name,))
                if text is not None:
                    given[name] = text
            elif name not in _RESERVED:
                place = self.document.locate((self.calculator.id, name), key=True)
                hint = did_you_mean(name, (*self.inputs, *_RESERVED))
                self.problems.append(Problem(place, "unknown-key", f"{self.calculator.id} has no input '{name}'", hint))
        return given

    def _input_value(self, entry: Input, value: Any, at: tuple[str | int, ...]) -> str | None:
        """The value as the calculator takes it; whether it makes sense is the calculator's to say."""
        if isinstance(value, bool):
            text = "true" if value else "false"
        elif isinstance(value, Decimal):
            text = format(value, "f")
        elif isinstance(value, str | int):
            text = str(value)
        else:
            self._wrong(at, f"'{entry.name}' needs one value", "write a number, a date or a word")
            return None
        allowed = [choice.value for choice in entry.choices] if entry.type == "choice" else []
        if allowed and text not in allowed:
            self._wrong(at, f"'{text}' is not a {entry.name}", did_you_mean(text, allowed))
            return None
        return text

    def _day(self, body: dict[str, Any]) -> date | None:
        text = body.get("on")
        if "on" not in body:
            return None
        try:
            if isinstance(text, str) and _DAY.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            pass
        self._wrong(("on",), f"'{text}' is not a date", "write it as year-month-day: 2024-06-01")
        return None

    def _text(self, body: dict[str, Any], name: str) -> str:
        value = body.get(name, "")
        if not isinstance(value, str | int | Decimal) or isinstance(value, bool):
            self._wrong((name,), f"'{name}' needs a text", "put it in quotes")
            return ""
        return str(value)

    def _outputs(self, body: dict[str, Any]) -> tuple[Output, ...]:
        known = {output.name: output for output in self.calculator.outputs}
        names = body.get("outputs", list(known))
        if not isinstance(names, list) or not names:
            self._wrong(("outputs",), "'outputs' needs a list of names", f"write [{', '.join(known)}] or fewer of them")
            return ()
        chosen: dict[str, Output] = {}
        for index, name in enumerate(names):
            if str(name) in known:
                chosen[str(name)] = known[str(name)]
            else:
                path = (self.calculator.id, "outputs", index)
                self.problems.append(
                    unknown_id(self.document, path, f"output of {self.calculator.id} called", str(name), known)
                )
        return tuple(chosen.values())

    def _sources(self, body: dict[str, Any]) -> dict[str, SourceRef]:
        """Where values come from: for each input a title, with an address if there is one."""
        written = body.get("sources", {})
        if not isinstance(written, dict):
            example = next(iter(self.inputs), "billed")
            self._wrong(("sources",), "'sources' needs an input for each source", f"write {{{example}: {{title: …}}}}")
            return {}
        sources: dict[str, SourceRef] = {}
        for name in written:
            path = (self.calculator.id, "sources", name)
            if name not in self.inputs:
                hint = did_you_mean(name, self.inputs)
                message = f"{self.calculator.id} has no input '{name}'"
                self.problems.append(Problem(self.document.locate(path, key=True), "unknown-key", message, hint))
                continue
            source, problems = validate(self.document, SourceRef, path)
            self.problems += problems
            if source is not None:
                sources[name] = source
        return sources

    def _compare(self, body: dict[str, Any]) -> tuple[Input | None, dict[str, int]]:
        """The input to compare by, and each of its values with its place in the list."""
        if "compare" not in body:
            return None, {}
        compare = body["compare"]
        if not isinstance(compare, dict) or len(compare) != 1:
            example = next(iter(self.inputs))
            self._wrong(("compare",), "'compare' names exactly one input", f"write {{{example}: [100, 500]}}")
            return None, {}
        name, values = next(iter(compare.items()))
        if name not in self.inputs:
            path = (self.calculator.id, "compare", name)
            place = self.document.locate(path, key=True)
            hint = did_you_mean(name, self.inputs)
            self.problems.append(Problem(place, "unknown-key", f"{self.calculator.id} has no input '{name}'", hint))
            return None, {}
        if not isinstance(values, list) or not values:
            self._wrong(("compare", name), f"'{name}' needs a list of values to compare", "write [100, 500]")
            return None, {}
        compared: dict[str, int] = {}
        for index, value in enumerate(values):
            text = self._input_value(self.inputs[name], value, ("compare", name, index))
            if text is not None and text in compared:
                self._wrong(("compare", name, index), f"'{text}' is compared twice", "remove one of the two")
            elif text is not None:
                compared[text] = index
        return self.inputs[name], compared

    def _missing(self, given: Mapping[str, str]) -> bool:
        """Report the required inputs without a usable value; true if there are any."""
        wanted = [name for name, entry in self.inputs.items() if entry.required and name not in given]
        body = self.document.value[self.calculator.id] or {}
        self.problems += [
            Problem(self._place(()), "missing-key", f"{self.calculator.id} needs the input '{name}'", f"add '{name}:'")
            for name in wanted
            if name not in body
        ]
        return bool(wanted)

    def _work_out(self, given: Mapping[str, str], on: date | None) -> Result | None:
        """The result. A refused optional input is reported and left out, so that the next refusal is found too."""
        tried = dict(given)
        refused = False
        while True:
            try:
                result = self.site.calculate(self.calculator.id, tried, on)
            except Refusal as refusal:
                refused = True
                name = refusal.input
                if name is None or name not in tried:
                    self._refused(refusal, self._day_or_calculator())
                    return None
                self._refused(refusal, (name,))
                if self.inputs[name].required:
                    return None
                del tried[name]
            else:
                return None if refused else result

    def _work_out_compared(
        self, given: Mapping[str, str], entry: Input, values: Mapping[str, int], on: date | None, *, worked: bool
    ) -> dict[str, Result]:
        results: dict[str, Result] = {}
        for text, index in values.items():
            try:
                tried = {**given, entry.name: text}
                results[text] = self.site.calculate(self.calculator.id, tried, on, explained=False)
            except Refusal as refusal:
                # What the worked example was refused for already is not said again for each row.
                if worked or refusal.input == entry.name:
                    self._refused(refusal, ("compare", entry.name, index))
        return results

    def _day_or_calculator(self) -> tuple[str | int, ...]:
        return ("on",) if "on" in (self.document.value[self.calculator.id] or {}) else ()

    def _refused(self, refusal: Refusal, at: tuple[str | int, ...]) -> None:
        code = "invalid-value" if refusal.code == "invalid-input" else "calculation-refused"
        message = refusal.message if code == "invalid-value" else f"{refusal.code}: {refusal.message}"
        self.problems.append(Problem(self._place(at), code, message, refusal.hint or _HINTS.get(refusal.code, "")))

    def _wrong(self, at: tuple[str | int, ...], message: str, hint: str) -> None:
        self.problems.append(Problem(self._place(at), "invalid-value", message, hint))

    def _place(self, at: tuple[str | int, ...]) -> Any:
        return self.document.locate((self.calculator.id, *at), key=not at)


_HINTS = {
    "negative-amount": "write an amount of zero or more",
    "more-decimals-than-minor-unit": "write no more decimals than the currency has",
    "below-minimum": "write an amount that the platform accepts",
    "fee-exceeds-amount": "write an amount above the fee",
    "no-rule-in-force": "give a day for which the rules are known, with 'on: 2024-06-01'",
}
