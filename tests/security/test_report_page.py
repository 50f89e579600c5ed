"""The report on a hostile site is a page that anybody may open: what it lists stays text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser

from candid.cli import main
from tests.security.hostile_site import write_site, yaml_of
from tests.security.payloads import BENIGN, PAYLOADS
from tests.security.watching import Watched, attack_surface, watching

TRACKED = "https://www.awin1.com/cread.php?awinmid=1&awinaffid=2"


def _ledger(texts: list[str]) -> str:
    rows = [
        {
            "programme": f"v{number}",
            "month": "2026-10",
            "amount": "1.00",
            "currency": "EUR",
            "note": text,
            "sub_id": text,
        }
        for number, text in enumerate(texts)
    ]
    return yaml_of([{key: value for key, value in row.items() if value} for row in rows])


def _page(text: str) -> str:
    """A page of another tool's, in which every text and address is the payload as HTML writes it."""
    words = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    link = f"{TRACKED}&amp;clickref={words}&amp;ued=https%3A%2F%2Fa.example%2F{words}"
    return (
        f'<!doctype html><html lang="en"><head><title>{words}</title></head><body><main><h1>{words}</h1>'
        f'<div id="{words}" class="{words}">Advertising: affiliate links, we earn a commission. {words}</div>'
        f'<p>Save 50% {words} <a href="{link}" rel="sponsored">Buy {words} (ad)</a></p>'
        f'<p><a href="{link}" title="{words}">{words}</a> <img src="x.png" alt=""></p></main></body></html>'
    )


def _reported(folder: Path, texts: list[str], around: str) -> Path:
    """The report on a site whose records, ledger, pages and page names are these texts."""
    write_site(folder, texts, around, charts=False)  # a report shows none
    (folder / "data/ledger.yml").write_text(_ledger(texts), encoding="utf-8")
    for number, text in enumerate(texts):
        name = "".join(character for character in text if character.isprintable() and character != "/")[:60]
        (folder / "site/other").mkdir(parents=True, exist_ok=True)
        (folder / f"site/other/{number} {name}.html").write_text(_page(text), encoding="utf-8")
    done = CliRunner().invoke(main, ["report", str(folder / "site"), *_folders(folder), "--out", str(folder / "out")])
    assert done.exit_code == 0, done.output
    return folder / "out"


def _folders(folder: Path) -> tuple[str, ...]:
    return "--pages", str(folder / "pages"), "--data", str(folder / "data")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _reported(tmp_path_factory.mktemp("hostile"), list(PAYLOADS), " ".join(PAYLOADS[::4]))


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _reported(tmp_path_factory.mktemp("usual"), [BENIGN, f"{BENIGN} too"], BENIGN)


@pytest.fixture
def tab(browser: Browser, hostile: Path, usual: Path) -> Iterator[Watched]:
    files = {f"/{path.parent.parent.name}.html": path.read_bytes() for path in _pages(hostile, usual)}
    with watching(browser, files, policy=None) as watched:
        yield watched


def _pages(*folders: Path) -> list[Path]:
    return [folder / "report.html" for folder in folders]


def test_nothing_of_a_hostile_site_becomes_markup_in_its_report(tab: Watched, hostile: Path, usual: Path) -> None:
    like, found = (set(attack_surface(tab.page, page.read_text(encoding="utf-8"))) for page in _pages(usual, hostile))
    assert "td class=number data-column role=cell" in like
    assert found - like == set()


def test_nothing_of_a_hostile_site_runs_in_its_report(tab: Watched, hostile: Path) -> None:
    """Without the page's own policy too, which would hide it."""
    for page in ("guarded", "bare"):
        if page == "bare":
            tab.page.route("**/*.html", lambda route: route.fulfill(body=_bare(hostile), content_type="text/html"))
        tab.open(f"/{hostile.parent.name}.html")
        assert tab.misdeeds() == []
        shown = str(tab.page.evaluate("document.body.textContent"))
        missing = [
            text for text in PAYLOADS if text.isprintable() and " ".join(text.split()) not in " ".join(shown.split())
        ]
        assert missing == []


def _bare(hostile: Path) -> str:
    html = (hostile / "report.html").read_text(encoding="utf-8")
    before, policy, after = html.partition('<meta http-equiv="Content-Security-Policy"')
    assert policy
    return before + after.partition(">")[2]


def test_its_data_is_what_was_written(hostile: Path) -> None:
    report = json.loads((hostile / "report.json").read_text(encoding="utf-8"))
    assert len(report["programmes"]) == len(PAYLOADS)
    assert {one["pays"] for one in report["programmes"]} == set(PAYLOADS)
