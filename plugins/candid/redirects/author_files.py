"""The files of an author that stand where redirects are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from candid_rules.documents import Location

__all__ = ["AuthorFiles", "PublishedFile"]


class PublishedFile(Protocol):
    """A file as a site generator holds it: its path when published, its source, and its content."""

    @property
    def dest_uri(self) -> str: ...
    @property
    def abs_src_path(self) -> str | None: ...
    @property
    def content_bytes(self) -> bytes: ...


@dataclass(frozen=True)
class AuthorFiles:
    """What a folder holds before anything is written into it.

    Attributes:
        display: The folder as findings print it.
        sources: The files by their paths in it, as they are published (``go/index.html``): where findings find them.
        read: The text of one of them by that path; ``None`` where there is none.
    """

    display: str = "."
    sources: Mapping[str, str] = field(default_factory=dict)
    read: Callable[[str], str | None] = field(default=lambda _: None)

    @classmethod
    def of(cls, files: Iterable[PublishedFile], display: str, shown: Callable[[Path], str]) -> AuthorFiles:
        """What a site generator is about to publish.

        Args:
            files: Its files.
            display: The folder of their sources as findings print it.
            shown: How findings print a path.
        """
        found = {file.dest_uri: file for file in files}

        def read(name: str) -> str | None:
            return found[name].content_bytes.decode("utf-8-sig", "replace") if name in found else None

        sources = {path: file.abs_src_path for path, file in found.items()}
        return cls(display, {path: shown(Path(source)) if source else path for path, source in sources.items()}, read)

    def at(self, name: str, line: int = 1) -> Location:
        """A line of one of the files."""
        return Location(self.sources.get(name) or f"{self.display}/{name}".removeprefix("./"), line)
