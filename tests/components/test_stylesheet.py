"""The components in a real browser, inside Material's own stylesheets: readable on a phone, in both schemes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import material
import pytest
from playwright.sync_api import Browser, Page

import candid

CASES = Path(__file__).parent / "cases"
STYLESHEET = Path(candid.__file__).parent / "theme" / "assets" / "candid" / "candid.css"
MATERIAL = Path(material.__file__).parent / "templates" / "assets" / "stylesheets"

EXTRA = """
<div role="note" class="candid-disclosure"><p>Ad: we earn a commission.</p></div>
<p class="candid-notice">A demonstration.</p>
<div class="candid-problem"><p class="candid-problem__title">This component has a mistake:</p></div>
<p>It costs <span class="candid-number"><button type="button" class="candid-number__value">$1.00</button></span> and
<a href="#" class="candid-button">Join <span class="candid-label">Ad</span></a></p>
"""

CONTRASTS = """() => {
  const channels = (text) => {
    const numbers = text.match(/[\\d.]+/g).map(Number);
    const scale = text.startsWith("color(") ? 255 : 1;
    return [...numbers.slice(0, 3).map((n) => n * scale), numbers[3] ?? 1];
  };
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const luminance = (colour) => {
    const [r, g, b] = colour.slice(0, 3).map((n) => {
      const c = n / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) layers.unshift(channels(getComputedStyle(e).backgroundColor));
    return layers.reduce((below, top) => over(top, below), [255, 255, 255, 1]);
  };
  const results = [];
  for (const element of document.querySelectorAll("main *")) {
    const hasText = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) || element.matches("input");
    if (!hasText || element.closest(".candid-hidden") || !element.getClientRects().length) continue;
    const below = behind(element);
    const [a, b] = [luminance(over(channels(getComputedStyle(element).color), below)), luminance(below)];
    results.push([element.className || element.tagName, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)]);
  }
  return results;
}"""


@pytest.fixture(scope="module", params=["default", "slate"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    styles = [*sorted(MATERIAL.glob("main.*.css")), *sorted(MATERIAL.glob("palette.*.css")), STYLESHEET]
    cases = "\n".join(
        path.read_text(encoding="utf-8").replace("-1-", f"-{number}-")
        for number, path in enumerate(sorted(CASES.glob("*.html")), 1)
    )
    opened = browser.new_page(viewport={"width": 360, "height": 800})
    opened.set_content(
        f"<!doctype html><html lang=en><meta name=viewport content='width=device-width'>"
        f"<body data-md-color-scheme={request.param} data-md-color-primary=indigo data-md-color-accent=indigo>"
        f"<main class='md-content__inner md-typeset'>{EXTRA}{cases}</main></body></html>"
    )
    for path in styles:
        opened.add_style_tag(content=path.read_text(encoding="utf-8"))
    opened.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true })")
    yield opened
    opened.close()


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_a_page_never_scrolls_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_labels_of_a_comparison_stay_while_its_products_scroll(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    box = page.locator(".candid-scroll:has(.candid-products)")
    label = box.locator("tbody th").first
    before = label.bounding_box()
    assert box.evaluate("(e) => { e.scrollLeft = 100; return e.scrollLeft }") == 100
    after = label.bounding_box()
    box.evaluate("(e) => { e.scrollLeft = 0 }")
    assert before is not None
    assert after is not None
    assert after["x"] == pytest.approx(before["x"], abs=1)
    assert before["width"] < 360 / 2


def test_all_text_stands_out_from_its_ground(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    contrasts: list[tuple[str, float]] = page.evaluate(CONTRASTS)
    assert len(contrasts) > 100
    assert [(name, round(ratio, 2)) for name, ratio in contrasts if ratio < 4.5] == []


def test_what_is_pressed_is_large_enough(page: Page) -> None:
    sizes: list[Any] = page.evaluate(
        "[...document.querySelectorAll('.candid-button, .candid-site, .candid-basis summary')]"
        ".map((e) => { const r = e.getBoundingClientRect(); return [e.className, r.width, r.height] })"
    )
    assert len(sizes) > 5
    assert [size for size in sizes if size[1] < 24 or size[2] < 24] == []


def test_the_stylesheet_is_small_and_asks_nobody() -> None:
    text = STYLESHEET.read_text(encoding="utf-8")
    # One file for all components: a quarter of it draws charts, less than a second request would cost.
    assert len(text.encode()) < 16_384
    assert "url(" not in text
    assert "@import" not in text
