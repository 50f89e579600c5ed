"""What the site that a page belongs to is called, and where it says that it is published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from lxml.etree import _Element as Element

if TYPE_CHECKING:
    from candid.compliance.page import BuiltPage

__all__ = ["FIRST_PAGE", "site_names"]

FIRST_PAGE = re.compile(r"(?:https?://[^/?#]+/?|(?:\.{0,2}/)+|/?index\.html?)")
"""Addresses of a site's first page, as far as they can be told."""
_NAMED = frozenset({
    "site-title", "site-name", "navbar-brand", "logo", "brand", "site-logo", "md-logo", "blog-title", "navbar-title",
})  # fmt: skip
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
        words = set((element.get("class") or "").lower().replace("_", "-").replace("--", "-").split())
        if words & _NAMED or (element.tag == "a" and _leads_home(element)):
            yield element, page.flow.of(element) or element.get("aria-label") or element.get("title") or "", "name"
    yield from _in_title(page)


def _leads_home(link: Element) -> bool:
    """Whether a link leads to the first page of its own site: such links bear the site's name."""
    href = (link.get("href") or "").strip()
    return "home" in (link.get("rel") or "").lower().split() or ("//" not in href and bool(FIRST_PAGE.fullmatch(href)))


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
