"""What a trail means for a link: one of five states, a reason, and what to write instead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal, get_args
from urllib.parse import unquote, urlsplit

from candid.link_health.site_links import SiteLink
from candid.link_health.tracking_marks import lost_tracking
from candid.link_health.trails import Fault, Trail
from candid.networks import Networks

__all__ = ["STATES", "State", "Verdict", "failure", "judge"]

State = Literal["ok", "moved", "blocked", "dead", "lost-tracking"]
STATES: tuple[State, ...] = get_args(State)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The state of a link.

    Attributes:
        state: One of five.
        reason: In words; empty for what is simply there.
        proposal: The address to write instead, if there is one.
        is_suspect: Whether it failed once: ``ok`` until it fails again, an hour later or more.
    """

    state: State
    reason: str = ""
    proposal: str | None = None
    is_suspect: bool = False


def judge(link: SiteLink, trail: Trail, networks: Networks, *, is_second_strike: bool) -> Verdict:
    """The state of a link whose address, or what stands in for it, was asked.

    Args:
        link: The link.
        trail: What was seen.
        networks: The tables.
        is_second_strike: Whether it had failed before, long enough ago.
    """
    follows = link.is_tracked and trail.addresses[0] == link.address
    lost = lost_tracking(link, trail, networks) if follows else ""
    wrong = failure(trail, networks, follows=follows)
    if wrong and (not follows or not lost):
        return Verdict("dead", wrong) if is_second_strike else Verdict("ok", wrong, is_suspect=True)
    if lost:
        return Verdict("lost-tracking", lost)
    refused = _refusal(trail, follows=follows)
    if refused:
        return Verdict("blocked", refused)
    return Verdict("ok") if follows else _moved(trail)


def failure(trail: Trail, networks: Networks, *, follows: bool = False) -> str:
    """Why a trail does not lead to a page, empty where it does or where a check cannot tell.

    Args:
        trail: What was seen.
        networks: The tables, which know the addresses that are made to lead elsewhere.
        follows: Whether it is a tracking link's own way.
    """
    if trail.fault in _DEAD_ENDS:
        return _with_detail(_DEAD_ENDS[trail.fault], trail.detail)
    if trail.fault is not None or trail.status is None or trail.sign == "bot-wall" or trail.status in _REFUSALS:
        return ""
    if trail.status >= _CLIENT_ERROR:
        return _status(trail.status)
    if trail.sign == "not-found":
        return "the page says that it was not found, and answers as if it were there"
    if trail.sign == "parked":
        return "the domain is for sale or no longer in use"
    if len(trail.hops) > 1:
        if _NOT_FOUND.search(_path(trail.end)):
            return f"it leads to a page for what is not found: {trail.end}"
        start = trail.hops[0].address
        leads_on = follows or networks.classify(start).cls not in ("none", "weak")
        if not leads_on and not _is_home(start) and _is_home(trail.end):
            return f"it leads to the home page instead: {trail.end}"
    return ""


_DEAD_ENDS: dict[Fault, str] = {
    "dns": "the host has no address",
    "refused": "the host does not answer",
    "tls": "the host's certificate is not trustworthy",
    "timeout": "no answer in time",
    "closed": "the connection broke off",
    "redirects": "the redirects do not end",
    "unreadable": "it leads to what is no address",
}
_WALLS: dict[Fault, str] = {
    "robots": "robots.txt does not want it asked",
    "paused": "not asked: the host wants a pause",
    "private": "it leads into a private network, which is only asked with --allow-private",
    "scheme": "it leads to what only an app opens",
}
_CLIENT_ERROR = 400
_REFUSALS = frozenset({401, 402, 403, 405, 406, 407, 418, 429, 451, 503, 999})
"""What hosts answer to those whom they take for a machine, or for somebody else's customer."""
_NOT_FOUND = re.compile(r"/(?:404|not[-_]?found|page[-_]not[-_]found|error[-_/]?404)(?:\.\w+)?/?$", re.IGNORECASE)
_HOME = re.compile(r"/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:(?:index|default|home)(?:\.\w+)?/?)?", re.IGNORECASE)
_SIGN_IN = re.compile(
    r"/(?:log-?in|log_in|sign-?in|sign_in|sso|auth|authorize|authenticate|session/new|sessions/new)(?:\.\w+)?/?$",
    re.IGNORECASE,
)
_WWW = re.compile(r"^www\.")


def _refusal(trail: Trail, *, follows: bool) -> str:
    """Why a check learnt nothing, although readers may get there."""
    if trail.fault in _WALLS:
        return _with_detail(_WALLS[trail.fault], trail.detail)
    if trail.sign == "bot-wall":
        return "the host wants to see a person first"
    if trail.sign == "script" and (follows or len(trail.hops) > 1):
        return "it leads on by a script, which a check cannot follow"
    if trail.status in _REFUSALS:
        return f"the host refuses checks: {_status(trail.status)}"
    if _SIGN_IN.search(_path(trail.end)) and not _SIGN_IN.search(_path(trail.hops[0].address)):
        return f"it asks to sign in: {trail.end}"
    return ""


def _moved(trail: Trail) -> Verdict:
    """Whether a page that was found has another address now."""
    start, lasting, end = trail.addresses[0], trail.permanent_end, trail.end
    if lasting != start:
        if _page(lasting) != _page(start):
            return Verdict("moved", f"it has moved for good to {lasting}", lasting)
        return Verdict("ok", f"it is spelled {lasting} now", lasting)
    if trail.fault == "tracking":
        return Verdict("ok", f"it leads to a tracking link, which was not visited: {end}")
    if _page(end) != _page(start):
        return Verdict("ok", f"for the time being it leads to {end}")
    return Verdict("ok")


def _page(address: str) -> tuple[str, str, str]:
    """What tells one page from another: neither the scheme, nor ``www.``, nor a slash at the end."""
    parts = urlsplit(address)
    return _WWW.sub("", parts.netloc.lower()), unquote(parts.path).rstrip("/"), parts.query


def _path(address: str) -> str:
    return urlsplit(address).path


def _is_home(address: str) -> bool:
    parts = urlsplit(address)
    return _HOME.fullmatch(parts.path) is not None and not parts.query


def _status(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _with_detail(text: str, detail: str) -> str:
    return f"{text} ({detail})" if detail else text
