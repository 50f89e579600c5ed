"""The ``offers`` fence: cards with a button each, and the plain official site beside it."""

from __future__ import annotations

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
    """A button: ``href`` is an ``offer:`` address, which becomes the real link when the page's links are marked."""

    href: str
    call_to_action: str
    title: str
    note: str


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


def offer_link(offer_id: str, offer: Offer) -> OfferLink:
    """The button of an offer."""
    return OfferLink(f"offer:{offer_id}", offer.call_to_action, offer.title, offer.note)


def product_offers(product_id: str, site: Site) -> tuple[OfferLink, ...]:
    """The buttons of a product: its offers that run on the site's day, each once, in their order."""
    offers = site.catalog.offers
    # A product that was refused an offer's id shows none of that name.
    own = (name for name in site.catalog.products[product_id].offers if _is_of(product_id, name, site))
    running = running_offers(offers, own, site.as_of)
    return tuple(offer_link(name, offers[name].offer) for name in running if _is_of(product_id, name, site))


def site_link(product: Product) -> SiteLink:
    """The link to a product's official site."""
    host = urlsplit(product.official_site).hostname or ""
    return SiteLink(product.official_site, host.removeprefix("www."))


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


def _is_of(product_id: str, name: str, site: Site) -> bool:
    return name in site.catalog.offers and site.catalog.offers[name].product_id == product_id


component = Component("offers", "candid/offers.html", _read, _view)
