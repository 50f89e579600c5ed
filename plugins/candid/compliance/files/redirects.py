"""A built site's own redirects: the files that hosts read, and pages that send their readers on."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from candid.compliance.page import BuiltPage

__all__ = ["Redirect", "list_redirects", "list_sources", "target_of"]

_REFRESH = re.compile(r"""[\d.]*\s*[;,]\s*url\s*=\s*["']?([^"'\s]+)""", re.IGNORECASE)
_APACHE = re.compile(
    r"^\s*(?:Redirect(?P<match>Match)?\s+(?:(?P<status>\d{3}|permanent|temp|seeother)\s+)?|"
    r"RewriteRule\s+)\"?\^?(?P<path>/?[^\s\"$]+)\$?\"?\s+\"?(?P<target>https?://[^\s\"]+)\"?(?P<rest>.*)$",
    re.IGNORECASE,
)
_NGINX = re.compile(
    r"^\s*(?:location\s+(?:=\s*)?(?P<at>/[^\s{]*)\s*\{\s*return\s+(?P<status>\d{3})\s+|rewrite\s+\^?(?P<path>/[^\s$]+)\$?\s+|"
    r"\"?(?:~\*?\^?)?(?P<key>/[^\s\"]+)\"?\s+)"
    r"(?:\"(?P<quoted>https?://[^\s\"]+)\"|(?P<target>https?://[^\s;\"]++))(?P<rest>[^;]*);",
    re.IGNORECASE,
)
_ESCAPED = re.compile(r"\\([%$\\])")
"""Apache's way to write what would stand for something else."""
_DOLLAR = re.compile(r"\$\{\w+_dollar\}")
"""Ours, for nginx, which has none: see ``candid.redirects.nginx``."""
_END = re.compile(r"/?\??(?:\$|\\z)?$")
_WORDS = {"permanent": 301, "temp": 302, "seeother": 303}


@dataclass(frozen=True, slots=True)
class Redirect:
    """One redirect to another site.

    Attributes:
        path: The path below the root, without slashes at its ends; one that ends in ``*`` stands for all below it.
        target: The address that it leads to.
        status: The status of the answer; 0 for a page that sends its readers on, or where none is written.
        file: The file that says so, below the root.
        line: The line there, from 1.
        page: Whether that file is a page.
    """

    path: str
    target: str
    status: int
    file: str
    line: int = 1
    page: bool = False


def list_redirects(
    read: Callable[[str], str | None], names: Iterable[str], pages: Iterable[BuiltPage]
) -> tuple[Redirect, ...]:
    """What the files of Netlify, Cloudflare, Vercel, Apache and nginx, and pages, send to other sites.

    Args:
        read: the text of a file of the site; ``None`` where there is none.
        names: the names of all of its files.
        pages: its pages.
    """
    found = list(_of_pages(pages))
    for name in sorted(names):
        reader = _reader_of(name)
        if reader is not None:
            text = read(name) or ""
            found += (Redirect(_plain(path), target, status, name, line) for path, target, status, line in reader(text))
    return tuple(entry for entry in found if _has_host(entry.target))


def list_sources(read: Callable[[str], str | None], names: Iterable[str]) -> frozenset[str]:
    """The single paths, without slashes at their ends, that hosts answer by sending readers on, wherever to."""
    return frozenset(
        _plain(path)
        for name in names
        if (reader := _reader_of(name)) is not None
        for path, _, status, _ in reader(read(name) or "")
        if 300 < status < 400 and "*" not in path and ":" not in path
    )


def target_of(path: str, exact: Mapping[str, str]) -> str | None:
    """Where a path below the root leads by these redirects; ``None`` where it leads nowhere else.

    On a site that is published below a path its links begin with that path, and its files know nothing of it.
    """
    path = _plain(path)
    found, rest = exact.get(path) or exact.get(f"{path}.html"), path.partition("/")[2]
    while found is None and "/" in rest:
        found, rest = exact.get(rest), rest.partition("/")[2]
    while found is None and path:
        path = path.rpartition("/")[0]
        found = exact.get(f"{path}/*" if path else "*")
    return found


_Entry = tuple[str, str, int, int]


def _reader_of(name: str) -> Callable[[str], Iterator[_Entry]] | None:
    base = name.rpartition("/")[2].lower()
    if base in _READERS:
        return _READERS[base]
    if base.endswith((".conf", ".map")) or base.startswith("nginx"):
        return _of_nginx
    return None


def _of_redirects(text: str) -> Iterator[_Entry]:
    """The form of Netlify and Cloudflare Pages: source, target, status on each line; 301 where none is written."""
    for number, line in enumerate(text.splitlines(), 1):
        parts = line.split() if not line.lstrip().startswith("#") else []
        if len(parts) >= 2 and parts[0].startswith("/"):
            target = next((part for part in parts[1:] if "://" in part), "")
            status = next((part.rstrip("!") for part in parts[2:] if part.rstrip("!").isdecimal()), "301")
            yield parts[0], target, int(status[:3]), number


def _of_vercel(text: str) -> Iterator[_Entry]:
    try:
        entries = json.loads(text or "{}").get("redirects", [])
    except (ValueError, AttributeError, RecursionError):
        return
    for entry in entries if isinstance(entries, list) else ():
        source, target = (entry.get("source"), entry.get("destination")) if isinstance(entry, dict) else (None, None)
        if isinstance(source, str) and isinstance(target, str):
            status = _number(entry.get("statusCode")) or (307 if entry.get("permanent") is False else 308)
            yield source, target, status, _line_of(text, source)


def _of_netlify(text: str) -> Iterator[_Entry]:
    try:
        entries: Any = tomllib.loads(text).get("redirects", [])
    except (ValueError, RecursionError):
        return
    for entry in entries if isinstance(entries, list) else ():
        source, target = (entry.get("from"), entry.get("to")) if isinstance(entry, dict) else (None, None)
        if isinstance(source, str) and isinstance(target, str):
            yield source, target, _number(entry.get("status")) or 301, _line_of(text, source)


def _of_apache(text: str) -> Iterator[_Entry]:
    for number, line in enumerate(text.splitlines(), 1):
        found = _APACHE.match(line) if "http" in line else None
        if found:
            flag = re.search(r"\bR=(\d{3})", found["rest"])
            written = found["status"] or (flag[1] if flag else "302")
            status = _WORDS.get(written.lower()) or int(written)
            yield f"/{_literal(found['path']).lstrip('/')}", _ESCAPED.sub(r"\1", found["target"]), status, number


def _of_nginx(text: str) -> Iterator[_Entry]:
    for number, line in enumerate(text.splitlines(), 1):
        found = _NGINX.match(line) if "http" in line else None
        if found:
            permanent = 301 if "permanent" in found["rest"] else 302 if "redirect" in found["rest"] else 0
            path = _literal(found["at"] or found["path"] or found["key"])
            target = _DOLLAR.sub("$", found["quoted"] or found["target"])
            yield path, target, int(found["status"] or permanent), number


_READERS: Mapping[str, Callable[[str], Iterator[_Entry]]] = {
    "_redirects": _of_redirects,
    "vercel.json": _of_vercel,
    "netlify.toml": _of_netlify,
    ".htaccess": _of_apache,
}


def _of_pages(pages: Iterable[BuiltPage]) -> Iterator[Redirect]:
    for page in pages:
        if not page.is_redirect:
            continue
        for meta in page.root.iter("meta"):
            target = _REFRESH.match(meta.get("content") or "")
            if target is not None and (meta.get("http-equiv") or "").lower() == "refresh":
                yield Redirect(_plain(page.address), target[1], 0, page.address, page.place(meta)[0], page=True)


def _literal(pattern: str) -> str:
    """The path that a pattern stands for, where it ends as most do: with an optional slash and nothing more."""
    return _END.sub("", pattern) if pattern.endswith(("/?", "$", "\\z")) else pattern


def _plain(path: str) -> str:
    return unquote(path).strip("/").removesuffix("index.html").rstrip("/")


def _has_host(address: str) -> bool:
    try:
        return bool(urlsplit(address).netloc)
    except ValueError:
        return False


def _number(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _line_of(text: str, written: str) -> int:
    at = text.find(json.dumps(written, ensure_ascii=False))
    return text.count("\n", 0, at) + 1 if at >= 0 else 1
