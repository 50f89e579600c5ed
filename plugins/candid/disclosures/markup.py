"""The tags of an HTML text, one after the other: enough to know where something stands, quicker than a parser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from candid.anchors import end_of_tag

__all__ = ["VOID", "Tag", "tags"]

VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
"""Elements that have no end."""

_TAG = re.compile(r"<(?:!--|(/?)([a-z][^\s/>]*))", re.ASCII | re.IGNORECASE)
_RAW = frozenset({"script", "style", "textarea", "title"})


class Tag(NamedTuple):
    """One tag: its name in lower case, whether it closes an element, and where it begins and ends in the text."""

    name: str
    closing: bool
    start: int
    end: int


def tags(html: str, start: int = 0, limit: int | None = None) -> Iterator[Tag]:
    """The tags from ``start`` that end before ``limit``. What is no tag to a browser is passed over.

    Of an element whose content is text, such as ``script``, the first tag ends behind that text.
    """
    limit = len(html) if limit is None else limit
    position = start
    while (found := _TAG.search(html, position, limit)) is not None:
        slash, name = found.groups()
        if name is None:
            position = html.find("-->", found.end() - 2) + 3
            if position < 3:
                return
            continue
        position = end_of_tag(html, found.start())
        if position < 0 or position > limit:
            return
        name = name.lower()
        if name in _RAW and not slash:
            closing = re.compile(rf"</{name}(?=[\s/>])", re.ASCII | re.IGNORECASE).search(html, position)
            if closing is None:
                return
            position = closing.start()
        yield Tag(name, bool(slash), found.start(), position)
