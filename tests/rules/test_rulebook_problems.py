"""Mistakes in a rulebook are located and reported together."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from candid_rules import calculate, load_rulebooks
from candid_rules.rulebook import STOCK

GOOD = """\
id: bazaar
title: Bazaar
currency: USD
sources:
  page: {title: Fees, url: "https://example.org/fees"}
rules:
  fee:
    title: Fee
    periods:
      - {id: bz.fee, from: 2020-01-01, percent: 10, source: page, checked_on: 2026-11-21, confidence: H}
calculators:
  sale:
    title: What is left of a sale
    kind: earnings
    inputs:
      price: {label: Price, type: money}
    lines:
      fee: {label: Fee, rule: fee, of: price}
    outputs:
      fee: {label: Fee}
      net: {label: Left, value: price - fee}
"""


def problems_of(folder: Path, text: str) -> list[str]:
    path = folder / "bazaar.yml"
    path.write_text(text, encoding="utf-8")
    found = load_rulebooks([folder])[1]
    assert all(problem.location.path == str(path) for problem in found)
    return [f"{item.location.line}:{item.location.column} {item.code} {item.message} | {item.hint}" for item in found]


def test_a_good_one_has_none(tmp_path: Path) -> None:
    assert problems_of(tmp_path, GOOD) == []
    library, _ = load_rulebooks([tmp_path])
    outputs = calculate(library.calculators["bazaar/sale"], {"price": "9.99"}, date(2026, 1, 1)).outputs
    assert outputs == {"fee": "1.00", "net": "8.99"}


def test_the_example_for_authors(tmp_path: Path) -> None:
    guide = (STOCK / "README.md").read_text(encoding="utf-8")
    assert problems_of(tmp_path, guide.split("```yaml\n")[1].split("```")[0]) == []
    calculator = load_rulebooks([tmp_path])[0].calculators["bazaar/sale"]
    assert calculate(calculator, {"price": "10"}, date(2020, 2, 29)).outputs["net"] == "9.50"
    assert calculate(calculator, {"price": "10"}, date(2020, 3, 1)).outputs["net"] == "9.30"


def test_the_shape_of_the_file_all_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("currency: USD", "currency: dollars").replace("kind: earnings", "kind: earning")
    text = text.replace("percent: 10", "percnt: 10").replace("2020-01-01", "2020-02-30")
    text = text.replace("https://example.org/fees", "example.org/fees")
    assert [line.split(" | ")[0] for line in problems_of(tmp_path, text)] == [
        "3:11 invalid-value 'currency': 'dollars' is not a currency's code",
        "5:28 invalid-value 'url': an address begins with https:// or http:// and a host (given: 'example.org/fees')",
        "10:28 invalid-value 'from': this day does not exist (given: '2020-02-30')",
        "10:40 unknown-key unknown key 'percnt'",
        "14:11 invalid-value 'earning' is not a kind",
    ]


def test_meaning_all_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("source: page", "source: pgae").replace("percent: 10", "percent: 110, fixed: 1")
    shapes = "percent, fixed, unit, graduated, volume, subscription, policy"
    assert problems_of(tmp_path, text) == [
        "10:49 invalid-charge more than 100 percent | 20 means 20%",
        f"10:61 invalid-charge one charge is needed, here are 'percent' and 'fixed' | write one of {shapes}",
        "10:72 unknown-source there is no source 'pgae' | did you mean 'page'?",
    ]


PERIOD = "      - {{id: bz.{id}, from: {start}, to: {end}, percent: 10, {rest}}}\n"
REST = "source: page, checked_on: 2026-11-21, confidence: H"


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (("a", "2019-01-01", "2020-01-02"), "11:28 overlapping-periods the period overlaps 'bz.a'"),
        (("a", "2019-01-01", "2018-01-01"), "10:42 empty-period the period ends before it begins"),
        (("a", "unknown", "2018-01-01"), "10:26 unknown-start a period with an unknown start needs an earliest day"),
        (("fee", "2018-01-01", "2019-01-01"), "11:14 duplicate-id the period 'bz.fee' stands twice"),
    ],
)
def test_periods(tmp_path: Path, period: tuple[str, str, str], expected: str) -> None:
    name, start, end = period
    row = PERIOD.format(id=name, start=start, end=end, rest=REST)
    (found,) = problems_of(tmp_path, GOOD.replace("    periods:\n", "    periods:\n" + row))
    assert found.split(" | ")[0] == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("price - fee", "price - fe", "21:41 invalid-expression nothing here is called 'fe' | did you mean 'fee'?"),
        ("price - fee", '"price - fe"', "21:42 invalid-expression nothing here is called 'fe' | did you mean 'fee'?"),
        (
            "price - fee",
            "price -",
            "21:33 invalid-expression this is not a readable expression",
        ),
        (
            "price - fee",
            "price ** 2",
            "21:33 invalid-expression this is not allowed in an expression",
        ),
        ("price - fee", "open('x')", "21:33 invalid-expression there is no function 'open'"),
        (
            "price - fee",
            "price.real",
            "21:33 invalid-expression this is not allowed in an expression",
        ),
        ("price - fee", "price - 1e3", "21:41 invalid-expression '1e3' is not a plain number | "),
        ("price - fee", "price > fee", "21:7 wrong-type this is not of the type 'money' | "),
        ("price - fee", "price - on", "21:41 invalid-expression a number is needed here, this is a day | "),
        ("rule: fee, of", "rule: fees, of", "18:31 unknown-rule there is no rule 'fees' | did you mean 'fee'?"),
        (
            "rule: fee, of: price",
            "rule: peopleperhour/freelancer-fee, of: price",
            "18:31 mixed-currencies 'peopleperhour/freelancer-fee' is in GBP, this rulebook in USD",
        ),
        ("rule: fee, of: price", "of: price", "18:7 invalid-step this needs a 'rule', an 'amount' or 'cases' | "),
        (
            "rule: fee, of: price",
            "rule: fee",
            "18:7 invalid-step a rule is applied 'of' an amount, or gives what leaves a 'net' | ",
        ),
        (
            "of: price}",
            "of: price, prior: price}",
            "18:54 wrong-shape no period of 'bazaar/fee' is graduated | leave out 'prior'",
        ),
        (
            "rule: fee, of: price",
            "cases: [{amount: 0, when: price > 1}]",
            "18:51 open-cases the last case has no 'when': it holds for all the rest | ",
        ),
        (
            "fee: {label: Fee}",
            "fees: {label: Fee}",
            "20:7 unknown-name there is no line 'fees' and no 'value' | did you mean 'fee'?",
        ),
        ("type: money", "type: choice", "16:7 invalid-input-type 'choices' and the type 'choice' belong together | "),
        (
            "type: money",
            "type: money, default: -1",
            "16:51 invalid-value price: an amount is not negative (given: -1) | ",
        ),
    ],
)
def test_calculators(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert any(found.startswith(expected) for found in problems_of(tmp_path, GOOD.replace(old, new)))


LINE = "fee: {label: Fee, rule: fee, of: price}"


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (
            "fee: {label: Fee, cases: [{when: price > 1, amount: on}, {amount: price}]}",
            "18:25 wrong-type the cases are not of one type",
        ),
        ("fee: {label: Fee, sum: [{amount: price}, {amount: on}]}", "18:25 wrong-type 'sum' needs amounts"),
        ("fee: {label: Fee, highest: []}", "18:25 wrong-type 'highest' needs amounts"),
        ("fee: {label: Fee, rule: fee, of: on}", "18:40 wrong-type a number is needed here"),
        (
            "fee: {label: Fee, rule: fee, amount: price, sum: []}",
            "18:7 invalid-step 'sum' and 'rule' exclude each other",
        ),
        ("fee: {label: Fee, amount: price, of: price}", "18:40 invalid-step 'of' needs a 'rule' beside it"),
        ("price: {label: Fee, amount: price}", "18:7 invalid-name a line cannot be called 'price'"),
        (
            f"fee: {{label: Fee, amount: {' + '.join(['price'] * 60)}}}",
            "18:33 invalid-expression an expression has at most",
        ),
    ],
)
def test_lines(tmp_path: Path, new: str, expected: str) -> None:
    assert any(found.startswith(expected) for found in problems_of(tmp_path, GOOD.replace(LINE, new)))


def test_refusals(tmp_path: Path) -> None:
    refuse = """\
    refuse:
      - {when: price, code: invalid-input, message: No., input: prise}
      - {when: price, rule: fee, code: invalid-input, message: No.}
"""
    assert problems_of(tmp_path, GOOD.replace("    lines:\n", refuse + "    lines:\n")) == [
        "18:16 invalid-expression a condition is needed here | write for example 'billed > 100'",
        "18:65 unknown-name there is no input 'prise' | did you mean 'price'?",
        "19:16 invalid-expression a condition is needed here | write for example 'billed > 100'",
    ]


def test_an_expression_over_two_lines(tmp_path: Path) -> None:
    text = GOOD.replace(
        "net: {label: Left, value: price - fee}", "net:\n        label: Left\n        value: price\n          - fe"
    )
    assert problems_of(tmp_path, text) == ["24:13 invalid-expression nothing here is called 'fe' | did you mean 'fee'?"]


@pytest.mark.parametrize(
    ("charge", "expected"),
    [
        ("plus: 1", "10:9 invalid-charge one charge is needed, none is"),
        ("fixed: 1, plus: 1", "10:56 invalid-charge 'plus' belongs to a percentage"),
        ("fixed: 1, values: {a: 1}", "10:58 invalid-charge 'values' belong to a policy"),
        ("fixed: -1", "10:47 invalid-charge a charge is not negative"),
        ("fixed: {low: 2, high: 1}", "10:47 invalid-charge the low end lies above the high end"),
        ("fixed: ten", "10:47 invalid-value 'fixed': this is not a plain number, write 12 or 12.50 (given: 'ten')"),
        ("fixed: true", "10:47 invalid-value 'fixed': this is not a plain number, write 12 or 12.50 (given: True)"),
        ("graduated: []", "10:51 invalid-charge there are no bands"),
        ("graduated: [{percent: 5}, {percent: 6}]", "10:52 invalid-charge only the last band is open"),
        ("graduated: [{up_to: 5, percent: 6}]", "10:52 invalid-charge the last band must be open"),
        ("graduated: [{up_to: 5, fixed: 6}, {percent: 1}]", "10:52 invalid-charge a graduated band has one 'percent'"),
        ("volume: [{up_to: 5, below: 6, fixed: 6}, {fixed: 1}]", "10:49 invalid-charge a band ends either"),
        ("volume: [{up_to: 5}, {fixed: 1}]", "10:49 invalid-charge a band has either 'percent' or 'fixed'"),
        (
            "volume: [{up_to: 5, fixed: 1}, {below: 5, fixed: 2}, {fixed: 3}]",
            "10:71 invalid-charge the bands are not in",
        ),
        ("policy: In words.", "18:31 wrong-shape period 'bz.fee': a policy charges nothing; give an 'amount'"),
    ],
)
def test_charges(tmp_path: Path, charge: str, expected: str) -> None:
    found = problems_of(tmp_path, GOOD.replace("percent: 10", charge))
    assert any(item.startswith(expected) for item in found), found


@pytest.mark.parametrize(
    "charge",
    [
        "percent: 10, minimum: 1",
        "volume: [{up_to: 5, percent: 10}, {percent: 5}]",
        "graduated: [{up_to: 5, percent: 100}, {percent: 5}]",
        "unit: 1",
    ],
)
def test_what_cannot_be_grossed_up(tmp_path: Path, charge: str) -> None:
    text = GOOD.replace("percent: 10", charge).replace("rule: fee, of: price", "rule: fee, net: price")
    (found,) = problems_of(tmp_path, text)
    assert found.startswith("18:31 wrong-shape period 'bz.fee': ")


def test_one_mistake_is_said_once(tmp_path: Path) -> None:
    assert len(problems_of(tmp_path, GOOD.replace("rule: fee, of", "rule: fees, of"))) == 1


def test_a_choice_that_never_comes(tmp_path: Path) -> None:
    text = GOOD.replace(
        "price: {label: Price, type: money}",
        "price: {label: Price, type: money}\n      kind: {label: Kind, type: choice, choices: {new: New, used: Used}}",
    )
    text = text.replace("value: price - fee", "value: price if kind == 'usd' else fee")
    assert problems_of(tmp_path, text) == ["22:50 invalid-expression 'kind' is never 'usd' | did you mean 'used'?"]


def test_a_site_overrides_a_stock_rulebook(tmp_path: Path) -> None:
    text = (
        GOOD.replace("id: bazaar", "id: fiverr")
        .replace("  sale:", "  seller-fee:")
        .replace("bz.fee", "fiverr.seller.20")
    )
    assert problems_of(tmp_path, text) == []
    library, _ = load_rulebooks([tmp_path])
    assert list(library.rulebooks["fiverr"].calculators) == ["fiverr/seller-fee"]
    assert "compare/freelance-net" not in library.calculators, "it asks Fiverr for an 'order'"
    assert "compare/digital-sale" in library.calculators
    (said,) = library.left_out
    assert (said.code, str(said.location)) == ("incomplete-rulebook", f"{tmp_path / 'bazaar.yml'}:1:5")
    assert said.message.startswith("this replaces the stock rulebook 'fiverr' without 'seller-fee', 'buyer-fee', ")
    assert said.message.endswith("; compare/freelance-net cannot be used with it")
    result = calculate(library.calculators["fiverr/seller-fee"], {"price": "100"}, date(2026, 1, 1))
    assert result.outputs["fee"] == "10.00"


def test_a_period_of_a_stock_rulebook_is_refused_where_the_site_wrote_it(tmp_path: Path) -> None:
    (found,) = problems_of(tmp_path, GOOD.replace("id: bazaar", "id: 99designs").replace("bz.fee", "fiverr.seller.20"))
    assert found == (
        "10:14 duplicate-id the period 'fiverr.seller.20' stands twice | "
        "first written in the stock rulebook fiverr.yml, on line 25"
    )


def test_two_rulebooks_of_one_folder_with_one_id(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text(GOOD, encoding="utf-8")
    shutil.copy(tmp_path / "a.yml", tmp_path / "b.yml")
    (problem,) = load_rulebooks([tmp_path])[1]
    assert (problem.code, str(problem.location)) == ("duplicate-id", f"{tmp_path / 'b.yml'}:1:5")


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_bytes(b"\xff\xfe")
    (problem,) = load_rulebooks([tmp_path])[1]
    assert problem.code == "unreadable-file"


def test_yen_have_no_decimals(tmp_path: Path) -> None:
    assert problems_of(tmp_path, GOOD.replace("USD", "JPY")) == []
    calculator = load_rulebooks([tmp_path])[0].calculators["bazaar/sale"]
    assert calculate(calculator, {"price": "1005"}, date(2026, 1, 1)).outputs == {"fee": "101", "net": "904"}


def test_rounding_is_declared(tmp_path: Path) -> None:
    assert problems_of(tmp_path, GOOD.replace("currency: USD", "currency: USD\nrounding: half-even")) == []
    calculator = load_rulebooks([tmp_path])[0].calculators["bazaar/sale"]
    assert "half to even" in calculator.rounding
    assert calculate(calculator, {"price": "0.25"}, date(2026, 1, 1)).outputs["fee"] == "0.02"
