"""Amounts of several currencies in one answer: each with its own unit, never mixed."""

from __future__ import annotations

from pathlib import Path

import pytest

from candid_rules import Refusal, load_rulebooks
from tests.rules.callers import CALLER, STOCK, library, line, problems_of, run, write


@pytest.mark.parametrize(
    ("part", "whole", "inputs", "names"),
    [
        ("upwork/freelancer-fee", "upwork", {"billed": "1234.56", "quoted_rate": "0.13"}, ("net",)),
        ("fiverr/seller-fee", "fiverr", {"order": "1234.56"}, ("net",)),
        ("freelancer-com/freelancer-fee", "freelancer_com", {"billed": "1234.56", "contract": "fixed"}, ("net",)),
        ("peopleperhour/freelancer-fee", "peopleperhour", {"billed": "1234.56"}, ("net",)),
        ("contra/freelancer-fee", "contra", {"billed": "1234.56"}, ("net",)),
        ("malt/freelancer-fee", "malt", {"billed": "1234.56", "months_with_client": "1"}, ("net",)),
    ],
)
def test_a_comparison_says_what_the_platforms_say(
    part: str, whole: str, inputs: dict[str, str], names: tuple[str, ...]
) -> None:
    compared = run(STOCK, "compare/freelance-net", payment="1234.56", quoted_rate="0.13")
    alone = run(STOCK, part, **inputs)
    for name in names:
        assert compared.outputs[f"{whole}_{name}"] == alone.outputs[name]
    fee, own = line(compared, f"{whole}_fee"), line(alone, "fee")
    assert (fee.amount, fee.currency, fee.rule, fee.source) == (own.amount, own.currency, own.rule, own.source)
    assert fee.explanation == own.explanation


def test_each_platform_has_its_own_currency() -> None:
    calculator = STOCK.calculators["compare/freelance-net"]
    result = run(STOCK, "compare/freelance-net", payment="1000")
    assert {output.name: output.currency for output in calculator.outputs} == {
        "upwork_net": "USD",
        "fiverr_net": "USD",
        "freelancer_com_net": "USD",
        "peopleperhour_net": "GBP",
        "contra_net": "USD",
        "malt_net": "EUR",
    }
    assert calculator.currency == result.currency == result.as_json()["currency"] == "XXX"
    assert line(result, "peopleperhour_fee").explanation == "20% of £250.00 + 7.5% of £750.00 = £106.25"
    assert line(result, "malt_fee").explanation == "10% of €1,000.00 = €100.00"
    assert "smallest unit of its currency" in calculator.rounding


def test_a_formula_says_only_what_differs() -> None:
    formula = STOCK.calculators["compare/freelance-net"].formula
    assert formula["currency"] == {"code": "XXX", "decimals": 2}
    assert formula["outputs"][3]["currency"] == {"code": "GBP", "decimals": 2}
    dollars = STOCK.calculators["compare/digital-sale"]
    assert dollars.currency == "USD"
    assert all("currency" not in item for item in (*dollars.formula["lines"], *dollars.formula["outputs"]))


def test_outputs_that_are_not_money_have_no_currency() -> None:
    outputs = STOCK.calculators["upwork-affiliate/scenario"].outputs
    assert {output.name: output.currency for output in outputs} == {
        "clicks": "",
        "clients": "",
        "commission_per_client": "USD",
        "commission": "USD",
    }


def test_each_amount_has_the_minor_unit_of_its_currency(tmp_path: Path) -> None:
    text = CALLER.replace("currency: USD", "currency: XXX").replace(", value: two.net - one.net", ", value: 3 / 2")
    text = text.replace("{label: More", "{label: More, currency: KWD")
    found = library(tmp_path, text, currency="JPY", charge="percent: 0.5")
    calculator = found.calculators["bazaar/both"]
    assert [output.currency for output in calculator.outputs] == ["JPY", "KWD"]
    result = run(found, "bazaar/both", amount="101")
    assert result.outputs == {"net": "100", "more": "1.500"}
    assert line(result, "fee").explanation == "0.5% of ¥101 = ¥0.505, rounded to ¥1"
    with pytest.raises(Refusal) as refused:
        run(found, "bazaar/both", amount="101.5")
    assert refused.value.code == "more-decimals-than-minor-unit"


def test_a_payment_without_a_currency_can_be_named(tmp_path: Path) -> None:
    text = CALLER.replace("currency: USD", "currency: XXX")
    text = text.replace("{label: Fee, amount: one.fee}", "{label: Fee, amount: amount, currency: GBP}")
    result = run(library(tmp_path, text, currency="EUR"), "bazaar/both", amount="10")
    assert (line(result, "fee").currency, line(result, "fee").amount) == ("GBP", "10.00")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("more: {label: More, value: two.net - one.net}", "more: {label: More, value: one.net + amount}", "18:34"),
        ("value: two.net - one.net", 'value: "two.net - max(one.net, amount)"', "18:45"),
        ("value: two.net - one.net", "value: one.net if one.net > amount else 0", "18:45"),
        ("value: two.net - one.net", "value: one.net if rebate > 1 else amount", "18:34"),
        ("value: two.net - one.net", 'value: "percent(one.net / amount, 5)"', "18:43"),
        ("amount: one.fee}", "sum: [{amount: one.fee}, {amount: amount}]}", "15:7"),
        ("amount: one.fee}", "highest: [{amount: one.fee}, {amount: amount}]}", "15:7"),
        ("amount: one.fee}", "cases: [{when: rebate > 1, amount: one.fee}, {amount: amount}]}", "15:7"),
        ("amount: one.fee}", "rule: upwork/freelancer-fee, of: one.fee}", "15:7"),
        ("amount: one.fee}", "rule: upwork/fee-tax, amount: one.fee}", "15:7"),
        ("amount: one.fee}", "rule: upwork/freelancer-fee, of: amount, prior: one.fee}", "15:7"),
    ],
)
def test_currencies_never_mix(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert old in CALLER
    text = CALLER.replace("price: amount", "price: 50").replace(old, new)
    problems = problems_of(tmp_path, text, currency="GBP")
    assert [item.split(" ")[:2] for item in problems if "mixed" in item] == [[expected, "mixed-currencies"]], problems
    assert "GBP" in problems[0]
    assert "USD" in problems[0]
    write(tmp_path, text)
    assert load_rulebooks([tmp_path])[1] == [], "in one currency all of this is sound"


def test_an_amount_is_not_handed_to_another_currency(tmp_path: Path) -> None:
    assert problems_of(tmp_path, CALLER, currency="GBP") == [
        "12:50 mixed-currencies 'price' is in GBP, this is in USD; currencies never mix | ",
        "13:50 mixed-currencies 'price' is in GBP, this is in USD; currencies never mix | ",
    ]


def test_a_currency_that_is_not_the_amounts(tmp_path: Path) -> None:
    text = CALLER.replace("amount: one.fee", "currency: EUR, amount: one.fee")
    assert problems_of(tmp_path, text) == [
        "15:35 mixed-currencies this is an amount in USD, not in EUR; currencies never mix | "
    ]
