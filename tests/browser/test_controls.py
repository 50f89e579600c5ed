"""The controls and the data that stand beside a worked example."""

from __future__ import annotations

import json
from datetime import date

from bs4 import BeautifulSoup

from candid.components.calculator_controls import control_view, day_view
from candid.components.calculator_data import browser_data, once_per_page
from candid.formats import Formats
from candid.site import Site
from candid_rules import Choice, Input
from tests.browser.conftest import FEE, document

EN = Formats("en")


def test_a_control_for_each_type() -> None:
    kinds = {kind: control_view(Input("x", "X", kind, required=True), None, "USD", EN) for kind in ("money", "rate")}
    assert (kinds["money"].before, kinds["money"].after, kinds["money"].unit) == ("$", "", "USD")
    assert (kinds["rate"].before, kinds["rate"].after, kinds["rate"].unit) == ("", "%", "")
    assert control_view(Input("x", "X", "integer", required=True), "3", "USD", EN).decimal is False
    assert control_view(Input("x", "X", "date", required=True), "2024-02-29", "USD", EN).kind == "day"


def test_signs_stand_where_the_language_has_them() -> None:
    money, rate = Input("x", "X", "money", required=True), Input("x", "X", "rate", required=True)
    german = Formats("de")
    assert (control_view(money, "5.50", "EUR", german).before, control_view(money, "5.50", "EUR", german).after) == (
        "",
        "€",
    )
    assert control_view(money, "5.50", "EUR", german).value == "5,50"
    assert control_view(rate, "0.125", "EUR", german).value == "12,5"
    assert control_view(rate, "0.10", "EUR", EN).value == "10"


def test_what_may_be_left_open_can_be_left_open() -> None:
    flag = Input("x", "X", "flag", required=False)
    assert control_view(flag, None, "USD", EN).choices == (("", "–"), ("true", "yes"), ("false", "no"))
    assert control_view(Input("x", "X", "flag", required=False, default="true"), None, "USD", EN).kind == "box"
    choice = Input("x", "X", "choice", required=True, choices=(Choice("a", "A"), Choice("b", "B")))
    assert control_view(choice, "b", "USD", EN).choices == (("a", "A"), ("b", "B"))


def test_bounds_are_said() -> None:
    def said(low: str | None, high: str | None) -> str:
        return control_view(
            Input("x", "X", "integer", True, minimum=low, maximum=high, help="Help."), None, "USD", EN
        ).help

    assert said("1", "1200") == "Help. From 1 to 1,200."
    assert said("1", None) == "Help. At least 1."
    assert said(None, "9") == "Help. At most 9."
    assert said(None, None) == "Help."


def test_a_day_is_asked_for_only_where_it_matters(site: Site) -> None:
    fee = day_view(site.calculators["upwork/freelancer-fee"], date(2026, 11, 21))
    assert fee is not None
    assert (fee.value, fee.first) == (date(2026, 11, 21), date(2013, 2, 3))
    assert fee.latest >= date(2025, 5, 1)
    assert day_view(site.calculators["shopify-affiliate/lock"], date(2026, 11, 21)) is None


def test_the_data_are_the_formula(site: Site) -> None:
    calculator = site.calculators["upwork/freelancer-fee"]
    page = BeautifulSoup(document(site, FEE), "html5lib")
    (template,) = page.select("template[data-rules]")
    data = json.loads(str(template["data-formula"]))
    assert data == json.loads(str(browser_data(calculator, site.renderer.formats)))
    assert data["nodes"] == calculator.formula["nodes"]
    assert "periods" not in data
    assert {str(block["data-rule"]) for block in template.select("[data-rule]")} == set(calculator.periods)


def test_data_stand_once_for_each_calculator(site: Site) -> None:
    other = "upwork/conversion-fee: {hourly_rate: 20}"
    twice = document(site, FEE, other, FEE, other)
    once = once_per_page(twice)
    assert [twice.count("data-rules="), once.count("data-rules=")] == [4, 2]
    assert once.count("<template data-controls") == 4
    assert once_per_page(once) == once
    assert once_per_page(document(site, FEE)) == document(site, FEE)
    # They stand with the first calculator that needs them.
    kept = BeautifulSoup(once, "html5lib").select("candid-calculator:has(template[data-rules])")
    assert [element["data-calculator"] for element in kept] == ["upwork/freelancer-fee", "upwork/conversion-fee"]


def test_hostile_words_stay_words(site: Site) -> None:
    html = document(site, 'upwork/freelancer-fee: {billed: 1, title: "</template><script>alert(1)</script>\'"}')
    assert not BeautifulSoup(html, "html5lib").select("main script")
