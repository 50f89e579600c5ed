"""What pages claim: promises of income, costs, incentives. The phrases are data, in ``data/claims.yml``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from candid.compliance.data import read_data
from candid.compliance.text.flow import Flow, Passage
from candid.compliance.wording.vocabulary import Phrases, vocabulary_of

__all__ = ["find_claims", "is_turned_round", "phrases", "says"]

_REACH = 60
_SHORT = 300
_SENTENCE_END = re.compile(r"[.!?](?=[\s\"'”’)])|\n")
_DENIED = re.compile(
    r"\s*(?:(?:is|are|ist|sind|est|sont|es|son|è|sono)\s*)?"
    r"(?:not\b|n['’]t\b|nicht\b|pas\b|(?:a|ein|un) m[yi]th|un mito)"
)


@cache
def phrases(subject: str) -> Phrases:
    """The phrases about a subject, in lower case: those of all languages, since pages mix them."""
    return Phrases(dict.fromkeys(phrase for words in _data().values() for phrase in _of(words, subject)))


def find_claims(flow: Flow, subject: str, start: int = 0, end: int | None = None) -> Iterator[Passage]:
    """Where a text makes a claim, those that it denies, questions or quotes left out."""
    for match in phrases(subject).finditer(flow.lower, start, end, flow.vocabulary):
        if not is_turned_round(flow, match):
            yield Passage(match, flow.element_at(match.start()))


def says(text: str, subject: str) -> bool:
    """Whether a text has a phrase about a subject, in whatever way."""
    return phrases(subject).search(text.lower(), vocabulary_of(text) if len(text) > _SHORT else None) is not None


def is_turned_round(flow: Flow, match: re.Match[str]) -> bool:
    """Whether the sentence denies what it says there, asks it, or tells what others promise."""
    before = _SENTENCE_END.split(flow.lower[max(match.start() - _REACH, 0) : match.start()])[-1]
    if phrases("negations").search(before) or phrases("negations").match(match[0]):
        return True
    behind = flow.lower[match.end() : match.end() + 2 * _REACH]
    end = _SENTENCE_END.search(f"{behind} ")
    return (end is not None and end[0].startswith("?")) or _DENIED.match(behind) is not None


@cache
def _data() -> Mapping[str, Mapping[str, Any]]:
    return MappingProxyType(read_data("claims.yml"))


def _of(words: Mapping[str, Any], subject: str) -> Iterator[str]:
    value: Any = words
    for key in subject.split("."):
        value = value[key]
    yield from value
