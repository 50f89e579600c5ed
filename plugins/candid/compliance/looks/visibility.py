"""Whether readers see an element: by its attributes, by the elements around it, and by the site's own style sheets."""

from __future__ import annotations

from collections.abc import Mapping

from lxml.etree import _Element as Element

from candid.compliance.looks.cascade import Branch, Elements, Look, Styles

__all__ = ["Visibility"]


class Visibility:
    """Answers for one page, remembered: what hides an element hides all that is in it."""

    def __init__(self, elements: Elements, styles: Styles) -> None:
        self.styles = styles
        self._elements = elements
        self._branches: dict[Element, Branch] = {}
        self._looks: dict[Element, Look] = {}
        self._shows: dict[Element, bool] = {}
        self._hiders: dict[Element, Element | None] = {}
        self._reachable: dict[Element, bool] = {}

    def style(self, element: Element, width: int) -> dict[str, str]:
        """What the cascade says about the element itself on a screen of this width; nothing is inherited."""
        return self._look(element).styles[width]

    def shows_itself(self, element: Element) -> bool:
        """Whether the element is shown, if what is around it is."""
        shows = self._shows.get(element)
        if shows is None:
            look = self._look(element)
            hidden = look.hides or (look.is_bare and _is_hidden_by_name(element))
            shows = self._shows[element] = not hidden and not self._hidden_by_html(element)
        return shows

    def is_seen(self, element: Element) -> bool:
        """Whether sighted readers see it without doing anything, on every screen."""
        return self.hidden_by(element) is None

    def is_exposed(self, element: Element) -> bool:
        """Whether assistive technology is told of it."""
        current: Element | None = element
        while current is not None:
            if (current.get("aria-hidden") or "").lower() == "true" or current.get("hidden") is not None:
                return False
            if self._look(current).silences:
                return False
            current = current.getparent()
        return True

    def hidden_by(self, element: Element) -> Element | None:
        """The innermost element, itself or one around it, that keeps it out of sight; ``None`` if it is seen."""
        chain = _up_to(element, self._hiders)
        parent = chain[-1].getparent() if chain else element
        hider = None if parent is None else self._hiders[parent]
        for one in reversed(chain):
            hider = self._hiders[one] = hider if self.shows_itself(one) else one
        return hider

    def is_reachable(self, element: Element) -> bool:
        """Whether readers can come to it at all, if need be by opening something: a link in closed details can be."""
        chain = _up_to(element, self._reachable)
        parent = chain[-1].getparent() if chain else element
        is_open = parent is None or self._reachable[parent]
        for one in reversed(chain):
            is_open = self._reachable[one] = is_open and self._is_open(one)
        return is_open

    def _is_open(self, element: Element) -> bool:
        closed = element.tag in ("template", "noscript") or element.get("hidden") is not None
        return not closed and not self._look(element).is_gone

    def _look(self, element: Element) -> Look:
        look = self._looks.get(element)
        if look is None:
            chain = _up_to(element, self._branches)
            parent = chain[-1].getparent() if chain else element
            branch = None if parent is None else self._branches[parent]
            for one in reversed(chain):
                branch = self._branches[one] = self.styles.branch(branch, one, self._elements)
            assert branch is not None
            look = self._looks[element] = self.styles.look(branch, element, self._elements)
        return look

    def _hidden_by_html(self, element: Element) -> bool:
        if element.tag in ("template", "noscript", "head", "script", "style") or element.get("hidden") is not None:
            return True
        if element.tag == "dialog" and element.get("open") is None:
            return True
        if element.get("popover") is not None:
            return True
        parent = element.getparent()
        return (
            parent is not None
            and parent.tag == "details"
            and parent.get("open") is None
            and not (element.tag == "summary" and parent.find("summary") is element)
        )


_HIDING_NAMES = frozenset({
    "sr-only", "visually-hidden", "visuallyhidden", "visually-hidden-focusable", "screen-reader-text",
    "screen-reader-only", "screenreader-only", "u-visually-hidden", "u-sr-only", "d-none", "is-hidden", "u-hidden",
    "is-sr-only", "hidden", "invisible",
})  # fmt: skip
"""Class names by which widespread style sheets hide things. They count where the site's own sheets say nothing."""


def _is_hidden_by_name(element: Element) -> bool:
    names = element.get("class")
    return names is not None and not _HIDING_NAMES.isdisjoint(names.lower().split())


def _up_to(element: Element, known: Mapping[Element, object]) -> list[Element]:
    """The element and those around it, innermost first, as far as nothing is known of them."""
    chain: list[Element] = []
    current: Element | None = element
    while current is not None and current not in known:
        chain.append(current)
        current = current.getparent()
    return chain
