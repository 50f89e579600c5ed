"""Findings: what an author did wrong, where, and what to write instead.

A finding is a value. Functions return them; whoever runs a check sorts and prints them once, all together.
Exceptions are for bugs and for the one final failure of a build.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

from candid.visible_text import on_one_line, visible
from candid_rules.documents import Location, Problem

__all__ = [
    "CODES",
    "MEANINGS",
    "Finding",
    "Location",
    "Problem",
    "Severity",
    "format_findings",
    "from_problems",
    "in_order",
    "said_once",
]


class Severity(IntEnum):
    """How bad a finding is: an error fails every build, a warning fails a strict one."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        return self.name.lower()


def _table() -> Mapping[str, Mapping[str, str]]:
    loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # every command waits for it
    text = (files("candid") / "finding_codes.yml").read_text(encoding="utf-8")
    read: dict[str, dict[str, str]] = yaml.load(text, Loader=loader)  # noqa: S506 - a safe one
    return read


_TABLE = _table()
CODES: Mapping[str, Severity] = MappingProxyType(
    {code: Severity[entry["severity"].upper()] for code, entry in _TABLE.items()}
)
"""Every code that content checks use, with its severity (``finding_codes.yml``)."""
MEANINGS: Mapping[str, str] = MappingProxyType({code: entry["meaning"] for code, entry in _TABLE.items()})
"""What each code means, in a sentence."""


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
        return self.under()

    def under(self, also: Sequence[str] = ()) -> str:
        """As text for people, with the codes of other rules of which the very same is to be said."""
        mark = "" if self.severity is Severity.ERROR else f"{self.severity.word}: "
        lines = [f"{self.location}: {mark}{self.code} {self.message}"]
        lines += [f"  source: {self.source}"] if self.source else []
        lines += [f"  also: {', '.join(also)}"] if also else []
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


def said_once(findings: Iterable[Finding]) -> list[tuple[Finding, str]]:
    """Each finding with its text for people; those that differ by their rule alone are one, under the first of them."""
    together: dict[Finding, list[Finding]] = {}
    for finding in findings:
        together.setdefault(replace(finding, code=""), []).append(finding)
    return [(first, first.under([other.code for other in others])) for first, *others in together.values()]


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
    return "\n".join(text for _, text in said_once(ordered))


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
