"""Disclosures, labels, rankings and reviews: the rules of jurisdictions."""

from __future__ import annotations

from candid.compliance.checks.disclosures import (
    german_pages,
    labels,
    publishers,
    rankings,
    shown_reviews,
    statements,
    teasers,
    urgency,
)

__all__ = ["MODULES"]

MODULES = (
    statements,
    labels,
    teasers,
    rankings,
    shown_reviews,
    publishers,
    urgency,
    german_pages,
)
