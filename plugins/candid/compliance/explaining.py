"""A rule in words for those who broke it: what it wants, why, by whom, and how sure one can be."""

from __future__ import annotations

from typing import Any

from candid.compliance.rule_table import Rule
from candid.diagnostics import Severity
from candid.sarif import DescribedRule

__all__ = ["as_plain_data", "described", "evidence_in_words", "explained"]

_EVIDENCE = {
    "P": "a primary text was read",
    "Q": "a primary text as others quote it",
    "S": "a secondary source only",
    "K": "general knowledge that nobody has compared with the text",
    "V": "seen in the field",
}


def evidence_in_words(evidence: str) -> str:
    """What stands behind a rule: ``S/K`` is a secondary source, and for a part of it general knowledge."""
    return "; in part ".join(_EVIDENCE.get(letter.strip(), letter.strip()) for letter in evidence.split("/"))


def explained(rule: Rule) -> str:
    """A rule as text for a terminal."""
    source = rule.source.title if rule.source.url is None else f"{rule.source.title}\n{' ' * 11}{rule.source.url}"
    lines = [
        f"{rule.id}  {rule.title}",
        "",
        rule.wants.strip(),
        "",
        f"{'Why':<11}{rule.why.strip()}",
        f"{'Source':<11}{source}",
        f"{'As of':<11}{rule.as_of}",
        f"{'Evidence':<11}{evidence_in_words(rule.evidence)}",
        f"{'Profiles':<11}{', '.join(rule.profiles) or 'all'}",
        f"{'Severity':<11}{_severity(rule)}",
        f"{'Checked':<11}{_checked(rule)}",
    ]
    return "\n".join(lines)


def as_plain_data(rule: Rule) -> dict[str, Any]:
    """A rule for tools."""
    return {
        "id": rule.id,
        "title": rule.title,
        "severity": rule.severity,
        "also": list(rule.also),
        "profiles": list(rule.profiles),
        "wants": rule.wants.strip(),
        "why": rule.why.strip(),
        "source": {"title": rule.source.title, "url": rule.source.url},
        "as_of": rule.as_of,
        "evidence": rule.evidence,
        "evidence_in_words": evidence_in_words(rule.evidence),
        "checked": rule.unchecked is None,
        "unchecked_because": rule.unchecked,
    }


def described(rule: Rule) -> DescribedRule:
    """A rule as reports of other tools show it."""
    properties: dict[str, Any] = {"asOf": rule.as_of, "evidence": evidence_in_words(rule.evidence)}
    if rule.profiles:
        properties["tags"] = list(rule.profiles)
    text = f"{rule.wants.strip()} {rule.why.strip()} Source: {rule.source.title}."
    return DescribedRule(rule.title, text, rule.level, rule.source.url or "", properties)


def _severity(rule: Rule) -> str:
    """The severity, and in which other forms a breach is more or less than that."""
    milder = [name for name in rule.also if Severity[name.upper()] < rule.level]
    graver = [name for name in rule.also if name not in milder]
    forms = [
        f"{' or '.join(names)} in {kind} forms" for names, kind in ((graver, "graver"), (milder, "milder")) if names
    ]
    return "; ".join((rule.severity, *forms))


def _checked(rule: Rule) -> str:
    if rule.unchecked is not None:
        return f"no: {rule.unchecked.strip()}"
    return "by candid check, on built HTML"
