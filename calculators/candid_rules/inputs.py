"""Read a calculator's inputs: strings in, exact values out, or a refusal that names the input."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from .documents import did_you_mean
from .formula import Value
from .model import Input
from .money import plain_text
from .refusal import Refusal

__all__ = ["complete", "read", "read_all"]

_NUMBER = re.compile(r"(-?)([0-9]+)(?:\.([0-9]+))?")
_WRITTEN = re.compile(r"[$€£]? ?([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)( ?%)?", re.ASCII)
"""A number as people write it: "$1,000.00", "15%"."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOST_DIGITS = 300
"""Far beyond any amount, and far below where big numbers would make a build slow."""


def complete(specs: Iterable[Input], given: Mapping[str, str]) -> dict[str, str]:
    """All inputs in force: what was given, verbatim, and the defaults of the rest.

    Raises:
        Refusal: ``unknown-input`` for a name that the calculator does not have, ``invalid-input`` for a missing one.
    """
    known = {spec.name: spec for spec in specs}
    for name in given:
        if name not in known:
            hint = did_you_mean(name, known)
            raise Refusal("unknown-input", f"there is no input '{name}'; {hint}", name)
    in_force: dict[str, str] = {}
    for name, spec in known.items():
        if name in given:
            in_force[name] = given[name]
        elif spec.default is not None:
            in_force[name] = spec.default
        elif spec.required:
            raise Refusal("invalid-input", f"the input '{name}' ({spec.label}) is missing", name)
    return in_force


def read_all(specs: Iterable[Input], texts: Mapping[str, str], decimals: int) -> dict[str, Value]:
    """The values of ``texts``, in the order of ``specs``; money has at most ``decimals`` decimals."""
    return {spec.name: read(spec, texts[spec.name], decimals) for spec in specs if spec.name in texts}


def read(spec: Input, text: str, decimals: int) -> Value:
    """The value of one input.

    Raises:
        Refusal: The text is not such a value, or lies outside the input's bounds.
    """
    match spec.type:
        case "choice":
            values = [choice.value for choice in spec.choices]
            if text not in values:
                raise _invalid(spec, f"'{_short(text)}' is none of {', '.join(values)}")
            return text
        case "flag":
            if text not in ("true", "false"):
                raise _invalid(spec, f"'{_short(text)}' is neither true nor false")
            return text == "true"
        case "date":
            if not _DAY.fullmatch(text):
                raise _invalid(spec, f"'{_short(text)}' is not a day; write it as 2016-06-21")
            try:
                return date.fromisoformat(text)
            except ValueError:
                raise _invalid(spec, f"the day {text} does not exist") from None
        case _:
            return _number(spec, text, decimals)


def _number(spec: Input, text: str, decimals: int) -> Fraction:
    match = _NUMBER.fullmatch(text)
    if match is None:
        example = "0.12 for 12%" if spec.type == "rate" else "1000 or 1000.50"
        raise _invalid(spec, f"'{_short(text)}' is not a plain number; write {example}", _plainly(spec, text))
    if len(text) > _MOST_DIGITS:
        raise _invalid(spec, f"a number of more than {_MOST_DIGITS} digits")
    sign, whole, decimals_given = match[1], match[2], match[3] or ""
    places = len(decimals_given)
    value = Fraction(int(f"{sign}{whole}{decimals_given}"), 10**places)
    if spec.type == "money":
        if value < 0:
            raise Refusal("negative-amount", f"{spec.name}: an amount is not negative (given: {text})", spec.name)
        if places > decimals:
            message = f"{spec.name}: {text} has more than {decimals} decimals, the currency's smallest unit"
            raise Refusal("more-decimals-than-minor-unit", message, spec.name)
    if spec.type == "integer" and places:
        raise _invalid(spec, f"'{text}' is not a whole number")
    if spec.type == "rate" and not 0 <= value <= 1:
        raise _invalid(spec, f"a rate lies between 0 and 1; 12% is 0.12 (given: {text})", _as_rate(value))
    if spec.minimum is not None and value < Fraction(spec.minimum):
        code = "below-minimum" if spec.type == "money" else "invalid-input"
        raise Refusal(code, f"{spec.name}: at least {spec.minimum} (given: {text})", spec.name)
    if spec.maximum is not None and value > Fraction(spec.maximum):
        raise _invalid(spec, f"at most {spec.maximum} (given: {text})")
    return value


def _plainly(spec: Input, text: str) -> str:
    """What to write instead of a number as people write it; empty where it is no number even so."""
    match = _WRITTEN.fullmatch(text)
    if match is None or len(text) > _MOST_DIGITS:
        return ""
    plain, percent = match[1].replace(",", ""), match[2] is not None
    if percent and spec.type != "rate":
        return ""
    return f"write {plain_text(Fraction(plain) / 100) if percent else plain}"


def _as_rate(value: Fraction) -> str:
    """What to write instead of a percentage that lacks its sign."""
    return f"write {plain_text(value / 100)}" if 1 < value <= 100 else ""


def _invalid(spec: Input, message: str, hint: str = "") -> Refusal:
    return Refusal("invalid-input", f"{spec.name}: {message}", spec.name, hint)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
