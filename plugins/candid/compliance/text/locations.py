"""Where an element stands in the file: line and column of its start tag.

The tree knows lines at best. Places are only needed for what is wrong. Where a text has as many start tags of a name as
its tree has elements, they are the same in their order, and the line of each is proof of that. Anywhere else the page
is parsed once more, each start tag carrying its own number: what the parser adds, drops or moves on its own then
misleads nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from html.parser import HTMLParser
from typing import cast

from lxml import etree
from lxml.etree import _Element as Element

__all__ = ["Places"]

Place = tuple[int, int]
_NUMBER = "data-candid-place"
_ATTRIBUTES = r"""(?:[^>"']++|"[^"]*+"|'[^']*+')*+"""
_TAG = re.compile(
    rf"<!--(?:.*?-->|.*)"
    rf"|<(?:(?P<raw>script|style)(?=[\s/>])|(?P<name>[a-z][^\s/>]*+)){_ATTRIBUTES}(?(raw)>?(?:.*?</(?P=raw)|.*))",
    re.IGNORECASE | re.DOTALL,
)
"""A comment, or a start tag; with a script or style all that it holds. What was read is not given back."""


class Places:
    """The places of a page's elements, from 1. A tag that the text only implies stands where its parent does.

    Args:
        text: The HTML of the page.
        root: The root of its tree.
        parse: Makes a tree of HTML, as it made this one.
    """

    def __init__(self, text: str, root: Element, parse: Callable[[str], Element]) -> None:
        self._text = text
        self._root = root
        self._parse = parse
        self._of_name: dict[str, dict[Element, tuple[int, int]]] = {}

    def of(self, element: Element) -> Place:
        """Line and column of the element's start tag."""
        name = str(element.tag)
        if name not in self._of_name:
            self._of_name[name] = self._paired(name)
        span = self._of_name[name].get(element)
        if span is not None:
            line = self._text.count("\n", 0, span[0]) + 1
            if line <= _line(element) <= line + self._text.count("\n", *span):
                return line, span[0] - self._text.rfind("\n", 0, span[0])
        current: Element | None = element
        while current is not None:
            if current in self._numbered:
                return self._numbered[current]
            current = current.getparent()
        return 1, 1

    @cached_property
    def _tags(self) -> dict[str, list[tuple[int, int]]]:
        """Where the start tags of the text begin and end, by name."""
        found: dict[str, list[tuple[int, int]]] = {}
        for tag in _TAG.finditer(self._text):
            name = tag["name"] or tag["raw"]
            if name:
                found.setdefault(name.lower(), []).append(tag.span())
        return found

    def _paired(self, name: str) -> dict[Element, tuple[int, int]]:
        """The elements of a name with their tags; none where their numbers differ."""
        elements, tags = list(self._root.iter(name)), self._tags.get(name, [])
        return dict(zip(elements, tags, strict=True)) if len(elements) == len(tags) else {}

    @cached_property
    def _numbered(self) -> dict[Element, Place]:
        """The places of all elements, as a twin of the tree tells them."""
        reader = _Tags()
        reader.feed(self._text)
        reader.close()
        twin = self._parse(_numbered(self._text, reader.tags))
        found: dict[Element, Place] = {}
        for element, double in zip(self._root.iter(etree.Element), twin.iter(etree.Element), strict=False):
            number = double.get(_NUMBER)
            if number is not None and number.isdecimal():
                line, column, _ = reader.tags[int(number)]
                found[element] = line, column
        return found


def _line(element: Element) -> int:
    """The line in which the start tag ends, as far as the parser counts; 0 where it does not know."""
    return cast("int | None", element.sourceline) or 0


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
