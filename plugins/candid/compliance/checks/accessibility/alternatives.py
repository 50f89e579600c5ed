"""Words for what is only drawn: images, icons, and rows of stars (A-14)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element as Element

from candid.compliance.facts.items import class_words
from candid.compliance.hits import Hit, PageCheck
from candid.compliance.page import BuiltPage
from candid.compliance.site import BuiltSite
from candid.compliance.text.flow import INLINE
from candid.compliance.text.texts import accessible_name, all_text, is_element

__all__ = ["PAGE_CHECKS"]

_DRAWN = re.compile(r"<(?:img|svg|area|input|i|span)\b", re.IGNORECASE)
_SIGNS = "★☆⭐✩✭✮✰🌟⯨⯪"
_STARS = re.compile(rf"(?:[{_SIGNS}]\ufe0f? ?){{3,}}½?")
_SAID = re.compile(
    r"\d(?:[.,]\d+)?\s*(?:/|out of|of|von|sur|su|de|stars?|sterne?n?|étoiles?|estrellas?|stelle|\bpoints?)|\d[.,]\d"
)
_STAR_NAMES = frozenset({"star", "stars", "starfill", "stern", "sterne"})
_STAR_CLASS = re.compile(r"star(?!t)|stern", re.IGNORECASE)
_STAR_FILE = re.compile(r"(?:^|[/_-])stars?(?:[_-]?\w{1,8})?\.(?:gif|png|svg|webp|jpe?g)(?:\?|$)", re.IGNORECASE)
_FEWEST = 3
_TINY = frozenset({"0", "1", "2"})


def images(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Every image has an ``alt``, every drawing that counts as one a name."""
    if page.is_redirect or not _DRAWN.search(page.text):
        return
    for image in page.body.iter("img", "area", "input", "svg"):
        if image.tag == "input" and (image.get("type") or "").lower() != "image":
            continue
        if image.tag == "svg":
            if image.get("role") != "img" or _is_named(image) or not page.visibility.is_reachable(image):
                continue
            yield Hit("A-14", "a drawing with role=img has no name", "add aria-label, or a <title> in it", image)
        elif image.get("alt") is None and not _is_named(image) and not _is_pixel(page, image):
            source = (image.get("src") or image.get("data-src") or image.tag).rpartition("/")[2]
            hint = 'say what it shows in alt="…"; alt="" if it only decorates'
            yield Hit("A-14", f"the image '{_short(source)}' has no alt text", hint, image)


def stars(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """A row of stars says how many they are, out of how many."""
    hint = 'write "4.5 out of 5" beside it, or give it role="img" and aria-label="4.5 out of 5"'
    if any(sign in page.text for sign in _SIGNS) and _STARS.search(page.text):
        for passage in page.flow.find(_STARS):
            element = passage.element
            if page.visibility.is_reachable(element) and not _says_rating(page, element):
                yield Hit("A-14", f"the rating '{passage.match[0].strip()}' has no words", hint, element)
    rows: dict[Element, int] = {}
    for icon in page.body.iter("i", "span", "svg", "img") if page.mentions("star", "stern") else ():
        parent = icon.getparent()
        written = icon.get("class")
        if (
            parent is not None
            and (
                (written and _STAR_CLASS.search(written) and class_words(icon) & _STAR_NAMES)
                or (icon.tag == "img" and _STAR_FILE.search(icon.get("src") or ""))
            )
            and not all_text(icon)
            and not icon.get("alt")
        ):
            rows[parent] = rows.get(parent, 0) + 1
    for row, count in rows.items():
        if count >= _FEWEST and page.visibility.is_reachable(row) and not _says_rating(page, row):
            yield Hit("A-14", f"a rating of {count} star icons has no words", hint, row)


def _says_rating(page: BuiltPage, element: Element) -> bool:
    """Whether the rating is said in words: as a label of the stars, or in the line around them."""
    current: Element | None = element
    for _ in range(4):
        if current is None or current.tag in ("main", "body", "article", "ul", "ol", "table"):
            break
        label = f"{current.get('aria-label') or ''} {current.get('title') or ''} {current.get('alt') or ''}"
        if re.search(r"\d", label):
            return True
        if current.get("aria-labelledby"):
            return True
        if _SAID.search(_STARS.sub(" ", accessible_name(page.root, current))):
            return True
        if current.tag not in INLINE and current is not element:
            break
        current = current.getparent()
    return False


def _is_named(element: Element) -> bool:
    if element.get("aria-hidden") == "true" or (element.get("role") or "").lower() in ("presentation", "none"):
        return True
    if any((element.get(name) or "").strip() for name in ("aria-label", "aria-labelledby", "title")):
        return True
    return any(is_element(one) and one.tag in ("title", "desc") and (one.text or "").strip() for one in element)


def _is_pixel(page: BuiltPage, image: Element) -> bool:
    """Whether it shows nothing: it counts readers, and other rules are about that."""
    sizes = {(image.get("width") or "").removesuffix("px"), (image.get("height") or "").removesuffix("px")}
    return sizes <= _TINY or not page.visibility.is_reachable(image)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59].rstrip()}…"


PAGE_CHECKS: tuple[PageCheck, ...] = (images, stars)
