"""The ledger as an author writes it: every mistake is found at its own place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from candid.catalog import Catalog
from candid.checks import check_data
from candid.diagnostics import in_order
from candid.site import load_site

PROGRAMME = """\
name: Shop
network: awin
tracking_url: https://www.awin1.com/cread.php?awinmid=1000&awinaffid=1000
pays: A share.
terms: {title: Terms}
checked_on: 2029-12-31
"""


def read(folder: Path, ledger: str) -> tuple[Catalog, list[str]]:
    (folder / "programmes").mkdir(exist_ok=True)
    (folder / "programmes/shop.yml").write_text(PROGRAMME, encoding="utf-8")
    (folder / "ledger.yml").write_text(ledger, encoding="utf-8")
    site, findings = load_site(folder, "data", default_name="A", today=date(2030, 1, 1))
    findings = in_order([*findings, *check_data(site, [])])
    assert all(finding.location.path == "data/ledger.yml" for finding in findings)
    said = [f"{one.location.line}:{one.location.column} {one.code} {one.message}" for one in findings]
    return site.catalog, said


def test_rows_are_read_exactly(tmp_path: Path) -> None:
    catalog, said = read(
        tmp_path,
        "- {programme: shop, month: 2029-12, amount: 0.10, currency: USD}\n"
        '- {programme: shop, on: 2029-12-24, amount: "-1200.5", currency: EUR, sub_id: a.text1, clicks: 3}\n',
    )
    assert said == []
    first, second = catalog.ledger
    assert (first.amount, first.when) == (Decimal("0.10"), "2029-12")
    assert (second.amount, second.when, second.clicks) == (Decimal("-1200.5"), "2029-12-24", 3)
    assert str(first.amount) == "0.10"


@pytest.mark.parametrize("text", ["", "# later\n", "[]\n"])
def test_an_empty_ledger_holds_nothing(tmp_path: Path, text: str) -> None:
    catalog, said = read(tmp_path, text)
    assert (catalog.ledger, said) == ((), [])


VALUES = {
    "amount: 1e5": "must be an amount",
    'amount: "1,200"': "must be an amount",
    "amount: true": "must be an amount",
    "amount: .nan": "must be an amount",
    "amount: 0.12345": "must be an amount",
    "amount: 1234567890123": "must be an amount",
    "currency: XXX": "must be the three letters of a currency",
    "currency: usd": "must be the three letters of a currency",
    "currency: UDS": "must be the three letters of a currency",
    "month: 2029-13": "must be a month",
    "on: 2029-02-30": "",
    "clicks: -1": "must be greater than or equal to 0",
    "clicks: 1.5": "",
}


@pytest.mark.parametrize("wrong", VALUES)
def test_a_wrong_value_is_found_where_it_stands(tmp_path: Path, wrong: str) -> None:
    values = {"programme": "shop", "amount": "1", "currency": "USD", "month": "2029-12"}
    key, _, value = wrong.partition(": ")
    if key == "on":
        del values["month"]
    lines = "\n  ".join(f"{name}: {text}" for name, text in {**values, key: value}.items())
    _, (said,) = read(tmp_path, f"- {lines}\n")
    line = list({**values, key: value}).index(key) + 1
    column = len(key) + 5
    assert said.startswith(f"{line}:{column} invalid-value ")
    assert VALUES[wrong] in said


HINTS = {
    "amount: '31,40'": "write 31.40",
    "amount: '1.234,5'": "write 1234.5",
    "amount: '-1,200.50'": "write -1200.50",
    "amount: '€ 12'": "write 12",
    "amount: 1e5": "",
    "amount: '12,34,5'": "",
    "month: 10-2026": "write 2026-10",
    "month: 3/2026": "write 2026-03",
    "month: 2026-3": "write 2026-03",
    "month: 2026-13": "",
}


@pytest.mark.parametrize("wrong", HINTS)
def test_what_to_write_instead(tmp_path: Path, wrong: str) -> None:
    key, _, value = wrong.partition(": ")
    values = {"programme": "shop", "amount": "1", "currency": "USD", "month": "2029-12", key: value}
    (tmp_path / "ledger.yml").write_text(
        "- " + "\n  ".join(f"{name}: {text}" for name, text in values.items()), "utf-8"
    )
    _, findings = load_site(tmp_path, "data", default_name="A", today=date(2030, 1, 1))
    (hint,) = [finding.hint for finding in findings if finding.code == "invalid-value"]
    assert hint == HINTS[wrong]


def test_references_times_and_doubles(tmp_path: Path) -> None:
    row = "month: 2029-12, amount: 1, currency: USD"
    _, said = read(
        tmp_path,
        f"- {{programme: shpo, {row}}}\n"
        f"- {{programme: shop, {row}, on: 2029-12-03}}\n"
        "- {programme: shop, amount: 1, currency: USD}\n"
        f"- {{programme: shop, {row}, sub_id: a.text1}}\n"
        f"- {{programme: shop, {row}, sub_id: a.text2}}\n"
        f"- {{programme: shop, {row}, sub_id: a.text1, note: The correction.}}\n"
        "- {programme: shop, month: 2029-12, amount: 2, currency: USD, sub_id: a.text1}\n"
        f"- {{programme: shop, {row}, clicks: 1}}\n",
    )
    assert said == [
        "1:15 unknown-id unknown programme 'shpo'",
        "2:67 invalid-value a row is for a month or for a day, here are both",
        "3:3 missing-key the row does not say when that was",
        "7:3 duplicate-row a second row for USD of 'shop' in 2029-12 from 'a.text1'",
    ]


def test_a_ledger_that_is_no_list_is_said_to_be_none(tmp_path: Path) -> None:
    catalog, said = read(tmp_path, "rows:\n  - {programme: shop}\n")
    assert catalog.ledger == ()
    assert len(said) == 1
