"""``robots.txt``: search engines stay out of the folder of redirects. An author's own file is kept and extended."""

from __future__ import annotations

from collections.abc import Iterable

from candid.robots_txt import RobotRules, Rule, read_field, read_robots

__all__ = ["allows", "with_disallow"]


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
        key, value = read_field(line)
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


def allows(authored: str, folder: str, paths: Iterable[str]) -> int | None:
    """The first line that lets a crawler to one of the paths, although ``folder`` is closed to it.

    Args:
        authored: The author's file.
        folder: What ``with_disallow`` closes.
        paths: The redirects in it, without a slash at their ends.
    """
    robots = read_robots(authored)
    closed = Rule(folder, allowed=False)
    asked = [form for path in paths for form in (path, f"{path}/")]
    lines: set[int] = set()
    for own in robots.groups.values():
        rules = RobotRules((*own.rules, closed))
        deciding = (rules.deciding(path) for path in asked if any(rule.allowed for rule in own.rules))
        lines.update(rule.line for rule in deciding if rule is not None and rule.allowed)
    return min(lines, default=None)
