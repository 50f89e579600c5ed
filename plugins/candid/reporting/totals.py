"""Sums as a reader meets them."""

from __future__ import annotations

from collections.abc import Iterable

from candid.formats import Formats
from candid.reporting.model import Total
from candid.reporting.view import Cell

__all__ = ["amounts", "clicks"]


def amounts(totals: Iterable[Total], formats: Formats) -> Cell:
    """One line for each currency."""
    return Cell(tuple(formats.money(one.amount, one.currency) for one in totals), (), "number")


def clicks(totals: Iterable[Total], formats: Formats) -> Cell:
    """The clicks beside them, line by line."""
    said = ("–" if one.clicks is None else formats.number(str(one.clicks)) for one in totals)
    return Cell(tuple(said), (), "number")
