"""Which product a link is about. A shop is none: what it sells is told apart by the pages that links lead to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from urllib.parse import urlsplit, urlunsplit

from candid.catalog import OfferRecord
from candid.models import Offer, Product
from candid.networks import Networks
from candid.networks.addresses import read_address
from candid.networks.tracking import site_of
from candid.site import Site

__all__ = ["Goods", "days_of"]


class Goods:
    """The site's products, and new ones for the pages that none of them is about.

    Args:
        site: The site.
        make_id: What turns a name into an id.
    """

    def __init__(self, site: Site, make_id: Callable[[str], str]) -> None:
        self.new: dict[str, Product] = {}
        self._catalog = site.catalog
        self._networks = site.networks
        self._make_id = make_id
        self._by_page: dict[str, str] = {}

    def offer_like(self, name: str, offer: Offer) -> OfferRecord | None:
        """The site's offer that leads to the same place by the same programme: that of the same id or days, if any."""
        same = [
            record
            for record in self._catalog.offers.values()
            if (record.offer.destination, record.offer.programme) == (offer.destination, offer.programme)
            and (record.offer.affiliate or not offer.affiliate)
        ]
        return min(same, key=lambda record: (record.id != name, days_of(record.offer) != days_of(offer)), default=None)

    def product_of(self, address: str) -> str | None:
        """The site's product whose own site, or part of a site, an address stands on."""
        found: dict[str, int] = {}
        for name, product in self._catalog.products.items():
            depth = _depth_below(product.official_site, address)
            if depth is not None and (depth or not _is_marketplace(address, self._networks)):
                found[name] = depth
        best = [name for name, depth in found.items() if depth == max(found.values())]
        return best[0] if len(best) == 1 else None

    def make(self, name: str, offer: Offer, address: str, *, pays: bool) -> tuple[str, bool]:
        """The product for a page that none of the site's products is about, and whether it is a new one.

        Args:
            name: The offer's id.
            offer: The offer; its title names the product.
            address: The page.
            pays: Whether the address itself may pay us, so that it is no official site as it stands.
        """
        if address in self._by_page:
            return self._by_page[address], False
        wanted = self._make_id(offer.title) or name
        for known, product in self._catalog.products.items():
            if known == wanted or product.name.casefold() == offer.title.casefold():
                return known, False
        taken = {*self._catalog.ids.get("products", ()), *self.new}
        number = 2
        chosen = name if wanted in taken else wanted
        while chosen in taken:
            chosen, number = f"{name}-{number}", number + 1
        self.new[chosen] = Product(
            name=offer.title,
            summary=offer.title,
            official_site=_unpaid(address) if pays else address,
            category=offer.category,
        )
        self._by_page[address] = chosen
        return chosen, True


def days_of(offer: Offer) -> tuple[date | None, date | None]:
    """The first and the last day of an offer."""
    return offer.starts_on, offer.ends_on


def _depth_below(official_site: str, address: str) -> int | None:
    """How many parts of its path a product's site has if an address stands on it; ``None`` if it does not."""
    own, other = read_address(official_site), read_address(address)
    if own is None or other is None or site_of(official_site) != site_of(address):
        return None
    if own.query and own.query != other.query:
        return None
    above, below = [[part for part in side.path.split("/") if part] for side in (own, other)]
    return len(above) + bool(own.query) if below[: len(above)] == above else None


def _is_marketplace(address: str, networks: Networks) -> bool:
    """Whether an address is that of a shop with a programme in which anybody's goods are sold."""
    network = networks.by_id.get(networks.behind(f"https://{urlsplit(address).hostname}/") or "")
    return network is not None and (bool(network.marketplaces) or network.marketplace_tag is not None)


def _unpaid(address: str) -> str:
    """An address without what may pay us: its query, or all of its path."""
    scheme, host, path, query, _ = urlsplit(address)
    return urlunsplit((scheme, host, path if query else "/", "", ""))
