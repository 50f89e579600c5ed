"""The text of elements: all of it, what is seen of it, and what assistive technology calls them.

Pages can be nested as deeply as the parser lets them; no function here calls itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml.etree import _Element as Element

__all__ = ["SILENT", "accessible_name", "all_text", "is_element", "own_text", "pieces", "shortened", "text_of", "words"]

SILENT = frozenset({"script", "style", "template", "noscript", "head", "title", "svg", "iframe", "object"})
"""Elements whose content is no text of the page."""

_QUOTED = 60
_NAMELESS = frozenset({"script", "style", "template"})


def is_element(node: Element) -> bool:
    """Whether a node of the tree is an element: comments and processing instructions are nodes too."""
    return isinstance(node.tag, str)


def words(text: str) -> str:
    """``text`` with its blanks collapsed."""
    return " ".join(text.split())


def shortened(text: str) -> str:
    """``text`` on one line and short enough to be quoted in a message."""
    text = words(text)
    return text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1].rstrip()}…"


def pieces(element: Element, enters: Callable[[Element], bool]) -> Iterator[tuple[Element, str]]:
    """The pieces of an element's text in their order, each with the element that holds it.

    Args:
        element: Where to begin.
        enters: Whether an element is looked into; the text behind it is read in any case.
    """
    stack: list[Element | tuple[Element, str]] = [element]
    while stack:
        node = stack.pop()
        if isinstance(node, tuple):
            yield node
        elif is_element(node) and enters(node):
            if node.text:
                yield node, node.text
            rest: list[Element | tuple[Element, str]] = []
            for child in node:
                rest.append(child)
                if child.tail:
                    rest.append((node, child.tail))
            stack.extend(reversed(rest))


def text_of(element: Element) -> str:
    """All text of an element, seen or not, its blanks collapsed; scripts, styles and templates left out."""
    if len(element) == 0:
        return words(element.text or "") if is_element(element) and element.tag not in SILENT else ""
    return words(" ".join(piece for _, piece in pieces(element, lambda node: node.tag not in SILENT)))


def own_text(element: Element, language: str = "") -> str:
    """The text by which to tell an element's language: what its author wrote there, and wrote in that language.

    Left out are what says that it is in another language than ``language``, and what Candid adds in words of its own.
    """

    def is_own(node: Element) -> bool:
        if node.tag in SILENT:
            return False
        if node is element:
            return True
        written = (node.get("lang") or language).replace("_", "-").partition("-")[0].lower()
        return written == language and not any(name.startswith("candid-") for name in (node.get("class") or "").split())

    return words(" ".join(piece for _, piece in pieces(element, is_own)))


def all_text(element: Element) -> str:
    """Every character that stands in an element, its blanks collapsed."""
    return words("".join(str(text) for text in element.itertext()))


def accessible_name(root: Element, element: Element) -> str:
    """The name that assistive technology gives a link or control, as far as plain HTML decides it."""
    ids = [name for name in (element.get("aria-labelledby") or "").split() if "'" not in name]
    labels = [root.find(f".//*[@id='{name}']") for name in ids]
    named = words(" ".join(all_text(label) for label in labels if label is not None))
    named = named or words(element.get("aria-label") or "")
    if not named:
        named = words(" ".join(_named_parts(element)))
    return named or words(element.get("title") or "")


def _named_parts(element: Element) -> Iterator[str]:
    stack: list[Element | str] = [element]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield node
            continue
        if not is_element(node) or node.tag in _NAMELESS or node.get("aria-hidden") == "true":
            continue
        if node.tag in ("img", "area"):
            yield node.get("alt") or ""
        label = node.get("aria-label")
        if label:
            yield label
            continue
        yield node.text or ""
        rest: list[Element | str] = []
        for child in node:
            rest += (child, child.tail or "")
        stack.extend(reversed(rest))
