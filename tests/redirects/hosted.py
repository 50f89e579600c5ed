"""How Netlify, Cloudflare Pages and Vercel read their files, as their documentation says."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

__all__ = ["Rule", "cloudflare_headers", "cloudflare_rules", "netlify_rules", "vercel_rules"]


@dataclass(frozen=True)
class Rule:
    """One redirect as its host understood it; ``forced`` where it goes before a file of the same name."""

    path: str
    to: str
    status: int
    forced: bool


def netlify_rules(text: str) -> list[Rule]:
    """A line is a path, perhaps ``name=value`` of a query, an address, perhaps a status, conditions and a comment."""
    rules: list[Rule] = []
    for line in text.split("\n"):
        words = line.split()
        if any(word.startswith("#") for word in words):
            words = words[: next(at for at, word in enumerate(words) if word.startswith("#"))]
        if not words:
            continue
        path, *rest = words
        at = next(at for at, word in enumerate(rest) if re.match(r"https?://|/", word))
        assert at == 0, "a rule for some queries only"
        status, *conditions = rest[1:] or ["301"]
        assert not conditions, conditions
        rule = Rule(path, rest[0], int(status.rstrip("!")), status.endswith("!"))
        if not any(_same(rule.path, other.path) for other in rules):  # the first one that fits
            rules.append(rule)
    return rules


def _same(path: str, other: str) -> bool:
    return path.rstrip("/") == other.rstrip("/")


def cloudflare_rules(text: str) -> list[Rule]:
    """Two or three words; other statuses than a number from a list, and lines that are too long, are passed over."""
    rules: dict[str, Rule] = {}
    for line in text.split("\n"):
        words = line.split()
        if not words or line.startswith("#") or len(line) > 1000 or len(words) not in (2, 3):
            continue
        status = words[2] if len(words) == 3 else "302"
        if status in ("301", "302", "303", "307", "308") and words[0] not in rules:
            rules[words[0]] = Rule(words[0], words[1], int(status), forced=True)
    return list(rules.values())


def cloudflare_headers(text: str) -> dict[str, dict[str, str]]:
    """Paths at the margin, their headers indented below them."""
    found: dict[str, dict[str, str]] = {}
    path = ""
    for line in text.split("\n"):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if line.startswith("/"):
            path = line.strip()
            found.setdefault(path, {})
        else:
            name, colon, value = line.strip().partition(":")
            assert colon, line
            assert path, line
            found[path][name] = value.strip()
    return found


def vercel_rules(text: str) -> list[Rule]:
    """``permanent`` decides where it is said, and means 307 or 308; a path is a pattern, a dollar sign a part of it."""
    settings: dict[str, Any] = json.loads(text)
    rules = []
    for entry in settings["redirects"]:
        assert set(entry) == {"source", "destination", "statusCode"}, entry
        assert not re.search(r"[:(){}*+?\\]", entry["source"]), entry
        assert "$" not in entry["destination"], entry
        rules.append(Rule(entry["source"], entry["destination"], entry["statusCode"], forced=True))
    return rules
