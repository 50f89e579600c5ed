"""Phrases that the checks look for, by name, as ``data/phrases/`` lists them; those of all languages at once.

In a phrase ``*`` stands for the rest of a word, ``#`` for a number, and ``...`` for a few words of the same sentence.
No pattern has a repetition inside of another one: a search takes time in proportion to the text. A whole page is only
searched for the phrases whose words are all in it, which is hardly any, and only where they may begin.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, cached_property

from candid.compliance.data import read_tables
from candid.compliance.wording.vocabulary import Leads, Phrases, Vocabulary

__all__ = ["matches", "phrases"]

_MARKS = {"*": r"\w*", "#": r"\d+", " ... ": r"\s[^.!?\n]{0,60}?(?<=\s)", " ": r"\s+", "'": "['’]"}
_SPLIT = re.compile(r"( \.\.\. |[*# '])")
_PART = re.compile(r"(\*?)(\w+)(\*?)")


class _Phrase:
    """A phrase, with the words and beginnings of words that a text must have for the phrase to stand in it."""

    def __init__(self, text: str) -> None:
        self._text = text
        parts = _PART.findall(text.lower())
        self._words = frozenset(word for before, word, behind in parts if not before and not behind)
        self._beginnings = tuple(word for before, word, behind in parts if not before and behind)
        first = _PART.match(text.lower())
        self.leads: Leads | None = None
        """The word that it begins with; ``None`` where that may be any."""
        if first is not None and not first[1]:
            self.leads = Leads(frozenset(), (first[2],)) if first[3] else Leads(frozenset({first[2]}))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(_expression(self._text), re.IGNORECASE)

    def find(self, text: str, vocabulary: Vocabulary, start: int, end: int) -> Iterator[re.Match[str]]:
        """Where it stands in a part of a text."""
        if not vocabulary.has(self._words) or not all(map(vocabulary.beginning_with, self._beginnings)):
            return
        if self.leads is None:
            yield from self._pattern.finditer(text, start, end)
            return
        done = start
        for place in vocabulary.led_by(self.leads):
            if done <= place < end and (found := self._pattern.match(text, place, end)):
                done = found.end()
                yield found


class _List:
    """The phrases of one name, by the word that they begin with."""

    def __init__(self, phrases: Sequence[str]) -> None:
        self.expressions = tuple(map(_expression, phrases))
        self._by_word: dict[str, list[_Phrase]] = {}
        self._others: list[_Phrase] = []
        for text in phrases:
            phrase = _Phrase(text)
            if phrase.leads is None or not phrase.leads.words:
                self._others.append(phrase)
            for word in () if phrase.leads is None else phrase.leads.words:
                self._by_word.setdefault(word, []).append(phrase)
        self._words = frozenset(self._by_word)

    def candidates(self, vocabulary: Vocabulary) -> Iterator[_Phrase]:
        """The phrases that may stand in a text, by what they begin with."""
        yield from self._others
        for word in vocabulary.common(self._words):
            yield from self._by_word[word]


@cache
def phrases(name: str) -> Phrases:
    """Any phrase of this name, in any language, ready to be looked for.

    Raises:
        KeyError: There are none of this name.
    """
    return Phrases(_list(name).expressions, re.IGNORECASE, are_whole=False)


def matches(
    name: str, text: str, vocabulary: Vocabulary, start: int = 0, end: int | None = None
) -> Iterator[re.Match[str]]:
    """Where phrases of this name stand in a long text, in their order; those of different phrases may overlap.

    Args:
        name: The name in ``data/phrases/``.
        text: The text.
        vocabulary: Its words.
        start: Where to begin.
        end: Where to stop; at its end by default.
    """
    end = len(text) if end is None else end
    found = [
        match for phrase in _list(name).candidates(vocabulary) for match in phrase.find(text, vocabulary, start, end)
    ]
    yield from sorted(found, key=lambda match: match.start())


@cache
def _list(name: str) -> _List:
    written = (" ".join(phrase.split()) for one in _data()[name].values() for phrase in one.split(","))
    return _List(tuple(dict.fromkeys(written)))


def _expression(phrase: str) -> str:
    parts = "".join(_MARKS.get(part) or re.escape(part) for part in _SPLIT.split(phrase))
    before = r"(?<!\w)" if re.match(r"[\w#*]", phrase) else ""
    behind = r"(?!\w)" if re.search(r"[\w#]$", phrase) else ""
    return f"{before}{parts}{behind}"


@cache
def _data() -> dict[str, dict[str, str]]:
    return {name: lists for table in read_tables("candid.compliance.data", "phrases") for name, lists in table.items()}
