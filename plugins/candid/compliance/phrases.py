"""Phrases that the checks look for, by name, as ``phrases.yml`` lists them; those of all languages at once.

In a phrase ``*`` stands for the rest of a word, ``#`` for a number, and ``...`` for a few words of the same sentence.
Every pattern is one alternation without nested repetition: a search takes time in proportion to the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import yaml

__all__ = ["phrases"]

_MARKS = {"*": r"\w*", "#": r"\d+", " ... ": r"\s[^.!?\n]{0,60}?(?<=\s)", " ": r"\s+", "'": "['’]"}
_SPLIT = re.compile(r"( \.\.\. |[*# '])")


@cache
def phrases(name: str, language: str | None = None) -> re.Pattern[str]:
    """A pattern that finds any phrase of this name, in one language or in all.

    Raises:
        KeyError: There are none of this name, or none in this language.
    """
    entry = _data()[name]
    lists: Iterable[str] = entry.values() if language is None else [entry[language]]
    return re.compile("|".join(_pattern(phrase.strip()) for one in lists for phrase in one.split(",")), re.IGNORECASE)


def _pattern(phrase: str) -> str:
    parts = "".join(_MARKS.get(part) or re.escape(part) for part in _SPLIT.split(phrase))
    before = r"(?<!\w)" if re.match(r"[\w#*]", phrase) else ""
    behind = r"(?!\w)" if re.search(r"[\w#]$", phrase) else ""
    return f"{before}{parts}{behind}"


@cache
def _data() -> dict[str, dict[str, str]]:
    data: dict[str, dict[str, str]] = yaml.safe_load((files(__package__) / "phrases.yml").read_text(encoding="utf-8"))
    return data
