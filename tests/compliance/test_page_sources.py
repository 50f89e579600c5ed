"""Which Markdown file a built page is said to come from."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from candid.compliance import BuiltSite, Terms
from candid.compliance.page_sources import source_finder
from candid.networks import load_networks

FILES = {
    "index.md": "# Home",
    "blog/posts/first.md": "---\ndate: 2026-11-19\n---\n# Why I bought *this* kettle",
    "blog/posts/news-1.md": "---\ndate: 2026-11-20\n---\n# News",
    "blog/posts/news-2.md": "---\ndate:\n  created: 2026-11-21\n---\n# News",
    "blog/posts/named.md": "---\ntitle: Ein Kessel\nslug: kessel\ndate: 2026-11-18\n---\nWords.",
    "guides/why-no-date.md": "# Why no date",
}


@pytest.mark.parametrize(
    ("page", "html", "source"),
    [
        ("index.html", "<h1>Home</h1>", "index.md"),
        ("blog/2026/11/19/why-i-bought-this-kettle/index.html", "Why I bought this kettle", "blog/posts/first.md"),
        ("journal/why-i-bought-this-kettle.html", "Why I bought this kettle", "blog/posts/first.md"),
        ("blog/2026/11/20/news/index.html", "News", "blog/posts/news-1.md"),
        ("blog/2026/11/21/news/index.html", "News", "blog/posts/news-2.md"),
        ("blog/news/index.html", "News", ""),  # either of two
        ("blog/2026/11/18/kessel/index.html", "Ein Kessel", "blog/posts/named.md"),
        ("blog/2026/11/18/kessel/index.html", "Another project", ""),
        ("blog/2026/why-no-date/index.html", "Why no date", ""),
        ("blog/archive/2026/index.html", "2026", ""),
    ],
)
def test_the_source_of_a_page(tmp_path: Path, page: str, html: str, source: str) -> None:
    pages, built = tmp_path / "pages", tmp_path / "site"
    for folder, files in ((pages, FILES), (built, {page: html})):
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    site = BuiltSite(built, "site", Terms(date(2026, 11, 21)), load_networks())
    found = source_finder(pages, site)(page)
    assert found == (f"{pages.as_posix()}/{source}" if source else "")
