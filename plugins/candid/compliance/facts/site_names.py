"""What the site that a page belongs to is called, and where it says that it is published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal
from urllib.parse import urljoin, urlsplit

from lxml.etree import _Element as Element

from candid.compliance.facts.own_hosts import base_of, host_of

if TYPE_CHECKING:
    from candid.compliance.page import BuiltPage

__all__ = ["leads_home", "site_names"]

_SITE = "https://site.invalid/"
_INDEX = re.compile(r"(?<=/)index\.html?$")
_NAMED = frozenset({
    "site-title", "site-name", "navbar-brand", "site-logo", "md-logo", "blog-title", "navbar-title",
})  # fmt: skip
_LOGOS = frozenset({"logo", "brand"})
"""Words that products on a page are marked with as well."""
_PARTED = re.compile(r"(?<!\s)\s+([|–—·•:«»/-]+)\s+")
_DASHES = frozenset("–—-:")
_LONGEST_NAME = 5
_OCCASION = re.compile(r"\bprime (?:day|video|deal days)\b|\d", re.IGNORECASE)
"""What a title ends with that is no name of a site."""


def site_names(page: BuiltPage) -> Iterator[tuple[Element | None, str, Literal["name", "address"]]]:
    """The names and hosts of a page's own site, each with the element that tells it."""
    for meta in page.root.iter("meta"):
        if (meta.get("property") or meta.get("name") or "").lower() in ("og:site_name", "application-name"):
            yield meta, meta.get("content") or "", "name"
    for host in sorted(page.own_hosts):
        at = next((link for link in page.root.iter("link") if "canonical" in (link.get("rel") or "").lower()), None)
        yield at, host, "address"
    for block in page.json_ld:
        for node in block.nodes:
            if node.get("@type") == "WebSite" and isinstance(node.get("name"), str):
                yield block.element, node["name"], "name"
    for element in page.root.iter("a", "p", "div", "span", "h1"):
        if _is_marked(page, element) or (element.tag == "a" and _is_home_link(page, element)):
            yield element, page.flow.of(element) or element.get("aria-label") or element.get("title") or "", "name"
    yield from _in_title(page)


def leads_home(page: BuiltPage, href: str) -> bool:
    """Whether an address on a page is that of its site's first page, as far as the page tells where it stands."""
    try:
        parts = urlsplit(urljoin(f"{_SITE}{page.address}", href.strip()))
    except ValueError:  # no address at all
        return False
    if not href.strip() or parts.query or parts.fragment or parts.scheme not in ("http", "https"):
        return False
    if parts.netloc != "site.invalid" and host_of(parts.geturl()) not in page.own_hosts:
        return False
    return _INDEX.sub("", parts.path) in ("", "/", base_of(page))


def _is_home_link(page: BuiltPage, link: Element) -> bool:
    """Whether a link leads to the first page of its own site: such links bear the site's name."""
    href = link.get("href") or ""
    return "home" in (link.get("rel") or "").lower().split() or ("//" not in href and leads_home(page, href))


def _is_marked(page: BuiltPage, element: Element) -> bool:
    """Whether an element's class says that it holds the site's name."""
    words = set((element.get("class") or "").lower().replace("_", "-").replace("--", "-").split())
    return bool(words & _NAMED) or (bool(words & _LOGOS) and not _is_in_content(page, element))


def _is_in_content(page: BuiltPage, element: Element) -> bool:
    """Whether an element is part of what the page is about; where nothing marks that, it begins with the heading."""
    if page.main is not page.body:
        return page.main in element.iterancestors()
    heading = page.root.find(".//h1")
    return heading is not None and page.position(heading) < page.position(element)


def _in_title(page: BuiltPage) -> Iterator[tuple[Element | None, str, Literal["name"]]]:
    """What a title ends with, set apart by a sign, unless the page's heading speaks of it too."""
    *before, last = _PARTED.split(page.title)
    if not before or len(last.split()) > _LONGEST_NAME or _OCCASION.search(last):
        return
    if _DASHES.issuperset(before[-1]):
        # Behind a dash there may be a subtitle as well; a name stands in the page's head or foot too.
        around = " ".join(page.flow.of(one) for one in page.root.iter("header", "nav", "footer"))
        if last.lower() not in around.lower():
            return
    headings = " ".join(page.flow.of(heading) for heading in page.root.iter("h1", "h2")).lower()
    if any(word in headings for word in re.findall(r"\w{4,}", last.lower())):
        return
    yield page.root.find(".//title"), last, "name"
