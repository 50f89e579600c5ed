"""Amazon's pictures: shown from its own hosts, whole and as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element as Element

from candid.compliance.hits import Hit, PageCheck
from candid.compliance.looks.styles import WIDTHS
from candid.compliance.page import BuiltPage
from candid.compliance.site import BuiltSite
from candid.compliance.text.texts import shortened
from candid.diagnostics import Severity
from candid.networks.addresses import read_address

__all__ = ["PAGE_CHECKS"]

_IMAGE_HOST = re.compile(
    r"(?:m\.media-amazon|(?:images-(?:na|eu|fe)\.)?ssl-images-amazon|images-amazon)\.com", re.IGNORECASE
)
_IMAGE_NAME = re.compile(r"[0-9A-Za-z+%-]{8,13}\._(?:[A-Z]{2}[A-Z0-9_,]*)_\.(?:jpe?g|png|webp|gif)", re.IGNORECASE)
_SOURCES = (
    "src",
    "data-src",
    "srcset",
    "data-original",
    "data-original-src",
    "data-source",
    "data-origin",
    "data-remote-src",
)
_PRIVACY_PLUGIN = "assets/external/"
_LENGTH = re.compile(r"[\d.]+(?:px|rem|em)")


def images(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Amazon's pictures are neither stored nor cut."""
    if not re.search(r"amazon|\._[A-Z]{2}", page.text):
        return
    yield from _previews(page)
    for image in page.root.iter("img", "source", "amp-img"):
        written = {name: image.get(name) or "" for name in _SOURCES}
        own = _is_local(written["src"] or written["srcset"])
        source = next((value for value in written.values() if _IMAGE_HOST.search(value)), "")
        copied = source or (_IMAGE_NAME.search(written["src"]) and written["src"])
        if own and copied:
            if _PRIVACY_PLUGIN not in written["src"]:
                message = f"'{shortened(written['src'])}' is a stored copy of one of Amazon's pictures"
                yield Hit(
                    "P-AMZ-06", message, "link to Amazon's own file from its interface, or show your own picture", image
                )
        elif source and _is_distorted(page, image):
            message = f"Amazon's picture '{shortened(source)}' is cut or stretched"
            hint = "let one of width and height be auto, and object-fit be contain"
            yield Hit("P-AMZ-06", message, hint, image, severity=Severity.WARNING)


def _previews(page: BuiltPage) -> Iterator[Hit]:
    """Stored pictures in the page's preview for other sites and behind its elements."""
    found = [(meta, meta.get("content") or "") for meta in page.root.iter("meta") if _names_a_preview(meta)]
    for element in page.having("style"):
        found += ((element, address) for address in _BEHIND.findall(element.get("style") or ""))
    for element, address in found:
        if _IMAGE_NAME.search(address) and _is_local(address):
            message = f"'{shortened(address)}' is a stored copy of one of Amazon's pictures"
            yield Hit("P-AMZ-06", message, "show your own picture", element)


_BEHIND = re.compile(r"url\(\s*[\"']?([^\s\"')]+)")


def _names_a_preview(meta: Element) -> bool:
    return (meta.get("property") or meta.get("name") or "").lower() in ("og:image", "twitter:image")


def _is_local(address: str) -> bool:
    if address.startswith("data:"):
        return False
    parts = read_address(address.split(" ", maxsplit=1)[0])
    return (
        bool(address)
        and (parts is None or not _IMAGE_HOST.search(parts.host))
        and (parts is None or "amazon" not in parts.host)
    )


def _is_distorted(page: BuiltPage, image: Element) -> bool:
    for width in WIDTHS:
        style = page.visibility.style(image, width)
        fit = style.get("object-fit", "")
        if fit == "cover" or (
            fit in ("", "fill") and all(_LENGTH.fullmatch(style.get(one, "")) for one in ("width", "height"))
        ):
            return True
    return False


PAGE_CHECKS: tuple[PageCheck, ...] = (images,)
