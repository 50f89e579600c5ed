"""Pages that fit a narrow screen (A-04): wide tables scroll on their own, nothing else is wider than a telephone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element as Element

from candid.compliance.facts.items import class_words
from candid.compliance.hits import Hit, PageCheck
from candid.compliance.page import BuiltPage
from candid.compliance.site import BuiltSite

__all__ = ["PAGE_CHECKS"]

_NARROW = 360
_MANY_COLUMNS = 7
_WIDE = 400
_BOXES = ("div", "section", "article", "p", "form", "ul", "ol", "dl", "header", "footer", "nav")
_SCROLLS = frozenset({"scroll", "scrollable", "scroller", "scrollwrap", "scrolling", "responsive", "overflow"})
_SCROLLING = frozenset({"auto", "scroll"})
_PIXELS = re.compile(r"(\d{3,5})(?:\.\d+)?(?:px)?")
_FIXED_SCALE = re.compile(
    r"user-scalable\s*=\s*(?:no|0)|maximum-scale\s*=\s*(?:0|1)(?:\.\d+)?\s*(?:,|;|$)", re.IGNORECASE
)


def tables(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """What scrolls a wide table stands around it, and can be reached with the keyboard."""
    if not page.mentions("<table"):
        return
    has_unknown_styles = any(sheet.text is None for sheet in site.style_sheets(page))
    for table in page.body.iter("table"):
        if next(table.iterancestors("table"), None) is not None or not page.visibility.is_reachable(table):
            continue
        fixed, columns = _fixed_width(page, table), _columns(table)
        if not fixed and (columns < _MANY_COLUMNS or has_unknown_styles):
            continue
        what = f"is {fixed} pixels wide" if fixed else f"has {columns} columns"
        container = _container(page, table)
        if container is None:
            if not _is_stacked(page, table):
                hint = 'put it into <div style="overflow-x: auto" role="region" tabindex="0" aria-label="…">'
                yield Hit("A-04", f"a table {what} and nothing around it scrolls", hint, table)
        elif container is not table and _overflow(page, container) & _SCROLLING and not _takes_focus(container):
            hint = 'give it tabindex="0", role="region" and a name'
            message = f"what scrolls a table that {what} cannot be reached with the keyboard"
            yield Hit("A-04", message, hint, container)


def boxes(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """No box of text has a width that no telephone has; readers may enlarge the page."""
    for meta in page.root.iter("meta"):
        if (meta.get("name") or "").lower() == "viewport" and _FIXED_SCALE.search(meta.get("content") or ""):
            yield Hit("A-04", "readers may not enlarge the page", "take user-scalable and maximum-scale away", meta)
    candidates = [page.main] if page.main.tag == "main" else []
    candidates += (box for box in page.main.iter(*_BOXES) if "width" in (box.get("style") or ""))
    for box in candidates:
        width = _fixed_width(page, box)
        if width and page.is_seen(box) and _container(page, box) is None:
            yield Hit("A-04", f"a box is {width} pixels wide on every screen", "write max-width instead", box)


def _columns(table: Element) -> int:
    rows = (row for part in table for row in ((part,) if part.tag == "tr" else part) if row.tag == "tr")
    return max((sum(cell.tag in ("td", "th") for cell in row) for row in rows), default=0)


def _fixed_width(page: BuiltPage, element: Element) -> int:
    """The width in pixels that an element has on a narrow screen too; 0 for one that fits."""
    style = page.visibility.style(element, _NARROW)
    written = [style.get("min-width", ""), "" if "max-width" in style else style.get("width", "")]
    if element.tag == "table" and not style.get("width"):
        written.append(element.get("width") or "")
    widths = [int(found[1]) for text in written if (found := _PIXELS.fullmatch(text.strip()))]
    return max((width for width in widths if width >= _WIDE), default=0)


def _container(page: BuiltPage, element: Element) -> Element | None:
    """What scrolls an element: itself or something around it."""
    current: Element | None = element
    while current is not None and current.tag not in ("body", "html"):
        if class_words(current) & _SCROLLS or _overflow(page, current) & _SCROLLING:
            return current
        current = current.getparent()
    return None


def _overflow(page: BuiltPage, element: Element) -> frozenset[str]:
    style = page.visibility.style(element, _NARROW)
    return frozenset(f"{style.get('overflow-x', '')} {style.get('overflow', '')}".split())


def _is_stacked(page: BuiltPage, table: Element) -> bool:
    """Whether a narrow screen shows its cells one below the other."""
    cell = next(table.iter("td", "th"), None)
    shown = None if cell is None else page.visibility.style(cell, _NARROW).get("display")
    return shown in ("block", "grid", "flex", "inline-block")


def _takes_focus(container: Element) -> bool:
    if container.get("tabindex") is not None:
        return True
    return any(one.tag != "a" or one.get("href") for one in container.iter("a", "button", "input", "select"))


PAGE_CHECKS: tuple[PageCheck, ...] = (tables, boxes)
