"""Whether a programme's terms allow a link that hides where it leads, as a redirect of the site's own does."""

from __future__ import annotations

from typing import Literal

from candid.models import Programme
from candid.networks import Classification, Networks
from candid.networks.addresses import read_address

__all__ = ["Cloaking", "cloaking_of", "never_hidden"]

Cloaking = Literal["allowed", "forbidden", "unknown"]

_NEVER = "amazon"
"""Its programme's policies forbid redirects that keep Amazon from seeing the site from which a reader comes."""


def never_hidden(programme: Programme, networks: Networks) -> bool:
    """Whether a programme forbids it, whatever its record says."""
    return programme.network == _NEVER or _NEVER in networks.classify(programme.tracking_url).networks


def cloaking_of(programme: Programme | None, found: Classification, networks: Networks) -> Cloaking:
    """What may be done with a link.

    Args:
        programme: The programme that pays for it, if it is known.
        found: What its address tells.
        networks: The tables.
    """
    takes_part = {*found.networks, programme.network if programme else ""}
    if _NEVER in takes_part or (found.destination is not None and _is_its_shop(found.destination, networks)):
        return "forbidden"
    return programme.cloaking if programme else "unknown"


def _is_its_shop(address: str, networks: Networks) -> bool:
    """Whether an address without any mark is one of a shop's, whose links would carry a tag."""
    parts, network = read_address(address), networks.by_id[_NEVER]
    if parts is None or network.marketplace_tag is None:
        return False
    return networks.classify(f"https://{parts.host}/?{network.marketplace_tag}=x-20").network == _NEVER
