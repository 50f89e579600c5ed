"""Fixtures that every folder of tests may use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from tests.setup import browser as chromium

# A busy machine makes a slow example, not a wrong one.
settings.register_profile("candid", deadline=None)
settings.load_profile("candid")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A running Chromium; a test opens its own page or context in it."""
    with sync_playwright() as playwright, chromium.launch(playwright) as running:
        yield running
