"""Which paths of a built site are answered with ``X-Robots-Tag: noindex``, by the files of several hosts."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from candid.robots_txt import fits

__all__ = ["NoindexHeaders"]

_TAG = "x-robots-tag"
_PLACEHOLDER = re.compile(r"\(\.\*\)|:[A-Za-z]\w*[*+]?")
_LOCATION = re.compile(r"\s*location\s+(?:(?P<kind>=|\^~|~\*?)\s+)?\"?(?P<path>/[^\s\"{]*)\"?\s*\{")
_ADDED = re.compile(r"\badd_header\s+X-Robots-Tag\s+(?:\"([^\"]*)\"|([^\s;]+))", re.IGNORECASE)
_REQUESTED = re.compile(r"REQUEST_URI\} =~ m#\^?(/[\w/-]+)")


class NoindexHeaders:
    """What the files of Netlify, Cloudflare, Vercel, Apache and nginx send with the answers of a site.

    Args:
        read: The text of a file of the site; ``None`` where there is none.
        names: The names of all of its files.
    """

    def __init__(self, read: Callable[[str], str | None], names: Iterable[str]) -> None:
        self._patterns: list[str] = []
        for name in sorted(names):
            reader = _reader_of(name.rpartition("/")[2].lower())
            if reader is not None:
                self._patterns += reader(read(name) or "")

    def cover(self, path: str) -> bool:
        """Whether search engines are asked to leave out what is answered for a path, which begins with a slash."""
        return any(fits(pattern, path) for pattern in self._patterns)


def _reader_of(name: str) -> Callable[[str], Iterator[str]] | None:
    if name.endswith(".conf") or name.startswith("nginx"):
        return _of_nginx
    return {"_headers": _of_headers, ".htaccess": _of_apache, "vercel.json": _of_vercel}.get(name)


def _is_noindex(value: str) -> bool:
    directives = value.lower().strip().removeprefix("googlebot:").split(",")
    return not {"noindex", "none"}.isdisjoint(one.strip() for one in directives)


def _of_headers(text: str) -> Iterator[str]:
    """Netlify and Cloudflare Pages: a path, then its headers on indented lines."""
    path = ""
    for line in text.splitlines():
        if not line[:1].isspace():
            path = line.strip()
            continue
        name, _, value = line.partition(":")
        if path.startswith("/") and name.strip().lower() == _TAG and _is_noindex(value):
            yield f"{_PLACEHOLDER.sub('*', path)}$"


def _of_vercel(text: str) -> Iterator[str]:
    try:
        entries: Any = json.loads(text or "{}").get("headers", [])
    except (ValueError, AttributeError, RecursionError):
        return
    for entry in entries if isinstance(entries, list) else ():
        if not isinstance(entry, dict) or {"has", "missing"} & entry.keys():
            continue
        source, headers = entry.get("source"), entry.get("headers")
        pairs = [one for one in headers if isinstance(one, dict)] if isinstance(headers, list) else []
        if isinstance(source, str) and any(
            str(one.get("key")).lower() == _TAG and _is_noindex(str(one.get("value"))) for one in pairs
        ):
            yield f"{_PLACEHOLDER.sub('*', source)}$"


def _of_apache(text: str) -> Iterator[str]:
    """A header for everything, or for the paths that an expression names; those for some files alone say too little."""
    sections: list[str] = []
    for line in text.splitlines():
        start = line.strip().lower()
        if start.startswith("</"):
            del sections[-1:]
        elif start.startswith("<"):
            sections.append(start)
        elif start.startswith("header") and _TAG in start and all(one.startswith("<ifmodule") for one in sections):
            yield from _of_directive(line)


def _of_directive(line: str) -> Iterator[str]:
    try:
        _, *parts = shlex.split(line)
    except ValueError:  # a quote that is never closed
        return
    names = [part.lower() for part in parts]
    at = names.index(_TAG) if _TAG in names else len(names)
    if "unset" in names[:at] or not _is_noindex("".join(parts[at + 1 : at + 2])):
        return
    conditions = parts[at + 2 :]
    if not conditions:
        yield "/"
    elif found := _REQUESTED.search(conditions[0]):
        yield f"*{found[1]}"


def _of_nginx(text: str) -> Iterator[str]:
    pattern, depth = "", 0
    for line in text.splitlines():
        found = _LOCATION.match(line)
        if found:
            pattern, depth = f"{found['path']}{'$' if found['kind'] == '=' else ''}", 0
            if (found["kind"] or "").startswith("~"):
                pattern = ""
        header = _ADDED.search(line)
        if pattern and header and _is_noindex(header[1] or header[2] or ""):
            yield pattern
        depth += line.count("{") - line.count("}")
        if depth <= 0:
            pattern = ""
