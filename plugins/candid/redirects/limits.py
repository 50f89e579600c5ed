"""Whether hosts take as many and as long redirects as a site has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from candid.diagnostics import Finding
from candid.models import RedirectHost
from candid.redirects.host_files import LIMITS, ROUTE_LIMITS
from candid.redirects.routes import Route, RouteFolder
from candid.site import Site
from candid_rules.documents import Location

__all__ = ["check_limits"]


def check_limits(
    site: Site, folder: RouteFolder, routes: Sequence[Route], texts: Mapping[str, str]
) -> Iterator[Finding]:
    """What hosts would pass over: an error; what comes close to it: a warning.

    Args:
        site: The site.
        folder: The folder of its redirects.
        routes: The redirects.
        texts: The hosts' files by their names; limits of others do not matter.
    """
    for limit in LIMITS:
        if limit.host in folder.hosts and limit.file in texts:
            at, count = _setting(site, limit.host), limit.count(texts[limit.file])
            yield from _compared(at, f"{limit.file} has {count:,} {limit.what}", count, limit.host, limit.most)
    for each in ROUTE_LIMITS:
        if each.host not in folder.hosts or not any(texts):
            continue
        for route in routes:
            record, count = site.catalog.offers[route.offer], each.measure(route)
            file = site.catalog.files[f"products/{record.product_id}"]
            at = file.document.locate(("offers", route.offer), key=True)
            what = f"the redirect of '{route.offer}' has {count:,} {each.what}"
            yield from _compared(at, what, count, each.host, each.most)


def _compared(at: Location, what: str, count: int, host: str, most: int) -> Iterator[Finding]:
    if count > most:
        hint = f"link directly from some offers, or take '{host}' off the hosts"
        yield Finding.of("redirect-limit", at, f"{what}; {host} takes {most:,} and passes over what is more", hint)
    elif count * 10 >= most * 9:
        yield Finding.of("redirect-limit-near", at, f"{what}; {host} takes {most:,}")


def _setting(site: Site, host: RedirectHost) -> Location:
    settings = site.settings.redirects
    assert settings is not None
    return site.catalog.files["site"].at("redirects", "hosts", settings.hosts.index(host))
