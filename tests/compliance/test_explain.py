"""``candid explain``."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from candid.cli import main
from candid.compliance import load_rules
from candid.diagnostics import CODES, MEANINGS


def run(*arguments):
    return CliRunner().invoke(main, ["explain", *arguments])


def test_a_rule_is_explained():
    result = run("v-05")
    assert result.exit_code == 0
    rule = load_rules()["V-05"]
    assert result.stdout.startswith(f"V-05  {rule.title}\n")
    text = " ".join(result.stdout.split())
    for part in (rule.wants, rule.why, rule.source.title, rule.source.url, rule.as_of, "general knowledge", "all"):
        assert " ".join(str(part).split()) in text
    assert "by candid check" in text


def test_the_grounds_for_not_checking_are_told():
    text = " ".join(run("A-EAA-02").stdout.split())
    assert f"no: {' '.join(str(load_rules()['A-EAA-02'].unchecked).split())}" in text
    assert "a secondary source only" in text


def test_a_rule_as_json():
    told = json.loads(run("D-UK-03", "--json").stdout)
    rule = load_rules()["D-UK-03"]
    assert told["id"] == "D-UK-03"
    assert told["profiles"] == ["uk"]
    assert told["source"] == {"title": rule.source.title, "url": rule.source.url}
    assert told["checked"] is (rule.unchecked is None)


@pytest.mark.parametrize(
    ("name", "severity"),
    [
        ("P-AMZ-04", "error; warning in milder forms"),
        ("C-06", "warning; error in graver forms; info in milder forms"),
        ("P-AMZ-06", "error; warning or info in milder forms"),
        ("P-AMZ-07", "error"),
    ],
)
def test_a_rule_says_what_it_is_in_other_forms(name, severity):
    (line,) = [line for line in run(name).stdout.splitlines() if line.startswith("Severity")]
    assert line.split(maxsplit=1)[1] == severity
    assert json.loads(run(name, "--json").stdout)["also"] == list(load_rules()[name].also)


def test_all_rules_are_listed():
    lines = run().stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(load_rules())
    assert [entry["id"] for entry in json.loads(run("--json").stdout)] == list(load_rules())


def test_an_unknown_rule_is_wrong_usage():
    result = run("V-55")
    assert result.exit_code == 2
    assert "did you mean 'V-05'?" in result.stderr


def test_every_code_of_a_finding_has_a_meaning():
    assert [code for code, meaning in MEANINGS.items() if not meaning.endswith(".")] == []
    for code, severity in CODES.items():
        result = run(code)
        assert result.exit_code == 0
        text = " ".join(result.stdout.split())
        assert text.startswith(f"{code} a finding of candid lint")
        assert MEANINGS[code] in text
        assert f"Severity {severity.word}: " in text
        assert max(len(line) for line in result.stdout.splitlines()) <= 100


def test_a_code_as_json():
    told = json.loads(run("Calc-Text", "--json").stdout)
    assert told == {"code": "calc-text", "meaning": MEANINGS["calc-text"], "severity": "warning"}


def test_an_unknown_code_is_wrong_usage():
    assert "did you mean 'calc-text'?" in run("calc-txt").stderr
    result = run("unknown-calculator")
    assert result.exit_code == 2
    assert "the finding's own hint explains" in result.stderr


@pytest.mark.parametrize("name", load_rules())
def test_every_rule_can_be_explained(name):
    result = run(name)
    assert result.exit_code == 0
    assert max(len(line) for line in result.stdout.splitlines() if "://" not in line) <= 100
