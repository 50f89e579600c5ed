"""Where a page says that it is published: its canonical address, and what its own structured data call themselves.

And where a site's map says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from candid.compliance.page import BuiltPage

__all__ = ["base_of", "host_in_sitemap", "host_of", "hosts_of"]

_LISTED = re.compile(r"<loc>\s*(https?://[^<\s]+)", re.IGNORECASE)
_BEGINNING = 4000
"""Characters of a sitemap; it may have millions, and all of its addresses are on one host."""


def hosts_of(page: BuiltPage) -> Iterator[str]:
    """The hosts of a page's own addresses, in lower case and without www."""
    return (host for address in _addresses(page) if (host := host_of(address)))


@lru_cache(maxsize=4096)
def host_of(address: str) -> str:
    """The host of an address, in lower case and without www; empty for one without a host."""
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def host_in_sitemap(text: str) -> str:
    """The host of the first address that a sitemap lists; empty where it lists none."""
    found = _LISTED.search(text, 0, _BEGINNING)
    return host_of(found[1]) if found else ""


def base_of(page: BuiltPage) -> str:
    """The path below which the site of a page is published, by its canonical address; empty where that tells none."""
    if not host_of(page.canonical):
        return ""
    path = unquote(urlsplit(page.canonical).path).removesuffix("index.html") or "/"
    base = path.removesuffix(page.address)
    return base if base.endswith("/") and f"{base}{page.address}" == path else ""


def _addresses(page: BuiltPage) -> Iterator[str]:
    yield page.canonical
    for meta in page.root.iter("meta"):
        if (meta.get("property") or "").lower() == "og:url":
            yield meta.get("content") or ""
    for node in page.markup.nodes:
        if node.is_a({"WebSite", "WebPage", "CollectionPage"}):
            yield from node.texts("url")
        if node.is_a({"BreadcrumbList"}):
            for entry in node.nodes("itemListElement"):
                yield from (value for value in entry.properties.get("item", ()) if isinstance(value, str))
                yield from (item.id or item.text("url") for item in entry.nodes("item"))
        yield from node.texts("mainEntityOfPage")
