"""What search engines ask of links: paid ones are qualified, and every link is one that can be followed."""

from __future__ import annotations

from collections.abc import Iterator

from candid.compliance.hits import Hit, PageCheck
from candid.compliance.page import BuiltPage
from candid.compliance.site import BuiltSite
from candid.diagnostics import Severity

__all__ = ["PAGE_CHECKS"]


def qualified(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Affiliate links carry ``rel="sponsored"``, or at least ``nofollow``."""
    for link in page.paid_links:
        rel = link.rel
        if rel & {"sponsored"}:
            continue
        hint = 'write rel="sponsored nofollow noopener"'
        if "nofollow" in rel:
            message = f"the affiliate link '{link.href}' is only nofollow"
            yield Hit("G-LINK-01", message, hint, link.element, severity=Severity.INFO)
        elif "ugc" in rel:
            message = f"the affiliate link '{link.href}' is marked as a visitor's (ugc)"
            yield Hit("G-LINK-02", message, hint, link.element)
        else:
            yield Hit("G-LINK-01", f"the affiliate link '{link.href}' is not qualified", hint, link.element)


PAGE_CHECKS: tuple[PageCheck, ...] = (qualified,)
