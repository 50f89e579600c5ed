"""A site full of mistakes, built as its author builds it: every mistake is named at its place, all at once."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from candid.cli import main

BROKEN = Path(__file__).parent / "broken"
EXPECTED = (BROKEN / "expected.txt").read_text(encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return shutil.copytree(BROKEN, tmp_path / "broken")


def build(site: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs", "build", *options]
    return subprocess.run(command, cwd=site, capture_output=True, text=True, check=False)


def test_a_build_reports_every_mistake_and_writes_nothing(site: Path) -> None:
    done = build(site)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    reported = re.sub(r"^(ERROR|WARNING) +-  ", "", done.stderr, flags=re.MULTILINE)
    assert EXPECTED in reported
    assert "Not to be published: 17 errors." in done.stderr
    assert not list((site / "site").rglob("*.html"))


def test_the_mistakes_are_many_and_in_many_files() -> None:
    places = re.findall(r"^(\S+?):(\d+):(\d+): ", EXPECTED, flags=re.MULTILINE)
    assert len(places) >= 10
    assert len({path for path, _, _ in places}) >= 5


def test_lint_says_the_same_without_building(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site)
    done = CliRunner().invoke(main, ["lint", "--pages", "pages", "--data", "data"])
    assert done.exit_code == 1
    assert done.output == EXPECTED


def test_lint_speaks_to_tools(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site)
    done = CliRunner().invoke(main, ["lint", "--pages", "pages", "--data", "data", "--format", "json"])
    findings = json.loads(done.output)
    assert [f"{f['path']}:{f['line']}:{f['column']}" for f in findings] == re.findall(
        r"^(\S+?:\d+:\d+): ", EXPECTED, flags=re.MULTILINE
    )
    annotated = CliRunner().invoke(main, ["lint", "--pages", "pages", "--data", "data", "--format", "github"])
    assert "::error file=pages/fees.md,line=3,col=4,title=unknown-fence::" in annotated.output
    assert "::warning file=pages/fees.md," in annotated.output


def test_samples_of_mistakes_are_no_mistakes() -> None:
    assert "samples.md" not in EXPECTED


def test_a_warning_fails_a_strict_build_only(site: Path) -> None:
    for name in ("review.md", "index.md", "unclosed.md", "samples.md"):
        (site / "pages" / name).unlink()
    for name in ("data/products/upwork.yml", "data/programmes/upwork-affiliate.yml", "data/site.yml"):
        (site / name).unlink()
    page = "# Fees\n\nYou keep [$950.00](calc:upwork/freelancer-fee?billed=1000&on=2024-06-01#net).\n"
    (site / "pages/fees.md").write_text(page, encoding="utf-8")
    relaxed, strict = build(site), build(site, "--strict")
    assert relaxed.returncode == 0, relaxed.stderr
    assert "$900.00" in (site / "site/fees/index.html").read_text(encoding="utf-8")
    assert strict.returncode == 1
    assert "pages/fees.md:3:11: warning: calc-text" in strict.stderr
