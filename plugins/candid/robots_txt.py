"""``robots.txt`` as RFC 9309 has it, with patterns matched in linear time whatever a host writes.

Whoever reads such a file reads it here: the check of links those of other hosts, the audit that of the built site, and
the redirects the one that an author wrote.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

__all__ = ["ALLOW_ALL", "RobotRules", "RobotsTxt", "Rule", "fits", "read_field", "read_robots"]

_LONGEST_PAUSE = 30
"""Seconds. Some hosts ask for an hour between two pages; nobody would wait for that."""
_SEARCH = "googlebot"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line.

    Attributes:
        path: The pattern as it is written.
        allowed: Whether it lets crawlers in.
        line: The line, from 1; 0 for one that is written nowhere yet.
    """

    path: str
    allowed: bool
    line: int = 0


@dataclass(frozen=True)
class RobotRules:
    """What a host asks of one crawler.

    Attributes:
        rules: The rules in their order.
        pause: Seconds between two requests, where the host names them.
    """

    rules: tuple[Rule, ...] = ()
    pause: float = 0

    def deciding(self, path: str) -> Rule | None:
        """The rule that decides about a path with its query: the longest that fits, of equals one that allows."""
        plain = unquote(path)
        patterns = ((unquote(rule.path), rule) for rule in self.rules)
        fitting = [(len(pattern), rule.allowed, rule) for pattern, rule in patterns if fits(pattern, plain)]
        return max(fitting, key=lambda one: one[:2])[2] if fitting else None

    def allows(self, path: str) -> bool:
        """Whether a path with its query may be asked."""
        rule = self.deciding(path)
        return rule is None or rule.allowed


ALLOW_ALL = RobotRules()


@dataclass(frozen=True)
class RobotsTxt:
    """A whole file.

    Attributes:
        groups: What it asks of each crawler that it names, by the name in lower case; ``*`` for all others.
        sitemaps: The addresses of its sitemaps.
    """

    groups: Mapping[str, RobotRules] = field(default_factory=dict)
    sitemaps: tuple[str, ...] = ()

    def rules_for(self, crawler: str) -> RobotRules:
        """What it asks of a crawler: the group that names it counts alone, else the one for all."""
        return self.groups.get(crawler.lower(), self.groups.get("*", ALLOW_ALL))

    def blocks(self, path: str) -> str:
        """The line that keeps search engines from a path, as it is written; nothing where none does."""
        rule = self.rules_for(_SEARCH).deciding(path)
        return "" if rule is None or rule.allowed else f"Disallow: {rule.path}"


def read_robots(text: str) -> RobotsTxt:
    """Read a ``robots.txt``; lines that say nothing are left out.

    Source: RFC 9309, section 2.2; ``Crawl-delay`` is not in it, and common.
    """
    rules: dict[str, list[Rule]] = {}
    pauses: dict[str, float] = {}
    sitemaps: list[str] = []
    crawlers: list[str] = []
    is_head = False
    for number, line in enumerate(text.splitlines(), 1):
        key, value = read_field(line)
        if key == "sitemap":
            sitemaps.append(value)
        elif key == "user-agent":
            name = value.partition("/")[0].strip().lower()
            crawlers = [*crawlers, name] if is_head else [name]
            is_head = True
            rules.setdefault(name, [])
        elif key in ("allow", "disallow", "crawl-delay"):
            is_head = False
            for name in crawlers:
                if key == "crawl-delay":
                    pauses[name] = max(pauses.get(name, 0.0), _seconds(value))
                elif value:
                    rules[name].append(Rule(value, key == "allow", number))
    groups = {name: RobotRules(tuple(own), pauses.get(name, 0.0)) for name, own in rules.items()}
    return RobotsTxt(groups, tuple(sitemaps))


def read_field(line: str) -> tuple[str, str]:
    """The name of a line in lower case and its value, both empty for a line that has none."""
    key, colon, value = line.partition("#")[0].partition(":")
    return (key.strip().lower(), value.strip()) if colon else ("", "")


def _seconds(value: str) -> float:
    return min(float(value), _LONGEST_PAUSE) if value.isascii() and value.isdecimal() else 0.0


def fits(pattern: str, path: str) -> bool:
    """Whether a path begins as the pattern says; ``*`` stands for anything, ``$`` at the end for the path's end."""
    is_whole = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for index, part in enumerate(rest):
        if is_whole and index == len(rest) - 1:
            return path.endswith(part) and len(path) - len(part) >= at
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return not is_whole or at == len(path)
