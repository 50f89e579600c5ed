"""Amounts of money in the text of pages."""

from __future__ import annotations

from decimal import Decimal

import pytest
from lxml import etree

from candid.compliance.facts.items import item_of, next_to
from candid.compliance.facts.prices import amount_of, find_prices
from candid.compliance.text.flow import Flow


def prices_in(html):
    root = etree.fromstring(f"<body>{html}</body>", etree.HTMLParser(encoding="utf-8"))
    positions = {element: position for position, element in enumerate(root.iter(etree.Element))}
    return list(find_prices(Flow(next(root.iter("body"))), positions))


@pytest.mark.parametrize(
    ("written", "amount", "currency"),
    [
        ("$19.99", "19.99", "USD"),
        ("US$5", "5", "USD"),
        ("C$40.50", "40.50", "CAD"),
        ("19 €", "19", "EUR"),
        ("EUR 20", "20", "EUR"),
        ("1.234,50 €", "1234.50", "EUR"),
        ("£1,000.50", "1000.50", "GBP"),
        ("1 234 USD", "1234", "USD"),
        ("20,- €", "20", "EUR"),
        ("Rs. 1,299", "1299", "INR"),
        ("45 kr", "45", "SEK"),
        ("1'250 CHF", "1250", "CHF"),
        ("¥12,000", "12000", "JPY"),
        ("12 dollars", "12", "USD"),
    ],
)
def test_amounts_in_the_ways_of_several_countries(written, amount, currency):
    (found,) = prices_in(f"<p>It costs {written} today.</p>")
    assert (found.amount, found.currency) == (Decimal(amount), currency)


def test_an_amount_across_elements_stands_where_it_begins():
    (found,) = prices_in("<p>Now <span class='price'><b>$</b>19<sup>.99</sup></span></p>")
    assert found.text == "$19.99"
    assert found.element.tag == "b"


@pytest.mark.parametrize(
    "text", ["5 stars", "in korea 5", "12% off", "2026-11-22", "USDA 5 prime", "skr5x", "$", "€ per day"]
)
def test_other_numbers_are_none(text):
    assert prices_in(f"<p>{text}</p>") == []


def test_each_number_belongs_to_one_sign():
    assert [found.text for found in prices_in("<p>19 € 20 €, EUR 30 EUR 40, $5 $10</p>")] == [
        "19 €",
        "20 €",
        "EUR 30",
        "EUR 40",
        "$5",
        "$10",
    ]


def test_its_position_orders_it_among_the_elements():
    first, second = prices_in("<p>$1 <a href='x'>y</a> $2</p>")
    assert first.position < second.position


def test_numbers_as_people_write_them():
    assert amount_of("1.234") == Decimal(1234)
    assert amount_of("1,5") == Decimal("1.5")
    assert amount_of("1,234,567.89") == Decimal("1234567.89")


def test_the_item_of_a_price_is_its_card():
    (found,) = prices_in(
        "<div class='product-card'><div class='card-body'><p><b>$5</b></p></div><a href='x'>y</a></div>"
    )
    assert found.container.get("class") == "product-card"


def test_a_grid_of_cards_is_no_card():
    (found,) = prices_in("<div class='product-grid'><div class='product-card'><p>$5</p></div></div>")
    assert found.container.get("class") == "product-card"


def test_cells_of_a_column_belong_together_in_a_short_table():
    rows = "<tr><th>Price</th><td>$5</td><td>$6</td></tr><tr><th>Shop</th><td><a id='a'>x</a></td><td>z</td></tr>"
    root = etree.fromstring(f"<body><table>{rows}</table></body>", etree.HTMLParser())
    link = next(root.iter("a"))
    assert ["".join(map(str, place.itertext())) for place in next_to(link)] == ["Shopxz", "$5"]
    assert item_of(link).tag == "tr"
