"""Tracking links: a programme's link with the destination and the sub-ID in the parameters that its network reads.

Addresses are put together as text. What is there already keeps its spelling to the letter: a tracking link that was
parsed and written anew may no longer be the one that the network signed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from hashlib import blake2s
from typing import Literal
from urllib.parse import quote, unquote_plus

from candid.models import Programme
from candid.networks.addresses import read_address
from candid.networks.classifier import Networks

__all__ = ["Loss", "TrackingLink", "sub_id", "tracking_link", "with_parameter"]

_LONGEST_PAGE = 44
_LONGEST_PLACEMENT = 14


Loss = Literal["no-parameter", "other-site", "taken", "short-link"]


@dataclass(frozen=True, slots=True)
class TrackingLink:
    """A programme's link to a destination.

    Attributes:
        href: The address that readers follow.
        lost: Why it does not lead to the destination, although it should: nothing takes one (``no-parameter``), only
            pages of another site can be reached (``other-site``), the programme's link holds a destination already
            (``taken``), or it is a short one that loses what is added (``short-link``). ``None`` if it leads there.
        detail: That parameter, or that site.
    """

    href: str
    lost: Loss | None = None
    detail: str = ""


def tracking_link(programme: Programme, destination: str, networks: Networks) -> TrackingLink:
    """The programme's link to ``destination``; where it cannot lead there, the programme's link as it stands."""
    plain = TrackingLink(programme.tracking_url)
    found = networks.classify(programme.tracking_url)
    if not programme.deep_links or destination in (programme.tracking_url, found.destination):
        return plain
    network = networks.by_id.get(programme.network)
    mode = network.deep_link if network else "none"
    if programme.destination_parameter is None and mode == "target" and "?" in programme.tracking_url:
        if _site(programme.tracking_url) == _site(destination):
            return TrackingLink(_with_query_of(destination, programme.tracking_url))
        return replace(plain, lost="other-site", detail=_site(programme.tracking_url) or "")
    parameter = programme.destination_parameter
    if parameter is None and mode == "parameter" and network is not None and network.destination:
        parameter = network.destination[0]
    if parameter is None:
        return replace(plain, lost="no-parameter")
    taken = _taken(programme.tracking_url, (parameter, *(network.destination if network else ())))
    if taken is not None or found.destination is not None:
        return replace(plain, lost="taken", detail=taken or "")
    if network is not None and found.network == network.id and network.sub_id and not found.takes_sub_id:
        return replace(plain, lost="short-link")
    value = destination
    for _ in range(network.encodings - 1 if network else 0):
        value = quote(value, safe="")
    return TrackingLink(with_parameter(programme.tracking_url, parameter, value))


def with_parameter(url: str, name: str, value: str) -> str:
    """``url`` with one more parameter in its query, encoded once; unchanged if it has that parameter already."""
    address = read_address(url)
    if address is not None and name.lower() in address.parameters:
        return url
    return _with_query(url, f"{name}={quote(value, safe='')}")


def sub_id(path: str, placement: str, ordinal: int, *, word: bool = False) -> str:
    """What tells a network's report where a click came from: the page and the place on it, nothing of the reader.

    At most 64 characters of ``a-z 0-9 . _ -``. Pages differ in it as they differ in their paths: a path that is too
    long or holds other characters ends in a hash of it.

    Args:
        path: the page's source path.
        placement: the component or place that the link stands in.
        ordinal: which of the page's affiliate links of that placement it is, from 1.
        word: whether only letters, digits and underscores may be used.
    """
    where = re.sub(r"[^a-z0-9]+", "", placement.lower())[:_LONGEST_PLACEMENT] or "text"
    text = f"{_page_slug(path)}.{where}{ordinal}"
    return re.sub(r"[^a-z0-9]", "_", text) if word else text


def _page_slug(path: str) -> str:
    stem = re.sub(r"\.[A-Za-z]+$", "", path) or "page"
    plain = re.fullmatch(r"[a-z0-9/-]+", stem) is not None
    slug = stem
    if not plain:
        ascii_only = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode("ascii").lower()
        slug = re.sub(r"[^a-z0-9/]+", "-", ascii_only)
    slug = slug.replace("/", "_")
    if plain and len(slug) <= _LONGEST_PAGE:
        return slug
    digest = blake2s(path.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
    return f"{slug[: _LONGEST_PAGE - len(digest) - 1].strip('-_')}-{digest}".lstrip("-")


def _with_query(url: str, query: str) -> str:
    front, hash_sign, fragment = url.partition("#")
    if "?" not in front:
        front += "?"
    elif front[-1] not in "?&":
        front += "&"
    return f"{front}{query}{hash_sign}{fragment}"


def _with_query_of(destination: str, tracking_url: str) -> str:
    """``destination`` with the parameters of ``tracking_url``, which go before its own of the same name."""
    ours = tracking_url.partition("#")[0].partition("?")[2]
    if not ours:
        return destination
    names = {_name(part) for part in ours.split("&")}
    front, hash_sign, fragment = destination.partition("#")
    path, _, query = front.partition("?")
    kept = [part for part in query.split("&") if part and _name(part) not in names]
    return f"{path}?{'&'.join([*kept, ours])}{hash_sign}{fragment}"


def _name(part: str) -> str:
    return unquote_plus(part.partition("=")[0]).lower()


def _site(url: str) -> str | None:
    address = read_address(url)
    return None if address is None else address.host.removeprefix("www.")


def _taken(url: str, names: Iterable[str]) -> str | None:
    """The first of these parameters that ``url`` has already, as it is spelled there."""
    address = read_address(url)
    if address is None:
        return None
    return next((address.spelled(name) for name in names if name.lower() in address.parameters), None)
