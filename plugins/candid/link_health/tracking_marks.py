"""Whether a followed tracking link still tracks: what its network leaves in the address where readers arrive.

The tables of networks know these marks as signatures of the level ``landing``: nobody should copy such an address, and
a link that works makes one.
"""

from __future__ import annotations

from candid.link_health.site_links import SiteLink
from candid.link_health.trails import Trail
from candid.networks import Network, Networks
from candid.networks.addresses import read_address
from candid.networks.matching import brand_of
from candid.networks.tracking import site_of

__all__ = ["lost_tracking"]

_MARKED = frozenset({"certain", "strong", "landing"})
_MOST_NAMES = 4
_CLIENT_ERROR = 400


def lost_tracking(link: SiteLink, trail: Trail, networks: Networks) -> str:
    """Why the way of a tracking link no longer counts; empty where it does, or where nobody could tell.

    Args:
        link: The link.
        trail: The way from its own address.
        networks: The tables.
    """
    arrived = [address for address in trail.addresses[1:] if networks.classify(address).cls != "certain"]
    network = networks.by_id.get(link.network or "")
    if not arrived and networks.classify(link.address).cls == "certain":
        shows_a_page = trail.status is not None and trail.status < _CLIENT_ERROR and trail.sign is None
        return f"it ends at the network's own host {_host(trail.end)}" if shows_a_page else ""
    if not arrived:
        return ""
    if link.destination is not None and not _is_same_site(trail.end, link.destination):
        return f"it ends at {_host(trail.end)} and should lead to {_host(link.destination)}"
    if any(networks.classify(address).cls in _MARKED for address in arrived):
        return ""
    names = _marks(network, link)
    if not names:
        return ""
    quoted = " or ".join(f"'{name}'" for name in names)
    return f"it arrives at {_host(trail.end)} without {quoted}"


def _marks(network: Network | None, link: SiteLink) -> list[str]:
    """The parameters that the network would have left; none where it leaves none that are known."""
    if network is None:
        return []
    levels = {"landing"}
    if network.deep_link == "target":  # our own parameters are on the destination itself, and nowhere else
        levels.add("strong")
    elif link.cls == "strong":  # a seller's page that has read our parameters may well drop them
        return []
    signatures = [signature for signature in network.signatures if signature.level in levels]
    names = dict.fromkeys(name for signature in signatures for name in (*signature.query, *signature.needs))
    return list(names)[:_MOST_NAMES]


def _host(address: str) -> str:
    read = read_address(address)
    return read.host if read is not None else address


def _is_same_site(address: str, other: str) -> bool:
    """Whether two addresses belong to one seller, as far as hosts tell: one's subdomain, or another country's shop."""
    first, second = site_of(address), site_of(other)
    if first is None or second is None or first == second:
        return True
    if first.endswith(f".{second}") or second.endswith(f".{first}"):
        return True
    return _brand(first) == _brand(second)


def _brand(site: str) -> str:
    return brand_of(site).rpartition(".")[2]
