"""Calculators where pages change without being loaded anew, as Material's instant navigation does it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.built import build, files_of
from tests.browser.conftest import ORIGIN, Opened, serve, watched


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return files_of(build(tmp_path_factory.mktemp("built")))


@pytest.fixture
def opened(browser: Browser, files: dict[str, bytes]) -> Iterator[Opened]:
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    serve(context, files, policy=None)  # Material itself has inline scripts
    opened = watched(context.new_page())
    opened.page.goto(f"{ORIGIN}/")
    opened.page.evaluate("window.same = true")
    yield opened
    context.close()


def test_calculators_of_the_next_page_wake_too(opened: Opened) -> None:
    page = opened.page
    page.get_by_role("link", name="Other").first.click()
    page.wait_for_url("**/other/")
    page.get_by_role("textbox", name="Hourly rate").fill("30")
    expect(page.locator("output")).to_have_text("$7,488.00")
    page.get_by_role("link", name="Plain").first.click()
    page.wait_for_url("**/plain/")
    expect(page.locator("candid-calculator")).to_have_count(0)
    page.get_by_role("link", name="First").first.click()
    page.wait_for_url(f"{ORIGIN}/")
    page.locator("input[name=billed]").first.fill("10")
    expect(page.locator("output[name=net]").first).to_have_text("$8.50 – $10.00")
    assert page.evaluate("window.same"), "the page was never reloaded"
    assert opened.complaints == []


def test_the_address_of_one_page_stays_with_it(opened: Opened) -> None:
    page = opened.page
    field = page.locator("input[name=billed]").first
    field.fill("2000")
    # A click elsewhere ends the entry: the address of the old page is written before the new page is there.
    page.get_by_role("link", name="Other").first.click()
    page.wait_for_url("**/other/")
    assert "?" not in page.url
    page.go_back()
    page.wait_for_url("**/?upwork/freelancer-fee.billed=2000")
    expect(page.locator("output[name=net]").first).to_have_text("$1,700.00 – $2,000.00")
    expect(page.locator("output[name=net]").nth(1)).to_have_text("$400.00")
    assert page.evaluate("window.same")
    assert opened.complaints == []


def test_each_module_and_each_calculators_data_come_once(files: dict[str, bytes]) -> None:
    html = files["/index.html"].decode()
    assert html.count('type="module"') == 1
    assert html.count("<template data-controls") == 2
    assert html.count("<template data-rules=") == 1
    assert html.index("<template data-rules=") < html.rindex("<candid-calculator")


def test_the_search_index_has_neither_controls_nor_formulas(files: dict[str, bytes]) -> None:
    index = files["/search/search_index.json"].decode()
    assert "You keep" in index
    for text in ("More options", "Reset", "tiers_inverse", "Known since", "uw.fl.fee"):
        assert text not in index
