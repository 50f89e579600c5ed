"""The flagship site, built once as a user builds it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class BuiltSite:
    """A built site: its folder, and each page parsed by an independent HTML parser."""

    folder: Path
    log: str
    pages: dict[str, BeautifulSoup]


@pytest.fixture(scope="session")
def flagship(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    folder = tmp_path_factory.mktemp("flagship")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    pages = {
        path.relative_to(folder).as_posix(): BeautifulSoup(path.read_text(encoding="utf-8"), "html5lib")
        for path in sorted(folder.rglob("*.html"))
    }
    return BuiltSite(folder, done.stderr, pages)
