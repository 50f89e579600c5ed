"""One built page as its readers meet it: elements in their order, what is visible, its links and its structured data.

Everything is worked out when it is first asked for, and once: most pages are asked little. A page of a large site is
closed when it was looked at; what is asked of it later is worked out anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lxml import etree
from lxml.etree import _Element as Element

from candid.compliance.facts.calculators import Calculator, find_calculators
from candid.compliance.facts.links import Classify, Link, find_links, tokens
from candid.compliance.facts.own_hosts import hosts_of
from candid.compliance.facts.prices import Price, find_prices
from candid.compliance.facts.shown import Shown
from candid.compliance.facts.stated import Stated
from candid.compliance.facts.statements import Disclosure, find_disclosures
from candid.compliance.looks.appearance import Appearance
from candid.compliance.looks.cascade import Elements, Styles
from candid.compliance.looks.visibility import Visibility
from candid.compliance.markup.graph import Markup, from_json_ld
from candid.compliance.markup.microdata import has_attributes, read_attributes
from candid.compliance.text.flow import Flow, Passage
from candid.compliance.text.locations import Places
from candid.compliance.text.texts import SILENT, accessible_name, all_text, is_element, own_text, pieces, text_of, words
from candid.compliance.wording.languages import guess_language
from candid.compliance.wording.phrases import matches

__all__ = ["BuiltPage", "JsonLd", "Link", "is_element", "tokens", "words"]


@dataclass(frozen=True, slots=True)
class JsonLd:
    """One JSON-LD script: its parsed ``data``, or ``None`` with the ``problem`` that the parser had."""

    element: Element
    data: Any
    problem: str = ""

    @property
    def nodes(self) -> Iterator[dict[str, Any]]:
        """Every object in it, outer ones first."""
        stack: list[Any] = [self.data]
        while stack:
            value = stack.pop()
            if isinstance(value, dict):
                yield value
                stack.extend(reversed(list(value.values())))
            elif isinstance(value, list):
                stack.extend(reversed(value))


class BuiltPage:
    """A page of a built site, or a piece of one.

    Args:
        path: The file, as findings print it.
        text: Its HTML.
        address: Its address below the site's root, such as ``reviews/upwork/``.
        language: The language of pages that name none.
        classify: Tells a link's class, with what the site declares, and whether it went through a redirect.
        styles: The style sheets that the page uses, by its ``link`` and ``style`` elements.
    """

    def __init__(
        self,
        path: str,
        text: str,
        *,
        address: str = "",
        language: str = "en",
        classify: Classify,
        styles: Callable[[BuiltPage], Styles],
    ) -> None:
        self.path = path
        self.text = text
        self.address = address
        self.is_fragment = not re.search(r"<(?:!doctype|html|head|body)\b", text, re.IGNORECASE)
        self._default_language = language
        self._classify = classify
        self._styles = styles

    def close(self) -> None:
        """Forget the elements, which take ten times the page's own size, and everything that knows them."""
        for name in _ANSWERS:
            getattr(self, name)
        for name in self.__dict__.keys() - _LASTING:
            del self.__dict__[name]

    # -- elements ----------------------------------------------------------------------------------------------------

    @cached_property
    def root(self) -> Element:
        """The ``html`` element, also of a piece of a page."""
        return _parse(self.text)

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """All elements in the order of the page."""
        return tuple(self.root.iter(etree.Element))

    @cached_property
    def _positions(self) -> dict[Element, int]:
        return {element: position for position, element in enumerate(self.elements)}

    def position(self, element: Element) -> int:
        """Where an element stands in the order of the page, from 0."""
        return self._positions[element]

    def place(self, element: Element) -> tuple[int, int]:
        """Line and column of an element's start tag, from 1."""
        return self._places.of(element)

    @cached_property
    def _places(self) -> Places:
        return Places(self.text, self.root, _parse)

    @cached_property
    def body(self) -> Element:
        """The body, or the root where there is none."""
        found = self.root.find("body")
        return self.root if found is None else found

    @cached_property
    def main(self) -> Element:
        """What the page is about: its ``main``, else its only ``article``, else its body."""
        for path in (".//main", ".//*[@role='main']"):
            found = self.root.find(path)
            if found is not None:
                return found
        articles = self.root.findall(".//article")
        return articles[0] if len(articles) == 1 else self.body

    @cached_property
    def is_redirect(self) -> bool:
        """Whether the page only sends its readers on."""
        return self.mentions("refresh") and any(
            (meta.get("http-equiv") or "").lower() == "refresh" for meta in self.root.iter("meta")
        )

    @cached_property
    def is_noindex(self) -> bool:
        """Whether it asks search engines to leave it out."""
        return any(
            (meta.get("name") or "").lower() in ("robots", "googlebot")
            and tokens(meta.get("content")) & {"noindex", "none"}
            for meta in self.root.iter("meta")
        )

    @cached_property
    def canonical(self) -> str:
        """The address that it calls its own; empty where it does not say."""
        for link in self.root.iter("link"):
            if "canonical" in tokens(link.get("rel")) and link.get("href"):
                return (link.get("href") or "").strip()
        return ""

    @cached_property
    def title(self) -> str:
        """The text of its ``title`` element."""
        found = self.root.find(".//title")
        return "" if found is None else all_text(found)

    @cached_property
    def language(self) -> str:
        """The primary tag of the page's language, such as ``de``; one that says nothing is known by its words."""
        written = self.root.get("lang") or self.root.get("{http://www.w3.org/XML/1998/namespace}lang")
        return _primary(written or guess_language(own_text(self.main) or text_of(self.main)) or self._default_language)

    def language_of(self, element: Element) -> str:
        """The primary tag of the language that an element is in."""
        current: Element | None = element
        while current is not None:
            written = current.get("lang")
            if written:
                return _primary(written)
            current = current.getparent()
        return self.language

    # -- what is seen ------------------------------------------------------------------------------------------------

    @cached_property
    def visibility(self) -> Visibility:
        """What readers see, by the HTML and the site's own style sheets."""
        return Visibility(Elements(self.root), self._styles(self))

    def is_seen(self, element: Element) -> bool:
        """Whether sighted readers see the element without doing anything, on narrow and on wide screens."""
        return self.visibility.is_seen(element)

    def is_exposed(self, element: Element) -> bool:
        """Whether assistive technology is told of the element."""
        return self.visibility.is_exposed(element)

    def seen_text(self, element: Element) -> str:
        """The text of an element that sighted readers see, its blanks collapsed."""
        if element not in self._seen_texts:
            self._seen_texts[element] = words(" ".join(piece for _, piece in self.seen_pieces(element)))
        return self._seen_texts[element]

    def seen_pieces(self, element: Element) -> Iterator[tuple[Element, str]]:
        """The pieces of that text in their order, each with the element that holds it."""
        return pieces(element, lambda node: node.tag not in SILENT and self.visibility.shows_itself(node))

    def text_of(self, element: Element) -> str:
        """All text of an element, seen or not, its blanks collapsed; scripts, styles and templates left out."""
        if element not in self._texts:
            self._texts[element] = text_of(element)
        return self._texts[element]

    @cached_property
    def _texts(self) -> dict[Element, str]:
        return {}

    @cached_property
    def _seen_texts(self) -> dict[Element, str]:
        return {}

    @cached_property
    def _names(self) -> dict[Element, str]:
        return {}

    @cached_property
    def flow(self) -> Flow:
        """The text of the body, hidden or not, as one string that knows its elements."""
        return Flow(self.body)

    def said(self, name: str, within: Element | None = None) -> Iterator[Passage]:
        """Where sighted readers see phrases of ``data/phrases/``, in the whole page or within an element."""
        start, end = (0, len(self.flow.text)) if within is None else self.flow.span(within)
        for match in matches(name, self.flow.text, self.flow.vocabulary, start, end):
            element = self.flow.element_at(match.start())
            if self.is_seen(element):
                yield Passage(match, element)

    @cached_property
    def lowered(self) -> str:
        """Its HTML in lower case."""
        return self.text.lower()

    def mentions(self, *needles: str) -> bool:
        """Whether the page's HTML has any of these, written in lower case: cheap to ask before looking closer."""
        return any(needle in self.lowered for needle in needles)

    def having(self, *attributes: str) -> list[Element]:
        """The elements that have any of these attributes, in their order."""
        found = [self._by_attribute.get(name, ()) for name in attributes]
        if sum(map(bool, found)) <= 1:
            return [element for elements in found for element in elements]
        return sorted({element for elements in found for element in elements}, key=self.position)

    @cached_property
    def _by_attribute(self) -> dict[str, list[Element]]:
        found: dict[str, list[Element]] = {}
        for element in self.elements:
            for name in element.keys():  # noqa: SIM118  # an element is no mapping
                found.setdefault(str(name), []).append(element)
        return found

    @cached_property
    def prices(self) -> tuple[Price, ...]:
        """The amounts of money in its text, in their order; hidden ones are among them."""
        return tuple(find_prices(self.flow, self._positions))

    @cached_property
    def calculators(self) -> tuple[Calculator, ...]:
        """Its calculators in their order."""
        return tuple(find_calculators(self.body, self.flow)) if self.mentions(*_ASKS) else ()

    @cached_property
    def disclosures(self) -> tuple[Disclosure, ...]:
        """The lines that say who is paid for its links, or try to, in their order; hidden ones are among them."""
        return tuple(find_disclosures(self))

    @cached_property
    def stated(self) -> Stated:
        """What these lines say all in all; only for a page that has affiliate links."""
        return Stated(self)

    @cached_property
    def appearance(self) -> Appearance:
        """How large and how clear its text is."""
        return Appearance(self.visibility)

    def name_of(self, element: Element) -> str:
        """The accessible name of a link or control: its label, else its text with the alternatives of its images."""
        if element not in self._names:
            self._names[element] = accessible_name(self.root, element)
        return self._names[element]

    # -- links and data ----------------------------------------------------------------------------------------------

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """All links of the page in their order."""
        return tuple(find_links(self, self._classify))

    @cached_property
    def paid_links(self) -> tuple[Link, ...]:
        """Its affiliate links in their order, those that nobody can see left out."""
        return tuple(link for link in self.links if link.paid and self.visibility.is_reachable(link.element))

    @cached_property
    def json_ld(self) -> tuple[JsonLd, ...]:
        """Its JSON-LD scripts in their order."""
        return tuple(
            _json_ld(script)
            for script in self.root.iter("script")
            if (script.get("type") or "").strip().lower() == "application/ld+json" and (script.text or "").strip()
        )

    @cached_property
    def markup(self) -> Markup:
        """What its structured data describe: JSON-LD first, then what the elements' attributes say."""
        nodes = from_json_ld((block.element, block.data) for block in self.json_ld if block.data is not None)
        if has_attributes(self.lowered):
            nodes += read_attributes(iter(self.elements))
        return Markup(tuple(nodes))

    @cached_property
    def own_hosts(self) -> frozenset[str]:
        """The hosts that it says it is published on, without www; none where it does not say."""
        return frozenset(hosts_of(self))

    @cached_property
    def shown(self) -> Shown:
        """What it shows, as numbers, days and phrases to hold other statements against."""
        return Shown(self)


# What stays when a page is closed: small answers that hold no element, and what the page was made of.
_ANSWERS = ("is_redirect", "is_noindex", "canonical", "title", "language", "own_hosts")
_LASTING = {*_ANSWERS, "path", "text", "address", "is_fragment", "_default_language", "_classify", "_styles"}
_ASKS = (
    "<output", "<candid-calculator", 'type="number', "type='number", "type=number", 'type="range', "type='range",
    "type=range", "inputmode", "calc", "rechner", "kalkul", "simul", "estimat",
)  # fmt: skip


def _primary(language: str) -> str:
    return language.strip().replace("_", "-").partition("-")[0].lower()


def _unwrapped(text: str) -> str:
    """A script without what older systems hide it by, from XML or from browsers that know none."""
    text = text.strip()
    for begin, end in _WRAPPINGS:
        if text.startswith(begin) and text.endswith(end):
            return text[len(begin) : -len(end)]
    return text


_WRAPPINGS = (("//<![CDATA[", "//]]>"), ("/*<![CDATA[*/", "/*]]>*/"), ("<![CDATA[", "]]>"), ("<!--", "-->"))


def _json_ld(script: Element) -> JsonLd:
    try:
        return JsonLd(script, json.loads(_unwrapped(script.text or ""), parse_float=str, parse_int=str))
    except (ValueError, RecursionError) as error:
        return JsonLd(script, None, str(error) or "it is nested too deeply")


def _parse(text: str) -> Element:
    # No network, no entities: HTML has none to expand. A page may be deep, but not without end.
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    root = etree.fromstring(text.encode("utf-8", "replace") or b"<html></html>", parser)
    return etree.fromstring(b"<html></html>", parser) if root is None else root
