"""``candid calc`` answers, refuses and rejects as its contract says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from candid.cli import main

FREELANCER_FEES = "Asiarpa: copy of Freelancer.com's fees and charges, https://asiarpa.com/fees-and-charges/"
FREELANCER_NOTE = (
    "Charged when the project is accepted, again on what is paid beyond the bid. Recruiter projects pay 15%."
)
ROUNDING = "Each amount is computed exactly and rounded once, half up, to the cent; totals add up the rounded amounts."


def calc(*words: str, **environment: str) -> Result:
    return CliRunner().invoke(main, ["calc", *words], env=environment, catch_exceptions=False)


def outputs(*words: str) -> dict[str, object]:
    result = calc(*words, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, object] = json.loads(result.stdout)["outputs"]
    return found


def test_the_sliding_scale() -> None:
    found = outputs("upwork/freelancer-fee", "billed=600", "--on", "2019-03-01")
    assert (found["fee"], found["net"]) == ("110.00", "490.00")


def test_the_flat_fee() -> None:
    assert outputs("upwork/freelancer-fee", "billed=600", "--on", "2024-06-01")["fee"] == "60.00"


def test_the_variable_fee_is_a_range() -> None:
    found = outputs("upwork/freelancer-fee", "billed=600", "--on", "2026-01-15")
    assert found["fee"] == {"low": "0.00", "high": "90.00"}
    assert found["net"] == {"low": "510.00", "high": "600.00"}


def test_before_any_rule() -> None:
    result = calc("upwork/freelancer-fee", "billed=600", "--on", "1999-01-01", "--json")
    assert result.exit_code == 1
    refusal = json.loads(result.stdout)
    assert set(refusal) == {"error"}
    assert set(refusal["error"]) == {"code", "message"}
    assert refusal["error"]["code"] == "no-rule-in-force"
    assert "1999-01-01" in refusal["error"]["message"]


def test_the_json_object_is_exactly_this() -> None:
    result = calc("fiverr/seller-fee", "order=5", "--on", "2026-01-15", "--json")
    assert json.loads(result.stdout) == {
        "calculator": "fiverr/seller-fee",
        "on": "2026-01-15",
        "currency": "USD",
        "inputs": {"order": "5"},
        "lines": [
            {
                "id": "fee",
                "label": "Seller fee",
                "amount": "1.00",
                "rule": "fiverr.seller.20",
                "effective_from": None,
                "source": {
                    "title": "Wise: How to get paid on Fiverr",
                    "url": "https://wise.com/us/blog/how-to-get-paid-on-fiverr",
                    "checked_on": "2026-11-21",
                    "confidence": "M",
                },
            }
        ],
        "outputs": {"fee": "1.00", "net": "4.00"},
    }


def test_the_answer_for_people() -> None:
    result = calc("freelancer-com/freelancer-fee", "billed=4", "contract=fixed", "--on", "2026-01-15", "--explain")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "What a freelancer keeps on Freelancer.com, on 2026-01-15, in USD",
        "",
        "Amount billed        4",
        "Kind of project  fixed",
        "",
        "Freelancer fee  5.00  the higher of 10% of $4.00 and $5.00 = $5.00",
        "    rule frl.fl.10min5, first day not known: 10%, at least $5.00",
        f"    source: {FREELANCER_FEES}; checked 2026-11-21, confidence M",
        f"    note: {FREELANCER_NOTE}",
        "",
        "Freelancer.com's fee   5.00",
        "You keep              -1.00",
        "warning: You keep: this amount is negative.",
        f"rounding: {ROUNDING}",
    ]


@pytest.mark.parametrize(
    ("words", "start"),
    [
        (("upwork/freelancer-fee", "billed=5", "--on", "2024-01-15"), "in force from 2023-05-03"),
        (("upwork/client-cost", "payment=5", "--on", "2024-01-15"), "in force by 2023-07-01"),
        (("fiverr/seller-fee", "order=5", "--on", "2024-01-15"), "first day not known"),
    ],
)
def test_how_well_the_start_is_known(words: tuple[str, ...], start: str) -> None:
    assert f", {start}\n" in calc(*words).stdout


def test_a_day_before_any_rule_for_people() -> None:
    result = calc("upwork/conversion-fee", "hourly_rate=50", "--on", "1999-01-01")
    assert result.exit_code == 1
    assert re.search(r"in force on 1999-01-01\n  hint: one is known from \d{4}-\d\d-\d\d on\n$", result.stderr)
    first = re.findall(r"known from ([\d-]+) on", result.stderr)[0]
    assert calc("upwork/conversion-fee", "hourly_rate=50", "--on", first).exit_code == 0


def test_a_refusal_for_people() -> None:
    result = calc("upwork/withdrawal", "amount=4", "method=local-bank", "--on", "2026-01-15")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr == "refused: below-minimum: A withdrawal to a local bank needs at least $5.00.\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["upwork/freelancerfee"], "did you mean 'upwork/freelancer-fee'?"),
        (["compare/foo"], "known here: compare/digital-sale, compare/freelance-net, …"),
        (["upwork/client-referral"], "did you mean 'upwork-affiliate/client-referral'?"),
        (["--list", "fiver"], "there is no calculator or platform 'fiver'; did you mean 'fiverr'?"),
        (["fiverr"], "'fiverr' is a platform; its calculators are fiverr/seller-fee, fiverr/buyer-cost"),
        (["fiver"], "there is no calculator or platform 'fiver'; did you mean 'fiverr'?"),
        (["upwork/refund", "refund"], "'refund' is not an input; write name=value"),
        (["upwork/refund", "=5"], "'=5' is not an input"),
        (["upwork/refund", "refund=5", "refund=6"], "the input 'refund' is given twice"),
        (["upwork/refund", "--on", "2020-02-30"], "'2020-02-30' is not a day"),
        (["upwork/refund", "--on", "20200201"], "'20200201' is not a day"),
        (["upwork/refund", "--off"], "No such option"),
    ],
)
def test_wrong_usage(words: list[str], message: str) -> None:
    result = calc(*words)
    assert result.exit_code == 2
    assert message in result.stderr


def test_an_unknown_input_is_a_refusal_with_a_hint() -> None:
    result = calc("upwork/freelancer-fee", "biled=600", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["error"] == {
        "code": "unknown-input",
        "message": "there is no input 'biled'; did you mean 'billed'?",
    }


def test_the_day_comes_from_the_environment() -> None:
    result = calc("upwork/freelancer-fee", "billed=600", "--json", SOURCE_DATE_EPOCH="1551398400")
    assert json.loads(result.stdout)["on"] == "2019-03-01"


@pytest.mark.parametrize("words", [(), ("--list",)])
def test_the_list(words: tuple[str, ...]) -> None:
    result = calc(*words)
    assert result.exit_code == 0
    assert "upwork/withdrawal: What arrives of a withdrawal from Upwork (USD)" in result.stdout
    assert "    method=us-ach|local-bank|instant|wire: Method" in result.stdout
    assert "    [shipping=money] default 0: Shipping paid by the buyer" in result.stdout


def test_the_list_of_a_platform_and_of_one_calculator() -> None:
    titles = [line for line in calc("--list", "fiverr").stdout.splitlines() if not line.startswith(" ")]
    assert titles == [
        "fiverr/buyer-cost: What a buyer pays on Fiverr (USD)",
        "fiverr/seller-fee: What a seller keeps on Fiverr (USD)",
    ]
    assert calc("--list", "fiverr/seller-fee").stdout.splitlines()[0] == titles[1]


@pytest.mark.parametrize(
    ("pair", "hint"),
    [
        ("quoted_rate=15%", "write 0.15"),
        ("quoted_rate=12.5 %", "write 0.125"),
        ("quoted_rate=15", "write 0.15"),
        ("billed=1,000", "write 1000"),
        ("billed=$1,000.50", "write 1000.50"),
    ],
)
def test_a_number_as_people_write_it(pair: str, hint: str) -> None:
    result = calc("upwork/freelancer-fee", *([] if pair.startswith("billed") else ["billed=1"]), pair)
    assert result.exit_code == 1
    assert result.stderr.endswith(f"\n  hint: {hint}\n")


@pytest.mark.parametrize("pair", ["billed=15%", "billed=1,00", "quoted_rate=101", "quoted_rate=-1", "billed=a"])
def test_no_hint_where_the_meaning_is_not_plain(pair: str) -> None:
    result = calc("upwork/freelancer-fee", *([] if pair.startswith("billed") else ["billed=1"]), pair)
    assert result.exit_code == 1
    assert "hint" not in result.stderr


def test_a_calculator_that_a_rulebook_of_the_site_leaves_without_its_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = "id: upwork\ntitle: Upwork\ncurrency: USD\n"
    (tmp_path / "own.yml").write_text(book, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    result = calc("compare/freelance-net", "payment=5", "--rulebooks", str(tmp_path))
    assert result.exit_code == 2
    assert result.stderr.startswith("own.yml:1:5: info: incomplete-rulebook this replaces the stock rulebook 'upwork'")


OWN_BOOK = """\
id: bazaar
title: Bazaar
currency: USD
sources:
  fees: {title: Fees, url: "https://bazaar.example/fees"}
rules:
  fee:
    title: Fee
    periods: [{id: bazaar.fee, from: 2018-01-01, percent: 7, source: fees, checked_on: 2026-11-20, confidence: H}]
calculators:
  sale:
    title: A sale
    kind: fee
    inputs: {price: {label: Price, type: money}}
    lines: {fee: {label: Fee, rule: fee, of: price}}
    outputs: {fee: {label: Fee}}
"""


def test_the_rulebooks_and_the_day_of_the_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    books = tmp_path / "content/data/own-rules"
    books.mkdir(parents=True)
    (books / "bazaar.yml").write_text(OWN_BOOK, "utf-8")
    site = books.parent / "site.yml"
    site.write_text("name: S\nas_of: 2019-03-01\ncalculators: own-rules\n", "utf-8")
    (books.parent / "authors.yml").write_text("broken\n", "utf-8")  # says nothing about numbers
    monkeypatch.chdir(tmp_path)
    assert outputs("bazaar/sale", "price=100") == {"fee": "7.00"}
    assert outputs("upwork/freelancer-fee", "billed=600")["fee"] == "110.00"
    assert outputs("upwork/freelancer-fee", "billed=600", "--on", "2024-06-01")["fee"] == "60.00"
    assert calc("--list", "bazaar").stdout.startswith("bazaar/sale: A sale (USD)")
    monkeypatch.chdir(books)
    assert calc("bazaar/sale", "price=100").exit_code == 2
    assert outputs("bazaar/sale", "price=100", "--data", "..") == {"fee": "7.00"}
    site.write_text("name: S\nas_off: 2019-03-01\n", "utf-8")
    wrong = calc("upwork/freelancer-fee", "billed=600", "--data", "..")
    assert (wrong.exit_code, wrong.stdout) == (1, "")
    assert "../site.yml:2:1: unknown-key unknown key 'as_off'" in wrong.stderr


def test_a_broken_rulebook_is_reported(tmp_path: Path) -> None:
    (tmp_path / "own.yml").write_text("id: own\ntitel: Own\n", encoding="utf-8")
    result = calc("fiverr/seller-fee", "order=5", "--rulebooks", str(tmp_path))
    assert result.exit_code == 1
    assert f"{tmp_path / 'own.yml'}:2:1: unknown-key unknown key 'titel'" in result.stderr
    assert "Traceback" not in result.output


def test_an_explanation_says_what_was_assumed() -> None:
    lines = calc("gumroad/sale", "price=10", "--on", "2026-01-15", "--explain").stdout.splitlines()
    assert lines[2:5] == [
        "Price                         10",
        "Sold through              direct  by default",
        "Earned on Gumroad before       0  by default",
    ]


def test_amounts_of_several_currencies_name_them() -> None:
    lines = calc("compare/freelance-net", "payment=1000", "--on", "2026-01-15").stdout.splitlines()
    assert lines[0] == "What a freelancer keeps of one payment, platform by platform, on 2026-01-15"
    assert [line.split()[-3:] for line in lines if line.startswith("PeoplePerHour ")] == [
        ["PeoplePerHour", "893.75", "GBP"]
    ]
