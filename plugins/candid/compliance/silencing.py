"""Findings that an author has looked at and decided to live with: left out by rule and page, counted, with a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from candid.compliance.rule_table import Rule, load_rules
from candid.diagnostics import Finding, Location, from_problems
from candid.models import Silenced
from candid_rules.documents import did_you_mean, load, validate

__all__ = [
    "Silenced",
    "SilencedFinding",
    "Silencing",
    "check_silenced",
    "part",
    "read_silenced",
    "silencings",
    "unneeded",
]


@dataclass(frozen=True, slots=True)
class Silencing:
    """What an author silences, and where that is written."""

    entry: Silenced
    location: Location


@dataclass(frozen=True, slots=True)
class SilencedFinding:
    """A finding that was left out, and what left it out."""

    finding: Finding
    by: Silencing

    @property
    def reason(self) -> str:
        """Why it may stand."""
        return self.by.entry.reason


def silencings(entries: Sequence[Silenced], place: Callable[[int], Location]) -> list[Silencing]:
    """The entries of ``site.yml``, each with its place by its number."""
    return [Silencing(entry, place(index)) for index, entry in enumerate(entries)]


def part(
    findings: Iterable[Finding], silencings: Sequence[Silencing], display: str
) -> tuple[list[Finding], list[SilencedFinding]]:
    """The findings that count, and those that were silenced."""
    kept: list[Finding] = []
    left_out: list[SilencedFinding] = []
    for finding in findings:
        name = finding.location.path.removeprefix(f"{display}/")
        by = next((one for one in silencings if one.entry.rule == finding.code and _is_meant(one.entry, name)), None)
        if by is None:
            kept.append(finding)
        else:
            left_out.append(SilencedFinding(finding, by))
    return kept, left_out


def unneeded(
    silencings: Sequence[Silencing], left_out: Iterable[SilencedFinding], rules: Mapping[str, Rule]
) -> Iterator[Finding]:
    """The silencings that silenced nothing, although their rule was asked for."""
    used = {id(one.by) for one in left_out}
    for silencing in silencings:
        entry = silencing.entry
        if entry.rule in rules and id(silencing) not in used:
            where = "nothing" if entry.pages == "*" else f"nothing on '{entry.pages}'"
            yield Finding.of(
                "silenced-nothing", silencing.location, f"{where} breaks {entry.rule} any more", "take the entry away"
            )


def check_silenced(silencings: Iterable[Silencing]) -> Iterator[Finding]:
    """Rules that are silenced and that there are none of."""
    for silencing in silencings:
        rule = silencing.entry.rule
        if rule not in load_rules():
            hint = did_you_mean(rule, list(load_rules())) or "candid explain lists them all"
            yield Finding.of("unknown-id", silencing.location, f"there is no rule '{rule}'", hint)


def read_silenced(text: str, path: str) -> tuple[list[Silencing], list[Finding]]:
    """What a file silences: a list as under ``silenced:`` in ``site.yml``, or that key with it.

    Returns:
        The entries that can be read, and everything that is wrong with the file.
    """
    document, problems = load(text, Location(path))
    if document is None or document.value is None:
        return [], from_problems(problems)
    at: tuple[str, ...] = ()
    if isinstance(document.value, dict) and "silenced" in document.value:
        at = ("silenced",)
    entries = document.value[at[0]] if at else document.value
    if not isinstance(entries, list):
        wrong = Finding.of(
            "invalid-value", document.locate(at), "this is no list", "write a list of {rule: …, pages: …, reason: …}"
        )
        return [], [*from_problems(problems), wrong]
    found: list[Silencing] = []
    for index in range(len(entries)):
        entry, more = validate(document, Silenced, (*at, index))
        problems = [*problems, *more]
        if entry is not None:
            found.append(Silencing(entry, document.locate((*at, index, "rule"))))
    return found, [*from_problems(problems), *check_silenced(found)]


def _is_meant(entry: Silenced, name: str) -> bool:
    """Whether an entry is about a file below the site's root; the index of a folder may be named by the folder."""
    pattern = entry.pages.removeprefix("/")
    return fnmatchcase(name, pattern) or fnmatchcase(name.removesuffix("index.html"), pattern)
