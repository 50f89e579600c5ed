"""What ``robots.txt`` keeps search engines from, as far as prefixes and ``*`` tell it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Robots", "read_robots"]


@dataclass(frozen=True)
class Robots:
    """The rules for search engines and the sitemaps of a site.

    Attributes:
        rules: ``(allowed, path)``, in their order, for all crawlers or for Google's.
        sitemaps: The addresses of its sitemaps.
    """

    rules: tuple[tuple[bool, str], ...] = ()
    sitemaps: tuple[str, ...] = ()

    def blocks(self, path: str) -> str:
        """The rule that keeps a path (which begins with a slash) out; nothing where none does. The longest wins."""
        best = (-1, True, "")
        for allowed, rule in self.rules:
            if _pattern(rule).match(path):
                best = max(best, (len(rule), allowed, rule))
        return "" if best[1] else f"Disallow: {best[2]}"


def read_robots(text: str) -> Robots:
    """Read a ``robots.txt``; lines that cannot be read are left out."""
    rules: dict[str, list[tuple[bool, str]]] = {"*": [], "googlebot": []}
    sitemaps: list[str] = []
    agents: set[str] = set()
    named = False
    for key, value in _lines(text):
        if key == "user-agent":
            agents = agents | {value.lower()} if named else {value.lower()}
            named = True
            continue
        named = False
        if key == "sitemap":
            sitemaps.append(value)
        elif key in ("allow", "disallow") and value:
            for agent in agents & set(rules):
                rules[agent].append((key == "allow", value))
    return Robots(tuple(rules["googlebot"] or rules["*"]), tuple(sitemaps))


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield key.strip().lower(), value.strip()


def _pattern(rule: str) -> re.Pattern[str]:
    end = "$" if rule.endswith("$") else ""
    parts = [re.escape(part) for part in re.split(r"\*+", rule.removesuffix("$"))]
    return re.compile(".*?".join(parts) + end)
