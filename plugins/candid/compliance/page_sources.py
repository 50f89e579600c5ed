"""Which Markdown file a built page was made from, told by its path and by its first heading.

Posts of a blog are published below their date, and called after their title: of them, only the last part of the path
tells, and only for files with a date in their front matter.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from candid.compliance.site import BuiltSite

__all__ = ["source_finder"]

_TITLE = re.compile(r"^(?:#[ \t]+|title:[ \t]*)(.+)$", re.MULTILINE)
_WORD = re.compile(r"\w{2,}")
_HEAD = 4000
_DATE = re.compile(r"\A\ufeff?---\s*\n(?:.*\n)*?date:[ \t]*(?:\n[ \t]+created:[ \t]*)?['\"]?(\d{4}-\d\d-\d\d)?")
_SLUG = re.compile(r"^slug:[ \t]*(.+)$", re.MULTILINE)
_MARKUP = re.compile(r"\]\([^)]*\)|\{[^}]*\}")
_LETTERS = re.compile(r"[^\W_]+")


def source_finder(pages: Path, site: BuiltSite) -> Callable[[str], str]:
    """A function from the path of a built page to its Markdown file; empty where none fits.

    A page of the same name in another project is no source: words of its title have to stand in the built page.

    Args:
        pages: The folder with the Markdown files.
        site: The built site.
    """
    found: dict[str, str] = {}
    posts: dict[str, list[Path]] = {}

    def post(stem: str, html: str) -> Path | None:
        if not posts:
            posts.update(_posts(pages))
        folder, _, slug = stem.rpartition("/")
        fitting = [path for path in posts.get(_plain(slug), ()) if _fits(path, html)]
        dated = [path for path in fitting if _is_dated(path, folder)]
        best = dated or fitting
        return best[0] if len(best) == 1 else None

    def source_of(name: str) -> str:
        if name not in found:
            stem = name.removesuffix(".html").removesuffix("/index")
            candidates = (pages / f"{stem}.md", pages / stem / "index.md", pages / stem / "README.md")
            html = site.read(name) or ""
            fitting = (path for path in candidates if path.is_file() and _fits(path, html))
            path = next(fitting, None) or post(stem, html)
            found[name] = path.as_posix() if path else ""
        return found[name]

    return source_of


def _posts(pages: Path) -> dict[str, list[Path]]:
    """The files with a date, by what their addresses may end in."""
    posts: dict[str, list[Path]] = {"": []}
    for path in sorted(pages.rglob("*.md")):
        head = _head(path) if path.is_file() else ""
        if _DATE.match(head):
            names = (*_SLUG.findall(head)[:1], *_TITLE.findall(head)[:2], path.stem)
            for name in {_plain(_MARKUP.sub("", name)) for name in names}:
                posts.setdefault(name, []).append(path)
    return posts


def _is_dated(path: Path, folder: str) -> bool:
    date = _DATE.match(_head(path))
    return date is not None and date[1] is not None and _plain(date[1]) in _plain(folder)


def _plain(text: str) -> str:
    return "".join(_LETTERS.findall(text.casefold()))


def _head(path: Path) -> str:
    return path.read_bytes()[:_HEAD].decode("utf-8", "replace")


def _fits(path: Path, html: str) -> bool:
    titles = _TITLE.findall(_head(path))
    words = {word.lower() for title in titles[:2] for word in _WORD.findall(title)}
    return words <= {word.lower() for word in _WORD.findall(html)} or not words
