"""Whether the links of programmes are what their records say, and lead readers where the offers say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from candid.catalog import DataFile, OfferRecord
from candid.checks.link_settings import check_link_settings, takes_tag
from candid.diagnostics import Finding, Location
from candid.models import Product, Programme
from candid.networks import Network
from candid.networks.addresses import read_address
from candid.networks.tracking import TrackingLink, site_of, tracking_link
from candid.pages import Page
from candid.site import Site

__all__ = ["check_offer_links", "check_programmes"]


def check_offer_links(site: Site, _pages: Sequence[Page]) -> Iterator[Finding]:
    """Every offer whose programme would lead readers somewhere else than to the offer's destination."""
    for record in site.catalog.offers.values():
        file, path = site.catalog.files[f"products/{record.product_id}"], ("offers", record.id, "destination")
        yield from _click_id(site, record.offer.destination, file, path)
        if record.programme is None:
            continue
        link = tracking_link(record.programme, record.offer.destination, site.networks)
        if link.lost is not None:
            message, hint = _loss(site, record, link)
            yield Finding.of("lost-destination", file.at(*path), f"no link will lead here: {message}", hint)
        elif link.href != record.programme.tracking_url:
            yield from _tracked(site, record, link, file.at(*path))


def _tracked(site: Site, record: OfferRecord, link: TrackingLink, at: Location) -> Iterator[Finding]:
    """A destination that is a tracking link by itself: ours around it would track twice, or pay somebody else."""
    destination = record.offer.destination
    found = site.networks.classify(destination)
    if found.cls not in ("certain", "strong") or site.networks.classify(destination, site.settings.links).cls == "none":
        return
    network = site.networks.by_id.get(found.network or "")
    is_ours = record.programme is not None and record.programme.network == found.network
    if network is None or not is_ours or network.deep_link != "target":
        message = "the destination is itself a tracking link, which the programme's own would be put around"
        plain = f"write {found.destination}" if found.destination else "write the address that it leads to"
        yield Finding.of("tracked-destination", at, message, f"{plain}, or take the programme off the offer")
        return
    theirs, ours = read_address(destination), read_address(link.href)
    if theirs is None or ours is None:
        return
    names = [name for name in found.marks if theirs.written(name.lower()) != ours.written(name.lower())]
    if names:
        marks = " and ".join(f"'{name}'" for name in names)
        message = f"the destination carries a partner id of its own, in {marks}; links will carry yours"
        yield Finding.of("tagged-destination", at, message, f"leave out {marks}")


def _click_id(site: Site, address: str, file: DataFile, path: Sequence[str]) -> Iterator[Finding]:
    found = site.networks.classify(address)
    if found.cls == "landing":
        marks = " and ".join(f"'{mark}'" for mark in found.marks)
        message = f"the address was copied after a click and carries another publisher's click id: {marks}"
        yield Finding.of("landing-link", file.at(*path), message, f"write the address without {marks}")


def _loss(site: Site, record: OfferRecord, link: TrackingLink) -> tuple[str, str]:
    programme = f"programmes/{record.programme_id}.yml"
    match link.lost:
        case "other-site":
            reason = f"the programme '{record.programme_id}' takes readers to pages of {link.detail} only"
            remedy = f"give an address on {link.detail}"
            marketplace = site_of(record.offer.destination) or ""
            if record.programme is not None and takes_tag(site, record.programme.network, marketplace):
                remedy = f"add '{marketplace}: your id there' to tags in {programme}, or {remedy}"
        case "taken":
            mark = f"in '{link.detail}'" if link.detail else "in its path"
            reason = f"the tracking link of '{record.programme_id}' has a destination already, {mark}"
            remedy = f"take that off tracking_url in {programme}"
        case "short-link":
            reason = f"the tracking link of '{record.programme_id}' is a short one, to which nothing can be added"
            remedy = f"write the long form of tracking_url in {programme}"
        case _:
            reason = f"the tracking link of '{record.programme_id}' takes no destination"
            remedy = f"name its destination_parameter in {programme}"
    return reason, f"{remedy}, or say 'deep_links: false' in {programme} where the link leads to the right page anyway"


def check_programmes(site: Site, _pages: Sequence[Page]) -> Iterator[Finding]:
    """The tracking link of each programme, against its network and against the plain addresses of the products."""
    tracking: list[str] = []
    for file in site.catalog.files.values():
        if isinstance(file.record, Programme):
            yield from _network(site, file, file.record)
            yield from check_link_settings(site, file, file.record)
            if file.record.placeholder and not site.settings.demo:
                yield Finding.of(
                    "placeholder-link",
                    file.at("placeholder"),
                    "the partner id is a stand-in, and nothing tells readers so",
                    "write your own tracking_url and take this line off, or say 'demo: true' in site.yml",
                )
            if site.networks.classify(file.record.tracking_url).cls == "none":
                yield from _unmarked(site, file, file.record)
            else:
                tracking.append(_bare(file.record.tracking_url))
    for file in site.catalog.files.values():
        if isinstance(file.record, Product):
            yield from _official_site(site, file, file.record, tracking)


def _network(site: Site, file: DataFile, programme: Programme) -> Iterator[Finding]:
    yield from _click_id(site, programme.tracking_url, file, ("tracking_url",))
    found = site.networks.classify(programme.tracking_url)
    network = site.networks.by_id.get(found.network or "")
    if network is None or found.cls not in ("certain", "strong") or programme.network in found.networks:
        return
    if programme.network not in site.networks.by_id:
        return  # said where references are checked
    if programme.network == "direct" and not _has_hosts(network):
        return  # the programme's own software, recognised by its parameters
    yield Finding.of(
        "network-mismatch",
        file.at("network"),
        f"the network is '{programme.network}', but tracking_url is a link of {network.name}",
        f"write 'network: {network.id}', or the tracking link that '{programme.network}' gives you",
    )


def _has_hosts(network: Network) -> bool:
    return any(look.hosts or look.domains or look.host_pattern for look in network.signatures)


def _unmarked(site: Site, file: DataFile, programme: Programme) -> Iterator[Finding]:
    """A tracking link without a mark, with which a product's plain address begins: plain links would count as ours."""
    tracking = _bare(programme.tracking_url)
    for product_id, product in site.catalog.products.items():
        plain = {"official_site": product.official_site}
        plain |= {f"the destination of '{name}'": offer.destination for name, offer in product.offers.items()}
        for what, address in plain.items():
            if _begins_with(_bare(address), tracking):
                yield Finding.of(
                    "plain-tracking-link",
                    file.at("tracking_url"),
                    f"this is a plain address, with which {what} in products/{product_id}.yml begins too",
                    "write the tracking link with your partner id, or take the programme off the offers",
                )
                return


def _official_site(site: Site, file: DataFile, product: Product, tracking: Sequence[str]) -> Iterator[Finding]:
    found = site.networks.classify(product.official_site)
    plain = _bare(product.official_site)
    ours = any(_begins_with(plain, link) for link in tracking)
    if ours or found.cls in ("certain", "strong", "landing"):
        yield Finding.of(
            "invalid-value",
            file.at("official_site"),
            "the official site is an affiliate link",
            "write its plain address; tracking links belong into programmes/",
        )


_FRONT = re.compile(r"https?://(?:www\.)?([^/?#]*)/?", re.IGNORECASE)


def _bare(address: str) -> str:
    """``address`` without what two spellings of one page differ in: scheme, ``www.``, case of the host, last slash."""
    return _FRONT.sub(lambda front: f"{front[1].lower()}/", address, count=1).rstrip("/")


def _begins_with(address: str, prefix: str) -> bool:
    return address.startswith(prefix) and address[len(prefix) : len(prefix) + 1] in ("", "/", "?", "#", "&")
