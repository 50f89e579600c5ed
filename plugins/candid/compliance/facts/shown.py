"""What a page shows, as facts that structured data can be held against: numbers, days and phrases.

All of it counts that a reader can come to, if need be by opening something. A number is looked up in every way in which
people of several countries write it; alternatives of images and labels of drawings count as shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import TYPE_CHECKING

from lxml.etree import _Element as Element

from candid.compliance.wording.vocabulary import Phrases
from candid.compliance.wording.written_dates import WrittenDate, day_of, days_in

if TYPE_CHECKING:
    from candid.compliance.page import BuiltPage

__all__ = ["Shown", "number_of", "readings"]

_NUMBER = re.compile(r"\d{1,3}(?:[  ]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,'’]\d+)*")
_RATING = re.compile(
    r"(?<!\d)(\d+(?:[.,]\d+)?)\s*(?:/|out of|von|sur|de|su|of|aus|van)\s*(\d+)(?![\d.,]*\d)"
    r"|(?<!\d)(\d+(?:[.,]\d+)?)[\s-]*(?:stars?\b|★|⭐|sterne?n?\b|étoiles?\b|estrellas?\b|stelle\b)",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_LABELLED = frozenset({"img", "span", "div", "svg", "i", "meter", "progress", "output", "p", "a"})
_FEW = 12
"""How many places of one text are looked at: the first ones show it, or none does."""


class Shown:
    """What one page shows."""

    def __init__(self, page: BuiltPage) -> None:
        self._page = page
        self._phrases_found: dict[str, bool] = {}

    def has_number(self, value: Decimal) -> bool:
        """Whether a number is shown, wherever it stands."""
        return any(map(self._is_open, self._numbers.get(value, [])[:_FEW])) or value in self._labelled_numbers

    def has_rating(self, value: Decimal) -> bool:
        """Whether a rating is shown. "3 out of 5" shows a 3; the 5 is only the scale."""
        rounded = {value, value.quantize(Decimal("0.1"))} if -value.as_tuple().exponent >= 2 else {value}  # type: ignore[operator]
        if any(self._stars == one for one in rounded):
            return True
        if self._ratings:
            if not rounded.isdisjoint(self._ratings):
                return True
            if value == value.to_integral_value() and value <= 10:
                return False  # small whole numbers stand anywhere
        return any(self.has_number(one) for one in rounded)

    def has_count(self, value: Decimal) -> bool:
        """Whether a count is shown, in full or as thousands (``8.9K``)."""
        if self.has_number(value):
            return True
        for unit, sign in ((1000, "k"), (1_000_000, "m")):
            if value >= unit:
                short = {value // unit, (value / unit).quantize(Decimal("0.1"))}
                if any(
                    re.search(rf"(?<![\d.,]){str(one).replace('.', '[.,]')}\s?{sign}\b", self._lower) for one in short
                ):
                    return True
        return False

    def has_phrase(self, text: str) -> bool:
        """Whether these words are shown in this order; case, punctuation and blanks do not matter."""
        words = _WORD.findall(text)
        if not words:
            return True
        if text not in self._phrases_found:
            self._phrases_found[text] = self._finds(words)
        return self._phrases_found[text]

    def _finds(self, words: Sequence[str]) -> bool:
        plain = f" {' '.join(words)} ".casefold()
        if plain not in self._plain:  # quickly asked, and mostly the end of it
            return any(plain in _plain(label) for label in self._labels)
        phrase = re.compile(r"(?<!\w)" + r"\W+".join(map(re.escape, words)) + r"(?!\w)", re.IGNORECASE)
        for count, found in enumerate(phrase.finditer(self._page.flow.text)):
            if self._is_open(found.start()):
                return True
            if count >= _FEW:
                break
        return any(plain in _plain(label) for label in self._labels)

    def has_match(self, pattern: re.Pattern[str] | Phrases) -> bool:
        """Whether a pattern is found in what is shown."""
        return any(self._is_open(found.match.start()) for found in self._page.flow.find(pattern))

    def share_of_phrases(self, text: str) -> Decimal:
        """Which part of a text's runs of three words stand on the page too, from 0 to 1."""
        runs = _runs(text)
        return Decimal(len(runs & self._phrases)) / len(runs) if runs else self.share_of_words(text)

    def share_of_words(self, text: str) -> Decimal:
        """Which part of the words of a text stand anywhere on the page, from 0 to 1."""
        words = {word for word in _WORD.findall(text.casefold()) if len(word) > 1 or word.isdigit()}
        if not words:
            return Decimal(1)
        return Decimal(len(words & self._words)) / len(words)

    def has_day(self, days: Iterable[date]) -> bool:
        """Whether one of these days is shown, as text or as the ``datetime`` of a ``time`` element."""
        wanted = frozenset(days)
        if any(not wanted.isdisjoint(written.days) and self._is_open(written.start) for written in self.dates):
            return True
        return any(not wanted.isdisjoint(found) for found in self.times.values())

    @cached_property
    def dates(self) -> tuple[WrittenDate, ...]:
        """The dates of the page's text."""
        return tuple(days_in(self._page.flow.text))

    @cached_property
    def times(self) -> dict[Element, frozenset[date]]:
        """The days of the ``time`` elements that readers can see."""
        return {
            element: days
            for element in self._page.root.iter("time")
            if (days := day_of(element.get("datetime") or "")) and self._page.visibility.is_reachable(element)
        }

    @cached_property
    def _lower(self) -> str:
        return self._page.flow.text.lower()

    @cached_property
    def _words(self) -> frozenset[str]:
        labels = " ".join(self._labels)
        return frozenset(_WORD.findall(f"{self._page.flow.text} {labels} {self._page.title}".casefold()))

    @cached_property
    def _plain(self) -> str:
        return _plain(self._page.flow.text)

    @cached_property
    def _phrases(self) -> frozenset[tuple[str, ...]]:
        return _runs(self._page.flow.text)

    @cached_property
    def _labels(self) -> tuple[str, ...]:
        """What stands for images and drawings, and what controls show."""
        return tuple(
            text
            for element in self._page.having("alt", "aria-label", "title", "value")
            if element.tag in _LABELLED
            for text in (element.get("alt"), element.get("aria-label"), element.get("title"), element.get("value"))
            if text
        )

    @cached_property
    def _numbers(self) -> dict[Decimal, list[int]]:
        found: dict[Decimal, list[int]] = {}
        for match in _NUMBER.finditer(self._page.flow.text):
            for value in readings(match[0]):
                found.setdefault(value, []).append(match.start())
        return found

    @cached_property
    def _labelled_numbers(self) -> frozenset[Decimal]:
        return frozenset(value for text in self._labels for one in _NUMBER.findall(text) for value in readings(one))

    @cached_property
    def _ratings(self) -> frozenset[Decimal]:
        found: set[Decimal] = set()
        for match in _RATING.finditer(self._page.flow.text):
            values = frozenset(readings(match[1] or match[3]))
            if not values <= found and self._is_open(match.start()):
                found.update(values)
        for label in self._labels:
            for match in _RATING.finditer(label):
                found.update(readings(match[1] or match[3]))
        return frozenset(found)

    @cached_property
    def _stars(self) -> Decimal | None:
        """How many of a row of stars are filled, where they are written as characters."""
        row = re.search(r"[★⭐]{1,10}½?[☆✩]{0,10}", self._page.flow.text)
        if row is None:
            return None
        return Decimal(row[0].count("★") + row[0].count("⭐")) + (Decimal("0.5") if "½" in row[0] else 0)

    def _is_open(self, offset: int) -> bool:
        """Whether readers can come to what stands at a place of the text."""
        element = self._page.flow.element_at(offset)
        if self._page.visibility.is_reachable(element):
            return not any("hidden" in _visibility(one) for one in (element, *element.iterancestors()))
        return any(one.get("role") == "tabpanel" for one in (element, *element.iterancestors()))


def _plain(text: str) -> str:
    """The words of a text alone, each between blanks."""
    return f" {' '.join(_WORD.findall(text))} ".casefold()


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def _visibility(element: Element) -> str:
    style = (element.get("style") or "").replace(" ", "").lower()
    return style.partition("visibility:")[2].partition(";")[0]


def number_of(written: str) -> Decimal | None:
    """A number as machines read it, with a point and nothing else; ``None`` for other forms and endless ones."""
    if not re.fullmatch(r"\s*[+-]?(?:\d{1,15}(?:\.\d{0,30})?|\.\d{1,30})(?:[eE][+-]?\d)?\s*", written, re.ASCII):
        return None
    return Decimal(written.strip())


def readings(written: str) -> Iterator[Decimal]:
    """What a number may mean that people wrote: ``1.234`` is one thousand and more, or little more than one."""
    digits = re.sub(r"[  '’]", "", written)
    marks = [character for character in digits if character in ".,"]
    if not marks:
        forms = {digits}
        if digits != written:
            forms.update(re.split(r"[  '’]", written))
    elif len(set(marks)) == 2:
        whole, _, rest = digits.rpartition(marks[-1])
        forms = {f"{re.sub('[.,]', '', whole)}.{rest}"}
    elif len(marks) > 1:
        forms = {re.sub("[.,]", "", digits), *re.split("[.,]", digits)}
    else:
        whole, _, rest = digits.partition(marks[0])
        forms = {f"{whole}.{rest}"} | ({whole + rest} if len(rest) == 3 else set())
    for form in forms:
        try:
            yield Decimal(form)
        except InvalidOperation:
            continue
