"""Small sites, written by a test and built through MkDocs in process."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest
from bs4 import BeautifulSoup, Tag
from mkdocs.commands.build import build
from mkdocs.config import load_config

DATA = {
    "site.yml": "name: A test site\nas_of: 2026-11-21\n",
    "authors.yml": "authors:\n  editorial: {name: The editors, type: Organization}\n",
    "methodology.yml": """
        version: "1.0"
        since: 2026-11-01
        methods:
          marketplace:
            title: Marketplaces
            criteria:
              fees: {title: Fees, weight: 60, question: What is left?}
              payments: {title: Payments, weight: 40, question: When does it arrive?}
        """,
    "products/upwork.yml": """
        name: Upwork
        summary: A marketplace for freelance work.
        official_site: https://www.upwork.com/
        method: marketplace
        offers:
          join: {title: Join Upwork, destination: "https://www.upwork.com/", programme: upwork-affiliate}
          plain: {title: Read about Upwork, destination: "https://www.upwork.com/about"}
        """,
    "programmes/upwork-affiliate.yml": """
        name: Upwork affiliate programme
        network: impact
        tracking_url: https://upwork.pxf.io/c/1000000/1062918/13634
        pays: A share of what a new client spends first.
        terms: {title: The programme, url: "https://www.upwork.com/affiliates"}
        checked_on: 2026-11-20
        """,
}

UNCHECKED = [{"candid": {"check": "never"}}]
"""For pages that some rule speaks against, such as German ones without an Impressum."""

REVIEW = """\
---
title: Upwork
review:
  product: upwork
  scores: {fees: 3, payments: 4.5}
  verdict: A verdict.
  pros: [A pro.]
  cons: [A con.]
  evidence:
    - {kind: public-sources, note: Help pages., sources: [{title: Help, url: "https://support.upwork.com/"}]}
  published_on: 2026-11-20
---
"""


@dataclass(frozen=True)
class Built:
    """A built site."""

    folder: Path

    def page(self, name: str) -> BeautifulSoup:
        path = self.folder / name / "index.html" if name else self.folder / "index.html"
        return BeautifulSoup(path.read_text(encoding="utf-8"), "html5lib")

    def article(self, name: str) -> Tag:
        found = self.page(name).find("article")
        assert isinstance(found, Tag)
        return found


Build = Callable[..., Built]


@pytest.fixture
def built(tmp_path: Path) -> Build:
    """Write a site from texts and build it. ``pages`` and ``data`` map paths to texts; other arguments are settings."""

    def make(
        pages: Mapping[str, str],
        data: Mapping[str, str] | None = None,
        command: Literal["build", "serve"] = "build",
        files: Mapping[str, str] | None = None,
        dirty: bool = False,
        **settings: Any,
    ) -> Built:
        content = {f"content/pages/{name}": text for name, text in {"index.md": "# Home\n", **pages}.items()}
        content |= {f"content/data/{name}": text for name, text in {**DATA, **(data or {})}.items()}
        for name, text in {**content, **(files or {})}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
        (tmp_path / "mkdocs.yml").write_text("site_name: Test\n", encoding="utf-8")
        theme = {"name": "material", "font": False, **settings.pop("theme", {})}
        config = load_config(
            str(tmp_path / "mkdocs.yml"),
            docs_dir=str(tmp_path / "content/pages"),
            site_dir=str(tmp_path / "site"),
            theme=theme,
            plugins=deepcopy(settings.pop("plugins", ["search", "candid"])),  # MkDocs empties them
            markdown_extensions=settings.pop(
                "markdown_extensions",
                ["admonition", "attr_list", "md_in_html", {"pymdownx.tabbed": {"alternate_style": True}}],
            ),
            **settings,
        )
        config.plugins.on_startup(command=command, dirty=dirty)
        build(config, dirty=dirty)
        return Built(tmp_path / "site")

    return make
