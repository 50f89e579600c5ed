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
        self.styles = styles
        self._elements = elements
        self._widths = widths
        self._own: dict[Element, dict[int, dict[str, str]]] = {}
        self._shows: dict[Element, bool] = {}

    def style(self, element: Element, width: int) -> dict[str, str]:
        """What the cascade says about the element itself on a screen of this width; nothing is inherited."""
        own = self._own.get(element)
        if own is None:
            own = self._own[element] = self.styles.of(self._elements.wrapped(element))
        return own[width]

    def shows_itself(self, element: Element) -> bool:
        """Whether the element is shown, if what is around it is."""
        shows = self._shows.get(element)
        if shows is None:
            styles = [self.style(element, width) for width in self._widths]
            hidden = any(map(_hides, styles)) or (not any(styles) and _is_hidden_by_name(element))
            shows = self._shows[element] = not hidden and not self._hidden_by_html(element)
        return shows

    def is_seen(self, element: Element) -> bool:
        """Whether sighted readers see it without doing anything, on every screen."""
        return self.hidden_by(element) is None

    def is_exposed(self, element: Element) -> bool:
        """Whether assistive technology is told of it."""
        current: Element | None = element
        while current is not None:
            if (current.get("aria-hidden") or "").lower() == "true" or current.get("hidden") is not None:
                return False
            if any(_silences(self.style(current, width)) for width in self._widths):
                return False
            current = current.getparent()
        return True

    def hidden_by(self, element: Element) -> Element | None:
        """The innermost element, itself or one around it, that keeps it out of sight; ``None`` if it is seen."""
        current: Element | None = element
        while current is not None:
            if not self.shows_itself(current):
                return current
            current = current.getparent()
        return None

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


_HIDING_NAMES = frozenset({
    "sr-only", "visually-hidden", "visuallyhidden", "visually-hidden-focusable", "screen-reader-text",
    "screen-reader-only", "screenreader-only", "u-visually-hidden", "u-sr-only", "d-none", "is-hidden", "u-hidden",
    "is-sr-only", "hidden", "invisible",
})  # fmt: skip
"""Class names by which widespread style sheets hide things. They count where the site's own sheets say nothing."""


def _is_hidden_by_name(element: Element) -> bool:
    names = element.get("class")
    return names is not None and not _HIDING_NAMES.isdisjoint(names.lower().split())


def _silences(style: dict[str, str]) -> bool:
    """Whether these declarations keep an element from assistive technology."""
    return style.get("display") == "none" or style.get("visibility") in ("hidden", "collapse")


_ZERO = re.compile(r"0*\.?0+(?:px|em|rem|%|pt)?")
_FAR = re.compile(r"-\s*(?:\d{3,}|\d{2,}(?=rem|em|vw|vh))[\d.]*(?:px|em|rem|%|vw|vh|pt)?")
_CLIPPED = re.compile(
    r"rect\(\s*(?:0|1px|0px)[\s,]|inset\(\s*(?:50|100)%|circle\(\s*0|polygon\(\s*0(?:px)? 0(?:px)?\s*,?\s*\)"
)
_SCALED_AWAY = re.compile(r"scale(?:[xy]|3d)?\(\s*0(?:\.0+)?\s*[,)]")
_TINY = re.compile(r"(?:0|[01](?:\.\d+)?px)")


def _hides(style: dict[str, str]) -> bool:
    """Whether these declarations take an element out of sight."""
    if not style:
        return False
    if _silences(style):
        return True
    if _SCALED_AWAY.search(style.get("transform", "")):
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
