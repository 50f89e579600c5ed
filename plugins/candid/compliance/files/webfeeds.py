"""XML files of a site that search engines and readers' programs fetch: read safely, with the line of each element."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path
from typing import cast

from lxml import etree
from lxml.etree import _Element as Element

from candid.compliance.text.texts import is_element

__all__ = ["BadXml", "line_of", "local_name", "read_bytes", "read_xml"]

_LARGEST = 64 * 1024 * 1024
"""No file of a site that this reads may be larger: a sitemap may have 50 MB."""


class BadXml(Exception):
    """A file that is no XML; ``line`` and ``column`` say where it ends to be one."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.line = line
        self.column = column


def read_bytes(path: Path) -> bytes:
    """The content of a file, unpacked if it is packed.

    Raises:
        BadXml: It cannot be unpacked.
    """
    if path.suffix != ".gz":
        with path.open("rb") as file:
            return file.read(_LARGEST)
    try:
        with gzip.open(path) as file:
            return file.read(_LARGEST)
    except (OSError, EOFError, zlib.error) as error:
        raise BadXml(f"it cannot be unpacked: {error}") from error


def read_xml(content: bytes) -> Element:
    """The root of an XML document; entities are not expanded and nothing is fetched.

    Raises:
        BadXml: It is not well-formed.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise BadXml(error.msg or "it is no XML", max(line or 1, 1), max(column or 1, 1)) from error


def local_name(element: Element) -> str:
    """The name of an element without its namespace; empty for comments."""
    return etree.QName(element).localname if is_element(element) else ""


def line_of(element: Element) -> int:
    """The line of an element's start tag, from 1."""
    return max(cast("int | None", element.sourceline) or 1, 1)
