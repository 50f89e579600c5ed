"""A data folder made of a few files, and what is found wrong with it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from candid.checks import check_data, check_pages
from candid.diagnostics import Finding, in_order
from candid.pages import read_kinds
from candid.site import load_site
from candid.sources import read_page

Lint = Callable[..., list[Finding]]


@pytest.fixture
def lint(tmp_path: Path) -> Lint:
    """Writes data files and reads pages, and returns all findings in their order."""

    def run(data: Mapping[str, str], page: str = "", today: date = date(2030, 1, 1)) -> list[Finding]:
        for name, text in data.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
        site, findings = load_site(tmp_path, "data", default_name="A site", today=today)
        pages = [read_kinds(read_page(page.encode(), "page.md", "page.md"), site.settings.language)]
        return in_order([*findings, *check_data(site, pages), *check_pages(site, pages)])

    return run
