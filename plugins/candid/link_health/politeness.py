"""Whose turn it is: one request at a time on each host, with a pause between two, and few at once in all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

__all__ = ["HostPaused", "Turns", "retry_after"]


class HostPaused(Exception):
    """A host does not want to be asked for longer than somebody waits."""


@dataclass
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    not_before: float = 0.0
    pause: float = 0.0


class Turns:
    """Who may ask when.

    Args:
        pause: Seconds between the end of a request and the next one on the same host.
        together: Requests at a time, on all hosts.
        patience: Seconds to wait for a host that asks for a pause.
    """

    def __init__(self, *, pause: float, together: int, patience: float) -> None:
        self.pause = pause
        self.patience = patience
        self._together = asyncio.Semaphore(together)
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for a turn on ``host`` and hold it.

        Raises:
            HostPaused: The host wants a longer pause.
        """
        own = self._host(host)
        async with own.lock:
            clock = asyncio.get_running_loop().time
            wait = own.not_before - clock()
            if wait > max(self.patience, self.pause, own.pause):
                raise HostPaused(f"for {round(wait)} more seconds")
            await asyncio.sleep(max(0.0, wait))
            async with self._together:
                try:
                    yield
                finally:
                    own.not_before = max(own.not_before, clock() + max(self.pause, own.pause))

    def hold_back(self, host: str, seconds: float) -> None:
        """Let nobody ask ``host`` for some seconds."""
        own = self._host(host)
        own.not_before = max(own.not_before, asyncio.get_running_loop().time() + seconds)

    def slow_down(self, host: str, pause: float) -> None:
        """Leave at least so many seconds between two requests on ``host``."""
        own = self._host(host)
        own.pause = max(own.pause, pause)

    def _host(self, host: str) -> _Host:
        # A host and its ``www.`` are one machine more often than not.
        return self._hosts.setdefault(host.lower().removeprefix("www."), _Host())


def retry_after(value: str, now: datetime | None = None) -> float | None:
    """The seconds that a ``Retry-After`` header asks for; ``None`` if it cannot be read.

    Source: RFC 9110, section 10.2.3: seconds, or a date.
    """
    value = value.strip()
    if value.isascii() and value.isdecimal() and len(value) < 10:
        return float(value)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - (now or datetime.now(UTC))).total_seconds())
