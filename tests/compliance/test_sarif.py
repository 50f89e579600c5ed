"""SARIF 2.1.0, held against the schema of the standard."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from candid.cli import main
from candid.diagnostics import Finding, Location, Severity, format_findings
from candid.sarif import DescribedRule, as_sarif

SCHEMA = json.loads((Path(__file__).parent / "sarif" / "sarif-2.1.0-rtm.5.json").read_text("utf-8"))
BREACHES = """<!doctype html>
<html lang="en"><head><title>Kettles</title></head><body><main><h1>Kettles</h1>
<p>ü 🫖 <img src="/kettle.jpg"></p>
<iframe src="https://www.youtube.com/embed/x" title="A film"></iframe>
<div style="width: 900px">wide</div>
</main></body></html>
"""


def valid(text):
    log = json.loads(text)
    jsonschema.Draft4Validator(SCHEMA, format_checker=jsonschema.FormatChecker()).validate(log)
    return log


@pytest.fixture
def log(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a kettle.html").write_text(BREACHES, "utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a kettle.md").write_text("# Kettles\n", "utf-8")
    (tmp_path / "live.yml").write_text(
        "- {rule: V-02, reason: 'We asked \"them\".'}\n- {rule: A-01, reason: x}\n", "utf-8"
    )
    arguments = ["check", "out", "--format", "sarif", "--pages", "docs", "--silence", "live.yml"]
    return valid(CliRunner().invoke(main, arguments).stdout)


def results(log):
    return {result["ruleId"]: result for result in log["runs"][0]["results"]}


def test_results_say_what_and_where(log):
    run = log["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    assert set(results(log)) == {"A-14", "A-04", "V-02", "silenced-nothing"}
    image = results(log)["A-14"]
    assert image["level"] == "error"
    place = image["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "out/a%20kettle.html"
    assert place["region"] == {"startLine": 3, "startColumn": 8}  # characters, whatever their width in bytes
    assert "has no alt text. Hint: " in image["message"]["text"]
    assert results(log)["A-04"]["level"] == "warning"
    assert results(log)["silenced-nothing"]["level"] == "note"
    source = image["relatedLocations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert source == "docs/a%20kettle.md"


def test_rules_are_described_and_referred_to(log):
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    for result in log["runs"][0]["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    described = next(rule for rule in rules if rule["id"] == "A-14")
    assert described["helpUri"].startswith("https://www.w3.org/")
    assert described["defaultConfiguration"] == {"level": "error"}
    assert described["shortDescription"]["text"]
    assert described["fullDescription"]["text"]


def test_silenced_findings_are_suppressed_with_the_reason(log):
    assert results(log)["V-02"]["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": 'We asked "them".'}
    ]
    assert "suppressions" not in results(log)["A-14"]


def test_nothing_found_is_a_log_too():
    log = valid(as_sarif([]))
    assert log["runs"][0]["results"] == []


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b/ü%.html", "a%20b/%C3%BC%25.html"),
        ("a:b.html", "a%3Ab.html"),
        ("../out/x?y#z.html", "../out/x%3Fy%23z.html"),
        ("/srv/site/ä.html", "file:///srv/site/%C3%A4.html"),
    ],
)
def test_paths_become_references(path, uri):
    log = valid(as_sarif([Finding(Location(path, 2, 3), "A-01", "x")]))
    assert results(log)["A-01"]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_a_finding_keeps_its_fingerprint_when_it_moves():
    first, moved, other = (
        results(valid(as_sarif([Finding(place, "A-01", text)])))["A-01"]["partialFingerprints"]
        for place, text in [(Location("a", 1), "x"), (Location("a", 9), "x"), (Location("a", 1), "y")]
    )
    assert first == moved != other


def test_content_findings_have_this_form_too():
    finding = Finding(Location("content/data/site.yml", 3, 1), "unknown-key", "'nam' is no key", "did you mean 'name'?")
    log = valid(format_findings([finding], "sarif"))
    assert results(log)["unknown-key"]["level"] == "error"


def test_an_address_with_blanks_is_written_as_one():
    rule = DescribedRule("Title", "Text", Severity.INFO, "https://law.test/a b#§ 1")
    log = valid(as_sarif([Finding(Location("a"), "A-01", "x")], rules={"A-01": rule}))
    assert log["runs"][0]["tool"]["driver"]["rules"][0]["helpUri"] == "https://law.test/a%20b#%C2%A7%201"
