"""A page as its author wrote it: front matter, fences and scheme links, each with its place in the file.

This reads the raw file, because hosts do not: MkDocs swallows broken front matter, and a fence that SuperFences
cannot read is printed as text. The fence rules follow ``pymdownx.superfences``: a fence may be indented or quoted,
ends with exactly the marks it began with, and inside a longer fence is only a sample.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from candid.diagnostics import Finding, Location, from_problems
from candid_rules.documents import Document, load

__all__ = ["Fence", "PageSource", "SchemeLink", "Target", "read_page"]


@dataclass(frozen=True)
class Fence:
    """A fenced block that a Markdown renderer would see: its name, its dedented body, the place of each."""

    name: str
    name_at: Location
    body: str
    body_at: Location
    closed: bool
    trailing: str = ""
    """What follows the name on its line, attributes in braces left out."""
    after_list_marker: bool = False
    in_comment: bool = False


@dataclass(frozen=True)
class SchemeLink:
    """A link of one of our schemes: ``[text](offer:upwork)``. ``text`` is None where the link is not inline."""

    href: str
    href_at: Location
    text: str | None
    text_at: Location
    is_image: bool = False
    is_autolink: bool = False


class Target(NamedTuple):
    """An address that a page links to, where it begins in the body, and where the ``](`` of an inline link stands."""

    href: str
    start: int
    inline: int | None


@dataclass(frozen=True)
class PageSource:
    """One Markdown file, read once."""

    path: str
    """As findings print it."""
    uri: str
    """Relative to the pages folder, with forward slashes."""
    front_matter: Document
    body: str
    body_line: int
    """The line of the file on which ``body`` begins."""
    findings: tuple[Finding, ...] = field(default=())

    @cached_property
    def fences(self) -> tuple[Fence, ...]:
        """All fences of the page, samples inside longer fences left out."""
        fences, spans = self._blocks
        if not self._hidden:
            return fences
        return tuple(
            replace(fence, in_comment=_within(start, self._hidden))
            for fence, (start, _) in zip(fences, spans, strict=True)
        )

    @property
    def fence_spans(self) -> tuple[tuple[int, int], ...]:
        """The stretches of the body that the fences take up, each from its first character to behind its last."""
        return self._blocks[1]

    @cached_property
    def _blocks(self) -> tuple[tuple[Fence, ...], tuple[tuple[int, int], ...]]:
        if "```" not in self.body and "~~~" not in self.body:
            return (), ()
        return _split_fences(self.path, self.body, self.body_line)

    @cached_property
    def links(self) -> tuple[SchemeLink, ...]:
        """All links of our own schemes, wherever they stand in the prose."""
        if "offer:" not in self.body and "calc:" not in self.body:
            return ()
        return tuple(self._scheme_link(target) for target in self.targets(_SCHEME))

    def targets(self, pattern: re.Pattern[str]) -> Iterator[Target]:
        """What ``pattern`` finds in the page where Markdown or HTML takes it for the address of a link."""
        for match in pattern.finditer(self.body):
            start = match.start()
            inline: int | None = start - 2
            if not self.body.startswith("](", start - 2):  # nearly all links are written like that
                before = _BEFORE_ADDRESS.search(self.body, max(0, start - _LONGEST_LABEL), start)
                if before is None:
                    continue
                inline = before.start() if before.group("inline") else None
            if not self.is_code(start) and not self._is_escaped(inline):
                yield Target(match.group(), start, inline)

    def _is_escaped(self, inline: int | None) -> bool:
        """Whether a backslash makes the brackets of an inline link plain characters."""
        opening = _opening_bracket(self.body, inline) if inline is not None else None
        return opening is not None and self.body[max(0, opening - 1) : opening] == "\\"

    def is_code(self, offset: int) -> bool:
        """Whether a character of the body is a sample or a comment: nothing that a reader could follow."""
        return self._is_sample(offset) or _within(offset, self._hidden)

    def _is_sample(self, offset: int) -> bool:
        """Whether a character stands in a fence, in a code span or in indented code."""
        body = self.body
        if _within(offset, self._blocks[1]):
            return True
        begin, end = body.rfind("\n\n", 0, offset) + 1, body.find("\n\n", offset)
        paragraph = body[begin : end if end >= 0 else len(body)]  # a code span does not cross a blank line
        if "`" in paragraph and any(
            span.start() <= offset - begin < span.end() for span in _CODE_SPAN.finditer(paragraph)
        ):
            return True
        line = bisect_right(self._line_starts, offset) - 1
        return body.startswith(("    ", "\t"), self._line_starts[line]) and _is_indented_code(self._lines, line)

    def locate(self, offset: int) -> Location:
        """The place in the file of a character of the body."""
        line = bisect_right(self._line_starts, offset) - 1
        return Location(self.path, self.body_line + line, offset - self._line_starts[line] + 1)

    def find(self, text: str) -> Location:
        """Where ``text`` first stands in the body outside of samples and comments, or the page's first line."""
        offset = self.body.find(text)
        while offset >= 0:
            if not self.is_code(offset):
                return self.locate(offset)
            offset = self.body.find(text, offset + 1)
        return Location(self.path)

    @cached_property
    def _hidden(self) -> tuple[tuple[int, int], ...]:
        """The stretches of comments and of elements whose text is shown as it stands."""
        found: list[tuple[int, int]] = []
        position = 0
        while (match := _HIDING.search(self.body, position)) is not None:
            if self._is_sample(match.start()):
                position = match.start() + 1
            else:
                found.append(match.span())
                position = match.end()
        return tuple(found)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.body))]

    @cached_property
    def _lines(self) -> list[str]:
        return self.body.split("\n")

    def _scheme_link(self, target: Target) -> SchemeLink:
        # Only this entity: a full decoder would take the beginning of ``&quoted_rate=`` for a quotation mark.
        href_at, href = self.locate(target.start), target.href.replace("&amp;", "&")
        opening = None if target.inline is None else _opening_bracket(self.body, target.inline)
        if opening is None:
            is_autolink = target.inline is None and self.body.startswith("<", target.start - 1)
            return SchemeLink(href, href_at, None, href_at, is_autolink=is_autolink)
        text = self.body[opening + 1 : target.inline]
        is_image = self.body.startswith("!", opening - 1) if opening else False
        return SchemeLink(href, href_at, text, self.locate(opening + 1), is_image)


def _within(offset: int, spans: tuple[tuple[int, int], ...]) -> bool:
    return any(start <= offset < end for start, end in spans)


_HIDING = re.compile(r"<!--.*?(?:-->|\Z)|<(?P<tag>pre|code|script|style)\b.*?(?:</(?P=tag)\s*>|\Z)", re.DOTALL)


def read_page(raw: bytes, path: str, uri: str) -> PageSource:
    """Read a Markdown file; what is wrong with its encoding or front matter is in its findings."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        finding = Finding.of("not-utf-8", Location(path, line), "the file is not UTF-8 text", "save the file as UTF-8")
        return PageSource(path, uri, Document({}, Location(path)), "", 1, (finding,))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _read_text(text, path, uri)


_FRONT_MATTER = re.compile(r"---[ \t]*\n(?P<yaml>.*?\n)??(?:\.\.\.|---)[ \t]*(?:\n|\Z)", re.DOTALL)
_OPENING = re.compile(r"---[ \t]*\n[ \t]*[A-Za-z_][\w-]*[ \t]*:")


def _read_text(text: str, path: str, uri: str) -> PageSource:
    empty = Document({}, Location(path))
    match = _FRONT_MATTER.match(text)
    if match is None:
        findings: tuple[Finding, ...] = ()
        if _OPENING.match(text):
            findings = (
                Finding.of(
                    "front-matter",
                    Location(path),
                    "the front matter is never closed, so it would be printed as text",
                    "end it with a line of three hyphens",
                ),
            )
        return PageSource(path, uri, empty, text, 1, findings)
    body, body_line = text[match.end() :], text.count("\n", 0, match.end()) + 1
    document, problems = load(match.group("yaml") or "", Location(path, 2))
    found = from_problems(problems)
    if document is not None and document.value is None:
        document = empty
    if document is not None and not isinstance(document.value, dict):
        found.append(
            Finding.of(
                "front-matter",
                Location(path, 2),
                "the front matter is not a list of 'key: value' lines, so it would be printed as text",
                "write one 'key: value' on each line",
            )
        )
        document = empty
    return PageSource(path, uri, document or empty, body, body_line, tuple(found))


_FENCE = re.compile(r"^(?P<prefix>[> \t]*)(?P<marker>(?:[-*+]|\d+[.)])[ \t]+)?(?P<marks>`{3,}|~{3,})(?P<info>[^\n]*)$")
_NAME = re.compile(r"[ \t]*(?P<brace>\{[ \t]*)?\.?(?P<name>[\w#+-][\w#.+-]*)")
_CONTAINER = re.compile(r"[> \t]*(?:[-*+]|\d+[.)]|!!!|\?\?\?\+?|===|///|:|\[\^)")


def _split_fences(path: str, body: str, first_line: int) -> tuple[tuple[Fence, ...], tuple[tuple[int, int], ...]]:
    """The fences of a body, and the stretches of it that they take up."""
    lines = body.split("\n")
    starts = [0, *itertools.accumulate(len(line) + 1 for line in lines)]
    fences: list[Fence] = []
    ranges: list[tuple[int, int]] = []
    index = 0
    while index < len(lines):
        line = lines[index]
        match = _FENCE.match(line) if "```" in line or "~~~" in line else None
        if match is None or not _opens(match, lines, index):
            index += 1
            continue
        end = _closing_line(lines, index, match)
        fences.append(_fence(path, first_line, lines, index, end, match))
        last = end if end is not None else index
        ranges.append((starts[index], starts[last + 1]))
        index = last + 1
    return tuple(fences), tuple(ranges)


def _opens(match: re.Match[str], lines: list[str], index: int) -> bool:
    """Whether a line of fence marks opens a fence, rather than being inline code or indented code."""
    if match.group("marks")[0] == "`" and "`" in match.group("info"):
        return False
    return not _is_indented_code(lines, index)


def _is_indented_code(lines: list[str], index: int) -> bool:
    """Whether a line is a sample by its indent, rather than a part of a list item, an admonition or a tab."""
    indent = _indent(lines[index])
    if indent < 4:
        return False
    for previous in range(index - 1, -1, -1):
        line = lines[previous]
        if line.strip(" \t>") and _indent(line) < indent:
            return _CONTAINER.match(line) is None
    return True


def _indent(line: str) -> int:
    """Columns of white space after any quote marks."""
    rest = line.expandtabs(4)
    quoted = re.match(r"(?:[ ]{0,3}>[ ]?)*", rest)
    rest = rest[quoted.end() if quoted else 0 :]
    return len(rest) - len(rest.lstrip(" "))


def _closing_line(lines: list[str], start: int, match: re.Match[str]) -> int | None:
    prefix = match.group("prefix").expandtabs(4)
    quotes = prefix.count(">")
    closing = re.compile(re.escape(match.group("marks")) + r"[ \t]*$")
    for index in range(start + 1, len(lines)):
        line = lines[index].expandtabs(4)
        if not line.strip(" >"):
            continue
        head = line[: len(prefix)]
        if head.strip(" >") or (len(line) - len(line.lstrip(" >")) < len(prefix) and not quotes):
            return None  # less indented than its opening: the fence is broken off here
        if closing.match(line[len(prefix) :]) or (quotes and closing.match(line.lstrip(" >"))):
            return index
    return None


def _fence(path: str, first_line: int, lines: list[str], start: int, end: int | None, match: re.Match[str]) -> Fence:
    info = match.group("info")
    named = _NAME.match(info)
    offset = match.start("info") + (named.start("name") if named else 0)
    width = len(match.group("prefix").expandtabs(4))
    content = lines[start + 1 : end] if end is not None else []
    body = "\n".join(line.expandtabs(4)[width:] for line in content)
    after = info[named.end() :].strip() if named and not named.group("brace") else ""
    return Fence(
        name=named.group("name") if named else "",
        name_at=Location(path, first_line + start, offset + 1),
        body=body,
        body_at=Location(path, first_line + start + 1, width + 1),
        closed=end is not None,
        trailing="" if after.startswith("{") else after,
        after_list_marker=match.group("marker") is not None,
    )


_SCHEME = re.compile(r"""(?:offer|calc):[^)\s"'<>]*""")
_BEFORE_ADDRESS = re.compile(
    r"""(?:(?P<inline>\]\([ \t]*<?)        # [text](offer:…
      | ^[ ]{0,3}\[[^\]\n]+\]:[ \t]*<?    # [label]: offer:…
      | \bhref[ \t]*=[ \t]*["']?          # <a href="offer:…
      | <                                 # <https://…
    )\Z""",
    re.VERBOSE | re.MULTILINE,
)
_LONGEST_LABEL = 80
_CODE_SPAN = re.compile(r"(?<!`)(?P<ticks>`+)(?!`)(?P<code>.*?)(?<!`)(?P=ticks)(?!`)", re.DOTALL)
_LONGEST_LINK_TEXT = 500


def _opening_bracket(text: str, closing: int) -> int | None:
    depth = 0
    for offset in range(closing, max(-1, closing - _LONGEST_LINK_TEXT), -1):
        if text[offset] == "]":
            depth += 1
        elif text[offset] == "[":
            depth -= 1
            if depth == 0:
                return offset
    return None
