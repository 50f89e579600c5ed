"""What was seen when an address was asked: the redirects, the last answer, and what kept a check from going on."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

__all__ = ["PERMANENT", "Fault", "Hop", "Sign", "Trail"]

Fault = Literal[
    "dns",  # the host has no address
    "refused",  # nothing listens there
    "tls",  # no trustworthy certificate
    "timeout",
    "closed",  # the connection broke off
    "redirects",  # too many of them
    "unreadable",  # a redirect to what is no address
    "private",  # an address of a private network, which is not asked
    "scheme",  # a redirect to another scheme, such as that of an app
    "robots",  # robots.txt does not want it asked
    "paused",  # the host asked for a pause that is longer than a run
    "tracking",  # a redirect to a tracking link, where a visit would count as a click
]
"""Why a trail ends without an answer."""

Sign = Literal["not-found", "parked", "bot-wall", "script"]
"""What a page says about itself whatever its status: that it is none, that its domain is for sale, that it wants to see
a person first; or that it leads on by a script."""

PERMANENT = frozenset({301, 308})


class Hop(BaseModel):
    """One answer: of this address, with this status."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    address: str
    status: int


class Trail(BaseModel):
    """The way from an address to where it ends.

    Attributes:
        hops: The answers, in their order; all but the last are redirects if there is no fault.
        end: Where it ends: the last address that answered or, with a fault, that should have.
        fault: Why there is no answer at the end.
        detail: The fault in words of the system, where it has some.
        sign: What the page at the end says about itself.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    hops: tuple[Hop, ...]
    end: str
    fault: Fault | None = None
    detail: str = ""
    sign: Sign | None = None

    @property
    def status(self) -> int | None:
        """The status of the last answer, if the trail ends with one."""
        return self.hops[-1].status if self.hops and self.fault is None else None

    @property
    def addresses(self) -> tuple[str, ...]:
        """All addresses of the way, the first one and the end among them."""
        asked = tuple(hop.address for hop in self.hops)
        return asked if asked[-1:] == (self.end,) else (*asked, self.end)

    @property
    def permanent_end(self) -> str:
        """Where the permanent redirects from the first address lead, before the first temporary one."""
        addresses = self.addresses
        steps = 0
        while steps < len(addresses) - 1 and self.hops[steps].status in PERMANENT:
            steps += 1
        return addresses[steps]
