"""Phrases that the checks look for, by name, as ``phrases.yml`` lists them; those of all languages at once.

In a phrase ``*`` stands for the rest of a word, ``#`` for a number, and ``...`` for a few words of the same sentence.
No pattern has a repetition inside of another one: a search takes time in proportion to the text. A whole page is only
searched for the phrases whose words are all in it, which is hardly any.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

import yaml

__all__ = ["Vocabulary", "matches", "phrases"]

_MARKS = {"*": r"\w*", "#": r"\d+", " ... ": r"\s[^.!?\n]{0,60}?(?<=\s)", " ": r"\s+", "'": "['’]"}
_SPLIT = re.compile(r"( \.\.\. |[*# '])")
_WORD = re.compile(r"\w+")
_PART = re.compile(r"(\*?)(\w+)(\*?)")


class Vocabulary:
    """The words of a text, in lower case."""

    def __init__(self, text: str) -> None:
        self._words = frozenset(_WORD.findall(text.lower()))

    def has(self, words: frozenset[str]) -> bool:
        """Whether the text has all of these words."""
        return words <= self._words

    def has_beginning(self, beginning: str) -> bool:
        """Whether a word of the text begins so."""
        at = bisect_left(self._sorted, beginning)
        return at < len(self._sorted) and self._sorted[at].startswith(beginning)

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self._words)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase, with the words and beginnings of words that a text must have for the phrase to stand in it."""

    text: str
    words: frozenset[str]
    beginnings: tuple[str, ...]

    def may_stand_in(self, vocabulary: Vocabulary) -> bool:
        return vocabulary.has(self.words) and all(map(vocabulary.has_beginning, self.beginnings))


@cache
def phrases(name: str) -> re.Pattern[str]:
    """A pattern that finds any phrase of this name, in any language; meant for short texts.

    Raises:
        KeyError: There are none of this name.
    """
    return re.compile("|".join(_pattern(phrase.text) for phrase in _list(name)), re.IGNORECASE)


def matches(
    name: str, text: str, vocabulary: Vocabulary, start: int = 0, end: int | None = None
) -> Iterator[re.Match[str]]:
    """Where phrases of this name stand in a long text, in their order.

    Args:
        name: The name in ``phrases.yml``.
        text: The text.
        vocabulary: Its words.
        start: Where to begin.
        end: Where to stop; at its end by default.
    """
    end = len(text) if end is None else end
    found = [
        match
        for phrase in _list(name)
        if phrase.may_stand_in(vocabulary)
        for match in _compiled(phrase.text).finditer(text, start, end)
    ]
    yield from sorted(found, key=lambda match: match.start())


@cache
def _compiled(phrase: str) -> re.Pattern[str]:
    return re.compile(_pattern(phrase), re.IGNORECASE)


@cache
def _list(name: str) -> tuple[_Phrase, ...]:
    written = (" ".join(phrase.split()) for one in _data()[name].values() for phrase in one.split(","))
    return tuple(_phrase(text) for text in dict.fromkeys(written))


def _phrase(text: str) -> _Phrase:
    words: list[str] = []
    beginnings: list[str] = []
    for open_before, word, open_behind in _PART.findall(text.lower()):
        if not open_before:
            (beginnings if open_behind else words).append(word)
    return _Phrase(text, frozenset(words), tuple(beginnings))


def _pattern(phrase: str) -> str:
    parts = "".join(_MARKS.get(part) or re.escape(part) for part in _SPLIT.split(phrase))
    before = r"(?<!\w)" if re.match(r"[\w#*]", phrase) else ""
    behind = r"(?!\w)" if re.search(r"[\w#]$", phrase) else ""
    return f"{before}{parts}{behind}"


@cache
def _data() -> dict[str, dict[str, str]]:
    data: dict[str, dict[str, str]] = yaml.safe_load((files(__package__) / "phrases.yml").read_text(encoding="utf-8"))
    return data
