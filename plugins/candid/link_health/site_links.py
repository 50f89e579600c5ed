"""Every external address that a site's author wrote, with all of its places, and what to ask in order to check it.

A visit to a tracking link counts as a click of a reader, which programmes forbid and which spoils their statistics. So
an affiliate link is checked by its destination, unless somebody wants its tracking followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from candid.components import COMPONENTS
from candid.diagnostics import Location
from candid.models import Programme
from candid.networks import LinkClass
from candid.networks.addresses import read_address
from candid.pages import Page
from candid.site import Site
from candid.targets import Target, Targets
from candid_rules.documents import Document, load

__all__ = ["Place", "SiteLink", "is_tracking", "site_links", "without_fragment"]


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """Where an address stands, as it is written there."""

    at: Location
    written: str


@dataclass(frozen=True, slots=True)
class SiteLink:
    """One address of a site.

    Attributes:
        address: Where readers go, without a fragment.
        places: Where it stands, in their order.
        cls: Its class on this site.
        network: The network that tracks it, if that is known.
        destination: Where an affiliate link should lead in the end, as far as its address or its offer tells.
        stand_in: What is asked instead of visiting an affiliate link: its destination, or itself without the marks that
            make it count. The address itself for plain links; ``None`` where nobody knows.
        is_placeholder: Whether its partner id is only a stand-in, so that tracking cannot work.
    """

    address: str
    places: tuple[Place, ...]
    cls: LinkClass
    network: str | None = None
    destination: str | None = None
    stand_in: str | None = None
    is_placeholder: bool = False

    @property
    def is_tracked(self) -> bool:
        """Whether a visit would count as a click."""
        return self.cls in _TRACKED

    def asked(self, *, follow_tracking: bool) -> str | None:
        """The address to ask; ``None`` for a tracking link of which the destination is not known."""
        follows = follow_tracking and self.is_tracked and not self.is_placeholder
        return self.address if follows else self.stand_in


_TRACKED = frozenset({"certain", "strong", "landing"})
_ADDRESS = re.compile(r"""https?://(?:[^\s()<>"']|\([^\s()<>"']*\))+""")
"""Up to a parenthesis that closes nothing: it ends a Markdown link."""
_WHOLE = re.compile(r"https?://\S+")
_FRONT_MATTER = ("review", "comparison")
_COMPONENTS = frozenset(component.name for component in COMPONENTS)
_NO_LINKS = frozenset({"site", "attestations"})
"""Files with addresses that are no links: prefixes to compare with, addresses looked at by hand."""
_MOST_DESTINATIONS = 5


def site_links(
    site: Site, pages: Iterable[Page], rulebooks: Iterable[Document] = (), *, follow_tracking: bool = False
) -> tuple[SiteLink, ...]:
    """All external addresses of pages and data, each once, in the order of their first places.

    Args:
        site: The site.
        pages: Its pages.
        rulebooks: The site's own rulebooks, whose sources are links too.
        follow_tracking: Add the links that Candid makes of offers with a programme, as readers get them. Without it
            their destinations are enough, which stand in the data.
    """
    targets = Targets(site.catalog, site.networks, site.settings, site.as_of)
    places: dict[str, set[Place]] = {}
    for place in [*_in_pages(pages), *_in_data(site), *(found for book in rulebooks for found in _in(book))]:
        places.setdefault(without_fragment(place.written.replace("&amp;", "&")), set()).add(place)
    links = {address: _link(address, stand, targets, site) for address, stand in places.items()}
    if follow_tracking:
        for link in _published_offers(site, targets):
            known = links.get(link.address)
            links[link.address] = link if known is None else _joined(link, known)
    return tuple(sorted(links.values(), key=lambda link: link.places[0]))


def is_tracking(address: str, targets: Targets) -> bool:
    """Whether a visit to an address would count as a click."""
    return targets.of(address).cls in _TRACKED


def without_fragment(address: str) -> str:
    """An address without what only a browser reads."""
    return address.partition("#")[0]


def _in_pages(pages: Iterable[Page]) -> Iterator[Place]:
    for page in pages:
        source = page.source
        for target in source.targets(_ADDRESS):
            yield Place(source.locate(target.start), target.href)
        for key in _FRONT_MATTER:
            if key in source.front_matter.value:
                yield from _in(source.front_matter.part((key,)))
        for fence in source.fences:
            if fence.name in _COMPONENTS and not fence.in_comment and "://" in fence.body:
                document, _ = load(fence.body, fence.body_at)
                yield from _in(document) if document is not None else ()


def _in_data(site: Site) -> Iterator[Place]:
    for name, file in site.catalog.files.items():
        if name not in _NO_LINKS:
            yield from _in(file.document)


def _in(document: Document) -> Iterator[Place]:
    """The values of a document that are addresses and nothing else."""
    for path, value in _texts(document.value, ()):
        if _WHOLE.fullmatch(value):
            yield Place(document.locate(path), value)


def _texts(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _texts(inner, (*path, index))


def _link(address: str, places: Iterable[Place], targets: Targets, site: Site) -> SiteLink:
    target = targets.of(address)
    return SiteLink(
        address,
        tuple(sorted(places)),
        target.cls,
        target.network,
        target.found.destination if target.cls in _TRACKED else None,
        _stand_in(address, targets),
        _is_placeholder(target, site),
    )


def _stand_in(address: str, targets: Targets) -> str | None:
    """What can be asked in place of an address without a click."""
    for _ in range(_MOST_DESTINATIONS):
        target = targets.of(address)
        if target.cls not in _TRACKED:
            return without_fragment(address)
        found = target.found
        if found.destination is not None and found.destination != address:
            address = found.destination
        elif target.cls in ("strong", "landing") and found.marks:
            address = _without(address, found.marks)
        else:
            return None
    return None


def _without(address: str, marks: tuple[str, ...]) -> str:
    """An address without some parameters of its query."""
    front, _, query = without_fragment(address).partition("?")
    kept = [part for part in query.split("&") if part.partition("=")[0] not in marks]
    return f"{front}?{'&'.join(kept)}" if kept and kept != [""] else front


def _is_placeholder(target: Target, site: Site) -> bool:
    programme: Programme | None = site.catalog.programmes.get(target.programme_id or "")
    return programme is not None and programme.placeholder


def _published_offers(site: Site, targets: Targets) -> Iterator[SiteLink]:
    """The links that readers get of offers with a programme."""
    for name, entry in site.catalog.offers.items():
        target = targets.of_offer(name)
        if target is None or target.cls not in _TRACKED or target.offer is None:
            continue
        file = site.catalog.files[f"products/{entry.product_id}"]
        place = Place(file.document.locate(("offers", name), key=True), "")
        destination = site.catalog.offers[target.offer].offer.destination
        yield SiteLink(
            without_fragment(target.href),
            (place,),
            target.cls,
            target.network,
            destination if read_address(destination) is not None else None,
            _stand_in(destination, targets),
            _is_placeholder(target, site),
        )


def _joined(link: SiteLink, other: SiteLink) -> SiteLink:
    """One link for what two offers, or an offer and a text, lead to."""
    places = tuple(sorted({*link.places, *other.places}))
    agreed = link.destination if link.destination == other.destination else other.destination or link.destination
    return SiteLink(
        link.address, places, link.cls, link.network, agreed, link.stand_in or other.stand_in, link.is_placeholder
    )
