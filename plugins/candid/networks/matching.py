"""Signatures of the tables, made ready so that an address can be held against them.

Regular expressions are compiled when they are first needed: most of them never are, since they belong to hosts that no
page of a site links to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from candid.networks.addresses import Address
from candid.networks.names import Meaning, meaning_of
from candid.networks.table import Look, Network, Signature

__all__ = ["CompiledLook", "CompiledSignature", "brand_of", "compile_signature", "domains_of", "excuses"]


@dataclass(frozen=True, slots=True)
class CompiledLook:
    """What an address may look like."""

    hosts: frozenset[str]
    domains: frozenset[str]
    brands: frozenset[str]
    host_pattern: str | None
    path: str | None
    fragment: str | None
    query: Mapping[str, str | None]
    words: Mapping[str, str | None]
    keys: Mapping[str, str | None]
    needs: Mapping[str, str | None]
    bare: bool

    @property
    def any_host(self) -> bool:
        """Whether it says nothing about the host."""
        return not self.names_hosts and self.host_pattern is None

    @property
    def names_hosts(self) -> bool:
        """Whether it says by name whose hosts it is about; a pattern may fit a stranger's."""
        return bool(self.hosts or self.domains or self.brands)

    @property
    def whole_host(self) -> bool:
        """Whether all addresses of its hosts fit."""
        return not (self.path or self.fragment or self.needs or self.asks_for_one or self.bare)

    @property
    def asks_for_one(self) -> bool:
        """Whether one of several parameters has to be there."""
        return bool(self.query or self.words or self.keys)

    def fits_meaning(self, meaning: Meaning) -> bool:
        """Whether it asks for parameters with such names, whatever their values."""
        return meaning.word in self.words or (meaning.keyed and meaning.word in self.keys)

    def fits_host(self, host: str) -> bool:
        """Whether the host is one of those that it names."""
        return (
            self.any_host
            or host in self.hosts
            or any(domain in self.domains for domain in domains_of(host))
            or (bool(self.brands) and brand_of(host) in self.brands)
            or self.fits_pattern(host)
        )

    def fits_pattern(self, host: str) -> bool:
        """Whether the host is as the pattern for hosts says."""
        return self.host_pattern is not None and _regex(self.host_pattern).fullmatch(host) is not None

    def fits_rest(self, address: Address) -> tuple[str, ...] | None:
        """The parameters that fit (none where it asks for none); ``None`` if path, query or fragment do not fit."""
        if self.bare and (address.query or address.path not in ("", "/")):
            return None
        if self.path is not None and not _regex(self.path).search(address.path):
            return None
        if self.fragment is not None and not _regex(self.fragment).search(address.fragment):
            return None
        needed = _matching(self.needs, address)
        if len(needed) < len(self.needs):
            return None
        if not self.asks_for_one:
            return needed
        found = _matching(self.query, address)
        if self.words or self.keys:
            found = tuple(dict.fromkeys((*found, *self._meant(address))))
        return (*found, *needed) if found else None

    def _meant(self, address: Address) -> Iterator[str]:
        for name, value in address.parameters.items():
            meaning = meaning_of(name)
            patterns = [self.words[meaning.word]] if meaning.word in self.words else []
            if meaning.keyed and meaning.word in self.keys:
                patterns.append(self.keys[meaning.word])
            if value and any(pattern is None or _value(pattern, value) for pattern in patterns):
                yield name


@dataclass(frozen=True, slots=True)
class CompiledSignature:
    """A signature with its network.

    Of several that fit an address, the lowest in ``order`` counts: the surest, then one that names hosts, then the
    first.
    """

    order: tuple[int, bool, int]
    network: Network
    signature: Signature
    look: CompiledLook
    exceptions: tuple[CompiledLook, ...]

    def fits(self, address: Address) -> tuple[str, ...] | None:
        """The parameters that gave the address away; ``None`` if it does not fit. Its host is known to."""
        marks = self.look.fits_rest(address)
        if marks is None:
            return None
        for exception in self.exceptions:
            if exception.fits_host(address.host) and excuses(exception.fits_rest(address), marks):
                return None
        return marks


def excuses(excused: tuple[str, ...] | None, marks: tuple[str, ...]) -> bool:
    """Whether a look that fits with ``excused`` says that ``marks`` mean nothing.

    What is said about parameters excuses these parameters, not others beside them; what is said about a host or a path
    excuses all.
    """
    return excused is not None and (not excused or (bool(marks) and set(marks) <= set(excused)))


def compile_signature(network: Network, signature: Signature, level: int, position: int) -> CompiledSignature:
    """``signature`` of ``network``, ready for use."""
    look = _compile_look(signature)
    exceptions = tuple(_compile_look(exception) for exception in signature.exceptions)
    return CompiledSignature((level, look.any_host, position), network, signature, look, exceptions)


def domains_of(host: str) -> Iterator[str]:
    """``host`` and each domain that it belongs to: a.b.c, b.c, c."""
    while host:
        yield host
        host = host.partition(".")[2]


def brand_of(host: str) -> str:
    """What is left of ``host`` without its country: ``www.shop`` of www.shop.co.uk as of www.shop.de."""
    rest, _, last = host.rpartition(".")
    front, _, second = rest.rpartition(".")
    return front if front and len(last) == _COUNTRY and second in _SECOND_LEVELS else rest


_COUNTRY = 2
_SECOND_LEVELS = frozenset({"co", "com", "net", "org"})


def _compile_look(look: Look) -> CompiledLook:
    prefixed = {f"{prefix}.{host}" for host in look.hosts for prefix in look.prefixes}
    brands = {f"{prefix}.{brand}" for brand in look.brands for prefix in look.prefixes}
    return CompiledLook(
        hosts=frozenset((*look.hosts, *prefixed)),
        domains=frozenset(look.domains),
        brands=frozenset((*look.brands, *brands)),
        host_pattern=look.host_pattern,
        path=look.path,
        fragment=look.fragment,
        query={name.lower(): pattern for name, pattern in look.query.items()},
        words=look.words,
        keys=look.keys,
        needs={name.lower(): pattern for name, pattern in look.needs.items()},
        bare=look.bare,
    )


@cache
def _regex(pattern: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(pattern, flags)


def _matching(query: Mapping[str, str | None], address: Address) -> tuple[str, ...]:
    """The parameters of ``address`` that are as ``query`` says."""
    return tuple(
        name
        for name, value in address.parameters.items()
        if value and name in query and ((pattern := query[name]) is None or _value(pattern, value))
    )


def _value(pattern: str, value: str) -> bool:
    return _regex(pattern, re.IGNORECASE).fullmatch(value) is not None
