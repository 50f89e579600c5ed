"""What belongs together on a page: the card, list entry, table row or paragraph around a link, a price, a label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from lxml.etree import _Element as Element

from candid.compliance.text.flow import INLINE

__all__ = ["SEVERAL", "class_words", "is_item", "item_of", "next_to"]

_ITEM = frozenset({
    "card", "product", "offer", "deal", "tile", "item", "box", "cta", "listing", "teaser", "pick", "widget", "entry",
    "produkt", "angebot", "karte", "produit", "offre", "producto", "oferta", "prodotto", "offerta",
})  # fmt: skip
SEVERAL = frozenset({
    "list", "grid", "container", "wrapper", "row", "rows", "deck", "carousel", "page", "main", "content", "layout",
    "group", "collection", "site", "archive", "index", "section",
})  # fmt: skip
"""Words in the names of what holds several items, such as ``product-list``."""
_NO_ITEM = SEVERAL | {"body"}
_LAYOUT = re.compile(
    r"(?<!\S)(?:wp-block-(?:group|columns?)|elementor-(?:element|widget(?:-(?:container|wrap))?))(?=\s|$)"
)
"""What page builders put around anything; it says how a page is built, not what stands there."""
_LONGEST_ITEM = 1200
"""Characters: what bears an item's name and is longer is a whole text, such as a post in a widget."""
_LEAST_OF_A_PIECE = 8
"""So many characters stand for the pieces of a text themselves, however short they are."""
_MOST_ROWS = 30
"""A table that has a column for each product is not longer: its rows are what is compared."""
_WORD = re.compile(r"[a-z]+|\d+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def class_words(element: Element) -> frozenset[str]:
    """The words of an element's classes and id, in lower case: ``productCard box_2`` has product, card, box, 2."""
    names, name = element.get("class"), element.get("id")
    return _words(f"{names or ''} {name or ''}") if names or name else frozenset()


@lru_cache(maxsize=16_384)
def _words(written: str) -> frozenset[str]:
    return frozenset(_WORD.findall(_CAMEL.sub(" ", _LAYOUT.sub(" ", written)).lower()))


def item_of(element: Element) -> Element:
    """The item that an element belongs to: its card, list entry or table row, else the block that it stands in."""
    found: Element | None = None
    block: Element | None = None
    current: Element | None = element
    while current is not None and current.tag not in ("main", "body", "html", "nav", "table"):
        if block is None and current.tag not in INLINE:
            block = current
        if current.tag == "tr":
            return current
        if is_item(current):
            found = current
        current = current.getparent()
    if found is not None:
        return found
    return element if block is None else block


def is_item(element: Element) -> bool:
    """Whether an element presents one thing: an entry of a list, a card, a short article."""
    if element.tag in ("li", "figure", "dd"):
        return True
    if element.tag == "article":
        return element.find(".//h1") is None and element.find(".//article") is None
    if element.tag in INLINE or element.tag in ("p", "button", "header", "footer", "ul", "ol", "dl"):
        return False
    names = class_words(element)
    return bool(names & _ITEM) and not names & _NO_ITEM and element.find(".//h1") is None and _is_short(element)


def _is_short(element: Element) -> bool:
    left = _LONGEST_ITEM
    for text in element.itertext():
        left -= len(text.strip()) + _LEAST_OF_A_PIECE
        if left < 0:
            return False
    return True


def next_to(element: Element) -> Iterator[Element]:
    """What belongs to the same thing as an element: its item, and in a table the cells above and below it."""
    yield item_of(element)
    cell = next((one for one in (element, *element.iterancestors()) if one.tag in ("td", "th")), None)
    row = None if cell is None else cell.getparent()
    table = None if row is None else next(row.iterancestors("table"), None)
    if cell is None or row is None or table is None:
        return
    column = _column(row, cell)
    rows = tuple(islice(table.iter("tr"), _MOST_ROWS + 1))
    for other in rows if len(rows) <= _MOST_ROWS else ():
        if other is not row:
            at = 0
            for one in other:
                if one.tag in ("td", "th"):
                    if at == column:
                        yield one
                    at += 1


def _column(row: Element, cell: Element) -> int:
    cells = [one for one in row if one.tag in ("td", "th")]
    return cells.index(cell)
