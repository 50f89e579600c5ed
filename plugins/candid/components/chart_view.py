"""What ``candid/chart.html`` shows. Places are SVG lengths, shares of the plot they stand in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from candid.charts.drawing import Anchor, Shape, Side
from candid.components.chart_body import ChartKind
from candid.components.provenance import PeriodView

__all__ = [
    "AxisView",
    "BarView",
    "ChartView",
    "NameView",
    "NamesView",
    "NoteView",
    "PanelView",
    "ShapeView",
    "TableView",
    "TickView",
]


@dataclass(frozen=True)
class TickView:
    """A number or day on an axis: where it stands, how it reads and which part of it stands there."""

    at: str
    text: str
    anchor: Anchor = "middle"


@dataclass(frozen=True)
class NoteView:
    """A text on the plot."""

    text: str
    x: str
    y: str
    anchor: Anchor
    side: Side


@dataclass(frozen=True)
class NameView:
    """A series' name beside its end, with its last value beneath.

    Attributes:
        number: The series' number, which is its colour.
        y: Where the first line begins.
        name: The name, in lines.
        values: The value in lines: one, or the two ends of a range.
    """

    number: int
    y: str
    name: tuple[str, ...]
    values: tuple[str, ...]


@dataclass(frozen=True)
class ShapeView:
    """One series' paths and its number, which is its colour."""

    number: int
    shape: Shape


@dataclass(frozen=True)
class BarView:
    """One bar; ``upper`` is the part between the two ends of a range."""

    name: str
    value: str
    x: str
    width: str
    upper_x: str
    upper_width: str


@dataclass(frozen=True)
class NamesView:
    """The names beside a plot and the width that they need."""

    width: str
    entries: tuple[NameView, ...]


@dataclass(frozen=True)
class AxisView:
    """One axis.

    Attributes:
        title: What lies along it, with its unit; empty for days.
        ticks: Measured from the left, or from the top for the values of a plot.
        zero: Where the values' zero lies.
        width: The width of the texts of the ticks, where they stand beside the plot.
    """

    title: str
    ticks: tuple[TickView, ...]
    zero: str = ""
    width: str = ""


@dataclass(frozen=True)
class PanelView:
    """One pair of axes; a chart has several only for several currencies.

    Attributes:
        title: The currency, where there are several.
        values: The axis of the values.
        across: The other axis of a plot; bars have none.
    """

    title: str
    values: AxisView
    across: AxisView | None = None
    shapes: tuple[ShapeView, ...] = ()
    notes: tuple[NoteView, ...] = ()
    names: NamesView | None = None
    bars: tuple[BarView, ...] = ()


@dataclass(frozen=True)
class TableView:
    """The numbers behind the drawing; each row begins with its heading."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class ChartView:
    """What ``candid/chart.html`` shows; ``id`` begins every id in it.

    Attributes:
        says: The chart in a few sentences, for those who do not see it.
        remarks: What a reader of the drawing should know: cliffs, ranges, days that are not known.
        warnings: What the calculators warn of, and whether it goes with a part of the chart only.
        on: The day whose rules hold, unless the chart goes through time.
        checked_on: The day on which the longest unchecked source was checked.
        currencies: The currencies, each once.
    """

    id: str
    kind: ChartKind
    title: str
    caption: str
    says: str
    panels: tuple[PanelView, ...]
    remarks: tuple[str, ...]
    warnings: tuple[tuple[str, bool], ...]
    table: TableView
    on: date | None
    checked_on: date | None
    currencies: tuple[str, ...]
    periods: tuple[PeriodView, ...]
