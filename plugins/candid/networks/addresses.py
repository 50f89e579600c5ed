"""Addresses as a browser reads them: host, path, query and fragment of whatever stands in an ``href``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import unquote, unquote_plus

__all__ = ["Address", "decoded_address", "read_address"]


@dataclass(frozen=True, slots=True)
class Address:
    """The parts that tell where a link leads.

    Attributes:
        host: In lower case and ASCII, without port and account.
        path: As written, but for backslashes, which browsers take for slashes. Where it is empty, the route in the
            fragment takes its place: sites that run in the browser keep their paths there (``#/register``).
        query: As written, without the question mark.
        fragment: As written, without the hash sign.
        parameters: Names in lower case, values decoded; of two with one name the first counts. Those of a fragment
            (``#/register?ref=x``, ``#page=register&ref=x``) are among them, behind those of the query. A query that is
            nothing but a value (``?349595``) is that of the nameless one.
    """

    host: str
    path: str
    query: str
    fragment: str
    parameters: Mapping[str, str]

    def written(self, name: str) -> str:
        """A parameter's value as it was written, ``""`` if there is none: values may be encoded more than once."""
        return self._part(name)[1]

    def spelled(self, name: str) -> str:
        """A parameter's name as it was written."""
        return self._part(name)[0]

    def _part(self, name: str) -> tuple[str, str]:
        for part in _parts(self.query, self.fragment):
            key, _, value = part.partition("=")
            if _name(key) == name.lower():
                return key.removeprefix("amp;"), value
        return name, ""


# Browsers take a backslash for a slash, and any number of them behind the scheme.
_ADDRESS = re.compile(
    r"(?:https?:[\\/]*|[\\/]{2,})([^\\/?#]+)([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.IGNORECASE | re.DOTALL
)
_PLAIN_HOST = re.compile(r"[a-z0-9.-]+")
_IGNORED = re.compile(r"[\t\n\r]")
_WEB_ADDRESS = re.compile(r"https?:[\\/]{2}", re.IGNORECASE)
_BARE_ADDRESS = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#]|$)", re.IGNORECASE)
_MOST_ENCODINGS = 5
_LONGEST_HOST = 253
_NONE: Mapping[str, str] = MappingProxyType({})


@lru_cache(maxsize=4096)
def read_address(url: str) -> Address | None:
    """The parts of an absolute web address; ``None`` for everything else, relative links among it. Never raises."""
    found = _ADDRESS.match(url)
    if found is None or "\n" in url or "\t" in url or "\r" in url:
        found = _ADDRESS.match(_IGNORED.sub("", url).lstrip("".join(map(chr, range(33)))))
        if found is None:
            return None
    host, path, query, fragment = found.groups("")
    if not _PLAIN_HOST.fullmatch(host):
        host = _plain_host(host)
    host = host.rstrip(".")
    if not host or len(host) > _LONGEST_HOST:
        return None
    path = path.replace("\\", "/")
    if path in ("", "/") and fragment.startswith(("/", "!/")):
        path = fragment.removeprefix("!").partition("?")[0]
    if not query and "/&" in path:
        # A slip of the pen that sellers read all the same: `/&ref=x`.
        path, _, query = path.partition("/&")
    return Address(host, path, query, fragment, _parameters(query, fragment) if query or fragment else _NONE)


def decoded_address(value: str, *, bare: bool = False) -> str | None:
    """The address that a parameter holds, however often it was encoded, up to five times.

    Args:
        value: the parameter's value as it was written.
        bare: whether ``www.example.com/x`` counts too, without a scheme.
    """
    for _ in range(_MOST_ENCODINGS + 1):
        if _WEB_ADDRESS.match(value):
            # Written out raw or decoded as often as needed; one more decoding would damage its own query.
            return value
        if bare and _BARE_ADDRESS.match(value):
            return f"https://{value}"
        decoded = unquote(value)
        if decoded == value:
            return None
        value = decoded
    return None


def _parameters(query: str, fragment: str) -> dict[str, str]:
    # Some sellers take the whole query for their partner's number: `?349595`.
    parameters = {"": unquote_plus(query)} if query and "=" not in query and "&" not in query else {}
    for part in _parts(query, fragment):
        name, _, value = part.partition("=")
        parameters.setdefault(_name(name), unquote_plus(value))
    return parameters


def _parts(query: str, fragment: str) -> list[str]:
    parts = query.split("&") if query else []
    if fragment.startswith(("/", "!", "?")):
        # Sites that run in the browser keep their own path and query behind the hash sign.
        route_query = fragment.partition("?")[2]
        if route_query:
            parts += route_query.split("&")
    elif "&" in fragment and "=" in fragment:
        # Or nothing but parameters: `#page=register&invite=x`.
        parts += fragment.split("&")
    return parts


def _name(written: str) -> str:
    # Addresses copied out of a page's source still have its `&amp;`; sellers read them all the same.
    return unquote_plus(written).lower().removeprefix("amp;")


def _plain_host(host: str) -> str:
    host = unquote(host.rpartition("@")[2])
    host = re.sub(r":[0-9]*$", "", host)
    if not host.isascii():
        # Where this fails no browser would go either; the parts that can be read still count.
        with suppress(UnicodeError):
            host = host.encode("idna").decode("ascii")
    return host.lower().strip()
