"""Offers as rows of a table, each with all that its record says, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from candid.catalog import Catalog
from candid.diagnostics import Location, Problem
from candid.link_exchange.tables import Row, Table, write_table, written_plainly
from candid.models import Id, Offer
from candid_rules.documents import Document, did_you_mean, validate

__all__ = ["COLUMNS", "OfferRow", "RowDocument", "offers_table", "read_offer_rows"]

COLUMNS = ("offer", "product", *Offer.model_fields)
"""The columns of the table: the two ids, then each key of an offer's record."""


class _Columns(Offer):
    """A row as its author wrote it."""

    offer: Id
    product: Id


@dataclass(frozen=True)
class RowDocument(Document):
    """A row as a document, so that what is wrong with it is said at its cells."""

    row: Row | None = field(default=None, repr=False)

    def locate(self, path: Sequence[str | int], *, key: bool = False) -> Location:
        """Where the cell stands that ``path`` names."""
        return self.row.place(str(path[0])) if self.row is not None and path else self.start

    def known(self, path: Sequence[str | int]) -> bool:
        """Whether the row has that cell."""
        return self.row is not None and len(path) == 1 and path[0] in self.row.cells


@dataclass(frozen=True)
class OfferRow:
    """An offer to be put into a product's record.

    Attributes:
        id: Its id.
        product: The id of its product.
        offer: Its record.
        at: Where it stands in the table.
        row: The row, for problems with one of its cells.
        remark: What the author of the table noted for nobody else; it becomes a comment.
    """

    id: str
    product: str
    offer: Offer
    at: Location
    row: Row | None = None
    remark: str = ""

    def place(self, column: str) -> Location:
        """Where the cell of a column stands."""
        return self.row.place(column) if self.row is not None else self.at


def offers_table(catalog: Catalog) -> str:
    """All offers as a CSV table: product by product, in the order of their records."""
    rows = []
    for record in catalog.offers.values():
        values = record.offer.model_dump(mode="json")
        cells = [record.id, record.product_id, *(_written(values[key]) for key in Offer.model_fields)]
        rows.append(cells)
    return write_table(COLUMNS, rows)


def read_offer_rows(table: Table) -> tuple[list[OfferRow], list[Problem]]:
    """The offers of a table of our own form; a row with mistakes is left out and reported."""
    problems = [
        Problem(cell.at, "unknown-key", f"unknown column '{cell.text}'", did_you_mean(cell.text.strip(), COLUMNS))
        for cell in table.columns
        if cell.text.strip() not in COLUMNS
    ]
    rows: list[OfferRow] = []
    for row in table.rows:
        values = {name: written_plainly(cell.text) for name, cell in row.cells.items() if name in COLUMNS}
        columns, found = validate(RowDocument(values, row.at, row=row), _Columns)
        problems += found
        if columns is not None:
            rows.append(OfferRow(columns.offer, columns.product, _offer(columns), row.at, row))
    return rows, problems


def _offer(columns: _Columns) -> Offer:
    values: Mapping[str, Any] = {key: getattr(columns, key) for key in Offer.model_fields}
    return Offer.model_validate(values)


def _written(value: object) -> str:
    if value is None or value is False:
        return ""
    return "true" if value is True else str(value)
