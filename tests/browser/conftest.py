"""Pages with calculators in a real Chromium, served by the test itself: nothing leaves the machine."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

import candid
import candid_rules
from candid.components import PageContext, calculator
from candid.site import Site, load_site
from candid_rules import Location

ORIGIN = "https://candid.test"
STRICT = "default-src 'self'"

_ASSETS = Path(candid.__file__).parent / "theme" / "assets" / "candid"
_MODULES = {"formula.mjs": Path(candid_rules.__file__).parent / "browser" / "formula.mjs"}

FEE = """
upwork/freelancer-fee:
  billed: 1000
  outputs: [fee, net]
  compare: {billed: [100, 500, 10000]}
"""
"""Several periods, a range today, many optional inputs."""

_VARIABLES = """
:root { --md-default-fg-color: #222; --md-default-bg-color: #fff; --md-typeset-a-color: #00695c; }
"""


@dataclass
class Opened:
    """A page, with everything that it asked for, wrote to the console, or was forbidden."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


Open = Callable[..., Opened]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return site_in(tmp_path_factory.mktemp("data"), "en")


def site_in(folder: Path, language: str) -> Site:
    (folder / "site.yml").write_text(f"name: Tests\nlanguage: {language}\n", encoding="utf-8")
    loaded, findings = load_site(folder, "data", default_name="Tests", today=date(2026, 11, 21))
    assert findings == []
    return loaded


def document(site: Site, *fences: str, direction: str = "ltr") -> str:
    """A page with these calculators and nothing of a theme but its colours."""
    figures = []
    for ordinal, body in enumerate(fences, 1):
        options, problems = site.read_fence(calculator.component, body, Location("page.md"))
        assert problems == []
        view = calculator.component.view(options, site, PageContext(), ordinal)
        figures.append(site.renderer.render(calculator.component.template, view))
    return (
        f'<!doctype html><html lang="{site.settings.language}" dir="{direction}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Calculators</title>'
        '<link rel="stylesheet" href="/assets/colours.css"><link rel="stylesheet" href="/assets/candid.css">'
        '<script type="module" src="/assets/calculator.mjs"></script></head>'
        f'<body><main class="md-typeset"><h1>Calculators</h1>{"".join(figures)}</main></body></html>'
    )


def assets() -> dict[str, bytes]:
    found = {f"/assets/{path.name}": path.read_bytes() for path in _ASSETS.iterdir()}
    found |= {f"/assets/{name}": path.read_bytes() for name, path in _MODULES.items()}
    return {**found, "/assets/colours.css": _VARIABLES.encode()}


def serve(context: BrowserContext, files: Mapping[str, bytes], policy: str | None = STRICT) -> None:
    """Answer all requests to the origin from ``files``, by path, and none to anywhere else."""

    def answer(route: Route) -> None:
        address = urlsplit(route.request.url)
        path = f"{address.path}index.html" if address.path.endswith("/") else address.path
        if f"{address.scheme}://{address.netloc}" != ORIGIN or path not in files:
            route.fulfill(status=404)
            return
        kind = "text/javascript" if path.endswith(".mjs") else mimetypes.guess_type(path)[0] or "text/plain"
        headers = {"content-type": f"{kind}; charset=utf-8"}
        if policy:
            headers["content-security-policy"] = policy
        route.fulfill(body=files[path], headers=headers)

    context.route("**/*", answer)


def watched(page: Page) -> Opened:
    opened = Opened(page)
    page.on("request", lambda request: opened.requests.append(request.url))
    page.on("console", lambda message: opened.complaints.append(message.text))
    page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    return opened


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Open]:
    """Opens a page with calculators under a strict content policy: ``open_page(FEE, query="?…", javascript=False)``."""
    contexts: list[BrowserContext] = []

    def opener(
        *fences: str, query: str = "", javascript: bool = True, of: Site = site, direction: str = "ltr"
    ) -> Opened:
        context = browser.new_context(java_script_enabled=javascript, locale="en-US")
        contexts.append(context)
        html = document(of, *fences, direction=direction)
        serve(context, {**assets(), "/index.html": html.encode()})
        opened = watched(context.new_page())
        opened.page.goto(f"{ORIGIN}/{query}")
        return opened

    yield opener
    for context in contexts:
        context.close()
