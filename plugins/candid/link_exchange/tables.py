"""CSV tables (RFC 4180) whose every cell knows where it stands, safe to open in a spreadsheet.

A spreadsheet runs a cell that begins with ``=``, ``+``, ``-`` or ``@``, or with a blank that it drops before one of
them. Such a cell is written with an apostrophe in front, which is taken off again when it is read.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from candid.diagnostics import Location, Problem

__all__ = ["Cell", "Row", "Table", "read_table", "shown_safely", "write_table", "written_plainly"]

_DELIMITERS = ",;\t"
_FORMULA = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_QUOTED = re.compile(r'"([^"]*(?:""[^"]*)*)"')
_PLAIN = {mark: re.compile(rf"[^{mark}\r\n]*") for mark in _DELIMITERS}
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Cell:
    """One value and where it stands."""

    text: str
    at: Location


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its cells by the names of their columns; empty ones are left out."""

    cells: Mapping[str, Cell]
    at: Location

    def text(self, *names: str) -> str:
        """The text of the first of these columns that has one."""
        return next((self.cells[name].text for name in names if name in self.cells), "")

    def place(self, *names: str) -> Location:
        """Where that stands; the row's own place if none of them has a text."""
        return next((self.cells[name].at for name in names if name in self.cells), self.at)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its columns, in their order."""

    columns: Sequence[Cell]
    rows: Sequence[Row]


def read_table(text: str, path: str) -> tuple[Table | None, list[Problem]]:
    """Read a table whose first line names its columns, separated by commas, semicolons or tabs.

    Args:
        text: The table.
        path: Its file, as problems name it.

    Returns:
        The table without the rows that cannot be read, and what is wrong with it. ``None`` if it has no columns.
    """
    lines, problems = _split(text, path)
    if not lines or not any(cell.text.strip() for cell in lines[0]):
        problems.append(Problem(Location(path), "missing-key", "the first line names no columns"))
        return None, problems
    columns, *rest = lines
    names = [cell.text.strip() for cell in columns]
    for index, cell in enumerate(columns):
        if names[index] and names[index] in names[:index]:
            problems.append(
                Problem(cell.at, "duplicate-key", f"a second column '{names[index]}'", "take one of them out")
            )
    rows: list[Row] = []
    for line in rest:
        if len(line) == 1 and not line[0].text.strip():
            continue
        if len(line) > len(columns):
            at, message = line[len(columns)].at, f"{len(line)} cells in a table of {len(columns)} columns"
            problems.append(Problem(at, "invalid-value", message, "put a cell with the separator in it into quotes"))
            continue
        cells = {name: cell for name, cell in zip(names, line, strict=False) if name and cell.text != ""}
        rows.append(Row(cells, line[0].at))
    return Table(columns, rows), problems


def write_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table as text: comma-separated, each line ended by CR and LF, no cell a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([shown_safely(cell) for cell in row] for row in rows)
    return out.getvalue()


def shown_safely(text: str) -> str:
    """A cell that no spreadsheet takes for a formula; :func:`written_plainly` turns it back."""
    return f"'{text}" if _FORMULA.match(text) else text


def written_plainly(text: str) -> str:
    """The text of a cell that :func:`shown_safely` made."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _split(text: str, path: str) -> tuple[list[list[Cell]], list[Problem]]:
    """The cells of each line. Reading goes on behind whatever is wrong."""
    first = _LINE_END.split(text, maxsplit=1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    plain = _PLAIN[delimiter]
    lines: list[list[Cell]] = []
    problems: list[Problem] = []
    line, line_start, offset = 1, 0, 0
    cells: list[Cell] = []
    while offset < len(text):
        at = Location(path, line, offset - line_start + 1)
        quoted = _QUOTED.match(text, offset) if text[offset] == '"' else None
        if text[offset] == '"' and quoted is None:
            problems.append(Problem(at, "invalid-value", "the quotes that begin here are never closed"))
            return lines, problems
        found = quoted or plain.match(text, offset)
        assert found is not None  # a plain cell may be empty
        cells.append(Cell(found[1].replace('""', '"') if quoted else found[0], at))
        for end in _LINE_END.finditer(text, offset, found.end()):
            line, line_start = line + 1, end.end()
        offset = found.end()
        if quoted and offset < len(text) and text[offset] not in f"{delimiter}\r\n":
            behind = Location(path, line, offset - line_start + 1)
            message = "something follows the closing quotes"
            problems.append(Problem(behind, "invalid-value", message, 'write quotes within a cell twice: ""'))
            rest = plain.match(text, offset)
            offset = rest.end() if rest else offset
        if text[offset : offset + 1] == delimiter:
            offset += 1
            if offset < len(text):
                continue
            cells.append(Cell("", Location(path, line, offset - line_start + 1)))
        ended = _LINE_END.match(text, offset)
        lines.append(cells)
        cells = []
        if ended:
            offset = ended.end()
            line, line_start = line + 1, offset
    return lines, problems
