"""What kind of link an address is: one of six classes, from data alone, without going there.

Most links of a page are plain ones, so an address is first looked up by its host (a dictionary) and its parameters'
names (another one); a regular expression runs only where one of those has pointed at a signature.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal
from urllib.parse import unquote_plus

from candid.models import DeclaredLink
from candid.networks.addresses import Address, decoded_address, read_address
from candid.networks.matching import CompiledSignature, brand_of, compile_signature, domains_of, excuses
from candid.networks.names import meaning_of
from candid.networks.table import Network

__all__ = ["Classification", "LinkClass", "Networks"]

LinkClass = Literal["certain", "strong", "landing", "weak", "unknown", "none"]

_ORDER: tuple[LinkClass, ...] = ("certain", "strong", "landing", "unknown", "weak", "none")
_DEEPEST = 5
_REMEMBERED = 16_384
_CARRIERS = frozenset({"u", "url", "q", "to", "target", "dest", "destination", "redirect", "redirect_url", "goto"})
"""Parameters in which any site may carry the address behind one of its own links."""


@dataclass(frozen=True, slots=True)
class Classification:
    """What an address tells about itself.

    Attributes:
        url: The address as it was given.
        cls: ``certain``, ``strong``, ``landing``, ``weak``, ``unknown`` or ``none``.
        network: The id of the network whose signature it bears.
        sub_id: The publisher's sub-ID that it carries.
        destination: Where it leads in the end, as far as the address says.
        programme: The programme that a declaration names.
        inner: The address that it carries, classified too: an affiliate link wrapped in another, for example.
        marks: The parameters that gave it away, as they are spelled.
        takes_sub_id: Whether a sub-ID added to its query reaches the network.
    """

    url: str
    cls: LinkClass
    network: str | None = None
    sub_id: str | None = None
    destination: str | None = None
    programme: str | None = None
    inner: Classification | None = None
    marks: tuple[str, ...] = ()
    takes_sub_id: bool = False

    @property
    def networks(self) -> tuple[str, ...]:
        """All networks that take part: this link's, and those of the links it carries."""
        own = () if self.network is None else (self.network,)
        carried = () if self.inner is None else self.inner.networks
        return tuple(dict.fromkeys((*own, *carried)))

    def as_json(self) -> dict[str, str | None]:
        """Plain data for tools."""
        return {
            "url": self.url,
            "class": self.cls,
            "network": self.network,
            "sub_id": self.sub_id,
            "destination": self.destination,
        }


@dataclass(frozen=True, slots=True)
class _OfHost:
    """What the tables say about one host: signatures of its links, and what is none there."""

    signatures: tuple[CompiledSignature, ...]
    guards: tuple[CompiledSignature, ...]

    @property
    def closed(self) -> bool:
        """Whether no path or fragment tells anything here: a guard is about the host as a whole."""
        return any(guard.look.whole_host and not guard.exceptions for guard in self.guards)

    def excuses(self, candidate: CompiledSignature, address: Address, marks: tuple[str, ...]) -> bool:
        """Whether ``marks``, believed on any host, mean nothing on this one.

        Some are believed anywhere: manuals get visitors by affiliate links as shops do. What is said about a host as a
        whole does not excuse these, unless it only shares or keeps the address of another.
        """
        if candidate.look.names_hosts:
            return False
        anywhere = candidate.signature.anywhere or candidate.signature.level == "landing"
        return any(
            excuses(guard.fits(address), marks)
            for guard in self.guards
            if not anywhere or guard.look.asks_for_one or not guard.signature.carries
        )

    def keeps(self, address: Address) -> bool:
        """Whether an address that this one carries is not where it leads: it is shared, archived or examined."""
        return any(not guard.signature.carries and guard.fits(address) is not None for guard in self.guards)


class Networks:
    """The table of networks, compiled. Answers are remembered, within bounds: they depend on the address alone."""

    def __init__(self, networks: Sequence[Network]) -> None:
        self.by_id: Mapping[str, Network] = {network.id: network for network in networks}
        self._by_host: dict[str, list[CompiledSignature]] = {}
        self._by_domain: dict[str, list[CompiledSignature]] = {}
        self._by_brand: dict[str, list[CompiledSignature]] = {}
        self._by_pattern: list[CompiledSignature] = []
        self._by_parameter: dict[str, list[CompiledSignature]] = {}
        self._by_meaning: list[CompiledSignature] = []
        self._by_path: list[CompiledSignature] = []
        self._by_fragment: list[CompiledSignature] = []
        signatures = [(network, signature) for network in networks for signature in network.signatures]
        for position, (network, signature) in enumerate(signatures):
            self._add(compile_signature(network, signature, _ORDER.index(signature.level), position))
        self._hosts: dict[str, _OfHost] = {}
        self._names: dict[str, tuple[CompiledSignature, ...]] = {}
        self._answers: dict[str, Classification] = {}

    def classify(self, url: str, declared: Sequence[DeclaredLink] = ()) -> Classification:
        """The class of ``url``; what the author has ``declared`` goes first. Never raises, whatever ``url`` holds.

        A declaration covers the addresses that begin with its prefix, up to the end of a word; the longest one counts.
        It cannot turn another publisher's click id (``landing``) into a link of one's own.
        """
        found = self._answers.get(url)
        if found is None:
            found = self._classified(url, 0)
            if len(self._answers) >= _REMEMBERED:
                self._answers.clear()
            self._answers[url] = found
        if declared:
            declaration = _declaration(url, declared)
            if declaration is not None:
                return _as_declared(found, declaration)
        return found

    def behind(self, prefix: str) -> str | None:
        """The id of the network of which links may begin with ``prefix``: an address of its links, or all of its host.

        Networks that are only told by a parameter, on whatever host, are not meant.
        """
        found = self.classify(prefix)
        if found.cls in ("certain", "strong"):
            return found.network
        address = read_address(prefix)
        if address is None or address.query or address.path not in ("", "/"):
            return None
        certain = (known for known in self._for_host(address.host) if known.signature.level in ("certain", "strong"))
        best = min(certain, key=lambda known: known.order, default=None)
        return None if best is None else best.network.id

    def _add(self, compiled: CompiledSignature) -> None:
        look = compiled.look
        for host in look.hosts:
            self._by_host.setdefault(host, []).append(compiled)
        for domain in look.domains:
            self._by_domain.setdefault(domain, []).append(compiled)
        for brand in look.brands:
            self._by_brand.setdefault(brand, []).append(compiled)
        if look.host_pattern is not None:
            self._by_pattern.append(compiled)
        if look.any_host:
            for name in look.query if look.asks_for_one else list(look.needs)[:1]:
                self._by_parameter.setdefault(name, []).append(compiled)
            if look.words or look.keys:
                self._by_meaning.append(compiled)
            elif not look.query and not look.needs:
                (self._by_path if look.fragment is None else self._by_fragment).append(compiled)

    def _classified(self, url: str, depth: int) -> Classification:
        address = read_address(url)
        if address is None:
            return Classification(url, "none")
        known = self._of_host(address.host)
        best: CompiledSignature | None = None
        marks: tuple[str, ...] = ()
        for candidate in self._candidates(address, known):
            if best is None or candidate.order < best.order:
                fit = candidate.fits(address)
                if fit is None or known.excuses(candidate, address, fit):
                    continue
                # What is known of a host's parameter goes before what it means elsewhere.
                if best is None or not best.look.names_hosts or not fit or not set(fit) <= set(marks):
                    best, marks = candidate, fit
        inner = None
        if depth < _DEEPEST and not known.keeps(address):
            inner = self._inner(address, best.network if best else None, depth)
        destination = inner.destination or inner.url if inner else None
        if best is None:
            return _with_carried(Classification(url, "none", destination=destination, inner=inner))
        network, signature = best.network, best.signature
        return _with_carried(
            Classification(
                url,
                signature.level,
                network.id,
                _sub_id(network, address),
                destination,
                inner=inner,
                marks=tuple(address.spelled(name) for name in marks),
                takes_sub_id=signature.takes_sub_id and bool(network.sub_id),
            )
        )

    def _of_host(self, host: str) -> _OfHost:
        known = self._hosts.get(host)
        if known is None:
            found = tuple(self._for_host(host))
            known = _OfHost(
                tuple(compiled for compiled in found if compiled.signature.level != "none"),
                tuple(compiled for compiled in found if compiled.signature.level == "none"),
            )
            if len(self._hosts) >= _REMEMBERED:
                self._hosts.clear()
            self._hosts[host] = known
        return known

    def _candidates(self, address: Address, known: _OfHost) -> Iterator[CompiledSignature]:
        yield from known.signatures
        if not (known.guards and known.closed):
            if address.path not in ("", "/"):
                yield from self._by_path
            if address.fragment:
                yield from self._by_fragment
        for name in address.parameters:
            yield from self._of_name(name)

    def _of_name(self, name: str) -> tuple[CompiledSignature, ...]:
        known = self._names.get(name)
        if known is None:
            exact, meaning = self._by_parameter.get(name, ()), meaning_of(name)
            known = (*exact, *(compiled for compiled in self._by_meaning if compiled.look.fits_meaning(meaning)))
            if len(self._names) >= _REMEMBERED:
                self._names.clear()
            self._names[name] = known
        return known

    def _for_host(self, host: str) -> Iterator[CompiledSignature]:
        yield from self._by_host.get(host, ())
        for domain in domains_of(host):
            yield from self._by_domain.get(domain, ())
        yield from self._by_brand.get(brand_of(host), ())
        yield from (compiled for compiled in self._by_pattern if compiled.look.fits_pattern(host))

    def _inner(self, address: Address, network: Network | None, depth: int) -> Classification | None:
        carried = _carried(address, network)
        return None if carried is None else self._classified(carried, depth + 1)


def _carried(address: Address, network: Network | None) -> str | None:
    """The address that another one carries: where the network puts it, or where any site may."""
    if network is not None:
        for name in network.destination:
            found = decoded_address(address.written(name), bare=True)
            if found is not None:
                return found
        if network.destination_in_path is not None:
            tail = f"{address.path}?{address.query}" if address.query else address.path
            in_path = re.search(network.destination_in_path, tail)
            if in_path:
                return decoded_address(in_path[1])
    if address.query[:4].lower() == "http":
        # Some redirects take the whole query for an address.
        found = decoded_address(address.query)
        if found is not None:
            return found
    for name in address.parameters:
        if name in _CARRIERS:
            found = decoded_address(address.written(name))
            if found is not None:
                return found
    return None


def _sub_id(network: Network, address: Address) -> str | None:
    for name in network.sub_id:
        value = address.parameters.get(name.lower())
        if value:
            return value
    if network.sub_id_in_path is not None:
        found = re.search(network.sub_id_in_path, address.path)
        if found:
            return unquote_plus(found[1])
    return None


def _with_carried(own: Classification) -> Classification:
    """A link of no class that carries an affiliate link is a way to one: its class is ``strong``."""
    inner = own.inner
    if inner is None or own.cls in ("certain", "strong", "landing") or inner.cls not in ("certain", "strong"):
        return own
    return replace(own, cls="strong", network=inner.network, sub_id=inner.sub_id, marks=(), takes_sub_id=False)


_SCHEME = re.compile(r"https?:", re.IGNORECASE)
_BOUNDARY = frozenset("/?#&=")


def _declaration(url: str, declared: Sequence[DeclaredLink]) -> DeclaredLink | None:
    best: DeclaredLink | None = None
    longest = 0
    tail = _comparable(url)
    for declaration in declared:
        prefix = _comparable_prefix(declaration.prefix)
        if tail.startswith(prefix) and len(prefix) > longest:
            rest = tail[len(prefix) :]
            if not rest or rest[0] in _BOUNDARY or prefix[-1] in _BOUNDARY:
                best, longest = declaration, len(prefix)
    return best


def _comparable(url: str) -> str:
    """``url`` without scheme and ``www.``, its host in lower case: what the spellings of one page have in common."""
    rest = _SCHEME.sub("", url.strip(), count=1)
    host, slash, path = rest.removeprefix("//").partition("/")
    return f"{host.lower().removeprefix('www.')}{slash}{path}"


# A site's few prefixes, against all of its links.
_comparable_prefix = lru_cache(maxsize=1024)(_comparable)


def _as_declared(found: Classification, declaration: DeclaredLink) -> Classification:
    if not declaration.affiliate:
        return replace(found, cls="none", network=None, programme=declaration.programme, marks=(), takes_sub_id=False)
    if found.cls == "landing":
        return replace(found, programme=declaration.programme)
    return replace(found, cls="certain", programme=declaration.programme)
