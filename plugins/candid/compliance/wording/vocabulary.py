"""The words of a text, and phrases that are only looked for where one of their first words stands.

A page is searched for thousands of phrases, and has hardly any of them. A set tells at once which first words it has;
the patterns are tried at the places of these alone, in the order of the text, and so find what a search would find.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

__all__ = ["Leads", "Phrases", "Vocabulary", "vocabulary_of"]

_WORD = re.compile(r"\w+")
_SHORT = 300
"""Characters: a text that is no longer is searched without further ado."""
_LAST = chr(sys.maxunicode)


@dataclass(frozen=True, slots=True)
class Leads:
    """The words, and the beginnings of words, that phrases begin with."""

    words: frozenset[str]
    beginnings: tuple[str, ...] = ()


class Vocabulary:
    """The words of a text, in lower case, and where they stand."""

    def __init__(self, text: str) -> None:
        self._lower = text.replace("İ", "I").lower()  # the one letter that would become two
        self._words = frozenset(_WORD.findall(self._lower))
        self._places: dict[str, list[int]] = {}
        self._led: dict[Leads, list[int]] = {}

    def has(self, words: frozenset[str]) -> bool:
        """Whether the text has all of these words."""
        return words <= self._words

    def common(self, words: frozenset[str]) -> frozenset[str]:
        """Those of these words that the text has."""
        return words & self._words

    def beginning_with(self, beginning: str) -> list[str]:
        """The words of the text that begin so."""
        at = bisect_left(self._sorted, beginning)
        return self._sorted[at : bisect_left(self._sorted, beginning + _LAST, at)]

    def places(self, word: str) -> list[int]:
        """Where a word of the text stands: the offset of its first letter, each time."""
        if word not in self._places:
            self._places[word] = list(self._find(word))
        return self._places[word]

    def led_by(self, leads: Leads) -> list[int]:
        """Where one of the words stands that phrases begin with, in their order."""
        if leads not in self._led:
            found = [*self.common(leads.words)]
            for beginning in leads.beginnings:
                found += self.beginning_with(beginning)
            self._led[leads] = sorted({place for word in found for place in self.places(word)})
        return self._led[leads]

    def _find(self, word: str) -> Iterator[int]:
        text, length = self._lower, len(word)
        at = text.find(word)
        while at >= 0:
            end = at + length
            if not (at and _is_of_word(text[at - 1])) and not (end < len(text) and _is_of_word(text[end])):
                yield at
            at = text.find(word, end)

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self._words)


def _is_of_word(character: str) -> bool:
    return character.isalnum() or character == "_"


@lru_cache(maxsize=16)
def vocabulary_of(text: str) -> Vocabulary:
    """The vocabulary of a text; that of the texts that were asked for last is remembered."""
    return Vocabulary(text)


class Phrases:
    """A list of regular expressions for whole words; asked like a pattern.

    Args:
        expressions: The expressions; in the order in which they are tried at one place.
        flags: As for ``re.compile``.
        are_whole: Whether each has to stand there as whole words; else they say so themselves.
    """

    def __init__(self, expressions: Iterable[str], flags: int = 0, *, are_whole: bool = True) -> None:
        expressions = tuple(expressions)
        joined = "|".join(expressions)
        self._pattern = re.compile(rf"(?<!\w)(?:{joined})(?!\w)" if are_whole else joined, flags)
        self._leads = _leads(expressions)

    def search(self, text: str, vocabulary: Vocabulary | None = None) -> re.Match[str] | None:
        """The first place where one of them stands."""
        if len(text) <= _SHORT:
            return self._pattern.search(text)
        return next(self.finditer(text, vocabulary=vocabulary), None)

    def finditer(
        self, text: str, start: int = 0, end: int | None = None, vocabulary: Vocabulary | None = None
    ) -> Iterator[re.Match[str]]:
        """Where they stand in a text, in their order; no two of these places overlap.

        Args:
            text: The text.
            start: Where to begin.
            end: Where to stop; at its end by default.
            vocabulary: That of the text, or of the same text in another case.
        """
        end = len(text) if end is None else end
        if self._leads is None or end - start <= _SHORT:
            yield from self._pattern.finditer(text, start, end)
            return
        done = start
        for place in (vocabulary or vocabulary_of(text)).led_by(self._leads):
            if done <= place < end:
                found = self._pattern.match(text, place, end)
                if found is not None:
                    done = found.end()
                    yield found

    def match(self, text: str) -> re.Match[str] | None:
        """One of them, if the text begins with it."""
        return self._pattern.match(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """One of them, if the text is nothing else."""
        return self._pattern.fullmatch(text)


_DIGITS = "0123456789"
_EMPTY = re.compile(r"\\b|\(\?<[!=][^()]*\)")
_SET = re.compile(r"\[((?:[^\W_](?:-[^\W_])?)+)\]|\\d")
_PLAIN = re.compile(r"[^\\.^$*+?{}\[\]|()]*")
_MAY_BE_NONE = ("?", "*", "{")


def _leads(expressions: Iterable[str]) -> Leads | None:
    """What regular expressions begin with; ``None`` where one may begin with anything."""
    words: set[str] = set()
    beginnings: set[str] = set()
    for expression in expressions:
        found = _leads_of(expression)
        if found is None:
            return None
        words |= found.words
        beginnings.update(found.beginnings)
    return Leads(frozenset(words), tuple(sorted(beginnings)))


def _leads_of(expression: str) -> Leads | None:
    while empty := _EMPTY.match(expression):
        expression = expression[empty.end() :]
    if expression.startswith("(?:"):
        return _leads_of_group(expression)
    one = _SET.match(expression)
    if one is not None and not expression.startswith(_MAY_BE_NONE, one.end()):
        return Leads(frozenset(), tuple(sorted(_characters(one[1]))))
    literal = _PLAIN.match(expression)[0]  # type: ignore[index]  # it matches anywhere
    rest = expression[len(literal) :]
    if literal and rest.startswith("?"):
        return _leads((f"{literal}{rest[1:]}", f"{literal[:-1]}{rest[1:]}"))
    if rest.startswith(_MAY_BE_NONE):
        literal, rest = literal[:-1], "?"
    word = _WORD.match(literal.lower())
    if word is None:
        return None
    is_whole = word.end() < len(literal) or not rest or rest.startswith((r"\s", r"\b"))
    return Leads(frozenset({word[0]})) if is_whole else Leads(frozenset(), (word[0],))


def _leads_of_group(expression: str) -> Leads | None:
    parts, behind = _parted(expression)
    if behind.startswith("?"):
        behind = behind[1:]
        return _leads((*(f"{part}{behind}" for part in parts), behind))
    return None if behind.startswith(_MAY_BE_NONE) else _leads(f"{part}{behind}" for part in parts)


def _characters(written: str | None) -> set[str]:
    """The characters of a set, such as ``5-7x``; the digits for none."""
    if written is None:
        return set(_DIGITS)
    ranges = re.findall(r"(\w)(?:-(\w))?", written)
    return {chr(code) for first, last in ranges for code in range(ord(first), ord(last or first) + 1)}


def _parted(expression: str) -> tuple[list[str], str]:
    """The alternatives of the group that an expression begins with, and what stands behind it."""
    parts, start, depth, is_set = [], len("(?:"), 0, False
    for sign in re.finditer(r"\\.|[\[\]()|]", expression):
        if is_set:
            is_set = sign[0] != "]"
        elif sign[0] == "[":
            is_set = True
        else:
            depth += {"(": 1, ")": -1}.get(sign[0], 0)
            if depth == 0 or (depth == 1 and sign[0] == "|"):
                parts.append(expression[start : sign.start()])
                start = sign.end()
            if depth == 0:
                break
    return parts, expression[start:]
