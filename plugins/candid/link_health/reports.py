"""What a check found: for people grouped by state, the worst first; for tools one object for each link."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence

from candid.link_health.checking import CheckedLink
from candid.link_health.states import STATES

__all__ = ["as_json", "as_text", "group_of"]

_TITLES = {
    "dead": "Dead",
    "lost-tracking": "Tracking lost",
    "moved": "Moved for good",
    "suspect": "Failed once; dead if it fails again another time",
    "blocked": "Blocked, so that nobody knows: look yourself and write it into attestations.yml",
    "unknown": "Not asked",
}
"""The groups of the text in their order. What is simply there is counted and not listed."""


def group_of(checked: CheckedLink) -> str:
    """The state of a link, or ``suspect`` or ``unknown``."""
    if checked.verdict is None:
        return "unknown"
    return "suspect" if checked.verdict.is_suspect else checked.verdict.state


def as_text(links: Sequence[CheckedLink]) -> str:
    """Everything that asks for a look, and the counts."""
    lines = [line for group in _TITLES for line in _group(group, links)]
    respelled = [link for link in links if group_of(link) == "ok" and link.verdict and link.verdict.proposal]
    if respelled:
        lines += [
            "There, under a slightly different address",
            *(line for link in respelled for line in _lines(link)),
            "",
        ]
    return "\n".join([*lines, _counts(links)])


def as_json(links: Sequence[CheckedLink]) -> str:
    """One array, an object for each link."""
    return json.dumps([_object(link) for link in links], indent=2, ensure_ascii=False)


def _group(group: str, links: Sequence[CheckedLink]) -> Iterator[str]:
    found = [link for link in links if group_of(link) == group]
    if found:
        yield _TITLES[group]
        for link in found:
            yield from _lines(link)
        yield ""


def _lines(checked: CheckedLink) -> Iterator[str]:
    yield f"  {checked.link.address}"
    if checked.asked not in (None, checked.link.address):
        yield f"    asked: {checked.asked}"
    reason = checked.verdict.reason if checked.verdict is not None else checked.unknown
    if reason:
        yield f"    {reason}"
    for place in checked.link.places:
        yield f"    at {place.at}"


def _counts(links: Sequence[CheckedLink]) -> str:
    counts = Counter(map(group_of, links))
    named = [f"{counts[name]} {name}" for name in (*STATES, "suspect", "unknown") if counts[name]]
    noun = "link" if len(links) == 1 else "links"
    return f"{len(links)} {noun}: {', '.join(named)}" if named else "no external link"


def _object(checked: CheckedLink) -> dict[str, object]:
    verdict = checked.verdict
    return {
        "url": checked.link.address,
        "state": verdict.state if verdict is not None else None,
        "suspect": verdict.is_suspect if verdict is not None else False,
        "reason": verdict.reason if verdict is not None else checked.unknown,
        "proposal": verdict.proposal if verdict is not None else None,
        "asked": checked.asked,
        "asked_on": checked.asked_on.isoformat() if checked.asked_on is not None else None,
        "class": checked.link.cls,
        "network": checked.link.network,
        "places": [
            {"file": place.at.path, "line": place.at.line, "column": place.at.column} for place in checked.link.places
        ],
    }
