"""A small site for tests of its links."""

from __future__ import annotations

from datetime import date
from typing import Any

from candid.catalog import Catalog, OfferRecord
from candid.disclosures import Disclosures
from candid.links import LinkMarker
from candid.models import DeclaredLink, Offer, Product, Programme, SiteSettings
from candid.networks import load_networks

NETWORKS = load_networks()
DISCLOSURES = Disclosures.load()


def programme(network: str, tracking_url: str, **more: Any) -> Programme:
    terms = {"title": "Terms"}
    record = {"name": network, "network": network, "tracking_url": tracking_url, "pays": "a share", "terms": terms}
    return Programme.model_validate({**record, "checked_on": "2026-01-01", **more})


PROGRAMMES = {
    "upwork": programme("impact", "https://upwork.pxf.io/c/1/2/3"),
    "amazon": programme("amazon", "https://www.amazon.com/?tag=candid-20"),
    "own": programme(
        "direct", "https://shop.example/with/candid", sub_id_parameter="s", statement={"en": "As they say."}
    ),
    "clickbank": programme("clickbank", "https://x.hop.clickbank.net/?a=1"),
}
DESTINATIONS = {
    "upwork": "https://www.upwork.com/hire?a=1&b=ü",
    "amazon": "https://www.amazon.com/dp/B0",
    "own": "https://shop.example/",
    "clickbank": "https://x.example/",
    "plain": "https://plain.example/",
    "smuggled": "https://amzn.to/3AbCdEf",
}
PRODUCT = Product(name="Upwork", summary="A marketplace.", official_site="https://www.upwork.com/")


def offer(name: str) -> OfferRecord:
    ours = PROGRAMMES.get(name)
    what = Offer(title=name, destination=DESTINATIONS[name], programme=name if ours else None)
    return OfferRecord(name, what, "upwork", PRODUCT, name if ours else None, ours)


TODAY = date(2026, 11, 21)


def marker(*declared: DeclaredLink, language: str = "en") -> LinkMarker:
    catalog = Catalog(programmes=PROGRAMMES, offers={name: offer(name) for name in DESTINATIONS})
    settings = SiteSettings.model_validate({"name": "A site", "language": language, "links": declared})
    return LinkMarker(catalog, NETWORKS, settings, DISCLOSURES, TODAY)
