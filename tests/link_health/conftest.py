"""Servers on this machine."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping

import pytest

from tests.link_health.town import House, Part

Build = Callable[..., House]


@pytest.fixture(autouse=True)
def no_running_loop() -> Iterator[None]:
    """Playwright's sync API leaves its loop marked as running once a test of a browser ran in the process."""
    playwrights = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(playwrights)


@pytest.fixture
def build() -> Iterator[Build]:
    """Builds houses; each argument's number is a host of its own."""
    houses: list[House] = []

    def build_one(parts: Mapping[str, Part], number: str = "127.0.0.1") -> House:
        houses.append(House(number, parts))
        return houses[-1]

    yield build_one
    for house in houses:
        house.close()
