"""Whether the links that somebody looked at by hand still have to be looked at, and are still there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from candid.diagnostics import Finding
from candid.link_health.attestations import check_attested
from candid.link_health.site_links import site_links
from candid.pages import Page
from candid.site import Site

__all__ = ["check_attestations"]


def check_attestations(site: Site, pages: Sequence[Page]) -> Iterator[Finding]:
    """What is wrong with ``attestations.yml`` on the site's day; nobody is asked anything."""
    if site.catalog.attestations:
        yield from check_attested(site, site_links(site, pages), site.as_of)
