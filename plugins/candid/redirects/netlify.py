"""The files of Netlify and Cloudflare Pages, ``_redirects`` and ``_headers``: the first one that fits counts.

Sources: https://docs.netlify.com/manage/routing/redirects/overview/ and
https://developers.cloudflare.com/pages/configuration/redirects/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from candid.redirects.routes import Route, RouteFolder

__all__ = ["dynamic_rules", "headers_file", "redirects_file", "rule_lines", "sources", "static_rules"]

_DYNAMIC = re.compile(r"\*|:[A-Za-z]\w*")
_CLOUDFLARE_STATUSES = frozenset({"200", "301", "302", "303", "307", "308"})
_CLOUDFLARE_LINE = 1_000
_NOTE = "# Written by Candid from the offers of the site."


def redirects_file(routes: Sequence[Route], folder: RouteFolder, authored: str | None) -> str:
    """Our redirects, then the author's: one of theirs that fits everything would leave ours without effect."""
    lines = [_NOTE, *(line for route in routes for line in rule_lines(route, folder))]
    return "\n".join([*lines, *([authored.rstrip("\n")] if authored else [])]) + "\n"


def rule_lines(route: Route, folder: RouteFolder) -> Iterator[str]:
    """The lines of one redirect, for its address with and without a slash.

    Netlify answers with the fallback page, which is a file of this name, unless the exclamation mark forbids it.
    Cloudflare never does, and passes over lines with that mark. A site for both has each line in both forms; Netlify
    takes the first one.
    """
    statuses = [status for host, status in (("netlify", "302!"), ("cloudflare", "302")) if host in folder.hosts]
    for path in (route.path, f"{route.path}/"):
        for status in statuses:
            yield f"{path} {route.location} {status}"


def headers_file(_routes: Sequence[Route], folder: RouteFolder, authored: str | None) -> str:
    """The author's headers, then those of our folder."""
    lines = [
        *([authored.rstrip("\n"), ""] if authored else []),
        _NOTE,
        f"{folder.address}*",
        "  X-Robots-Tag: noindex",
        "  Cache-Control: no-store",
    ]
    return "\n".join(lines) + "\n"


def sources(text: str) -> Iterator[tuple[int, str]]:
    """The paths that a ``_redirects`` file redirects, each with its line."""
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if len(words) > 1 and not words[0].startswith("#"):
            yield number, words[0]


def static_rules(text: str) -> int:
    """How many rules Cloudflare counts as static ones: all without a pattern, before the first with one."""
    paths = _cloudflare_paths(text)
    return next((at for at, path in enumerate(paths) if _DYNAMIC.search(path)), len(paths))


def dynamic_rules(text: str) -> int:
    """How many it counts as dynamic ones: the others."""
    return len(_cloudflare_paths(text)) - static_rules(text)


def _cloudflare_paths(text: str) -> list[str]:
    """The paths that Cloudflare redirects: it passes over lines in Netlify's forms, and counts a path once."""
    paths: dict[str, None] = {}
    for line in text.splitlines():
        words = line.split()
        is_rule = len(words) in (2, 3) and not words[0].startswith("#") and len(line) <= _CLOUDFLARE_LINE
        if is_rule and (len(words) == 2 or words[2] in _CLOUDFLARE_STATUSES):
            paths.setdefault(words[0])
    return list(paths)
