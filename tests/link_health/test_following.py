"""What is seen when addresses are asked, each part played by a server of this machine."""

from __future__ import annotations

import gzip
import socket
import time

import pytest

from candid.link_health import fetching
from candid.link_health.page_signs import PageSigns, read_signs
from candid.link_health.trails import Trail
from tests.link_health.conftest import Build
from tests.link_health.town import Part, follow, page


def summary(trail: Trail, home: str) -> tuple[object, ...]:
    return (*(hop.status for hop in trail.hops), trail.end.removeprefix(home), trail.fault, trail.sign)


def to(location: str, status: int = 302) -> Part:
    return Part(status, {"Location": location})


TRAILS: dict[str, tuple[dict[str, Part], tuple[object, ...]]] = {
    "a page": ({"/": page("Prices")}, (200, "/", None, None)),
    "moved for good": ({"/": to("/new", 301), "/new": page("New")}, (301, 200, "/new", None, None)),
    "a sign-in": ({"/": to("/login?next=%2F"), "/login": page("Hello")}, (302, 200, "/login?next=%2F", None, None)),
    "gone": ({"/": Part(410)}, (410, "/", None, None)),
    "not found": ({}, (404, "/", None, None)),
    "a soft 404": ({"/": page("Page not found | Shop")}, (200, "/", None, "not-found")),
    "a soft 404 by its heading": ({"/": page("Shop", "Oops! Page not found.")}, (200, "/", None, "not-found")),
    "a domain for sale": ({"/": page("shop.example - This domain is for sale!")}, (200, "/", None, "parked")),
    "a wall": ({"/": page("Just a moment...", status=403)}, (403, "/", None, "bot-wall")),
    "a wall by its header": ({"/": Part(403, {"CF-Mitigated": "challenge"})}, (403, "/", None, "bot-wall")),
    "a wall that says 404": ({"/": page("Robot Check", status=404)}, (404, "/", None, "bot-wall")),
    "no HEAD": ({"/": Part(200, head=405)}, (200, "/", None, None)),
    "HEAD that breaks off": ({"/": Part(200, head=0)}, (200, "/", None, None)),
    "HEAD that says 404": ({"/": Part(200, head=404)}, (200, "/", None, None)),
    "slow": ({"/": Part(seconds=1.5)}, ("/", "timeout", None)),
    "broken off": ({"/": Part(0)}, ("/", "closed", None)),
    "an endless redirect": ({"/": to("/")}, (*[302] * 11, "/", "redirects", None)),
    "to an app": ({"/": to("market://details?id=x")}, (302, "market://details?id=x", "scheme", None)),
    "to a file": ({"/": to("file:///etc/passwd")}, (302, "file:/etc/passwd", "scheme", None)),
    "to no address": ({"/": to("http://a:b/")}, (302, "/", "unreadable", None)),
    "a page that goes on": (
        {"/": page("Wait", head='<meta http-equiv="Refresh" content="0; URL=\'/next\'">'), "/next": page("Next")},
        (200, 200, "/next", None, None),
    ),
    "a script that goes on": (
        {"/": Part(body=b"<title>Go</title><script>window.location.href = '/x'</script>")},
        (200, "/", None, "script"),
    ),
    "robots disallow": (
        {"/robots.txt": Part(body=b"User-agent: *\nDisallow: /"), "/": page("Prices")},
        ("/", "robots", None),
    ),
    "robots out of order": ({"/robots.txt": Part(500), "/": page("Prices")}, ("/", "robots", None)),
    "robots missing": ({"/robots.txt": Part(403), "/": page("Prices")}, (200, "/", None, None)),
    "robots elsewhere": (
        {"/robots.txt": to("/r"), "/r": Part(body=b"User-agent: candid\nDisallow: /"), "/": page("Prices")},
        ("/", "robots", None),
    ),
    "robots in a circle": ({"/robots.txt": to("/robots.txt"), "/": page("Prices")}, (200, "/", None, None)),
    "a cookie first": (
        {"/": Part(first=Part(302, {"Location": "/", "Set-Cookie": "a=b"}))},
        (302, 200, "/", None, None),
    ),
    "no text at all": ({"/": Part(body=b"")}, (200, "/", None, None)),
    "bytes": ({"/": Part(body=bytes(range(256)))}, (200, "/", None, None)),
    "a charset that nobody knows": (
        {"/": Part(headers={"Content-Type": "text/html; charset=klingon"}, body=b"<title>404</title>")},
        (200, "/", None, "not-found"),
    ),
}


@pytest.mark.parametrize("name", TRAILS)
def test_a_trail(build: Build, name: str) -> None:
    parts, expected = TRAILS[name]
    house = build(parts)
    (trail,) = follow(f"{house.address}/")
    assert summary(trail, house.address) == expected


def test_what_is_no_page_is_not_fetched(build: Build) -> None:
    house = build({"/a.pdf": Part(headers={"Content-Type": "application/pdf"})})
    (trail,) = follow(f"{house.address}/a.pdf#page=2")
    assert trail.status == 200
    assert house.paths(robots=True) == ["GET /robots.txt", "HEAD /a.pdf"]


@pytest.mark.parametrize("size", [10, 100_000_000])
@pytest.mark.parametrize("packing", ["", "gzip"])
def test_only_the_beginning_of_a_body_is_read(
    build: Build, monkeypatch: pytest.MonkeyPatch, size: int, packing: str
) -> None:
    read: list[int] = []

    def spy(body: bytes, charset: str | None) -> PageSigns:
        read.append(len(body))
        return read_signs(body, charset)

    monkeypatch.setattr(fetching, "read_signs", spy)
    body = b"<title>404</title>" + b" " * size
    headers = {"Content-Encoding": packing} if packing else {}
    house = build({"/": Part(headers=headers, body=gzip.compress(body, 1) if packing else body)})
    assert follow(f"{house.address}/", seconds=5)[0].sign == "not-found"
    assert read == [min(len(body), 256 * 1024)]
    assert house.cut_short == (1 if size > 1_000_000 and not packing else 0)


def test_nobody_there_a_name_that_is_none_and_no_certificate(build: Build) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{free.getsockname()[1]}/"
        plain = build({}).address.replace("http:", "https:")
        trails = follow(
            [closed, "https://no-such-host.invalid/", plain, "http://a:b/", "http://127.0.0.1:99999/", "http:///"]
        )
    assert [trail.fault for trail in trails] == ["refused", "dns", "tls", "unreadable", "unreadable", "unreadable"]
    assert not any(trail.hops for trail in trails)


def test_a_host_that_is_down_is_asked_once() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        began = time.monotonic()
        closed = f"http://127.0.0.1:{listener.getsockname()[1]}"
        trails = follow([f"{closed}/{number}" for number in range(20)], pause=0.5)
    assert {trail.fault for trail in trails} == {"refused"}
    assert time.monotonic() - began < 30 * 0.5


def test_a_name_keeps_its_name(build: Build) -> None:
    house = build({"/": page("Prices")})
    (trail,) = follow(house.address.replace("127.0.0.1", "localhost"))
    assert trail.status == 200
    assert {visit.host.partition(":")[0] for visit in house.visits} == {"localhost"}


@pytest.mark.parametrize("first", ["127.0.0.1", "localhost", "2130706433", "127.1", "[::ffff:127.0.0.1]"])
def test_no_private_machine_is_asked(build: Build, first: str) -> None:
    house = build({"/": page("Secret")})
    (trail,) = follow(house.address.replace("127.0.0.1", first) + "/", allow_private=False)
    assert trail.fault == "private"
    assert house.visits == []


def test_a_redirect_is_stopped_before_what_counts(build: Build) -> None:
    house = build({"/": to("/click/1"), "/click/1": page("Counted")})
    (trail,) = follow(f"{house.address}/", stops_at=lambda address: "/click/" in address)
    assert (trail.fault, trail.end) == ("tracking", f"{house.address}/click/1")
    assert house.paths() == ["HEAD /"]


def test_a_reader_s_way_is_not_a_crawler_s(build: Build) -> None:
    house = build({"/robots.txt": Part(body=b"User-agent: *\nDisallow: /"), "/go": page("There")})
    (trail,) = follow(f"{house.address}/go", overrides_robots=lambda _: True)
    assert trail.status == 200
    assert "GET /robots.txt" not in house.paths(robots=True)


def test_a_cookie_comes_back_on_its_way_and_on_no_other(build: Build) -> None:
    house = build({"/": Part(first=Part(302, {"Location": "/", "Set-Cookie": "a=b"})), "/c": page("C")})
    follow([f"{house.address}/", f"{house.address}/c"], together=1)
    cookies = {(visit.path, visit.cookie) for visit in house.visits}
    assert cookies == {("/robots.txt", None), ("/", None), ("/", "a=b"), ("/c", None)}


def test_everybody_hears_who_asks(build: Build) -> None:
    house = build({"/": to("/b"), "/b": page("B")})
    follow(f"{house.address}/")
    assert {visit.agent for visit in house.visits} == {"candid/0 (a test)"}
