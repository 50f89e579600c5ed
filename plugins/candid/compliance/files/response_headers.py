"""With which values of a header the paths of a built site are answered, by the files of several hosts."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from candid.robots_txt import fits

__all__ = ["ResponseHeader", "ResponseHeaders"]


@dataclass(frozen=True, slots=True)
class ResponseHeader:
    """One entry of a host's file that gives a header to the answers for some paths.

    Attributes:
        pattern: The paths, each beginning with a slash, as ``candid.robots_txt.fits`` reads them.
        value: What is sent.
        file: The file's name below the site's root.
        line: Its line there, from 1.
    """

    pattern: str
    value: str
    file: str
    line: int


class ResponseHeaders:
    """What the files of Netlify, Cloudflare, Vercel, Firebase, Azure, Apache, nginx and Caddy say of one header.

    Args:
        read: The text of a file of the site; ``None`` where there is none.
        names: The names of all of its files.
        header: The header's name.
    """

    def __init__(self, read: Callable[[str], str | None], names: Iterable[str], header: str) -> None:
        self._entries: list[ResponseHeader] = []
        for name in sorted(names):
            folder, _, base = name.rpartition("/")
            reader = _reader_of(base.lower())
            for pattern, value, line in reader(read(name) or "", header.lower()) if reader else ():
                # A .htaccess speaks of its own folder.
                below = f"/{folder}/" if pattern == "/" and folder and reader is _of_apache else pattern
                self._entries.append(ResponseHeader(below, value, name, line))

    def of(self, path: str) -> Iterator[ResponseHeader]:
        """The entries that a path, which begins with a slash, is answered with; of one file in their order."""
        return (entry for entry in self._entries if fits(entry.pattern, path))


_Entry = tuple[str, str, int]


def _reader_of(name: str) -> Callable[[str, str], Iterator[_Entry]] | None:
    if name.endswith(".conf") or name.startswith("nginx"):
        return _of_nginx
    return _READERS.get(name)


def _of_headers(text: str, header: str) -> Iterator[_Entry]:
    """Netlify and Cloudflare Pages: a path, then its headers on indented lines."""
    path = ""
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("#"):
            continue
        if not line[:1].isspace():
            path = line.strip()
            continue
        name, _, value = line.partition(":")
        if path.startswith("/") and name.strip().lower() == header:
            yield _whole(path), value.strip(), number


_PLACEHOLDER = re.compile(r"\(\(\?![^()]*\)\.\*\)|\(\.\*\)|:[A-Za-z]\w*[*+]?|\*+")
"""What stands for anything in a path; what an expression leaves out of it is left aside."""


def _whole(path: str) -> str:
    return f"{_PLACEHOLDER.sub('*', path)}$"


def _of_vercel(text: str, header: str) -> Iterator[_Entry]:
    yield from _of_sources(text, _list(_json(text).get("headers")), header)


def _of_firebase(text: str, header: str) -> Iterator[_Entry]:
    hosting = _json(text).get("hosting")
    for one in hosting if isinstance(hosting, list) else [hosting]:
        yield from _of_sources(text, _list(one.get("headers") if isinstance(one, dict) else None), header)


def _of_sources(text: str, entries: list[dict[str, Any]], header: str) -> Iterator[_Entry]:
    """Entries with a ``source`` and ``headers``, each a ``key`` with its ``value``."""
    for entry in entries:
        source = entry.get("source")
        if not isinstance(source, str) or {"has", "missing"} & entry.keys():
            continue
        for one in _list(entry.get("headers")):
            if str(one.get("key")).lower() == header:
                value = str(one.get("value"))
                yield _whole(source), value, _line_of(text, source, value)


def _of_azure(text: str, header: str) -> Iterator[_Entry]:
    data = _json(text)
    yield from _of_values(text, "/", data.get("globalHeaders"), header)
    for route in _list(data.get("routes")):
        if isinstance(route.get("route"), str):
            yield from _of_values(text, _whole(route["route"]), route.get("headers"), header)


def _of_netlify(text: str, header: str) -> Iterator[_Entry]:
    try:
        entries = tomllib.loads(text).get("headers")
    except (tomllib.TOMLDecodeError, RecursionError):
        return
    for entry in _list(entries):
        if isinstance(entry.get("for"), str):
            yield from _of_values(text, _whole(entry["for"]), entry.get("values"), header)


def _of_values(text: str, pattern: str, values: Any, header: str) -> Iterator[_Entry]:
    for name, value in values.items() if isinstance(values, dict) else ():
        if str(name).lower() == header and isinstance(value, str):
            yield pattern, value, _line_of(text, pattern.partition("*")[0], str(name), value)


def _json(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _list(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _line_of(text: str, *written: str) -> int:
    """The line of the last of several words that stand behind each other."""
    at = 0
    for one in written:
        at = max(text.find(one, at), at)
    return text.count("\n", 0, at) + 1


def _of_apache(text: str, header: str) -> Iterator[_Entry]:
    """A header for everything, or for the paths that an expression names; those for some files alone say too little."""
    sections: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        start = line.strip().lower()
        if start.startswith("</"):
            del sections[-1:]
        elif start.startswith("<"):
            sections.append(start)
        elif start.startswith("header") and header in start and all(one.startswith("<ifmodule") for one in sections):
            yield from ((pattern, value, number) for pattern, value in _of_directive(line, header))


_REQUESTED = re.compile(r"REQUEST_URI\} =~ m#\^?(/[\w/-]+)")


def _of_directive(line: str, header: str) -> Iterator[tuple[str, str]]:
    try:
        _, *parts = shlex.split(line)
    except ValueError:  # a quote that is never closed
        return
    names = [part.lower() for part in parts]
    at = names.index(header) if header in names else len(names)
    if "unset" in names[:at] or at + 1 >= len(parts):
        return
    conditions = parts[at + 2 :]
    if not conditions:
        yield "/", parts[at + 1]
    elif found := _REQUESTED.search(conditions[0]):
        yield f"*{found[1]}", parts[at + 1]


_LOCATION = re.compile(r"\s*location\s+(?:(?P<kind>=|\^~|~\*?)\s+)?\"?(?P<path>[^\s\"{]+)\"?\s*\{")
_ADDED = re.compile(r"\badd_header\s+([\w-]+)\s+(?:\"([^\"]*)\"|'([^']*)'|([^\s;]+))", re.IGNORECASE)


def _of_nginx(text: str, header: str) -> Iterator[_Entry]:
    """Headers of a ``location`` that is no expression, and those outside of all for every path."""
    pattern, depth = "/", 0
    for number, written in enumerate(text.splitlines(), 1):
        line = written.partition("#")[0]
        if found := _LOCATION.match(line):
            is_plain = not (found["kind"] or "").startswith("~") and found["path"].startswith("/")
            pattern, depth = f"{found['path']}{'$' if found['kind'] == '=' else ''}" if is_plain else "", 0
        added = _ADDED.search(line)
        if pattern and added and added[1].lower() == header:
            yield pattern, added[2] or added[3] or added[4] or "", number
        depth += line.count("{") - line.count("}")
        if depth <= 0:
            pattern, depth = "/", 0


_CADDY = re.compile(r"\s*header\s+(?:(?P<path>[/*@]\S*)\s+)?(?:(?P<block>\{)\s*$|(?P<rest>.*))")
_CADDY_FIELD = re.compile(r"\s*[+?>]?([\w-]+)\s+(?:\"([^\"]*)\"|(\S+))")


def _of_caddy(text: str, header: str) -> Iterator[_Entry]:
    """Headers of a path, or of all; those of a matcher with a name say too little."""
    pattern, is_open = "", False
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("#"):
            continue
        found = _CADDY.match(line)
        if found:
            path = found["path"] or "*"
            pattern, is_open = "" if path.startswith("@") else f"{path}$", bool(found["block"])
        elif is_open and line.strip() == "}":
            is_open = False
        field = _CADDY_FIELD.match(found["rest"] or "" if found else line) if found or is_open else None
        if field and pattern and field[1].lower() == header:
            yield pattern, field[2] or field[3] or "", number


_READERS: dict[str, Callable[[str, str], Iterator[_Entry]]] = {
    "_headers": _of_headers,
    ".htaccess": _of_apache,
    "vercel.json": _of_vercel,
    "firebase.json": _of_firebase,
    "staticwebapp.config.json": _of_azure,
    "netlify.toml": _of_netlify,
    "caddyfile": _of_caddy,
}
