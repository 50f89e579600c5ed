"""What a site's own style sheets say about an element, as far as they decide whether and how a text is seen.

The cascade is real (tinycss2 parses, cssselect2 matches), but it is asked only about few elements, and only for the
properties that can hide a text or make it hard to read. Media queries are answered for a narrow and a wide screen: what
is hidden on either is hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import tinycss2
from cssselect2 import ElementWrapper, Matcher, SelectorError, compile_selector_list
from lxml.etree import _Element as Element

__all__ = ["WIDTHS", "Declaration", "Elements", "Styles", "read_declarations", "read_stylesheet"]

_LONGEST_ATTRIBUTE = 20_000
WIDTHS = (360, 1280)
"""The widths in CSS pixels for which media queries are answered."""

_PROPERTIES = frozenset({
    "display", "visibility", "opacity", "content-visibility", "position", "left", "right", "top", "clip", "clip-path",
    "width", "height", "max-height", "overflow", "text-indent", "transform", "font-size", "font", "color", "background",
    "background-color", "background-image", "object-fit", "inset", "bottom", "pointer-events",
    "font-weight", "overflow-x", "min-width", "max-width",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Declaration:
    """One declaration: its value as text in lower case."""

    name: str
    value: str
    important: bool


@dataclass(frozen=True, slots=True)
class _Rule:
    selectors: tuple[Any, ...]
    declarations: tuple[Declaration, ...]
    widths: frozenset[int]


def read_declarations(text: str | None) -> tuple[Declaration, ...]:
    """The declarations of a ``style`` attribute that matter here."""
    if not text:
        return ()
    nodes = tinycss2.parse_blocks_contents(text[:_LONGEST_ATTRIBUTE], skip_comments=True, skip_whitespace=True)
    return tuple(_declarations(nodes))


def read_stylesheet(text: str) -> tuple[_Rule, ...]:
    """The rules of a style sheet that matter here, in their order. Never raises: what cannot be read is left out."""
    nodes = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    found: list[_Rule] = []
    with suppress(RecursionError):  # nested as no style sheet is
        found.extend(_rules(nodes, _EVERY_WIDTH))
    return tuple(found)


class Styles:
    """The style sheets of a page, in their order, ready to be asked about its elements."""

    def __init__(self, sheets: Iterable[Sequence[_Rule]]) -> None:
        self._matcher = Matcher()
        for sheet in sheets:
            for rule in sheet:
                for selector in rule.selectors:
                    self._matcher.add_selector(selector, rule)

    def of(self, element: ElementWrapper) -> dict[int, dict[str, str]]:
        """What the cascade says about this element itself, nothing inherited: width -> property -> value."""
        offers = [
            (found, (found.important, False, specificity, order), rule.widths)
            for specificity, order, pseudo, rule in self._matcher.match(element)
            if pseudo is None
            for found in rule.declarations
        ]
        own = read_declarations(element.etree_element.get("style"))
        offers += ((found, (found.important, True, (), 0), _EVERY_WIDTH) for found in own)
        if all(widths is _EVERY_WIDTH for _, _, widths in offers):
            return dict.fromkeys(WIDTHS, _winners((found, rank) for found, rank, _ in offers))
        return {width: _winners((found, rank) for found, rank, widths in offers if width in widths) for width in WIDTHS}


_EVERY_WIDTH = frozenset(WIDTHS)
_Rank = tuple[bool, bool, tuple[int, ...], int]


def _winners(offers: Iterable[tuple[Declaration, _Rank]]) -> dict[str, str]:
    winners: dict[str, tuple[_Rank, str]] = {}
    for found, rank in offers:
        if found.name not in winners or rank >= winners[found.name][0]:
            winners[found.name] = rank, found.value
    return {name: value for name, (_, value) in winners.items()}


class Elements:
    """The elements of a page as cssselect2 sees them, wrapped only when asked for."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self._wrapped: dict[Element, ElementWrapper] = {root: ElementWrapper.from_html_root(root)}

    def wrapped(self, element: Element) -> ElementWrapper:
        """The wrapper of an element of this page."""
        chain: list[Element] = []
        current: Element | None = element
        while current is not None and current not in self._wrapped:
            chain.append(current)
            current = current.getparent()
        for missing in reversed(chain):
            parent = missing.getparent()
            assert parent is not None
            if missing not in self._wrapped:
                for child in self._wrapped[parent].iter_children():
                    self._wrapped.setdefault(child.etree_element, child)
        return self._wrapped[element]


def _rules(nodes: Iterable[Any], widths: frozenset[int]) -> Iterator[_Rule]:
    for node in nodes:
        if node.type == "qualified-rule":
            content = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
            declarations = tuple(_declarations(content))
            if declarations:
                yield _Rule(tuple(_selectors(node.prelude)), declarations, widths)
        elif node.type == "at-rule" and node.content is not None:
            name = node.lower_at_keyword
            if name == "media":
                query = _written(node.prelude)
                within = frozenset(width for width in widths if _media_applies(query, width))
                within = widths if within == widths else within
            elif name in ("supports", "layer", "container", "scope"):
                within = widths
            else:
                continue
            if within:
                inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
                yield from _rules(inner, within)


def _declarations(nodes: Iterable[Any]) -> Iterator[Declaration]:
    for node in nodes:
        if node.type == "declaration" and (node.lower_name in _PROPERTIES or node.name.startswith("--")):
            value = re.sub(r"\s+", " ", _written(node.value)).strip().lower()
            name = node.name if node.name.startswith("--") else node.lower_name
            yield Declaration(name, value, bool(node.important))


def _written(nodes: Sequence[Any]) -> str:
    try:
        return str(tinycss2.serialize(nodes))
    except RecursionError:
        return ""


def _selectors(prelude: Sequence[Any]) -> Iterator[Any]:
    try:
        yield from compile_selector_list(prelude)
    except (SelectorError, RecursionError):
        return  # as in a browser: a list with a selector that cannot be read is dropped whole


_LENGTH = re.compile(r"\(\s*(min|max)-width\s*:\s*(\d{1,6}(?:\.\d+)?)(px|em|rem)\s*\)")


def _media_applies(query: str, width: int) -> bool:
    """Whether one of the queries of a comma-separated list holds on a screen of this width."""
    return any(_one_media_applies(part.strip().lower(), width) for part in query.split(","))


def _one_media_applies(query: str, width: int) -> bool:
    if query.startswith("not ") or "print" in query or "speech" in query:
        return False
    rest = query
    for found in _LENGTH.finditer(query):
        bound = float(found[2]) * (1 if found[3] == "px" else 16)  # a length on a screen, no amount
        if (found[1] == "min" and width < bound) or (found[1] == "max" and width > bound):
            return False
        rest = rest.replace(found[0], "")
    # Any other feature (hover, preferences, orientation …) may not hold: what depends on it decides nothing.
    return not re.search(r"\(", rest)
