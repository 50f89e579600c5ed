"""Moved addresses, written anew exactly where they stand: that address and no other byte of a file.

Where the text of a file is not what was read there, or the new address would have to be quoted, nothing is changed: it
is reported all the same, and somebody may do it by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from candid.link_health.checking import CheckedLink
from candid.link_health.site_links import Place

__all__ = ["Move", "find_moves", "rewritten"]

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_LINE_END = re.compile(r"\r\n|\r|\n")
_HARMLESS = re.compile(r"https?://[A-Za-z0-9/:?=&._~%+@!$;-]+")
"""Addresses that stand for themselves in Markdown, in HTML and in plain and quoted YAML."""
_QUOTES = "\"'"


@dataclass(frozen=True, order=True, slots=True)
class Move:
    """One place, and what to write there."""

    place: Place
    address: str


def find_moves(links: Iterable[CheckedLink]) -> dict[str, list[Move]]:
    """The places of moved links by file; an affiliate link, of which only the destination was asked, stays."""
    found: dict[str, list[Move]] = {}
    for checked in links:
        verdict = checked.verdict
        if verdict is None or verdict.state != "moved" or verdict.proposal is None or checked.link.is_tracked:
            continue
        for place in checked.link.places:
            found.setdefault(place.at.path, []).append(Move(place, verdict.proposal))
    return found


def rewritten(raw: bytes, moves: Iterable[Move]) -> tuple[bytes, int]:
    """A file with its addresses written anew, and how many there were."""
    mark = _BYTE_ORDER_MARK if raw.startswith(_BYTE_ORDER_MARK) else b""
    text = raw[len(mark) :].decode("utf-8")
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    count = 0
    for move in sorted(moves, reverse=True):
        start = _start(text, starts, move.place)
        old = move.place.written.partition("#")[0]
        new = move.address.replace("&", "&amp;") if "&amp;" in old else move.address
        if start is not None and _HARMLESS.fullmatch(move.address):
            text = f"{text[:start]}{new}{text[start + len(old) :]}"
            count += 1
    return mark + text.encode("utf-8"), count


def _start(text: str, starts: list[int], place: Place) -> int | None:
    """Where the written address begins, if it stands where it was read."""
    if place.at.line > len(starts) or not place.written:
        return None
    start = starts[place.at.line - 1] + place.at.column - 1
    if text[start : start + 1] in _QUOTES:
        start += 1  # the place of a quoted value is that of its quotation mark
    return start if text.startswith(place.written, start) else None
