"""What a calculator needs in the browser, beside its HTML: the formula, and how numbers and days are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache, partial
from typing import Any

from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from candid.formats import Formats
from candid_rules import Calculator
from candid_rules.money import currency

__all__ = ["browser_data", "browser_formats", "browser_formula", "once_per_page"]


def browser_data(calculator: Calculator, formats: Formats) -> Markup:
    """Formula and formats as JSON, safe within an attribute in single quotes."""
    formula = browser_formula(calculator)
    codes = {
        item["currency"]["code"] for item in (formula, *formula["lines"], *formula["outputs"]) if "currency" in item
    }
    data = {**formula, "formats": browser_formats(formats, tuple(sorted(codes)))}
    return htmlsafe_json_dumps(data, ensure_ascii=False, separators=(",", ":"))


def browser_formula(calculator: Calculator) -> dict[str, Any]:
    """The formula as ``formula.mjs`` takes it: with what messages and explanations say, without provenance."""
    formula = calculator.formula
    labels = {entry.name: entry.label for entry in calculator.inputs}
    return {
        "currency": _with_prefix(formula["currency"]),
        "inputs": [{**entry, "label": labels[entry["name"]]} for entry in formula["inputs"]],
        "nodes": formula["nodes"],
        "refuse": formula["refuse"],
        "lines": [_with_currency(line) for line in formula["lines"]],
        "outputs": [_with_currency(output) for output in formula["outputs"]],
        "warnings": formula["warnings"],
    }


@lru_cache(64)
def browser_formats(formats: Formats, currencies: tuple[str, ...]) -> Mapping[str, Any]:
    """How values are written: a list for each currency and for ``number``; ``days`` of a month; the ``point``.

    A list has a positive and a negative number with ``#`` for the digits, the sign between groups of digits, the sizes
    of the last group and of the others, the decimal sign, and how many decimals there are at least. The text of a month
    has ``{d}`` and ``{y}`` for day and year, or ``{dd}`` for a day with two digits. All of it is read off what
    ``formats`` writes, so that the browser cannot write anything else.
    """
    return {
        **{code: _pattern(partial(formats.money, currency=code)) for code in currencies},
        "number": _pattern(formats.number),
        "days": [_month(formats, month) for month in range(1, 13)],
        "point": formats.number("0.5")[1:-1],
    }


def _pattern(write: Callable[[str], str]) -> list[str | int]:
    before, digits, after = _parts(write("1234567890.5"))
    before_negative, _, after_negative = _parts(write("-1234567890.5"))
    *groups, _ = re.findall(r"\d+", digits)
    *between, point = re.findall(r"\D+", digits)
    sizes = [len(groups[-1]), len(groups[-2])] if between else [0, 0]
    least = len(_parts(write("0"))[1].partition(point)[2])
    positive, negative = f"{before}#{after}", f"{before_negative}#{after_negative}"
    return [positive, negative, between[-1] if between else "", *sizes, point, least]


def _parts(written: str) -> tuple[str, str, str]:
    """What stands before the digits of a number, the number, and what stands behind it."""
    match = re.fullmatch(r"(\D*)(.*\d)(\D*)", written, re.DOTALL)
    assert match is not None, written
    return match[1], match[2], match[3]


def _month(formats: Formats, month: int) -> str:
    """How the days of a month are written. No other part of a date is written 2345 or 26."""
    padded = "05" in formats.date(date(2345, month, 5))
    return formats.date(date(2345, month, 26)).replace("2345", "{y}").replace("26", "{dd}" if padded else "{d}")


def once_per_page(html: str) -> str:
    """A page's HTML in which the data of each calculator stand once, with the first one that needs them."""
    if html.count("<template data-rules=") < 2:
        return html
    seen: set[str] = set()

    def keep(match: re.Match[str]) -> str:
        known = match[1] in seen
        seen.add(match[1])
        return "" if known else match[0]

    return _DATA.sub(keep, html)


_DATA = re.compile(r'<template data-rules="([^"]*)".*?</template>\n?', re.DOTALL)


def _with_currency(item: Mapping[str, Any]) -> dict[str, Any]:
    return {**item, "currency": _with_prefix(item["currency"])} if "currency" in item else dict(item)


def _with_prefix(written: Mapping[str, Any]) -> dict[str, Any]:
    return {**written, "prefix": currency(written["code"]).prefix}
