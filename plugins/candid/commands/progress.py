"""How far a long audit is, for people at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.progress import track

from candid.compliance.page import BuiltPage

__all__ = ["with_progress"]

_LONG = 100
"""So many pages take long enough to show how far the work is."""


def with_progress(pages: Sequence[BuiltPage]) -> Iterable[BuiltPage]:
    """The pages one by one, with a bar for people who would otherwise wait in front of nothing."""
    if len(pages) < _LONG or not sys.stderr.isatty():
        return pages
    return track(pages, "Checking", console=Console(stderr=True), transient=True)
