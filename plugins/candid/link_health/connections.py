"""Connections to public machines only: the name is resolved here, the answer looked at, and that machine asked.

To look at a name and let somebody else resolve it again would leave a gap: the second answer may be another one.
"""

from __future__ import annotations

import asyncio
import socket

import httpx

from candid.link_health.public_addresses import is_public

__all__ = ["NoSuchHost", "PrivateHost", "PublicTransport"]


class NoSuchHost(Exception):
    """A name without an address."""


class PrivateHost(Exception):
    """A name or a number of a machine that does not belong to the public internet."""


class PublicTransport(httpx.AsyncBaseTransport):
    """Sends requests to the machine that a host's name leads to, if it is a public one.

    Args:
        allow_private: Send them to any machine.
        seconds: How long a name may take to resolve.
    """

    def __init__(self, *, allow_private: bool, seconds: float) -> None:
        self.allow_private = allow_private
        self.seconds = seconds
        # A kept connection belongs to one name; the pool, which knows the number only, would share it between names.
        self._inner = httpx.AsyncHTTPTransport(limits=httpx.Limits(max_keepalive_connections=0))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The response to ``request``.

        Raises:
            NoSuchHost: The name has no address.
            PrivateHost: The machine is not a public one.
            httpx.TransportError: There is no response.
        """
        host = request.url.host
        numbers = await self._resolve(host, request.url.port or (443 if request.url.scheme == "https" else 80))
        failed: httpx.ConnectError | None = None
        for number in numbers:
            try:
                return await self._inner.handle_async_request(
                    httpx.Request(
                        request.method,
                        request.url.copy_with(host=number),
                        headers=request.headers,  # with the name as Host
                        extensions={**request.extensions, "sni_hostname": host},
                    )
                )
            except httpx.ConnectError as error:
                failed = error
        assert failed is not None
        raise failed

    async def aclose(self) -> None:
        """Close all connections."""
        await self._inner.aclose()

    async def _resolve(self, host: str, port: int) -> list[str]:
        """The numbers to try."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self.seconds):
                found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except TimeoutError:
            raise httpx.ConnectTimeout("the name is not resolved in time") from None
        except (OSError, UnicodeError) as error:
            raise NoSuchHost(getattr(error, "strerror", None) or str(error)) from None
        numbers = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not numbers:
            raise NoSuchHost("the name has no address")
        if not self.allow_private:
            private = [number for number in numbers if not is_public(number)]
            if private:
                raise PrivateHost(private[0])
        return _first_of_each_kind(numbers)


def _first_of_each_kind(numbers: list[str]) -> list[str]:
    """One number of each family, that of the first one first: where one family does not work, the other may."""
    first = numbers[0]
    others = [number for number in numbers if (":" in number) != (":" in first)]
    return [first, *others[:1]]
