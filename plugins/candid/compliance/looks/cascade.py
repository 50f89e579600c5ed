"""The cascade: what a site's style sheets say about an element itself, worked out once for all that must look alike.

Most selectors look at nothing but an element and what is around it. Elements with the same names inside of elements
with the same names match the same ones of these, on whatever page they stand: they share a ``Branch``. What looks at
neighbours, or at the state of a control, is asked for each element, as far as its names and those around allow it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from cssselect2 import ElementWrapper
from lxml.etree import _Element as Element

from candid.compliance.looks.hiding import hides, is_gone, silences
from candid.compliance.looks.styles import WIDTHS, Declaration, Selector, StyleRule, read_declarations

__all__ = ["Branch", "Elements", "Look", "Styles"]

_EVERY_WIDTH = frozenset(WIDTHS)
_Rank = tuple[bool, bool, tuple[int, ...], int]
_Offer = tuple[Declaration, _Rank, frozenset[int]]


class Look:
    """What the cascade says about an element itself, nothing inherited.

    Attributes:
        styles: Width of the screen -> property -> value.
    """

    def __init__(self, offers: Sequence[_Offer]) -> None:
        if all(widths is _EVERY_WIDTH for _, _, widths in offers):
            self.styles: Mapping[int, dict[str, str]] = dict.fromkeys(WIDTHS, _winners(offers))
        else:
            self.styles = {width: _winners([one for one in offers if width in one[2]]) for width in WIDTHS}

    @cached_property
    def is_bare(self) -> bool:
        """Whether it says nothing at all."""
        return not any(self.styles.values())

    @cached_property
    def hides(self) -> bool:
        """Whether it takes the element out of sight on any screen."""
        return any(map(hides, self.styles.values()))

    @cached_property
    def silences(self) -> bool:
        """Whether it keeps the element from assistive technology on any screen."""
        return any(map(silences, self.styles.values()))

    @cached_property
    def is_gone(self) -> bool:
        """Whether there is nothing of the element on any screen."""
        return all(map(is_gone, self.styles.values()))


def _winners(offers: Iterable[_Offer]) -> dict[str, str]:
    winners: dict[str, tuple[_Rank, str]] = {}
    for found, rank, _ in offers:
        if found.name not in winners or rank >= winners[found.name][0]:
            winners[found.name] = rank, found.value
    return {name: value for name, (_, value) in winners.items()}


@dataclass(eq=False, slots=True)
class Branch:
    """Elements that no selector can tell apart by their own names and by those around them.

    Attributes:
        classes: The classes of the elements and of those around them.
        offers: What the rules say whose selectors match them by that alone.
        others: The rules whose selectors also look at neighbours and states, as far as they may match them.
        below: The branches of their children.
        looks: Their looks, by their ``style`` attribute, where no other rule matches.
    """

    classes: frozenset[str]
    offers: tuple[_Offer, ...] = ()
    others: tuple[_Entry, ...] = ()
    below: dict[tuple[object, ...], Branch] = field(default_factory=dict)
    looks: dict[str | None, Look] = field(default_factory=dict)


class Styles:
    """The style sheets of a page, in their order, ready to be asked about its elements."""

    def __init__(self, sheets: Iterable[Sequence[StyleRule]]) -> None:
        self._vertical, self._others = _Index(), _Index()
        self._root = Branch(frozenset())
        names, ids = {"class"}, set[str]()
        order = 0
        for sheet in sheets:
            for rule in sheet:
                for selector in rule.selectors:
                    order += 1
                    if selector.compiled.pseudo_element is None and not selector.compiled.never_matches:
                        (self._vertical if selector.is_vertical else self._others).add(selector, rule, order)
                        names |= selector.attributes
                        ids |= selector.ids
        self._names, self._ids = frozenset(names), frozenset(ids)

    def branch(self, above: Branch | None, element: Element, elements: Elements) -> Branch:
        """The branch of an element, given that of its parent."""
        names, ids = self._names, self._ids
        key = (
            element.tag,
            *(pair for pair in element.items() if pair[0] in names or (pair[0] == "id" and pair[1] in ids)),
        )
        around = self._root if above is None else above
        found = around.below.get(key)
        if found is None:
            classes = around.classes.union((element.get("class") or "").split())
            found = around.below[key] = Branch(
                classes,
                tuple(_offers(self._vertical.candidates(element, classes), element, elements)),
                tuple(self._others.candidates(element, classes)),
            )
        return found

    def look(self, branch: Branch, element: Element, elements: Elements) -> Look:
        """The look of an element, given its branch."""
        written = element.get("style")
        others = tuple(_offers(branch.others, element, elements)) if branch.others else ()
        if others:
            return Look((*branch.offers, *others, *_inline(written)))
        found = branch.looks.get(written)
        if found is None:
            found = branch.looks[written] = Look((*branch.offers, *_inline(written)))
        return found


def _offers(entries: Iterable[_Entry], element: Element, elements: Elements) -> Iterator[_Offer]:
    """The declarations of the rules that match an element."""
    wrapped = elements.wrapped(element)
    for entry in entries:
        if entry.selector.compiled.test(wrapped):
            specificity, order = entry.rank
            for found in entry.rule.declarations:
                yield found, (found.important, False, specificity, order), entry.rule.widths


def _inline(written: str | None) -> Iterator[_Offer]:
    return ((found, (found.important, True, (), 0), _EVERY_WIDTH) for found in read_declarations(written))


@dataclass(frozen=True, slots=True)
class _Entry:
    """A selector with its rule, and what decides between rules that are equally important."""

    selector: Selector
    rule: StyleRule
    rank: tuple[tuple[int, ...], int]


class _Index:
    """Selectors by a name that each element has which they match."""

    def __init__(self) -> None:
        self._by_id: dict[str, list[_Entry]] = {}
        self._by_class: dict[str, list[_Entry]] = {}
        self._by_tag: dict[str, list[_Entry]] = {}
        self._rest: list[_Entry] = []

    def add(self, selector: Selector, rule: StyleRule, order: int) -> None:
        compiled = selector.compiled
        entry = _Entry(selector, rule, (compiled.specificity, order))
        if compiled.id is not None:
            self._by_id.setdefault(compiled.id, []).append(entry)
        elif compiled.class_name is not None:
            self._by_class.setdefault(compiled.class_name, []).append(entry)
        elif compiled.local_name is not None:
            self._by_tag.setdefault(compiled.lower_local_name, []).append(entry)
        else:
            self._rest.append(entry)

    def candidates(self, element: Element, classes: frozenset[str]) -> Iterator[_Entry]:
        """The selectors that may match an element which has these classes, or stands in elements that have."""
        found = [*self._rest, *self._by_tag.get(str(element.tag).lower(), ())]
        for name in set((element.get("class") or "").split()):
            found += self._by_class.get(name, ())
        found += self._by_id.get(element.get("id") or "", ())
        return (entry for entry in found if entry.selector.classes <= classes)


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
