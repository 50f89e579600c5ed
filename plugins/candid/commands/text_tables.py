"""Tables for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["text_table"]


def text_table(columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> str:
    """Rows below the names of their columns, each column as wide as its widest cell; ``None`` is a dash."""
    cells = [tuple(columns), *(tuple(_printable(row[column]) for column in columns) for row in rows)]
    widths = [max(len(line[index]) for line in cells) for index in range(len(columns))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in cells)
    return "\n".join(line.rstrip() for line in lines)


def _printable(value: object) -> str:
    """A cell's text; what a terminal would obey is shown as an escape."""
    if value is None:
        return "-"
    return "".join(character if character.isprintable() else repr(character)[1:-1] for character in str(value))
