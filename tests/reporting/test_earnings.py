"""The ledger added up: exactly, by programme, month and place, and never across currencies."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from candid.ledger import LedgerRow
from candid.reporting.earnings import add_up, total
from candid.reporting.model import Total
from candid.reporting.places import SubIdPages
from candid.reverse_map import SubIdPlace

PAGES = SubIdPages(["review.md", "guide.md"])


def row(amount: str, currency: str = "USD", **values: object) -> LedgerRow:
    given = {"programme": "shop", "month": "2026-10", **values}
    return LedgerRow.model_validate({"amount": amount, "currency": currency, **given})


def place(sub_id: str, page: str) -> SubIdPlace:
    return SubIdPlace(sub_id, page, "text", 1, None, "shop", "awin", True)


def said(totals: tuple[Total, ...]) -> list[tuple[str, str]]:
    return [(one.currency, one.amount) for one in totals]


def test_sums_are_exact_and_have_the_decimals_of_their_currency() -> None:
    rows = [row("0.1"), row("0.2"), row("0.0001", "EUR"), row("100", "JPY"), row("12.3456", "KWD"), row("-3", "EUR")]
    assert said(total(rows)) == [("EUR", "-2.9999"), ("JPY", "100"), ("KWD", "12.3456"), ("USD", "0.30")]


def test_clicks_are_added_up_where_rows_say_any() -> None:
    (first,) = total([row("1", clicks=2), row("1"), row("1", clicks=0)])
    (second,) = total([row("1")])
    assert (first.clicks, first.rows, second.clicks) == (2, 3, None)


def test_months_and_days_come_together() -> None:
    rows = [row("1"), row("2", month=None, on="2026-10-31"), row("4", month=None, on="2026-11-01", programme="other")]
    earned = add_up(rows, [], PAGES)
    assert [(one.month, said(one.totals)) for one in earned.months] == [
        ("2026-10", [("USD", "3.00")]),
        ("2026-11", [("USD", "4.00")]),
    ]
    assert [one.programme for one in earned.months[1].programmes] == ["other"]
    assert [(one.programme, said(one.totals)) for one in earned.programmes] == [
        ("other", [("USD", "4.00")]),
        ("shop", [("USD", "3.00")]),
    ]


def test_sub_ids_lead_to_pages_as_far_as_one_can_tell() -> None:
    rows = [
        row("1", sub_id="review.text1"),
        row("2", "EUR", sub_id="review.text1"),
        row("4", sub_id="review.offers9"),
        row("8", sub_id="mine"),
        row("16", sub_id="both"),
        row("32", sub_id="elsewhere.text1"),
        row("64"),
    ]
    places = [place("review.text1", "review.md"), place("mine", "guide.md")]
    places += [place("both", "guide.md"), place("both", "review.md")]
    earned = add_up(rows, places, PAGES)
    assert [(one.page, said(one.totals)) for one in earned.pages] == [
        ("guide.md", [("USD", "8.00")]),
        ("review.md", [("EUR", "2.00"), ("USD", "5.00")]),
    ]
    assert [(one.sub_id, one.placement, one.is_there) for one in earned.pages[1].places] == [
        ("review.offers9", "offers", False),
        ("review.text1", "text", True),
    ]
    assert [(one.sub_id, one.pages, said(one.totals)) for one in earned.unknown] == [
        ("both", ("guide.md", "review.md"), [("USD", "16.00")]),
        ("elsewhere.text1", (), [("USD", "32.00")]),
    ]
    assert said(earned.without_sub_id) == [("USD", "64.00")]


def test_money_is_credited_to_places_of_the_programme_that_paid_it() -> None:
    rows = [row("1", sub_id="mine"), row("2", sub_id="mine", programme="other"), row("4", sub_id="lone", programme="x")]
    others = SubIdPlace("mine", "guide.md", "text", 1, None, "other", "cj", False)
    earned = add_up(rows, [place("mine", "review.md"), others, place("lone", "guide.md")], PAGES)
    assert [(one.page, said(one.totals), one.places[0].programmes) for one in earned.pages] == [
        ("guide.md", [("USD", "2.00")], ("other",)),
        ("review.md", [("USD", "1.00")], ("shop",)),
    ]
    assert [(one.sub_id, one.programmes, one.pages, one.others) for one in earned.unknown] == [
        ("lone", ("x",), ("guide.md",), ("shop",))
    ]


def test_a_place_whose_programme_is_not_known_may_be_anybodys() -> None:
    nobodys = SubIdPlace("mine", "guide.md", "text", 1, None, None, None, False)
    earned = add_up([row("1", sub_id="mine")], [nobodys], PAGES)
    assert [one.page for one in earned.pages] == ["guide.md"]


AMOUNTS = st.decimals(-(10**11), 10**11, allow_nan=False, places=4).map(lambda amount: f"{amount:f}")
ROWS = st.builds(
    row,
    AMOUNTS,
    st.sampled_from(["USD", "EUR", "JPY"]),
    programme=st.sampled_from(["shop", "other"]),
    month=st.sampled_from(["2026-09", "2026-10"]),
    sub_id=st.sampled_from([None, "review.text1", "review.text2", "unknown"]),
)


@given(st.lists(ROWS, max_size=12))
def test_every_way_to_add_up_comes_to_the_same(rows: list[LedgerRow]) -> None:
    earned = add_up(rows, [place("review.text1", "review.md")], PAGES)
    expected: dict[str, Fraction] = defaultdict(Fraction)
    for one in rows:
        expected[one.currency] += Fraction(one.amount)
    by_place = [*(page.totals for page in earned.pages), *(one.totals for one in earned.unknown), earned.without_sub_id]
    for parts in (
        [earned.totals],
        [one.totals for one in earned.programmes],
        [one.totals for one in earned.months],
        [one.totals for month in earned.months for one in month.programmes],
        by_place,
    ):
        found: dict[str, Fraction] = defaultdict(Fraction)
        for part in parts:
            for one_total in part:
                found[one_total.currency] += Fraction(Decimal(one_total.amount))
        assert found == expected
