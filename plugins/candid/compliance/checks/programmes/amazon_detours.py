"""Ways to Amazon that no link shows: scripts that jump, addresses that scripts read, headers that hide the page."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator, Sequence

from lxml.etree import _Element as Element

from candid.compliance.facts.programme_links import ADDRESS, is_amazon, leads_to_amazon, links_of
from candid.compliance.files.response_headers import ResponseHeader, ResponseHeaders
from candid.compliance.hits import AcrossPages, Hit, PageCheck
from candid.compliance.page import BuiltPage
from candid.compliance.site import BuiltSite
from candid.compliance.text.texts import shortened

__all__ = ["ACROSS_PAGES", "PAGE_CHECKS"]

_PLAIN = "write a plain link: link to Amazon itself, with your tag in the address"
_QUOTED = re.compile(rf"[\"'`]({ADDRESS})[\"'`]")
_JUMP = re.compile(
    rf"(?:location(?:\.href)?\s*=(?!=)|location\.(?:replace|assign)\(|window\.open\()\s*(?:[\"'`]({ADDRESS})|[A-Za-z_$])"
)
"""A script that leaves the page, for an address that is written there or one that it has from elsewhere."""
_HIDDEN = ("data-href", "data-url", "data-link", "data-target-url", "data-redirect", "data-goto", "data-aff", "data-u")
_PACKED = re.compile(r"(?<![A-Za-z0-9+/])aHR0c[A-Za-z0-9+/_-]{8,2000}={0,2}")
"""An address that begins with http, in Base64."""
_SILENT = frozenset({"no-referrer", "same-origin"})


def jumps(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """No script sends readers to Amazon."""
    if not (page.mentions("location") or page.mentions("window.open")) or not page.mentions("ama", "amzn"):
        return
    for element, code in _scripts(page):
        target = _target_of(code, site)
        if target:
            yield Hit("P-AMZ-03", f"a script sends readers to Amazon ('{shortened(target)}')", _PLAIN, element)


def _scripts(page: BuiltPage) -> Iterator[tuple[Element, str]]:
    for element in page.root.iter("script"):
        if element.text and "json" not in (element.get("type") or "").lower():
            yield element, element.text
    for element in page.having("onclick"):
        yield element, element.get("onclick") or ""
    for element in page.root.iter("a"):
        href = element.get("href") or ""
        if href.lstrip()[:11].lower() == "javascript:":
            yield element, href


def _target_of(code: str, site: BuiltSite) -> str:
    """Where at Amazon a script jumps to; for one that has the address from elsewhere, what it holds ready."""
    kept = False
    for jump in _JUMP.finditer(code):
        if jump[1] and leads_to_amazon(jump[1], site):
            return jump[1]
        kept = kept or not jump[1]
    held = (found[1] for found in _QUOTED.finditer(code)) if kept else iter(())
    return next((address for address in held if leads_to_amazon(address, site)), "")


def addresses_for_scripts(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """No address at Amazon is kept where only a script finds it, with no link that shows it."""
    for element in page.having(*_HIDDEN):
        value = next((value for name in _HIDDEN if (value := element.get(name) or "")), "")
        shown = "am" in value and leads_to_amazon(value, site) and _has_link(page, element)
        if "am" in value and not shown and leads_to_amazon(value, site):
            message = f"only a script knows that this leads to Amazon ('{shortened(value)}')"
            yield Hit("P-AMZ-03", message, _PLAIN, element)
    if "aHR0c" not in page.text:
        return
    for element in page.elements:
        told = element.text or "" if element.tag == "script" else "\n".join(map(str, element.attrib.values()))
        packed = _PACKED.search(told)
        address = _unpacked(packed[0]) if packed else ""
        if address and leads_to_amazon(address, site):
            message = f"the address at Amazon is written so that nobody can read it ('{shortened(address)}')"
            yield Hit("P-AMZ-03", message, _PLAIN, element)


def _has_link(page: BuiltPage, element: Element) -> bool:
    """Whether a link to Amazon is the element itself, stands in it or around it."""
    within = {*element.iter("a"), *element.iterancestors("a")}
    return any(link.element in within and is_amazon(link) for link in page.links) if within else False


def _unpacked(packed: str) -> str:
    try:
        return b64decode(packed + "=" * (-len(packed) % 4), altchars=b"-_").decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _addresses(page: BuiltPage, site: BuiltSite) -> Iterator[str]:
    if links_of(page, "amazon"):
        yield page.address


def silent_headers(site: BuiltSite, addresses: Sequence[str]) -> Iterator[Hit]:
    """No header of a page that links to Amazon hides from it where clicks come from."""
    if not addresses:
        return
    headers = ResponseHeaders(site.read, site.files, "Referrer-Policy")
    told: set[ResponseHeader] = set()
    for address in addresses:
        # Of one file the last entry decides: browsers read it so, and only one of the files is the host's.
        for entry in {entry.file: entry for entry in headers.of(f"/{address}")}.values():
            effective = entry.value.lower().rpartition(",")[2].strip()
            if effective in _SILENT and entry not in told:
                told.add(entry)
                message = f"the header Referrer-Policy '{effective}' hides from Amazon where clicks come from"
                hint = "let it be strict-origin-when-cross-origin, which names the site alone"
                yield Hit("P-AMZ-03", message, hint, path=entry.file, place=(entry.line, 1))


PAGE_CHECKS: tuple[PageCheck, ...] = (jumps, addresses_for_scripts)
ACROSS_PAGES = (AcrossPages(_addresses, silent_headers),)
