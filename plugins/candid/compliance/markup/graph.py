"""A page's structured data as one graph, whatever it is written in: JSON-LD, microdata or simple RDFa.

Names are bare schema.org names (``Product``, ``ratingValue``). A reference by ``@id`` is the node that it names,
wherever on the page that is described, so that a review is found at its product in every way of writing it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from lxml.etree import _Element as Element

__all__ = ["Markup", "Node", "Value", "bare", "from_json_ld"]


@dataclass(eq=False, slots=True)
class Node:
    """One thing that the markup describes.

    Attributes:
        types: What it is, by bare names.
        properties: Bare name -> values: texts, or other nodes.
        element: The element that the description begins at.
        syntax: What it is written in.
        owners: The nodes that have it as a value, each with the property.
    """

    types: frozenset[str]
    element: Element
    syntax: Literal["json-ld", "html"]
    id: str = ""
    properties: dict[str, list[Value]] = field(default_factory=dict)
    owners: list[tuple[Node, str]] = field(default_factory=list)

    def texts(self, name: str) -> list[str]:
        """The texts under a property; a node counts by its name, else by its address."""
        return [text for value in self.properties.get(name, ()) if (text := _text(value))]

    def text(self, name: str) -> str:
        """The first text under a property, or nothing."""
        return next(iter(self.texts(name)), "")

    def nodes(self, *names: str) -> list[Node]:
        """The nodes under these properties."""
        return [value for name in names for value in self.properties.get(name, ()) if isinstance(value, Node)]

    def has(self, *names: str) -> bool:
        """Whether any of these properties says something."""
        return any(
            isinstance(value, Node) or value.strip() for name in names for value in self.properties.get(name, ())
        )

    def is_a(self, names: Iterable[str]) -> bool:
        """Whether it is one of these types."""
        return not self.types.isdisjoint(names)

    def add(self, name: str, value: Value) -> None:
        """Give it one more value."""
        self.properties.setdefault(name, []).append(value)
        if isinstance(value, Node):
            value.owners.append((self, name))


Value = str | Node


@dataclass(frozen=True, slots=True)
class Markup:
    """All that a page describes, in the order of the page."""

    nodes: tuple[Node, ...] = ()

    def of(self, names: Iterable[str]) -> Iterator[Node]:
        """The nodes of these types."""
        wanted = frozenset(names)
        return (node for node in self.nodes if node.is_a(wanted))

    @property
    def top(self) -> Iterator[Node]:
        """What stands for itself: nothing has it as a value, or only a page does, as what it is about."""
        return (node for node in self.nodes if all(name == "mainEntity" for _, name in node.owners))


def from_json_ld(blocks: Iterable[tuple[Element, Any]]) -> list[Node]:
    """The nodes of a page's JSON-LD scripts, each given with its parsed data. Depth costs no stack."""
    nodes: list[Node] = []
    by_id: dict[str, Node] = {}
    references: list[tuple[Node, str, int, str]] = []
    for element, data in blocks:
        stack: list[tuple[Any, Node | None, str]] = [(data, None, "")]
        while stack:
            value, owner, name = stack.pop()
            if isinstance(value, list):
                stack.extend((inner, owner, name) for inner in reversed(value))
            elif not isinstance(value, dict):
                if owner is not None and value is not None:
                    owner.add(name, str(value))
            elif "@value" in value or "@list" in value or "@set" in value:
                stack.append((next(value[key] for key in ("@value", "@list", "@set") if key in value), owner, name))
            elif set(value) == {"@id"} and owner is not None:
                owner.properties.setdefault(name, []).append("")  # its node may come later
                references.append((owner, name, len(owner.properties[name]) - 1, str(value["@id"])))
            elif "@type" not in value and owner is None and "@graph" in value:
                stack.append((value["@graph"], None, ""))
            else:
                node = _node(value, element, nodes, by_id)
                if owner is not None:
                    owner.add(name, node)
                for key, inner in reversed(value.items()):
                    if key == "@graph":
                        stack.append((inner, None, ""))
                    elif isinstance(key, str) and not key.startswith("@"):
                        stack.append((inner, node, bare(key)))
    for owner, name, at, reference in references:
        found = by_id.get(reference)
        owner.properties[name][at] = reference if found is None else found
        if found is not None:
            found.owners.append((owner, name))
    return nodes


def _node(value: Mapping[str, Any], element: Element, nodes: list[Node], by_id: dict[str, Node]) -> Node:
    written = value.get("@type")
    types = frozenset(bare(str(one)) for one in (written if isinstance(written, list) else [written]) if one)
    name = value.get("@id")
    known = by_id.get(name) if isinstance(name, str) else None
    if known is not None:  # described in several places: one thing all the same
        known.types |= types
        return known
    node = Node(types, element, "json-ld", name if isinstance(name, str) else "")
    nodes.append(node)
    if node.id:
        by_id[node.id] = node
    return node


def bare(name: str) -> str:
    """A schema.org name without its vocabulary: ``https://schema.org/Product`` and ``schema:Product`` are Product."""
    return name.strip().rstrip("/").rpartition("/")[2].rpartition("#")[2].rpartition(":")[2]


def _text(value: Value) -> str:
    if isinstance(value, str):
        return " ".join(value.split())
    for name in ("name", "url"):
        for inner in value.properties.get(name, ()):
            if isinstance(inner, str) and inner.strip():
                return " ".join(inner.split())
    return value.id
