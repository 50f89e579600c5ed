"""Numbers in prose that are written otherwise than the rules say, and how to write them.

Everything around a number stays as its author wrote it: emphasis, escapes, line ends, a byte order mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from candid.calc_links import CalcLinkError, agrees, is_open, resolve
from candid.diagnostics import Finding, Location
from candid.site import Site
from candid.sources import PageSource, SchemeLink

__all__ = ["Correction", "corrected", "find_corrections"]

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_LINE_END = re.compile(r"\r\n|\r|\n")
_DRESSED = re.compile(r"(?P<before>[\s*_]*)(?P<number>.*?)(?P<after>[\s*_]*)", re.DOTALL)


@dataclass(frozen=True)
class Correction:
    """The text of one ``calc:`` link, as it is written and as it should be."""

    at: Location
    written: str
    text: str


def find_corrections(source: PageSource, site: Site, *, fill: bool = False) -> tuple[list[Correction], list[Finding]]:
    """What to write on a page, and the links that give no number.

    Args:
        source: The page.
        site: Whose rules and day hold.
        fill: Write the numbers that the author left open too.
    """
    found: list[Correction] = []
    findings: list[Finding] = []
    for link in source.links:
        if not link.href.startswith("calc:") or link.is_image or link.is_autolink:
            continue
        try:
            number = resolve(link.href, site)
        except CalcLinkError as error:
            findings.append(Finding.of(error.code, link.href_at, error.message, error.hint))
            continue
        if link.text is None:
            continue
        if not agrees(link.text, number) or (fill and is_open(link.text)):
            found.append(Correction(link.text_at, link.text, _dressed(link, number.text)))
    return found, findings


def corrected(raw: bytes, corrections: Iterable[Correction]) -> bytes:
    """A Markdown file with ``corrections`` made, and with every other byte as it was."""
    mark = _BYTE_ORDER_MARK if raw.startswith(_BYTE_ORDER_MARK) else b""
    text = raw[len(mark) :].decode("utf-8")
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    stretches = sorted((*_stretch(correction, starts), correction.text) for correction in corrections)
    # Where one link's text holds another link, Markdown sees the inner one only.
    alone = [one for one, following in pairwise([*stretches, (len(text), 0, "")]) if one[1] <= following[0]]
    for start, end, replacement in reversed(alone):
        text = text[:start] + replacement + text[end:]
    return mark + text.encode("utf-8")


def _dressed(link: SchemeLink, number: str) -> str:
    """The number with the emphasis and the escapes that the written one has."""
    written = link.text or ""
    dress = _DRESSED.fullmatch(written)
    for character in dict.fromkeys(re.findall(r"\\([$\-~–_*])", written)):
        number = number.replace(character, f"\\{character}")
    return f"{dress['before']}{number}{dress['after']}" if dress else number


def _stretch(correction: Correction, starts: list[int]) -> tuple[int, int]:
    """Where the written text begins and ends in a file whose lines begin at ``starts``."""
    line, column = correction.at.line - 1, correction.at.column - 1
    start = starts[line] + column
    *above, last = correction.written.split("\n")
    end = starts[line + len(above)] + len(last) if above else start + len(last)
    return start, end
