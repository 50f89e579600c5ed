"""A page with ``embed: true`` and its framed twin, in a real browser that lets no inline script or style run."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from bs4 import BeautifulSoup
from mkdocs.exceptions import Abort
from playwright.sync_api import Browser

from .conftest import Build

PAGE = """\
---
title: What Upwork takes
embed: true
---
# What Upwork takes

```calculator
upwork/freelancer-fee:
  billed: 1000
  on: 2024-06-01
```
"""


class _Strict(SimpleHTTPRequestHandler):
    """Serves a folder under a policy without inline code."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", "default-src 'self'")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def served(built: Build) -> Iterator[tuple[Path, str]]:
    site = built({"calculators/fee.md": PAGE}, site_url="https://candid.example/site/")
    (site.folder / "around.html").write_text(
        "<!doctype html><title>Around</title><iframe src='calculators/fee/embed/'></iframe>", encoding="utf-8"
    )
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Strict, directory=str(site.folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield site.folder, f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_the_page_offers_the_lines_to_copy(served: tuple[Path, str]) -> None:
    page = BeautifulSoup((served[0] / "calculators/fee/index.html").read_text(encoding="utf-8"), "html5lib")
    code = page.select_one(".candid-embed-code code")
    assert code is not None
    assert 'src="https://candid.example/site/calculators/fee/embed/"' in code.get_text()


def test_the_framed_twin_is_light_credits_the_site_and_tells_its_height(
    served: tuple[Path, str], browser: Browser
) -> None:
    folder, address = served
    twin = BeautifulSoup((folder / "calculators/fee/embed/index.html").read_text(encoding="utf-8"), "html5lib")
    credit = twin.select_one(".candid-credit a")
    assert credit is not None
    assert credit["href"] == "https://candid.example/site/calculators/fee/"
    assert twin.find("nav") is None
    page = browser.new_page()
    problems: list[str] = []
    page.on("console", lambda message: problems.append(f"{message.location['url']} {message.text}"))
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(f"{address}around.html")
    height = page.evaluate(
        """() => new Promise((resolve) => {
            addEventListener("message", (event) => resolve(event.data.height));
            document.querySelector("iframe").contentWindow.dispatchEvent(new Event("resize"));
            document.querySelector("iframe").src += "";
        })"""
    )
    assert height > 200
    frame = page.frames[1]
    assert "$900.00" in frame.locator("output[name=net]").inner_text()
    frame.locator("input[name=billed]").fill("500")
    frame.get_by_text("$450.00").first.wait_for()
    assert [text for text in problems if "/favicon.ico" not in text] == []  # which a browser asks for by itself
    page.close()


@pytest.mark.parametrize(
    ("front", "place"), [("embed: true", "content/pages/a.md:2:1: missing-key"), ("embed: 3", "content/pages/a.md:2:8")]
)
def test_an_offer_without_a_calculator_is_a_mistake(
    built: Build, caplog: pytest.LogCaptureFixture, front: str, place: str
) -> None:
    with pytest.raises(Abort):
        built({"a.md": f"---\n{front}\n---\n# A\n"})
    assert any(record.message.startswith(place) for record in caplog.records)
