"""Whether the addresses that a page links to can be published: what marking them will complain about, said early."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from candid.diagnostics import Finding
from candid.links import LinkMarker
from candid.pages import Page
from candid.site import Site

__all__ = ["check_addresses"]

_ADDRESS = re.compile(r"""https?://[^\s)>"'<]+""")
"""As nearly all authors write them; the few others are found when the page's links are marked."""
_DOUBTFUL = ("landing", "unknown", "weak")


def check_addresses(site: Site, page: Page) -> Iterator[Finding]:
    """Copied click ids, opaque shorteners and undeclared referral parameters in a page's source."""
    declared = site.settings.links
    found = dict.fromkeys(target.href for target in page.source.targets(_ADDRESS))
    doubtful = [href for href in found if site.networks.classify(href, declared).cls in _DOUBTFUL]
    if doubtful:
        marker = LinkMarker(site.catalog, site.networks, site.settings, site.disclosures)
        links = "".join(f'<a href="{escape(href)}">{escape(href)}</a>' for href in doubtful)
        for problem in marker.mark(links, path=page.source.uri).problems:
            yield problem.at(page.source.find(problem.href))
