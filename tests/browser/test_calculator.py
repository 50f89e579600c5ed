"""The calculator in the browser, as a reader uses it."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import FEE, Open

CONVERSION = "upwork/conversion-fee: {hourly_rate: 20}"
DATES = "upwork/membership-dates: {enrolled_on: 2026-01-29, periods: 3}"
COST = "upwork/client-cost: {payment: 100, first_payment_on_contract: true}"


def result(page: Page | Locator, name: str) -> Locator:
    return page.locator(f"output[name={name}]")


def billed(page: Page | Locator) -> Locator:
    return page.get_by_role("textbox", name="Amount billed to the client (USD)", exact=True)


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query, keep_blank_values=True)


def test_typing_works_it_out_anew(open_page: Open) -> None:
    page = open_page(FEE).page
    billed(page).fill("2000")
    expect(result(page, "fee")).to_have_text("$0.00 – $300.00")
    expect(result(page, "net")).to_have_text("$1,700.00 – $2,000.00")
    line = page.locator(".candid-lines tbody tr")
    expect(line).to_have_count(1)
    expect(line.locator("th")).to_contain_text("0% of $2,000.00 = $0.00, to 15% of $2,000.00 = $300.00")
    expect(line.locator("th")).to_contain_text("since 1 May 2025")
    expect(line.locator("td")).to_have_text("$0.00 – $300.00")


def test_what_the_example_assumes_stays_true_beside_other_values(open_page: Open) -> None:
    page = open_page("upwork-affiliate/client-referral: {first_spend: 100}").page
    assumptions = page.locator("candid-calculator > [data-candid-assumptions]")
    expect(assumptions.locator("li")).to_have_count(2)
    said = assumptions.inner_text()
    assert "First spend of the new client: $100.00 (chosen for the example)" in said
    assert "Values that you enter take their place" in said
    page.get_by_role("textbox", name="First spend of the new client").fill("200")
    expect(result(page, "commission")).to_have_text("$140.00")
    assert assumptions.inner_text() == said


def test_each_key_counts(open_page: Open) -> None:
    page = open_page(CONVERSION).page
    field = page.get_by_label("Hourly rate")
    field.fill("")
    field.press_sequentially("25.5")
    expect(result(page, "fee")).to_have_text("$6,364.80")
    field.press("Backspace")
    expect(field).to_have_attribute("aria-invalid", "true")
    field.press("Backspace")
    expect(result(page, "fee")).to_have_text("$6,240.00")


def test_the_day_chooses_the_rules_and_their_sources(open_page: Open) -> None:
    page = open_page(FEE).page
    basis = page.locator("candid-calculator > details")
    expect(basis.locator("[data-rule]")).to_have_attribute("data-rule", "uw.fl.fee.var.2025")
    page.get_by_label("By the rules of").fill("2019-03-01")
    expect(result(page, "fee")).to_have_text("$150.00")
    expect(page.locator(".candid-lines th").nth(2)).to_contain_text("20% of $500.00 + 10% of $500.00 = $150.00")
    basis.locator("summary").click()
    expect(basis.locator("[data-rule]")).to_have_attribute("data-rule", "uw.fl.fee.slide.2016")
    expect(basis.locator("[data-rule] a")).to_be_visible()
    expect(basis).to_contain_text("checked")
    expect(page.locator("time").last).to_be_visible()


def test_compared_values_follow_the_other_inputs(open_page: Open) -> None:
    page = open_page(FEE).page
    page.get_by_text("More options").click()
    page.get_by_label("Rate shown on the offer").fill("12.5")
    rows = page.locator(".candid-compared tbody tr")
    expect(rows.nth(0)).to_have_text("$100.00$12.50$87.50")
    expect(rows.nth(2)).to_have_text("$10,000.00$1,250.00$8,750.00")
    page.get_by_label("By the rules of").fill("2013-01-01")
    expect(rows.nth(0)).to_have_text("$100.00–")  # why not is said beside the day


def test_a_compared_value_may_be_refused_alone(open_page: Open) -> None:
    page = open_page("upwork/withdrawal: {amount: 500, method: us-ach, compare: {amount: [20, 500]}}").page
    page.locator("select[name=method]").select_option("wire")
    rows = page.locator(".candid-compared tbody tr")
    expect(rows.nth(0)).to_have_text("$20.00The fee of this withdrawal is higher than its amount.")
    expect(rows.nth(1)).to_have_text("$500.00$50.00$450.00")


def test_a_flag_and_a_choice(open_page: Open) -> None:
    page = open_page(COST).page
    before = result(page, "total").inner_text()
    box = page.get_by_label(re.compile("First payment"))
    expect(box).to_be_checked()
    box.uncheck()
    expect(result(page, "initiation_fee")).to_have_text("$0.00")
    assert result(page, "total").inner_text() != before
    page.get_by_text("More options").click()
    page.get_by_role("combobox").select_option("us-bank")
    expect(result(page, "total")).to_have_text("$103.00")


def test_a_list_of_days(open_page: Open) -> None:
    page = open_page(DATES).page
    expect(result(page, "charge_dates").locator("span")).to_have_text(
        ["29 January 2026", "1 February 2026", "1 March 2026"]
    )
    page.locator("input[name=periods]").fill("1")
    expect(result(page, "charge_dates").locator("span")).to_have_text(["29 January 2026"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("abc", "'abc' is not a plain number; write 1000 or 1000.50"),
        ("-5", "an amount is not negative (given: -5)"),
        ("1.005", "1.005 has more than 2 decimals, the currency's smallest unit"),
        ("1,000", "'1,000' is not a plain number; write 1000 or 1000.50"),
        ("", "Please fill out this field."),
        ("  ", "the input 'billed' (Amount billed to the client) is missing"),
        ("<img src=x onerror=alert(1)>", "'<img src=x onerror=alert(1)>' is not a plain number; write 1000 or 1000.50"),
    ],
)
def test_a_wrong_input_is_explained_beside_its_field(open_page: Open, text: str, said: str) -> None:
    opened = open_page(FEE)
    page = opened.page
    field = billed(page)
    field.fill(text)
    expect(field).to_have_attribute("aria-invalid", "true")
    explanation = page.locator(f"#{str(field.get_attribute('aria-describedby')).split()[-1]}")
    expect(explanation).to_have_text(said)
    expect(explanation).to_be_visible()
    expect(result(page, "fee")).to_have_text("–")
    expect(page.locator(".candid-lines")).to_be_hidden()
    field.fill("10")
    expect(field).to_have_attribute("aria-invalid", "false")
    expect(explanation).to_have_text("")
    expect(result(page, "fee")).to_have_text("$0.00 – $1.50")
    assert opened.complaints == []


def test_a_wrong_option_is_shown_where_it_is(open_page: Open) -> None:
    page = open_page(FEE, query="?upwork/freelancer-fee.quoted_rate=1.2").page
    field = page.get_by_label("Rate shown on the offer")
    expect(field).to_be_visible()
    expect(field).to_have_value("120")
    expect(page.get_by_text("Write a percentage from 0 to 100.")).to_be_visible()


def test_a_day_before_all_rules_is_explained_at_the_day(open_page: Open) -> None:
    page = open_page(FEE).page
    day = page.get_by_label("By the rules of")
    day.fill("1999-01-01")
    expect(day).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("Value must be 02/03/2013 or later.").first).to_be_visible()
    day.fill("")
    expect(page.get_by_text("Please fill out this field.").first).to_be_visible()


def test_a_refusal_of_an_input_stands_at_its_field(open_page: Open) -> None:
    page = open_page("upwork/job-success-score: {successful: 3, negative: 0, total: 4}").page
    field = page.get_by_label("All jobs that count")
    field.fill("0")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_text("Without any job there is no score.")).to_be_visible()
    expect(result(page, "score_percent")).to_have_text("–")


def test_a_refusal_of_no_input_stands_where_warnings_do(open_page: Open) -> None:
    page = open_page("upwork/plus-break-even: {connects: 100}").page
    page.get_by_label("By the rules of").fill("2022-01-01")
    page.get_by_label("Connects used in a month").fill("0")
    expect(page.locator("[aria-invalid=true]")).to_have_count(0)
    expect(page.locator(".candid-warnings[role=status] p")).to_contain_text("never pays for itself")


def test_warnings_come_and_go(open_page: Open) -> None:
    page = open_page("etsy/sale: {item: 50}").page
    expect(page.locator(".candid-warning")).to_have_count(0)
    page.get_by_label("Item").fill("0.20")
    expect(page.locator(".candid-warnings")).to_contain_text("negative")
    page.get_by_label("Item").fill("20")
    expect(page.locator(".candid-warning")).to_have_count(0)


def test_results_are_a_live_region_written_to_for_news_alone(open_page: Open) -> None:
    page = open_page(FEE).page
    page.evaluate(
        """() => {
          window.written = 0;
          const regions = document.querySelectorAll("output, [role=status]");
          const observer = new MutationObserver((records) => { window.written += records.length; });
          const all = { childList: true, subtree: true, characterData: true };
          regions.forEach((region) => observer.observe(region, all));
        }"""
    )
    field = billed(page)
    field.fill("1000.00")
    field.fill("1000.0")
    assert page.evaluate("written") == 0
    field.fill("1001")
    assert page.evaluate("written") > 0


def test_it_wakes_without_touching_what_it_would_say_anyway(open_page: Open) -> None:
    asleep = open_page(FEE, DATES, COST, javascript=False).page
    awake = open_page(FEE, DATES, COST).page
    for part in ("output", ".candid-lines", ".candid-compared", ".candid-warnings"):
        assert awake.locator(part).all_inner_texts() == asleep.locator(part).all_inner_texts()
    assert awake.locator("candid-calculator > details").count() == 3
    expected = asleep.locator("details > [data-rule]").evaluate_all("(all) => all.map((one) => one.outerHTML)")
    assert awake.locator("details > [data-rule]").evaluate_all("(all) => all.map((one) => one.outerHTML)") == expected


def test_the_address_holds_what_differs(open_page: Open) -> None:
    page = open_page(FEE, query="?kept=yes#part").page
    field = billed(page)
    field.fill("2000")
    assert query(page) == {"kept": ["yes"]}
    field.press("Enter")
    assert query(page) == {"kept": ["yes"], "upwork/freelancer-fee.billed": ["2000"]}
    assert page.url.endswith("#part")
    assert "upwork/freelancer-fee.billed=2000" in page.url
    page.get_by_label("By the rules of").fill("2019-03-01")
    page.get_by_text("More options").click()
    page.get_by_label("Tax on the fee").fill("12.5")
    page.get_by_label("Kind of contract").select_option("direct")
    assert query(page)["upwork/freelancer-fee.fee_tax_rate"] == ["0.125"]
    assert query(page)["upwork/freelancer-fee.contract"] == ["direct"]
    shown = page.locator("output").all_inner_texts()
    page.reload()
    assert page.locator("output").all_inner_texts() == shown
    expect(page.get_by_label("Tax on the fee")).to_have_value("12.5")
    field.fill("1000")
    field.press("Enter")
    assert "upwork/freelancer-fee.billed" not in query(page)


def test_reset_returns_to_the_authors_example(open_page: Open) -> None:
    page = open_page(FEE, query="?kept=yes").page
    before = page.locator("candid-calculator").inner_text()
    billed(page).fill("x")
    page.get_by_label("By the rules of").fill("2017-01-01")
    page.get_by_role("button", name="Reset").click()
    expect(billed(page)).to_have_value("1000")
    assert page.locator("candid-calculator").inner_text() == before
    assert query(page) == {"kept": ["yes"]}


def test_strange_addresses_do_no_harm(open_page: Open) -> None:
    strange = "&".join(f"upwork/freelancer-fee.{name}=%3Cb%3E" for name in ("billed", "contract", "on", "none", "plan"))
    opened = open_page(FEE, query=f"?{strange}")
    expect(opened.page.locator("[aria-invalid=true]").first).to_be_visible()
    assert opened.complaints == []
    assert opened.page.locator("candid-calculator b").count() == 0


def test_several_on_a_page_keep_to_themselves(open_page: Open) -> None:
    opened = open_page(FEE, CONVERSION, FEE)
    first, other, second = opened.page.locator("candid-calculator").all()
    billed(second).fill("300")
    billed(second).press("Enter")
    expect(result(second, "net")).to_have_text("$255.00 – $300.00")
    expect(result(first, "net")).to_have_text("$850.00 – $1,000.00")
    expect(result(other, "fee")).to_have_text("$4,992.00")
    assert query(opened.page) == {"upwork/freelancer-fee~2.billed": ["300"]}
    opened.page.reload()
    expect(result(second, "net")).to_have_text("$255.00 – $300.00")
    expect(result(first, "net")).to_have_text("$850.00 – $1,000.00")
    ids = opened.page.evaluate("[...document.querySelectorAll('[id]')].map((element) => element.id)")
    assert len(ids) == len(set(ids))


def test_it_works_by_keyboard_alone(open_page: Open) -> None:
    page = open_page(FEE).page
    page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("250")
    expect(result(page, "net")).to_have_text("$212.50 – $250.00")
    seen = []
    for _ in range(20):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.innerText || document.activeElement.name"))
        if seen[-1] == "More options":
            page.keyboard.press("Space")
        if seen[-1] == "contract":
            page.keyboard.press("ArrowDown")
            expect(result(page, "net")).to_have_text("$237.50")
        if seen[-1] == "Reset":
            page.keyboard.press("Enter")
            break
    assert seen[-1] == "Reset"
    assert "quoted_rate" in seen
    expect(result(page, "net")).to_have_text("$850.00 – $1,000.00")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_without_javascript_the_example_is_whole(open_page: Open) -> None:
    page = open_page(FEE, javascript=False).page
    assert page.locator("button, select").count() == 0
    expect(page.locator("input")).to_have_value("$1,000.00")
    expect(result(page, "net")).to_have_text("$850.00 – $1,000.00")
    expect(page.locator(".candid-lines tbody tr")).to_have_count(1)
    expect(page.locator(".candid-compared tbody tr")).to_have_count(3)
    expect(page.get_by_text("By the rules in force on 21 November 2026.")).to_be_visible()
    expect(page.get_by_text("Assumed:")).to_be_visible()
    page.get_by_text("How this is worked out").click()
    expect(page.locator("details a")).to_be_visible()


def test_it_asks_nobody_and_stores_nothing_under_a_strict_policy(open_page: Open) -> None:
    opened = open_page(FEE, DATES)
    page = opened.page
    page.evaluate(
        "window.violations = []; addEventListener('securitypolicyviolation', (e) => violations.push(e.blockedURI))"
    )
    asked = len(opened.requests)
    billed(page).fill("5")
    page.get_by_label("By the rules of").fill("2018-01-01")
    page.get_by_text("More options").first.click()
    page.get_by_role("button", name="Reset").first.click()
    page.wait_for_timeout(100)
    assert opened.requests[asked:] == []
    assert sorted(address.rpartition("/")[2] for address in opened.requests) == [
        "",
        *("calculator.mjs", "candid.css", "colours.css", "formula.mjs"),
    ]
    assert page.evaluate("violations") == []
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert page.locator("candid-calculator [style]").count() == 0
    assert opened.complaints == []


def test_moved_in_the_page_it_stays_as_it_is(open_page: Open) -> None:
    opened = open_page(FEE)
    page = opened.page
    billed(page).fill("40")
    page.evaluate("document.querySelector('main').append(document.querySelector('figure'))")
    expect(result(page, "net")).to_have_text("$34.00 – $40.00")
    billed(page).fill("50")
    expect(result(page, "net")).to_have_text("$42.50 – $50.00")
    assert opened.complaints == []
