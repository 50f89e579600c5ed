"""The Chromium that the tests drive: the system's where one starts, otherwise Playwright's own.

``python -m tests.setup.browser`` makes sure that there is one, and a Firefox as the second engine, installing them if
need be, and says which ones they are.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator

from playwright.sync_api import Browser, Error, Playwright, sync_playwright

from tests.setup import firefox
from tests.setup.system_packages import apt_get, run

__all__ = ["ARGUMENTS", "NoBrowser", "launch"]

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Containers lack the kernel features of the sandbox and a GPU; the rest keeps the browser from calling home."""

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


class NoBrowser(Exception):
    """No Chromium could be started."""


def launch(playwright: Playwright) -> Browser:
    """Start the first Chromium that works.

    Each candidate is really started, because a file that exists may be no more than a stub that asks for a snap.

    Raises:
        NoBrowser: none works; the message has what each one said.
    """
    failures = []
    for path in [*_system_browsers(), None]:
        try:
            return playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        except Error as error:
            failures.append(f"{path or 'the browser that Playwright installs'}: {error.message.splitlines()[0]}")
    raise NoBrowser("No Chromium starts. Install one with your system's package manager.\n" + "\n".join(failures))


def _system_browsers() -> Iterator[str]:
    yield from filter(None, map(shutil.which, NAMES))


def _installers() -> Iterator[list[str]]:
    """Commands that bring a Chromium, the least surprising first; the next one is for when that was not enough."""
    # Fonts come with it, because without any the widths of all texts are wrong.
    by_system = apt_get("chromium", "fonts-liberation")
    if by_system:
        yield from by_system
        yield [sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"]
    yield [sys.executable, "-m", "playwright", "install", "chromium"]


def _describe() -> str:
    with sync_playwright() as playwright, launch(playwright) as browser:
        return f"Chromium {browser.version}"


def _install_firefox() -> None:
    for command in apt_get("firefox-esr"):
        run(command)
    if firefox.path() is None:
        run([sys.executable, "-m", "playwright", "install", "firefox"])


def main() -> None:
    """Install what does not start yet."""
    for command in _installers():
        try:
            _describe()
        except NoBrowser:
            print("No Chromium starts yet.")
            run(command)
        else:
            break
    if firefox.path() is None:
        _install_firefox()
    try:
        print(_describe())
        with firefox.launch() as second:
            print(f"Firefox {second.version}")
    except (NoBrowser, firefox.NoFirefox) as failure:
        sys.exit(str(failure))


if __name__ == "__main__":
    main()
