"""A page's text as one string, with the way back from each place of it to the element that it stands in.

Phrases run across elements (``<b>guaranteed</b> income``), and patterns are fastest over one string. Blanks are
collapsed; a line ends where a block does. Scripts, styles, templates and drawings are no text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree
from lxml.etree import _Element as Element

from candid.compliance.text.texts import SILENT
from candid.compliance.wording.vocabulary import Phrases, Vocabulary, vocabulary_of

__all__ = ["INLINE", "Flow", "Passage", "Spans"]

INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "output", "q", "s", "samp", "slot", "small", "span", "strike", "strong", "sub", "sup",
    "time", "tt", "u", "var", "wbr",
})  # fmt: skip
"""Elements that stand within a line of text."""

_EVENTS = ("start", "end", "comment", "pi")


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a pattern was found: the match in the flow's text, and the element in which it begins."""

    match: re.Match[str]
    element: Element


class Spans:
    """Stretches of a text, ready to be asked whether a place lies in one of them."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def __contains__(self, offset: int) -> bool:
        at = bisect_right(self._starts, offset) - 1
        return at >= 0 and offset < self._ends[at]


class Flow:
    """The text of a tree.

    Args:
        root: Its root.

    Attributes:
        text: All of it, in the order of the page.
    """

    def __init__(self, root: Element) -> None:
        self._offsets: list[int] = []
        self._containers: list[Element] = []
        self._lasts: list[Element] = []
        self._spans: dict[Element, tuple[int, int]] = {}
        self._texts: dict[Element, str] = {}
        self.text = self._read(root)

    def _read(self, root: Element) -> str:
        parts: list[str] = []
        starts: dict[Element, int] = {}
        size, last, open_line = 0, root, False

        def add(text: str, container: Element) -> None:
            nonlocal size, open_line
            words = text.split()
            if words:
                line = f"{' ' if text[0].isspace() and open_line else ''}{' '.join(words)}"
                line += " " if text[-1].isspace() else ""
            elif open_line:
                line = " "
            else:
                return
            self._offsets.append(size)
            self._containers.append(container)
            self._lasts.append(last)
            parts.append(line)
            size += len(line)
            open_line = line[-1] != " "

        def end_line() -> None:
            nonlocal size, open_line
            if parts and parts[-1] != "\n":
                parts.append("\n")
                size += 1
                open_line = False

        walk = etree.iterwalk(root, events=_EVENTS)
        for event, node in walk:
            if event == "start":
                last = node
                tag = node.tag
                if tag in SILENT:
                    walk.skip_subtree()
                    starts[node] = size
                    continue
                if tag not in INLINE:
                    end_line()
                starts[node] = size
                if node.text:
                    add(node.text, node)
            else:
                if event == "end":
                    self._spans[node] = starts.get(node, size), size
                    if node.tag not in INLINE and node.tag not in SILENT:
                        end_line()
                if node.tail and node is not root:
                    parent = node.getparent()
                    if parent is not None:
                        add(node.tail, parent)
        return "".join(parts)

    @cached_property
    def lower(self) -> str:
        """The text in lower case, each place where it is in ``text``."""
        return self.text.replace("İ", "I").lower()  # the one letter that would become two

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of the text."""
        return vocabulary_of(self.text)

    def of(self, element: Element) -> str:
        """The text of an element, its lines parted by blanks."""
        if element not in self._texts:
            start, end = self.span(element)
            self._texts[element] = " ".join(self.text[start:end].split())
        return self._texts[element]

    def span(self, element: Element) -> tuple[int, int]:
        """Where the text of an element begins and ends; an empty span for one that has none."""
        return self._spans.get(element, (0, 0))

    def element_at(self, offset: int) -> Element:
        """The innermost element around a place of the text."""
        return self._containers[max(bisect_right(self._offsets, offset) - 1, 0)]

    def last_before(self, offset: int) -> Element:
        """The last element that begins before a place of the text: it orders places and elements."""
        return self._lasts[max(bisect_right(self._offsets, offset) - 1, 0)]

    def find(self, pattern: re.Pattern[str] | Phrases, within: Element | None = None) -> Iterator[Passage]:
        """Where a pattern matches, in the whole text or within an element."""
        start, end = (0, len(self.text)) if within is None else self.span(within)
        for match in pattern.finditer(self.text, start, end):
            yield Passage(match, self.element_at(match.start()))

    def around(self, start: int, end: int, reach: int) -> str:
        """The text from ``reach`` characters before a place to as many behind it."""
        return self.text[max(start - reach, 0) : end + reach]

    def sentence(self, start: int, end: int) -> str:
        """The sentence, or the line, around a place of the text."""
        floor = max(start - _LONGEST_SENTENCE, 0)
        before = max((found.end() for found in _END.finditer(self.text, floor, start)), default=floor)
        behind = _END.search(self.text, end, end + _LONGEST_SENTENCE)
        return self.text[before : behind.start() + 1 if behind else end + _LONGEST_SENTENCE].strip()

    def line(self, offset: int) -> str:
        """The line around a place of the text: what stands in one block."""
        return self.text[slice(*self.line_at(offset))]

    def line_at(self, offset: int) -> tuple[int, int]:
        """Where that line begins and ends."""
        end = self.text.find("\n", offset)
        return self.text.rfind("\n", 0, offset) + 1, len(self.text) if end < 0 else end


_END = re.compile(r"[.!?…](?=[\s\"'”’)])|\n")
_LONGEST_SENTENCE = 400
