"""The publisher's own ledger, ``ledger.yml``: what which programme paid, so that reports can say what earns what.

It lies in the data folder, which no build publishes; nothing that readers see depends on it.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from babel.core import get_global
from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, RootModel
from pydantic_core import PydanticCustomError

from candid.models import Id, Record, Text

__all__ = ["Ledger", "LedgerRow"]

_AMOUNT = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,4})?")
_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")
_WITH_COMMA = re.compile(r"(-?[0-9]{1,3}(?:[.' ]?[0-9]{3})*),([0-9]{1,2})")
_IN_THOUSANDS = re.compile(r"-?[0-9]{1,3}(?:[,' ][0-9]{3})+(?:\.[0-9]{1,2})?")
_MONTH_FIRST = re.compile(r"(0?[1-9]|1[0-2])[-/.]([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]?(0?[1-9]|1[0-2])(?:-[0-9]{2})?")
_NO_MONEY = re.compile(r"X[A-Z]{2}")
"""Codes of metals, of tests and of no currency at all; those of three monetary unions are the exceptions."""
_UNIONS = frozenset({"XAF", "XCD", "XOF", "XPF"})


def _exact(value: Any) -> Decimal:
    text = str(value)
    if isinstance(value, bool) or _AMOUNT.fullmatch(text) is None:
        message = "must be an amount with at most four decimals, written as 1000 or 1000.50 or -12.30"
        raise PydanticCustomError("amount", "{wanted}", {"wanted": message, "hint": _amount_hint(text)})
    return Decimal(text)


def _month(text: str) -> str:
    if _MONTH.fullmatch(text) is None:
        wanted = "must be a month, written as 2026-10"
        raise PydanticCustomError("month", "{wanted}", {"wanted": wanted, "hint": _month_hint(text)})
    return text


def _amount_hint(text: str) -> str:
    """What to write instead of an amount as people write it; empty where its meaning is not plain."""
    bare = text.strip(" $€£\N{NO-BREAK SPACE}")
    comma = _WITH_COMMA.fullmatch(bare)
    if comma:
        return f"write {re.sub(r'[^0-9-]', '', comma[1])}.{comma[2]}"
    if _IN_THOUSANDS.fullmatch(bare):
        return f"write {re.sub(r'[^0-9.-]', '', bare)}"
    return f"write {bare}" if _AMOUNT.fullmatch(bare) else ""


def _month_hint(text: str) -> str:
    """What to write instead of a month as people write it; a day is one of its month."""
    first, last = _MONTH_FIRST.fullmatch(text), _YEAR_FIRST.fullmatch(text)
    if first:
        return f"write {first[2]}-{first[1]:0>2}"
    return f"write {last[1]}-{last[2]:0>2}" if last else ""


def _currency(code: str) -> str:
    if code not in get_global("all_currencies") or (_NO_MONEY.fullmatch(code) and code not in _UNIONS):
        raise ValueError("must be the three letters of a currency, such as USD or EUR")
    return code


class LedgerRow(Record):
    """What one programme paid for a month or on a day: all of it, or what one place of the site brought."""

    programme: Id
    month: Annotated[str, AfterValidator(_month)] | None = Field(
        default=None, description="the month that it is for, such as 2026-10; or else 'on'"
    )
    on: date | None = Field(default=None, description="the day that it is for; or else 'month'")
    amount: Annotated[Decimal, BeforeValidator(_exact)] = Field(description="what was paid; less than 0 if taken back")
    currency: Annotated[str, AfterValidator(_currency)]
    sub_id: Text | None = Field(default=None, description="the place that it came from, as the network reports it")
    clicks: Annotated[int, Field(ge=0)] | None = None
    note: str = ""

    @property
    def when(self) -> str:
        """Its month or its day, as it is written; empty where it has neither."""
        return self.month or (self.on.isoformat() if self.on is not None else "")


class Ledger(RootModel[Annotated[tuple[LedgerRow, ...], BeforeValidator(lambda value: value or ())]]):
    """ledger.yml: what the site earned, row by row. It is never published."""

    # An empty file holds none.
    model_config = ConfigDict(frozen=True)
