"""Whether the addresses that a page links to can be published: what marking them will complain about, said early."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import escape
from urllib.parse import urlsplit

from candid.diagnostics import Finding
from candid.links import LinkMarker, stray_problem
from candid.pages import Page
from candid.site import Site
from candid.stray_addresses import stray_addresses
from candid.targets import Targets

__all__ = ["check_addresses"]

_ADDRESS = re.compile(r"""https?://[^\s)>"'<]+""")
"""As nearly all authors write them; the few others are found when the page's links are marked."""
_DOUBTFUL = ("landing", "unknown", "weak")


def check_addresses(site: Site, page: Page) -> Iterator[Finding]:
    """Copied click ids, opaque shorteners, undeclared referral parameters and strays in a page's source."""
    # Nearly all addresses are plain ones, so what they are is asked before where they stand.
    found = {href for href in _ADDRESS.findall(page.source.body) if _is_doubtful(href, site)}
    doubtful = dict.fromkeys(
        target.href for target in (page.source.targets(_ADDRESS) if found else ()) if target.href in found
    )
    if doubtful:
        marker = LinkMarker(site.catalog, site.networks, site.settings, site.disclosures, site.as_of)
        links = "".join(f'<a href="{escape(href)}">{escape(href)}</a>' for href in doubtful)
        for problem in marker.mark(links, path=page.source.uri).problems:
            yield problem.at(page.source.find(problem.href))
    yield from _unreadable(page)
    yield from _strays(site, page)


def _unreadable(page: Page) -> Iterator[Finding]:
    """Addresses with brackets that Python's own reader refuses, and with it every host that builds pages."""
    if "://[" not in page.source.body:
        return
    for target in page.source.targets(_ADDRESS):
        try:
            urlsplit(target.href)
        except ValueError:
            message = f"'{target.href}' is no address"
            yield Finding.of("link-form", page.source.locate(target.start), message, "write https://host/path")


def _is_doubtful(href: str, site: Site) -> bool:
    return site.networks.classify(href, site.settings.links).cls in _DOUBTFUL


def _strays(site: Site, page: Page) -> Iterator[Finding]:
    @cache
    def targets() -> Targets:  # nearly no page has an address that somebody must look at here
        return Targets(site.catalog, site.networks, site.settings, site.as_of)

    for stray in stray_addresses(page.source.body, lambda href: targets().is_affiliate(href)):
        if not page.source.is_code(stray.start):
            yield stray_problem(stray).at(page.source.locate(stray.start))
