"""Which files of a built site are feeds, RSS, Atom or JSON Feed, whatever they are called and however encoded."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Literal

from lxml import etree

__all__ = ["SAFELY", "feed_kind", "read_json_feed"]

SAFELY: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False}
"""How XML is parsed: a feed is a file like any other, with no entities, and nothing is fetched."""

_SUFFIXES = frozenset({".xml", ".rss", ".atom", ".json"})
_XML_ROOTS = frozenset({"rss", "feed", "RDF"})
_JSON_VERSION = re.compile(rb'"version"\s*:\s*"https?:(?:\\?/){2}jsonfeed\.org')


def feed_kind(path: Path) -> Literal["xml", "json"] | None:
    """What kind of feed a file is; ``None`` if it is none. One that is broken further down is a feed too."""
    suffix = path.suffix.lower()
    if suffix not in _SUFFIXES or not path.is_file():
        return None
    if suffix == ".json":
        # Wherever it stands, and in whatever encoding; whether it is the file's own version is seen once it is read.
        return "json" if _JSON_VERSION.search(path.read_bytes().replace(b"\0", b"")) else None
    return "xml" if _root_name(path) in _XML_ROOTS else None


def read_json_feed(path: Path) -> tuple[str, dict[str, Any] | None]:
    """The text of a JSON file, and what it says; ``None`` if it only tells of a feed.

    Raises:
        ValueError: It is no JSON, or in no encoding that JSON has.
        RecursionError: It nests too deep.
    """
    raw = path.read_bytes()
    text = raw.decode(json.detect_encoding(raw))
    feed = json.loads(text)
    is_feed = isinstance(feed, dict) and "jsonfeed.org" in str(feed.get("version"))
    return text, feed if is_feed else None


def _root_name(path: Path) -> str:
    """The local name of an XML file's root; empty if there is none."""
    try:
        with path.open("rb") as file:
            for _, root in etree.iterparse(file, events=("start",), recover=True, **SAFELY):
                return str(root.tag).rpartition("}")[2]
    except etree.XMLSyntaxError:
        pass
    return ""
