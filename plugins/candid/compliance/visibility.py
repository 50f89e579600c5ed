"""Whether readers see an element: by its attributes, by the elements around it, and by the site's own style sheets."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.etree import _Element as Element

from candid.compliance.styles import Elements, Styles

__all__ = ["Visibility"]


class Visibility:
    """Answers for one page, remembered: what hides an element hides all that is in it."""

    def __init__(self, elements: Elements, styles: Styles, widths: Sequence[int]) -> None:
        self._elements = elements
        self._styles = styles
        self._widths = widths
        self._own: dict[Element, dict[int, dict[str, str]]] = {}
        self._shows: dict[Element, bool] = {}

    def style(self, element: Element, width: int) -> dict[str, str]:
        """What the cascade says about the element itself on a screen of this width; nothing is inherited."""
        own = self._own.setdefault(element, {})
        if width not in own:
            own[width] = self._styles.of(self._elements.wrapped(element), width)
        return own[width]

    def shows_itself(self, element: Element) -> bool:
        """Whether the element is shown, if what is around it is."""
        shows = self._shows.get(element)
        if shows is None:
            shows = self._shows[element] = not self._hidden_by_html(element) and not any(
                _hides(self.style(element, width)) for width in self._widths
            )
        return shows

    def is_seen(self, element: Element) -> bool:
        """Whether sighted readers see it without doing anything, on every screen."""
        current: Element | None = element
        while current is not None:
            if not self.shows_itself(current):
                return False
            current = current.getparent()
        return True

    def is_exposed(self, element: Element) -> bool:
        """Whether assistive technology is told of it."""
        current: Element | None = element
        while current is not None:
            if (current.get("aria-hidden") or "").lower() == "true" or current.get("hidden") is not None:
                return False
            if any(self.style(current, width).get("display") == "none" for width in self._widths):
                return False
            current = current.getparent()
        return True

    def is_reachable(self, element: Element) -> bool:
        """Whether readers can come to it at all, if need be by opening something: a link in closed details can be."""
        current: Element | None = element
        while current is not None:
            if current.tag in ("template", "noscript") or current.get("hidden") is not None:
                return False
            if all(self.style(current, width).get("display") == "none" for width in self._widths):
                return False
            current = current.getparent()
        return True

    def _hidden_by_html(self, element: Element) -> bool:
        if element.tag in ("template", "noscript", "head", "script", "style") or element.get("hidden") is not None:
            return True
        if element.tag == "dialog" and element.get("open") is None:
            return True
        if element.get("popover") is not None:
            return True
        parent = element.getparent()
        return (
            parent is not None
            and parent.tag == "details"
            and parent.get("open") is None
            and not (element.tag == "summary" and parent.find("summary") is element)
        )


_ZERO = re.compile(r"0*\.?0+(?:px|em|rem|%|pt)?")
_FAR = re.compile(r"-\s*(?:\d{3,}|\d{2,}(?=rem|em|vw|vh))[\d.]*(?:px|em|rem|%|vw|vh|pt)?")
_CLIPPED = re.compile(
    r"rect\(\s*(?:0|1px|0px)[\s,]|inset\(\s*(?:50|100)%|circle\(\s*0|polygon\(\s*0(?:px)? 0(?:px)?\s*,?\s*\)"
)
_TINY = re.compile(r"(?:0|[01](?:\.\d+)?px)")


def _hides(style: dict[str, str]) -> bool:
    """Whether these declarations take an element out of sight."""
    if not style:
        return False
    if style.get("display") == "none" or style.get("visibility") in ("hidden", "collapse"):
        return True
    if style.get("content-visibility") == "hidden":
        return True
    if "opacity" in style and _ZERO.fullmatch(style["opacity"]):
        return True
    if "font-size" in style and _ZERO.fullmatch(style["font-size"]):
        return True
    if _CLIPPED.match(style.get("clip", "")) or _CLIPPED.match(style.get("clip-path", "")):
        return True
    if style.get("position") in ("absolute", "fixed") and any(
        _FAR.match(style.get(side, "")) for side in ("left", "right", "top")
    ):
        return True
    if _FAR.match(style.get("text-indent", "")):
        return True
    clips = style.get("overflow", "").startswith(("hidden", "clip"))
    return clips and any(_TINY.fullmatch(style.get(side, "")) for side in ("width", "height", "max-height"))
