"""What a change of rulebooks does to pages: each number that moves, before and after."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from candid.diagnostics import Location
from candid.page_numbers import PageNumber, page_numbers
from candid.pages import Page
from candid.site import Site

__all__ = ["Move", "find_moves", "format_moves"]


@dataclass(frozen=True)
class Move:
    """One number that a change moves; ``None`` where it is not shown."""

    at: Location
    what: str
    before: str | None
    after: str | None

    def as_json(self) -> dict[str, object]:
        """Plain data for tools: one flat object."""
        return {
            "path": self.at.path,
            "line": self.at.line,
            "column": self.at.column,
            "what": self.what,
            "before": self.before,
            "after": self.after,
        }


def find_moves(before: Site, after: Site, pages: Iterable[Page]) -> list[Move]:
    """Every number of ``pages`` that differs between two sites, which differ in their rulebooks; sorted by place."""
    moves = (move for page in pages for move in _on_page(before, after, page))
    return sorted(moves, key=lambda move: move.at)  # in the order of the page within one place


def format_moves(moves: Sequence[Move], style: str, revision: str) -> str:
    """Moves for people (``text``), tools (``json``) or the comment on a pull request (``markdown``)."""
    if style == "json":
        data: dict[str, Any] = {"revision": revision, "moves": [move.as_json() for move in moves]}
        return json.dumps(data, indent=2, ensure_ascii=False)
    pages = len({move.at.path for move in moves})
    count = f"{len(moves)} {'number moves' if len(moves) == 1 else 'numbers move'}"
    where = f"on {pages} {'page' if pages == 1 else 'pages'}"
    if style == "markdown":
        return "\n".join(_markdown(moves, f"**{count} {where}** with the rulebooks since {_code(revision)}."))
    lines = [f"{move.at}: {move.what}: {_shown(move.before)} -> {_shown(move.after)}" for move in moves]
    return "\n".join([*lines, f"{count} {where} since {revision}"] if moves else [f"no number moves since {revision}"])


def _on_page(before: Site, after: Site, page: Page) -> Iterator[Move]:
    old, new = _by_name(page_numbers(before, page)), _by_name(page_numbers(after, page))
    for name in dict.fromkeys([*new, *old]):
        at, what, _ = name
        was, now = old.get(name), new.get(name)
        if was is None or now is None:
            yield Move(at, what, was.text if was else None, now.text if now else None)
        elif was.text != now.text:
            yield Move(at, what, was.text, now.text)
        elif was.working != now.working:
            yield Move(at, what, was.working, now.working)


def _by_name(numbers: Iterable[PageNumber]) -> dict[tuple[Location, str, int], PageNumber]:
    """Numbers by place and name; those of one place and name are told apart by their order."""
    seen: Counter[tuple[Location, str]] = Counter()
    named: dict[tuple[Location, str, int], PageNumber] = {}
    for number in numbers:
        seen[number.at, number.what] += 1
        named[number.at, number.what, seen[number.at, number.what]] = number
    return named


def _markdown(moves: Sequence[Move], summary: str) -> Iterator[str]:
    if not moves:
        yield "**No number moves** with the rulebooks."
        return
    yield from (summary, "", "| Place | Number | Before | After |", "| --- | --- | --- | --- |")
    for move in moves:
        cells = (f"{move.at.path}:{move.at.line}", move.what, _shown(move.before), _shown(move.after))
        yield f"| {' | '.join(map(_code, cells))} |"


def _shown(text: str | None) -> str:
    return "not shown" if text is None else text


def _code(text: str) -> str:
    """A code span: two dollar signs in a line would be mathematics on some hosts."""
    plain = " ".join(text.replace("`", "'").split()).replace("|", "\\|")
    return f"`{plain}`"
