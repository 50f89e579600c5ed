"""Redirects of the site's own to its offers, such as ``/go/bazaar-join/``, in the files that hosts read."""

from __future__ import annotations

from collections.abc import Mapping

from candid.diagnostics import Finding
from candid.links import LinkMarker
from candid.redirects.author_files import AuthorFiles
from candid.redirects.clashes import clashes
from candid.redirects.fallback_page import fallback_page
from candid.redirects.host_files import HOST_FILES, HostFile
from candid.redirects.limits import check_limits
from candid.redirects.robots import with_disallow
from candid.redirects.routes import Route, RouteFolder, route_folder, routes
from candid.redirects.vercel import UnreadableSettings
from candid.site import Site

__all__ = ["AuthorFiles", "link_folder", "redirect_files", "server_files"]


def link_folder(site: Site, site_url: str) -> str | None:
    """The folder of the redirects as links name it, ``/go/``; ``None`` for a site without redirects."""
    folder = route_folder(site, site_url)
    return folder.address if folder else None


def redirect_files(site: Site, authored: AuthorFiles, site_url: str = "") -> tuple[Mapping[str, str], list[Finding]]:
    """What a site's redirects add to its published folder: pages, ``robots.txt``, and files that hosts read there.

    Args:
        site: The site.
        authored: What else is published. A file of an author's is extended, never replaced.
        site_url: The address of the site, empty if it is not known.

    Returns:
        The texts of the files by their paths, and what stands in their way.
    """
    folder, found = _routes(site, site_url)
    if folder is None or not found:
        return {}, []
    marker = LinkMarker(site.catalog, site.networks, site.settings, site.disclosures, site.as_of)
    texts = {f"{folder.prefix}/{route.offer}/index.html": fallback_page(route, site, marker) for route in found}
    made, findings = _host_files(site, folder, found, authored, published=True)
    if folder.base == "/":
        texts["robots.txt"] = with_disallow(authored.read("robots.txt"), folder.address)
    return texts | made, [*findings, *clashes(folder, found, authored)]


def server_files(site: Site, authored: AuthorFiles, site_url: str = "") -> tuple[Mapping[str, str], list[Finding]]:
    """The files of hosts that do not read theirs from the published folder, for the project's own one.

    Args:
        site: The site.
        authored: What the project's folder holds.
        site_url: The address of the site, empty if it is not known.
    """
    folder, found = _routes(site, site_url)
    if folder is None or not found:
        return {}, []
    return _host_files(site, folder, found, authored, published=False)


def _routes(site: Site, site_url: str) -> tuple[RouteFolder | None, tuple[Route, ...]]:
    folder = route_folder(site, site_url)
    return folder, (routes(site, folder) if folder else ())


def _host_files(
    site: Site, folder: RouteFolder, found: tuple[Route, ...], authored: AuthorFiles, *, published: bool
) -> tuple[dict[str, str], list[Finding]]:
    texts: dict[str, str] = {}
    findings: list[Finding] = []
    for file in HOST_FILES:
        if file.hosts.isdisjoint(folder.hosts) or not _is_wanted(file, authored, published=published):
            continue
        try:
            texts[file.name] = file.write(found, folder, authored.read(file.name))
        except UnreadableSettings as error:
            message = f"no redirects can be added to this file: {error}"
            findings.append(Finding.of("redirect-file", authored.at(file.name), message, "mend or remove it"))
    findings += check_limits(site, folder, found, texts)
    return texts, findings


def _is_wanted(file: HostFile, authored: AuthorFiles, *, published: bool) -> bool:
    """Whether a file belongs into a folder: an author may publish one that hosts usually read elsewhere."""
    return file.is_published == published or (published and authored.read(file.name) is not None)
