"""Values read the same in the browser as in the built page, in every language that Babel knows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from babel.localedata import locale_identifiers
from playwright.sync_api import Browser, Page

from candid.components.calculator_controls import typed
from candid.components.calculator_data import browser_formats
from candid.formats import Formats
from candid_rules import Input, Range
from tests.browser.conftest import ORIGIN, assets, serve

CURRENCIES = ("USD", "EUR", "INR", "JPY", "KWD", "XXX")
AMOUNTS = ("0", "0.05", "-0.01", "999.90", "-1000", "1234.567", "12345678.9", "-" + "9" * 40 + ".99")
DAYS = ("2026-01-05", "2024-02-29", "1999-12-31", "0987-06-30")


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    serve(context, {**assets(), "/index.html": b"<!doctype html><title>.</title>"})
    opened = context.new_page()
    opened.goto(f"{ORIGIN}/")
    yield opened
    context.close()


def test_numbers_and_days_in_every_language(page: Page) -> None:
    asked, expected = [], []
    for identifier in sorted(locale_identifiers()):
        formats = Formats(identifier)
        patterns = browser_formats(formats, CURRENCIES)
        cases = [
            *((amount, code, formats.money(amount, code)) for amount in AMOUNTS for code in CURRENCIES),
            *((amount, "number", formats.number(amount)) for amount in AMOUNTS),
            *((day, "number", formats.date(date.fromisoformat(day))) for day in DAYS),
        ]
        asked.append([patterns, [[value, kind] for value, kind, _ in cases]])
        expected.append([(identifier, value, kind, text) for value, kind, text in cases])
    found = page.evaluate(
        """async (text) => {
          const { written } = await import("/assets/calculator.mjs");
          const one = (formats) => ([value, kind]) => written(value, formats[kind], formats.days);
          return JSON.parse(text).map(([formats, cases]) => cases.map(one(formats)));
        }""",
        json.dumps(asked),
    )
    assert len(expected) > 300
    different = [
        (case, text)
        for cases, texts in zip(expected, found, strict=True)
        for case, text in zip(cases, texts, strict=True)
        if case[-1] != text
    ]
    assert different == []


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (Range("0.00", "1200.50"), "money"),
        (Range("-5", "5"), "money"),
        ("billing-method", "choice"),
        ("true", "flag"),
        ("false", "flag"),
        ("75.5", "number"),
        ("2026-11-21", "date"),
    ],
)
def test_other_values(page: Page, value: str | Range, kind: str) -> None:
    formats = Formats("en")
    patterns = browser_formats(formats, ("USD",))
    plain = {"low": value.low, "high": value.high} if isinstance(value, Range) else value
    found = page.evaluate(
        """async ([value, pattern, days]) => (await import("/assets/calculator.mjs")).written(value, pattern, days)""",
        [plain, patterns["USD" if kind == "money" else "number"], patterns["days"]],
    )
    assert found == formats.value(value, kind, "USD")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "places", "moved"),
    [
        *(("12.5", -2, "0.125"), ("100", -2, "1"), ("5", -2, "0.05"), ("0", -2, "0"), ("0.5", -2, "0.005")),
        *(
            ("120", -2, "1.2"),
            ("0.125", 2, "12.5"),
            ("1", 2, "100"),
            ("0", 2, "0"),
            ("0.1", 2, "10"),
            ("0.005", 2, "0.5"),
        ),
        *(("x", -2, "x"), ("", -2, ""), ("-5", -2, "-5"), ("1,5", -2, "1,5")),
    ],
)
def test_a_percentage_moves_its_point(page: Page, text: str, places: int, moved: str) -> None:
    move = """async ([text, by]) => (await import("/assets/calculator.mjs")).shifted(text, by)"""
    assert page.evaluate(move, [text, places]) == moved
    if places == 2 and text.replace(".", "").isdigit():
        entry = Input("rate", "Rate", "rate", required=True)
        assert typed(entry, text, Formats("en")) == moved
        assert Decimal(moved) == Decimal(text) * 100
