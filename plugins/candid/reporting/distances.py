"""How far readers get from a disclosure to the first affiliate link: in visible characters and in elements."""

from __future__ import annotations

import re

from lxml.etree import _Element as Element

from candid.compliance.facts.statements import Disclosure
from candid.compliance.page import BuiltPage

__all__ = ["distance"]

_WORD = re.compile(r"\S+")


def distance(page: BuiltPage, disclosure: Disclosure, link: Element) -> tuple[int, int]:
    """The distance from the end of a disclosure to a link: characters and elements.

    Both are below 0 where the link comes first, and 0 where one stands in the other. Characters are those that sighted
    readers see, with one blank between words; elements are those that begin between the two.
    """
    element = disclosure.element
    if element is link or element in link.iterancestors() or link in element.iterancestors():
        return 0, 0
    if page.position(link) > page.position(element):
        begins = page.flow.span(link)[0]
        return _visible(page, page.flow.span(element)[1], begins), _between(page, element, link)
    return -_visible(page, page.flow.span(link)[1], disclosure.start), -_between(page, link, element)


def _visible(page: BuiltPage, start: int, end: int) -> int:
    words = (found for found in _WORD.finditer(page.flow.text, start, max(start, end)))
    seen = [len(word[0]) for word in words if page.is_seen(page.flow.element_at(word.start()))]
    return sum(seen) + max(len(seen) - 1, 0)


def _between(page: BuiltPage, first: Element, second: Element) -> int:
    """How many elements begin behind ``first`` and what it holds, and before ``second``."""
    return page.position(second) - page.position(first) - sum(1 for _ in first.iterdescendants("*")) - 1
