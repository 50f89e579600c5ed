"""The text of a file that a site was built into, whatever it is encoded in."""

from __future__ import annotations

import codecs
import re

__all__ = ["decoded"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"<meta[^<>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)
_HEAD = 2048


def decoded(content: bytes) -> str:
    """The characters of a file, with line feeds alone at the ends of its lines.

    A mark at its beginning tells the encoding, else it is UTF-8, else what it declares. What cannot be read is
    replaced.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            text = content[len(mark) :].decode(encoding, "replace")
            break
    else:
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            text = content.decode(_declared(content), "replace")
    # A zero ends the text for the parser, and shows nothing to readers.
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\N{REPLACEMENT CHARACTER}")


def _declared(content: bytes) -> str:
    found = _DECLARED.search(content[:_HEAD])
    try:
        name = codecs.lookup(found[1].decode("ascii")).name if found else "utf-8"
    except LookupError:
        return "utf-8"
    # Browsers read what calls itself Latin-1 as Windows-1252; codecs that are no character sets are not meant.
    return {"iso8859-1": "cp1252", "ascii": "cp1252"}.get(name, name if _is_text(name) else "utf-8")


def _is_text(name: str) -> bool:
    try:
        return isinstance(b"a".decode(name, "replace"), str)
    except (LookupError, UnicodeError, ValueError):
        return False
