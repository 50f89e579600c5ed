"""What readers must open first: accordions, toggles and collapsed parts that scripts and other sheets fold away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml.etree import _Element as Element

if TYPE_CHECKING:
    from candid.compliance.page import BuiltPage

__all__ = ["is_folded"]


def is_folded(page: BuiltPage, element: Element) -> bool:
    """Whether readers must open an element first, by a button that says so or by a name that page builders know."""
    names = set((element.get("class") or "").lower().split())
    if names & _FOLDED and not names & _UNFOLDED:
        return True
    if element.get("x-show") is not None and element.get("x-cloak") is not None:
        return True
    parent = element.getparent()
    if parent is not None and parent.get("data-kg-toggle-state") == "close" and element is not parent[0]:
        return True
    if not page.mentions("aria-expanded"):
        return False
    own, before = element.get("id"), element.getprevious()
    for button in page.having("aria-expanded"):
        if (button.get("aria-expanded") or "").strip().lower() == "false":
            if own and own in (button.get("aria-controls") or "").split():
                return True
            if before is not None and (button is before or button.getparent() is before) and not _leads_on(button):
                return True
    return False


_FOLDED = frozenset({"collapse", "accordion-collapse", "panel-collapse"})
_UNFOLDED = frozenset({"show", "in", "navbar-collapse"})


def _leads_on(button: Element) -> bool:
    """Whether a button opens something that it names, or a menu or dialog."""
    return bool(button.get("aria-controls")) or (button.get("aria-haspopup") or "false").lower() != "false"
