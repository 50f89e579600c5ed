"""All links of a site that are worth a look: its offers, and where its pages lead to offers or to affiliate links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape

from candid.components import COMPONENTS, Component, summary
from candid.components.comparison import ComparisonView
from candid.components.offers import OffersView
from candid.diagnostics import Location
from candid.pages import Page
from candid.site import Site
from candid.targets import Targets

__all__ = ["ListedLink", "list_links"]

_ADDRESS = re.compile(r"""https?://[^\s)>"'<]+""")
_COMPONENTS = {component.name: component for component in COMPONENTS if component.name in ("comparison", "offers")}


@dataclass(frozen=True, slots=True)
class ListedLink:
    """One link.

    Attributes:
        at: Where it stands: in a page, or in the record that holds the offer.
        placement: ``offer`` for the offer itself, else the place on the page that leads there.
        offer: The id of the offer, if it is one.
        programme: The programme that pays for it, if that is known.
        network: The network that tracks it, if that is known.
        address: Where it leads today, without a sub-ID of ours.
        cls: The class of that address on this site.
    """

    at: Location
    placement: str
    offer: str | None
    programme: str | None
    network: str | None
    address: str
    cls: str

    def as_json(self) -> dict[str, str | int | None]:
        """Plain data for tools: one flat object."""
        return {
            "file": self.at.path,
            "line": self.at.line,
            "placement": self.placement,
            "offer": self.offer,
            "programme": self.programme,
            "network": self.network,
            "address": self.address,
            "class": self.cls,
        }


def list_links(site: Site, pages: Iterable[Page]) -> tuple[ListedLink, ...]:
    """Every offer, and every link on the pages to an offer or to an affiliate address, in the order of their places."""
    inventory = _Inventory(site)
    listed = [*inventory.offers()]
    for page in pages:
        listed += inventory.links_of(page)
    return tuple(sorted(listed, key=lambda link: (link.placement != "offer", link.at)))


class _Inventory:
    def __init__(self, site: Site) -> None:
        self.site = site
        self.targets = Targets(site.catalog, site.networks, site.settings, site.as_of)

    def offers(self) -> Iterator[ListedLink]:
        """The offers themselves."""
        for record in self.site.catalog.offers.values():
            file = self.site.catalog.files[f"products/{record.product_id}"]
            at = file.document.locate(("offers", record.id), key=True)
            yield from self._offer(record.id, at, "offer")

    def links_of(self, page: Page) -> Iterator[ListedLink]:
        """The links of a page, those of its components among them."""
        for link in page.source.links:
            scheme, _, name = link.href.partition(":")
            if scheme == "offer":
                yield from self._offer(name, link.href_at, "text")
        doubtful = {href for href in _ADDRESS.findall(page.source.body) if not self.targets.is_plain(unescape(href))}
        if doubtful:
            for target in page.source.targets(_ADDRESS):
                if target.href in doubtful:
                    yield self._listed(unescape(target.href), page.source.locate(target.start))
        for placement, at, hrefs in self._components(page):
            for href in hrefs:
                yield from self._offer(href.removeprefix("offer:"), at, placement)

    def _components(self, page: Page) -> Iterator[tuple[str, Location, list[str]]]:
        """The offers that components of a page link to, each list with the place of its component."""
        shows_comparison = False
        for fence in page.source.fences:
            component = _COMPONENTS.get(fence.name)
            if component is not None and not fence.in_comment:
                shows_comparison = shows_comparison or fence.name == "comparison"
                yield fence.name, fence.name_at, self._shown(component, fence.body, fence.body_at, page)
        front, context = page.source.front_matter, page.context
        if context.comparison is not None and not shows_comparison:
            at = front.locate(("comparison",), key=True)
            yield "comparison", at, self._shown(_COMPONENTS["comparison"], "", at, page)
        if context.review is not None and context.review.product in self.site.catalog.reviews:
            offer = summary.view(context.review, self.site, context).offer
            yield "summary", front.locate(("review",), key=True), [offer.href] if offer else []

    def _shown(self, component: Component, body: str, at: Location, page: Page) -> list[str]:
        options, problems = self.site.read_fence(component, body, at)
        if problems:
            return []
        view = component.view(options, self.site, page.context, 1)
        if isinstance(view, OffersView):
            return [card.offer.href for card in view.cards if card.offer is not None]
        assert isinstance(view, ComparisonView)
        return [offer.href for row in view.rows for cell in row.cells for offer in cell.offers]

    def _offer(self, name: str, at: Location, placement: str) -> Iterator[ListedLink]:
        target = self.targets.of_offer(name)
        if target is not None:
            yield ListedLink(at, placement, name, target.programme_id, target.network, target.href, target.cls)

    def _listed(self, href: str, at: Location) -> ListedLink:
        target = self.targets.of(href)
        return ListedLink(at, "text", None, target.programme_id, target.network, target.href, target.cls)
