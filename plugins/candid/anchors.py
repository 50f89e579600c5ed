"""One linear pass over the links of an HTML text.

Only real links are seen: what stands in comments, scripts, attribute values and other text that a browser never turns
into a link stays untouched, and so does every link that the handler leaves alone, byte for byte. A link inside ``code``
or ``pre`` is a real one (a sample is escaped and has no tags), so it is seen.

A full parse of a page takes twenty times as long as this. The text is searched for the few tags that matter; only where
the last quote before such a tag could have opened an attribute value is the stretch in between read tag by tag.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from html import escape, unescape
from html.entities import html5
from typing import NamedTuple

__all__ = ["Anchor", "Rewrite", "attribute_around", "end_of_tag", "rewrite"]


class Anchor(NamedTuple):
    """One ``<a …>`` as a browser reads it: names in lower case, values decoded, ``None`` where there is no value."""

    attributes: Mapping[str, str | None]
    in_heading_1: bool = False


class Rewrite(NamedTuple):
    """What becomes of a link: its new attributes, and HTML to put at the end of its content."""

    attributes: Mapping[str, str | None]
    appended: str = ""


def _any_case(word: str) -> str:
    # A pattern that ignores case as a whole is searched four times slower: it has no first letter to look for.
    return "".join(f"[{letter}{letter.upper()}]" if letter.isalpha() else letter for letter in word)


_HIDING = ("script", "style", "textarea", "template", "svg", "title", "iframe", "xmp", "noembed", "noframes")
# ASCII everywhere: to HTML a no-break space is no space, and a long s is no s.
_SEEN = rf"/?[hH]1(?=[\s/>])|!--|({'|'.join(map(_any_case, _HIDING))})(?=[\s/>])"
# The first letters save most tags from being tried against each name; ends of links matter where one was rewritten.
_TOKEN = re.compile(rf"<(?=[aAhHiInNsStTxX!]|/[hH])(?:[aA](?=[\s/>])|{_SEEN})", re.ASCII)
_TOKEN_OR_END = re.compile(rf"<(?=[aAhHiInNsStTxX!]|/[aAhH])(?:/?[aA](?=[\s/>])|{_SEEN})", re.ASCII)
# Links as most are written: names in lower case, values in double quotes. Data attributes may tell the handler more.
_OTHERS = r"""(?:\s+(?!href=|data-)[a-z-]+(?:="[^"<>]*")?)*+"""
_COMMON_LINK = re.compile(rf"""<a{_OTHERS}\s+href="([^"<>]*)"{_OTHERS}\s*>""", re.ASCII)
_LEADING_AWAY = re.compile(
    rf"""<(?!a{_OTHERS}\s+href="#[^"<>]*"{_OTHERS}\s*>)[aA](?:(?<=a){_OTHERS}\s+href="([^"<>]*)"{_OTHERS}\s*>|[\s/>])""",
    re.ASCII,
)
_COMMENT_END = re.compile(r"--!?>")
_ATTRIBUTE = re.compile(
    r"""[\s/]*([^\s/>][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"'][^\s>]*)|(?=["'>])))?""", re.ASCII
)
_TAG_END = re.compile(r"[\s/]*>", re.ASCII)
_TAG_START = re.compile(r"</?[a-zA-Z][^\s/>]*", re.ASCII)
_CHARACTER = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9a-fA-F]+;?|([a-zA-Z][a-zA-Z0-9]*)(?:;|(?![=a-zA-Z0-9])))")
_NESTING = frozenset({"template", "svg"})


def _never(_address: str) -> bool:
    return False


def rewrite(html: str, handler: Callable[[Anchor], Rewrite | None], stays: Callable[[str], bool] = _never) -> str:
    """``html`` with each link replaced by what ``handler`` returns for it; ``None`` leaves the link as it stands.

    The handler is called once for each link that leads away from the page, in the order of the text. Time and memory
    grow linearly with ``html``, whatever it holds. Where a tag never ends, a browser drops the rest of the text; so the
    pass ends there.

    Args:
        html: a page or a part of one.
        handler: decides about a link.
        stays: tells of an address whether the handler would leave every link to it alone. Such a link is passed over
            if it has no data attributes; a text with no other links is not read at all.
    """
    if "<a" not in html and "<A" not in html:
        return html
    # Whatever stands around them: if all that looks like a link would be left alone, there is nothing to do.
    # (A link that is written in an uncommon way has no address here, so it is looked at.)
    if all(link[1] is not None and stays(_decoded(link[1])) for link in _LEADING_AWAY.finditer(html)):
        return html
    return _Pass(html, handler, stays).run()


def end_of_tag(html: str, start: int) -> int:
    """The offset behind the tag that begins at ``start``, or -1 if it never ends."""
    found = _TAG_START.match(html, start)
    position = found.end() if found else start + 1
    while True:
        end = _TAG_END.match(html, position)
        if end:
            return end.end()
        attribute = _ATTRIBUTE.match(html, position)
        if attribute is None or _opens_without_end(html, attribute):
            return -1
        position = attribute.end()


def attribute_around(html: str, start: int, offset: int) -> tuple[str, int] | None:
    """The attribute that holds ``offset``, of the tag that begins at ``start``: its name, and where that begins.

    ``None`` if the tag ends before ``offset``.
    """
    found = _TAG_START.match(html, start)
    position = found.end() if found else start + 1
    while position <= offset and not _TAG_END.match(html, position):
        attribute = _ATTRIBUTE.match(html, position)
        if attribute is None or _opens_without_end(html, attribute):
            return None
        if attribute.end() > offset:
            return attribute[1].lower(), attribute.start(1)
        position = attribute.end()
    return None


class _Pass:
    """The state of one pass: what was written, and how far the text was read."""

    def __init__(self, html: str, handler: Callable[[Anchor], Rewrite | None], stays: Callable[[str], bool]) -> None:
        self.html = html
        self.handler = handler
        self.stays = stays
        self.written: list[str] = []
        self.copied = 0
        self.outside = 0
        """An offset that is known to stand outside of every tag."""
        self.appended = ""
        self.unclosed_at = 0
        self.endless: set[str] = set()
        """Elements known to have no end in the rest of the text; none is looked for twice."""

    def run(self) -> str:
        html = self.html
        in_heading = False
        token = _TOKEN.search(html)
        while token is not None:
            start, end = token.span()
            name = html[start + 1 : end].lower()
            if name == "a" and not self.appended:
                common = _COMMON_LINK.match(html, start)
                if common is not None and (common[1].startswith("#") or self.stays(_decoded(common[1]))):
                    token = _TOKEN.search(html, common.end())
                    continue
            position = self._leave_tag(start, quick=name in ("a", "/a"))
            if position == start:
                if name == "a":
                    position = self._link(end, in_heading)
                elif name == "/a":
                    self._write_appended(start)
                    position = end
                elif name[-1] == "1":
                    in_heading = name[0] != "/"
                    position = end
                else:
                    position = self._skip(end, name)
            if position < 0:
                break
            self.outside = position
            token = (_TOKEN_OR_END if self.appended else _TOKEN).search(html, position)
        if self.appended:  # the last link is never closed: say it where the link begins
            self._write_appended(self.unclosed_at)
        if not self.written:
            return html
        self.written.append(html[self.copied :])
        return "".join(self.written)

    def _leave_tag(self, start: int, quick: bool) -> int:
        """``start`` if it stands outside of tags; else the end of the tag around it, or -1 if that never ends.

        An attribute value around ``start`` was opened by the last quote of its kind, right behind an equals sign. (One
        without quotes may hold a tag too. To take that for a link does no harm, so ``quick`` looks at quotes only; to
        let it hide the links that follow would.)
        """
        html, outside = self.html, self.outside
        if quick and not self._in_quotes(start):
            return start
        position = outside
        while True:
            position = html.find("<", position, start)
            if position < 0:
                return start
            if not _TAG_START.match(html, position):
                position += 1
                continue
            position = end_of_tag(html, position)
            if position < 0 or position > start:
                return position

    def _in_quotes(self, start: int) -> bool:
        """Whether ``start`` may stand in a quoted value; ``False`` is certain."""
        for quote in ('"', "'"):
            opening = self.html.rfind(quote, self.outside, start)
            if opening > 0 and self.html[self.outside : opening].rstrip().endswith("="):
                return True
        return False

    def _skip(self, position: int, element: str) -> int:
        """The end of a comment or of an element without links, or -1 if it takes up the rest of the text."""
        html = self.html
        if element == "!--":
            end = _COMMENT_END.search(html, position - 2)
            return end.end() if end else -1
        if element not in _NESTING:
            closing = _tag_of(element, "/").search(html, position)
            return closing.end() if closing else -1
        if element in self.endless:
            return position
        boundary = _tag_of(element, "/?")
        here = position - len(element) - 1
        depth = 0
        while depth or here < position:
            tag = boundary.search(html, here)
            here = end_of_tag(html, tag.start()) if tag else -1
            if tag is None or here < 0:
                # Never closed: the browser leaves it sooner or later, so what follows counts as text of the page.
                self.endless.add(element)
                return position
            if html[tag.start() + 1] == "/":
                depth -= 1
            elif not (element == "svg" and html[here - 2] == "/"):
                depth += 1
        return here

    def _link(self, position: int, in_heading: bool) -> int:
        """Read the start tag whose name ends at ``position``; its end, or -1 if it never ends."""
        html = self.html
        start = position - 2
        if self.appended:  # a link inside a link: the browser closes the first one here
            self._write_appended(start)
        attributes: dict[str, str | None] = {}
        while True:
            end = _TAG_END.match(html, position)
            if end:
                break
            attribute = _ATTRIBUTE.match(html, position)
            if attribute is None or _opens_without_end(html, attribute):
                return -1
            name, double, single, bare = attribute.groups()
            value = double if double is not None else single if single is not None else bare
            attributes.setdefault(name.lower(), None if value is None else _decoded(value))
            position = attribute.end()
        if (attributes.get("href") or "").startswith("#"):
            return end.end()
        changed = self.handler(Anchor(attributes, in_heading))
        if changed is not None:
            self.written.append(html[self.copied : start])
            self.written.append(_start_tag(changed.attributes))
            self.copied = self.unclosed_at = end.end()
            self.appended = changed.appended
        return end.end()

    def _write_appended(self, at: int) -> None:
        self.written.append(self.html[self.copied : at])
        self.written.append(self.appended)
        self.copied = at
        self.appended = ""


def _opens_without_end(html: str, attribute: re.Match[str]) -> bool:
    """Whether a quote follows that opens a value and is never closed."""
    end = attribute.end()
    return attribute.lastindex == 1 and html[end : end + 1] in ('"', "'") and attribute[0].rstrip().endswith("=")


@cache
def _tag_of(element: str, slash: str) -> re.Pattern[str]:
    return re.compile(rf"<{slash}{element}(?=[\s/>])", re.ASCII | re.IGNORECASE)


def _decoded(value: str) -> str:
    return _CHARACTER.sub(_character, value) if "&" in value else value


def _character(reference: re.Match[str]) -> str:
    """A character reference as it is read in an attribute: ``&copy=`` in a query is no copyright sign."""
    name = reference[1]
    if name is None:
        return unescape(reference[0])
    return html5.get(reference[0][1:], reference[0])


def _start_tag(attributes: Mapping[str, str | None]) -> str:
    parts = ["<a"]
    parts += [name if value is None else f'{name}="{escape(value)}"' for name, value in attributes.items()]
    return " ".join(parts) + ">"
