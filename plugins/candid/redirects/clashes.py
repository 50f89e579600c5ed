"""What stands at the addresses of a site's redirects already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from candid.diagnostics import Finding
from candid.redirects.author_files import AuthorFiles
from candid.redirects.netlify import sources
from candid.redirects.robots import allows
from candid.redirects.routes import Route, RouteFolder
from candid_rules.documents import Location

__all__ = ["clashes", "in_the_way"]


def in_the_way(path: str, at: Location, prefix: str) -> Iterator[Finding]:
    """Whether a page or a file stands where the redirects do; hosts do not all tell capitals from small letters.

    Args:
        path: Its path below the published folder, or below that of the pages.
        at: Where it is written.
        prefix: The folder of the redirects.
    """
    top, slash, _ = path.casefold().partition("/")
    if top == prefix or (not slash and top.partition(".")[0] == prefix):
        hint = "move or rename it, or give the redirects another folder: 'redirects: prefix:' in site.yml"
        yield Finding.of("redirect-clash", at, f"this stands in the way of the redirects in '{prefix}/'", hint)


def clashes(folder: RouteFolder, routes: Sequence[Route], authored: AuthorFiles) -> Iterator[Finding]:
    """Pages, files and rules of an author's own that the redirects would hide or be hidden by."""
    for path in authored.sources:
        yield from in_the_way(path, authored.at(path), folder.prefix)
    for line, source in sources(authored.read("_redirects") or ""):
        if f"{source}/".casefold().startswith(folder.address):
            at = authored.at("_redirects", line)
            message = f"'{source}' stands in the way of the redirects in '{folder.address}'"
            yield Finding.of("redirect-clash", at, message, "make it an offer, or give one of them another folder")
    robots = allows(authored.read("robots.txt") or "", folder.address, (route.path for route in routes))
    if robots is not None:
        message = f"this lets search engines follow the redirects in '{folder.address}'"
        yield Finding.of("redirect-robots", authored.at("robots.txt", robots), message, "take the line out")
    if folder.base != "/":
        message = f"search engines read the robots.txt of the host {folder.host} only, not one in '{folder.base}'"
        hint = f"write there: Disallow: {folder.address}"
        yield Finding.of("redirect-robots-elsewhere", authored.at("robots.txt"), message, hint)
