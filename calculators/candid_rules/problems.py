"""What is wrong with a document, where, and what to write instead."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Location", "Problem", "did_you_mean"]

_MOST_SHOWN = 8


@dataclass(frozen=True, order=True)
class Location:
    """A place in a file that an author can open: line and column count from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True)
class Problem:
    """What is wrong with a document, where, and what to write instead."""

    location: Location
    code: str
    message: str
    hint: str = ""


def did_you_mean(token: str, known: Iterable[str]) -> str:
    """A hint that names the closest known word, or lists those that are nearest when none is close.

    Of ids such as ``upwork/connects``, only those of the platform that the token names are looked at, unless another
    platform has one of just that name.
    """
    words = sorted(known)
    if not words:
        return ""
    platform, _, name = token.partition("/")
    own = [word for word in words if word.startswith(f"{platform}/")]
    namesakes = [word for word in words if name and word.endswith(f"/{name}")]
    close = namesakes[:1] or _close(token, words, "" if not own else f"{platform}/")
    if close:
        return f"did you mean '{close[0]}'?"
    shown = own or words
    if len(shown) > _MOST_SHOWN:
        shown = sorted(shown, key=lambda word: -difflib.SequenceMatcher(None, token, word).ratio())[:_MOST_SHOWN]
    return f"known here: {', '.join(shown)}" + (", …" if len(words) > len(shown) else "")


def _close(token: str, words: Iterable[str], prefix: str) -> list[str]:
    """The word closest to ``token`` among those with a prefix, which itself is no likeness."""
    names = [word.removeprefix(prefix) for word in words if word.startswith(prefix)]
    return [prefix + name for name in difflib.get_close_matches(token.removeprefix(prefix), names, n=1, cutoff=0.6)]
