"""Hosts that answer what no server should: bytes, drips, endless headers. A trail tells of them, in bounded time."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from candid.link_health import connections
from candid.link_health.trails import Trail
from tests.link_health.conftest import Build
from tests.link_health.town import Part, follow, page

Speak = Callable[[socket.socket], None]


class Rogue:
    """A server that says what it is told, whatever it is asked."""

    def __init__(self) -> None:
        self.speak: Speak = lambda _: None
        self.heard: Callable[[bytes], None] = lambda _: None
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        with connection:
            try:
                self.heard(connection.recv(65_536))
                self.speak(connection)
            except OSError:
                pass  # whoever asked has had enough

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()


@pytest.fixture
def rogue() -> Iterator[Rogue]:
    server = Rogue()
    yield server
    server.close()


def asked(rogue: Rogue, speak: Speak) -> tuple[Trail, float]:
    rogue.speak = speak
    began = time.monotonic()
    (trail,) = follow(f"{rogue.address}/", seconds=0.5, overrides_robots=lambda _: True)
    return trail, time.monotonic() - began


LINES = st.sampled_from(
    [
        b"HTTP/1.1 200 OK",
        b"HTTP/1.1 301 Moved",
        b"HTTP/1.1 999",
        b"HTTP/9.9 200 OK",
        b"Content-Type: text/html; charset=\xff\xfe",
        b"Content-Type:",
        b"Content-Length: 5",
        b"Content-Length: -5",
        b"Content-Encoding: gzip",
        b"Transfer-Encoding: chunked",
        b"Location: http://[::1",
        b"Location: \xff\x80//",
        b"Location: //",
        b"Location: http://" + b"a" * 5000,
        b"Location: javascript:alert(1)",
        b"Location: http://a:99999999999/",
        b"Location: /\x1b[31m",
        b"Set-Cookie: =; Domain=.com; Expires=never; Max-Age=x",
        b"Retry-After: 99999999999999999999",
        b"Refresh: 0",
        b"",
        b"\x00\x01\x02",
        b"<title>404</title>",
        b"5",
    ]
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=200), st.lists(LINES, max_size=8).map(b"\r\n".join)))
def test_nonsense_is_told_by_a_trail(rogue: Rogue, said: bytes) -> None:
    trail, seconds = asked(rogue, lambda connection: connection.sendall(said))
    assert trail.end.isprintable()
    assert trail.detail.isprintable()
    assert seconds < 20


def test_a_body_that_drips_does_not_keep_anybody(rogue: Rogue) -> None:
    def drip(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        for _ in range(600):
            connection.sendall(b".")
            time.sleep(0.1)

    trail, seconds = asked(rogue, drip)
    assert trail.fault == "timeout"
    assert seconds < 5


def test_nor_do_headers_without_an_end(rogue: Rogue) -> None:
    def shout(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        for number in range(1_000_000):
            connection.sendall(b"X-%d: y\r\n" % number)

    trail, seconds = asked(rogue, shout)
    assert trail.fault == "closed"
    assert seconds < 5


def test_a_certificate_is_asked_for_by_name(rogue: Rogue) -> None:
    greetings: list[bytes] = []
    rogue.heard = greetings.append
    (trail,) = follow(rogue.address.replace("http://127.0.0.1", "https://localhost") + "/", seconds=0.5)
    assert trail.fault in ("closed", "refused", "tls")
    assert greetings
    assert all(b"localhost" in greeting and b"127.0.0.1" not in greeting for greeting in greetings)


def test_every_step_of_the_way_is_held_against_the_public_internet(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "is_public", lambda number: number == "127.0.0.1")
    secret = build({"/": page("Secret")}, "127.0.0.2")
    house = build({"/": Part(302, {"Location": f"{secret.address}/"})})
    (trail,) = follow(f"{house.address}/", allow_private=False)
    assert (trail.fault, trail.end) == ("private", f"{secret.address}/")
    assert secret.visits == []
