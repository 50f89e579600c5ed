"""Structured data written into the elements of a page: microdata, and RDFa as simple as search engines show it."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element as Element

from candid.compliance.markup.graph import Node, bare

__all__ = ["has_attributes", "read_attributes"]

_SCHEMA = ("schema.org", "schema:")
_ADDRESS = {
    "a": "href",
    "area": "href",
    "link": "href",
    "img": "src",
    "audio": "src",
    "embed": "src",
    "iframe": "src",
    "source": "src",
    "track": "src",
    "video": "src",
    "object": "data",
    "data": "value",
    "meter": "value",
    "time": "datetime",
}


def has_attributes(lowered: str) -> bool:
    """Whether a page, in lower case, may have such data at all: a cheap question."""
    return "itemscope" in lowered or "typeof" in lowered


def read_attributes(elements: Iterator[Element]) -> list[Node]:
    """The nodes that elements describe.

    Args:
        elements: the page's elements in their order.
    """
    nodes: list[Node] = []
    scopes: dict[Element, Node] = {}
    relations: dict[Element, str] = {}
    for element in elements:
        above = element.getparent()
        owner = scopes.get(above) if above is not None else None
        relation = relations.get(above, "") if above is not None else ""
        names = [bare(name) for name in (element.get("itemprop") or element.get("property") or "").split()]
        types = _types(element)
        if types is not None:
            node = Node(types, element, "html", element.get("itemid") or element.get("resource") or "")
            nodes.append(node)
            for name in names or ([relation] if relation else []):
                if owner is not None:
                    owner.add(name, node)
            scopes[element] = node
            if element.tag in ("a", "area", "link") and element.get("href") and "url" not in node.properties:
                node.add("url", element.get("href") or "")
            continue
        if owner is None:
            continue
        scopes[element] = owner
        for name in names:
            owner.add(name, _value(element))
        linked = bare(element.get("rel") or "") if ":" in (element.get("rel") or "") else ""
        if linked and element.get("resource"):
            owner.add(linked, element.get("resource") or "")
        elif linked or (relation and not names):
            relations[element] = linked or relation
    return nodes


def _types(element: Element) -> frozenset[str] | None:
    """The types of the item that begins here; ``None`` where none does. Other vocabularies have none of ours."""
    if element.get("itemscope") is not None:
        written = element.get("itemtype") or ""
    elif element.get("typeof") is not None:
        written = element.get("typeof") or ""
        if ":" not in written:
            written = " ".join(f"schema:{name}" for name in written.split())
    else:
        return None
    return frozenset(bare(name) for name in written.split() if any(mark in name for mark in _SCHEMA))


def _value(element: Element) -> str:
    for name in ("content", _ADDRESS.get(str(element.tag), "content")):
        written = element.get(name)
        if written is not None:
            return written
    return " ".join("".join(str(text) for text in element.itertext()).split())
