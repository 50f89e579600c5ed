"""What a check yields: a breach of a rule at an element, before it is placed in a file and given its severity."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from lxml.etree import _Element as Element

from candid.compliance.page import BuiltPage
from candid.compliance.site import BuiltSite
from candid.diagnostics import Severity

__all__ = ["AcrossPages", "Hit", "PageCheck", "SiteCheck"]


Note = TypeVar("Note")


@dataclass(frozen=True, slots=True)
class Hit:
    """One breach.

    Attributes:
        rule: The id of the rule.
        message: What is wrong, quoting what the page says.
        hint: What to write instead.
        at: The element; ``None`` for the page or file as a whole.
        path: The file below the site's root, where it is not the page that was checked.
        severity: Where it is not the rule's own.
        place: Line and column from 1, in a file that is no page.
    """

    rule: str
    message: str
    hint: str = ""
    at: Element | None = None
    path: str | None = None
    severity: Severity | None = None
    place: tuple[int, int] | None = None


PageCheck = Callable[[BuiltPage, BuiltSite], Iterator[Hit]]
SiteCheck = Callable[[BuiltSite], Iterator[Hit]]


@dataclass(frozen=True)
class AcrossPages(Generic[Note]):
    """A check that holds the pages of a site against each other.

    Attributes:
        note: What matters on a page, while it is open. A note holds no element: the pages of a large site do not all
            fit into memory.
        judge: What is wrong, by the notes of all pages in their order. Asking a page for its elements here is right
            for the few that break a rule: it is read anew.
    """

    note: Callable[[BuiltPage, BuiltSite], Iterator[Note]]
    judge: Callable[[BuiltSite, Sequence[Note]], Iterator[Hit]]
