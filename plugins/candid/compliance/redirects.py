"""A built site's own redirects: the files that hosts read, and pages that send their readers on."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import unquote, urlsplit

from candid.compliance.page import BuiltPage

__all__ = ["read_redirects"]

_REFRESH = re.compile(r"""[\d.]*\s*[;,]\s*url\s*=\s*["']?([^"'\s]+)""", re.IGNORECASE)


def read_redirects(read: Callable[[str], str | None], pages: Iterable[BuiltPage]) -> dict[str, str]:
    """Path below the root -> address on another site, as far as ``_redirects``, ``vercel.json`` and pages say it.

    Args:
        read: the text of a file of the site; ``None`` where there is none.
        pages: its pages.
    """
    found = dict(_of_pages(pages))
    found.update(_of_vercel(read("vercel.json") or ""))
    found.update(_of_redirects(read("_redirects") or ""))
    return {unquote(path).lstrip("/"): target for path, target in found.items() if urlsplit(target).netloc}


def _of_redirects(text: str) -> Iterator[tuple[str, str]]:
    """The form of Netlify and Cloudflare Pages: source, target, status on each line."""
    for line in text.splitlines():
        parts = line.partition("#")[0].split() if not line.lstrip().startswith("#") else []
        if len(parts) >= 2 and parts[0].startswith("/"):
            yield parts[0], next((part for part in parts[1:] if "://" in part), "")


def _of_vercel(text: str) -> Iterator[tuple[str, str]]:
    try:
        entries = json.loads(text or "{}").get("redirects", [])
    except (ValueError, AttributeError, RecursionError):
        return
    for entry in entries if isinstance(entries, list) else ():
        if (
            isinstance(entry, dict)
            and isinstance(entry.get("source"), str)
            and isinstance(entry.get("destination"), str)
        ):
            yield entry["source"], entry["destination"]


def _of_pages(pages: Iterable[BuiltPage]) -> Iterator[tuple[str, str]]:
    for page in pages:
        if not page.is_redirect:
            continue
        for meta in page.root.iter("meta"):
            target = _REFRESH.match(meta.get("content") or "")
            if target is not None and (meta.get("http-equiv") or "").lower() == "refresh":
                yield page.address, target[1]
                yield page.address.rstrip("/"), target[1]
