"""Pages that say the same: copies of each other, of a shop's text, or of one page with other numbers in it.

Texts are compared by their runs of words. Each page keeps the smallest hashes of its runs; pages that share one of
those are compared in full, others can hardly be alike. So the work grows with the site, not with its square.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from zlib import crc32

from lxml.etree import _Element as Element

from candid.compliance.facts.items import class_words
from candid.compliance.hits import AcrossPages, Hit, PageCheck
from candid.compliance.page import BuiltPage
from candid.compliance.site import BuiltSite

__all__ = ["ACROSS_PAGES", "PAGE_CHECKS"]

_WORD = re.compile(r"[^\W_]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_REMEMBERED = 100_000
_SKETCH = 16
_ALIKE = 0.8  # a share of words, no amount
_COPIED = 0.6  # likewise
_FEWEST_PAGES = 4
_MANY_PAGES = 10
_SHORT = 12
_PAID = 40
_LONG = 80
_ASIDE = ("nav", "header", "footer", "aside", "form")


@dataclass(frozen=True)
class _Body:
    """What a page says, as hashes of its runs of words; ``masked`` has every number and the page's name taken out."""

    page: BuiltPage
    words: int
    runs: array[int]
    masked: array[int]
    paid: bool
    calculates: bool


def repeated(site: BuiltSite, bodies: Sequence[_Body]) -> Iterator[Hit]:
    """No two pages of a site say the same, and no row of pages only changes the numbers."""
    in_rows: set[int] = set()
    for row in _groups(bodies, masked=True):
        calculated = all(body.calculates for body in row)
        if len(row) >= (_FEWEST_PAGES if calculated else _MANY_PAGES):
            in_rows.update(map(id, row))
            first, what = row[0].page, "numbers" if calculated else "names and numbers"
            message = f"{len(row)} pages differ in {what} alone, this one among them"
            hint = "make one page of them, or write on each what only holds there"
            yield Hit("G-SPAM-03", message, hint, first.main, _name(first, site))
    for group in _groups([body for body in bodies if id(body) not in in_rows], masked=False):
        original = group[0]
        for copy in group[1:]:
            enough = _PAID if copy.paid and original.paid else _LONG
            if min(original.words, copy.words) >= enough:
                message = f"the page says nearly the same as '{_name(original.page, site)}'"
                hint = "make one page of them, or name the other one as canonical"
                yield Hit("G-SPAM-02", message, hint, copy.page.main, _name(copy.page, site))


def copied(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """A page with affiliate links is more than the shop's own description."""
    if not page.paid_links:
        return
    copies = [
        element for element in page.main.iter("div", "section", "blockquote", "p", "article") if _is_shops(element)
    ]
    if not copies:
        return
    all_runs = _runs(_WORD.findall(page.text_of(page.main).casefold()))
    taken = frozenset[int]().union(*(_runs(_WORD.findall(page.text_of(one).casefold())) for one in copies))
    if len(all_runs) >= _SHORT and len(taken & all_runs) > _COPIED * len(all_runs):
        message = "most of the page is the shop's own description"
        yield Hit("G-SPAM-02", message, "write what you found out yourself", copies[0])


def _is_shops(element: Element) -> bool:
    source = (element.get("data-source") or element.get("data-origin") or "").lower()
    if source in ("merchant", "manufacturer", "feed", "vendor", "shop", "supplier"):
        return True
    names = class_words(element)
    return "description" in names and not names.isdisjoint({"merchant", "manufacturer", "feed", "vendor", "supplier"})


def _counts(page: BuiltPage) -> bool:
    """Whether a page is one that people are meant to find: no redirect, none that names another as its original."""
    if page.is_redirect or page.is_noindex or page.is_fragment:
        return False
    path = page.canonical.partition("#")[0].rstrip("/").removesuffix("index.html").rstrip("/")
    own = page.address.rstrip("/")
    return not page.canonical or not own or path.endswith((own, own.removesuffix(".html")))


def _body(page: BuiltPage, site: BuiltSite) -> Iterator[_Body]:
    if not _counts(page):
        return
    text = _prose(page).casefold()
    words = _WORD.findall(text)
    if len(words) < _SHORT:
        return
    named = frozenset(_WORD.findall(f"{page.title} {_heading(page)}".casefold()))
    lettered = (part for word in words for part in ((word,) if word.isalpha() else _LETTERS.findall(word)))
    masked = ["#" if word in named else word for word in lettered]
    runs, masked_runs = (array("q", _runs(one)) for one in (words, masked))
    yield _Body(page, len(words), runs, masked_runs, bool(page.paid_links), _calculates(page))


def _prose(page: BuiltPage) -> str:
    """The text of what the page is about, without what stands aside in it."""
    done, end = page.flow.span(page.main)
    parts = []
    for aside in page.main.iter(*_ASIDE):
        span = page.flow.span(aside)
        if aside is not page.main and span[0] >= done:
            parts.append(page.flow.text[done : span[0]])
            done = span[1]
    return " ".join((*parts, page.flow.text[done:end]))


def _heading(page: BuiltPage) -> str:
    found = page.root.find(".//h1")
    return "" if found is None else page.text_of(found)


def _runs(words: list[str]) -> frozenset[int]:
    numbers = [*map(_NUMBERS.__getitem__, words)]
    return frozenset(map(hash, zip(numbers, numbers[1:], numbers[2:], strict=False)))  # of numbers: always the same


class _Numbers(dict[str, int]):
    """A number for each word, the same in every process."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _REMEMBERED:
            self.clear()
        number = self[word] = crc32(word.encode())
        return number


_NUMBERS = _Numbers()


def _groups(bodies: Sequence[_Body], *, masked: bool) -> Iterator[list[_Body]]:
    """Pages that are alike, each with the first one of its group."""
    first_with: dict[int, int] = {}
    groups: dict[int, list[_Body]] = {}
    for number, body in enumerate(bodies):
        runs = body.masked if masked else body.runs
        sketch = nsmallest(_SKETCH, runs)
        known = dict.fromkeys(first_with[one] for one in sketch if one in first_with)
        alike = next((one for one in known if _similarity(bodies[one], body, masked=masked) > _ALIKE), None)
        if alike is not None:
            groups.setdefault(alike, [bodies[alike]]).append(body)
            continue
        for one in sketch:
            first_with.setdefault(one, number)
    yield from groups.values()


def _similarity(one: _Body, other: _Body, *, masked: bool) -> float:
    mine, yours = map(set, (one.masked, other.masked) if masked else (one.runs, other.runs))
    shared = len(mine & yours)
    return shared / max(len(mine) + len(yours) - shared, 1)


def _calculates(page: BuiltPage) -> bool:
    return bool(page.calculators) or page.mentions("calculat", "rechner")


def _name(page: BuiltPage, site: BuiltSite) -> str:
    return page.path.removeprefix(f"{site.display}/")


PAGE_CHECKS: tuple[PageCheck, ...] = (copied,)
ACROSS_PAGES = (AcrossPages(_body, repeated),)
