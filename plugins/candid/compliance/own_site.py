"""A site of Candid's own making held against the rules: what its data say goes along."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from candid.compliance.audit import Audit, audit
from candid.compliance.hits import Hit
from candid.compliance.page import BuiltPage
from candid.compliance.silencing import Silencing, silencings
from candid.compliance.site import BuiltSite, Terms
from candid.site import Site

__all__ = ["audit_build", "silenced_by", "terms_of"]


def terms_of(site: Site, today: date) -> Terms:
    """By what a site wants to be checked, as its ``site.yml`` says it."""
    settings = site.settings
    return Terms(
        today=today,
        profiles=settings.jurisdictions,
        language=settings.language,
        declared=settings.links,
        programmes=site.catalog.programmes,
        consent_tool=settings.consent_tool,
    )


def silenced_by(site: Site) -> list[Silencing]:
    """What its ``site.yml`` silences."""
    record = site.catalog.files.get("site")
    if record is None:
        return []
    return silencings(site.settings.silenced, lambda index: record.at("silenced", index, "rule"))


def audit_build(folder: Path, display: str, site: Site, today: date, sources: Mapping[str, str]) -> Audit:
    """Everything that breaks a rule in what Candid just built.

    Pages without anything of Candid's are not looked at. What a theme puts around them is held to all rules about
    affiliate links, disclosures and structured data; its own markup and what it fetches are its makers' matter.
    ``candid check`` has the whole picture.

    Args:
        folder: The folder that it was built into.
        display: The folder as findings print it.
        site: What it was built from.
        today: The day of the build.
        sources: The Markdown file of each page, by the page's path below the folder.
    """
    built = BuiltSite(folder, display, terms_of(site, today), site.networks)
    return audit(
        built,
        silenced=silenced_by(site),
        source_of=lambda name: sources.get(name, ""),
        looks_at=_is_ours,
        concerns=_concerns_us,
    )


def _is_ours(page: BuiltPage) -> bool:
    return "candid-" in page.text or " data-candid" in page.text


def _concerns_us(hit: Hit, _page: BuiltPage) -> bool:
    if not hit.rule.startswith(_THEMES):
        return True
    return hit.at is not None and (hit.at.tag == "article" or next(hit.at.iterancestors("article"), None) is not None)


_THEMES = ("A-", "V-")
"""The families that are about how pages are made and what they fetch, and so in good part about the theme."""
