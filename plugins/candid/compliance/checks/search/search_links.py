"""What search engines ask of links: paid ones are qualified, and every link is one that can be followed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element as Element

from candid.compliance.hits import Hit, PageCheck
from candid.compliance.page import BuiltPage
from candid.compliance.site import BuiltSite
from candid.diagnostics import Severity

__all__ = ["PAGE_CHECKS"]


def qualified(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Affiliate links carry ``rel="sponsored"``, or at least ``nofollow``."""
    for link in () if page.is_redirect else page.paid_links:
        rel = link.rel
        if rel & {"sponsored"}:
            continue
        hint = 'write rel="sponsored nofollow noopener"'
        if "nofollow" in rel:
            message = f"the affiliate link '{link.href}' is only nofollow"
            yield Hit("G-LINK-01", message, hint, link.element, severity=Severity.INFO)
        elif "ugc" in rel:
            message = f"the affiliate link '{link.href}' is marked as a visitor's (ugc)"
            yield Hit("G-LINK-02", message, hint, link.element)
        else:
            yield Hit("G-LINK-01", f"the affiliate link '{link.href}' is not qualified", hint, link.element)


def followable(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """What leads somewhere is an ``a`` with an address and with words."""
    hint = "write <a href=…> with the address and a text"
    for element in page.root.iter("a"):
        href = (element.get("href") or "").strip()
        if href.lower().startswith("javascript:"):
            yield Hit("G-LINK-03", "the link is a script: nobody but a browser can follow it", hint, element)
        elif (not href or href.startswith("#")) and (_leaves(element) or (not href and _poses(element))):
            yield Hit("G-LINK-03", "the link has no address to follow", hint, element)
        elif href and not href.startswith("#") and _is_silent(element, page):
            yield Hit("G-LINK-03", f"the link to '{href}' has no text", "give it a text, or its image an alt", element)
    if page.mentions("onclick"):
        for element in page.root.iter(*_CLICKABLE):
            if _leaves(element) and element.find(".//a[@href]") is None:
                message = f"a {element.tag} leads to another page by script alone"
                yield Hit("G-LINK-03", message, hint, element)


_CLICKABLE = ("button", "span", "div", "li", "tr", "td", "p", "img", "input", "h2", "h3", "article", "section")
_AMAZON = re.compile(r"//(?:www\.)?amazon\.[a-z.]{2,6}/|//amzn\.to/")
_GOES = re.compile(
    r"""(?:\blocation(?:\.href)?\s*=(?!=)|\blocation\.(?:assign|replace)\s*\(|\bwindow\.open\s*\(|\bnavigate(?:To)?\s*\()""",
    re.IGNORECASE,
)
_ELSEWHERE = ("data-href", "data-url", "data-link", "data-target-url", "routerlink", "data-affiliate-url", "ng-href")
_BUTTON = re.compile(r"(?:^|[\s_-])(?:btn|button|cta)(?:$|[\s_-])", re.IGNORECASE)


def _leaves(element: Element) -> bool:
    """Whether a click on an element leads elsewhere by script; to Amazon, that breaks its programme's own rule."""
    code = element.get("onclick") or ""
    if _AMAZON.search(code):
        return False
    return bool(_GOES.search(code)) or (element.tag == "a" and any(element.get(name) for name in _ELSEWHERE))


def _poses(element: Element) -> bool:
    """Whether an anchor without an address is meant as a link: named places and disabled ones are not."""
    if element.get("name") is not None or element.get("aria-disabled") == "true" or element.get("aria-current"):
        return False
    is_link = element.get("role") == "link" or any(
        element.get(name) is not None for name in ("rel", "target", "onclick")
    )
    return is_link or bool(_BUTTON.search(element.get("class") or ""))


def _is_silent(element: Element, page: BuiltPage) -> bool:
    if element.get("aria-hidden") == "true" or element.get("tabindex") == "-1" or element.get("hidden") is not None:
        return False
    if (element.text or "").strip() or any(above.tag == "template" for above in element.iterancestors()):
        return False
    # An image that lacks its alternative breaks a rule of its own.
    return not page.name_of(element) and not any(image.get("alt") is None for image in element.iter("img"))


PAGE_CHECKS: tuple[PageCheck, ...] = (qualified, followable)
