"""The prose of a page: its body without code, tags, addresses and definitions, every character where it was.

A check of what an author says must not trip over what only looks like text: ``%20`` in an address, a sample in a fence.
Here all of that is blanked out and the links are noted, in one pass whose work grows with the length of the page alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from candid.sources import PageSource

__all__ = ["Prose", "TextLink", "read_prose"]


@dataclass(frozen=True)
class TextLink:
    """A link, and the stretch of the body that is its text."""

    start: int
    end: int
    href: str


@dataclass(frozen=True)
class Prose:
    """What is left of a body when all that is not prose is blanked out.

    Attributes:
        text: As long as the body. Blocks that are not prose have become empty lines, stretches inside of a block NULs.
        links: In the order of their ends; a picture is none.
        comments: Where an HTML comment begins -> what it says.
    """

    text: str
    links: tuple[TextLink, ...]
    comments: dict[int, str]

    def blocks(self) -> Iterator[tuple[int, int]]:
        """The stretches between empty lines: paragraphs, lists, tables, headings."""
        start = 0
        for gap in _GAP.finditer(self.text):
            if gap.start() > start:
                yield start, gap.start()
            start = gap.end()
        if start < len(self.text):
            yield start, len(self.text)


def read_prose(source: PageSource) -> Prose:
    """The prose of one page."""
    text = _without_code_blocks(source)
    addresses: dict[str, str] = {}

    def note(definition: re.Match[str]) -> str:
        addresses.setdefault(_label(definition["label"]), definition["href"])
        return "\n" * len(definition[0])

    return _Inline(_DEFINITION.sub(note, text), addresses).read()


_EMPTY_LINE = r"\n[ \t>]*+(?=\n)"
_GAP = re.compile(r"\n(?:[ \t>]*+\n)++")
_DEFINITION = re.compile(r"^[ ]{0,3}\[(?!\^)(?P<label>[^\[\]\n]+)\]:[ \t]*+<?(?P<href>[^\s>]+)[^\n]*", re.MULTILINE)
_CONTAINER = re.compile(r"[> \t]*(?:[-*+][ \t]|\d+[.)][ \t]|!!!|\?\?\?|===|///|:[ \t]|\[\^)")


def _without_code_blocks(source: PageSource) -> str:
    body = source.body
    pieces: list[str] = []
    after = 0
    for start, end in source.fence_spans:
        pieces += (body[after:start], "\n" * (min(end, len(body)) - start))
        after = end
    return "".join(_without_indented_code("".join([*pieces, body[after:]])))


def _without_indented_code(text: str) -> Iterator[str]:
    """Lines indented by four spaces are code, but belong to a list item, an admonition, a tab or a footnote above."""
    above: list[tuple[int, bool]] = []
    """Indents, growing, of the lines that this one may stand below, and whether each is such a container."""
    at_start = in_code = True
    for line in re.findall(r"[^\n]*\n|[^\n]+", text):
        content = line.strip(" \t>\n")
        if not content:
            at_start = True
            yield line
            continue
        indent = _indent(line)
        while above and above[-1][0] >= indent:
            above.pop()
        level, in_container = above[-1] if above else (0, False)
        in_code = indent >= level // 4 * 4 + (8 if in_container else 4) and (at_start or in_code)
        yield "\n" * len(line) if in_code else line
        if not in_code:
            above.append((indent, _CONTAINER.match(line) is not None))
        at_start = False


def _indent(line: str) -> int:
    rest = line.lstrip("> ").expandtabs(4) if line.lstrip(" ").startswith(">") else line.expandtabs(4)
    return len(rest) - len(rest.lstrip(" "))


_TOKEN = re.compile(
    rf"""(?P<escape>\\[^\n])
      | (?P<ticks>`+)
      | (?P<comment><!--)
      | (?P<tag></?[A-Za-z](?:[^<>\n]|\n(?![ \t]*+\n))*+>)
      | (?P<opening>!?\[)
      | (?P<closing>\])
      | (?P<attributes>\{{[^{{}}\n]*+\}})
      | (?P<address>\bhttps?://[^\s<>()\[\]]*+)
      | (?P<gap>{_EMPTY_LINE})
    """,
    re.VERBOSE,
)
_DESTINATION = re.compile(
    r"""\(\s*+
        (?:<(?P<angled>[^<>\n]*+)> | (?P<plain>(?:[^()\s\\<]|\\.|\((?:[^()\s\\]|\\.)*+\))*+))
        (?:\s++(?:"(?:[^"\\]|\\.)*+"|'(?:[^'\\]|\\.)*+'|\([^()]*+\)))?+
        \s*+\)""",
    re.VERBOSE,
)
_REFERENCE = re.compile(r"[ ]?\[(?P<label>[^\[\]\n]*+)\]")
_TAG_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
_HREF = re.compile(r"""\bhref\s*+=\s*+(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'>]+))""", re.IGNORECASE)
_NO_PROSE = frozenset({"code", "pre", "script", "style", "textarea"})
_LONGEST_LABEL = 200


class _Inline:
    """One pass over the text, from token to token.

    Args:
        text: The body without its code blocks and definitions.
        addresses: The addresses of reference links, by label.
    """

    def __init__(self, text: str, addresses: Mapping[str, str]) -> None:
        self.text = text
        self.addresses = addresses
        self.links: list[TextLink] = []
        self.comments: dict[int, str] = {}
        self._pieces: list[str] = []
        self._done = 0
        self._brackets: list[tuple[int, bool]] = []
        self._anchors: list[tuple[int, str]] = []
        self._never_closed: set[str] = set()
        self._gaps = [match.start() for match in re.finditer(_EMPTY_LINE, text)]
        self._partners = _partners(text)

    def read(self) -> Prose:
        handle: dict[str | None, Callable[[re.Match[str]], int]] = {
            "escape": self._escape,
            "ticks": self._ticks,
            "comment": self._comment,
            "tag": self._tag,
            "opening": self._opening,
            "closing": self._closing,
            "attributes": self._whole,
            "address": self._whole,
            "gap": self._gap,
        }
        at = 0
        while match := _TOKEN.search(self.text, at):
            at = handle[match.lastgroup](match)
        self._pieces.append(self.text[self._done :])
        return Prose("".join(self._pieces), tuple(self.links), self.comments)

    def _blank(self, start: int, end: int) -> int:
        self._pieces += (self.text[self._done : start], "\0" * (end - start))
        self._done = end
        return end

    def _escape(self, match: re.Match[str]) -> int:
        self._blank(match.start(), match.start() + 1)
        return match.end()

    def _ticks(self, match: re.Match[str]) -> int:
        partner = self._partners.get(match.start())
        if partner is None or bisect_left(self._gaps, match.start()) != bisect_left(self._gaps, partner):
            return match.end()
        return self._blank(match.start(), partner + len(match[0]))

    def _comment(self, match: re.Match[str]) -> int:
        end = self._find("-->", match.end())
        if end < 0:
            return match.end()
        self.comments[match.start()] = self.text[match.end() : end].strip()
        return self._blank(match.start(), end + len("-->"))

    def _tag(self, match: re.Match[str]) -> int:
        tag, start, end = match[0], match.start(), match.end()
        named = _TAG_NAME.match(tag)
        name = named[1].lower() if named else ""
        if name in _NO_PROSE and not tag.startswith("</"):
            closing = self._find(f"</{name}", end)
            return self._blank(start, closing if closing >= 0 else end)
        if name == "a":
            if tag.startswith("</") and self._anchors:
                opened, href = self._anchors.pop()
                self.links.append(TextLink(opened, start, href))
            elif href_match := _HREF.search(tag):
                href = href_match["double"] or href_match["single"] or href_match["bare"] or ""
                self._anchors.append((end, href.replace("&amp;", "&")))
        return self._blank(start, end)

    def _opening(self, match: re.Match[str]) -> int:
        self._brackets.append((match.end(), match[0].startswith("!")))
        return match.end()

    def _closing(self, match: re.Match[str]) -> int:
        if not self._brackets:
            return match.end()
        start, is_picture = self._brackets.pop()
        href, end = self._target(start, match)
        if href is not None and not is_picture:
            self.links.append(TextLink(start, match.start(), href))
        return self._blank(match.start(), end)

    def _target(self, start: int, closing: re.Match[str]) -> tuple[str | None, int]:
        """The address behind a closing bracket, and where the link ends."""
        inline = _DESTINATION.match(self.text, closing.end())
        if inline is not None:
            return inline["angled"] or inline["plain"] or "", inline.end()
        reference = _REFERENCE.match(self.text, closing.end())
        own = self.text[start : closing.start()] if closing.start() - start <= _LONGEST_LABEL else ""
        if reference is not None:
            href = self.addresses.get(_label(reference["label"] or own))
            if href is not None:
                return href, reference.end()
        return self.addresses.get(_label(own)), closing.end()

    def _whole(self, match: re.Match[str]) -> int:
        return self._blank(match.start(), match.end())

    def _gap(self, match: re.Match[str]) -> int:
        self._brackets.clear()
        self._anchors.clear()
        return match.end()

    def _find(self, wanted: str, start: int) -> int:
        """Where ``wanted`` next stands, or -1. What the rest of the text lacks is not looked for again."""
        if wanted in self._never_closed:
            return -1
        found = re.compile(re.escape(wanted), re.IGNORECASE).search(self.text, start)
        if found is None:
            self._never_closed.add(wanted)
            return -1
        return found.start()


def _partners(text: str) -> dict[int, int]:
    """Where each run of backticks begins -> where the next run of the same length does."""
    partners: dict[int, int] = {}
    last: dict[int, int] = {}
    for run in re.finditer("`+", text):
        length = len(run[0])
        if length in last:
            partners[last[length]] = run.start()
        last[length] = run.start()
    return partners


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()
