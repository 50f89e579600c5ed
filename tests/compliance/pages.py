"""Pages of a built site, made of strings."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from candid.compliance import BuiltSite, Terms, audit
from candid.compliance.page import BuiltPage
from candid.diagnostics import Finding, Severity
from candid.networks import Networks, load_networks

TODAY = date(2026, 11, 22)


@cache
def networks() -> Networks:
    return load_networks()


def site_of(folder: Path, files: Mapping[str, str], **terms) -> BuiltSite:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode("utf-8", "surrogatepass"))
    return BuiltSite(folder, "site", Terms(**{"today": TODAY, **terms}), networks())


def page_of(html: str, files: Mapping[str, str] | None = None) -> BuiltPage:
    """The page ``index.html``; everything that the disk is needed for has been read."""
    with tempfile.TemporaryDirectory() as folder:
        page = site_of(Path(folder), {"index.html": html, **(files or {})}).pages[0]
        page.visibility.is_seen(page.body)
        return page


def findings_of(html: str, **terms) -> list[Finding]:
    """What counts against a page: warnings and errors."""
    with tempfile.TemporaryDirectory() as folder:
        found = audit(site_of(Path(folder), {"index.html": html}, **terms)).findings
    return [finding for finding in found if finding.severity > Severity.INFO]
