"""Requests as they go over the wire: no client mends their paths, follows redirects or reads headers its own way."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Answer", "ask", "free_port", "wait_for"]

_SECONDS_TO_START = 20


@dataclass(frozen=True)
class Answer:
    """The status and the headers of an answer, each header with all of its values."""

    status: int
    headers: dict[str, list[str]]
    body: str

    @property
    def location(self) -> str | None:
        values = self.headers.get("location", [])
        assert len(values) <= 1, values
        return values[0] if values else None


def ask(port: int, path: str) -> Answer:
    """The answer of the server at this port to a request for exactly this path."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n".encode("latin-1"))
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers: dict[str, list[str]] = {}
    for line in lines:
        name, _, value = line.partition(": ")
        headers.setdefault(name.lower(), []).append(value)
    return Answer(int(first.split()[1]), headers, body.decode("utf-8", "replace"))


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int, has_ended: Callable[[], bool]) -> None:
    """Wait until somebody listens at a port, or the process that should has ended."""
    deadline = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < deadline and not has_ended():
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError("the server did not start")
