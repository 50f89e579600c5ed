"""Which Markdown file a built page was made from, told by its path and by its first heading."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from candid.compliance.site import BuiltSite

__all__ = ["source_finder"]

_TITLE = re.compile(r"^(?:#[ \t]+|title:[ \t]*)(.+)$", re.MULTILINE)
_WORD = re.compile(r"\w{2,}")
_HEAD = 4000


def source_finder(pages: Path, site: BuiltSite) -> Callable[[str], str]:
    """A function from the path of a built page to its Markdown file; empty where none fits.

    A page of the same name in another project is no source: words of its title have to stand in the built page.

    Args:
        pages: The folder with the Markdown files.
        site: The built site.
    """
    found: dict[str, str] = {}

    def source_of(name: str) -> str:
        if name not in found:
            stem = name.removesuffix(".html").removesuffix("/index")
            candidates = (pages / f"{stem}.md", pages / stem / "index.md", pages / stem / "README.md")
            fitting = (path for path in candidates if path.is_file() and _fits(path, site.read(name) or ""))
            found[name] = next((path.as_posix() for path in fitting), "")
        return found[name]

    return source_of


def _fits(path: Path, html: str) -> bool:
    titles = _TITLE.findall(path.read_bytes()[:_HEAD].decode("utf-8", "replace"))
    words = {word.lower() for title in titles[:2] for word in _WORD.findall(title)}
    return words <= {word.lower() for word in _WORD.findall(html)} or not words
