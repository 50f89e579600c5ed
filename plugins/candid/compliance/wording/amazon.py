"""What Amazon's programme prescribes, and by what its names are known: ``data/amazon.yml``, ready to be looked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from candid.compliance.data import read_data
from candid.compliance.wording.written_dates import WrittenDate, days_in

__all__ = [
    "AMAZON_INTERFACE",
    "bought_there",
    "mark_in",
    "paraphrase",
    "price_days",
    "price_notice",
    "rated_by_others",
    "state_of_stock",
    "statement",
    "statement_languages",
    "stock_words",
    "suffix_of",
]

AMAZON_INTERFACE = re.compile(
    r"creators?[- ]?api|pa[- ]?api|product[- ]advertising[- ]api|amazon[- ]api|\bapi\b", re.IGNORECASE
)
"""What names the interface that prices and ratings come from."""


def statement_languages() -> tuple[str, ...]:
    """The languages in which the prescribed sentence is known."""
    return tuple(_data()["statements"])


@cache
def statement(language: str) -> re.Pattern[str]:
    """Finds the prescribed sentence in a language, word for word; punctuation between the words does not matter."""
    return re.compile(
        r"\W+".join(re.escape(word) for word in re.findall(r"\w+", _data()["statements"][language])), re.IGNORECASE
    )


@cache
def paraphrase() -> re.Pattern[str]:
    """Finds, in lower case, what shows that such a sentence was meant."""
    return _any(_data()["paraphrases"])


@cache
def price_notice() -> re.Pattern[str]:
    """Finds, in lower case, the notice that prices hold for the time indicated."""
    return _any(_data()["prices"])


def price_days(text: str) -> Iterator[WrittenDate]:
    """The dates of a text that are said to be days that a price is of; others may be those of a product."""
    before, behind = _said_of_days()
    for day in days_in(text):
        if before.search(text, max(day.start - _NEAR, 0), day.start) or behind.match(text, day.end):
            yield day


_NEAR = 60


@cache
def _said_of_days() -> tuple[re.Pattern[str], re.Pattern[str]]:
    before, behind = (f"(?:{'|'.join(_data()[key])})" for key in ("as of", "as of behind"))
    return re.compile(rf"(?<!\w){before}[^.!?\n]{{0,25}}$", re.IGNORECASE), re.compile(rf"\s?{behind}")


@cache
def state_of_stock() -> re.Pattern[str]:
    """Fits a line that says whether a product is at hand."""
    words = {key: f"(?:{'|'.join(known)})" for key, known in _data()["stock"].items()}
    at = f"(?:{words['at']} amazon(?:\\.[a-z.]{{2,6}})?)"
    # Behind a word of stock may stand little else: a longer text is about something else.
    ending = rf"(?:\s+(?:{words['stressed']}|{at}))*+\s*(?:[.!,;:·|(–—-].*)?"
    states = rf"{words['alone']}(?:\s+{at})?\s*[.!]?|{words['states']}{ending}|{words['counted']}.*"
    return re.compile(rf"(?:{words['time']} )?(?:{states})", re.IGNORECASE)


@cache
def stock_words() -> re.Pattern[str]:
    """Finds, in lower case, words without which no line says whether a product is at hand."""
    return _any(_data()["stock"]["words"])


@cache
def bought_there() -> re.Pattern[str]:
    """Finds what Amazon writes at its customers' reviews."""
    return re.compile("|".join(_data()["bought"]), re.IGNORECASE)


@cache
def rated_by_others() -> re.Pattern[str]:
    """Finds what names somebody else whose rating it is: a test magazine, a laboratory."""
    return re.compile(rf"\b(?:{'|'.join(_data()['rated by others'])})\b", re.IGNORECASE)


def suffix_of(shop: str) -> str | None:
    """The two digits in which tracking ids for a shop end; ``None`` where they are not known."""
    return next((suffix for suffix, shops in _data()["suffixes"].items() if shop in shops), None)


def mark_in(name: str) -> str:
    """The first of Amazon's marks in a name; ``""`` if there is none. Words that only hold one by chance do not."""
    found = _marks().search(name.lower())
    return found[0] if found else ""


@cache
def _marks() -> re.Pattern[str]:
    # "techouse", "primer" and "Alexandria" are no marks.
    apart = {
        "echo": r"(?<!t)(?<!s)echo(?!\w*(?:logy|sys|es\b))",
        "prime": r"prime(?!r|val|s\b)",
        "alexa": r"alexa(?!nd)",
    }
    return re.compile("|".join(apart.get(mark, mark) for mark in _data()["marks"]))


def _any(found: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{phrase})" for phrase in found))


@cache
def _data() -> Mapping[str, Any]:
    data: dict[str, Any] = read_data("amazon.yml")
    return data
