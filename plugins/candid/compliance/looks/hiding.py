"""Which declarations of a style sheet keep an element from its readers."""

from __future__ import annotations

import re

__all__ = ["hides", "is_gone", "silences"]


def silences(style: dict[str, str]) -> bool:
    """Whether these declarations keep an element from assistive technology."""
    return style.get("display") == "none" or style.get("visibility") in ("hidden", "collapse")


def is_gone(style: dict[str, str]) -> bool:
    """Whether nothing of an element is there, for anybody."""
    return style.get("display") == "none"


_ZERO = re.compile(r"0*\.?0+(?:px|em|rem|%|pt)?")
_FAR = re.compile(r"-\s*(?:\d{3,}|\d{2,}(?=rem|em|vw|vh))[\d.]*(?:px|em|rem|%|vw|vh|pt)?")
_CLIPPED = re.compile(
    r"rect\(\s*(?:0|1px|0px)[\s,]|inset\(\s*(?:50|100)%|circle\(\s*0|polygon\(\s*0(?:px)? 0(?:px)?\s*(?:,\s*)?\)"
)
_SCALED_AWAY = re.compile(r"scale(?:[xy]|3d)?\(\s*0(?:\.0+)?\s*[,)]")
_TINY = re.compile(r"(?:0|[01](?:\.\d+)?px)")


def hides(style: dict[str, str]) -> bool:
    """Whether these declarations take an element out of sight."""
    if not style:
        return False
    if silences(style):
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
