"""The files in which hosts take redirects, and how much each of them takes. A host is one module and its lines here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from candid.models import RedirectHost
from candid.redirects import apache, netlify, nginx, vercel
from candid.redirects.routes import Route, RouteFolder

__all__ = ["HOST_FILES", "LIMITS", "ROUTE_LIMITS", "HostFile", "Limit", "RouteLimit"]


@dataclass(frozen=True, slots=True)
class HostFile:
    """One file.

    Attributes:
        name: Its path: below the published folder, or below the project's.
        hosts: The hosts that read it.
        is_published: Whether they read it from the published folder. The others stay outside of it.
        write: Its text from the redirects and from the author's file of this name, if there is one.
    """

    name: str
    hosts: frozenset[RedirectHost]
    is_published: bool
    write: Callable[[Sequence[Route], RouteFolder, str | None], str]


HOST_FILES = (
    HostFile("_redirects", frozenset({"netlify", "cloudflare"}), True, netlify.redirects_file),
    HostFile("_headers", frozenset({"netlify", "cloudflare"}), True, netlify.headers_file),
    HostFile(".htaccess", frozenset({"apache"}), True, apache.htaccess_file),
    HostFile("vercel.json", frozenset({"vercel"}), False, vercel.vercel_file),
    HostFile("nginx/candid-map.conf", frozenset({"nginx"}), False, nginx.map_file),
    HostFile("nginx/candid-location.conf", frozenset({"nginx"}), False, nginx.location_file),
)


@dataclass(frozen=True, slots=True)
class Limit:
    """How much of something a host takes in one file.

    Attributes:
        host: The host.
        file: The file's name.
        most: How many it takes.
        what: What is counted.
        count: Counts it in the file's text.
    """

    host: RedirectHost
    file: str
    most: int
    what: str
    count: Callable[[str], int]


@dataclass(frozen=True, slots=True)
class RouteLimit:
    """How long one redirect may be: ``most`` of ``what``, which ``measure`` counts in its address."""

    host: RedirectHost
    most: int
    what: str
    measure: Callable[[Route], int]


LIMITS = (
    # Netlify names no limit, but advises other ways from there on.
    Limit("netlify", "_redirects", 10_000, "redirects", lambda text: sum(1 for _ in netlify.sources(text))),
    Limit("cloudflare", "_redirects", 2_000, "static redirects", netlify.static_rules),
    Limit("cloudflare", "_redirects", 100, "dynamic redirects", netlify.dynamic_rules),
    Limit("vercel", "vercel.json", 2_048, "redirects", vercel.redirect_count),
)
"""Sources: those named in the hosts' modules, and https://vercel.com/docs/redirects/configuration-redirects."""

ROUTE_LIMITS = (
    RouteLimit("cloudflare", 1_000, "characters in a line", lambda route: len(f"{route.path}/ {route.location} 302")),
    RouteLimit("vercel", 4_096, "characters in a destination", lambda route: len(route.location.replace("$", "%24"))),
    # One word of its configuration fits into a buffer of 4,096 bytes; a dollar sign takes up to 100 of them.
    RouteLimit("nginx", 4_000, "characters in an address", lambda route: len(route.location.replace("$", "$" * 100))),
)
