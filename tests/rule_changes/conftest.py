"""The fixture ``site`` of these tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rule_changes.site import FILES, git


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The site, committed; the working directory is its root."""
    monkeypatch.chdir(tmp_path)
    for name, text in FILES.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, encoding="utf-8")
    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "Begin")
    return tmp_path
