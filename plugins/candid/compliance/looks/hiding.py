"""Which declarations of a style sheet keep an element from its readers."""

from __future__ import annotations

import re

__all__ = ["hides", "is_animated", "is_gone", "silences"]


def silences(style: dict[str, str]) -> bool:
    """Whether these declarations keep an element from assistive technology."""
    return style.get("display") == "none" or style.get("visibility") in ("hidden", "collapse")


def is_gone(style: dict[str, str]) -> bool:
    """Whether nothing of an element is there, for anybody."""
    return style.get("display") == "none"


_ZERO = re.compile(r"0*\.?0+(?:px|em|rem|%|pt)?")
_FAR = re.compile(r"-\s*(?:\d{3,}|\d{2,}(?=rem|em|vw|vh))[\d.]*(?:px|em|rem|%|vw|vh|pt)?")
_FARTHER = re.compile(r"-\s*(?:\d{4,}(?:\.\d+)?(?:px|pt|%)|\d{3,}(?:\.\d+)?(?:rem|em|vw|vh))")
_CLIPPED = re.compile(
    r"rect\(\s*(?:0|1px|0px)[\s,]|inset\(\s*(?:50|100)%|inset\([^)]*(?<![-.\d])100%|(?:circle|ellipse)\(\s*0"
    r"|polygon\(\s*0(?:px)? 0(?:px)?\s*(?:,\s*)?\)"
)
_SCALED_AWAY = re.compile(r"scale(?:[xy]|3d)?\(\s*0(?:\.0+)?\s*[,)]|rotate[xy]\(\s*-?(?:90deg|(?:0?\.25)turn)\s*\)")
_MOVED = re.compile(r"translate(?:[xy]|3d)?\(([^()]*)\)")
_AWAY = re.compile(
    r"-?(?:\d{4,}(?:\.\d+)?px|\d{3,}(?:\.\d+)?(?:vw|vh|em|rem)|(?:1[1-9]\d|[2-9]\d\d|\d{4,})(?:\.\d+)?%)"
)
_WHOLLY = re.compile(r"-100(?:\.0+)?%")
_FADED = re.compile(r"opacity\(\s*(?:0+(?:\.0*)?|\.0+)%?\s*\)")
_TINY = re.compile(r"(?:0(?:px|em|rem|%|vh|vw)?|\d(?:\.\d+)?px|0?\.\d+(?:em|rem))")


def hides(style: dict[str, str]) -> bool:
    """Whether these declarations take an element out of sight."""
    if not style:
        return False
    if silences(style) or style.get("content-visibility") == "hidden":
        return True
    if _is_moved_away(style) and not is_animated(style):
        return True
    if "opacity" in style and _ZERO.fullmatch(style["opacity"]) and not is_animated(style):
        return True
    if "font-size" in style and _ZERO.fullmatch(style["font-size"]):
        return True
    if style.get("font", "").startswith("0/"):
        return True
    if _CLIPPED.match(style.get("clip", "")) or _CLIPPED.match(style.get("clip-path", "")):
        return True
    if _FADED.search(style.get("filter", "")):
        return True
    clips = style.get("overflow", "").startswith(("hidden", "clip"))
    return clips and (
        any(_TINY.fullmatch(style.get(side, "")) for side in ("width", "height", "max-height"))
        or style.get("text-indent") == "100%"
        # The cells of a table take the room that there is: this is how their texts are cut off at its end.
        or (_TINY.fullmatch(style.get("max-width", "")) is not None and style.get("text-overflow") != "ellipsis")
    )


def _is_moved_away(style: dict[str, str]) -> bool:
    """Whether an element stands, or is drawn, beyond the edge of the page or without any size."""
    position = style.get("position", "static")
    far = _FAR if position in ("absolute", "fixed") else _FARTHER
    if position != "static" and any(far.match(style.get(side, "")) for side in ("left", "right", "top")):
        return True
    if position != "static" and any(
        _FARTHER.match(side) for side in (*style.get("inset", "").split(), style.get("bottom", ""))
    ):
        return True
    if _FAR.match(style.get("text-indent", "")):
        return True
    if _FARTHER.match(style.get("margin-top", "")):
        return True
    # A bar as wide as the window begins far outside, and what it holds is moved back in.
    if _FARTHER.match(style.get("margin-left", "")) and not {"padding", "padding-left"} & style.keys():
        return True
    transform = style.get("transform", "")
    if _SCALED_AWAY.search(transform) or _ZERO.fullmatch(style.get("scale", "")):
        return True
    found = _MOVED.search(transform)
    moves = found[1].split(",") if found else style.get("translate", "").split()
    if any(_AWAY.fullmatch(move.strip()) for move in moves):
        return True
    # By its own width to the left: out of the page, unless something holds it further right.
    return bool(moves and _WHOLLY.fullmatch(moves[0].strip())) and (
        (found is None or not found[0].startswith("translatey")) and style.get("left", "0") in ("0", "0px")
    )


def is_animated(style: dict[str, str]) -> bool:
    """Whether an animation may bring it into sight, as many pages do when they are opened."""
    return style.get("animation", style.get("animation-name", "none")) not in ("none", "")
