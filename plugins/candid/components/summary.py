"""The summary box of a review; placed by the Markdown extension after the page's first heading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from candid.components.component import PageContext
from candid.models import Review

if TYPE_CHECKING:
    from candid.site import Site

__all__ = ["TEMPLATE", "SummaryView", "view"]

TEMPLATE = "candid/summary.html"


@dataclass(frozen=True)
class SummaryView:
    """What the template shows."""

    title: str


def view(review: Review, site: Site, page: PageContext, title: str) -> SummaryView:
    """The summary of ``review``, whose ids the catalog has checked."""
    raise NotImplementedError
