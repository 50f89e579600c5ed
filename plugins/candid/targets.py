"""What an address is on one site: its class, its programme, and the parameter in which its network takes a sub-ID.

None of this depends on the page or the place of a link, so each address is looked at once for a whole build.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from candid.models import DeclaredLink, Offer, Programme, SiteSettings
from candid.networks import Classification, LinkClass, Network, Networks
from candid.networks.addresses import read_address
from candid.networks.tracking import tracking_link

__all__ = ["WEB_SCHEMES", "OfferCatalog", "OfferEntry", "Target", "Targets", "is_local", "scheme_of"]


class OfferEntry(Protocol):
    """What a link needs of a catalog's offer."""

    @property
    def offer(self) -> Offer: ...
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
        programme_id: Its programme: the offer's, the declared one, or the only one that it can be.
        network: The id of its network, if it is known.
        sub_id: The sub-ID that it carries already.
        parameter: The parameter for a sub-ID of ours; ``None`` where there is one, or the network would not see it.
        word_sub_id: Whether such a sub-ID may only hold letters, digits and underscores.
    """

    found: Classification
    cls: LinkClass
    programme_id: str | None = None
    network: str | None = None
    sub_id: str | None = None
    parameter: str | None = None
    word_sub_id: bool = False

    @property
    def href(self) -> str:
        """The address itself."""
        return self.found.url


class Targets:
    """The targets of a site's links, with what its author declared and its own tracking links; remembered in bounds."""

    def __init__(self, catalog: OfferCatalog, networks: Networks, settings: SiteSettings) -> None:
        self.catalog = catalog
        self.networks = networks
        # Our own tracking links are known, even those that no table could tell.
        ours = (
            DeclaredLink(prefix=programme.tracking_url, affiliate=True, programme=name)
            for name, programme in catalog.programmes.items()
        )
        self._declared = (*settings.links, *ours)
        self._by_site: dict[tuple[str | None, str | None], list[str]] = {}
        for name, programme in catalog.programmes.items():
            self._by_site.setdefault((programme.network, _site(programme.tracking_url)), []).append(name)
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
        """The target of an offer's links; ``None`` if there is no such offer."""
        target = self._offers.get(name)
        if target is None:
            entry = self.catalog.offers.get(name)
            if entry is None:
                return None
            href, programme = entry.offer.destination, entry.programme
            if programme is not None:
                href = tracking_link(programme, href, self.networks).href
            target = self._offers[name] = self.of(href, entry.programme_id)
        return target

    def _classify(self, href: str) -> Classification:
        return self.networks.classify(href, self._declared)

    def _target(self, href: str, programme_id: str | None) -> Target:
        found = self._classify(href)
        cls = found.cls
        if programme_id is not None and cls != "landing":
            cls = "certain"
        if cls in ("none", "weak"):
            return Target(found, cls)
        programme_id = programme_id or self._programme_of(found)
        programme = self.catalog.programmes.get(programme_id) if programme_id else None
        network = programme.network if programme else found.network
        if found.sub_id is not None or cls not in ("certain", "strong"):
            return Target(found, cls, programme_id, network, found.sub_id)
        reader = self._reader_of(found, programme)
        parameter = programme.sub_id_parameter if programme else None
        if parameter is None and reader is not None and reader.sub_id:
            parameter = reader.sub_id[0]
        address = read_address(href)
        if parameter is not None and address is not None and parameter.lower() in address.parameters:
            return Target(found, cls, programme_id, network, address.parameters[parameter.lower()] or None)
        word = reader is not None and reader.word_sub_id
        return Target(found, cls, programme_id, network, parameter=parameter, word_sub_id=word)

    def _programme_of(self, found: Classification) -> str | None:
        if found.programme is not None:
            return found.programme
        same = self._by_site.get((found.network, _site(found.url)), ())
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

_REMEMBERED = 16_384
# Others run code, open a local file or start a program.
_SAFE_SCHEMES = frozenset({"mailto", "tel", "sms", "ftp", "irc", "ircs", "matrix", "xmpp", "geo", "webcal", "news"})
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_ABSOLUTE = re.compile(r"[\s\x00-\x1f]*[\\/]\s*[\\/]")
_CONTROL = re.compile(r"[\t\n\r]")
_LEADING = "".join(map(chr, range(33)))


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


def _site(url: str) -> str | None:
    address = read_address(url)
    return None if address is None else address.host.removeprefix("www.")
