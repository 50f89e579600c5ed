"""axe finds nothing to object to, in any calculator, in light and in dark."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from candid.site import Site
from candid_rules import Input
from tests.browser.built import files_of
from tests.browser.conftest import FEE, ORIGIN, Open, serve

ROOT = Path(__file__).parents[2]
AXE = (resources("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")

_VIOLATIONS = """async (scope) => {
  const { violations, passes } = await axe.run(scope);
  if (!passes.length) return ["axe looked at nothing"];
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
}"""


def violations(page: Page, scope: str) -> list[str]:
    page.evaluate(AXE)
    found: list[Any] = page.evaluate(_VIOLATIONS, scope)
    return [str(item) for item in found]


@pytest.fixture(scope="module")
def flagship(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("flagship")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return files_of(folder)


@pytest.fixture(scope="module", params=["light", "dark"])
def page(request: pytest.FixtureRequest, browser: Browser, flagship: dict[str, bytes]) -> Iterator[Page]:
    context = browser.new_context(color_scheme=request.param, reduced_motion="reduce")
    serve(context, flagship, policy=None)
    yield context.new_page()
    context.close()


def test_flagship_pages_with_calculators(page: Page, flagship: dict[str, bytes]) -> None:
    paths = [path for path, content in flagship.items() if path.endswith(".html") and b"<candid-calculator" in content]
    assert len(paths) >= 6
    found = {}
    for path in sorted(paths):
        page.goto(f"{ORIGIN}{path}")
        page.wait_for_selector("candid-calculator button")
        page.evaluate("document.querySelectorAll('article details').forEach((details) => { details.open = true; })")
        if objections := violations(page, "main" if "/embed/" in path else "article"):
            found[path] = objections
    assert found == {}


def test_every_stock_calculator(open_page: Open, site: Site) -> None:
    bodies = []
    for calculator in site.calculators.values():
        required = [entry for entry in calculator.inputs if entry.required]
        given = {entry.name: _example(entry, number) for number, entry in enumerate(required, 1)}
        bodies.append(f"{calculator.id}:\n" + "".join(f"  {name}: {value}\n" for name, value in given.items()))
    page = open_page(*bodies).page
    assert page.locator("candid-calculator button").count() == len(bodies) > 30
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    assert violations(page, "main") == []


def test_a_calculator_with_mistakes(open_page: Open) -> None:
    page = open_page(FEE, query="?upwork/freelancer-fee.billed=x&upwork/freelancer-fee.fee_tax_rate=2").page
    assert page.locator("[aria-invalid=true]").count() == 1
    assert violations(page, "main") == []


def _example(entry: Input, number: int) -> str:
    if entry.type == "choice":
        return entry.choices[0].value
    return {"date": "2024-02-29", "rate": "0.1", "money": "1000", "flag": "true"}.get(entry.type, str(number))
