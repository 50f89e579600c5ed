"""Signatures of the table, compiled so that an address can be held against them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from candid.networks.addresses import Address
from candid.networks.table import Look, Network, Signature

__all__ = ["CompiledLook", "CompiledSignature", "compile_signature"]


@dataclass(frozen=True, slots=True)
class CompiledLook:
    """What an address may look like."""

    hosts: frozenset[str]
    domains: frozenset[str]
    host_pattern: re.Pattern[str] | None
    path: re.Pattern[str] | None
    query: Mapping[str, re.Pattern[str] | None]
    bare: bool

    @property
    def any_host(self) -> bool:
        """Whether it says nothing about the host."""
        return not self.hosts and not self.domains and self.host_pattern is None

    def fits_host(self, host: str) -> bool:
        """Whether the host is one of those that it names."""
        return (
            self.any_host
            or host in self.hosts
            or any(domain in self.domains for domain in domains_of(host))
            or (self.host_pattern is not None and self.host_pattern.fullmatch(host) is not None)
        )

    def fits_rest(self, address: Address) -> tuple[str, ...] | None:
        """The parameters that fit (none where it asks for none); ``None`` if path or query do not fit."""
        if self.bare and (address.query or address.path not in ("", "/")):
            return None
        if self.path is not None and not self.path.search(address.path):
            return None
        if not self.query:
            return ()
        return tuple(self._matching(address)) or None

    def _matching(self, address: Address) -> Iterator[str]:
        for name, value in address.parameters.items():
            if value and name in self.query:
                pattern = self.query[name]
                if pattern is None or pattern.fullmatch(value):
                    yield name


@dataclass(frozen=True, slots=True)
class CompiledSignature:
    """A signature with its network. Of several that fit an address, the lowest in ``order`` counts: the surest, then
    one that names hosts, then the first."""

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
            if exception.fits_host(address.host):
                excused = exception.fits_rest(address)
                # An exception about parameters excuses these parameters, not others beside them.
                if excused is not None and (not excused or set(marks) <= set(excused)):
                    return None
        return marks


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


def _compile_look(look: Look) -> CompiledLook:
    prefixed = {f"{prefix}.{host}" for host in look.hosts for prefix in look.prefixes}
    return CompiledLook(
        hosts=frozenset((*look.hosts, *prefixed)),
        domains=frozenset(look.domains),
        host_pattern=None if look.host_pattern is None else re.compile(look.host_pattern),
        path=None if look.path is None else re.compile(look.path),
        query={
            name.lower(): None if pattern is None else re.compile(pattern, re.IGNORECASE)
            for name, pattern in look.query.items()
        },
        bare=look.bare,
    )
