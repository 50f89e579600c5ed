"""Tables that everybody can read: with headers, labels, and words for marks (A-01)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.etree import _Element as Element

from candid.compliance.facts.items import class_words
from candid.compliance.hits import Hit, PageCheck
from candid.compliance.page import BuiltPage
from candid.compliance.site import BuiltSite
from candid.compliance.text.texts import is_element
from candid.diagnostics import Severity

__all__ = ["PAGE_CHECKS"]

_LONG_CELL = 80
_MARKS = re.compile(r"[✓✔✗✘✕✖❌✅☑☒⨯×●○◯⬤⚫⚪🟢🔴👍👎]\ufe0f?")
_ICON = frozenset(
    {"fa", "fas", "far", "bi", "icon", "icons", "check", "checkmark", "tick", "cross", "yes", "no", "times", "xmark"}
)
_COMPARES = re.compile(
    r"\bcompar|\bvs\b|\bversus\b|vergleich|gegenüber|confront|alternativ|\bbest\b|\bbeste|\bmeilleur|\bmejor|"
    r"\bmiglior|\btop \d",
    re.IGNORECASE,
)
_LAYOUT = ("table", "form", "h1", "h2", "h3", "nav", "main", "article", "section")


@dataclass(frozen=True)
class _Table:
    """A table with what its readers need to know of it."""

    element: Element
    rows: tuple[tuple[Element, ...], ...]

    @property
    def columns(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    @property
    def headers(self) -> Iterator[Element]:
        return (cell for row in self.rows for cell in row if cell.tag == "th")


def tables(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Data have headers, comparisons a name, marks a text."""
    if not page.mentions("<table"):
        return
    for element in page.body.iter("table"):
        role = (element.get("role") or "").lower()
        if role in ("presentation", "none") or not page.visibility.is_reachable(element):
            continue
        table = _Table(element, tuple(_rows(element)))
        yield from _empty_headers(page, table)
        yield from _bare_marks(page, table)
        if _is_layout(table):
            continue
        yield from _headers(page, table)


def _rows(table: Element) -> Iterator[tuple[Element, ...]]:
    for part in table:
        rows = (part,) if part.tag == "tr" else tuple(part) if part.tag in ("thead", "tbody", "tfoot") else ()
        for row in rows:
            if row.tag == "tr":
                yield tuple(cell for cell in row if cell.tag in ("td", "th"))


def _is_layout(table: _Table) -> bool:
    """Whether it only arranges things: then it has no headers either."""
    if any(True for _ in table.headers):
        return False
    return any(cell.find(f".//{tag}") is not None for row in table.rows for cell in row for tag in _LAYOUT)


# -- headers and names -------------------------------------------------------------------------------------------------


def _empty_headers(page: BuiltPage, table: _Table) -> Iterator[Hit]:
    for header in table.headers:
        if not page.name_of(header) and header.get("aria-hidden") != "true" and not _has_title(header):
            yield Hit(
                "A-01",
                "a header cell is empty",
                "say what its row or column is about, or make it a plain td",
                header,
            )


def _headers(page: BuiltPage, table: _Table) -> Iterator[Hit]:
    headers = tuple(table.headers)
    scoped = any(
        cell.get("scope") or cell.get("role") in ("columnheader", "rowheader") for row in table.rows for cell in row
    )
    if not headers and not scoped:
        if _holds_data(page, table):
            message = "a table with data has no header cells"
            yield Hit(
                "A-01",
                message,
                'begin each column with <th scope="col">, each row with <th scope="row">',
                table.element,
            )
        return
    if _compares(page, table):
        severity = None
    elif _lists_offers(page, headers):
        severity = Severity.INFO
    else:
        return
    bare = next((cell for cell in headers if not cell.get("scope") and page.name_of(cell)), None)
    if bare is not None and not any(cell.get("headers") for row in table.rows for cell in row):
        what = _short(page.text_of(bare))
        yield Hit(
            "A-01",
            f"the header '{what}' does not say what it heads",
            'add scope="col" or scope="row"',
            bare,
            severity=severity,
        )
    if not _is_named(page, table.element):
        message = "a table that compares has neither a caption nor a label"
        hint = "begin it with <caption>, or name it with aria-label or aria-labelledby"
        yield Hit("A-01", message, hint, table.element, severity=severity)


def _holds_data(page: BuiltPage, table: _Table) -> bool:
    full = [row for row in table.rows if len(row) >= 2]
    if len(full) < 2 or len({len(row) for row in full}) > 1:
        return False
    texts = [page.text_of(cell) for row in full[:4] for cell in row]
    return sum(0 < len(text) <= _LONG_CELL for text in texts) * 4 >= len(texts) * 3


def _compares(page: BuiltPage, table: _Table) -> bool:
    """Whether products stand side by side in it."""
    if len(table.rows) < 2 or table.columns < 2:
        return False
    element = table.element
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('aria-label') or ''}"
    if _COMPARES.search(names.replace("_", " ")) or any(
        _MARKS.fullmatch(page.text_of(c)) for row in table.rows for c in row
    ):
        return True
    if any(above is element for link in page.paid_links for above in link.element.iterancestors("table")):
        return True
    caption = element.find("caption")
    return _COMPARES.search(page.text_of(_heading_before(element) if caption is None else caption)) is not None


def _lists_offers(page: BuiltPage, headers: Sequence[Element]) -> bool:
    """Whether its headers are those of a list of things to buy: likely a comparison, but none for sure."""
    return len({page.text_of(cell).strip().casefold() for cell in headers} & _OFFER_HEADERS) > 1


_OFFER_HEADERS = frozenset({
    "product", "model", "price", "rating", "score", "verdict", "shop", "store", "merchant", "retailer", "best for",
    "pros", "cons", "buy", "features", "produkt", "modell", "preis", "bewertung", "note", "händler", "anbieter",
    "vorteile", "nachteile", "produit", "modèle", "prix", "boutique", "marchand", "avantages", "inconvénients",
    "producto", "modelo", "precio", "valoración", "tienda", "ventajas", "desventajas", "prodotto", "modello", "prezzo",
    "voto", "negozio", "vantaggi", "svantaggi",
})  # fmt: skip


def _heading_before(element: Element) -> Element:
    """The heading right before an element or what wraps it; the element itself where there is none."""
    for one in (element, element.getparent()):
        before = None if one is None else one.getprevious()
        while before is not None and (not is_element(before) or before.tag == "p"):
            before = before.getprevious()
        if before is not None and before.tag in ("h2", "h3", "h4"):
            return before
    return element.makeelement("h2")


def _is_named(page: BuiltPage, table: Element) -> bool:
    caption = table.find("caption")
    if caption is not None and page.name_of(caption):
        return True
    if any((table.get(name) or "").strip() for name in ("aria-label", "aria-labelledby", "title", "summary")):
        return True
    figure = next(table.iterancestors("figure"), None)
    return figure is not None and figure.find(".//figcaption") is not None


# -- marks -------------------------------------------------------------------------------------------------------------


def _bare_marks(page: BuiltPage, table: _Table) -> Iterator[Hit]:
    """Cells that hold nothing but a sign."""
    for row in table.rows:
        for cell in row:
            if cell.tag != "td":
                continue
            text = page.text_of(cell)
            if _MARKS.fullmatch(text):
                if _MARKS.sub("", page.name_of(cell)).strip() or _has_title(cell):
                    continue
                shown = f"the mark '{text}'"
            elif not text and not page.name_of(cell) and _is_icon(cell) and not _has_title(cell):
                shown = "an icon"
            else:
                continue
            hint = 'hide it from screen readers and write "Yes" or "No" behind it, in a visually hidden span if need be'
            yield Hit("A-01", f"{shown} is all that a cell says", hint, cell)


def _is_icon(cell: Element) -> bool:
    return any(
        child.tag in ("svg", "i") or (child.tag == "span" and class_words(child) & _ICON)
        for child in cell.iter()
        if child is not cell and is_element(child)
    )


def _has_title(cell: Element) -> bool:
    return any(
        (one.get("aria-label") or one.get("title") or "").strip() or (one.tag == "title" and (one.text or "").strip())
        for one in cell.iter()
        if is_element(one)
    )


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39].rstrip()}…"


PAGE_CHECKS: tuple[PageCheck, ...] = (tables,)
