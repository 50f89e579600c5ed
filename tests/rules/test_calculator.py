"""What an answer carries beside its numbers: lines, rules, explanations, notes and warnings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from candid_rules import Library, Line, Range, Refusal, Result, calculate, load_rulebooks

LIBRARY: Library = load_rulebooks()[0]


def run(calculator: str, on: str, **inputs: str) -> Result:
    return calculate(LIBRARY.calculators[calculator], inputs, date.fromisoformat(on))


def line(result: Result, name: str) -> Line:
    return next(item for item in result.lines if item.id == name)


@pytest.mark.parametrize(
    ("calculator", "on", "inputs", "name", "explanation"),
    [
        (
            "upwork/freelancer-fee",
            "2019-03-01",
            {"billed": "600"},
            "fee",
            "20% of $500.00 + 10% of $100.00 = $110.00",
        ),
        (
            "upwork/freelancer-fee",
            "2019-03-01",
            {"billed": "0.11", "lifetime_billed_before": "499.93"},
            "fee",
            "20% of $0.07 + 10% of $0.04 = $0.018, rounded to $0.02",
        ),
        ("upwork/freelancer-fee", "2019-03-01", {"billed": "0"}, "fee", "20% of $0.00 = $0.00"),
        (
            "upwork/freelancer-fee",
            "2026-01-15",
            {"billed": "600"},
            "fee",
            "0% of $600.00 = $0.00, to 15% of $600.00 = $90.00",
        ),
        (
            "upwork/price-for-net",
            "2024-01-15",
            {"target_net": "20"},
            "charge",
            "$20.00 / (1 - 0.1) = $22.2222…, rounded to $22.22",
        ),
        ("upwork/connects", "2026-01-15", {"connects": "6"}, "cost", "6 × $0.15 = $0.90"),
        ("upwork/conversion-fee", "2026-01-15", {"hourly_rate": "20"}, "fee", "12% of ($20.00 × 2080) = $4,992.00"),
        (
            "impact/payout",
            "2026-01-15",
            {"balance": "2000", "method": "paypal"},
            "fee",
            "the lower of 2% of $2,000.00 and $20.00 = $20.00",
        ),
        (
            "peopleperhour/freelancer-fee",
            "2019-01-01",
            {"billed": "500"},
            "fee",
            "20% of £250.00 + 7.5% of £250.00 = £68.75",
        ),
    ],
)
def test_explanations(calculator: str, on: str, inputs: dict[str, str], name: str, explanation: str) -> None:
    assert line(run(calculator, on, **inputs), name).explanation == explanation


def test_a_line_names_the_period_that_decided() -> None:
    fee = line(run("upwork/freelancer-fee", "2019-03-01", billed="600"), "fee")
    assert fee.rule == "uw.fl.fee.slide.2016"
    assert fee.effective_from == date(2016, 6, 21)
    assert fee.source is not None
    assert fee.source.url == "https://support.upwork.com/hc/en-us/articles/211062538-Freelancer-Service-Fees"
    assert (fee.checked_on, fee.confidence, fee.currency) == (date(2026, 11, 21), "H", "USD")
    assert "one client company" in fee.note


def test_a_line_does_not_borrow_the_rule_of_another() -> None:
    result = run("upwork-affiliate/client-referral", "2020-01-15", first_spend="1000", terms="reported")
    assert [item.rule for item in result.lines] == ["uw.fl.fee.slide.2016", "aff.uw.document.client"]
    later = run("upwork/client-cost", "2024-03-01", payment="100")
    assert [item.id for item in later.lines] == ["marketplace_fee"]


def test_a_quoted_rate_still_names_the_rule_in_force() -> None:
    assert (
        line(run("upwork/freelancer-fee", "2026-01-15", billed="10", quoted_rate="0.12"), "fee").rule
        == "uw.fl.fee.var.2025"
    )


def test_inputs_are_kept_as_given_and_defaults_filled_in() -> None:
    result = run("upwork/freelancer-fee", "2024-01-15", billed="100.0", plan="plus")
    assert result.inputs == {
        "billed": "100.0",
        "lifetime_billed_before": "0",
        "contract": "marketplace",
        "plan": "plus",
        "fee_tax_rate": "0",
    }


@pytest.mark.parametrize(
    ("on", "inputs", "words"),
    [
        ("2024-06-01", {"honoured_rate": "0.05"}, "no contract kept one"),
        ("2015-06-01", {"honoured_rate": "0.05"}, "no contract kept one"),
        ("2026-01-15", {"quoted_rate": "0.16"}, "outside the published range"),
        ("2026-01-15", {"quoted_rate": "0.1", "contract": "direct"}, "has a published fee"),
        ("2026-01-15", {"quoted_rate": "0.1", "honoured_rate": "0.1"}, "other terms of this contract decide"),
        ("2024-06-01", {"contract_start": "2024-06-02"}, "begins after the day"),
    ],
)
def test_warnings(on: str, inputs: dict[str, str], words: str) -> None:
    (warning,) = run("upwork/freelancer-fee", on, billed="100", **inputs).warnings
    assert words in warning


def test_no_warning_without_a_reason() -> None:
    for inputs in ({"quoted_rate": "0.15"}, {"honoured_rate": "0.1"}, {"contract_start": "2026-01-15"}):
        assert run("upwork/freelancer-fee", "2026-01-15", billed="100", **inputs).warnings == ()
    assert run("upwork/refund", "2026-01-15", refund="100", fee_rate="0.1").warnings == ()


def test_a_negative_net_is_kept_and_pointed_out() -> None:
    result = run("etsy/sale", "2026-01-01", item="0.20")
    assert result.outputs["net"] == "-0.27"
    assert result.warnings == ("You keep: this amount is negative.",)


def test_a_range_keeps_its_ends_together() -> None:
    """Low charge with low fee: the same end of the same rate within one answer."""
    outputs = run("upwork/price-for-net", "2026-01-15", target_net="100").outputs
    assert outputs == {"charge": Range("100.00", "117.65"), "fee": Range("0.00", "17.65"), "net": "100.00"}


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("1e3", "invalid-input"),
        ("1,000", "invalid-input"),
        ("", "invalid-input"),
        (" 5", "invalid-input"),
        ("5\n", "invalid-input"),
        ("+5", "invalid-input"),
        (".5", "invalid-input"),
        ("5.", "invalid-input"),
        ("NaN", "invalid-input"),
        ("Infinity", "invalid-input"),
        ("١٢", "invalid-input"),
        ("1_000", "invalid-input"),
        ("0x10", "invalid-input"),
        ("9" * 301, "invalid-input"),
        ("-0.01", "negative-amount"),
        ("-5.001", "negative-amount"),
        ("0.001", "more-decimals-than-minor-unit"),
        ("1.000", "more-decimals-than-minor-unit"),
    ],
)
def test_amounts_that_are_refused(value: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        run("fiverr/seller-fee", "2026-01-15", order=value)
    assert (refused.value.code, refused.value.input) == (code, "order")
    assert len(refused.value.message) < 200


@pytest.mark.parametrize("value", ["-0.01", "1.01", "12", "ten"])
def test_rates_that_are_refused(value: str) -> None:
    with pytest.raises(Refusal) as refused:
        run("upwork/refund", "2026-01-15", refund="1", fee_rate=value)
    assert (refused.value.code, refused.value.input) == ("invalid-input", "fee_rate")


@pytest.mark.parametrize("value", ["2024-1-1", "20240101", "2024-W01-1", "2024-13-01", "٢٠٢٤-01-01", "0000-01-01"])
def test_days_that_are_refused(value: str) -> None:
    with pytest.raises(Refusal) as refused:
        run("shopify-affiliate/lock", "2026-01-15", full_price_plan_on=value)
    assert refused.value.code == "invalid-input"


def test_only_the_chosen_case_is_evaluated() -> None:
    """Any Hire has no rule in 2018; a marketplace contract of that day does not notice."""
    assert run("upwork/freelancer-fee", "2018-01-01", billed="100").outputs["fee"] == "20.00"
    with pytest.raises(Refusal, match="any-hire-fee"):
        run("upwork/freelancer-fee", "2018-01-01", billed="100", contract="any-hire")


def test_the_same_question_has_the_same_answer() -> None:
    assert run("upwork/freelancer-fee", "2026-01-15", billed="600") == run(
        "upwork/freelancer-fee", "2026-01-15", billed="600"
    )


OWN = """\
id: own
title: Own
currency: USD
sources: {page: {title: A page}}
rules:
  fee:
    title: Fee
    periods: [{id: own.fee, from: 2020-01-01, percent: 10, source: page, checked_on: 2026-11-21, confidence: H}]
calculators:
  sale:
    title: A sale
    kind: earnings
    inputs: {price: {label: Price, type: money}}
    lines:
      fee: {label: Fee, rule: fee, of: price}
      tip: {label: Tip, amount: "percent(0.5, fee)"}
    outputs:
      tip: {label: Tip}
"""


def test_plain_arithmetic_on_a_line_has_no_rule_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "own.yml").write_text(OWN, encoding="utf-8")
    library, problems = load_rulebooks([tmp_path])
    assert problems == []
    result = calculate(library.calculators["own/sale"], {"price": "100"}, date(2026, 1, 15))
    tip = line(result, "tip")
    assert (tip.amount, tip.rule, tip.source, tip.explanation) == ("5.00", None, None, "50% of $10.00 = $5.00")
    fee = line(result, "fee")
    assert fee.source is not None
    assert fee.source.url is None
    assert result.as_json()["lines"][1]["source"] is None
