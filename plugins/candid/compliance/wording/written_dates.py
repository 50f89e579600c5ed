"""The days that a text names, in whatever way people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime

__all__ = ["WrittenDate", "day_of", "days_in"]

_MONTHS = (
    "january jan januar jänner janvier janv enero ene gennaio gen januari janeiro stycznia",
    "february feb februar februari février fevrier févr fevr febrero febbraio fevereiro lutego",
    "march mar märz maerz mrz mars marzo maart março marca",
    "april apr avril avr abril aprile kwietnia",
    "may mai mayo maggio mag mei maio maja",
    "june jun juni juin junio giugno giu junho czerwca",
    "july jul juli juillet juil julio luglio lug julho lipca",
    "august aug août aout agosto ago augustus sierpnia",
    "september sept sep septembre septiembre settembre set setembro września",
    "october oct oktober okt octobre octubre ottobre ott outubro października",
    "november nov novembre noviembre novembro listopada",
    "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro grudnia",
)
_NUMBER_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_MONTH = r"[^\W\d_]{3,10}"
"""Any word: a table is quicker to tell which are months than a pattern of all of them."""
_DATE = re.compile(
    rf"""(?<!\w)(?:
    (?P<d1>\d{{1,2}})(?:st|nd|rd|th|er|\.|º|°)?\s*(?:(?:of|de|del)\s+)?(?P<m1>{_MONTH})\b\.?,?\s*(?:(?:de|del)\s+)?(?P<y1>\d{{4}})
    |(?P<m2>{_MONTH})\b\.?\s*(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:,\s*|\s+)(?P<y2>\d{{4}})
    |(?P<y3>\d{{4}})(?P<s3>[-/.])(?P<m3>\d{{1,2}})(?P=s3)(?P<d3>\d{{1,2}})
    |(?P<a4>\d{{1,2}})(?P<s4>[-/.])\s?(?P<b4>\d{{1,2}})(?P=s4)\s?(?P<y4>\d{{4}}|\d{{2}})
    |(?P<m5>{_MONTH})\b\.?,?\s*(?:(?:de|del)\s+)?(?P<y5>\d{{4}})
    |(?P<y6>\d{{4}})\s?年\s?(?P<m6>\d{{1,2}})\s?月\s?(?P<d6>\d{{1,2}})\s?日
    )(?!\d)""",
    re.IGNORECASE | re.VERBOSE,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<=\d[./-])\s?\d\d(?![\d./-])")
_BEFORE = 40
_BEHIND = 14
_ISO = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})(?=$|[T\s])")
_COMPACT = re.compile(r"\s*(\d{4})(\d{2})(\d{2})(?=$|T)")


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date in a text.

    Attributes:
        days: The days that it may mean; several for ``03/04/2026``, and all of them for a month alone.
        start: Where it begins.
        end: Where it ends.
    """

    days: frozenset[date]
    start: int
    end: int


def days_in(text: str) -> Iterator[WrittenDate]:
    """The dates of a text in their order. What is no day of the calendar is left out."""
    end = 0
    # Years are few and quickly found; the date is looked for around each.
    for year in _YEAR.finditer(text):
        start, stop = max(year.start() - _BEFORE, end), min(year.end() + _BEHIND, len(text))
        while (found := _DATE.search(text, start, stop)) is not None:
            if days := frozenset(_days(found)):
                end = found.end()
                yield WrittenDate(days, found.start(), end)
                break
            start = found.start() + 1


def day_of(written: str) -> frozenset[date]:
    """The day of an ISO 8601 date or time as it is written, and the same in UTC; nothing for any other form."""
    found = _ISO.match(written) or _COMPACT.match(written)
    if found is None:
        return frozenset()
    days = set(_real(found[1], found[2], found[3]))
    try:
        moment = datetime.fromisoformat(written.strip())
    except ValueError:
        return frozenset(days)
    if moment.tzinfo is not None:
        with suppress(OverflowError):
            days.add(moment.astimezone(UTC).date())
    return frozenset(days)


def _days(found: re.Match[str]) -> Iterator[date]:
    for form in "12":
        if found[f"y{form}"]:
            yield from _real(found[f"y{form}"], _month(found[f"m{form}"]), found[f"d{form}"])
    for form in "36":
        if found[f"y{form}"]:
            yield from _real(found[f"y{form}"], found[f"m{form}"], found[f"d{form}"])
    if found["y4"]:
        short = len(found["y4"]) == 2
        if short and found["y4"] >= "50":
            return  # a version, or a day that no page was written on
        year = f"20{found['y4']}" if short else found["y4"]
        yield from _real(year, found["b4"], found["a4"])
        yield from _real(year, found["a4"], found["b4"])
    if found["y5"]:
        for day in range(1, 32):
            yield from _real(found["y5"], _month(found["m5"]), day)


def _month(word: str) -> int:
    return _NUMBER_OF.get(word.lower(), 0)


def _real(year: str, month: str | int, day: str | int) -> Iterator[date]:
    try:
        yield date(int(year), int(month), int(day))
    except ValueError:
        return
