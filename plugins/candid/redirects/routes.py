"""The redirects of a site: which addresses of its own lead where today."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from candid.models import RedirectHost
from candid.site import Site
from candid.targets import Target, Targets

__all__ = ["Route", "RouteFolder", "location_of", "route_folder", "routes"]


@dataclass(frozen=True, slots=True)
class RouteFolder:
    """The folder of a site's redirects.

    Attributes:
        base: The path of the site at its host, ``/`` or ``/docs/``, encoded as in addresses.
        prefix: The folder's name.
        host: The site's host, empty if it is not known.
        hosts: Where the site is published.
    """

    base: str
    prefix: str
    host: str
    hosts: tuple[RedirectHost, ...]

    @property
    def address(self) -> str:
        """Its path as links name it: ``/docs/go/``."""
        return f"{self.base}{self.prefix}/"


@dataclass(frozen=True, slots=True)
class Route:
    """One redirect.

    Attributes:
        offer: The id of its offer, which is its name in the folder.
        path: Its path as browsers ask for it, without a slash at its end.
        location: Where it leads, in ASCII, as the header of an answer has it.
        target: The same with what is known about it.
    """

    offer: str
    path: str
    location: str
    target: Target


def route_folder(site: Site, site_url: str) -> RouteFolder | None:
    """The folder of a site's redirects; ``None`` for a site that wants none.

    Args:
        site: The site.
        site_url: Its address, empty if it is not known: its path is ``/`` then.
    """
    settings = site.settings.redirects
    if settings is None:
        return None
    parts = urlsplit(site_url)
    path = quote(parts.path.strip("/"), safe=_KEPT)
    return RouteFolder(
        f"/{path}/" if path else "/", settings.prefix, parts.netloc, tuple(dict.fromkeys(settings.hosts))
    )


def routes(site: Site, folder: RouteFolder) -> tuple[Route, ...]:
    """The redirects of all offers whose programmes allow it, sorted by their ids.

    An offer keeps its redirect outside of its days, because its address may be known elsewhere by then: it leads to the
    offer's fallback, or to the product's plain address.
    """
    return tuple(_routes(site, folder))


def _routes(site: Site, folder: RouteFolder) -> Iterator[Route]:
    targets = Targets(site.catalog, site.networks, site.settings, site.as_of)
    for name in sorted(site.catalog.offers):
        if targets.may_redirect(targets.when_running(name)):
            target = targets.behind_redirect(name)
            location = location_of(target.href)
            if location is not None:
                yield Route(name, f"{folder.address}{name}", location, target)


_KEPT = "!#$%&'()*+,/:;=?@[]~"
"""What addresses may hold as it is. A percent sign begins an encoding that is there already."""
_FRONT = re.compile(r"(https?)://([^/?#:\[]*)", re.IGNORECASE)


def location_of(address: str) -> str | None:
    """A web address in ASCII: its host as it is registered, everything else encoded where it must be and only there.

    ``None`` for what is no web address, or has a host that cannot be registered.
    """
    front = _FRONT.match(address)
    if front is None or any(character <= " " or character == "\x7f" for character in address):
        return None
    try:
        host = front[2] if front[2].isascii() else front[2].encode("idna").decode("ascii")
    except UnicodeError:
        return None
    return f"{front[1]}://{host}{quote(address[front.end() :], safe=_KEPT)}"
