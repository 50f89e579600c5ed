"""Numbers under test: ``[$900.00](calc:upwork/freelancer-fee?billed=1000&on=2024-06-01#net)``.

The address names a calculator, its inputs, the day and the output; the text is what the author believes it to be.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from html import unescape
from urllib.parse import parse_qsl, urlsplit

from candid.formats import Formats
from candid.site import Site
from candid_rules import Calculator, Line, Refusal, Result
from candid_rules.documents import did_you_mean

__all__ = ["BoundNumber", "CalcLinkError", "NumberView", "agrees", "is_open", "resolve", "show_numbers"]

TEMPLATE = "candid/number.html"


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
    try:
        parts = urlsplit(href)
    except ValueError:
        raise CalcLinkError("the address cannot be read", "write calc:calculator?input=value#output") from None
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
    output = next(output for output in calculator.outputs if output.name == parts.fragment)
    text = site.renderer.formats.value(result.outputs[output.name], output.type, output.currency or result.currency)
    return BoundNumber(text, calculator, result, parts.fragment)


def agrees(written: str, number: BoundNumber) -> bool:
    """Whether the author's text states the computed number, or asks for it."""
    return is_open(written) or _normal(_plain(written)) == _normal(number.text)


def is_open(written: str) -> bool:
    """Whether the author left the number to the rules: the text is empty or ``?``."""
    return _plain(written) in ("", "?")


@dataclass(frozen=True)
class NumberView:
    """What the template of a number in prose shows: the number, and on demand where it comes from."""

    id: str
    text: str
    title: str
    on: date
    lines: tuple[Line, ...]
    formats: Formats


def show_numbers(
    html: str,
    site: Site,
    render: Callable[[str, object], str],
    report: Callable[[str, CalcLinkError], None],
    first: int = 1,
) -> str:
    """``html`` with every ``calc:`` link replaced by its number. What gives none is reported and stays plain text.

    Args:
        html: The finished HTML of a page.
        site: What to work the numbers out from.
        render: Renders a template for a view.
        report: Takes the address of a link that gives no number, and why.
        first: The number in the first one's id. Ids count on from it.
    """
    if "calc:" not in html.lower():
        return html
    count = first - 1

    def replacement(match: re.Match[str]) -> str:
        nonlocal count
        if match["hidden"] is not None:
            return match[0]
        href = "calc" + unescape(match.group("href"))[4:]
        try:
            number = resolve(href, site)
        except CalcLinkError as error:
            report(href, error)
            return match.group("text")
        shown = unescape(_TAG.sub("", match["text"]))
        if not agrees(shown, number):
            message = f"the page says '{shown}', the rules say '{number.text}'"
            report(href, CalcLinkError(message, f"write {number.text}", "calc-text"))
        count += 1
        view = NumberView(
            id=f"candid-number-{count}",
            text=number.text,
            title=number.calculator.title,
            on=number.result.on,
            lines=tuple(line for line in number.result.lines if line.source is not None),
            formats=site.renderer.formats,
        )
        return render(TEMPLATE, view)

    return _LINK.sub(replacement, html)


_LINK = re.compile(
    r"""(?P<hidden><!--.*?(?:-->|\Z)|<(?P<element>script|style|textarea|template)\b.*?(?:</(?P=element)\s*>|\Z))
      | <a\s(?:[^<>]*?\s)?href=(?P<quote>["'])(?P<href>calc:[^"'<>]*)(?P=quote)[^<>]*>(?P<text>(?:(?!</?a\b).)*)</a>""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
"""A link, whatever attributes it has, or what hides links. Text in code samples is escaped and cannot match."""
_TAG = re.compile(r"<[^>]*>")


def _plain(written: str) -> str:
    return re.sub(r"\\([$\-~–_*])", r"\1", written).strip().strip("*_").strip()


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
