"""Checks: functions from what is to be checked to an iterator of findings. ``CONTENT_CHECKS`` lists those of sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from candid.checks import fences, freshness, links, references, reviews
from candid.diagnostics import Finding, in_order
from candid.pages import Page
from candid.site import Site

__all__ = ["CONTENT_CHECKS", "check_content"]

CONTENT_CHECKS: tuple[Callable[[Site, Sequence[Page]], Iterator[Finding]], ...] = (
    references.check_references,
    reviews.check_reviews,
    fences.check_fences,
    links.check_links,
    freshness.check_freshness,
)


def check_content(site: Site, pages: Sequence[Page], loading: Iterable[Finding] = ()) -> list[Finding]:
    """Everything that is wrong with a site's data and pages, in the order of files and lines."""
    findings = list(loading)
    for page in pages:
        findings += page.findings
    for check in CONTENT_CHECKS:
        findings += check(site, pages)
    return in_order(findings)
