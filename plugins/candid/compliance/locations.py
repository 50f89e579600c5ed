"""Where an element stands in the file: line and column of its start tag.

The tree knows lines at best. Places are only needed for what is wrong, so such a page is parsed once more, each start
tag carrying its own number: what the parser adds, drops or moves on its own then misleads nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser

from lxml import etree
from lxml.etree import _Element as Element

__all__ = ["Places"]

Place = tuple[int, int]
_NUMBER = "data-candid-place"


class Places:
    """The places of a page's elements, from 1. A tag that the text only implies stands where its parent does."""

    def __init__(self, text: str, root: Element, parse: Callable[[str], Element]) -> None:
        reader = _Tags()
        reader.feed(text)
        reader.close()
        self._places: dict[Element, Place] = {}
        twin = parse(_numbered(text, reader.tags))
        for element, double in zip(root.iter(etree.Element), twin.iter(etree.Element), strict=False):
            number = double.get(_NUMBER)
            if number is not None and number.isdecimal():
                line, column, _ = reader.tags[int(number)]
                self._places[element] = line, column

    def of(self, element: Element) -> Place:
        """Line and column of the element's start tag."""
        current: Element | None = element
        while current is not None:
            if current in self._places:
                return self._places[current]
            current = current.getparent()
        return 1, 1


class _Tags(HTMLParser):
    """Line, column and name of all start tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.tags: list[tuple[int, int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line, column = self.getpos()
        self.tags.append((line, column + 1, tag))


def _numbered(text: str, tags: list[tuple[int, int, str]]) -> str:
    """The page with a number in each start tag, right behind its name."""
    starts = [0]
    for row in text.split("\n")[:-1]:
        starts.append(starts[-1] + len(row) + 1)
    parts = []
    done = 0
    for number, (line, column, name) in enumerate(tags):
        end = starts[line - 1] + column + len(name)
        parts.append(f'{text[done:end]} {_NUMBER}="{number}"')
        done = end
    return "".join((*parts, text[done:]))
