"""The form that replaces a worked example's inputs in the browser: a control for each input, and one for the day."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal

from candid.components.calculator_data import browser_formats
from candid.components.given import given_text
from candid.formats import Formats
from candid_rules import Calculator, Input
from candid_rules.model import InputType
from candid_rules.money import plain_text

__all__ = ["ControlView", "DayView", "control_view", "day_view"]


@dataclass(frozen=True)
class ControlView:
    """One control.

    Attributes:
        name: The input's name.
        label: What a reader sees above it.
        unit: What the label adds for those who hear it ("USD"); may be empty.
        type: The input's type.
        kind: What to show: a text field, a list to choose from, a box to tick, or the browser's own calendar.
        value: What it holds at first: text as a reader types it, otherwise as the calculator takes it.
        choices: Value and label of each entry of a list.
        before: What stands before the number, such as a currency's sign.
        after: What stands behind it.
        decimal: Whether a number may have decimals.
        required: Whether it must hold something.
        help: A sentence, and the bounds; may be empty.
    """

    name: str
    label: str
    unit: str
    type: InputType
    kind: Literal["text", "list", "box", "day"]
    value: str
    choices: tuple[tuple[str, str], ...]
    before: str
    after: str
    decimal: bool
    required: bool
    help: str


@dataclass(frozen=True)
class DayView:
    """The control for the day whose rules hold: the day itself, and the first and the latest day on which any began."""

    value: date
    first: date
    latest: date


def control_view(entry: Input, given: str | None, currency: str, formats: Formats) -> ControlView:
    """The control of an input that has the value ``given``, or its default where that is ``None``."""
    raw = entry.default if given is None else given
    before, after = _signs(entry, currency, formats)
    optional = not entry.required and entry.default is None
    kind = _kind(entry, optional)
    return ControlView(
        name=entry.name,
        label=entry.label,
        unit=currency if entry.type == "money" and before + after else "",
        type=entry.type,
        kind=kind,
        value=typed(entry, raw or "", formats) if kind == "text" else raw or "",
        choices=tuple(_choices(entry, optional)) if kind == "list" else (),
        before=before,
        after=after,
        decimal=entry.type != "integer",
        required=entry.required,
        help=" ".join(filter(None, (entry.help, _bounds(entry, currency, formats)))),
    )


def day_view(calculator: Calculator, on: date) -> DayView | None:
    """The control for the day, if the day makes a difference: some rule has several periods."""
    several = False
    starts: set[str] = set()
    for node in calculator.formula["nodes"]:
        periods: list[Mapping[str, Any]] = node.get("periods", [])
        several = several or len(periods) > 1
        starts |= {period["from"] for period in periods}
    if not several:
        return None
    return DayView(on, date.fromisoformat(min(starts)), date.fromisoformat(max(starts)))


def typed(entry: Input, raw: str, formats: Formats) -> str:
    """A value as a reader types it: a rate in percent, with the language's decimal sign and no other."""
    if entry.type == "rate" and raw:
        raw = plain_text(Fraction(raw) * 100)
    return raw.replace(".", str(browser_formats(formats, ())["point"]))


def _kind(entry: Input, optional: bool) -> Literal["text", "list", "box", "day"]:
    match entry.type:
        case "date":
            return "day"
        case "choice":
            return "list"
        case "flag":
            return "list" if optional else "box"  # a box knows no third state
        case _:
            return "text"


def _choices(entry: Input, optional: bool) -> Iterator[tuple[str, str]]:
    if optional:
        yield "", "–"
    if entry.type == "flag":
        yield from (("true", "yes"), ("false", "no"))
    for choice in entry.choices:
        yield choice.value, choice.label


def _signs(entry: Input, currency: str, formats: Formats) -> tuple[str, str]:
    """What stands before and behind a number of this type."""
    match entry.type:
        case "money":
            written = formats.money("0", currency)
        case "rate":
            written = formats.percent("0")
        case _:
            return "", ""
    before, after = re.split(r"\d.*\d|\d", written, maxsplit=1)
    return _visible(before), _visible(after)


def _visible(sign: str) -> str:
    """Without what only keeps a sign and a number apart: spaces, and marks for the direction of writing."""
    return "".join(letter for letter in sign if not letter.isspace() and unicodedata.category(letter) != "Cf")


def _bounds(entry: Input, currency: str, formats: Formats) -> str:
    low, high = (
        None if end is None else given_text(entry, end, currency, formats) for end in (entry.minimum, entry.maximum)
    )
    if low is not None and high is not None:
        return f"From {low} to {high}."
    if low is not None:
        return f"At least {low}."
    return "" if high is None else f"At most {high}."
