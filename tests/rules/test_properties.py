"""What holds for every amount, not only for the worked examples."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from candid_rules import Library, Range, Result, calculate, load_rulebooks

LIBRARY: Library = load_rulebooks()[0]

amounts = st.decimals(min_value=0, max_value=10**9, places=2)
small_amounts = st.decimals(min_value=0, max_value=20_000, places=2)
rates = st.decimals(min_value=0, max_value=Decimal("0.99"), places=4)
days = st.dates(min_value=date(2013, 2, 3), max_value=date(2030, 12, 31))
slide = st.dates(min_value=date(2016, 6, 21), max_value=date(2023, 5, 2))


def run(calculator: str, on: date = date(2026, 1, 15), **inputs: object) -> Result:
    return calculate(LIBRARY.calculators[calculator], {name: str(value) for name, value in inputs.items()}, on)


def ends(value: object) -> tuple[Decimal, Decimal]:
    if isinstance(value, Range):
        return Decimal(value.low), Decimal(value.high)
    assert isinstance(value, str)
    return Decimal(value), Decimal(value)


def one(outputs: Mapping[str, object], name: str) -> Decimal:
    low, high = ends(outputs[name])
    assert low == high
    return low


@given(billed=amounts, before=amounts, on=days, tax=rates)
def test_net_and_fees_add_up_at_both_ends(billed: Decimal, before: Decimal, on: date, tax: Decimal) -> None:
    outputs = run("upwork/freelancer-fee", on, billed=billed, lifetime_billed_before=before, fee_tax_rate=tax).outputs
    fee, on_fee, net = (ends(outputs[name]) for name in ("fee", "tax_on_fee", "net"))
    assert fee[0] + on_fee[0] + net[1] == billed
    assert fee[1] + on_fee[1] + net[0] == billed
    for low, high in (fee, on_fee, net):
        assert low <= high


@given(billed=small_amounts, more=small_amounts, before=small_amounts, on=days)
def test_a_higher_bill_leaves_no_less(billed: Decimal, more: Decimal, before: Decimal, on: date) -> None:
    first, second = (
        run("upwork/freelancer-fee", on, billed=amount, lifetime_billed_before=before).outputs
        for amount in (billed, billed + more)
    )
    for name in ("fee", "net"):
        assert ends(first[name])[0] <= ends(second[name])[0]
        assert ends(first[name])[1] <= ends(second[name])[1]


@given(first=small_amounts, second=small_amounts, before=small_amounts, on=slide)
def test_splitting_a_bill_changes_the_slide_by_rounding_alone(
    first: Decimal, second: Decimal, before: Decimal, on: date
) -> None:
    def fee(billed: Decimal, prior: Decimal) -> Decimal:
        return one(run("upwork/freelancer-fee", on, billed=billed, lifetime_billed_before=prior).outputs, "fee")

    whole = fee(first + second, before)
    parts = fee(first, before) + fee(second, before + first)
    assert abs(whole - parts) <= Decimal("0.01")


@given(billed=st.integers(0, 20_000), before=st.integers(0, 20_000), on=slide)
def test_the_slide_is_its_bands_added_up(billed: int, before: int, on: date) -> None:
    """An independent way to compute it: dollar by dollar, in cents."""

    def cents(upto: int) -> int:
        return 20 * min(upto, 500) + 10 * max(min(upto, 10_000) - 500, 0) + 5 * max(upto - 10_000, 0)

    outputs = run("upwork/freelancer-fee", on, billed=billed, lifetime_billed_before=before).outputs
    assert one(outputs, "fee") * 100 == cents(before + billed) - cents(before)


@given(target=amounts, before=amounts, on=days)
def test_grossing_up_returns_the_target(target: Decimal, before: Decimal, on: date) -> None:
    outputs = run("upwork/price-for-net", on, target_net=target, lifetime_billed_before=before).outputs
    assert outputs["net"] == f"{target:.2f}"
    for end in (0, 1):
        assert ends(outputs["charge"])[end] - ends(outputs["fee"])[end] == target


@given(target=amounts, rate=rates)
def test_grossing_up_a_quoted_rate_returns_the_target(target: Decimal, rate: Decimal) -> None:
    priced = run("upwork/price-for-net", target_net=target, quoted_rate=rate).outputs
    billed = run("upwork/freelancer-fee", billed=priced["charge"], quoted_rate=rate).outputs
    assert priced["net"] == billed["net"] == f"{target:.2f}"
    assert priced["fee"] == billed["fee"]


@given(target=amounts)
def test_grossing_up_a_percentage_with_a_fixed_part(target: Decimal) -> None:
    priced = run("stripe/price-for-net", target_net=target).outputs
    assert priced["net"] == f"{target:.2f}"
    assert run("stripe/charge", amount=priced["charge"], method="card").outputs["net"] == f"{target:.2f}"


@given(payment=amounts, on=st.dates(min_value=date(2016, 6, 21), max_value=date(2030, 1, 1)), first=st.booleans())
def test_the_client_pays_the_sum(payment: Decimal, on: date, first: bool) -> None:
    outputs = run("upwork/client-cost", on, payment=payment, first_payment_on_contract=str(first).lower()).outputs
    fee, initiation, total = (ends(outputs[name]) for name in ("marketplace_fee", "initiation_fee", "total"))
    for end in (0, 1):
        assert payment + fee[end] + initiation[end] == total[end]


@given(day=st.dates(min_value=date(2015, 6, 1), max_value=date(2100, 1, 1)), periods=st.integers(1, 60))
def test_charges_come_once_a_month(day: date, periods: int) -> None:
    found = run("upwork/membership-dates", day, enrolled_on=day, periods=periods).outputs["charge_dates"]
    assert isinstance(found, tuple)
    charges = [date.fromisoformat(text) for text in found]
    assert len(charges) == periods
    assert charges[0] == day
    assert all(charge.day == (day.day if day.day <= 28 else 1) for charge in charges[1:])
    months = [charge.year * 12 + charge.month for charge in charges]
    assert months == list(range(months[0], months[0] + periods))


@given(payment=amounts, before=amounts, month=st.integers(0, 9), on=st.dates(date(2019, 6, 21), date(2030, 1, 1)))
def test_a_comparison_is_what_its_platforms_say(payment: Decimal, before: Decimal, month: int, on: date) -> None:
    compared = run("compare/freelance-net", on, payment=payment, billed_before=before, months_with_client=month).outputs
    alone = {
        "upwork_net": run("upwork/freelancer-fee", on, billed=payment, lifetime_billed_before=before),
        "fiverr_net": run("fiverr/seller-fee", on, order=payment),
        "freelancer_com_net": run("freelancer-com/freelancer-fee", on, billed=payment, contract="fixed"),
        "peopleperhour_net": run("peopleperhour/freelancer-fee", on, billed=payment, lifetime_billed_before=before),
        "contra_net": run("contra/freelancer-fee", on, billed=payment),
        "malt_net": run("malt/freelancer-fee", on, billed=payment, months_with_client=month),
    }
    assert compared == {name: result.outputs["net"] for name, result in alone.items()}


@given(connects=st.integers(0, 300), on=st.dates(date(2024, 2, 27), date(2030, 1, 1)))
def test_freelancer_plus_breaks_even_where_it_says(connects: int, on: date) -> None:
    found = run("upwork/plus-break-even", on, connects=connects).outputs
    for end, amount in enumerate(ends(found["break_even"])):
        gains = ends(run("upwork/plus-break-even", on, connects=connects, direct_billed=amount).outputs["gain"])
        assert gains[1 - end] == 0


@given(
    visitors=st.integers(0, 10**6),
    click=st.tuples(rates, rates).map(sorted),
    conversion=st.tuples(rates, rates).map(sorted),
    spend=st.tuples(small_amounts, small_amounts).map(sorted),
)
def test_a_scenario_lies_between_its_ends(
    visitors: int, click: list[Decimal], conversion: list[Decimal], spend: list[Decimal]
) -> None:
    day = date(2026, 1, 15)

    def commission(**inputs: object) -> tuple[Decimal, Decimal]:
        return ends(run("upwork-affiliate/scenario", day, visitors=visitors, **inputs).outputs["commission"])

    low, high = (
        commission(click_rate=click[end], conversion=conversion[end], first_spend=spend[end]) for end in (0, 1)
    )
    both = commission(
        click_rate=click[0],
        click_rate_high=click[1],
        conversion=conversion[0],
        conversion_high=conversion[1],
        first_spend=spend[0],
        first_spend_high=spend[1],
    )
    assert low[0] == low[1]
    assert both == (low[0], high[0])


@settings(max_examples=40)
@given(digits=st.text("0123456789", min_size=1, max_size=200))
def test_big_numbers_stay_exact(digits: str) -> None:
    whole = int(digits)
    outputs = run("fiverr/seller-fee", order=digits).outputs
    assert outputs["fee"] == f"{whole // 5}.{whole % 5 * 2}0"
