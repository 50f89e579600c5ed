"""Findings that an author has looked at and decided to live with: left out by rule and page, counted, with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from candid.diagnostics import Finding
from candid.models import Silenced

__all__ = ["Silenced", "SilencedFinding", "part"]


@dataclass(frozen=True)
class SilencedFinding:
    """A finding that was left out, and why."""

    finding: Finding
    reason: str


def part(
    findings: Iterable[Finding], silenced: Sequence[Silenced], display: str
) -> tuple[list[Finding], list[SilencedFinding]]:
    """The findings that count, and those that were silenced."""
    kept: list[Finding] = []
    left_out: list[SilencedFinding] = []
    for finding in findings:
        name = finding.location.path.removeprefix(f"{display}/")
        entry = next((one for one in silenced if one.rule == finding.code and fnmatchcase(name, one.pages)), None)
        if entry is None:
            kept.append(finding)
        else:
            left_out.append(SilencedFinding(finding, entry.reason))
    return kept, left_out
