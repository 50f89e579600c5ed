"""Files among a site's pages that must not be published: what a link fetches from elsewhere, and what has no end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from candid.diagnostics import Finding
from candid_rules.documents import Location

__all__ = ["check_page_file", "take_out_strays"]


def take_out_strays(files: Any, root: Path, shown: Callable[[Path], str]) -> list[Finding]:
    """Take out of a site generator's files those that nobody should read, and say which they were.

    Args:
        files: MkDocs' own: iterable, with ``remove``; each file with ``src_dir``, ``abs_src_path`` and ``inclusion``.
        root: The folder with the site's configuration.
        shown: How findings print a path.
    """
    findings: list[Finding] = []
    # Editors leave links behind whose names begin with a dot; like all that is excluded, they are not published.
    for file in [file for file in files if file.src_dir and file.abs_src_path and not file.inclusion.is_excluded()]:
        path = Path(file.abs_src_path)
        found = list(check_page_file(path, Path(file.src_dir), root, shown(path)))
        if found:
            files.remove(file)
        findings += found
    return findings


def check_page_file(path: Path, folder: Path, root: Path, display: str) -> Iterator[Finding]:
    """Whether a file of a folder may be read: links may lead to the rest of the project, and no further.

    Args:
        path: The file.
        folder: The folder that is published.
        root: A folder of the project; all of its repository counts.
        display: How findings print the file.
    """
    at, real = Location(display), path.resolve()
    if not path.exists():
        yield Finding.of("unreadable-file", at, "the link leads nowhere", "mend or delete it")
    elif not path.is_file():
        yield Finding.of("unreadable-file", at, f"'{path.name}' is no file", "write it into a file of this name")
    elif not real.is_relative_to(folder.resolve()) and not real.is_relative_to(_repository(root.resolve())):
        message = "the link leads out of the project, so that others would publish something else"
        yield Finding.of("unreadable-file", at, message, "put the file itself in its place")


def _repository(folder: Path) -> Path:
    return next((above for above in (folder, *folder.parents) if (above / ".git").exists()), folder)
