"""Findings as SARIF 2.1.0, the form in which code hosts and editors take the results of checks.

The standard: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2s
from pathlib import Path
from typing import Any
from urllib.parse import quote

from candid import __version__
from candid.diagnostics import Finding, Severity, in_order

__all__ = ["DescribedRule", "as_sarif"]

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


@dataclass(frozen=True, slots=True)
class DescribedRule:
    """What is told of a rule.

    Attributes:
        title: In a few words.
        text: What it wants and why, in sentences.
        severity: What a breach usually is.
        url: Where it is written down; empty where that is nowhere.
        properties: More about it, for machines.
    """

    title: str
    text: str
    severity: Severity
    url: str = ""
    properties: Mapping[str, Any] | None = None


def as_sarif(
    findings: Iterable[Finding],
    silenced: Iterable[tuple[Finding, str]] = (),
    rules: Mapping[str, DescribedRule] | None = None,
) -> str:
    """A SARIF log with one run.

    Args:
        findings: What counts.
        silenced: What was silenced, each with the reason; it is listed as suppressed.
        rules: What is known of the findings' codes.
    """
    reasons: dict[Finding, str | None] = dict.fromkeys(findings)
    reasons.update(silenced)
    ordered = in_order(reasons)
    codes = {code: index for index, code in enumerate(sorted({finding.code for finding in ordered}))}
    known = rules or {}
    severities = {finding.code: finding.severity for finding in ordered}
    driver = {
        "name": "Candid",
        "version": __version__,
        "rules": [_rule(code, known.get(code), severities[code]) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, codes[finding.code], reasons[finding]) for finding in ordered],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)


def _rule(code: str, rule: DescribedRule | None, severity: Severity) -> dict[str, Any]:
    if rule is None:
        return {"id": code, "defaultConfiguration": {"level": _LEVELS[severity]}}
    return {
        "id": code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.text},
        **({"helpUri": quote(rule.url, safe=_URI)} if rule.url else {}),
        "help": {"text": rule.text},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        **({"properties": dict(rule.properties)} if rule.properties else {}),
    }


def _result(finding: Finding, index: int, reason: str | None) -> dict[str, Any]:
    place = finding.location
    region = {"startLine": max(place.line, 1), "startColumn": max(place.column, 1)}
    text = f"{finding.message}. Hint: {finding.hint}" if finding.hint else finding.message
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": text.replace("](", "\\](")},  # viewers make links of what looks like one in Markdown
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(place.path)}, "region": region}}],
        "partialFingerprints": {"candidFinding/v1": _fingerprint(finding)},
    }
    if finding.source:
        result["relatedLocations"] = [
            {
                "id": 1,
                "message": {"text": "The page's source"},
                "physicalLocation": {"artifactLocation": {"uri": _uri(finding.source)}},
            }
        ]
    if reason is not None:
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": reason}]
    return result


_URI = "/:?#[]@!$&'()*+,;=%-._~"


def _uri(path: str) -> str:
    """A path as a URI reference: relative as it is given, with everything encoded that an address may not hold."""
    if Path(path).is_absolute():
        return Path(path).as_uri()
    # A colon in the first part of a relative reference would make a scheme of it.
    return quote(os.fsencode(path.replace("\\", "/")), safe="/-._~!$&'()*+,;=@")


def _fingerprint(finding: Finding) -> str:
    """What tells a finding from others when its line moves."""
    said = "\0".join((finding.code, finding.location.path, finding.message))
    return blake2s(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
