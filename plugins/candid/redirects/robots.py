"""``robots.txt``: search engines stay out of the folder of redirects. An author's own file is kept and extended."""

from __future__ import annotations

import re

__all__ = ["allows", "with_disallow"]

_FIELD = re.compile(r"\s*([a-z-]+)\s*:\s*([^#]*?)\s*(?:#.*)?", re.IGNORECASE)


def with_disallow(authored: str | None, path: str) -> str:
    """A ``robots.txt`` that keeps all crawlers out of ``path``.

    A crawler obeys the group that names it and no other one, so each group gets the line. Where none speaks to all
    crawlers, one is added.
    """
    rule = f"Disallow: {path}"
    if not (authored or "").strip():
        return f"User-agent: *\n{rule}\n"
    lines: list[str] = []
    crawlers: set[str] = set()
    in_names = False
    for line in (authored or "").splitlines():
        key, value = _field(line)
        if in_names and key not in ("", "user-agent"):
            lines.append(rule)
            in_names = False
        if key == "user-agent":
            crawlers.add(value)
            in_names = True
        lines.append(line)
    if in_names:
        lines.append(rule)
    if "*" not in crawlers:
        lines += ["", "User-agent: *", rule]
    return "\n".join(lines) + "\n"


def allows(authored: str, path: str) -> int | None:
    """The first line that lets crawlers into ``path`` all the same, because a longer or equal rule to allow wins."""
    for number, line in enumerate(authored.splitlines(), 1):
        key, value = _field(line)
        if key == "allow" and value.startswith(path):
            return number
    return None


def _field(line: str) -> tuple[str, str]:
    found = _FIELD.fullmatch(line)
    return (found[1].lower(), found[2]) if found else ("", "")
