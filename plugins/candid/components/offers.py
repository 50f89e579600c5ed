"""The ``offers`` fence: cards with a button each, and the plain official site beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pydantic import Field

from candid.components.component import Component, PageContext
from candid.components.reading import not_a_mapping, unknown_id
from candid.models import Id, Offer, Product, Record
from candid.offer_days import running_offer, running_offers
from candid_rules.documents import Document, Problem, validate

if TYPE_CHECKING:
    from candid.site import Site

__all__ = [
    "OfferLink",
    "OffersBody",
    "OffersView",
    "SiteLink",
    "component",
    "offer_link",
    "other_offers",
    "product_offers",
    "site_link",
]


class OffersBody(Record):
    """The body of an ``offers`` fence: the offers of one product, or the ones named."""

    product: Id | None = None
    offers: tuple[Id, ...] | None = Field(default=None, min_length=1)
    title: str = ""


@dataclass(frozen=True)
class OfferLink:
    """A button: ``href`` is an ``offer:`` address, which becomes the real link when the page's links are marked.

    Attributes:
        shop: The shop's host, or the offer's title where another button of the product has the same host; empty where
            the call to action says it, or where the title stands beside the button.
    """

    href: str
    call_to_action: str
    title: str
    note: str
    shop: str = ""


@dataclass(frozen=True)
class SiteLink:
    """A product's own site, linked plainly, so that a reader can go there without us."""

    url: str
    host: str


@dataclass(frozen=True)
class OfferCard:
    """One product with one of its offers, or with none when it has none."""

    product: str
    summary: str
    offer: OfferLink | None
    site: SiteLink


@dataclass(frozen=True)
class OffersView:
    """What ``candid/offers.html`` shows."""

    id: str
    title: str
    cards: tuple[OfferCard, ...]


def offer_link(offer_id: str, offer: Offer, others: Iterable[Offer] = ()) -> OfferLink:
    """The button of an offer, told apart from the product's others."""
    return OfferLink(f"offer:{offer_id}", offer.call_to_action, offer.title, offer.note, _shop(offer, others))


def product_offers(product_id: str, site: Site) -> tuple[OfferLink, ...]:
    """The buttons of a product: its offers that run on the site's day, each once, in their order."""
    offers = site.catalog.offers
    running = _running(product_id, site)
    return tuple(offer_link(name, offers[name].offer, other_offers(name, product_id, site)) for name in running)


def other_offers(name: str, product_id: str, site: Site) -> tuple[Offer, ...]:
    """The running offers of a product but for one."""
    return tuple(site.catalog.offers[other].offer for other in _running(product_id, site) if other != name)


def site_link(product: Product) -> SiteLink:
    """The link to a product's official site."""
    return SiteLink(product.official_site, _host(product.official_site))


def _read(document: Document, site: Site) -> tuple[OffersBody | None, list[Problem]]:
    problems = not_a_mapping(document, "offers fence", "product: a-product")
    if problems:
        return None, problems
    body, problems = validate(document, OffersBody)
    if body is None:
        return None, problems
    catalog, ids = site.catalog, site.catalog.ids
    if (body.product is None) == (body.offers is None):
        message = "an offers fence names either a product or a list of offers"
        problems.append(Problem(document.locate(()), "invalid-value", message, "keep one of 'product:' and 'offers:'"))
    if body.product is not None and body.product not in catalog.products:
        known, written = catalog.products, ids["products"]
        problems.append(unknown_id(document, ("product",), "product", body.product, known, written=written))
    for index, offer in enumerate(body.offers or ()):
        at = ("offers", index)
        if offer not in catalog.offers:
            problems.append(unknown_id(document, at, "offer", offer, catalog.offers, written=ids["offers"]))
        elif offer in (body.offers or ())[:index]:
            message = f"the offer '{offer}' stands twice"
            problems.append(Problem(document.locate(at), "invalid-value", message, "name each once"))
    return (None if problems else body), problems


def _view(body: OffersBody, site: Site, _page: PageContext, ordinal: int) -> OffersView:
    if body.offers is not None:
        cards = [_card_of(name, site) for name in body.offers]
    else:
        product = site.catalog.products[body.product or ""]
        cards = [_card(product, link) for link in product_offers(body.product or "", site)] or [_card(product)]
    return OffersView(f"candid-offers-{ordinal}", body.title, tuple(dict.fromkeys(cards)))


def _card_of(name: str, site: Site) -> OfferCard:
    """The card of an offer, or of the one that stands in for it; without a button if none does."""
    offers = site.catalog.offers
    running = running_offer(offers, name, site.as_of)
    if running is None:
        return _card(offers[name].product)
    return _card(offers[running].product, offer_link(running, offers[running].offer))


def _card(product: Product, link: OfferLink | None = None) -> OfferCard:
    return OfferCard(product.name, product.summary, link, site_link(product))


def _running(product_id: str, site: Site) -> tuple[str, ...]:
    offers = site.catalog.offers
    # A product that was refused an offer's id shows none of that name.
    own = (name for name in site.catalog.products[product_id].offers if _is_of(product_id, name, site))
    return tuple(name for name in running_offers(offers, own, site.as_of) if _is_of(product_id, name, site))


def _shop(offer: Offer, others: Iterable[Offer]) -> str:
    """What must stand in the button, so that a reader knows where it leads."""
    others, host = tuple(others), _host(offer.destination)
    said = _NO_LETTER.sub("", offer.call_to_action.casefold())
    names_it = any(_NO_LETTER.sub("", label) in said for label in host.split(".")[:-1] if len(label) >= _NAME)
    if names_it and offer.call_to_action not in {other.call_to_action for other in others}:
        return ""
    is_told_apart = len(host) <= _LONG and host not in {_host(other.destination) for other in others}
    return host if is_told_apart else offer.title


_NO_LETTER = re.compile(r"[\W_]+")
_NAME = 3
"""Shorter labels of a host name no shop, and stand in many words."""
_LONG = 28
"""Characters of a host that still fit into a button on a phone."""


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _is_of(product_id: str, name: str, site: Site) -> bool:
    return name in site.catalog.offers and site.catalog.offers[name].product_id == product_id


component = Component("offers", "candid/offers.html", _read, _view)
