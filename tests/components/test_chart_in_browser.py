"""Charts in a real browser: ink stands where the numbers say, and every text can be read at every width."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import material
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FloatRect, Page

import candid
from candid.charts.drawing import PLOT_HEIGHT
from tests.components.test_stylesheet import CONTRASTS

CASES = Path(__file__).parent / "cases"
STYLESHEET = Path(candid.__file__).parent / "theme" / "assets" / "candid" / "candid.css"
MATERIAL = Path(material.__file__).parent / "templates" / "assets" / "stylesheets"
WIDTHS = [320, 360, 768, 1280]

PLACE = """([selector, x, y]) => {
  const path = document.querySelector(selector);
  const place = new DOMPoint(x, y).matrixTransform(path.getScreenCTM());
  return [place.x, place.y];
}"""

TEXTS = """() => [...document.querySelectorAll(".candid-chart")].map((chart) => {
  const card = chart.getBoundingClientRect();
  const boxes = [...chart.querySelectorAll(":is(text:not(:has(tspan)), tspan)")].map((e) => {
    const box = e.getBoundingClientRect();
    return [e.textContent, box.left, box.top, box.right, box.bottom];
  });
  return {card: [card.left, card.right], boxes};
})"""


@pytest.fixture(scope="module", params=["default", "slate"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    styles = [*sorted(MATERIAL.glob("main.*.css")), *sorted(MATERIAL.glob("palette.*.css")), STYLESHEET]
    cases = "\n".join(
        (CASES / f"chart-{name}.html").read_text(encoding="utf-8").replace("candid-chart-1", f"candid-chart-{name}")
        for name in ("bars", "curves", "range", "steps")
    )
    opened = browser.new_page(viewport={"width": 360, "height": 800})
    opened.set_content(
        "<!doctype html><html lang=en><title>Charts</title><meta name=viewport content='width=device-width'>"
        f"<body data-md-color-scheme={request.param} data-md-color-primary=indigo data-md-color-accent=indigo>"
        f"<main class='md-content__inner md-typeset'><h1>Charts</h1>{cases}</main></body></html>"
    )
    for path in styles:
        opened.add_style_tag(content=path.read_text(encoding="utf-8"))
    yield opened
    opened.close()


def box(page: Page, selector: str) -> FloatRect:
    found = page.locator(selector).first.bounding_box()
    assert found is not None
    return found


def chart(name: str, inner: str) -> str:
    return f"figure[aria-labelledby=candid-chart-{name}-title] {inner}"


@pytest.mark.parametrize("width", WIDTHS)
def test_a_point_of_a_curve_stands_at_its_share_of_the_plot(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    plot = box(page, chart("curves", ".candid-plot"))
    # At a price of 500 the fee is 100: half of the way along 1,000, a tenth of the way up.
    place = page.evaluate(PLACE, [chart("curves", ".candid-line"), 500, 900])
    assert place[0] == pytest.approx(plot["x"] + plot["width"] * 0.5, abs=0.6)
    assert place[1] == pytest.approx(plot["y"] + plot["height"] * 0.9, abs=0.6)
    assert plot["width"] > 140


@pytest.mark.parametrize("width", WIDTHS)
def test_ticks_stand_at_their_gridlines(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    plot = box(page, chart("curves", ".candid-plot"))
    labels: list[tuple[str, float]] = page.eval_on_selector_all(
        chart("curves", ".candid-upright text"),
        """(all) => all.map((e) => {
          const place = e.getBoundingClientRect();
          return [e.textContent, (place.top + place.bottom) / 2];
        })""",
    )
    assert [text for text, _ in labels] == ["0", "200", "400", "600", "800", "1,000"]
    for text, middle in labels:
        share = 1 - int(text.replace(",", "")) / 1000
        assert middle == pytest.approx(plot["y"] + plot["height"] * share, abs=3)


def test_a_plot_is_as_high_as_texts_are_placed_for(page: Page) -> None:
    size = page.eval_on_selector(".candid-plot", "(plot) => parseFloat(getComputedStyle(plot).fontSize)")
    assert box(page, ".candid-plot")["height"] == pytest.approx(float(PLOT_HEIGHT) * size, abs=0.1)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_bar_is_as_long_as_its_share_of_the_axis(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    whole = box(page, chart("bars", ".candid-length"))
    certain, above = box(page, chart("bars", ".candid-solid")), box(page, chart("bars", ".candid-area"))
    assert certain["width"] == pytest.approx(whole["width"] * 510 / 600, abs=0.6)
    assert above["width"] == pytest.approx(whole["width"] * 60 / 600, abs=0.6)
    assert above["x"] == pytest.approx(certain["x"] + certain["width"], abs=0.6)


@pytest.mark.parametrize("width", WIDTHS)
def test_no_text_covers_another_or_leaves_its_card(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    charts: list[Any] = page.evaluate(TEXTS)
    assert sum(len(found["boxes"]) for found in charts) > 40
    for found in charts:
        for text, left, top, right, bottom in found["boxes"]:
            assert left >= found["card"][0], text
            assert right <= found["card"][1], text
            assert bottom - top >= 12, text
        for one, other in combinations(found["boxes"], 2):
            apart = one[3] <= other[1] + 1 or other[3] <= one[1] + 1 or one[4] <= other[2] + 4 or other[4] <= one[2] + 4
            assert apart, (one, other)


def test_strokes_keep_their_width_however_the_plot_is_stretched(page: Page) -> None:
    effects = page.eval_on_selector_all(
        ".candid-chart path", "(all) => all.map((e) => getComputedStyle(e).vectorEffect)"
    )
    assert len(effects) > 5
    assert set(effects) == {"non-scaling-stroke"}


def test_each_series_has_a_colour_of_its_own_that_stands_out(page: Page) -> None:
    page.evaluate(
        """() => {
          const names = document.createElement("p");
          names.id = "six";
          names.innerHTML = [1, 2, 3, 4, 5, 6].map((n) => `<b class="candid-series-${n}">name</b>`).join(" ");
          document.querySelector(".candid-chart").append(names);
        }"""
    )
    colours = page.eval_on_selector_all("#six b", "(all) => all.map((e) => getComputedStyle(e).color)")
    contrasts: list[tuple[str, float]] = page.evaluate(CONTRASTS)
    page.evaluate("document.querySelector('#six').remove()")
    assert len(set(colours)) == 6
    measured = {name: ratio for name, ratio in contrasts if str(name).startswith("candid-series-")}
    assert len(measured) == 6
    assert [(name, round(ratio, 2)) for name, ratio in measured.items() if ratio < 4.5] == []


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true })")
    # Text and lines of SVG are coloured by fill, which axe leaves to people; the stylesheet's test measures them.
    found = Axe().run(page)
    assert [(entry["id"], entry["nodes"]) for entry in found.response["violations"]] == []
