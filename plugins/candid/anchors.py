"""One linear pass over the links of an HTML text.

Only real links are seen: what stands in comments, scripts and other text that a browser never turns into a link stays
untouched, and so does every link that the handler leaves alone, byte for byte.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

__all__ = ["Anchor", "Rewrite", "rewrite"]


class Anchor(NamedTuple):
    """One ``<a …>`` as a browser reads it: names in lower case, values decoded, ``None`` where there is no value."""

    attributes: Mapping[str, str | None]
    in_heading_1: bool = False


class Rewrite(NamedTuple):
    """What becomes of a link: its new attributes, and HTML to put at the end of its content."""

    attributes: Mapping[str, str | None]
    appended: str = ""


def rewrite(html: str, handler: Callable[[Anchor], Rewrite | None]) -> str:
    """``html`` with each link replaced by what ``handler`` returns for it; ``None`` leaves the link as it stands."""
    raise NotImplementedError
