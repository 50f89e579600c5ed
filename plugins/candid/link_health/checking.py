"""A check of all links: who is asked, what is made of the answers. The network and the clock are given to it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from candid.link_health.memory import Memory
from candid.link_health.site_links import SiteLink
from candid.link_health.states import Verdict, judge
from candid.link_health.trails import Trail
from candid.models import Attestation
from candid.networks import Networks
from candid.networks.addresses import read_address

__all__ = ["CheckedLink", "addresses_to_ask", "ask_all", "assess", "nothing_answered"]

_RESERVED = frozenset({"example", "invalid", "test"})
"""Names under which nobody can be found. Source: RFC 6761."""


@dataclass(frozen=True, slots=True)
class CheckedLink:
    """One link and what is known of it.

    Attributes:
        link: The link.
        asked: The address that was asked for it, now or earlier.
        verdict: Its state; ``None`` where nobody knows.
        unknown: Why nobody knows.
        asked_on: When it was asked; ``None`` also for what a person looked at.
    """

    link: SiteLink
    asked: str | None
    verdict: Verdict | None
    unknown: str = ""
    asked_on: datetime | None = None


def addresses_to_ask(
    links: Iterable[SiteLink],
    memory: Memory,
    attested: Mapping[str, Attestation],
    *,
    now: datetime,
    max_age: timedelta,
    follow_tracking: bool,
) -> list[str]:
    """The addresses that have to be asked, each once."""
    wanted: dict[str, None] = {}
    for link in links:
        address = link.asked(follow_tracking=follow_tracking)
        if address is None or _is_reserved(address) or not attested.keys().isdisjoint((link.address, address)):
            continue
        if not memory.is_fresh(address, now, max_age) or (follow_tracking and _stopped(memory, address)):
            wanted[address] = None
    return list(wanted)


async def ask_all(
    addresses: Iterable[str], follow: Callable[[str], Awaitable[Trail]], learn: Callable[[str, Trail], None]
) -> None:
    """Ask all addresses, at the pace of ``follow``; ``learn`` is told each answer as soon as it is there."""

    async def ask(address: str) -> None:
        learn(address, await follow(address))

    async with asyncio.TaskGroup() as group:
        for address in addresses:
            group.create_task(ask(address))


def nothing_answered(trails: Iterable[Trail]) -> bool:
    """Whether not one of several hosts could be reached: then it is this machine that is cut off."""
    seen = list(trails)
    hosts = {read.host for trail in seen if (read := read_address(trail.end)) is not None}
    return len(hosts) > 1 and all(not trail.hops and trail.fault in ("dns", "refused", "timeout") for trail in seen)


def assess(
    links: Iterable[SiteLink],
    memory: Memory,
    attested: Mapping[str, Attestation],
    networks: Networks,
    *,
    follow_tracking: bool,
) -> list[CheckedLink]:
    """What is known of each link."""
    return [_assessed(link, link.asked(follow_tracking=follow_tracking), memory, attested, networks) for link in links]


def _assessed(
    link: SiteLink, asked: str | None, memory: Memory, attested: Mapping[str, Attestation], networks: Networks
) -> CheckedLink:
    attestation = attested.get(link.address) or attested.get(asked or "")
    if attestation is not None:
        said = f"somebody looked on {attestation.checked_on}; holds until {attestation.until}"
        return CheckedLink(link, asked, Verdict("ok", said))
    if asked is None:
        return CheckedLink(
            link, None, None, "a tracking link that does not tell its destination; see --follow-tracking"
        )
    if _is_reserved(asked):
        return CheckedLink(link, asked, None, "a name that is reserved for examples")
    known = memory.answers.get(asked)
    if known is None:
        return CheckedLink(link, asked, None, "not asked yet")
    verdict = judge(link, known.trail, networks, is_second_strike=known.is_second_strike)
    return CheckedLink(link, asked, verdict, asked_on=known.asked_on)


def _stopped(memory: Memory, address: str) -> bool:
    """Whether an earlier check did not go on because a tracking link came next."""
    return memory.answers[address].trail.fault == "tracking"


def _is_reserved(address: str) -> bool:
    read = read_address(address)
    return read is None or read.host.rpartition(".")[2] in _RESERVED
