"""The Firefox that the tests drive as a second engine: the system's, otherwise the one that Playwright installs.

Playwright drives only a Firefox that it has patched itself, and WebDriver wants a program of its own in between. What
the tests need of the system's, to open a page and to run a function in it, takes a socket and the protocol that Firefox
has built in (Marionette).
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Protocol, TypeVar

from playwright.sync_api import BrowserType, Error, Page, sync_playwright

__all__ = ["Engine", "Firefox", "NoFirefox", "PlaywrightEngine", "launch", "path"]

NAMES = ("firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox")

_PREFERENCES = {
    "marionette.port": 0,  # any free one, which it then writes down
    "app.update.disabledForTesting": True,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,#",
    "browser.safebrowsing.update.enabled": False,
    "extensions.systemAddon.update.enabled": False,
    "toolkit.telemetry.enabled": False,
}
_SECONDS_TO_START = 60


class NoFirefox(Exception):
    """No Firefox is installed, or it did not start."""


Answer = TypeVar("Answer")


class Engine(Protocol):
    """A running browser with one window."""

    version: str

    def open(self, url: str) -> None:
        """Open a page and wait until it is loaded."""

    def evaluate(self, body: str, *arguments: Any) -> Any:
        """What a function with this body, which sees ``arguments``, returns in the page."""


class PlaywrightEngine:
    """A browser that Playwright installed, in a thread of its own: a thread takes one Playwright, tests have theirs."""

    def __init__(self, kind: str) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._playwright = self._do(lambda: sync_playwright().start())
        browser_type: BrowserType = getattr(self._playwright, kind)
        try:
            self._browser = self._do(browser_type.launch)
        except Error as error:
            self._do(self._playwright.stop)
            raise NoFirefox(f"No Firefox starts. Install one. {error.message.splitlines()[0]}") from None
        self._page: Page = self._do(self._browser.new_page)
        self.version = self._browser.version

    def open(self, url: str) -> None:
        """See :class:`Engine`."""
        self._do(lambda: self._page.goto(url))

    def evaluate(self, body: str, *arguments: Any) -> Any:
        """See :class:`Engine`."""
        script = f"(values) => (function () {{ {body} }}).apply(null, values)"
        return self._do(lambda: self._page.evaluate(script, list(arguments)))

    def close(self) -> None:
        """End the browser and its thread."""
        self._do(self._browser.close)
        self._do(self._playwright.stop)
        self._thread.shutdown()

    def _do(self, what: Callable[[], Answer]) -> Answer:
        return self._thread.submit(what).result()


class Firefox:
    """A running Firefox of the system."""

    def __init__(self, connection: socket.socket) -> None:
        self._stream = connection.makefile("rwb")
        self._numbers = count(1)
        self._read()  # it introduces itself
        self.version: str = self._call("NewSession", {})["capabilities"]["browserVersion"]

    def open(self, url: str) -> None:
        """Open a page and wait until it is loaded."""
        self._call("Navigate", {"url": url})

    def evaluate(self, body: str, *arguments: Any) -> Any:
        """What a function with this body, which sees ``arguments``, returns in the page."""
        return self._call("ExecuteScript", {"script": body, "args": list(arguments), "sandbox": None})["value"]

    def _call(self, command: str, parameters: dict[str, Any]) -> Any:
        message = json.dumps([0, next(self._numbers), f"WebDriver:{command}", parameters]).encode()
        self._stream.write(b"%d:%b" % (len(message), message))
        self._stream.flush()
        _, _, error, result = self._read()
        if error:
            raise RuntimeError(f"{command}: {error['error']}: {error['message']}")
        return result

    def _read(self) -> Any:
        digits = b""
        while (character := self._stream.read(1)) not in (b":", b""):
            digits += character
        return json.loads(self._stream.read(int(digits)))


def path() -> str | None:
    """The installed Firefox, if there is one."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def launch() -> Iterator[Engine]:
    """Start Firefox without a window and with a profile of its own.

    Raises:
        NoFirefox: It is not installed, or it does not start.
    """
    program = path()
    if program is None:
        engine = PlaywrightEngine("firefox")
        try:
            yield engine
        finally:
            engine.close()
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        profile = Path(folder)
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in _PREFERENCES.items()]
        (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
        command = [program, "--marionette", "--headless", "--no-remote", "--profile", folder, "about:blank"]
        # Its home is the profile too: it must not depend on what the person who runs the tests has there.
        with subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={"HOME": folder, "PATH": "/usr/bin:/bin"}
        ) as process:
            try:
                with socket.create_connection(("127.0.0.1", _port(profile, process)), timeout=120) as connection:
                    yield Firefox(connection)
            finally:
                process.terminate()


def _port(profile: Path, process: subprocess.Popen[bytes]) -> int:
    """The port that it listens on, once it does."""
    written = profile / "MarionetteActivePort"
    deadline = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        if written.is_file() and (text := written.read_text(encoding="ascii").strip()):
            return int(text)
        time.sleep(0.05)
    raise NoFirefox("Firefox does not start.")
