"""A calculator that calls another one: what goes through, and what is refused."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from candid_rules import Range, Refusal, calculate, load_rulebooks
from tests.rules.callers import CALLER, STOCK, library, line, problems_of, run, write


def test_outputs_are_values(tmp_path: Path) -> None:
    found = library(tmp_path)
    assert run(found, "bazaar/both", amount="50").outputs == {"net": "45.00", "more": "45.00"}


def test_an_optional_input_is_handed_on_only_if_given(tmp_path: Path) -> None:
    found = library(tmp_path)
    assert run(found, "bazaar/both", amount="50", rebate="0.5").outputs == {"net": "47.50", "more": "42.50"}


def test_a_line_keeps_the_source_and_the_explanation(tmp_path: Path) -> None:
    fee = line(run(library(tmp_path), "bazaar/both", amount="50"), "fee")
    assert (fee.amount, fee.rule, fee.effective_from) == ("5.00", "shop.fee", date(2020, 1, 1))
    assert fee.source is not None
    assert fee.source.title == "A page"
    assert fee.explanation == "10% of $50.00 = $5.00"


def test_what_the_other_refuses_is_refused(tmp_path: Path) -> None:
    found = library(tmp_path, CALLER.replace("price: amount, ", "price: amount, kind: \"'used'\", "))
    assert run(found, "bazaar/both", amount="100").outputs["net"] == "100.00"
    with pytest.raises(Refusal) as refused:
        run(found, "bazaar/both", amount="100.01")
    assert (refused.value.code, refused.value.input) == ("invalid-input", "amount")
    assert refused.value.message == "Too much for used goods."


def test_what_the_other_warns_of_is_warned_of(tmp_path: Path) -> None:
    found = library(tmp_path, CALLER.replace("price: amount, ", "price: amount, kind: \"'used'\", "))
    assert run(found, "bazaar/both", amount="100").warnings == ("Used goods cost nothing to sell.",)
    assert run(library(tmp_path), "bazaar/both", amount="100").warnings == ()


@pytest.mark.parametrize(
    ("argument", "amount", "code"),
    [
        ("amount - 10", "9.99", "negative-amount"),
        ("amount - 10", "10", "below-minimum"),
        ("amount / 3", "10", "more-decimals-than-minor-unit"),
    ],
)
def test_the_bounds_of_an_input_hold_for_what_is_worked_out(
    tmp_path: Path, argument: str, amount: str, code: str
) -> None:
    found = library(tmp_path, CALLER.replace("price: amount * 2", f"price: {argument}"))
    assert run(found, "bazaar/both", amount="30").outputs["net"] == "27.00"
    with pytest.raises(Refusal) as refused:
        run(found, "bazaar/both", amount=amount)
    assert refused.value.code == code
    assert refused.value.message.startswith("two.price: ")


def test_a_looser_input_is_checked_again(tmp_path: Path) -> None:
    found = library(tmp_path, CALLER.replace("type: money, minimum: 1}", "type: money}"))
    with pytest.raises(Refusal) as refused:
        run(found, "bazaar/both", amount="0.99")
    assert (refused.value.code, refused.value.input) == ("below-minimum", "amount")


def test_an_optional_input_with_other_bounds_is_checked_if_given(tmp_path: Path) -> None:
    found = library(tmp_path, CALLER.replace("type: rate, required: false", "type: number, required: false"))
    assert run(found, "bazaar/both", amount="50").outputs["net"] == "45.00"
    with pytest.raises(Refusal) as refused:
        run(found, "bazaar/both", amount="50", rebate="1.5")
    assert (refused.value.code, refused.value.input) == ("invalid-input", "rebate")


def test_no_rule_in_force_goes_through(tmp_path: Path) -> None:
    calculator = library(tmp_path).calculators["bazaar/both"]
    with pytest.raises(Refusal) as refused:
        calculate(calculator, {"amount": "10"}, date(2019, 12, 31))
    assert refused.value.code == "no-rule-in-force"


def test_a_range_is_the_same_range_in_both_calls(tmp_path: Path) -> None:
    """The same unknown rate on both sides of a difference: 50 less 0% to 10% of it, not less 20% or plus 10%."""
    found = library(tmp_path, charge="percent: {low: 0, high: 10}")
    outputs = run(found, "bazaar/both", amount="50").outputs
    assert outputs == {"net": Range("45.00", "50.00"), "more": Range("45.00", "50.00")}


def test_a_range_of_inputs_belongs_to_its_call(tmp_path: Path) -> None:
    """Two calls with two pairs of ends are two ranges: their sum has the sums of the ends."""
    text = """\
id: bazaar
title: Bazaar
currency: USD
calculators:
  guess:
    title: A guess
    kind: earnings
    inputs:
      low: {label: Low, type: money}
      high: {label: High, type: money}
    lines: {}
    outputs: {guess: {label: Guess, value: "between(low, high)"}}
  guesses:
    title: Two guesses
    kind: earnings
    inputs: {end: {label: End, type: money}}
    calls:
      some: {calculator: guess, with: {low: 1, high: end}}
      other: {calculator: guess, with: {low: 2, high: end}}
      same: {calculator: guess, with: {low: 1, high: end}}
    lines: {}
    outputs:
      sum: {label: Sum, value: some.guess + other.guess}
      none: {label: None, value: some.guess - same.guess}
      difference: {label: Difference, value: other.guess - some.guess, negative: expected}
"""
    outputs = run(library(tmp_path, text), "bazaar/guesses", end="10").outputs
    assert outputs == {"sum": Range("3.00", "20.00"), "none": "0.00", "difference": Range("-8.00", "9.00")}


def test_calls_of_calls(tmp_path: Path) -> None:
    text = CALLER + (
        "  again:\n    title: Again\n    kind: earnings\n"
        "    inputs: {amount: {label: Amount, type: money, minimum: 1}}\n"
        "    calls:\n      both: {calculator: both, with: {amount: amount}}\n"
        "      then: {calculator: shop/sale, with: {price: both.net}}\n"
        "    lines: {}\n    outputs: {net: {label: Left, value: then.net}}\n"
    )
    found = library(tmp_path, text)
    assert run(found, "bazaar/again", amount="100").outputs == {"net": "81.00"}
    with pytest.raises(Refusal, match=r"then\.price: at least 1"):
        run(found, "bazaar/again", amount="1.10")


def test_what_a_call_decides_is_decided_once(tmp_path: Path) -> None:
    """No trace of the kind of contract is left in a formula that is about one kind alone."""
    formula = STOCK.calculators["compare/freelance-net"].formula
    text = json.dumps(formula)
    assert "any-hire" not in text
    assert "upwork/kept-freelancer-fee" not in text
    assert "uw.fl.direct.5" not in text
    assert "uw.fl.fee.slide.2016" in text
    assert len(formula["warnings"]) == 1 + len(formula["outputs"]), "one of Upwork's, and one for each negative net"
    for node in formula["nodes"]:
        conditions = node["of"] if node["kind"] in ("all", "any") else [case["when"] for case in node.get("cases", [])]
        assert all(formula["nodes"][index]["kind"] != "constant" for index in conditions)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "two: {calculator: shop/sale",
            "two: {calculator: shop/sael",
            "13:25 unknown-calculator there is no calculator 'shop/sael' | did you mean 'shop/sale'?",
        ),
        ("price: amount * 2", "prise: amount, price: 5", "13:43 unknown-name 'shop/sale' has no input 'prise' | did"),
        ("{price: amount * 2}", "{}", "13:7 missing-key 'shop/sale' needs 'price' (Price) | add 'price:' to 'with'"),
        ("price: amount * 2", "price: on", "13:50 wrong-type 'price' needs an amount | "),
        ("amount, rebate: rebate", "amount, rebate: amount", "12:66 wrong-type 'rebate' needs a number | "),
        ("amount * 2", "amonut * 2", "13:50 invalid-expression nothing here is called 'amonut' | did you mean"),
        ("amount * 2", "0.5", "13:50 invalid-value price: at least 1 (given: 0.5) | "),
        ("amount * 2", "5.001", "13:50 invalid-value price: 5.001 has more than 2 decimals"),
        ("amount * 2", "5, kind: \"'old'\"", "13:59 invalid-value 'kind' is never 'old' | known here: new, used"),
        ("amount * 2", "5, kind: \"'new' if amount > 5 else 'usd'\"", "13:59 invalid-value 'kind' is never 'usd' | d"),
        ("value: one.net", "value: one.nett", "17:33 invalid-expression 'one' has no output 'nett' | did you mean"),
        ("value: one.net", "value: oen.net", "17:33 invalid-expression there is no call 'oen' | did you mean 'one'?"),
        ("value: one.net", "value: one", "17:33 invalid-expression 'one' is a call | name one of its outputs"),
        ("value: one.net", "value: one.net.net", "17:33 invalid-expression this is not allowed"),
        ("      one: {", "      amount: {", "12:7 invalid-name a call cannot be called 'amount' | an input has this"),
        ("      one: {", "      one-1: {", "12:7 invalid-name a call cannot be called 'one-1' | use letters"),
        ("with: {price: amount * 2}", "on: 5", "13:36 unknown-key unknown key 'on' | known here: calculator, with"),
    ],
)
def test_mistakes_are_located(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert old in CALLER
    problems = problems_of(tmp_path, CALLER.replace(old, new, 1))
    if not any(item.startswith(expected) for item in problems):
        pytest.fail("\n".join(problems))


def test_a_call_of_itself(tmp_path: Path) -> None:
    text = CALLER.replace("two: {calculator: shop/sale, with: {price: amount * 2}}", "two: {calculator: both}")
    assert problems_of(tmp_path, text) == [
        "13:25 circular-call this call never ends: bazaar/both → bazaar/both | a calculator cannot need its own answer"
    ]


def test_a_circle_of_three(tmp_path: Path) -> None:
    """Said once, where the circle closes, and with its whole way; whatever the order of the files."""
    shape = (
        "id: {0}\ntitle: {0}\ncurrency: USD\ncalculators:\n  it:\n    title: It\n    kind: fee\n    inputs: {{}}\n"
        "    calls: {{next: {{calculator: {1}/it}}}}\n    lines: {{}}\n"
        "    outputs: {{x: {{label: X, value: next.x}}}}\n"
    )
    for name, other in (("a", "b"), ("b", "c"), ("c", "a")):
        (tmp_path / f"{name}.yml").write_text(shape.format(name, other), encoding="utf-8")
    found, (problem,) = load_rulebooks([tmp_path])
    assert str(problem.location) == f"{tmp_path / 'c.yml'}:9:32"
    assert (problem.code, problem.message) == ("circular-call", "this call never ends: a/it → b/it → c/it → a/it")
    assert not {"a/it", "b/it", "c/it"} & set(found.calculators)


def test_a_mistake_in_the_other_is_said_there_alone(tmp_path: Path) -> None:
    path = write(tmp_path)
    shop = tmp_path / "shop.yml"
    shop.write_text(shop.read_text(encoding="utf-8").replace("of: price", "of: prise"), encoding="utf-8")
    found, (problem,) = load_rulebooks([tmp_path])
    assert problem.location.path == str(shop)
    assert path.exists()
    assert "bazaar/both" not in found.calculators


def test_stock_rulebooks_have_no_excuse(tmp_path: Path) -> None:
    """A stock calculator may be left out because a site overrides what it calls, for no other reason."""
    path = write(tmp_path, CALLER.replace("one.net", "one.nett"))
    (problem, _) = load_rulebooks(stock=tmp_path)[1]
    assert str(problem.location) == f"{path}:17:33"
    site = tmp_path / "site"
    site.mkdir()
    (site / "shop.yml").write_text((tmp_path / "shop.yml").read_text(encoding="utf-8"), encoding="utf-8")
    found, problems = load_rulebooks([site], stock=tmp_path)
    assert problems == []
    assert list(found.calculators) == ["shop/sale"]
