"""Checks of what an author wrote: functions from what is to be checked to an iterator of findings, listed here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from candid.checks import (
    addresses,
    attestations,
    declarations,
    fences,
    freshness,
    ledger,
    links,
    numbers,
    offers,
    own_texts,
    page_templates,
    programmes,
    redirects,
    references,
    reviews,
    silenced,
)
from candid.diagnostics import Finding
from candid.pages import Page
from candid.site import Site

__all__ = ["DATA_CHECKS", "PAGE_CHECKS", "check_data", "check_pages"]

DATA_CHECKS: tuple[Callable[[Site, Sequence[Page]], Iterator[Finding]], ...] = (
    references.check_references,
    programmes.check_programmes,
    programmes.check_offer_links,
    offers.check_offer_days,
    redirects.check_redirects,
    declarations.check_declarations,
    own_texts.check_own_texts,
    silenced.check_silences,
    reviews.check_uniqueness,
    freshness.check_freshness,
    attestations.check_attestations,
    ledger.check_ledger,
)
"""Checks of the data folder and of all pages taken together."""

PAGE_CHECKS: tuple[Callable[[Site, Page], Iterator[Finding]], ...] = (
    reviews.check_review,
    fences.check_fences,
    links.check_links,
    addresses.check_addresses,
    numbers.check_numbers,
    page_templates.check_template,
)
"""Checks of one page."""


def check_data(site: Site, pages: Sequence[Page]) -> list[Finding]:
    """Everything that is wrong with a site's data, and with its pages taken together."""
    return [finding for check in DATA_CHECKS for finding in check(site, pages)]


def check_pages(site: Site, pages: Iterable[Page]) -> list[Finding]:
    """Everything that is wrong with each page."""
    findings: list[Finding] = []
    for page in pages:
        findings += page.findings
        for check in PAGE_CHECKS:
            findings += check(site, page)
    return findings
