"""The pages of a site that have affiliate links, found by whatever address a link or a feed gives them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

__all__ = ["AffiliatePages"]


class AffiliatePages:
    """The pages that have affiliate links.

    Args:
        languages: the language of each, by its address below the site's, such as ``reviews/upwork/``.
        site_url: the site's own address, where it is known: links may name it.
    """

    def __init__(self, languages: Mapping[str, str], site_url: str = "") -> None:
        self._languages = {_key(url): language for url, language in languages.items()}
        self._ends = {_last(key) for key in self._languages} | {"", ".", ".."}
        parts = urlsplit(site_url)
        self._host, self._root = parts.netloc, parts.path.strip("/")

    def __bool__(self) -> bool:
        return bool(self._languages)

    def may_have(self, href: str) -> bool:
        """Whether ``href`` may lead to one of them; ``False`` is certain, and quick to say."""
        return _last(_key(_PATH_END.split(href, maxsplit=1)[0])) in self._ends

    def language_of(self, href: str, page: str = "") -> str | None:
        """The language of the one that ``href`` leads to; ``None`` if it leads to no other page with affiliate links.

        Args:
            href: an address as it stands in a link.
            page: the address of the page that the link is on, below the site's.
        """
        path = self._below_site(href, page) if self.may_have(href) else None
        if path is None:
            return None
        key = _key(posixpath.normpath(f"/{path}"))
        return None if key == _key(page) else self._languages.get(key)

    def _below_site(self, href: str, page: str) -> str | None:
        path = _PATH_END.split(href, maxsplit=1)[0]
        if not path:
            return None
        if "//" in path:
            try:
                parts = urlsplit(path)
            except ValueError:
                return None
            if not self._host or parts.netloc != self._host or parts.scheme not in ("", "http", "https"):
                return None
            path = parts.path or "/"
        if not path.startswith("/"):
            return None if ":" in path else posixpath.join(posixpath.dirname(page), path)
        path = path.lstrip("/")
        if self._root and path != self._root and not path.startswith(f"{self._root}/"):
            return None
        return path[len(self._root) :].lstrip("/")


_PATH_END = re.compile(r"[?#]")


def _key(url: str) -> str:
    return unquote(url).removesuffix("index.html").strip("/")


def _last(key: str) -> str:
    return key.rpartition("/")[2]
