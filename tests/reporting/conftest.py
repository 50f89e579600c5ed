"""A small built site with its data and its Markdown, and the report on it."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from candid.cli import main

TRACKED = "https://www.awin1.com/cread.php?awinmid=1000&amp;awinaffid=1000"
OTHERWISE = "https://www.awin1.com/cread.php?awinaffid=1000&amp;awinmid=1000"
"""The same programme's link, as somebody else would write it."""
STATEMENT = '<p id="note">Ad · affiliate links: we earn a commission if you buy through links on this page.</p>'


def page(*lines: str) -> str:
    """A built page with these lines; the first of them is line 4."""
    return "\n".join(
        ("<!doctype html>", '<html lang="en"><head><title>Shop review</title></head>', "<body><main>", *lines)
    )


def paid(path: str, sub_id: str, text: str = "Buy <span class='candid-label'>Ad</span>", by: str = TRACKED) -> str:
    href = f"{by}&amp;ued=https%3A%2F%2Fshop.example%2F{path}&amp;clickref={sub_id}"
    return f'<a href="{href}" rel="sponsored nofollow noopener" data-candid>{text}</a>'


FILES = {
    "content/data/site.yml": "name: Shops\nas_of: 2026-11-21\njurisdictions: [us]\n",
    "content/data/programmes/shop.yml": """
        name: Shop partners
        network: awin
        tracking_url: https://www.awin1.com/cread.php?awinmid=1000&awinaffid=1000
        pays: A share.
        terms: {title: Partner terms, url: "https://shop.example/terms"}
        checked_on: 2026-05-01
        """,
    "content/data/products/shop.yml": """
        name: Shop
        summary: A shop.
        official_site: https://shop.example/
        facts:
          opened: {label: Opened, value: "2012", source: {title: About}, checked_on: 2026-08-01}
          closed: {label: Closed, value: "never", source: {title: About}, checked_on: 2026-07-01}
        offers:
          lamp: {title: Lamp, destination: "https://shop.example/lamp", programme: shop}
          desk:
            title: Desk
            destination: "https://shop.example/desk"
            programme: shop
            ends_on: 2026-12-01
            fallback: lamp
          twin: {title: Lamp again, destination: "https://shop.example/lamp", programme: shop}
          sale: {title: Sale, destination: "https://shop.example/sale", programme: shop, ends_on: 2026-10-31}
          next: {title: Next, destination: "https://shop.example/next", programme: shop, starts_on: 2027-01-01}
          long: {title: Long, destination: "https://shop.example/long", programme: shop, ends_on: 2026-12-22}
        """,
    "content/pages/review.md": """
        # Shop review

        [Buy](offer:lamp) [Buy](offer:desk) [Sale](offer:sale)

        ```comparison
        products: [shop, other]
        caption: Two
        rows: [{label: Opened, fact: opened}]
        ```
        """,
    "content/data/products/other.yml": "name: Other\nsummary: Another.\nofficial_site: https://other.example/\n",
    "content/pages/plain.md": "# Plain\n",
    "site/review/index.html": page(
        "<h1>Shop review</h1>",
        STATEMENT,
        "<p>Seven words stand before the first <b>link</b>.</p>",
        f"<p>{paid('lamp', 'review.text1')}</p>",
        f'<div class="candid-offers"><p>{paid("desk", "review.offers1", "Take it", OTHERWISE)}</p></div>',
        f"<aside>{paid('lamp', 'newsletter')}</aside>",
    ),
    "site/plain/index.html": page("<h1>Plain</h1>", "<p>No links.</p>"),
}


@dataclass(frozen=True)
class Reported:
    """What the command did."""

    folder: Path
    result: Result

    @property
    def report(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.text("report.json"))
        return found

    def text(self, name: str) -> str:
        return (self.folder / ".candid/report" / name).read_bytes().decode("utf-8")


Report = Callable[..., Reported]


@pytest.fixture
def reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    """Writes the site, changed by ``files``, and reports on it."""

    def run(files: Mapping[str, str] | None = None, *options: str) -> Reported:
        for name, text in {**FILES, **(files or {})}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")  # 2026-11-22
        return Reported(tmp_path, CliRunner().invoke(main, ["report", *options], catch_exceptions=False))

    return run
