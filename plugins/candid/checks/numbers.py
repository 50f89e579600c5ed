"""Whether a money or percent figure in the prose of a review or a comparison rests on something.

It does where it is a ``calc:`` link or stands inside of a link to its source; where a ``calc:`` link in the same
paragraph, list or table is asked about it, or is answered by a rule or a working that states it ("10% of $1,000 leaves
[$900.00](calc:…?billed=1000#net)"), so that it falls bare when the rule changes; and where its author says that it is
meant, with ``<!-- figure: why -->`` directly behind it. Off unless ``numbers`` in site.yml says otherwise.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from itertools import accumulate, zip_longest
from urllib.parse import parse_qsl, urlsplit

from babel.numbers import get_currency_symbol, get_decimal_symbol

from candid.calc_links import CalcLinkError, resolve
from candid.diagnostics import Finding, Severity
from candid.pages import Page
from candid.prose import Prose, TextLink, read_prose
from candid.site import Site

__all__ = ["check_numbers"]

_SEVERITIES = {"warn": Severity.WARNING, "error": Severity.ERROR}
_PERCENT = "%"
_ANY_CURRENCY = "¤"
"""The sign that Babel gives a currency that is none."""

_HINT = "write it as a calc: link, link it to its source, or put <!-- figure: why --> directly behind it"


@dataclass(frozen=True)
class _Figure:
    """A figure of the prose.

    Attributes:
        value: What it comes to, as a number of ``unit``; ``None`` where it cannot be read.
        unit: A currency's sign, code or name; ``%`` for all that is a percentage.
        joined: Whether only a dash or a short word stands between it and the figure before it: "$5 to $10".
    """

    text: str
    start: int
    end: int
    value: Decimal | None
    unit: str
    joined: bool


def check_numbers(site: Site, page: Page) -> Iterator[Finding]:
    """The bare figures of a page, as bad as the site's settings say they are."""
    severity = _SEVERITIES.get(site.settings.numbers)
    if severity is None or (page.context.review is None and page.context.comparison is None):
        return
    prose = read_prose(page.source)
    links = sorted(prose.links, key=lambda link: link.start)
    starts = [link.start for link in links]
    inside = _Inside([link for link in links if _backs(link.href, site)])
    decimal_sign = get_decimal_symbol(site.renderer.formats.locale)
    for start, end in _paragraphs(prose):
        figures = list(_figures(prose.text, start, end, decimal_sign))
        if not figures:
            continue
        said = _said(links[bisect_left(starts, start) : bisect_left(starts, end)], site)
        for figure, meant in zip(figures, _meant(figures, prose), strict=True):
            if not (meant or _is_said(figure, said) or figure.start in inside):
                place = page.source.locate(figure.start)
                finding = Finding.of("bare-number", place, f"nothing backs the figure '{figure.text}'", _HINT)
                yield replace(finding, severity=severity)


def _backs(href: str, site: Site) -> bool:
    """Whether a link computes what its text says or leads to where it is from; one that pays us is no source."""
    if href.startswith(("https://", "http://")):
        return site.networks.classify(href, site.settings.links).cls == "none"
    return _is_calculation(href)


def _is_calculation(href: str) -> bool:
    return href[:5].lower() == "calc:"


def _paragraphs(prose: Prose) -> Iterator[tuple[int, int]]:
    """The blocks of a page, each together with the one before where that ends with a colon."""
    first: int | None = None
    for start, end in prose.blocks():
        first = start if first is None else first
        if not prose.text[max(start, end - 20) : end].rstrip(" \0*_\n").endswith(":"):
            yield first, end
            first = None
        last = end
    if first is not None:
        yield first, last


_SPACE = r"(?:[ \u00a0\u2009\u202f]|&(?:nbsp|thinsp|\#160|\#8239);)?+"
_SIGN = r"[$£€¥¢\u20a0-\u20c0]"
_CODE = r"(?:AUD|BRL|CAD|CHF|CNY|CZK|DKK|EUR|GBP|HKD|INR|JPY|KRW|MXN|NOK|NZD|PLN|SEK|SGD|USD|ZAR)"
_WORD = (
    r"(?i:dollars?|euros?|pounds?|cents?|pence|francs?|rupees?|pfund|franken|libras?|sterline|centimes?|céntimos?)\b"
)
_OF_A_HUNDRED = r"(?:%|(?i:percent|per\s?cent|prozent|pour\s?cent|por\s?ciento|per\s?cento)\b)"
_FIGURE = re.compile(
    rf"""(?<!\w)(?<!\d[.,'’])
    (?:[A-Z]{{0,2}}(?P<before>{_SIGN}|\b{_CODE}\b){_SPACE})?+
    (?P<number>\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})++(?!\d)(?:[.,]\d++)?+ | \d++(?:[.,'’]\d++)*+)
    (?:{_SPACE}\n?(?:(?P<percent>{_OF_A_HUNDRED})|(?P<behind>{_SIGN}(?!\d)|{_CODE}\b)|(?P<word>{_WORD})))?+
    """,
    re.VERBOSE,
)
_JOINT = re.compile(r"[\s*_]*+(?:[-–—/,]|\w{1,3})[\s*_]*+")
_SPAN = re.compile(r"[\s*_]*+(?:[-–—]|to|bis|à|al?)[\s*_]*+")
_MARK = re.compile(r"figure\b")


def _figures(text: str, start: int, end: int, decimal_sign: str) -> Iterator[_Figure]:
    before = -1
    numbers = list(_FIGURE.finditer(text, start, end))
    for match, following in zip_longest(numbers, numbers[1:]):
        unit = _unit(match)
        if not unit and following is not None and _SPAN.fullmatch(text, match.end(), following.start()):
            unit = _unit(following)  # "5 to 10%"
        if unit:
            joined = before >= 0 and _JOINT.fullmatch(text, before, match.start()) is not None
            value = _value(match["number"], decimal_sign)
            yield _Figure(match[0].rstrip(), match.start(), match.end(), value, unit, joined)
            before = match.end()


def _unit(match: re.Match[str]) -> str:
    return match["before"] or match["behind"] or match["word"] or (_PERCENT if match["percent"] else "")


def _value(number: str, decimal_sign: str) -> Decimal | None:
    digits = re.sub(rf"[^0-9{re.escape(decimal_sign)}]", "", number)
    try:
        return Decimal(digits.replace(decimal_sign, "."))
    except InvalidOperation:
        return None


def _said(links: Iterable[TextLink], site: Site) -> set[tuple[Decimal | None, str]]:
    """The figures that the calculations behind ``links`` are asked about, and those of the rules and workings."""
    said: set[tuple[Decimal | None, str]] = set()
    for link in links:
        if not _is_calculation(link.href):
            continue
        try:
            number = resolve(link.href, site)
        except CalcLinkError:
            continue
        calculator = number.calculator
        symbol = get_currency_symbol(calculator.currency, site.renderer.formats.locale)
        types = {entry.name: entry.type for entry in calculator.inputs}
        for name, text in parse_qsl(urlsplit(link.href).query):
            if types.get(name) == "money":
                said |= {(Decimal(text), unit) for unit in (symbol, symbol[-1:], calculator.currency)}
            elif types.get(name) == "rate":
                said.add((Decimal(text) * 100, _PERCENT))
        for line in number.result.lines:
            rule = calculator.periods.get(line.rule) if line.rule is not None else None
            for words in (line.explanation, rule.describes if rule is not None else ""):
                said |= {(figure.value, figure.unit) for figure in _figures(words, 0, len(words), ".")}
    return said


def _is_said(figure: _Figure, said: set[tuple[Decimal | None, str]]) -> bool:
    """Whether a calculation says a figure. One whose amounts are of no currency in particular says them of each."""
    return (figure.value, figure.unit) in said or (figure.unit != _PERCENT and (figure.value, _ANY_CURRENCY) in said)


def _meant(figures: list[_Figure], prose: Prose) -> list[bool]:
    """Whether each figure has its author's mark behind it; the mark of a span holds for both of its ends."""
    meant: list[bool] = []
    for figure, following in zip(reversed(figures), [None, *reversed(figures)], strict=False):
        marked = _is_marked(figure, prose)
        meant.append(marked or (following is not None and following.joined and meant[-1]))
    return meant[::-1]


def _is_marked(figure: _Figure, prose: Prose) -> bool:
    behind = _BEHIND.match(prose.text, figure.end)
    at = behind.end() if behind else figure.end
    return _MARK.match(prose.comments.get(at, "")) is not None


_BEHIND = re.compile(r"[ *_]*+")


class _Inside:
    """Whether an offset of the page lies inside the text of one of some links, which are in order."""

    def __init__(self, links: Sequence[TextLink]) -> None:
        self._starts = [link.start for link in links]
        self._ends = list(accumulate((link.end for link in links), max))

    def __contains__(self, offset: int) -> bool:
        index = bisect_right(self._starts, offset) - 1
        return index >= 0 and offset < self._ends[index]
