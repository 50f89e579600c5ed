"""Asking an address: as a polite stranger who says who he is, reads little and follows redirects by hand.

The one module that talks to the network; it needs ``httpx``, which comes with the extra ``links``.
"""

from __future__ import annotations

import asyncio
import ssl
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import httpx

from candid.link_health.connections import NoSuchHost, PrivateHost, PublicTransport
from candid.link_health.page_signs import PageSigns, read_signs
from candid.link_health.politeness import HostPaused, Turns, retry_after
from candid.link_health.trails import Fault, Hop, Sign, Trail
from candid.robots_txt import ALLOW_ALL, RobotRules, read_robots

__all__ = ["PRODUCT", "Follower"]

PRODUCT = "candid"
"""What ``robots.txt`` may call us."""

_MOST_REDIRECTS = 10
_MOST_REDIRECTS_OF_RULES = 5
_MOST_BYTES = 256 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ASKED_TO_WAIT = frozenset({429, 503})
_CLIENT_ERROR = 400
_SERVER_ERROR = 500
_ONLY_OF_HEAD: frozenset[Fault] = frozenset({"closed", "timeout"})
_FOR_THE_WHOLE_HOST: frozenset[Fault] = frozenset({"dns", "refused", "tls", "private"})
_LAST_PORT = 65_535
_LONGEST_DETAIL = 160
_LONGEST_ADDRESS = 8_000


class _Stop(Exception):
    """A trail ends without an answer."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(fault)
        self.fault: Fault = fault
        self.detail = _printable(detail)[:_LONGEST_DETAIL]


@dataclass(frozen=True)
class _Answer:
    status: int
    location: str | None = None
    body: bytes = b""
    charset: str | None = None
    is_page: bool = False
    sign: Sign | None = None

    @property
    def tells_enough(self) -> bool:
        """Whether HEAD was enough: not for a page, nor for what may only be a refusal of HEAD."""
        if self.location is not None or self.status in _ASKED_TO_WAIT:
            return True
        return self.status < _CLIENT_ERROR and not self.is_page


class Follower:
    """Follows addresses to where they end. Used as a context manager, within one event loop.

    Args:
        turns: Whose turn it is on which host.
        agent: The whole ``User-Agent``.
        seconds: How long a host may take for one step of an answer; three times as long for all of it.
        allow_private: Ask machines that are not of the public internet too.
        stops_at: Addresses that redirects may lead to and that must not be visited.
        overrides_robots: Addresses that are asked whatever ``robots.txt`` says.
    """

    def __init__(
        self,
        turns: Turns,
        *,
        agent: str,
        seconds: float,
        allow_private: bool,
        stops_at: Callable[[str], bool],
        overrides_robots: Callable[[str], bool],
    ) -> None:
        self._turns = turns
        self._headers = {
            "User-Agent": agent,
            "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
            "Accept-Language": "en,*;q=0.5",
            "Accept-Encoding": "identity",  # what is sent is all that has to be read
        }
        self._seconds = seconds
        self._stops_at = stops_at
        self._overrides_robots = overrides_robots
        self._transport = PublicTransport(allow_private=allow_private, seconds=seconds)
        self._rules: dict[str, asyncio.Task[RobotRules]] = {}
        self._down: dict[str, _Stop] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._transport.aclose()

    async def follow(self, address: str) -> Trail:
        """The trail from ``address``; whatever goes wrong is told by it."""
        hops: list[Hop] = []
        cookies = httpx.Cookies()  # some hosts redirect until theirs comes back
        here = address
        try:
            while True:
                answer = await self._ask(here, cookies)
                hops.append(Hop(address=here, status=answer.status))
                if answer.location is None:
                    return Trail(hops=tuple(hops), end=here, sign=answer.sign)
                here = _next(here, answer.location)
                if not here.startswith(("http://", "https://")):
                    raise _Stop("scheme")
                if len(hops) > _MOST_REDIRECTS:
                    raise _Stop("redirects", f"more than {_MOST_REDIRECTS}")
                if self._stops_at(here):
                    raise _Stop("tracking")
        except _Stop as stop:
            return Trail(hops=tuple(hops), end=here, fault=stop.fault, detail=stop.detail)

    async def _ask(self, address: str, cookies: httpx.Cookies) -> _Answer:
        """One answer: to HEAD where that tells enough, else to GET."""
        url = _url(address)
        if not self._overrides_robots(address):
            rules = await self._rules_of(url)
            if not rules.allows(url.raw_path.decode("ascii")):
                raise _Stop("robots")
        answer = await self._head(url, cookies)
        if answer is not None and answer.tells_enough:
            return answer
        # A page tells more than its status, and many hosts do not answer HEAD as they answer GET.
        answer = await self._request("GET", url, cookies)
        if answer.location is not None or not answer.is_page or answer.sign is not None:
            return answer
        signs = read_signs(answer.body, answer.charset)
        return _Answer(
            answer.status, signs.refresh if answer.status < _CLIENT_ERROR else None, sign=_sign(signs, answer.status)
        )

    async def _head(self, url: httpx.URL, cookies: httpx.Cookies) -> _Answer | None:
        """The answer to HEAD; ``None`` where a host leaves such a request lying, as some do."""
        try:
            return await self._request("HEAD", url, cookies)
        except _Stop as stop:
            if stop.fault in _ONLY_OF_HEAD:
                return None
            raise

    async def _rules_of(self, url: httpx.URL) -> RobotRules:
        """The rules of a host, asked for once."""
        origin = _origin(url)
        if origin not in self._rules:
            self._rules[origin] = asyncio.create_task(self._read_rules(url))
        return await asyncio.shield(self._rules[origin])

    async def _read_rules(self, url: httpx.URL) -> RobotRules:
        here = url.copy_with(raw_path=b"/robots.txt", fragment=None)
        cookies = httpx.Cookies()
        for _ in range(_MOST_REDIRECTS_OF_RULES + 1):
            answer = await self._request("GET", here, cookies)
            if answer.location is None:
                break
            following = _next(str(here), answer.location)
            if not following.startswith(("http://", "https://")) or self._stops_at(following):
                return ALLOW_ALL
            here = _url(following)
        if answer.status >= _SERVER_ERROR:
            raise _Stop("robots", f"robots.txt answers {answer.status}")
        if answer.status != httpx.codes.OK:
            return ALLOW_ALL
        rules = read_robots(answer.body.decode("utf-8", "replace")).rules_for(PRODUCT)
        self._turns.slow_down(url.host, rules.pause)
        return rules

    async def _request(self, method: str, url: httpx.URL, cookies: httpx.Cookies) -> _Answer:
        """An answer; where the host asks for a short pause, the one after it."""
        down = self._down.get(_origin(url))
        if down is not None:
            raise _Stop(down.fault, down.detail)
        answer, pause = await self._in_turn(method, url, cookies)
        if pause is None:
            return answer
        self._turns.hold_back(url.host, pause)
        if pause > self._turns.patience:
            return answer
        return (await self._in_turn(method, url, cookies))[0]

    async def _in_turn(self, method: str, url: httpx.URL, cookies: httpx.Cookies) -> tuple[_Answer, float | None]:
        try:
            async with self._turns.turn(url.host):
                # Behind others that waited: one of them may have learnt that the host is down.
                down = self._down.get(_origin(url))
                if down is not None:
                    raise _Stop(down.fault, down.detail)
                async with asyncio.timeout(3 * self._seconds):
                    return await self._send(method, url, cookies)
        except HostPaused as pause:
            raise _Stop("paused", str(pause)) from None
        except Exception as error:
            stop = _stop(error)
            if stop.fault in _FOR_THE_WHOLE_HOST:
                self._down[_origin(url)] = stop
            raise stop from None

    async def _send(self, method: str, url: httpx.URL, cookies: httpx.Cookies) -> tuple[_Answer, float | None]:
        timeout = httpx.Timeout(self._seconds).as_dict()
        request = httpx.Request(method, url, headers=self._headers, extensions={"timeout": timeout})
        cookies.set_cookie_header(request)
        response = await self._transport.handle_async_request(request)
        response.request = request
        try:
            cookies.extract_cookies(response)
            body = await _beginning(response) if method == "GET" else b""
        finally:
            await response.aclose()
        headers = response.headers
        location = headers.get("location") if response.status_code in _REDIRECTS else None
        kind = headers.get("content-type", "text/html").lower()
        sign: Sign | None = "bot-wall" if headers.get("cf-mitigated", "").lower() == "challenge" else None
        is_page = kind.startswith(("text/html", "application/xhtml"))
        answer = _Answer(response.status_code, location, body, response.charset_encoding, is_page, sign)
        pause = retry_after(headers.get("retry-after", "")) if response.status_code in _ASKED_TO_WAIT else None
        return answer, pause


async def _beginning(response: httpx.Response) -> bytes:
    """The first bytes of a body, unpacked within bounds: a small packed body may hold gigabytes."""
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) >= _MOST_BYTES:
            break
    packing = response.headers.get("content-encoding", "identity").strip().lower()
    if packing in ("", "identity"):
        return bytes(body[:_MOST_BYTES])
    if packing not in ("gzip", "x-gzip", "deflate"):
        return b""
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(bytes(body), _MOST_BYTES)
    except zlib.error:
        return b""


def _sign(signs: PageSigns, status: int) -> Sign | None:
    """What the page says, as far as it adds something to the status."""
    return signs.sign if status < _CLIENT_ERROR or signs.sign == "bot-wall" else None


_FAULTS: Mapping[type[Exception], Fault] = {
    NoSuchHost: "dns",
    PrivateHost: "private",
    TimeoutError: "timeout",
    httpx.TimeoutException: "timeout",
    httpx.InvalidURL: "unreadable",
    httpx.ConnectError: "refused",
    httpx.TransportError: "closed",
    ValueError: "unreadable",
}
"""The first one that fits counts."""


def _stop(error: Exception) -> _Stop:
    if isinstance(error, _Stop):
        return error
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return _Stop("tls", getattr(cause, "verify_message", "") or cause.reason or "")
        cause = cause.__cause__ or cause.__context__
    fault = next((fault for kind, fault in _FAULTS.items() if isinstance(error, kind)), None)
    if fault is None:
        raise error
    return _Stop(fault, str(error))


def _url(address: str) -> httpx.URL:
    try:
        url = httpx.URL(address)
        if not url.host or not 0 < (url.port or 1) <= _LAST_PORT:
            raise _Stop("unreadable", "no host, or a port that is none")
        return url.copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError) as error:
        raise _Stop("unreadable", str(error)) from None


def _next(here: str, location: str) -> str:
    """The address that a redirect leads to."""
    try:
        following = str(httpx.URL(here).join(location.strip()).copy_with(fragment=None))
    except (httpx.InvalidURL, ValueError) as error:
        raise _Stop("unreadable", str(error)) from None
    if len(following) > _LONGEST_ADDRESS or not following.isprintable():
        raise _Stop("unreadable", "an address of thousands of characters, or of some that cannot be seen")
    return following


def _origin(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def _printable(text: str) -> str:
    """Text of a stranger that a terminal may print."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text)
