"""Calculators on pages in other languages: decimal commas, and writing from right to left."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from playwright.sync_api import expect

from candid.rendering import Renderer
from tests.browser.conftest import FEE, Open, site_in


def test_a_decimal_comma_is_typed_and_shown(open_page: Open, tmp_path: Path) -> None:
    german = site_in(tmp_path, "de")
    page = open_page("upwork/conversion-fee: {hourly_rate: 20.50}", of=german).page
    field = page.locator("input[name=hourly_rate]")
    expect(field).to_have_value("20,50")
    field.fill("1234,5")
    expect(page.locator("output")).to_have_text("308.131,20\xa0$")
    field.press("Enter")
    assert "hourly_rate=1234.5" in page.url
    page.reload()
    expect(field).to_have_value("1234,5")
    field.fill("1.234")  # a thousand to some, one to others: ask
    expect(field).to_have_attribute("aria-invalid", "true")


def test_from_right_to_left(open_page: Open, tmp_path: Path) -> None:
    hebrew = replace(site_in(tmp_path, "en"), renderer=Renderer(locale="he"))
    page = open_page(FEE, of=hebrew, direction="rtl").page
    page.set_viewport_size({"width": 360, "height": 800})
    field = page.locator("input[name=billed]")
    field.fill("100")
    expect(page.locator("output[name=fee]")).to_contain_text("15.00")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    box, label = field.bounding_box(), page.locator("label").first.bounding_box()
    reset, card = page.get_by_role("button").bounding_box(), page.locator("figure").bounding_box()
    assert box is not None
    assert label is not None
    assert reset is not None
    assert card is not None
    assert label["x"] + label["width"] > card["x"] + card["width"] * 0.8, "labels begin at the right edge"
    sign = page.locator(".candid-box > span").first.bounding_box()
    assert sign is not None
    assert sign["x"] < box["x"], "this language writes the currency's sign behind the number, which is left of it"
    assert page.evaluate("getComputedStyle(document.querySelector('input[name=billed]')).textAlign") == "right"
