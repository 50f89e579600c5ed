"""A site of Candid's own making held against the rules: what its data say goes along."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from lxml.etree import _Element as Element

from candid.compliance.audit import Audit, audit
from candid.compliance.hits import Hit
from candid.compliance.page import BuiltPage
from candid.compliance.silencing import Silencing, silencings
from candid.compliance.site import BuiltSite, Terms
from candid.diagnostics import Finding, Location
from candid.site import Site

__all__ = ["audit_build", "is_audited", "silenced_by", "terms_of", "unaudited"]


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


def is_audited(check: str, pages: int, *, strict: bool, serving: bool) -> bool:
    """Whether a build ends with the audit.

    It takes time that grows with the site. So, unless the author asks for it, previews go without, and so do plain
    builds of large sites: what is published is built with ``--strict``.

    Args:
        check: the author's choice: ``auto``, ``always`` or ``never``.
        pages: how many pages the site has.
        strict: whether warnings fail the build.
        serving: whether it is a preview.
    """
    return check == "always" or (check == "auto" and not serving and (strict or pages <= _LARGE))


_LARGE = 100


def unaudited(display: str, pages: int) -> Finding:
    """What tells an author that a large site was built and not held against the rules."""
    hint = "build with --strict before you publish, or set the plugin's option: check: always"
    return Finding.of("not-audited", Location(display), f"{pages} pages were built without the audit", hint)


def audit_build(folder: Path, display: str, site: Site, today: date, sources: Mapping[str, str]) -> Audit:
    """Everything that breaks a rule in what Candid just built.

    Pages without anything of Candid's are not looked at. Rules about links, disclosures, claims and structured data
    hold for all of a page, those of privacy for its content, those of accessibility for what Candid made. The theme,
    and what Markdown makes of tables and pictures, is for ``candid check``, which has the whole picture.

    Args:
        folder: The folder that it was built into.
        display: The folder as findings print it.
        site: What it was built from.
        today: The day of the build.
        sources: The Markdown file of each page, by the page's path below the folder; one that another plugin made up
            outside of the project is none that an author could edit.
    """
    built = BuiltSite(folder, display, terms_of(site, today), site.networks)
    return audit(
        built,
        silenced=silenced_by(site),
        source_of=lambda name: "" if (source := sources.get(name, "")).startswith("../") else source,
        looks_at=_is_ours,
        concerns=_concerns_us,
    )


def _is_ours(page: BuiltPage) -> bool:
    return "candid-" in page.text or " data-candid" in page.text


def _concerns_us(hit: Hit, _page: BuiltPage) -> bool:
    if hit.rule.startswith("A-"):
        return hit.at is not None and any(map(_is_made_by_us, (hit.at, *hit.at.iterancestors())))
    if hit.rule.startswith("V-"):
        return hit.at is not None and (
            hit.at.tag == "article" or next(hit.at.iterancestors("article"), None) is not None
        )
    return True


def _is_made_by_us(element: Element) -> bool:
    return "candid-" in (element.get("class") or "") or str(element.tag).startswith("candid-")
