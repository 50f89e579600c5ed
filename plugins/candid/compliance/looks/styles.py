"""Style sheets, as far as they decide whether and how a text is seen: their rules, read and compiled.

Only the properties count that can hide a text or make it hard to read. Media queries are answered for a narrow and a
wide screen: what is hidden on either is hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import tinycss2
from cssselect2 import SelectorError, compile_selector_list

__all__ = ["WIDTHS", "Declaration", "Selector", "StyleRule", "read_declarations", "read_stylesheet"]

_LONGEST_ATTRIBUTE = 20_000
WIDTHS = (360, 1280)
"""The widths in CSS pixels for which media queries are answered."""

_PROPERTIES = frozenset({
    "display", "visibility", "opacity", "content-visibility", "position", "left", "right", "top", "clip", "clip-path",
    "width", "height", "max-height", "overflow", "text-indent", "transform", "font-size", "font", "color", "background",
    "background-color", "background-image", "object-fit", "inset", "bottom", "pointer-events",
    "font-weight", "overflow-x", "min-width", "max-width", "translate", "scale", "filter", "animation",
    "animation-name", "margin-left", "margin-top", "white-space", "text-overflow", "line-clamp", "-webkit-line-clamp",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Declaration:
    """One declaration: its value as text in lower case."""

    name: str
    value: str
    important: bool


@dataclass(frozen=True, slots=True)
class Selector:
    """One selector, compiled.

    Attributes:
        compiled: What cssselect2 made of it.
        is_vertical: Whether it looks at nothing but an element and those around it: at no neighbour, no state of a
            control and no place among the children.
        attributes: The attributes that it looks at, beside class and id.
        ids: The ids that it names.
        classes: Classes that an element or those around it must have.
    """

    compiled: Any
    is_vertical: bool
    attributes: frozenset[str]
    ids: frozenset[str]
    classes: frozenset[str]


@dataclass(frozen=True, slots=True)
class StyleRule:
    """One rule of a style sheet: what it says, of what, and on which of the ``WIDTHS``."""

    selectors: tuple[Selector, ...]
    declarations: tuple[Declaration, ...]
    widths: frozenset[int]


def read_declarations(text: str | None) -> tuple[Declaration, ...]:
    """The declarations of a ``style`` attribute that matter here."""
    if not text:
        return ()
    nodes = tinycss2.parse_blocks_contents(text[:_LONGEST_ATTRIBUTE], skip_comments=True, skip_whitespace=True)
    return tuple(_declarations(nodes))


def read_stylesheet(text: str) -> tuple[StyleRule, ...]:
    """The rules of a style sheet that matter here, in their order. Never raises: what cannot be read is left out."""
    nodes = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    found: list[StyleRule] = []
    with suppress(RecursionError):  # nested as no style sheet is
        found.extend(_rules(nodes, _EVERY_WIDTH))
    return tuple(found)


_EVERY_WIDTH = frozenset(WIDTHS)


def _rules(nodes: Iterable[Any], widths: frozenset[int], around: str = "") -> Iterator[StyleRule]:
    """The rules of a list; ``around`` is the selector of the rule that they are nested in."""
    for node in nodes:
        if node.type == "qualified-rule":
            prelude = node.prelude if not around else _nested(_parts(node.prelude), around)
            if not prelude:
                continue
            content = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
            yield from _style_rules(prelude, content, widths)
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
            if within and around:
                content = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
                yield from _style_rules(around, content, within)
            elif within:
                inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
                yield from _rules(inner, within)


def _style_rules(prelude: Any, content: Sequence[Any], widths: frozenset[int]) -> Iterator[StyleRule]:
    """What a block says of the elements that its selectors match, then the rules nested in it."""
    declarations = tuple(_declarations(content))
    if declarations:
        yield StyleRule(tuple(_selectors(prelude)), declarations, widths)
    nested = [node for node in content if node.type in ("qualified-rule", "at-rule")]
    if nested:
        around = prelude if isinstance(prelude, str) else _written(prelude).strip()
        if len(around) < _LONGEST_NESTED:
            yield from _rules(nested, widths, around)


_LONGEST_NESTED = 2000
"""Characters of a selector: with each rule nested in another, and with each ``&`` in one, it grows."""


def _nested(parts: Sequence[str], around: str) -> str:
    """The selectors of a rule that is nested in another one, as they would be written outside of it.

    Empty where they would be longer than any that somebody wrote.
    """
    whole = around if _COMPOUND.fullmatch(around) else f":is({around})"
    start = whole if "," in around else around
    if sum(len(part) + max(part.count("&"), 1) * len(whole) for part in parts) > _LONGEST_NESTED:
        return ""
    return ", ".join(part.replace("&", whole) if "&" in part else f"{start} {part}" for part in parts)


_COMPOUND = re.compile(r"[^\s,>+~]+")


def _declarations(nodes: Iterable[Any]) -> Iterator[Declaration]:
    for node in nodes:
        if node.type != "declaration":
            continue
        name = node.name if node.name.startswith("--") else node.lower_name
        if name in _PROPERTIES or name in _PADDING or name.startswith("--"):
            value = re.sub(r"\s+", " ", _written(node.value)).strip().lower()
            if name not in _PADDING or _FAR.search(value):
                yield Declaration(name, value, bool(node.important))


_PADDING = frozenset({"padding", "padding-left"})
_FAR = re.compile(r"\d{4}|\d{3}(?:\.\d+)?(?:rem|em|vw)")
"""The padding that matters: it moves back into the page what a margin took out of it."""


def _written(nodes: Sequence[Any]) -> str:
    try:
        return str(tinycss2.serialize(nodes))
    except RecursionError:
        return ""


_AT_ONE_PLACE = re.compile(
    r":(?:hover|focus(?:-visible|-within)?|active|visited|target|root|(?:not|is|where)(?=\())|\[[^\]]*\]", re.IGNORECASE
)
"""What a selector may hold that looks at neither neighbours nor states."""
_ELSEWHERE = re.compile(r"[+~:|\\]")
_ATTRIBUTE = re.compile(r"\[\s*([\w-]+)")
_ID = re.compile(r"#([\w-]+)")
_CLASS = re.compile(r"\.([\w-]+)")
_ENCLOSED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_OF_NEIGHBOUR = re.compile(r"(?<![^\s>+~])[^\s>+~]++\s*[+~]")
_UNCERTAIN = re.compile(r"/\*|[\\()\[\]]")


def _selectors(prelude: str | Sequence[Any]) -> Iterator[Selector]:
    if isinstance(prelude, str):
        prelude = tinycss2.parse_component_value_list(prelude)
    try:
        compiled = compile_selector_list(prelude)
    except (SelectorError, NotImplementedError):
        return  # as in a browser: a list with a selector that cannot be read is dropped whole
    except (SyntaxError, MemoryError, RecursionError):
        return  # of so many parts that what cssselect2 makes of it, an expression of Python, nests too deep
    for text, one in zip(_parts(prelude), compiled, strict=True):
        is_vertical = "\\" not in text and not _ELSEWHERE.search(_AT_ONE_PLACE.sub("", text))
        names = frozenset(name.lower() for name in _ATTRIBUTE.findall(text))
        yield Selector(one, is_vertical, names, frozenset(_ID.findall(text)), _classes_around(text))


def _classes_around(selector: str) -> frozenset[str]:
    """The classes that a selector asks of an element and of those around it; what it asks of neighbours is left out."""
    plain = _ENCLOSED.sub("", _ENCLOSED.sub("", selector))
    return frozenset() if _UNCERTAIN.search(plain) else frozenset(_CLASS.findall(_OF_NEIGHBOUR.sub(" ", plain)))


def _parts(prelude: Sequence[Any]) -> list[str]:
    """The selectors of a list, each as it is written."""
    parts: list[list[Any]] = [[]]
    for node in prelude:
        if node == ",":
            parts.append([])
        else:
            parts[-1].append(node)
    return [_written(part) for part in parts]


_LENGTH = re.compile(r"\(\s*(min|max)-width\s*:\s*(\d{1,6}(?:\.\d+)?)(px|em|rem)\s*\)")
_RANGE = re.compile(
    r"\(\s*(?:(\d{1,6}(?:\.\d+)?)(px|em|rem)\s*([<>])=?\s*)?width\s*(?:([<>])=?\s*(\d{1,6}(?:\.\d+)?)(px|em|rem)\s*)?\)"
)
_NEGATED = re.compile(r"not\s+(?:(?:all|screen)\s+and\s+)?(?=\()")


def _media_applies(query: str, width: int) -> bool:
    """Whether one of the queries of a comma-separated list holds on a screen of this width."""
    return any(_one_media_applies(part.strip().lower(), width) for part in query.split(","))


def _one_media_applies(query: str, width: int) -> bool:
    negated = _NEGATED.match(query)
    if (query.startswith("not ") and negated is None) or "print" in query or "speech" in query:
        return False
    rest = query[negated.end() :] if negated else query
    holds = True
    for found in _LENGTH.finditer(query):
        bound = _pixels(found[2], found[3])
        holds = holds and (width >= bound if found[1] == "min" else width <= bound)
        rest = rest.replace(found[0], "")
    for found in _RANGE.finditer(query):
        if found[1]:
            bound = _pixels(found[1], found[2])
            holds = holds and (bound <= width if found[3] == "<" else bound >= width)
        if found[5]:
            bound = _pixels(found[5], found[6])
            holds = holds and (width <= bound if found[4] == "<" else width >= bound)
        rest = rest.replace(found[0], "")
    # Any other feature (hover, preferences, orientation …) may not hold: what depends on it decides nothing.
    return holds != bool(negated) and "(" not in rest


def _pixels(number: str, unit: str) -> float:
    return float(number) * (1 if unit == "px" else 16)  # a length on a screen, no amount
