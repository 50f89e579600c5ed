"""Which page a Markdown instance is rendering: the one place that knows how each host tells.

None of them documents it. MkDocs, ProperDocs and Material's blog excerpts register a ``relpath`` treeprocessor that
holds the file (``mkdocs.structure.pages``); Zensical registers a ``rendering_context`` preprocessor. Plain
Python-Markdown tells nothing.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from markdown import Markdown

__all__ = ["HostPage", "current_page"]


def _nowhere(_path: str) -> str | None:
    return None


@dataclass(frozen=True)
class HostPage:
    """The page being rendered, as far as the host tells."""

    path: str = ""
    url: str = ""
    """Its address below the site's."""
    meta: Mapping[str, Any] = field(default_factory=dict)
    is_excerpt: bool = False
    resolve: Callable[[str], str | None] = _nowhere
    """The address of another page, given its path below the pages folder, relative to this page."""


def current_page(md: Markdown) -> HostPage:
    """The page that ``md`` renders now."""
    if "relpath" in md.treeprocessors:
        relpath: Any = md.treeprocessors["relpath"]
        page = getattr(relpath.file, "page", None)
        here = posixpath.dirname(relpath.file.src_uri)

        def resolve(path: str) -> str | None:
            if relpath.files.get_file_from_path(path) is None:
                return None
            return str(relpath.path_to_url(posixpath.relpath(path, here or ".")))

        return HostPage(
            path=relpath.file.src_uri,
            url=relpath.file.url,
            meta=getattr(page, "meta", None) or {},
            is_excerpt="excerpt" in md.treeprocessors,
            resolve=resolve,
        )
    if "rendering_context" in md.preprocessors:
        context: Any = md.preprocessors["rendering_context"]
        page = context.page
        folder = posixpath.dirname(page.path) or "."
        # Zensical turns addresses of source files into those of pages itself, in all of a page's HTML.
        return HostPage(
            path=page.path, url=page.url, meta=page.meta or {}, resolve=lambda path: posixpath.relpath(path, folder)
        )
    return HostPage()
