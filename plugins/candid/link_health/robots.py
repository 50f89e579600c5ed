"""``robots.txt`` as one program reads it: RFC 9309, with patterns matched in linear time whatever a host writes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

__all__ = ["ALLOW_ALL", "RobotRules", "read_rules"]

_LONGEST_PAUSE = 30
"""Seconds. Some hosts ask for an hour between two pages; nobody would wait for that."""


@dataclass(frozen=True)
class RobotRules:
    """What one host asks of one program.

    Attributes:
        rules: ``(path pattern, allowed)``.
        pause: Seconds between two requests, where the host names them.
    """

    rules: tuple[tuple[str, bool], ...] = ()
    pause: float = 0

    def allow(self, path: str) -> bool:
        """Whether a path with its query may be asked: the longest pattern decides, of equals the one that allows."""
        plain = unquote(path)
        fitting = [(len(pattern), allowed) for pattern, allowed in self.rules if _fits(pattern, plain)]
        return max(fitting, default=(0, True))[1]


ALLOW_ALL = RobotRules()


def read_rules(text: str, product: str) -> RobotRules:
    """The rules for the program that calls itself ``product``, else those for all; lines that say nothing are left out.

    Source: RFC 9309, section 2.2; ``Crawl-delay`` is not in it, and common.
    """
    groups: dict[str, list[tuple[str, str]]] = {}
    agents: list[str] = []
    is_head = False
    for key, value in _lines(text):
        if key == "user-agent":
            agent = value.partition("/")[0].strip().lower()
            agents = [*agents, agent] if is_head else [agent]
            is_head = True
        elif key in ("allow", "disallow", "crawl-delay"):
            is_head = False
            for agent in agents:
                groups.setdefault(agent, []).append((key, value))
    own = groups.get(product.lower(), groups.get("*", []))
    rules = tuple((unquote(value), key == "allow") for key, value in own if key != "crawl-delay" and value)
    pauses = [float(value) for key, value in own if key == "crawl-delay" and value.isascii() and value.isdecimal()]
    return RobotRules(rules, min(max(pauses, default=0.0), _LONGEST_PAUSE))


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield key.strip().lower(), value.strip()


def _fits(pattern: str, path: str) -> bool:
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
