"""What an address is on one site: its class, its programme, and the parameter in which its network takes a sub-ID.

None of this depends on the page or the place of a link, so each address is looked at once for a whole build.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from candid.cloaking import cloaking_of
from candid.models import DeclaredLink, Offer, Product, Programme, SiteSettings
from candid.networks import Classification, LinkClass, Network, Networks
from candid.networks.addresses import read_address
from candid.networks.sub_ids import SubIdSlot, slot_in_query, slot_in_text, sub_id
from candid.networks.tracking import has_written_form, marketplaces, site_of, tracking_link, with_parameter
from candid.offer_days import running_offer

__all__ = ["WEB_SCHEMES", "OfferCatalog", "OfferEntry", "Target", "Targets", "is_local", "own_links", "scheme_of"]


class OfferEntry(Protocol):
    """What a link needs of a catalog's offer."""

    @property
    def offer(self) -> Offer: ...
    @property
    def product(self) -> Product: ...
    @property
    def programme_id(self) -> str | None: ...
    @property
    def programme(self) -> Programme | None: ...


class OfferCatalog(Protocol):
    """What links need of the catalog."""

    @property
    def offers(self) -> Mapping[str, OfferEntry]: ...
    @property
    def programmes(self) -> Mapping[str, Programme]: ...


@dataclass(frozen=True, slots=True)
class Target:
    """An address that links lead to.

    Attributes:
        found: What the address tells about itself.
        cls: Its class on this site: a link of an offer with a programme is ``certain``, whatever its address tells.
        href: The address with what its programme and its network's rules on consent add to it.
        offer: The offer that it belongs to, for the target of an offer.
        programme_id: Its programme: the offer's, the declared one, or the only one that it can be.
        network: The id of its network, if it is known.
        sub_id: The sub-ID that it carries already.
        slot: The place for a sub-ID of ours; ``None`` where there is one already, or the network would not see it.
    """

    found: Classification
    cls: LinkClass
    href: str
    offer: str | None = None
    programme_id: str | None = None
    network: str | None = None
    sub_id: str | None = None
    slot: SubIdSlot | None = None


class Targets:
    """The targets of a site's links, with what its author declared and its own tracking links; remembered in bounds.

    Args:
        catalog: The site's offers and programmes.
        networks: The tables.
        settings: What the author declared, and where readers live.
        on: The day for which it is judged which offers run.
        redirects: The folder of the site's own redirects as links name it, such as ``/go/``. Without it all links are
            direct ones: only a host that publishes the redirects too may link to them.
    """

    def __init__(
        self,
        catalog: OfferCatalog,
        networks: Networks,
        settings: SiteSettings,
        on: date,
        *,
        redirects: str | None = None,
    ) -> None:
        self.catalog = catalog
        self.networks = networks
        self.on = on
        self._redirects = redirects
        self._unasked = not settings.consent_tool and not _CONSENT_REQUIRED.isdisjoint(settings.jurisdictions)
        paying = (
            DeclaredLink(prefix=entry.offer.destination, affiliate=True, programme=entry.programme_id)
            for entry in catalog.offers.values()
            if entry.offer.affiliate
        )
        self._declared = (*settings.links, *own_links(catalog.programmes), *paying)
        self._by_site: dict[tuple[str | None, str | None], list[str]] = {}
        for name, programme in catalog.programmes.items():
            network = networks.by_id.get(programme.network)
            for site in marketplaces(programme, network) if network else (site_of(programme.tracking_url),):
                self._by_site.setdefault((programme.network, site), []).append(name)
        self._plain: dict[str, bool] = {}
        self._targets: dict[tuple[str, str | None], Target] = {}
        self._offers: dict[str, Target] = {}

    def is_plain(self, href: str) -> bool:
        """Whether a link to ``href`` stays as it is wherever it stands, as most of a site's links do."""
        plain = self._plain.get(href)
        if plain is None:
            if len(self._plain) >= _REMEMBERED:
                self._plain.clear()
            plain = is_local(href) or (scheme_of(href) in WEB_SCHEMES and self._classify(href).cls == "none")
            self._plain[href] = plain
        return plain

    def is_affiliate(self, href: str) -> bool:
        """Whether a link to this web address would be marked as an affiliate link."""
        return not self.is_plain(href) and self.of(href).cls != "weak"

    def of(self, href: str, programme_id: str | None = None) -> Target:
        """The target of a web address, which belongs to this programme if one is named."""
        target = self._targets.get((href, programme_id))
        if target is None:
            if len(self._targets) >= _REMEMBERED:
                self._targets.clear()
            target = self._targets[href, programme_id] = self._target(href, programme_id)
        return target

    def of_offer(self, name: str) -> Target | None:
        """The target of an offer's links; ``None`` if there is no such offer.

        Outside of its days that is its fallback's target, or a plain address of its product.
        """
        target = self._offers.get(name)
        if target is None:
            if name not in self.catalog.offers:
                return None
            target = self._offers[name] = self._linked(name)
        return target

    def of_published(self, href: str) -> Target | None:
        """The target of a link as it was published, perhaps by a redirect; ``None`` for another local address."""
        if self._redirects is not None and href.startswith(self._redirects):
            return self.of_offer(href.removeprefix(self._redirects).strip("/"))
        return None if is_local(href) or scheme_of(href) not in WEB_SCHEMES else self.of(href)

    def when_running(self, name: str) -> Target:
        """The target of an offer's direct links on its days.

        Raises:
            KeyError: There is no such offer.
        """
        entry = self.catalog.offers[name]
        href, programme = entry.offer.destination, entry.programme
        if programme is not None:
            href = tracking_link(programme, href, self.networks).href
        return replace(self.of(href, entry.programme_id), offer=name)

    def behind_redirect(self, name: str) -> Target:
        """Where the site's own redirect of an offer leads: the offer's target with the redirect's own sub-ID.

        An offer that may not be hidden gives way to the product's plain address: one that stands in for another may be
        of a programme that forbids it.

        Raises:
            KeyError: There is no such offer.
        """
        target = self._of_offer(name)
        if target.cls != "none" and not self.may_redirect(target):
            target = self.of(self.catalog.offers[name].product.official_site)
        if target.slot is None:
            return target
        carried = sub_id(f"redirect/{name}", "link", 1, word=target.slot.word)
        return replace(target, href=target.slot.filled(carried), slot=None, sub_id=carried)

    def may_redirect(self, target: Target) -> bool:
        """Whether a redirect of the site's own may lead to the target of an offer."""
        programme = self.catalog.programmes.get(target.programme_id or "")
        return target.cls in _PAID and cloaking_of(programme, target.found, self.networks) == "allowed"

    def _linked(self, name: str) -> Target:
        target = self._of_offer(name)
        if self._redirects is None or target.offer is None or not self.may_redirect(target):
            return target
        carried = self.behind_redirect(target.offer).sub_id
        return replace(target, href=f"{self._redirects}{target.offer}/", slot=None, sub_id=carried)

    def _of_offer(self, name: str) -> Target:
        running = running_offer(self.catalog.offers, name, self.on)
        if running is None:
            entry = self.catalog.offers[name]
            is_plain = self._classify(entry.offer.destination).cls == "none"
            return self.of(entry.offer.destination if is_plain else entry.product.official_site)
        return self.when_running(running)

    def _classify(self, href: str) -> Classification:
        return self.networks.classify(href, self._declared)

    def _target(self, href: str, programme_id: str | None) -> Target:
        found = self._classify(href)
        cls = found.cls
        if programme_id is not None and cls != "landing":
            cls = "certain"
        if cls in ("none", "weak"):
            return Target(found, cls, href)
        programme_id = programme_id or self._programme_of(found)
        programme = self.catalog.programmes.get(programme_id) if programme_id else None
        network = programme.network if programme else found.network
        target = Target(found, cls, href, None, programme_id, network, found.sub_id)
        if cls not in ("certain", "strong"):
            return target
        known = self.networks.by_id.get(found.network or "")
        if known is not None and has_written_form(href, known):
            return target if found.sub_id else replace(target, slot=slot_in_text(href, known))
        reader = self._reader_of(found, programme)
        for name, value in self._additions(href, programme, reader):
            href = with_parameter(href, name, value)
        target = replace(target, href=href)
        parameter = programme.sub_id_parameter if programme else None
        if parameter is None and reader is not None and reader.sub_id:
            parameter = reader.sub_id[0]
        if parameter is None or found.sub_id is not None:
            return target
        given = _parameters(href)
        if parameter.lower() in given:
            return replace(target, sub_id=given[parameter.lower()] or None)
        return replace(target, slot=slot_in_query(href, parameter, word=reader is not None and reader.word_sub_id))

    def _additions(self, href: str, programme: Programme | None, reader: Network | None) -> Iterator[tuple[str, str]]:
        """The parameters that the link still needs: those of the programme, and what its network asks about consent."""
        own = programme.parameters if programme else {}
        yield from ((name, value) for name, value in own.items() if value)
        if reader is None or not reader.unconsented or not self._unasked:
            return
        said = {*_parameters(href), *map(str.lower, own)}
        if said.isdisjoint(map(str.lower, (*reader.unconsented, *reader.consent))):
            yield from reader.unconsented.items()

    def _programme_of(self, found: Classification) -> str | None:
        if found.programme is not None:
            return found.programme
        same = self._by_site.get((found.network, site_of(found.url)), ())
        return same[0] if len(same) == 1 else None

    def _reader_of(self, found: Classification, programme: Programme | None) -> Network | None:
        """The network that reads the query of this address."""
        networks = self.networks.by_id
        if found.network is not None:
            return networks.get(found.network) if found.takes_sub_id else None
        # One of our own tracking links, at a host that the table does not have.
        return networks.get(programme.network) if programme else None


WEB_SCHEMES = frozenset({"http", "https", None})
"""None stands for an address that begins with two slashes."""

_PAID = frozenset({"certain", "strong"})
_CONSENT_REQUIRED = frozenset({"eu", "uk", "de", "fr", "es", "it", "ie"})
"""Where readers have to be asked before somebody tracks them."""

_REMEMBERED = 16_384
# Others run code, open a local file or start a program.
_SAFE_SCHEMES = frozenset({"mailto", "tel", "sms", "ftp", "irc", "ircs", "matrix", "xmpp", "geo", "webcal", "news"})
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_ABSOLUTE = re.compile(r"[\s\x00-\x1f]*[\\/]\s*[\\/]")
_CONTROL = re.compile(r"[\t\n\r]")
_LEADING = "".join(map(chr, range(33)))


def own_links(programmes: Mapping[str, Programme]) -> tuple[DeclaredLink, ...]:
    """The site's own tracking links as declarations: they are known, even those that no table could tell."""
    return tuple(
        DeclaredLink(prefix=programme.tracking_url, affiliate=True, programme=name)
        for name, programme in programmes.items()
    )


def is_local(href: str) -> bool:
    """Whether an address leads to this site, or safely to something that is no page."""
    scheme = scheme_of(href)
    return scheme in _SAFE_SCHEMES or (scheme is None and not _ABSOLUTE.match(href))


def scheme_of(href: str) -> str | None:
    """The scheme as a browser reads it: blanks before it and line breaks within it do not count."""
    found = _SCHEME.match(href)
    if found is None and (href[:1] <= " " or _CONTROL.search(href)):
        found = _SCHEME.match(_CONTROL.sub("", href).lstrip(_LEADING))
    return None if found is None else found[1].lower()


def _parameters(url: str) -> Mapping[str, str]:
    address = read_address(url)
    return address.parameters if address is not None else {}
