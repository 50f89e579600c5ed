"""Links of a page: ``offer:`` and ``page:`` become addresses, affiliate links get their rel, sub-ID and label."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from candid.diagnostics import Finding, Location
from candid.disclosures import Disclosures, Statement
from candid.models import Offer, Programme, SiteSettings
from candid.networks import LinkClass, Networks

__all__ = ["LinkMarker", "LinkProblem", "MarkedPage", "PlacedLink"]


class OfferEntry(Protocol):
    """What a link needs of a catalog's offer."""

    @property
    def offer(self) -> Offer: ...
    @property
    def programme(self) -> Programme | None: ...


class OfferCatalog(Protocol):
    """What links need of the catalog."""

    @property
    def offers(self) -> Mapping[str, OfferEntry]: ...
    @property
    def programmes(self) -> Mapping[str, Programme]: ...


@dataclass(frozen=True, slots=True)
class PlacedLink:
    """One affiliate link of a page, as published."""

    href: str
    cls: LinkClass
    network: str | None
    programme: str | None
    placement: str
    sub_id: str | None
    in_heading_1: bool = False


@dataclass(frozen=True, slots=True)
class LinkProblem:
    """What is wrong with a link. ``href`` is what the author wrote: whoever holds the source finds the line by it."""

    code: str
    href: str
    message: str
    hint: str = ""

    def at(self, location: Location) -> Finding:
        """The finding at a place in the author's file."""
        return Finding.of(self.code, location, self.message, self.hint)


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """A page's HTML with its links marked, and what was found on the way.

    ``statements`` are the sentences that the page's programmes prescribe, for ``disclosures.placement.place``.
    """

    html: str
    links: tuple[PlacedLink, ...] = ()
    problems: tuple[LinkProblem, ...] = ()
    statements: tuple[Statement, ...] = ()


class LinkMarker:
    """Marks the links of pages; one per build, without state of its own between pages."""

    def __init__(
        self, catalog: OfferCatalog, networks: Networks, settings: SiteSettings, disclosures: Disclosures
    ) -> None:
        raise NotImplementedError

    def mark(
        self,
        html: str,
        *,
        path: str = "",
        language: str | None = None,
        resolve_page: Callable[[str], str | None] | None = None,
        placement: str = "text",
    ) -> MarkedPage:
        """Resolve and mark all links of ``html``.

        Args:
            html: a page's content, or a whole page in a later sweep: links marked before are left alone.
            path: the page's source path, such as ``reviews/upwork.md``; sub-IDs begin with it.
            language: the page's language; the site's by default.
            resolve_page: turns ``reviews/upwork.md`` into an address relative to this page; ``None`` for no such page.
            placement: the placement of links that name none in ``data-placement``.
        """
        raise NotImplementedError
