"""A day as commands take it."""

from __future__ import annotations

import re
from datetime import date

import click

__all__ = ["read_day"]


def read_day(_context: click.Context, _option: click.Parameter, text: str | None) -> date | None:
    """The callback of an option that takes a day, written as year-month-day."""
    if text is None:
        return None
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise click.BadParameter(f"'{text}' is not a day; write it as 2016-06-21")
