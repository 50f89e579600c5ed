"""From a sub-ID, or from where a link stands in the HTML, to the place of the site that a click comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

from lxml.etree import _Element as Element

from candid.components import COMPONENTS, summary
from candid.networks.sub_ids import sub_id

__all__ = ["REDIRECTS", "KnownPlace", "SubIdPages", "placement_of"]

REDIRECTS = "redirect/"
"""What the paths of the site's own redirects begin with, followed by the offer, as their sub-IDs are made of them."""

_PLACE = re.compile(r"(.*[._])([a-z0-9]*[a-z])([0-9]+)", re.DOTALL)
"""The slug of a page, the name of a place, which ends in a letter, and an ordinal."""

_COMPONENTS = {
    f"candid-{name}": name
    for name in (PurePosixPath(summary.TEMPLATE).stem, *(component.name for component in COMPONENTS))
}
"""What components are called, by the class or the element that is theirs."""
_REGIONS = frozenset({"nav", "header", "footer", "aside", "table"})


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """A place that a sub-ID of ours names.

    Attributes:
        origin: The source path of the page whose text the link belongs to.
        placement: The component or place on it.
        ordinal: Which of its affiliate links it is, from 1.
    """

    origin: str
    placement: str
    ordinal: int


class SubIdPages:
    """The pages of a site by what their sub-IDs begin with.

    Args:
        paths: The source paths of the pages, as links were marked with them.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths: dict[str, str] = {}
        for path in paths:
            for word in (False, True):
                begins = sub_id(path, "x", 1, word=word).removesuffix("x1")
                self._paths.setdefault(begins, path)

    def read(self, written: str) -> KnownPlace | None:
        """The place that a sub-ID names, whether a link stands there today or not; ``None`` if it is none of ours."""
        found = _PLACE.fullmatch(written)
        origin = self._paths.get(found[1]) if found else None
        if found is None or origin is None:
            return None
        return KnownPlace(origin, found[2], int(found[3]))


def placement_of(element: Element) -> str:
    """Where a link without a sub-ID of ours stands: in a component of Candid's, a part of the page, or its text."""
    for one in element.iterancestors():
        names = (str(one.tag), *(one.get("class") or "").split())
        component = next((_COMPONENTS[name] for name in names if name in _COMPONENTS), None)
        if component is not None or one.tag in _REGIONS:
            return component or str(one.tag)
    return "text"
