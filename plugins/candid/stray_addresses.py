"""Addresses that lead readers away from outside of links: image maps, forms, frames, scripts on elements.

Nothing can be marked there: a label needs the content of a link, and a form or a script has no ``rel``. So they are
found for the author to hear of. Addresses are looked for first, since a text has few; the tag around is only read for
those that somebody wants to know of.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import cached_property
from html import unescape
from typing import NamedTuple

from candid.anchors import attribute_around

__all__ = ["StrayAddress", "stray_addresses"]


class StrayAddress(NamedTuple):
    """An address outside of a link.

    Attributes:
        href: The address, decoded.
        element: The element that holds it.
        attribute: Its attribute.
        start: The offset of the attribute.
        written: The attribute as it stands in the text, up to the end of the address.
    """

    href: str
    element: str
    attribute: str
    start: int
    written: str


_WEB = re.compile(r"""//[^\s"'`<>]+""")
_OFFER = re.compile(r"""offer:[^\s"'`<>]+""")
_OPENING = frozenset("\"'=;`")
"""What may stand before an address in an attribute; the semicolon ends a quote that is written as ``&quot;``."""
_LONGEST_TAG = 4_000
_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)")
_LEADING_AWAY = {
    "area": {"href"},
    "button": {"formaction"},
    "embed": {"src"},
    "form": {"action"},
    "iframe": {"src"},
    "input": {"formaction"},
    "meta": {"content"},
    "object": {"data"},
}
_FOR_SCRIPTS = re.compile(r"on[a-z]+|data-(?:[a-z-]+-)?(?:goto|href|link|redirect|url)")
_HIDDEN = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style|textarea)\b.*?(?:</\1|\Z)", re.DOTALL | re.IGNORECASE)
_DRAWING = re.compile(r"<svg\b.*?(?:</svg|\Z)", re.DOTALL | re.IGNORECASE)


def stray_addresses(html: str, wanted: Callable[[str], bool]) -> Iterator[StrayAddress]:
    """The addresses of ``html`` outside of links that ``wanted`` tells of, and all ``offer:`` that stand there."""
    hidden, drawings = _Stretches(_HIDDEN, html), _Stretches(_DRAWING, html)
    for href, start, end in _addresses(html, wanted):
        tag = html.rfind("<", max(0, start - _LONGEST_TAG), start)
        named = _TAG.match(html, tag) if tag >= 0 else None
        around = attribute_around(html, tag, start) if named else None
        if named is None or around is None:
            continue
        element, (attribute, begin) = named[1].lower(), around
        # Nothing can be added to a link in a drawing.
        in_drawing = element == "a" and attribute in ("href", "xlink:href") and drawings.hold(tag)
        if (in_drawing or _leads_away(element, attribute, html[begin:start])) and not hidden.hold(tag):
            yield StrayAddress(href, element, attribute, begin, html[begin:end])


def _addresses(html: str, wanted: Callable[[str], bool]) -> Iterator[tuple[str, int, int]]:
    """The addresses that may stand in an attribute, decoded, each with its span."""
    for found in _WEB.finditer(html):
        start, end = found.span()
        scheme = html[max(0, start - 6) : start].lower()
        start -= 6 if scheme == "https:" else 5 if scheme.endswith("http:") else 0
        if html[start - 1 : start] in _OPENING:
            href = unescape(html[start:end])
            if wanted(href):
                yield href, start, end
    if "offer:" in html:
        for found in _OFFER.finditer(html):
            if html[found.start() - 1 : found.start()] in _OPENING:
                yield found.group(), *found.span()


def _leads_away(element: str, attribute: str, before: str) -> bool:
    if _FOR_SCRIPTS.fullmatch(attribute):
        return True
    if element == "meta":  # refreshes the page with another one; what describes the page stays
        return attribute == "content" and "url=" in before.lower()
    return attribute in _LEADING_AWAY.get(element, ())


class _Stretches:
    """Stretches of a text that a pattern finds, when they are first asked for: most texts have no strays."""

    def __init__(self, pattern: re.Pattern[str], html: str) -> None:
        self._pattern = pattern
        self._html = html

    def hold(self, offset: int) -> bool:
        """Whether ``offset`` stands in one."""
        at = bisect_right(self._spans, offset, key=lambda span: span[0])
        return at > 0 and offset < self._spans[at - 1][1]

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        return [found.span() for found in self._pattern.finditer(self._html)]
