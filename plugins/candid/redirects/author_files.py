"""The files of an author that stand where redirects are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from candid_rules.documents import Location

__all__ = ["AuthorFiles"]


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

    def at(self, name: str, line: int = 1) -> Location:
        """A line of one of the files."""
        return Location(self.sources.get(name) or f"{self.display}/{name}".removeprefix("./"), line)
