"""What WordPress exports (WXR): posts with their fields and categories, read without entities and without a network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from candid.diagnostics import Location, Problem
from candid.link_exchange.tables import Cell

__all__ = ["Post", "read_posts"]


@dataclass(frozen=True)
class Post:
    """One post of an export.

    Attributes:
        type: Its post type.
        slug: Its name in addresses.
        title: Its title.
        fields: Its custom fields.
        categories: The terms of each taxonomy.
        at: Where it stands.
    """

    type: str
    slug: Cell
    title: Cell
    fields: Mapping[str, Cell]
    categories: Mapping[str, Sequence[Cell]]
    at: Location


def read_posts(text: str, path: str) -> tuple[list[Post], list[Problem]]:
    """The published posts of an export, and what is wrong with it."""
    # No entity is expanded and nothing is fetched; a document type that could define some is refused.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        place = Location(path, error.lineno or 1, (error.offset or 0) + 1)
        return [], [Problem(place, "invalid-value", f"the XML cannot be read: {error.msg}")]
    if root.getroottree().docinfo.internalDTD is not None:
        message = "an export of WordPress's has no document type"
        return [], [Problem(Location(path), "invalid-value", message, "export the links anew")]
    posts = [_post(item, path) for item in root.iter("item") if _text(item, "status") in ("publish", "")]
    return posts, []


def _post(item: etree._Element, path: str) -> Post:
    fields: dict[str, Cell] = {}
    for meta in _children(item, "postmeta"):
        fields.setdefault(_text(meta, "meta_key"), _cell(meta, "meta_value", path))
    categories: dict[str, list[Cell]] = {}
    for category in _children(item, "category"):
        term = Cell((category.text or "").strip(), _at(category, path))
        categories.setdefault(str(category.get("domain", "")), []).append(term)
    return Post(
        type=_text(item, "post_type"),
        slug=_cell(item, "post_name", path),
        title=_cell(item, "title", path),
        fields=fields,
        categories=categories,
        at=_at(item, path),
    )


def _children(element: etree._Element, name: str) -> list[etree._Element]:
    """The children of this name; the namespace differs with the version of WordPress."""
    return [child for child in element.iterchildren(tag=etree.Element) if etree.QName(child).localname == name]


def _text(element: etree._Element, name: str) -> str:
    return next(((child.text or "").strip() for child in _children(element, name)), "")


def _cell(element: etree._Element, name: str, path: str) -> Cell:
    found = next(iter(_children(element, name)), None)
    return Cell("", _at(element, path)) if found is None else Cell((found.text or "").strip(), _at(found, path))


def _at(element: etree._Element, path: str) -> Location:
    line: Any = element.sourceline  # missing in the stubs
    return Location(path, line or 1)
