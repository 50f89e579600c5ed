"""Values as readers see them; every digit survives."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from candid.formats import Formats
from candid_rules import Range
from candid_rules.model import OutputType, OutputValue

EN = Formats("en")


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("1000.00", "USD", "$1,000.00"),
        ("1000", "USD", "$1,000.00"),
        ("431.25", "GBP", "£431.25"),
        ("0.00", "EUR", "€0.00"),
        ("-90.00", "USD", "-$90.00"),
        ("1500", "JPY", "¥1,500"),
        ("0.155", "USD", "$0.155"),
        (Decimal("19.90"), "USD", "$19.90"),
        ("123456789012345678901234567890123456.78", "USD", "$123,456,789,012,345,678,901,234,567,890,123,456.78"),
        (Range("0.00", "90.00"), "USD", "$0.00 – $90.00"),
    ],
)
def test_money(amount: str | Decimal | Range, currency: str, text: str) -> None:
    assert EN.money(amount, currency) == text


def test_three_hundred_digits_survive() -> None:
    assert EN.money("9" * 300, "USD").replace(",", "") == "$" + "9" * 300 + ".00"


@pytest.mark.parametrize(
    ("fraction", "text"),
    [("0.10", "10%"), ("0.034", "3.4%"), ("0", "0%"), ("1", "100%"), (Range("0", "0.15"), "0% – 15%")],
)
def test_percent(fraction: str | Range, text: str) -> None:
    assert EN.percent(fraction) == text


@pytest.mark.parametrize(("value", "text"), [("75", "75"), ("1.25", "1.25"), ("12345.5", "12,345.5"), ("-3", "-3")])
def test_number(value: str, text: str) -> None:
    assert EN.number(value) == text


@pytest.mark.parametrize(("value", "text"), [("3", "3.0"), ("3.9", "3.9"), ("4.25", "4.25")])
def test_score(value: str, text: str) -> None:
    assert EN.score(Decimal(value)) == text


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en", "21 November 2026"),
        ("de", "21. November 2026"),
        ("fr", "21 novembre 2026"),
        ("es", "21 de noviembre de 2026"),
        ("it", "21 novembre 2026"),
    ],
)
def test_date_names_its_month(locale: str, text: str) -> None:
    assert Formats(locale).date(date(2026, 11, 21)) == text
    assert Formats(locale).date("2026-11-21") == text


def test_other_languages_write_numbers_their_way() -> None:
    german = Formats("de")
    assert german.money("1000.50", "EUR") == "1.000,50\xa0€"
    assert german.percent("0.034") == "3,4\xa0%"
    assert german.score(Decimal("3.9")) == "3,9"


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        ("540.00", "money", "$540.00"),
        (Range("0.00", "90.00"), "money", "$0.00 – $90.00"),
        ("2026-02-01", "date", "1 February 2026"),
        (("2026-02-01", "2026-03-01"), "dates", "1 February 2026, 1 March 2026"),
        (Range("1", "1.25"), "number", "1 – 1.25"),
        ("true", "flag", "yes"),
        ("false", "flag", "no"),
        ("billing-method", "choice", "billing method"),
    ],
)
def test_value_of_an_output(value: OutputValue, kind: OutputType, text: str) -> None:
    assert EN.value(value, kind, "USD") == text


def test_an_amount_of_no_currency_is_a_number_alone() -> None:
    assert Formats("en").money("1000.00", "XXX") == "1,000.00"
    assert Formats("de").money("50", "XXX") == "50,00"
    assert Formats("en").money("0.005", "XXX") == "0.005"
