"""Front matter as themes may print it: MkDocs' templates write titles, descriptions and tags into pages unescaped."""

from __future__ import annotations

from typing import Any

__all__ = ["without_markup"]

# An ampersand stays: many a title is written with entities, and one of its own makes no markup.
# Characters that XML cannot hold, by any notation: one of them in a title would make a feed unreadable as a whole.
_NOT_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF))
_IN_TEXT: dict[int, str | None] = {ord("<"): "&lt;", ord(">"): "&gt;", **_NOT_XML}
_ANYWHERE = {**_IN_TEXT, ord('"'): "&quot;"}


def without_markup(meta: Any) -> Any:
    """A front matter whose texts, names of keys included, are neither tags nor ends of values, nor break a feed.

    Titles keep their quotes: themes print them between tags, and feeds and search show them as they are.
    """
    if not isinstance(meta, dict):
        return _inert(meta)
    kept = {key: meta[key].translate(_IN_TEXT) for key in ("title",) if isinstance(meta.get(key), str)}
    return {**_inert(meta), **kept}


def _inert(value: Any) -> Any:
    if isinstance(value, str):
        return value.translate(_ANYWHERE)
    if isinstance(value, dict):
        return {_inert(key): _inert(inner) for key, inner in value.items()}
    return [_inert(inner) for inner in value] if isinstance(value, list) else value
