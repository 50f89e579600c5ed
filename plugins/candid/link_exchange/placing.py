"""Where the links of another link manager go: which product each belongs to, and which programme pays for it.

An affiliate link may not become a plain one on the way. One whose address is not known to be one, although it was kept
as one or hides where it leads, becomes an offer that says ``affiliate: true``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pydantic import ValidationError

from candid.diagnostics import Finding, Location
from candid.link_exchange.foreign_links import ForeignLink
from candid.link_exchange.goods import Goods, days_of
from candid.link_exchange.offer_rows import OfferRow
from candid.models import Offer, Product, Programme
from candid.networks import Classification, Network, Networks
from candid.networks.addresses import decoded_address, read_address
from candid.networks.tracking import site_of, tracking_link
from candid.site import Site
from candid.targets import is_local, own_links

__all__ = ["Placed", "place_links"]


@dataclass
class Placed:
    """What becomes of foreign links.

    Attributes:
        rows: Offers for products.
        products: New products among these.
        present: How many links are offers of the site already, under other ids.
        findings: What was left out or changed, and why.
    """

    rows: list[OfferRow] = field(default_factory=list)
    products: dict[str, Product] = field(default_factory=dict)
    present: int = 0
    findings: list[Finding] = field(default_factory=list)


def place_links(links: Iterable[ForeignLink], site: Site, product: str | None = None) -> Placed:
    """Offers for ``links``.

    Args:
        links: What another link manager exported.
        site: The site that they come to.
        product: The product that they all belong to; else each address decides.
    """
    placing = _Placing(site, product)
    for link in links:
        placing.place(link)
    return placing.placed


class _Placing:
    def __init__(self, site: Site, product: str | None) -> None:
        self.site = site
        self.product = product
        self.placed = Placed()
        self._ours = own_links(site.catalog.programmes)
        self._goods = Goods(site, _id)
        self.placed.products = self._goods.new

    def place(self, link: ForeignLink) -> None:
        """Add the offer that ``link`` becomes, or say why it becomes none."""
        name = _id(link.slug.rpartition("/")[2] or link.title)
        if not name:
            self._left_out(link.slug_at, "the link has neither slug nor name")
            return
        found = self.site.networks.classify(link.target, self.site.settings.links)
        if found.cls == "landing":
            self._left_out(link.target_at, "the address was copied after a click and carries another's click id")
            return
        offer = self._offer(link, found)
        if offer is None:
            return
        same = self._goods.offer_like(name, offer)
        if same is not None and same.id != name:
            days = "" if days_of(same.offer) == days_of(offer) else ", with other days"
            message = f"'{name}' is there already as the offer '{same.id}'{days}"
            self._report("import-changed", link.at, message, f"write offer:{same.id} where a page links to it")
            self.placed.present += 1
            return
        known = self.site.catalog.offers.get(name)
        own = known.product_id if known is not None else None
        product = self.product or own or self._product(name, link, offer, found)
        if product is None:
            message = f"the address of '{name}' does not tell which product it is about"
            self._left_out(link.target_at, message, "name one of the site's products with --product")
            return
        if link.slug and link.slug != name:
            message = f"the slug '{link.slug}' becomes the id '{name}'"
            self._report("import-changed", link.slug_at, message, "an old address leads there only by a redirect")
        if link.further_categories:
            others = "', '".join(link.further_categories)
            message = f"'{name}' keeps the category '{link.category}', not '{others}'"
            self._report("import-changed", link.at, message, "an offer has one category")
        if link.ends_on is not None and link.ends_on < self.site.as_of:
            message = f"'{name}' is taken over although its last day was {link.ends_on}"
            hint = "name an offer as its fallback, take 'ends_on' out, or leave the offer out"
            self._report("import-changed", link.at, message, hint)
        if link.afterwards:
            message = f"'{name}' led to {link.afterwards} after its last day, which is not taken over"
            self._report("import-changed", link.at, message, "name an offer as its fallback")
        self.placed.rows.append(OfferRow(name, product, offer, link.at, None, link.remark))

    def _offer(self, link: ForeignLink, found: Classification) -> Offer | None:
        programme, destination = self._programme(link.target, found)
        pays = found.cls in ("certain", "strong")
        values = {
            "title": link.title or link.slug,
            "destination": destination,
            "programme": programme,
            "category": link.category,
            "affiliate": programme is None and not pays and (link.is_marked or found.cls in ("unknown", "weak")),
            "starts_on": link.starts_on,
            "ends_on": link.ends_on,
        }
        try:
            return Offer.model_validate(values)
        except ValidationError as error:
            reason = str(error.errors()[0]["msg"]).removeprefix("Value error, ")
            if is_local(link.target) and link.target.startswith(("/", "#", "?")):
                hint = "it leads to a page of the site's own, which needs no offer"
            else:
                hint = "mend the target in the table: https://shop.example/"
            self._left_out(link.target_at, f"'{link.target}' {reason}", hint)
            return None

    def _programme(self, target: str, found: Classification) -> tuple[str | None, str]:
        """The programme whose link to a destination this is, with the destination; or the address itself."""
        networks, programmes = self.site.networks, self.site.catalog.programmes
        ours = networks.classify(target, self._ours).programme
        for name, programme in programmes.items():
            if name != ours and (found.network is None or programme.network != found.network):
                continue
            destination = _destination(target, programme, found, networks)
            link = tracking_link(programme, destination, networks)
            if link.lost is None and _same_link(link.href, target, programme, networks):
                return name, destination
        return None, target

    def _product(self, name: str, link: ForeignLink, offer: Offer, found: Classification) -> str | None:
        told = offer.programme is not None or _is_of_the_seller(found, self.site.networks)
        address = found.destination or (offer.destination if told else None)
        if address is None or site_of(address) is None:
            return None
        known = self._goods.product_of(address)
        if known is not None:
            return known
        pays = offer.programme is None and address == offer.destination and (offer.affiliate or found.cls != "none")
        chosen, is_new = self._goods.make(name, offer, address, pays=pays)
        if is_new:
            message = f"products/{chosen}.yml will be new, called as the link is"
            self._report("import-changed", link.at, message, "give it a summary, and its own site as official_site")
        return chosen

    def _left_out(self, at: Location, message: str, hint: str = "") -> None:
        self._report("import-left-out", at, f"{message}; the link is left out", hint)

    def _report(self, code: str, at: Location, message: str, hint: str = "") -> None:
        self.placed.findings.append(Finding.of(code, at, message, hint))


def _id(text: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))


def _is_of_the_seller(found: Classification, networks: Networks) -> bool:
    """Whether an address stands on the seller's own site, with a mark of its programme or without one."""
    if found.cls in ("none", "weak"):
        return True
    network = networks.by_id.get(found.network or "")
    return found.cls == "strong" and network is not None and (bool(found.marks) or network.deep_link != "parameter")


def _destination(target: str, programme: Programme, found: Classification, networks: Networks) -> str:
    """Where a link leads if it is one of the programme's; the programme's own link if it names no place."""
    if programme.destination_parameter is not None:
        address = read_address(target)
        carried = decoded_address(address.written(programme.destination_parameter)) if address is not None else None
        return carried or programme.tracking_url
    if found.destination is not None:
        return found.destination
    network = networks.by_id.get(programme.network)
    if network is not None and network.deep_link == "target":
        return _without(target, programme, network)
    return programme.tracking_url


def _without(target: str, programme: Programme, network: Network) -> str:
    """An address without the parameters that a programme's links put onto it."""
    ours = {*_parameters(programme.tracking_url), *map(str.lower, (*network.sub_id, *network.always))}
    front, hash_sign, fragment = target.partition("#")
    path, _, query = front.partition("?")
    kept = [part for part in query.split("&") if part and part.partition("=")[0].lower() not in ours]
    return f"{path}{'?' if kept else ''}{'&'.join(kept)}{hash_sign}{fragment}"


def _same_link(ours: str, theirs: str, programme: Programme, networks: Networks) -> bool:
    """Whether two links differ only in what we add to each anew: sub-IDs, consent, parameters of the programme."""
    network = networks.by_id.get(programme.network)
    added = [*programme.parameters]
    if network is not None:
        added += (*network.sub_id, *network.destination, *network.unconsented, *network.always)
    added += filter(None, (programme.sub_id_parameter, programme.destination_parameter))
    ignored = set(map(str.lower, added))
    one, other = read_address(ours), read_address(theirs)
    if one is None or other is None:
        return False
    kept = [{key: value for key, value in side.parameters.items() if key not in ignored} for side in (one, other)]
    return site_of(ours) == site_of(theirs) and one.path.rstrip("/") == other.path.rstrip("/") and kept[0] == kept[1]


def _parameters(url: str) -> Mapping[str, str]:
    address = read_address(url)
    return address.parameters if address is not None else {}
