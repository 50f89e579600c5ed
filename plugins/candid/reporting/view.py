"""What the template of ``report.html`` shows: sections of tables, every value written out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Cell", "Column", "ReportView", "Section", "Table", "TextKind", "code", "number", "text"]

TextKind = Literal["text", "number", "code"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its lines, and below them what is said in smaller letters."""

    lines: tuple[str, ...]
    small: tuple[str, ...] = ()
    kind: TextKind = "text"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and whether it holds numbers."""

    title: str
    kind: TextKind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first cell of each row is the row's heading. One that is ``folded`` opens from its caption."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report. ``notes`` stand before its tables; where there is nothing to show, they say so."""

    id: str
    title: str
    notes: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportView:
    """The whole page. ``figures`` are its most important numbers, each with what it counts."""

    site: str
    as_of: str
    figures: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]


def text(*lines: str, small: tuple[str, ...] = ()) -> Cell:
    """A cell of words; empty lines are left out."""
    return Cell(tuple(line for line in lines if line), tuple(line for line in small if line))


def code(*lines: str, small: tuple[str, ...] = ()) -> Cell:
    """A cell of ids, files or addresses."""
    return Cell(tuple(line for line in lines if line), tuple(line for line in small if line), "code")


def number(*lines: str | int) -> Cell:
    """A cell of numbers or amounts."""
    return Cell(tuple(str(line) for line in lines), (), "number")
