"""Products, applications, offers, pros and cons in a page's structured data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from babel.core import get_global
from lxml.etree import _Element as Element

from candid.compliance.checks.search.markup_reviews import item_of_review
from candid.compliance.facts.shown import number_of
from candid.compliance.hits import Hit, PageCheck
from candid.compliance.markup.graph import Node, bare
from candid.compliance.markup.schema_types import APPLICATIONS, PRODUCTS, REVIEWS
from candid.compliance.page import BuiltPage
from candid.compliance.site import BuiltSite
from candid.compliance.wording.search_phrases import phrases
from candid.compliance.wording.written_dates import day_of
from candid.diagnostics import Severity

__all__ = ["PAGE_CHECKS"]

_WORTH = ("review", "reviews", "aggregateRating", "offers")
_CURRENCIES: frozenset[str] = frozenset(get_global("all_currencies"))
_AVAILABILITY = frozenset({
    "BackOrder", "Discontinued", "InStock", "InStoreOnly", "LimitedAvailability", "MadeToOrder", "OnlineOnly",
    "OutOfStock", "PreOrder", "PreSale", "Reserved", "SoldOut",
})  # fmt: skip
_CATEGORIES = frozenset({
    "GameApplication", "SocialNetworkingApplication", "TravelApplication", "ShoppingApplication", "SportsApplication",
    "LifestyleApplication", "BusinessApplication", "DesignApplication", "DeveloperApplication", "DriverApplication",
    "EducationalApplication", "HealthApplication", "FinanceApplication", "SecurityApplication", "BrowserApplication",
    "CommunicationApplication", "DesktopEnhancementApplication", "EntertainmentApplication", "MultimediaApplication",
    "HomeApplication", "UtilitiesApplication", "ReferenceApplication",
})  # fmt: skip
_MERCHANT = ("shippingDetails", "hasMerchantReturnPolicy", "hasShippingService")
_CART_ADDRESS = re.compile(r"/(?:cart|basket|checkout|warenkorb|panier|carrito|carrello)\b", re.IGNORECASE)


def products(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """A product has a name, and a review, a rating or an offer; a page reviews one."""
    reviewed: list[Node] = []
    for product in page.markup.of(PRODUCTS):
        reviews = [
            *product.nodes("review", "reviews"),
            *(owner for owner, name in product.owners if name == "itemReviewed"),
        ]
        top = all(name in ("mainEntity", "itemReviewed") for _, name in product.owners)
        if top and reviews:
            reviewed.append(product)
        if not product.has("name") and (product.has(*_WORTH) or not product.owners):
            yield Hit("G-PROD-01", "the product has no name", "give it a name", product.element)
        elif not product.owners and not product.has(*_WORTH, "hasVariant") and not product.is_a(APPLICATIONS):
            message = f"the product '{product.text('name')}' has neither a review nor a rating nor an offer"
            hint = "give it one of review, aggregateRating and offers"
            yield Hit("G-PROD-01", message, hint, product.element)
    for another in [one for one in reviewed[1:] if one.text("name") != reviewed[0].text("name")]:
        message = f"'{another.text('name')}' is reviewed beside '{reviewed[0].text('name')}'"
        hint = "mark up one product on a page: the one that the page is about"
        yield Hit("G-PROD-01", message, hint, another.element, severity=Severity.WARNING)


def merchants(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Shipping and returns are for pages where readers buy, not for those that send them to a shop."""
    for node in page.markup.nodes:
        found = next((name for name in _MERCHANT if node.has(name)), None)
        if found and not _sells(page):
            message = f"{found} is a shop's to say, and this page sells nothing itself"
            yield Hit("G-PROD-02", message, "leave shipping and returns out of a review", node.element)
            return


def offers(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """An offer has a price as a number, a currency by its code, and a known availability."""
    for offer in page.markup.of({"Offer", "AggregateOffer"}):
        if offer.is_a({"AggregateOffer"}):
            yield from _range(offer)
        else:
            yield from _offer(offer)
        for written in offer.texts("availability"):
            if bare(written) not in _AVAILABILITY:
                hint = "write one of schema.org's, such as https://schema.org/InStock"
                yield Hit("G-OFFER-01", f"the availability '{written}' is none", hint, offer.element)
        for written in offer.texts("priceValidUntil"):
            days = day_of(written)
            if days and max(days) < site.terms.today:
                message = f"the price was valid until {written}"
                hint = "check the price again, or take it out"
                yield Hit("G-OFFER-01", message, hint, offer.element, severity=Severity.WARNING)


def applications(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """An application has a name, a price, a rating, and one of the known categories."""
    for app in page.markup.of(APPLICATIONS):
        for written in app.texts("applicationCategory"):
            if bare(written) not in _CATEGORIES:
                hint = "write a supported one, such as BusinessApplication"
                yield Hit("G-APP-01", f"the category '{written}' is none", hint, app.element)
        if app.types == {"VideoGame"} and (app.has("review", "aggregateRating") or not app.owners):
            message = "a VideoGame alone gets no result as an application"
            yield Hit("G-APP-01", message, 'write "@type": ["VideoGame", "MobileApplication"]', app.element)
        if app.owners and not all(name == "mainEntity" for _, name in app.owners):
            continue  # a part of something else, or what a review is about: a rating needs no more than its name
        lacking = list(_lacking(app))
        if lacking:
            as_product = app.is_a(PRODUCTS) or (app.is_a({"WebApplication"}) and "a rating" in lacking)
            severity = Severity.INFO if as_product and app.has("name") else None
            message = f"the application '{app.text('name')}' lacks {' and '.join(lacking)}"
            hint = "give it name, offers with a price (0 if it is free), and review or aggregateRating"
            yield Hit("G-APP-01", message, hint, app.element, severity=severity)


def pros_and_cons(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Pros and cons stand in the editorial review of a product, two or more, in words that the page shows."""
    for node in page.markup.nodes:
        if not node.has("positiveNotes", "negativeNotes"):
            continue
        item, _ = item_of_review(node)
        if not node.is_a(REVIEWS) or item is None or not item.is_a(PRODUCTS):
            message = "pros and cons stand outside of a product's review"
            yield Hit("G-PC-01", message, "write them into the review of a Product", node.element)
            continue
        if _sells(page):
            message = "pros and cons stand on a shop's page"
            yield Hit("G-PC-01", message, "they are for editorial reviews alone", node.element)
            continue
        yield from _notes(node, page)


def _notes(review: Node, page: BuiltPage) -> Iterator[Hit]:
    count = 0
    hint = "write an ItemList whose ListItems have names"
    for name in ("positiveNotes", "negativeNotes"):
        for value in review.properties.get(name, ()):
            if isinstance(value, str):
                yield Hit("G-PC-01", f"{name} is a text, no list", hint, review.element)
                return
            entries = value.properties.get("itemListElement", []) if value.is_a({"ItemList"}) else [value]
            for entry in entries:
                text = entry if isinstance(entry, str) else entry.text("name")
                if not text or isinstance(entry, str):
                    yield Hit("G-PC-01", f"an entry of {name} has no name", hint, review.element)
                    return
                count += 1
                if not page.shown.has_phrase(text):
                    message = f"the page does not show '{text}', one of its {name}"
                    yield Hit("G-PC-01", message, "use the words that readers see", review.element)
    if count < 2:
        message = f"there is {'one statement' if count else 'no statement'} among the pros and cons"
        yield Hit("G-PC-01", message, "give two or more, pros and cons together", review.element)


def _lacking(app: Node) -> Iterator[str]:
    if not app.has("name"):
        yield "a name"
    prices = [offer for offer in app.nodes("offers") if _price_of(offer) or offer.has("lowPrice", "offers")]
    if not prices:
        yield "a price"
    if not app.has("review", "reviews", "aggregateRating"):
        yield "a rating"


def _offer(offer: Node) -> Iterator[Hit]:
    price = _price_of(offer)
    hint = "write the price as a number with a point, and priceCurrency as a code such as USD"
    owners = [owner for owner, name in offer.owners if name == "offers"]
    if not price:
        if any(owner.is_a(PRODUCTS) for owner in owners):
            yield Hit("G-OFFER-01", "the offer has no price", hint, offer.element)
        return
    number = number_of(price)
    if number is None or number < 0:
        yield Hit("G-OFFER-01", f"the price '{price}' is no number", hint, offer.element)
        return
    yield from _currency(offer, needed=number != 0)


def _range(offer: Node) -> Iterator[Hit]:
    hint = "give lowPrice as a number, and priceCurrency"
    low, high = offer.text("lowPrice"), offer.text("highPrice")
    if not low:
        yield Hit("G-OFFER-01", "the range of prices has no lowPrice", hint, offer.element)
        return
    for price in filter(None, (low, high)):
        if number_of(price) is None:
            yield Hit("G-OFFER-01", f"the price '{price}' is no number", hint, offer.element)
            return
    if not offer.has("priceCurrency"):
        yield Hit("G-OFFER-01", "the range of prices has no priceCurrency", hint, offer.element)
        return
    yield from _currency(offer, needed=True)


def _currency(offer: Node, *, needed: bool) -> Iterator[Hit]:
    specified = offer.nodes("priceSpecification")
    written = offer.text("priceCurrency") or next(
        (text for one in specified if (text := one.text("priceCurrency"))), ""
    )
    hint = "write an ISO 4217 code, such as USD"
    if written and written not in _CURRENCIES:
        yield Hit("G-OFFER-01", f"the currency '{written}' is none", hint, offer.element)
    elif not written and needed:
        message = "the offer does not say in which currency its price is"
        yield Hit("G-OFFER-01", message, hint, offer.element, severity=Severity.WARNING)


def _price_of(offer: Node) -> str:
    """The price of an offer, its own or that of its specification."""
    return offer.text("price") or next(
        (text for one in offer.nodes("priceSpecification") if (text := one.text("price") or one.text("minPrice"))), ""
    )


def _sells(page: BuiltPage) -> bool:
    """Whether readers can buy on the page itself."""

    def leads_to_cart(element: Element) -> bool:
        return bool(_CART_ADDRESS.search(element.get("action") or ""))

    if any(map(leads_to_cart, page.root.iter("form"))):
        return True
    return any(phrases("cart").search(page.text_of(button)) for button in page.root.iter("button"))


PAGE_CHECKS: tuple[PageCheck, ...] = (products, merchants, offers, applications, pros_and_cons)
