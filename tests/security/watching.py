"""A page in Chromium, watched for everything that a payload could achieve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Frame, Page, ViewportSize

from tests.security.serving import ORIGIN, proxy_for

__all__ = ["POLICY", "Watched", "attack_surface", "watching"]

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'self'; object-src 'none'"
)
"""No inline script, no inline style, nothing from elsewhere: the strictest policy that a site with scripts can have."""

SIZE = ViewportSize(width=640, height=480)
"""Of the window: a small one is painted sooner."""

_SURFACE = """(html) => {
  const kept = new Set(["id", "name", "class", "for", "type", "rel", "target", "role"]);
  const seen = [];
  const look = (root) => {
    for (const element of root.querySelectorAll("*")) {
      const attributes = [...element.attributes].map(({ name, value }) => {
        if (["href", "src", "action", "formaction", "xlink:href"].includes(name)) {
          return `${name}=${/^[a-z][a-z0-9+.-]*:/i.exec(value)?.[0] ?? ""}`;
        }
        return kept.has(name) ? `${name}=${value.replaceAll(/v\\d+/g, "v0")}` : name;
      });
      if (element.localName !== "tspan") seen.push(`${element.localName} ${attributes.sort().join(" ")}`);
      if (element.localName === "template") look(element.content);
    }
  };
  look(html === null ? document : new DOMParser().parseFromString(html, "text/html"));
  return seen;
}"""


@dataclass
class Watched:
    """A page and what it did that no page of a site should do."""

    page: Page
    run: list[object] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    wanted: str = ""

    def open(self, path: str) -> None:
        """Open a page of the site and wait until it is awake."""
        self.wanted = f"{ORIGIN}{path}"
        self.page.goto(self.wanted)

    def misdeeds(self) -> list[object]:
        """All that went wrong since the last time."""
        found = [*self.run, *self.dialogs, *self.elsewhere, *self.complaints]
        for kind in (self.run, self.dialogs, self.elsewhere, self.complaints):
            kind.clear()
        return found


@contextmanager
def watching(browser: Browser, files: Mapping[str, bytes], policy: str | None = POLICY) -> Iterator[Watched]:
    """A tab that gets its pages from ``files`` alone, and that remembers every attempt at anything else."""
    with (
        proxy_for(files, policy) as proxy,
        browser.new_context(locale="en-US", proxy={"server": proxy}, viewport=SIZE) as context,
    ):
        page = context.new_page()
        watched = Watched(page)
        context.expose_binding("pwned", lambda _source, *values: watched.run.append(("ran", *values)))

        def asked(address: str) -> None:
            if not address.startswith((f"{ORIGIN}/", "data:image/svg+xml")):
                watched.elsewhere.append(f"asked for {address}")

        def moved(frame: Frame) -> None:
            if frame is not page.main_frame:
                watched.elsewhere.append(f"framed {frame.url}")
            elif not frame.url.startswith(f"{ORIGIN}/"):
                watched.elsewhere.append(f"moved to {frame.url}")

        def dialog(shown: Any) -> None:
            watched.dialogs.append(f"dialog {shown.message}")
            shown.dismiss()

        context.on("page", lambda opened: watched.elsewhere.append(f"opened {opened.url}"))
        page.on("dialog", dialog)
        page.on("request", lambda request: asked(request.url))
        page.on("framenavigated", moved)
        page.on("console", lambda message: watched.complaints.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: watched.complaints.append(f"error: {error}"))
        yield watched


def attack_surface(page: Page, html: str | None = None) -> list[str]:
    """Every element of a page with its attributes, templates' too, without its texts and numbers.

    Two pages of equal kind have the same, unless a text of one of them became markup. Lines of a chart's labels, which
    are as many as their words need, do not count.

    Args:
        page: The page as it stands, awake.
        html: Another one, which is only parsed in its place.
    """
    found: list[str] = page.evaluate(_SURFACE, html)
    return found
