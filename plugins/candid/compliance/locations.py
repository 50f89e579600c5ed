"""Where an element stands in the file: line and column of its start tag.

The tree knows lines at best. Places are only needed for what is wrong, so the text of such a page is read once more,
tag by tag, and the tags of one name are counted off against the elements of that name.
"""

from __future__ import annotations

from html.parser import HTMLParser

from lxml.etree import _Element as Element

__all__ = ["Places"]

Place = tuple[int, int]


class Places:
    """The places of a page's elements, from 1. A tag that the text only implies stands where its parent does."""

    def __init__(self, text: str, root: Element) -> None:
        reader = _Tags()
        reader.feed(text)
        reader.close()
        self._tags = reader.tags
        self._root = root
        self._places: dict[Element, Place] = {}
        for name, places in self._tags.items():
            self._places.update(zip(root.iter(name), places, strict=False))

    def of(self, element: Element) -> Place:
        """Line and column of the element's start tag."""
        current: Element | None = element
        while current is not None:
            if current in self._places:
                return self._places[current]
            current = current.getparent()
        return 1, 1


class _Tags(HTMLParser):
    """The places of all start tags, by name."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.tags: dict[str, list[Place]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line, column = self.getpos()
        self.tags.setdefault(tag, []).append((line, column + 1))
