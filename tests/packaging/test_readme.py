"""The README's first site, written out and built as the README says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from bs4 import BeautifulSoup

ROOT = Path(__file__).parents[2]
FILE = re.compile(r"^`([\w./-]+)`:\n\n(`{3,})\w+\n(.*?)^\2$", re.MULTILINE | re.DOTALL)


def write_example(folder: Path) -> list[str]:
    """Write the files that the README shows under their names."""
    readme = (ROOT / "README.md").read_text("utf-8")
    files = {name: content for name, _, content in FILE.findall(readme)}
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return list(files)


def build(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_first_site_does_what_is_said(tmp_path: Path) -> None:
    names = write_example(tmp_path)
    assert len(names) == 4
    result = build(tmp_path)
    assert result.returncode == 0, result.stderr
    page = BeautifulSoup((tmp_path / "site/index.html").read_text("utf-8"), "html5lib")
    assert "On a contract of June 2024, $900.00" in " ".join(page.get_text().split())
    (link,) = page.select("a[href^='https://upwork.pxf.io/']")
    assert {"sponsored", "nofollow", "noopener"} <= set(link["rel"])
    assert page.select_one("h1 ~ [data-candid-disclosure]") is not None


def test_a_typing_error_stops_the_build(tmp_path: Path) -> None:
    write_example(tmp_path)
    page = tmp_path / "content/pages/index.md"
    page.write_text(page.read_text("utf-8").replace("offer:upwork-join", "offer:upwork-joni"), "utf-8")
    result = build(tmp_path)
    assert result.returncode == 1
    assert "content/pages/index.md:4:" in result.stderr
    assert "upwork-join" in result.stderr.replace("upwork-joni", "")
    assert "Traceback" not in result.stderr
