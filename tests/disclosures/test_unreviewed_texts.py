"""Authors learn which of Candid's texts a lawyer should still read: once for each language of pages with such links."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from candid.cli import main

PAID = "[Look](https://amzn.to/x)"
PAGES = {
    "a.md": f"# A\n\n{PAID}\n",
    "b.md": f"# B\n\n{PAID} {PAID}\n",
    "c.md": f"---\nlang: fr\n---\n# C\n\nText. {PAID}\n",
    "d.md": "---\nlang: it\n---\n# D\n\n[Plain](https://other.example/)\n",
}


def lint(folder: Path, jurisdictions: str, more: str = "", pages: Mapping[str, str] = PAGES) -> list[str]:
    """What is said about texts; nothing of it fails."""
    settings = f"name: X\nas_of: 2026-11-21\njurisdictions: [{jurisdictions}]\n{more}"
    for name, text in {"data/site.yml": settings, **{f"pages/{name}": text for name, text in pages.items()}}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    result = CliRunner().invoke(main, ["lint", "--strict", "--pages", "pages", "--data", "data"])
    assert result.exit_code == 0, result.output
    return [line for line in result.output.splitlines() if "disclosure-unreviewed" in line or "hint: have" in line]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_each_language_once_where_it_stands_first(tmp_path: Path) -> None:
    english, first, french, second = lint(tmp_path, "us, de, fr")
    assert english == (
        "pages/a.md:3:8: info: disclosure-unreviewed nobody who knows the law has read 'Ad · affiliate links: we earn "
        "a commission if you buy through links on this page.' and 'Ad' for readers in: Germany, France"
    )
    assert first == "  hint: have a lawyer read them, or word them yourself: 'disclosures: en:' in site.yml"
    assert french.startswith("pages/c.md:6:14: info: disclosure-unreviewed")
    assert french.endswith("for readers in: United States, Germany, France")
    assert "'disclosures: fr:'" in second


def test_what_is_accepted_by_name_or_worded_by_the_site_needs_no_word(tmp_path: Path) -> None:
    pages = {"a.md": PAGES["a.md"], "d.md": PAGES["d.md"]}
    assert lint(tmp_path, "us, uk", pages=pages) == []
    own = "disclosures:\n  en: {page: 'Ad: we earn a commission.', link: Advert}\n"
    assert lint(tmp_path, "us, de", own, pages) == []
    assert "has read 'Ad' for" in lint(tmp_path, "us, de", own.replace(", link: Advert", ""), pages)[0]
