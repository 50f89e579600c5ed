"""Cards and rows: what on a page presents one offer, and the label that an affiliate link carries there.

A label may stand inside the link, right before or behind it, anywhere in its card, in its table cell, row or column
heading: wherever a reader who looks at the link sees it too.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from lxml.etree import _Element as Element

from candid.compliance.facts.items import SEVERAL, class_words
from candid.compliance.text.texts import is_element, words
from candid.disclosures.lexicon import LANGUAGES, judge

if TYPE_CHECKING:
    from candid.compliance.page import BuiltPage, Link

__all__ = ["card_of", "is_label", "is_labelled", "label_places", "row_of"]

_CARD = frozenset({
    "card", "tile", "product", "offer", "deal", "teaser", "listing", "pick", "lasso", "karte", "kachel", "produkt",
    "angebot", "produit", "offre", "producto", "oferta", "prodotto", "offerta",
})  # fmt: skip
_NO_CARD = SEVERAL | {"slider", "table", "reviews", "comparison", "single", "post", "detail", "details"}
_NEVER = frozenset({
    "a", "b", "body", "button", "dl", "em", "footer", "form", "header", "html", "i", "label", "main", "nav", "ol", "p",
    "small", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
})  # fmt: skip
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_LONGEST_CARD = 250
"""Words."""
_LONGEST_TEXT = 4000
"""Characters: where a text is longer, nobody need count its words."""


def card_of(page: BuiltPage, element: Element) -> Element | None:
    """The outermost card around an element; ``None`` where it stands in no card."""
    found = None
    current: Element | None = element
    while current is not None and current.tag not in ("main", "body", "html", "nav", "table"):
        if _is_card(page, current):
            found = current
        current = current.getparent()
    return found


def row_of(element: Element) -> Element | None:
    """The row of a table of data that an element stands in."""
    return next((one for one in element.iterancestors("tr")), None)


def _is_card(page: BuiltPage, element: Element) -> bool:
    if element.tag in _NEVER or element.find(".//h1") is not None:
        return False
    names = class_words(element)
    if names & _CARD and not names & _NO_CARD:
        return _is_short(page, element)
    if "Product" in (element.get("itemtype") or ""):
        return _is_short(page, element)
    if element.tag == "article":
        return element is not page.main and element.find(".//article") is None and _is_short(page, element)
    if element.tag in ("li", "figure") or element.get("role") == "listitem":
        return _presents(element)
    if element.tag == "div" and names and _is_short(page, element) and _is_repeated(element) and _presents(element):
        return bool(names & _REPEATED and not names & _NO_CARD) or page.flow.of(element).count(" ") < _FEW
    return False


_REPEATED = frozenset({"item", "box", "col", "column", "cell"})
"""What page builders call anything that stands there several times."""
_FEW = 60
"""Words of a part that stands there several times, and is called whatever its author liked."""


def _presents(element: Element) -> bool:
    return any(element.find(f".//{tag}") is not None for tag in (*_HEADINGS, "img"))


def _is_repeated(element: Element) -> bool:
    """Whether another of its kind, which presents something too, stands right beside it."""
    first = (element.get("class") or "").partition(" ")[0]
    return any(
        other is not None
        and other.tag == element.tag
        and (other.get("class") or "").partition(" ")[0] == first
        and _presents(other)
        for other in (element.getprevious(), element.getnext())
    )


def _is_short(page: BuiltPage, element: Element) -> bool:
    start, end = page.flow.span(element)
    return end - start < _LONGEST_TEXT and page.flow.of(element).count(" ") < _LONGEST_CARD


def is_labelled(page: BuiltPage, link: Link, jurisdiction: str) -> bool:
    """Whether readers who see an affiliate link see a label with it that is enough in a jurisdiction."""
    language = page.language_of(link.element)
    if language not in LANGUAGES:
        return True
    return any(is_label(place, language, frozenset({jurisdiction})) for place in label_places(page, link))


@lru_cache(maxsize=1024)
def is_label(text: str, language: str, jurisdictions: frozenset[str]) -> bool:
    """Whether a text is label enough in jurisdictions; the links of a block share theirs, and each is judged once."""
    wording = judge(text, language, jurisdictions)
    return bool(wording.advert or wording.commission)


def label_places(page: BuiltPage, link: Link) -> Iterator[str]:
    """The texts that readers see together with a link, nearest first; none of them is run together with another."""
    yield page.seen_text(link.element)
    block = next((one for one in link.element.iterancestors() if one.tag in _BLOCKS), None)
    if block is not None and _is_short(page, block):
        yield page.seen_text(block)
        yield from _beside(page, block)
    card = card_of(page, link.element)
    if card is not None:
        yield page.seen_text(card)
        yield from _beside(page, card)
    row = row_of(link.element)
    if row is not None:
        yield page.seen_text(row)
        yield from _column_heading(page, row, link.element)
        caption = next((table.find("caption") for table in row.iterancestors("table")), None)
        if caption is not None:
            yield page.seen_text(caption)


_BLOCKS = frozenset({
    "p", "li", "td", "th", "dd", "dt", "div", "section", "figure", "figcaption", "article", "blockquote", "header",
    "h1", "h2", "h3", "h4", "h5", "h6", "footer", "aside", "main", "body",
})  # fmt: skip
_SHORT = 5


def _beside(page: BuiltPage, block: Element) -> Iterator[str]:
    """What stands in a short block right before or behind the link's own: a badge above a button."""
    for other in (block.getprevious(), block.getnext()):
        if other is not None and is_element(other) and next(other.iter("a"), None) is None:
            text = words(page.seen_text(other))
            if text and text.count(" ") < _SHORT:
                yield text


def _column_heading(page: BuiltPage, row: Element, element: Element) -> Iterator[str]:
    table = next(row.iterancestors("table"), None)
    cell = next(element.iterancestors("td", "th"), None)
    head = row if table is None else next(table.iter("tr"), row)
    if cell is None or head is row:
        return
    at = [one for one in row if one.tag in ("td", "th")].index(cell) if cell.getparent() is row else -1
    cells = [one for one in head if one.tag in ("td", "th")]
    if 0 <= at < len(cells):
        yield page.seen_text(cells[at])
