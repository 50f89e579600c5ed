"""What a component is: a fence's name, a reader of its YAML body, a view of its data and a template."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from candid.models import Comparison, Review
from candid_rules.documents import Document, Problem

if TYPE_CHECKING:
    from candid.site import Site

__all__ = ["Component", "PageContext"]


@dataclass(frozen=True)
class PageContext:
    """The page that a component stands on.

    Attributes:
        path: Source path below the pages folder ("reviews/upwork.md"); empty where the host does not tell.
        language: The page's language, an ISO 639-1 code.
        review: The ``review:`` key of the page's front matter.
        comparison: The ``comparison:`` key of the page's front matter, which an empty ``comparison`` fence shows.
        embed: The ``embed:`` key: whether other pages may frame the page's first calculator.
    """

    path: str = ""
    language: str = "en"
    review: Review | None = None
    comparison: Comparison | None = None
    embed: bool = False


@dataclass(frozen=True)
class Component:
    """One kind of fence.

    Attributes:
        name: The fence's info string.
        template: The template that renders the view, a path below the theme folder ("candid/calculator.html").
        read: Turns the fence's body into checked options. Every mistake is a problem at its own line and column, all of
            them at once; calculations are run here, so that a refusal is found here too. The options are ``None``
            exactly when there is a problem.
        view: Makes the frozen data that the template shows. Its last argument counts the components of this kind on
            the page, from which ids are made. It does not fail for options that ``read`` accepted on the same site.
    """

    name: str
    template: str
    read: Callable[[Document, Site], tuple[Any | None, list[Problem]]]
    view: Callable[[Any, Site, PageContext, int], object]
