"""A town of web servers on this machine, each of which plays the parts that links meet."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote

from candid.link_health.fetching import Follower
from candid.link_health.politeness import Turns
from candid.link_health.trails import Trail

__all__ = ["House", "Part", "Visit", "follow", "page"]


@dataclass(frozen=True)
class Part:
    """How a house answers at one path. A ``status`` of 0 breaks the connection off."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b"<title>A page</title><h1>A page</h1>"
    seconds: float = 0.0
    head: int | None = None
    """The status for HEAD, where it is another one."""
    first: Part | None = None
    """The answer to the first request."""


def page(title: str, heading: str = "A heading", *, status: int = 200, head: str = "") -> Part:
    html = f"<!doctype html><title>{title}</title>{head}<h1>{heading}</h1><p>Some words.</p>"
    return Part(status, body=html.encode())


@dataclass(frozen=True)
class Visit:
    method: str
    path: str
    began: float
    ended: float
    agent: str
    host: str
    cookie: str | None


class House:
    """One server, with what it saw."""

    def __init__(self, number: str, parts: Mapping[str, Part]) -> None:
        self.parts = dict(parts)
        self.visits: list[Visit] = []
        self.cut_short = 0
        """How many of its answers nobody wanted to read to the end."""
        self._seen: set[str] = set()
        house = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._play()

            def do_HEAD(self) -> None:
                self._play()

            def log_message(self, *_: Any) -> None: ...

            def _play(self) -> None:
                began = time.monotonic()
                part = house.part(self.path)
                time.sleep(part.seconds)
                agent, host = self.headers["User-Agent"], self.headers["Host"]
                cookie = self.headers["Cookie"]
                visit = Visit(self.command, self.path, began, time.monotonic(), agent, host, cookie)
                house.visits.append(visit)
                self.close_connection = True
                is_head = self.command == "HEAD"
                status = part.head if is_head and part.head is not None else part.status
                if status == 0:
                    return
                self.send_response(status)
                for name, value in {"Content-Type": "text/html", **part.headers}.items():
                    self.send_header(name, value)
                self.send_header("Connection", "close")
                self.end_headers()
                if not is_head:
                    try:
                        self.wfile.write(part.body)
                    except OSError:
                        house.cut_short += 1

        self._server = ThreadingHTTPServer((number, 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}"

    def part(self, path: str) -> Part:
        path = unquote(path)
        plain = path.partition("?")[0]
        part = self.parts.get(path) or self.parts.get(plain)
        if part is None:
            return Part(404)
        if part.first is not None and plain not in self._seen:
            self._seen.add(plain)
            return part.first
        return part

    def paths(self, *, robots: bool = False) -> list[str]:
        """What was asked for, in order."""
        return [f"{visit.method} {visit.path}" for visit in self.visits if robots or visit.path != "/robots.txt"]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def follow(
    addresses: str | Sequence[str],
    *,
    pause: float = 0.0,
    together: int = 8,
    patience: float = 2.0,
    seconds: float = 1.0,
    allow_private: bool = True,
    stops_at: Callable[[str], bool] = lambda _: False,
    overrides_robots: Callable[[str], bool] = lambda _: False,
) -> list[Trail]:
    """Follow addresses all at once, within one run."""

    async def run(wanted: Iterable[str]) -> list[Trail]:
        turns = Turns(pause=pause, together=together, patience=patience)
        follower = Follower(
            turns,
            agent="candid/0 (a test)",
            seconds=seconds,
            allow_private=allow_private,
            stops_at=stops_at,
            overrides_robots=overrides_robots,
        )
        async with follower:
            return await asyncio.gather(*map(follower.follow, wanted))

    return asyncio.run(run([addresses] if isinstance(addresses, str) else addresses))
