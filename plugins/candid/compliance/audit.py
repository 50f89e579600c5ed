"""Holds a built site against the rules, and gathers what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from candid.compliance.checks import ACROSS_PAGES, PAGE_CHECKS, SITE_CHECKS
from candid.compliance.hits import Hit
from candid.compliance.page import BuiltPage
from candid.compliance.silencing import SilencedFinding, Silencing, part, unneeded
from candid.compliance.site import BuiltSite
from candid.diagnostics import Finding, Location, in_order

__all__ = ["Audit", "audit", "audit_page"]


@dataclass(frozen=True)
class Audit:
    """What an audit found.

    Attributes:
        findings: Sorted by file, line and column.
        silenced: What the author silenced, with the reason.
        pages: How many pages were looked at.
    """

    findings: tuple[Finding, ...]
    silenced: tuple[SilencedFinding, ...]
    pages: int


def _unknown(_path: str) -> str:
    return ""


def _everything(_page: BuiltPage) -> bool:
    return True


def _all(_hit: Hit, _page: BuiltPage) -> bool:
    return True


def audit(
    site: BuiltSite,
    *,
    silenced: Sequence[Silencing] = (),
    source_of: Callable[[str], str] = _unknown,
    progress: Callable[[Sequence[BuiltPage]], Iterable[BuiltPage]] = lambda pages: pages,
    looks_at: Callable[[BuiltPage], bool] = _everything,
    concerns: Callable[[Hit, BuiltPage], bool] = _all,
) -> Audit:
    """Everything that breaks a rule on a site.

    Args:
        site: The built site.
        silenced: What the author wants left out, with reasons.
        source_of: The Markdown file of a page, by the page's path below the root; empty where it is not known.
        progress: Wraps the pages, to show how far the work is.
        looks_at: Which pages are checked one by one; what is wrong with the site as a whole is found all the same.
        concerns: Which breaches on a page count.
    """
    findings: list[Finding] = []
    notes: list[list[Any]] = [[] for _ in ACROSS_PAGES]
    for page in progress(site.pages):
        if looks_at(page):
            findings += audit_page(page, site, source_of, concerns)
        for across, noted in zip(ACROSS_PAGES, notes, strict=True):
            noted.extend(across.note(page, site))
        page.close()
    judged = (across.judge(site, noted) for across, noted in zip(ACROSS_PAGES, notes, strict=True))
    for hits in (*(check(site) for check in SITE_CHECKS), *judged):
        findings += (_placed(hit, None, site, source_of) for hit in _active(hits, site))
    kept, left_out = part(in_order(findings), silenced, site.display)
    if site.only is None and concerns is _all:
        kept += unneeded(silenced, left_out, site.terms.rules)
    return Audit(tuple(in_order(kept)), tuple(left_out), len(site.pages))


def audit_page(
    page: BuiltPage,
    site: BuiltSite,
    source_of: Callable[[str], str] = _unknown,
    concerns: Callable[[Hit, BuiltPage], bool] = _all,
) -> Iterator[Finding]:
    """Everything that breaks a rule on one page."""
    for check in PAGE_CHECKS:
        for hit in _active(check(page, site), site):
            if concerns(hit, page):
                yield _placed(hit, page, site, source_of)


def _active(hits: Iterable[Hit], site: BuiltSite) -> Iterator[Hit]:
    return (hit for hit in hits if hit.rule in site.terms.rules)


def _placed(hit: Hit, page: BuiltPage | None, site: BuiltSite, source_of: Callable[[str], str]) -> Finding:
    rule = site.terms.rules[hit.rule]
    name = hit.path if hit.path is not None else page.path.removeprefix(f"{site.display}/") if page else ""
    if page is None and hit.at is not None:
        page = next((known for known in site.pages if known.path == f"{site.display}/{name}"), None)
    line, column = hit.place or (page.place(hit.at) if page is not None and hit.at is not None else (1, 1))
    location = Location(f"{site.display}/{name}" if name else site.display, line, column)
    severity = rule.level if hit.severity is None else hit.severity
    return Finding(location, hit.rule, _printable(hit.message), _printable(hit.hint), severity, source_of(name))


def _printable(text: str) -> str:
    """Text that quotes a page; what a terminal would obey, or no encoding can hold, is shown as an escape."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else repr(character)[1:-1] for character in text)
