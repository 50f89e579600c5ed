"""``report.html``: one page that needs nothing else, without script, in light and dark, readable on a phone."""

from __future__ import annotations

from pathlib import Path

from candid.formats import Formats
from candid.rendering import Renderer
from candid.reporting.earnings_sections import earnings_section
from candid.reporting.model import PageFact, Report
from candid.reporting.sections import (
    due_section,
    findings_section,
    health_section,
    links_section,
    offers_section,
    pages_section,
    programmes_section,
    silenced_section,
    unreviewed_section,
)
from candid.reporting.view import ReportView

__all__ = ["as_html", "view_of"]

_LOCALE = "en"
_TEMPLATES = Path(__file__).parent / "templates"


def as_html(report: Report) -> str:
    """The page of a report: the same report makes the same bytes."""
    return Renderer([_TEMPLATES], _LOCALE).render("report.html", view_of(report)) + "\n"


def view_of(report: Report) -> ReportView:
    """What the page shows."""
    formats = Formats(_LOCALE)
    makers = (
        earnings_section,
        programmes_section,
        offers_section,
        pages_section,
        links_section,
        findings_section,
        silenced_section,
        unreviewed_section,
        due_section,
        health_section,
    )
    return ReportView(
        site=report.site,
        as_of=formats.date(report.as_of),
        figures=tuple((str(count), what) for what, count in _figures(report).items()),
        sections=tuple(make(report, formats) for make in makers),
    )


def _figures(report: Report) -> dict[str, int]:
    severities = [finding.severity for finding in report.audit.findings]
    figures = {
        "pages": report.audit.pages,
        "pages with affiliate links": len(report.pages),
        "affiliate links": len(report.links),
        "of these without a label": sum(not link.label for link in report.links),
        "pages without a disclosure in sight": sum(
            not page.is_redirect and not _is_disclosed(page) for page in report.pages
        ),
        "errors": severities.count("error"),
        "warnings": severities.count("warning"),
        "silenced findings": len(report.audit.silenced),
        "facts past their limit": len(report.due_facts),
    }
    if report.health is not None:
        counts = report.health.counts
        figures["links that are dead or no longer track"] = counts["dead"] + counts["lost-tracking"]
    return figures


def _is_disclosed(page: PageFact) -> bool:
    return any(one.is_seen and one.kind in ("statement", "label") for one in page.disclosures)
