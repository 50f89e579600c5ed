"""The site's own redirects to affiliate programmes: known, temporary, and out of the way of search engines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from candid.compliance.hits import Hit, PageCheck, SiteCheck
from candid.compliance.page import BuiltPage, Link
from candid.compliance.programme_links import own_path
from candid.compliance.site import BuiltSite
from candid.compliance.texts import shortened
from candid.diagnostics import Severity

__all__ = ["PAGE_CHECKS", "SITE_CHECKS"]

_REDIRECT = re.compile(r"/(?:go|goto|out|outbound|recommends?|redirect|jump|aff)/[^/?#]+/?$", re.IGNORECASE)
_PERHAPS = re.compile(
    r"/(?:away|refer|visit|exit|link|links|affiliate|partner|get|try|deal|r)/[^/?#]+/?$", re.IGNORECASE
)
_PERMANENT = frozenset({301, 308})
_PAID = frozenset({"certain", "strong", "landing"})


def unresolved(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """A link to a redirect of the site's own leads somewhere."""
    for link in page.links:
        path = own_path(page, link)
        if path is None or link.redirect or not _looks_like_redirect(path, link):
            continue
        below = path.lstrip("/")
        known = site.page_at(below) or site.page_at(f"{below.rstrip('/')}/")
        if known is not None or below in site.files or f"{below.rstrip('/')}.html" in site.files:
            continue
        if "amazon" in f"{page.name_of(link.element)} {path}".lower():
            continue  # reported under the programme's own rule
        message = f"nothing says where the site's own redirect '{shortened(link.href)}' leads"
        hint = "write the redirect into _redirects or the like, or link to the programme directly"
        yield Hit("P-ALL-02", message, hint, link.element)


def _looks_like_redirect(path: str, link: Link) -> bool:
    return bool(_REDIRECT.search(path)) or ("sponsored" in link.rel and bool(_PERHAPS.search(path)))


def temporary_and_hidden(site: BuiltSite) -> Iterator[Hit]:
    """A redirect to a programme is a temporary one, and crawlers are asked not to follow it."""
    for entry in site.redirect_entries:
        found, _ = site.classify(entry.target)
        if found.cls not in _PAID or "amazon" in found.networks:
            continue
        place = None if entry.page else (entry.line, 1)
        if entry.status in _PERMANENT:
            yield Hit(
                "P-ALL-02",
                f"'/{entry.path}' redirects to an affiliate programme for good ({entry.status})",
                "answer with 302: programmes change, and browsers remember a permanent redirect",
                path=entry.file,
                severity=Severity.WARNING,
                place=place,
            )
        elif not site.robots.blocks(f"/{entry.path.rstrip('*')}") and not _is_noindex(entry.file, site):
            folder = f"/{entry.path.partition('/')[0]}/" if "/" in entry.path else f"/{entry.path}"
            yield Hit(
                "P-ALL-02",
                f"robots.txt does not keep crawlers from '/{entry.path}', which redirects to an affiliate programme",
                f"write into robots.txt: Disallow: {folder}",
                path=entry.file,
                severity=Severity.WARNING,
                place=place,
            )


def _is_noindex(address: str, site: BuiltSite) -> bool:
    page = site.page_at(address)
    return page is not None and page.is_noindex


PAGE_CHECKS: tuple[PageCheck, ...] = (unresolved,)
SITE_CHECKS: tuple[SiteCheck, ...] = (temporary_and_hidden,)
