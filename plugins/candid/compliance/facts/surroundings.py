"""What a text on a page stands in, where that says how likely readers are to meet it: a footer, a fold, a popup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml.etree import _Element as Element

from candid.compliance.facts.folding import is_folded

if TYPE_CHECKING:
    from candid.compliance.page import BuiltPage

__all__ = ["surroundings"]

_POPUP = re.compile(r"(?:^|[\s_-])(?:modal|popup|pop-up|lightbox|overlay)(?:$|[\s_-])", re.IGNORECASE)
_TOOLTIP = re.compile(
    r"(?:^|[\s_-])(?:tool-?tips?|popover|hovercard|hover-?(?:text|card|box|content))(?:$|[\s_-])|tooltip", re.IGNORECASE
)
_TIP = re.compile(r"(?:^|[\s_-])(?:tip|hint|info|hover)(?:$|[\s_-])", re.IGNORECASE)
_FOOTER = re.compile(r"(?:^|[\s_-])footer(?:$|[\s_-])", re.IGNORECASE)
_ASIDE = re.compile(r"(?:^|[\s_-])(?:sidebar|side-bar|widget-area)(?:$|[\s_-])", re.IGNORECASE)


def surroundings(page: BuiltPage, element: Element) -> str:
    """The ``footer``, ``aside``, ``details``, ``popup`` or ``tooltip`` that an element stands in; else empty.

    What must be hovered for or opened counts for more than where on the page it is.
    """
    current: Element | None = element
    found = ""
    while current is not None and current.tag not in ("body", "html"):
        role = (current.get("role") or "").lower()
        names = f"{current.get('class') or ''} {current.get('id') or ''}"
        if current.get("popover") is not None or role == "tooltip" or _TOOLTIP.search(names):
            return "tooltip"
        if not page.is_seen(element) and (_TIP.search(names) or _appears_on_hover(page, current)):
            return "tooltip"
        if current.tag == "dialog" or role in ("dialog", "alertdialog") or _POPUP.search(names):
            return "popup"
        if is_folded(page, current) or (current.tag == "details" and page.visibility.hidden_by(element) is not None):
            found = found or "details"
        elif current.tag == "footer" or role == "contentinfo" or _FOOTER.search(names):
            found = found or "footer"
        elif current.tag == "aside" or role == "complementary" or _ASIDE.search(names):
            found = found or "aside"
        current = current.getparent()
    return found


def _appears_on_hover(page: BuiltPage, element: Element) -> bool:
    """Whether a style sheet of the page speaks of an element in a selector for what readers point at."""
    if page.visibility.shows_itself(element) or ":hover" not in page.text:
        return False
    names = "|".join(map(re.escape, (*(element.get("class") or "").split(), element.get("id") or "")))
    return bool(names.strip("|")) and any(
        re.search(rf":(?:hover|focus)[^{{}}]{{0,80}}[.#](?:{names})(?![\w-])", sheet.text or "")
        for sheet in page.root.iter("style")
    )
