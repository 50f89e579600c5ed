"""How often and how fast hosts are asked, by what they saw."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from candid.link_health.politeness import Turns, retry_after
from tests.link_health.conftest import Build
from tests.link_health.town import House, Part, follow, page


def overlapping(house: House) -> int:
    visits = sorted(house.visits, key=lambda visit: visit.began)
    return sum(second.began < first.ended for first, second in pairwise(visits))


def test_a_host_is_asked_one_at_a_time_with_a_pause_between(build: Build) -> None:
    house = build({f"/{number}": Part(seconds=0.02) for number in range(6)})
    follow([f"{house.address}/{number}" for number in range(6)], pause=0.05)
    assert len(house.visits) == 1 + 6 * 2
    assert overlapping(house) == 0
    visits = sorted(house.visits, key=lambda visit: visit.began)
    assert all(second.began - first.ended >= 0.045 for first, second in pairwise(visits))


def test_several_hosts_are_asked_at_once(build: Build) -> None:
    houses = [build({"/": Part(seconds=0.3)}, f"127.0.0.{number}") for number in (1, 2, 3)]
    follow([f"{house.address}/" for house in houses])
    first = [min(v.began for v in house.visits if v.path == "/") for house in houses]
    assert max(first) - min(first) < 0.3


def test_but_not_more_than_wanted(build: Build) -> None:
    houses = [build({"/": Part(seconds=0.1)}, f"127.0.0.{number}") for number in (1, 2, 3)]
    follow([f"{house.address}/" for house in houses], together=1)
    visits = sorted((visit for house in houses for visit in house.visits), key=lambda visit: visit.began)
    assert all(second.began >= first.ended - 0.001 for first, second in pairwise(visits))


def test_a_short_pause_is_waited_for(build: Build) -> None:
    house = build({"/": Part(first=Part(429, {"Retry-After": "1"})), "/b": page("B")})
    (trail, other) = follow([f"{house.address}/", f"{house.address}/b"])
    assert (trail.status, other.status) == (200, 200)
    asked = sorted(visit.began for visit in house.visits)
    refused = next(v.ended for v in house.visits if v.path == "/")
    later = [began for began in asked if began > refused]
    assert later[0] - refused >= 0.95
    assert overlapping(house) == 0


def test_during_a_long_pause_nobody_else_asks(build: Build) -> None:
    house = build({"/": Part(429, {"Retry-After": "3600"}), "/b": page("B"), "/c": page("C")})
    trails = follow([f"{house.address}/{path}" for path in ("", "b", "c")])
    assert trails[0].status == 429
    assert [trail.fault for trail in trails[1:]] == ["paused", "paused"]
    assert house.paths() == ["HEAD /"]


def test_a_host_may_say_how_fast(build: Build) -> None:
    house = build({"/robots.txt": Part(body=b"User-agent: *\nCrawl-delay: 1\n"), "/": page("A")})
    follow(f"{house.address}/")
    began = sorted(visit.began for visit in house.visits if visit.path == "/")
    assert began[1] - began[0] >= 0.95


def test_robots_are_asked_once(build: Build) -> None:
    house = build({f"/{number}": page("A") for number in range(5)})
    follow([f"{house.address}/{number}" for number in range(5)])
    assert house.paths(robots=True).count("GET /robots.txt") == 1


def test_with_and_without_www_is_one_host() -> None:
    async def run() -> list[str]:
        turns, log = Turns(pause=0, together=8, patience=1), list[str]()

        async def ask(host: str) -> None:
            async with turns.turn(host):
                log.append(f"+{host}")
                await asyncio.sleep(0.01)
                log.append(f"-{host}")

        await asyncio.gather(ask("shop.example"), ask("WWW.shop.example"), ask("other.example"))
        return [entry for entry in log if "other" not in entry]

    assert asyncio.run(run()) == ["+shop.example", "-shop.example", "+WWW.shop.example", "-WWW.shop.example"]


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("0", 0),
        ("Sun, 22 Nov 2026 12:01:00 GMT", 60),
        ("Sun, 22 Nov 2026 11:00:00 GMT", 0),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("9" * 400, None),
        ("²", None),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    assert retry_after(value, datetime(2026, 11, 22, 12, tzinfo=UTC)) == seconds
