"""The stretches of a page where teasers may stand: all of it but the site's own navigation.

Most of a page's links lead through the site, and they may be most of its bytes. They are left out here, by the few
elements that hold whole parts of a page, before anything is read tag by tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["listings"]

_PART = re.compile(
    r"<(?:!--|(/?)(nav|header|footer|main|article|section|script|style|template|textarea|dialog)(?=[\s/>]))",
    re.ASCII | re.IGNORECASE,
)
_OF_CONTENT = frozenset({"main", "article", "section"})
_AROUND = frozenset({"header", "footer"})
"""Around the content they belong to the site; within it, to a post."""
_WORDS = r"(?:action|cards?|featured|latest|popular|posts|reading|recent|recommended|related|teasers?)(?![a-z])"
_LISTING_NAV = re.compile(
    rf"""\b(?:class|id|aria-label)\s*=\s*["']?(?:[^"'<>]{{0,200}}[\s_-])?{_WORDS}""", re.ASCII | re.IGNORECASE
)
# Material lists a post's related links within the navigation beside it.
_LISTING_WITHIN = re.compile(
    rf"""<(ul|ol|div|section)\s[^<>]*?\bclass="(?:[^"<>]*[\s_-])?(?:md-post__meta|{_WORDS})""",
    re.ASCII | re.IGNORECASE,
)


def listings(html: str) -> Iterator[tuple[int, int]]:
    """The stretches where teasers may stand, in their order."""
    start = position = depth = 0
    while (part := _PART.search(html, position)) is not None:
        name = (part[2] or "!--").lower()
        position = part.end()
        if name in _OF_CONTENT:
            depth = max(depth - 1, 0) if part[1] else depth + 1
        elif not part[1] and _is_left_out(html, name, part.end(), depth):
            end = _end(html, name, part.end())
            yield start, part.start()
            if name == "nav":
                yield from _within(html, part.end(), end)
            start = position = end
    yield start, len(html)


def _is_left_out(html: str, name: str, position: int, depth: int) -> bool:
    if name == "nav":
        tag_end = html.find(">", position)
        return _LISTING_NAV.search(html, position, tag_end if tag_end >= 0 else len(html)) is None
    return name not in _AROUND or depth == 0


def _end(html: str, name: str, position: int) -> int:
    """The offset behind the element that began before ``position``; the end of the text if it has none."""
    if name == "!--":
        end = html.find("-->", position)
        return end + 3 if end >= 0 else len(html)
    open_elements = 1
    for boundary in re.compile(rf"<(/?){name}(?=[\s/>])", re.ASCII | re.IGNORECASE).finditer(html, position):
        open_elements += -1 if boundary[1] else 1
        if not open_elements:
            return boundary.end()
    return len(html)


def _within(html: str, position: int, limit: int) -> Iterator[tuple[int, int]]:
    while (listing := _LISTING_WITHIN.search(html, position, limit)) is not None:
        position = min(_end(html, listing[1].lower(), listing.end()), limit)
        yield listing.start(), position
