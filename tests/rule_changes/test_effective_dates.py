"""A rule that begins later takes over by itself: on its day, in every place, and not a day before."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from click.testing import CliRunner

from candid.cli import main
from tests.rule_changes.site import edit

BOOK = "content/data/rulebooks/bazaar.yml"
MKDOCS = """\
site_name: A site
docs_dir: content/pages
theme: {name: material, font: false}
plugins: [candid]
"""


@pytest.fixture
def changing(site: Path) -> Path:
    """The site, whose fee goes up on 1 January 2027."""
    Path("mkdocs.yml").write_text(MKDOCS, encoding="utf-8")
    edit(
        BOOK,
        "      - {id: bz.fee, from: 2020-01-01, percent: 10,",
        "      - {id: bz.fee, from: 2020-01-01, to: 2027-01-01, percent: 10,",
    )
    later = (
        "      - {id: bz.fee.27, from: 2027-01-01, percent: 15, source: page, checked_on: 2026-11-01, confidence: H}\n"
    )
    edit(BOOK, "  listing:\n    title: Listing fee\n", f"{later}  listing:\n    title: Listing fee\n")
    Path("content/pages/links.md").write_text(
        "# Links\n\nKeep [?](calc:bazaar/sale?price=100#net).\n", encoding="utf-8"
    )
    return site


def build(day: str, hour: int = 12) -> dict[str, str]:
    moment = datetime.fromisoformat(f"{day}T{hour:02}:59:59").replace(tzinfo=UTC)
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(int(moment.timestamp()))}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    pages = ("links", "fences", "table")
    return {page: _text(Path("site", page, "index.html").read_text(encoding="utf-8")) for page in pages}


def _text(html: str) -> str:
    article = BeautifulSoup(html, "html.parser").find("article")
    assert article is not None
    return " ".join(article.get_text(" ").split())


def test_a_build_switches_on_the_day(changing: Path) -> None:
    edit("content/data/site.yml", "as_of: 2026-11-21\n", "")
    before, after = build("2026-12-31", 23), build("2027-01-01", 0)
    assert ("$90.00" in before["links"], "$85.00" in before["links"]) == (True, False)
    assert ("$90.00" in after["links"], "$85.00" in after["links"]) == (False, True)
    assert ("$45.00" in before["fences"], "$42.50" in before["fences"]) == (True, False)
    assert ("$45.00" in after["fences"], "$42.50" in after["fences"]) == (False, True)
    assert ("$180.00" in before["table"], "$170.00" in before["table"]) == (True, False)
    assert ("$180.00" in after["table"], "$170.00" in after["table"]) == (False, True)


def test_the_day_of_the_site_goes_before_that_of_the_build(changing: Path) -> None:
    assert "$90.00" in build("2027-01-01")["links"]
    edit("content/data/site.yml", "as_of: 2026-11-21", "as_of: 2027-01-01")
    assert "$85.00" in build("2026-11-21")["links"]


def test_a_written_number_falls_out_of_date_on_the_day(changing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edit("content/data/site.yml", "as_of: 2026-11-21\n", "")
    edit("content/pages/links.md", "[?]", "[$90.00]")

    def lint(epoch: int) -> tuple[int, str]:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(epoch))
        done = CliRunner().invoke(main, ["lint", "--strict"])
        return done.exit_code, done.output

    new_year = int(datetime(2027, 1, 1, tzinfo=UTC).timestamp())
    assert lint(new_year - 1) == (0, "")
    assert lint(new_year)[0] == 1
    assert (
        "content/pages/links.md:3:7: warning: calc-text the page says '$90.00', the rules say '$85.00'"
        in lint(new_year)[1]
    )
    assert CliRunner().invoke(main, ["fix", "--write"]).exit_code == 0
    assert lint(new_year) == (0, "")
