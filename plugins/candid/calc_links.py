"""Numbers under test: ``[$900.00](calc:upwork/freelancer-fee?billed=1000&on=2024-06-01#net)``.

The address names a calculator, its inputs, the day and the output; the text is what the author believes it to be.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlsplit

from candid.formats import output_text
from candid.site import Site
from candid_rules import Calculator, Refusal, Result
from candid_rules.documents import did_you_mean

__all__ = ["BoundNumber", "CalcLinkError", "agrees", "resolve"]


@dataclass(frozen=True)
class BoundNumber:
    """A number in prose with the calculation that it stands for."""

    text: str
    calculator: Calculator
    result: Result
    output: str


class CalcLinkError(Exception):
    """A ``calc:`` address that gives no number; ``code`` is a code of the findings table."""

    def __init__(self, message: str, hint: str = "", code: str = "calc-link") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


def resolve(href: str, site: Site) -> BoundNumber:
    """Work out the number behind a ``calc:`` address.

    Raises:
        CalcLinkError: The address is malformed, names something unknown, or the rules refuse.
    """
    parts = urlsplit(href)
    calculator = site.calculators.get(parts.path)
    if calculator is None:
        raise CalcLinkError(f"unknown calculator '{parts.path}'", did_you_mean(parts.path, site.calculators))
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    inputs = dict(pairs)
    if len(inputs) != len(pairs):
        raise CalcLinkError("an input stands twice in the address", "give each input once")
    on = _day(inputs.pop("on", None))
    outputs = [output.name for output in calculator.outputs]
    if not parts.fragment:
        raise CalcLinkError("the address does not say which output it means", f"end it with #{outputs[0]}")
    if parts.fragment not in outputs:
        raise CalcLinkError(f"unknown output '{parts.fragment}'", did_you_mean(parts.fragment, outputs))
    try:
        result = site.calculate(calculator.id, inputs, on)
    except Refusal as refusal:
        raise CalcLinkError(f"{refusal.code}: {refusal.message}", code="calculation-refused") from None
    return BoundNumber(output_text(calculator, result, parts.fragment, site.settings.language), calculator, result, parts.fragment)


def agrees(written: str, number: BoundNumber) -> bool:
    """Whether the author's text states the computed number; an empty text or ``?`` asks to be filled in."""
    text = re.sub(r"\\([$\-~–_*])", r"\1", written)
    text = text.strip().strip("*_").strip()
    return text in ("", "?") or _normal(text) == _normal(number.text)


def _normal(text: str) -> str:
    """Without the differences that a reader does not see: kinds of spaces and of dashes."""
    return re.sub(r"\s*[-–—]\s*", "–", re.sub(r"[\s\u00a0\u202f]+", " ", text)).strip()


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CalcLinkError(f"'{text}' is not a day", "write on=YYYY-MM-DD") from None
