"""The links of a page, with what their addresses tell: most lead to other pages of the site, and are told quickly."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from lxml.etree import _Element as Element

from candid.compliance.facts.own_hosts import host_of
from candid.networks import Classification

if TYPE_CHECKING:
    from candid.compliance.page import BuiltPage

__all__ = ["Classify", "Link", "find_links", "tokens"]

Classify = Callable[[str], tuple[Classification, bool]]
"""Tells an address' class, and whether it went through a redirect of the site's own."""

_SITE = "https://site.invalid/"
_UNSURE = frozenset({"none", "weak", "unknown"})
_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_PLAIN = re.compile(r"[\x21-\x5a\x5c\x5e-\x7e]+")
"""Characters of addresses that can be read whatever their order is: ASCII without brackets."""
_CLIMBING = re.compile(r"((?:\.\./)*)((?:(?!\.)[\w.~%-]+/)*(?:(?!\.)[\w.~%-]+)?)", re.ASCII)
_PLACE = re.compile(r"#[\w.-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Link:
    """One ``<a href>`` of a page.

    Attributes:
        element: The element.
        position: Where it stands in the order of all elements.
        href: The address as it is written.
        address: The address in full, as far as the page's own address is known.
        found: What the address tells about itself; for a redirect of the site's own, what it leads to.
        redirect: Whether it leads there by a redirect of the site's own.
        paid: Whether it is an affiliate link: by its class, by a declaration, or as its ``rel``, its CSS class or
            ``data-affiliate`` says.
    """

    element: Element
    position: int
    href: str
    address: str
    found: Classification
    redirect: bool
    paid: bool

    @property
    def is_own(self) -> bool:
        """Whether it leads to the site itself, by an address without a host."""
        return self.address.startswith(_SITE)

    @property
    def rel(self) -> frozenset[str]:
        """Its ``rel`` tokens in lower case; blanks and commas part them."""
        return tokens(self.element.get("rel"))


def find_links(page: BuiltPage, classify: Classify) -> Iterator[Link]:
    """All links of a page in their order, those of templates left out."""
    base = f"{_SITE}{page.address}"
    has_templates = page.mentions("<template")
    for element in page.root.iter("a"):
        href = (element.get("href") or "").strip()
        if not href or (has_templates and any(above.tag == "template" for above in element.iterancestors())):
            continue
        address = _full(base, href)
        found, redirect = _classified(page, address, href, classify)
        paid = found.cls in ("certain", "strong", "landing") or "sponsored" in tokens(element.get("rel"))
        paid = paid or (_is_marked(element) and host_of(address) not in (*page.own_hosts, "site.invalid", ""))
        yield Link(element, page.position(element), href, address, found, redirect, paid)


_MARKS = frozenset({"affiliate-link", "affiliate_link", "affiliatelink", "aff-link", "afflink"})


def _is_marked(element: Element) -> bool:
    """Whether a link says by an attribute that it is an affiliate link."""
    said = (element.get("data-affiliate") or "false").lower() not in ("false", "no", "0")
    return said or not _MARKS.isdisjoint((element.get("class") or "").lower().split())


def _classified(page: BuiltPage, address: str, href: str, classify: Classify) -> tuple[Classification, bool]:
    if _PLACE.fullmatch(href):
        # A place on the page itself: what the page's own address is, asked once for all of them.
        found, redirect = classify(address.partition("#")[0])
        return (found if redirect else replace(found, url=address)), redirect
    found, redirect = classify(address)
    if not redirect and found.cls in _UNSURE and not address.startswith(_SITE) and host_of(address) in page.own_hosts:
        own, redirect = classify(urljoin(_SITE, urlsplit(address).path))
        found = own if redirect else found
    return found, redirect


def _full(base: str, href: str) -> str:
    """An address in full; ``about:invalid`` for one that cannot be read, as browsers say."""
    climbing = _CLIMBING.fullmatch(href)
    if climbing is not None and climbing[2]:
        return _climbed(base, len(climbing[1]) // len("../")) + climbing[2]
    try:
        address = href if _ABSOLUTE.match(href) else urljoin(base, href)
        if not _PLAIN.fullmatch(address):
            urlsplit(address)
    except ValueError:
        return "about:invalid"
    return address


def _climbed(base: str, levels: int) -> str:
    """The folder that stands so many levels above the one of an address, or the root of its site."""
    folder = base[: base.rindex("/") + 1]
    for _ in range(levels):
        if folder == _SITE:
            break
        folder = folder[: folder.rindex("/", 0, -1) + 1]
    return folder


@lru_cache(maxsize=4096)
def tokens(written: str | None) -> frozenset[str]:
    """The words of an attribute, in lower case; blanks and commas part them."""
    return frozenset(token for token in re.split(r"[\s,]+", (written or "").lower()) if token)
