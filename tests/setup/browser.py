"""The Chromium that the tests drive: the system's where one starts, otherwise Playwright's own.

``python -m tests.setup.browser`` makes sure that there is one, and a Firefox as the second engine, installing them if
need be, and says which ones they are.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

from playwright.sync_api import Browser, Error, Playwright, sync_playwright

from tests.setup import firefox

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
    as_root = _prefix_for_root()
    if as_root is not None and shutil.which("apt-get"):
        yield [*as_root, "apt-get", "update", "-q"]
        # Fonts come with it, because without any the widths of all texts are wrong.
        yield [*as_root, "apt-get", "install", "-q", "-y", "--no-install-recommends", "chromium", "fonts-liberation"]
        yield [sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"]
    yield [sys.executable, "-m", "playwright", "install", "chromium"]


def _prefix_for_root() -> list[str] | None:
    """What to write before a command to run it as root, or None where that would need a password."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    allowed = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    return ["sudo", "-n"] if allowed else None


def _describe() -> str:
    with sync_playwright() as playwright, launch(playwright) as browser:
        return f"Chromium {browser.version}"


def _install_firefox() -> None:
    as_root = _prefix_for_root()
    if as_root is not None and shutil.which("apt-get"):
        _run([*as_root, "apt-get", "update", "-q"])
        _run([*as_root, "apt-get", "install", "-q", "-y", "--no-install-recommends", "firefox-esr"])
    if firefox.path() is None:
        _run([sys.executable, "-m", "playwright", "install", "firefox"])


def _run(command: list[str]) -> None:
    print(" ".join(command), flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, check=False, stdin=subprocess.DEVNULL, env=environment)


def main() -> None:
    """Install what does not start yet."""
    for command in _installers():
        try:
            _describe()
        except NoBrowser:
            print("No Chromium starts yet.")
            _run(command)
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
