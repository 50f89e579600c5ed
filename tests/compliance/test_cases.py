"""Each rule has pages that keep it and pages that break it, in ``cases/RULE/``.

A case is ``pass*.html`` or ``fail*.html``, or a folder of such a name with a whole site. What keeps a rule breaks no
other one either; what breaks it breaks that one alone. Where elements carry ``data-here``, findings stand just there.
``options.yml`` beside the cases may say profile, lang, production and today.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
import yaml

from candid.compliance import DEFAULT_PROFILES, BuiltSite, Terms, audit, load_rules
from candid.diagnostics import Finding, Severity
from candid.models import Programme
from candid.networks import load_networks

CASES = Path(__file__).parent / "cases"
KEPT = sorted(CASES.glob("*/pass*"))
BROKEN = sorted(CASES.glob("*/fail*"))
NETWORKS = load_networks()


def findings_of(case: Path, folder: Path) -> Sequence[Finding]:
    rule = load_rules()[case.parent.name]
    if case.is_dir():
        shutil.copytree(case, folder, dirs_exist_ok=True)
    else:
        shutil.copy(case, folder / "page.html")
    written = case.parent / "options.yml"
    options = yaml.safe_load(written.read_text(encoding="utf-8")) if written.exists() else {}
    programmes = {name: Programme.model_validate(one) for name, one in options.get("programmes", {}).items()}
    terms = Terms(
        today=options.get("today", date(2026, 11, 22)),
        profiles=tuple(options.get("profile", rule.profiles or DEFAULT_PROFILES)),
        language=options.get("lang", "en"),
        production=options.get("production", False),
        programmes=programmes,
    )
    found = audit(BuiltSite(folder, "site", terms, NETWORKS)).findings
    assert [str(finding) for finding in found if finding.severity not in load_rules()[finding.code].levels] == []
    return [finding for finding in found if finding.severity > Severity.INFO or finding.code == rule.id]


def name_of(case: Path) -> str:
    return f"{case.parent.name}/{case.name}"


@pytest.mark.parametrize("case", KEPT, ids=name_of)
def test_what_keeps_a_rule_breaks_none(case, tmp_path):
    assert [str(finding) for finding in findings_of(case, tmp_path)] == []


@pytest.mark.parametrize("case", BROKEN, ids=name_of)
def test_what_breaks_a_rule_breaks_that_one_alone(case, tmp_path):
    found = findings_of(case, tmp_path)
    assert {finding.code for finding in found} == {case.parent.name}, "\n".join(map(str, found))
    marked = set(places_marked(tmp_path))
    if marked:
        assert {(f.location.path, f.location.line, f.location.column) for f in found} == marked
    for finding in found:
        assert finding.message
        assert finding.hint


def places_marked(folder: Path):
    for path in folder.rglob("*.html"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for tag in re.finditer(r"<[a-z][^<>]*\sdata-here\b", line):
                yield f"site/{path.relative_to(folder).as_posix()}", number, tag.start() + 1


@pytest.mark.parametrize("rule", load_rules().values(), ids=lambda rule: rule.id)
def test_every_rule_has_cases_of_both_kinds_or_says_why_not(rule):
    kept = [case for case in KEPT if case.parent.name == rule.id]
    broken = [case for case in BROKEN if case.parent.name == rule.id]
    if rule.unchecked:
        assert not kept
        assert not broken
    else:
        assert kept
        assert broken


def test_every_case_is_of_a_rule():
    assert {case.parent.name for case in (*KEPT, *BROKEN)} <= set(load_rules())
