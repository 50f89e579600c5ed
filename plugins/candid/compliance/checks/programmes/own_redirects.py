"""The site's own redirects to affiliate programmes: known, temporary, and out of the way of search engines."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from candid.compliance.facts.programme_links import own_path
from candid.compliance.files.redirects import Redirect
from candid.compliance.hits import Hit, PageCheck, SiteCheck
from candid.compliance.page import BuiltPage, Link
from candid.compliance.site import BuiltSite
from candid.compliance.text.texts import shortened
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
    """A redirect to a programme is a temporary one, and search engines are asked not to follow it; said once a path."""
    mixed = _mixed_folders(site)
    told: set[str] = set()
    for entry in site.redirect_entries:
        found, _ = site.classify(entry.target)
        path = _below(site, entry)
        if found.cls not in _PAID or "amazon" in found.networks or path in told:
            continue
        place = None if entry.page else (entry.line, 1)
        full = f"{site.base}{path}"
        if entry.status in _PERMANENT:
            told.add(path)
            yield Hit(
                "P-ALL-02",
                f"'/{entry.path}' redirects to an affiliate programme for good ({entry.status})",
                "answer with 302: programmes change, and browsers remember a permanent redirect",
                path=entry.file,
                severity=Severity.WARNING,
                place=place,
            )
        elif not (site.robots.blocks(full.rstrip("*")) or site.noindex_headers.cover(full) or _is_noindex(path, site)):
            told.add(path)
            yield Hit(
                "P-ALL-02",
                f"robots.txt does not keep crawlers from '/{entry.path}', which redirects to an affiliate programme",
                f"write into robots.txt: Disallow: {site.base}{_to_close(path, mixed)}",
                path=entry.file,
                severity=Severity.WARNING,
                place=place,
            )


def _below(site: BuiltSite, entry: Redirect) -> str:
    """The path of a redirect below the site's own: hosts' files name it in full, pages do not know it."""
    return entry.path if entry.page else entry.path.removeprefix(site.base.lstrip("/"))


def _is_noindex(path: str, site: BuiltSite) -> bool:
    """Whether the page at a redirect's path asks to be left out, as hosts show it that know files alone."""
    pages = (site.page_at(form) for form in (path, f"{path}/", f"{path}.html"))
    return any(page is not None and page.is_noindex for page in pages)


def _to_close(path: str, mixed: Collection[str]) -> str:
    """The folder of a redirect where nothing else stands in it but such redirects, or the redirect itself."""
    folder = path.rpartition("/")[0]
    return path if not folder or folder in mixed else f"{folder}/"


def _mixed_folders(site: BuiltSite) -> frozenset[str]:
    """The folders in which something stands that is to be found: pages, files, redirects to what pays nothing."""
    plain = (entry for entry in site.redirect_entries if site.classify(entry.target)[0].cls not in _PAID)
    paths = [_below(site, entry) for entry in plain]
    for name in site.files:
        page = site.page_at(name)
        if page is None or not page.is_redirect:
            paths.append(name)
    return frozenset(path[: slash.start()] for path in paths for slash in re.finditer("/", path))


PAGE_CHECKS: tuple[PageCheck, ...] = (unresolved,)
SITE_CHECKS: tuple[SiteCheck, ...] = (temporary_and_hidden,)
