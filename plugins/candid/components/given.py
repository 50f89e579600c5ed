"""How an input's value reads."""

from __future__ import annotations

from candid.formats import Formats
from candid_rules import Input

__all__ = ["given_text"]


def given_text(entry: Input, value: str, currency: str, formats: Formats) -> str:
    """A value as a calculator takes it ("0.10", "2016-06-21", "true"), written for readers by the input's type."""
    match entry.type:
        case "money":
            return formats.money(value, currency)
        case "rate":
            return formats.percent(value)
        case "number" | "integer":
            return formats.number(value)
        case "date":
            return formats.date(value)
        case "flag":
            return "yes" if value == "true" else "no"
        case "choice":
            return next((choice.label for choice in entry.choices if choice.value == value), value)
