"""Where ink goes: path data and texts of a plot, as shares of its width and height.

Paths live in a box of 1,000 by 1,000 that is stretched to the plot; texts stand at percentages of it and keep their
size. Lengths of texts are reckoned in their own font size, for the narrowest plot, where it is tightest. Vertical
shares count from the top.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from candid.charts.axes import Calendar, Scale
from candid.charts.sampling import Curve, Interval, Step

__all__ = [
    "BOX",
    "NARROW",
    "PLOT_HEIGHT",
    "Anchor",
    "Note",
    "Shape",
    "Side",
    "curve_shape",
    "ems",
    "line_share",
    "percent",
    "spread",
    "step_notes",
    "step_shape",
    "text_width",
]

BOX = 1000
"""Width and height of the box that paths are drawn in."""

PLOT_HEIGHT = Fraction(20)
"""Height of a plot in ems of its texts; the style sheet says the same."""

NARROW = Fraction(24)
"""Width of a plot that nothing stands beside, on the narrowest phone, in ems of its texts."""

_CHARACTER = Fraction(3, 5)
"""Width of a digit or letter, a little generous."""

_LINE = Fraction(6, 5)
"""Height of a line of text."""

_OVERHANG = Fraction(1, 20)
"""How far texts beside a plot may stand out above it, as a share of its height; below it stands an axis."""

_GAP = Fraction(2, 5)
"""Between a line and the text above or below it."""

_MARGIN = Fraction(3, 10)
"""Between the end of a line and a text that is anchored there."""


Anchor = Literal["start", "middle", "end"]
Side = Literal["above", "below"]


@dataclass(frozen=True)
class Shape:
    """The path data of one series; empty where there is nothing of the kind.

    Attributes:
        line: What is known exactly, or the two ends of what is known.
        area: Between the two ends.
        jumps: From one side of a cliff or change to the other.
        doubtful: Those changes whose first day is not known.
    """

    line: str
    area: str
    jumps: str
    doubtful: str = ""


@dataclass(frozen=True)
class Note:
    """A text on the plot: where it is anchored, and whether it stands above or below that place."""

    text: str
    x: Fraction
    y: Fraction
    anchor: Anchor
    side: Side


def percent(share: Fraction) -> str:
    """A share as an SVG length: "43.75%"."""
    return f"{_decimal(share * 100, 2)}%"


def text_width(text: str) -> Fraction:
    """About how wide a text is, in ems."""
    return len(text) * _CHARACTER


def ems(length: Fraction) -> str:
    """A length in the texts' own size as an SVG length: "3.5em"."""
    return f"{_decimal(length, 2)}em"


def line_share(count: int) -> Fraction:
    """How much of a plot's height so many lines of text take."""
    return count * _LINE / PLOT_HEIGHT


def curve_shape(curve: Curve, across: Scale, up: Scale) -> Shape:
    """A curve over amounts."""
    lines: list[str] = []
    areas: list[str] = []
    for run in curve.runs():
        highs = [(across.share(point.at), _down(up, point.value.high)) for point in run]
        lines.append(_polyline(highs))
        if any(not point.value.exact for point in run):
            lows = [(across.share(point.at), _down(up, point.value.low)) for point in run]
            lines.append(_polyline(lows))
            areas.append(f"{_polyline([*highs, *reversed(lows)])}Z")
    jumps = [
        _riser(across.share(curve.points[index].at), curve.points[index - 1].value, curve.points[index].value, up)
        for index in sorted(curve.cliffs)
    ]
    return Shape("".join(lines), "".join(areas), "".join(jumps))


def step_shape(steps: Sequence[Step], across: Calendar, up: Scale, doubtful: Iterable[date]) -> Shape:
    """Steps through time; ``doubtful`` are the first days that may have come earlier."""
    lines: list[str] = []
    areas: list[str] = []
    for step in steps:
        if step.value is not None:
            left, right = _span(step, across)
            high, low = _down(up, step.value.high), _down(up, step.value.low)
            lines.append(_polyline([(left, high), (right, high)]))
            if not step.value.exact:
                lines.append(_polyline([(left, low), (right, low)]))
                areas.append(f"{_polyline([(left, high), (right, high), (right, low), (left, low)])}Z")
    unsure = frozenset(doubtful)
    risers = [
        (after.first in unsure, _riser(across.share(after.first), before.value, after.value, up))
        for before, after in pairwise(steps)
        if before.value is not None and after.value is not None
    ]
    return Shape(
        "".join(lines),
        "".join(areas),
        "".join(path for is_unsure, path in risers if not is_unsure),
        "".join(path for is_unsure, path in risers if is_unsure),
    )


def spread(centres: Sequence[Fraction], lines: Sequence[int]) -> list[Fraction]:
    """Where to centre texts of so many lines each: near their places, beside the plot, none covering another.

    Texts that would overlap form a block around the middle of their places. The result is in the order given.
    """
    heights = [line_share(count) for count in lines]

    def top(block: Sequence[int]) -> Fraction:
        above, wanted = Fraction(0), Fraction(0)
        for index in block:
            wanted += centres[index] - heights[index] / 2 - above
            above += heights[index]
        return max(-_OVERHANG, min(wanted / len(block), 1 - above))

    blocks: list[list[int]] = []
    for index in sorted(range(len(centres)), key=lambda index: (centres[index], index)):
        blocks.append([index])
        while len(blocks) > 1 and top(blocks[-2]) + sum(heights[i] for i in blocks[-2]) > top(blocks[-1]):
            below = blocks.pop()
            blocks[-1] += below
    placed: dict[int, Fraction] = {}
    for block in blocks:
        edge = top(block)
        for index in block:
            placed[index] = edge + heights[index] / 2
            edge += heights[index]
    return [placed[index] for index in range(len(centres))]


def step_notes(steps: Sequence[tuple[Step, str, str]], across: Calendar, up: Scale) -> list[Note]:
    """Texts on steps, each above or below its line where it touches no line and no other text.

    Where there is no such place a text may stand across a change from one step to the next, or else it is left out.

    Args:
        steps: Each step with what to write at its high and at its low end; one text where they are the same.
        across: The days.
        up: The values.
    """
    lines = [box for step, _, _ in steps if step.value is not None for box in _step_boxes(step, across, up)]
    risers = _riser_boxes([step for step, _, _ in steps], across, up)
    notes: list[Note] = []
    for step, high, low in steps:
        for text, value, sides in _wanted(step, high, low):
            places = [note for side in sides for note in _places(text, step, value, side, across, up)]
            taken = [*lines, *map(_box, notes)]
            for obstacles in ([*taken, *risers], taken):
                free = (note for note in places if not any(_overlap(_box(note), box) for box in obstacles))
                note = next(free, None)
                if note is not None:
                    notes.append(note)
                    break
    return notes


def _wanted(step: Step, high: str, low: str) -> Iterator[tuple[str, Fraction, tuple[Side, ...]]]:
    """The texts of a step: at which value each stands and on which sides of it, the better one first."""
    if step.value is None:
        return
    if step.value.exact:
        yield high, step.value.high, ("above", "below")
    else:
        yield high, step.value.high, ("above",)
        yield low, step.value.low, ("below", "above")


_Box = tuple[Fraction, Fraction, Fraction, Fraction]
"""Left, top, right and bottom of something on the narrowest plot, in ems."""


def _places(text: str, step: Step, value: Fraction, side: Side, across: Calendar, up: Scale) -> Iterator[Note]:
    """Anchors for a text on a step that keep it on the plot, the middle first."""
    left, right = _span(step, across)
    y = _down(up, value)
    anchors: tuple[tuple[Fraction, Anchor], ...] = (((left + right) / 2, "middle"), (right, "end"), (left, "start"))
    for x, anchor in anchors:
        note = Note(text, x, y, anchor, side)
        box = _box(note)
        if box[0] >= 0 and box[2] <= NARROW and box[3] <= PLOT_HEIGHT:
            yield note


def _box(note: Note) -> _Box:
    width, x, y = text_width(note.text), note.x * NARROW, note.y * PLOT_HEIGHT
    left = {"start": x + _MARGIN, "middle": x - width / 2, "end": x - width - _MARGIN}[note.anchor]
    top = y - _GAP - _LINE if note.side == "above" else y + _GAP
    return left, top, left + width, top + _LINE


def _step_boxes(step: Step, across: Calendar, up: Scale) -> Iterator[_Box]:
    assert step.value is not None
    left, right = _span(step, across)
    for value in {step.value.low, step.value.high}:
        y = _down(up, value) * PLOT_HEIGHT
        yield left * NARROW, y, right * NARROW, y


def _riser_boxes(steps: Sequence[Step], across: Calendar, up: Scale) -> list[_Box]:
    found = []
    for before, after in pairwise(steps):
        if before.value is not None and after.value is not None:
            x = across.share(after.first) * NARROW
            top, bottom = (_down(up, value) * PLOT_HEIGHT for value in _hull(before.value, after.value))
            found.append((x, top, x, bottom))
    return found


def _overlap(one: _Box, other: _Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _span(step: Step, across: Calendar) -> tuple[Fraction, Fraction]:
    return across.share(step.first), across.share_with(step.last)


def _down(up: Scale, value: Fraction) -> Fraction:
    return 1 - up.share(value)


def _hull(one: Interval, other: Interval) -> tuple[Fraction, Fraction]:
    """The greatest and the least of two neighbours."""
    return max(one.high, other.high), min(one.low, other.low)


def _riser(x: Fraction, before: Interval, after: Interval, up: Scale) -> str:
    return _polyline([(x, _down(up, value)) for value in _hull(before, after)])


def _polyline(places: Sequence[tuple[Fraction, Fraction]]) -> str:
    return "M" + "L".join(f"{_decimal(x * BOX, 1)} {_decimal(y * BOX, 1)}" for x, y in places)


def _decimal(value: Fraction, most: int) -> str:
    """A number with at most so many decimals, without a float on the way."""
    scaled = round(value * 10**most)
    sign, digits = "-" if scaled < 0 else "", str(abs(scaled)).rjust(most + 1, "0")
    text = f"{digits[:-most]}.{digits[-most:]}".rstrip("0").rstrip(".")
    return f"{sign}{text}"
