"""Words on the command line that nothing is called by."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from candid.cli import main


def run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


@pytest.mark.parametrize(
    ("name", "meant"), [("d-us-1", "D-US-01"), ("D-US-001", "D-US-01"), ("d us 11", "D-US-11"), ("V-55", "V-05")]
)
def test_the_rule_of_the_same_number_is_meant(name: str, meant: str) -> None:
    result = run("explain", name)
    assert result.exit_code == 2
    assert f"there is no rule '{name}'; did you mean '{meant}'?" in result.stderr


def test_an_unknown_code_is_said_in_sentences() -> None:
    result = run("explain", "calc-txet")
    assert result.exit_code == 2
    assert "did you mean 'calc-text'? What is wrong in a rulebook, the finding's own" in result.stderr


@pytest.mark.parametrize("tag", ["klingon", "xx-yy", "", "english", "../x"])
def test_an_unknown_language(tmp_path: Path, tag: str) -> None:
    result = run("check", str(tmp_path), "--lang", tag)
    assert result.exit_code == 2
    assert f"'{tag}' is no language; write its tag" in result.stderr


@pytest.mark.parametrize("tag", ["en", "de-AT", "pt_BR", "zh-Hant", "EN"])
def test_languages(tmp_path: Path, tag: str) -> None:
    (tmp_path / "index.html").write_text("<!doctype html><title>T</title><p>Text", "utf-8")
    assert "is no language" not in run("check", str(tmp_path), "--lang", tag).stderr
