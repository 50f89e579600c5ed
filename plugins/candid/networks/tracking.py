"""Tracking links: a programme's link to a destination, as its network's entry in the tables says such links are made.

Addresses are put together as text. What is there already keeps its spelling to the letter: a tracking link that was
parsed and written anew may no longer be the one that the network signed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import quote, unquote_plus

from candid.models import Programme
from candid.networks.addresses import read_address
from candid.networks.classifier import Networks
from candid.networks.sub_ids import slot_in_query
from candid.networks.table import Network

__all__ = ["Loss", "TrackingLink", "has_written_form", "marketplaces", "site_of", "tracking_link", "with_parameter"]


Loss = Literal["no-parameter", "other-site", "taken", "short-link"]


@dataclass(frozen=True, slots=True)
class TrackingLink:
    """A programme's link to a destination.

    Attributes:
        href: The address that readers follow.
        lost: Why it does not lead to the destination, although it should: nothing takes one (``no-parameter``), only
            pages of other sites can be reached (``other-site``), the programme's link holds a destination already
            (``taken``), or it is a short one that loses what is added (``short-link``). ``None`` if it leads there.
        detail: That parameter, or those sites.
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
    parameter = programme.destination_parameter
    if parameter is None and network is not None:
        if network.written is not None and network.written.destination and has_written_form(plain.href, network):
            return replace(plain, lost="taken") if found.destination else _in_text(programme, network, destination)
        if network.deep_link == "target" and ("?" in programme.tracking_url or programme.tags):
            return _onto_destination(programme, network, destination)
        if network.deep_link == "parameter" and network.destination:
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
    return slot_in_query(url, name).filled(quote(value, safe=""))


def has_written_form(url: str, network: Network) -> bool:
    """Whether the link holds sub-ID and destination as parts of its text, not as parameters."""
    address = read_address(url)
    if address is None or network.written is None:
        return False
    return re.search(network.written.when, f"{address.path}?{address.query}".rstrip("?")) is not None


def marketplaces(programme: Programme, network: Network) -> tuple[str, ...]:
    """The sites whose pages the programme's links can reach, its tracking link's own one first."""
    own = site_of(programme.tracking_url)
    related = network.marketplaces if own in network.marketplaces else ()
    return tuple(dict.fromkeys(site for site in (own, *programme.tags, *related) if site))


def site_of(url: str) -> str | None:
    """The host of an address, without the prefixes that lead to the same shop."""
    address = read_address(url)
    return None if address is None else re.sub(r"^(?:www|m|smile)\.(?=.*\.)", "", address.host)


def _in_text(programme: Programme, network: Network, destination: str) -> TrackingLink:
    """The destination as a part of the link's text, behind everything else."""
    form = network.written
    assert form is not None
    value = quote(destination, safe="") if form.encodings else destination
    part = form.destination.replace("{}", value)
    front, hash_sign, fragment = programme.tracking_url.partition("#")
    return TrackingLink(f"{front.rstrip('/') if part.startswith('/') else front}{part}{hash_sign}{fragment}")


def _onto_destination(programme: Programme, network: Network, destination: str) -> TrackingLink:
    """Our parameters on the destination itself, with those of its marketplace."""
    site, reached = site_of(destination), marketplaces(programme, network)
    if site not in reached:
        return TrackingLink(programme.tracking_url, "other-site", " and ".join(reached))
    ours = [part for part in programme.tracking_url.partition("#")[0].partition("?")[2].split("&") if part]
    changed = dict(network.marketplaces.get(site or "", {}))
    if network.marketplace_tag is not None and site in programme.tags:
        changed[network.marketplace_tag] = programme.tags[site]
    changed |= {name: value for name, value in network.always.items() if name not in map(_name, ours)}
    return TrackingLink(_with_query_of(destination, _with_values(ours, changed)))


def _with_values(parts: Iterable[str], values: Mapping[str, str]) -> list[str]:
    """The parameters with these values in place of what they had, missing ones at the end."""
    written = {name.lower(): f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in values.items()}
    kept = [written.pop(_name(part), part) for part in parts]
    return [*kept, *written.values()]


def _with_query_of(destination: str, ours: Iterable[str]) -> str:
    """``destination`` with these parameters, which go before its own of the same name."""
    ours = list(ours)
    if not ours:
        return destination
    names = {_name(part) for part in ours}
    front, hash_sign, fragment = destination.partition("#")
    path, _, query = front.partition("?")
    kept = [part for part in query.split("&") if part and _name(part) not in names]
    return f"{path}?{'&'.join([*kept, *ours])}{hash_sign}{fragment}"


def _name(part: str) -> str:
    return unquote_plus(part.partition("=")[0]).lower()


def _taken(url: str, names: Iterable[str]) -> str | None:
    """The first of these parameters that ``url`` has already, as it is spelled there."""
    address = read_address(url)
    if address is None:
        return None
    return next((address.spelled(name) for name in names if name.lower() in address.parameters), None)
