"""How exact values are written for readers of one language: money, percentages, numbers, dates.

Values come in as plain strings or Decimals and never pass through a float; no digit is rounded away here, because
rounding is the rulebooks' business.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal, localcontext
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent

from candid_rules import Range
from candid_rules.model import OutputType, OutputValue
from candid_rules.money import NO_CURRENCY

__all__ = ["Formats"]

_DATE_PATTERNS = {"en": "d MMMM y"}
"""Day before month in English too: the month is a word, so that no reader can take one for the other."""

_CACHED = 4096
"""A page repeats few amounts, a site repeats them often; Babel takes 20 µs for each."""


class Formats:
    """Writes values in one locale ("en": ``$1,000.00``, ``3.4%``, ``21 November 2026``).

    Args:
        locale: A language that Babel knows.
    """

    def __init__(self, locale: str = "en") -> None:
        self.locale = Locale.parse(locale, sep="-" if "-" in locale else "_")
        self._date_pattern = _DATE_PATTERNS.get(self.locale.language, "long")
        self._money = lru_cache(_CACHED)(self._money_uncached)
        self._date = lru_cache(_CACHED)(self._date_uncached)

    def money(self, amount: str | Decimal | Range, currency: str) -> str:
        """An amount, or the two ends of a range, in an ISO 4217 currency: ``$1,000.00``, ``$0.00 – $90.00``."""
        if isinstance(amount, Range):
            return f"{self.money(amount.low, currency)} – {self.money(amount.high, currency)}"
        return self._money(str(amount), currency)

    def number(self, value: str | Decimal | Range) -> str:
        """A plain number with its own decimals: ``1,250.5``."""
        if isinstance(value, Range):
            return f"{self.number(value.low)} – {self.number(value.high)}"
        with _exactly(str(value)) as exact:
            return format_decimal(exact, locale=self.locale, decimal_quantization=False)

    def percent(self, fraction: str | Decimal | Range) -> str:
        """A fraction as a percentage: ``0.034`` is ``3.4%``."""
        if isinstance(fraction, Range):
            return f"{self.percent(fraction.low)} – {self.percent(fraction.high)}"
        with _exactly(str(fraction)) as exact:
            return format_percent(exact, locale=self.locale, decimal_quantization=False)

    def score(self, value: Decimal) -> str:
        """A score with at least one decimal, so that scores line up: ``3.0``, ``4.25``."""
        return format_decimal(value, format="0.0##", locale=self.locale)

    def date(self, day: dt.date | str) -> str:
        """A day that reads the same on both sides of the Atlantic: ``21 November 2026``."""
        return self._date(day if isinstance(day, dt.date) else dt.date.fromisoformat(day))

    def value(self, value: OutputValue, kind: OutputType, currency: str) -> str:
        """What a calculator answers under one output, written by the output's type (``kind``)."""
        if isinstance(value, tuple):
            return ", ".join(self.value(item, "date" if kind == "dates" else kind, currency) for item in value)
        if kind == "money":
            return self.money(value, currency)
        if kind == "number":
            return self.number(value)
        if isinstance(value, Range):
            return f"{self.value(value.low, kind, currency)} – {self.value(value.high, kind, currency)}"
        if kind in ("date", "dates"):
            return self.date(value)
        if kind == "flag":
            return "yes" if value == "true" else "no"
        return value.replace("-", " ")

    def _money_uncached(self, amount: str, currency: str) -> str:
        with _exactly(amount) as exact:
            if currency == NO_CURRENCY:  # that many of each platform's own: the number alone
                return format_decimal(exact, "#,##0.00##", locale=self.locale, decimal_quantization=False)
            return format_currency(exact, currency, locale=self.locale, decimal_quantization=False)

    def _date_uncached(self, day: dt.date) -> str:
        return format_date(day, self._date_pattern, locale=self.locale)


@contextmanager
def _exactly(text: str) -> Iterator[Decimal]:
    """A Decimal, in a context precise enough for Babel: its default one fails on amounts of more than 28 digits."""
    with localcontext() as context:
        context.prec = len(text) + 28
        yield Decimal(text)
