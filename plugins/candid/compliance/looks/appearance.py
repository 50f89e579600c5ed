"""How a text looks as far as HTML and the site's own style sheets say: the size of its letters, and its contrast.

Style sheets say nothing by themselves about inheritance, so both walk up from the element. What rests on anything that
is not known here (an image behind the text, a variable that nobody sets) is ``None``, and nobody is blamed for it.
"""

from __future__ import annotations

import re

from lxml.etree import _Element as Element

from candid.compliance.looks.colours import BLACK, WHITE, Colour, contrast, parse_colour
from candid.compliance.looks.hiding import is_animated
from candid.compliance.looks.lengths import in_pixels
from candid.compliance.looks.visibility import Visibility

__all__ = ["Appearance"]

_BROWSER_SIZE = 16.0
_KEYWORDS = {
    "xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0, "xx-large": 32.0,
}  # fmt: skip
_SMALLER = 0.833
_OWN_SIZES = {
    "small": _SMALLER, "sub": _SMALLER, "sup": _SMALLER, "big": 1.2, "h1": 2.0, "h2": 1.5, "h3": 1.17, "h5": 0.83,
    "h6": 0.67,
}  # fmt: skip
_FONT_TAG = {"1": 10.0, "2": 13.0, "3": 16.0, "4": 18.0, "5": 24.0, "6": 32.0, "7": 48.0}
_SHORTHAND = re.compile(
    r"(?:^|\s)((?:[\d.]+(?:px|pt|rem|em|%))|(?:xx?-)?small|medium|(?:xx?-)?large|smaller|larger)(?=[\s/])"
)
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*(?:\([^()]*\)[^()]*)?))?\)")
_DEEPEST_VARIABLE = 8
_MOVED = frozenset({"absolute", "fixed", "sticky"})
_NO_COLOUR = frozenset({"inherit", "unset", "currentcolor", "revert", "revert-layer"})


class Appearance:
    """Answers for one page."""

    def __init__(self, visibility: Visibility) -> None:
        self._visibility = visibility
        self._sizes: dict[tuple[Element, int], float | None] = {}
        self._grounds: dict[tuple[Element, int], Colour | None] = {}

    # -- size --------------------------------------------------------------------------------------------------------

    def size(self, element: Element, width: int) -> float | None:
        """The size of its letters in CSS pixels on a screen of this width; ``None`` where it cannot be told."""
        chain: list[Element] = []
        current: Element | None = element
        while current is not None and (current, width) not in self._sizes:
            chain.append(current)
            current = current.getparent()
        size = _BROWSER_SIZE if current is None else self._sizes[current, width]
        for one in reversed(chain):
            size = self._sizes[one, width] = self._own_size(one, width, size)
        return size

    def _own_size(self, element: Element, width: int, around: float | None) -> float | None:
        style = self._visibility.style(element, width)
        written = style.get("font-size")
        if written is None and "font" in style:
            found = _SHORTHAND.search(f" {style['font']} ")
            written = found[1] if found else None
        if written is not None:
            return self._length(self._filled(element, written, width), element, width, around)
        if element.tag == "font" and element.get("size") in _FONT_TAG:
            return _FONT_TAG[element.get("size") or "3"]
        factor = _OWN_SIZES.get(str(element.tag))
        return around if factor is None or around is None else around * factor

    def _length(self, written: str | None, element: Element, width: int, around: float | None) -> float | None:
        if written is None:
            return None
        if written in _KEYWORDS:
            return _KEYWORDS[written]
        if written in ("inherit", "unset"):
            return around
        if written in ("smaller", "larger"):
            return None if around is None else around * (_SMALLER if written == "smaller" else 1.2)
        root = element.getroottree().getroot()
        base = _BROWSER_SIZE if element is root else self.size(root, width)
        return in_pixels(written, around=around, root=base, width=width)

    # -- contrast ----------------------------------------------------------------------------------------------------

    def contrast(self, element: Element, width: int) -> float | None:
        """The contrast between its letters and what is behind them; ``None`` where either cannot be told."""
        letters = self._letters(element, width)
        behind = self._behind(element, width)
        if letters is None or behind is None:
            return None
        return contrast(letters.over(behind), behind)

    def _letters(self, element: Element, width: int) -> Colour | None:
        share = 1.0
        found: Colour | None = None
        current: Element | None = element
        while current is not None:
            style = self._visibility.style(current, width)
            opacity = 1.0 if is_animated(style) else _number(style.get("opacity", "1"))
            if opacity is None:
                return None
            share *= min(opacity, 1.0)
            if found is None:
                written = style.get("color") or (current.get("color") if current.tag == "font" else None)
                if written and written not in _NO_COLOUR:
                    filled = self._filled(current, written, width)
                    found = parse_colour(filled) if filled else None
                    if found is None:
                        return None
                elif current.tag == "a" and current.get("href") is not None:
                    return None  # browsers paint links in a colour of their own
            current = current.getparent()
        found = BLACK if found is None else found
        return Colour(found.red, found.green, found.blue, found.alpha * share)

    def _behind(self, element: Element, width: int) -> Colour | None:
        """The colour behind an element's text; ``None`` where it cannot be told."""
        chain: list[Element] = []
        current: Element | None = element
        while current is not None and (current, width) not in self._grounds:
            chain.append(current)
            current = current.getparent()
        ground = WHITE if current is None else self._grounds[current, width]
        for one in reversed(chain):
            style = self._visibility.style(one, width)
            layer = self._layer(one, style, width)
            if layer is not None and layer.alpha >= 1:
                ground = layer
            elif layer is None or ground is None or style.get("position") in _MOVED:
                ground = None
            else:
                ground = layer.over(ground)
            self._grounds[one, width] = ground
        return ground

    def _layer(self, element: Element, style: dict[str, str], width: int) -> Colour | None:
        """What an element paints behind its text: nothing is fully transparent."""
        clear = Colour(0, 0, 0, 0)
        if "background-image" in style and style["background-image"] != "none":
            return None
        written = style.get("background-color") or style.get("background") or element.get("bgcolor")
        if not written or written in ("none", "transparent", "inherit", "initial", "unset", "0", "0 0"):
            return clear
        filled = self._filled(element, written, width)
        return None if filled is None else parse_colour(filled)

    # -- variables ---------------------------------------------------------------------------------------------------

    def _filled(self, element: Element, written: str, width: int) -> str | None:
        """A value with its variables filled in; ``None`` where nobody sets one."""
        for _ in range(_DEEPEST_VARIABLE):
            found = _VARIABLE.search(written)
            if found is None:
                return written.strip()
            value = self._variable(element, found[1], width)
            value = found[2] if value is None else value
            if value is None:
                return None
            written = written[: found.start()] + value.strip() + written[found.end() :]
        return None

    def _variable(self, element: Element, name: str, width: int) -> str | None:
        current: Element | None = element
        while current is not None:
            value = self._visibility.style(current, width).get(name)
            if value is not None:
                return value
            current = current.getparent()
        return None


def _number(written: str) -> float | None:
    try:
        return float(written[:-1]) / 100 if written.endswith("%") else float(written)
    except ValueError:
        return None
