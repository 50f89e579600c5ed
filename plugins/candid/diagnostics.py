"""Findings: what an author did wrong, where, and what to write instead.

A finding is a value. Functions return them; whoever runs a check sorts and prints them once, all together.
Exceptions are for bugs and for the one final failure of a build.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from candid.visible_text import on_one_line, visible
from candid_rules.documents import Location, Problem

__all__ = ["CODES", "Finding", "Location", "Problem", "Severity", "format_findings", "from_problems", "in_order"]


class Severity(IntEnum):
    """How bad a finding is: an error fails every build, a warning fails a strict one."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        return self.name.lower()


CODES: dict[str, Severity] = {
    # what can be wrong with any YAML
    "yaml-syntax": Severity.ERROR,
    "yaml-alias": Severity.ERROR,
    "yaml-key": Severity.ERROR,
    "yaml-tag": Severity.ERROR,
    "yaml-too-deep": Severity.ERROR,
    "yaml-too-large": Severity.ERROR,
    "duplicate-key": Severity.ERROR,
    "unknown-key": Severity.ERROR,
    "missing-key": Severity.ERROR,
    "invalid-value": Severity.ERROR,
    # references
    "unknown-id": Severity.ERROR,
    "duplicate-id": Severity.ERROR,
    "missing-file": Severity.ERROR,
    "not-utf-8": Severity.ERROR,
    # the data folder
    "unreadable-file": Severity.ERROR,
    "unknown-file": Severity.WARNING,
    "as-of-in-the-future": Severity.INFO,
    # pages
    "front-matter": Severity.ERROR,
    "unknown-fence": Severity.ERROR,
    "unclosed-fence": Severity.ERROR,
    "missing-score": Severity.ERROR,
    "first-hand-claim": Severity.WARNING,
    "link-form": Severity.ERROR,
    "template": Severity.ERROR,
    "calc-link": Severity.ERROR,
    "calc-text": Severity.WARNING,
    "calculation-refused": Severity.ERROR,
    "bare-number": Severity.WARNING,
    # links
    "affiliate-link-in-title": Severity.ERROR,
    "landing-link": Severity.ERROR,
    "undeclared-link": Severity.WARNING,
    "foreign-partner-id": Severity.WARNING,
    "unsafe-link": Severity.ERROR,
    "affiliate-address-outside-a-link": Severity.WARNING,
    # what is silenced in candid check
    "silenced-nothing": Severity.INFO,
    # rulebooks; their other problems carry codes of their own, all of them errors
    "incomplete-rulebook": Severity.INFO,
    # disclosures
    "disclosure-wording": Severity.ERROR,
    "disclosure-hedged": Severity.WARNING,
    "disclosure-unreviewed": Severity.INFO,
    "unreadable-feed": Severity.WARNING,
    # offers and programmes
    "offer-ended": Severity.WARNING,
    "offer-not-running": Severity.INFO,
    "import-left-out": Severity.WARNING,
    "import-changed": Severity.INFO,
    "lost-destination": Severity.ERROR,
    "tracked-destination": Severity.ERROR,
    "tagged-destination": Severity.WARNING,
    "network-mismatch": Severity.ERROR,
    "plain-tracking-link": Severity.ERROR,
    "placeholder-link": Severity.WARNING,
    "affiliate-links-switched-off": Severity.WARNING,
    # links that a person looked at, and what is remembered of the others
    "attestation-days": Severity.ERROR,
    "attestation-expired": Severity.WARNING,
    "attestation-unused": Severity.INFO,
    "unreadable-memory": Severity.WARNING,
    # redirects
    "cloaking-forbidden": Severity.WARNING,
    "cloaking-unknown": Severity.INFO,
    "redirect-clash": Severity.ERROR,
    "redirect-file": Severity.ERROR,
    "redirect-limit": Severity.ERROR,
    "redirect-limit-near": Severity.WARNING,
    "redirect-refused": Severity.ERROR,
    "redirect-robots": Severity.WARNING,
    "redirect-robots-elsewhere": Severity.INFO,
    "redirect-stand-in": Severity.INFO,
    # what the publisher earned
    "duplicate-row": Severity.ERROR,
    "foreign-sub-id": Severity.WARNING,
    # facts
    "fact-stale": Severity.WARNING,
    "fact-expired": Severity.ERROR,
    "fact-from-the-future": Severity.ERROR,
    # the audit
    "not-audited": Severity.INFO,
}
"""Every code that content checks use, with its severity."""


@dataclass(frozen=True)
class Finding:
    """One diagnostic for the author."""

    location: Location
    code: str
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    source: str = ""
    """The page's Markdown file, where the location is in built HTML and it is known."""

    @classmethod
    def of(cls, code: str, location: Location, message: str, hint: str = "") -> Finding:
        """A finding whose severity the code table decides."""
        return cls(location, code, message, hint, CODES[code])

    def __str__(self) -> str:
        mark = "" if self.severity is Severity.ERROR else f"{self.severity.word}: "
        lines = [f"{self.location}: {mark}{self.code} {self.message}"]
        lines += [f"  source: {self.source}"] if self.source else []
        lines += [f"  hint: {self.hint}"] if self.hint else []
        return "\n".join(map(on_one_line, lines))

    def as_json(self) -> dict[str, object]:
        """Plain data for tools: one flat object."""
        return {
            "path": self.location.path,
            "line": self.location.line,
            "column": self.location.column,
            "severity": self.severity.word,
            "code": self.code,
            "message": self.message,
            "hint": self.hint,
            **({"source": self.source} if self.source else {}),
        }


def from_problems(problems: Iterable[Problem]) -> list[Finding]:
    """Problems of a document, as findings."""
    return [Finding(p.location, p.code, p.message, p.hint, CODES.get(p.code, Severity.ERROR)) for p in problems]


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sorted by file, line and column; each said once."""
    return sorted(set(findings), key=lambda f: (f.location, -f.severity, f.code, f.message))


def format_findings(findings: Iterable[Finding], style: str = "text") -> str:
    """Findings for people (``text``), for tools (``json``, ``sarif``) or as notes at a pull request (``github``)."""
    ordered = in_order(findings)
    if style == "sarif":
        from candid.sarif import as_sarif  # noqa: PLC0415 - it is made of findings itself

        return as_sarif(ordered)
    if style == "json":
        return json.dumps([finding.as_json() for finding in ordered], indent=2, ensure_ascii=False)
    if style == "github":
        return "\n".join(_github(finding) for finding in ordered)
    return "\n".join(str(finding) for finding in ordered)


def _github(finding: Finding) -> str:
    level = {Severity.INFO: "notice"}.get(finding.severity, finding.severity.word)
    message = f"{finding.message} ({finding.hint})" if finding.hint else finding.message
    place = finding.location
    path = _escaped(place.path, (*_IN_MESSAGES, (":", "%3A"), (",", "%2C")))
    where = f"file={path},line={place.line},col={place.column},title={finding.code}"
    return visible(f"::{level} {where}::{_escaped(message, _IN_MESSAGES)}", commands=True)


_IN_MESSAGES = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
"""What GitHub reads otherwise, with how it is written; in this order."""


def _escaped(text: str, marks: Iterable[tuple[str, str]]) -> str:
    for character, code in marks:
        text = text.replace(character, code)
    return text
