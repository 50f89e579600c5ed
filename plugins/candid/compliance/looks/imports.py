"""What a style sheet imports, as browsers read it: before anything else, outside of comments, each on its media."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import tinycss2

__all__ = ["Import", "imports_of"]


@dataclass(frozen=True, slots=True)
class Import:
    """One ``@import``: the address as it is written, and the media query behind it in lower case, which may be empty.

    Source: https://www.w3.org/TR/css-cascade-5/#at-import
    """

    address: str
    media: str


def imports_of(text: str) -> tuple[Import, ...]:
    """The imports of a style sheet in their order. Never raises: what cannot be read is left out."""
    return tuple(_imports(text)) if "@import" in text.lower() else ()


def _imports(text: str) -> Iterator[Import]:
    for node in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if node.type != "at-rule" or node.content is not None:
            return  # from the first rule on, imports count no more
        if node.lower_at_keyword == "import":
            with suppress(RecursionError):  # a query nested as none is
                yield from _import([part for part in node.prelude if part.type not in ("whitespace", "comment")])


def _import(parts: Sequence[Any]) -> Iterator[Import]:
    if not parts:
        return
    first, *rest = parts
    if first.type == "function" and first.lower_name == "url" and first.arguments:
        first = first.arguments[0]
    while rest and _is_no_query(rest[0]):
        rest = rest[1:]
    if first.type in ("string", "url"):
        media = " ".join(tinycss2.serialize([part]) for part in rest)
        yield Import(first.value, media.strip().lower())


def _is_no_query(part: Any) -> bool:
    """Whether it tells a layer, or what a browser must know, and nothing of media."""
    if part.type == "ident":
        return bool(part.lower_value == "layer")
    return part.type == "function" and part.lower_name in ("layer", "supports")
