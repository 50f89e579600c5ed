"""Which paths of a built site are answered with ``X-Robots-Tag: noindex``, by the files of several hosts."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from candid.compliance.files.response_headers import ResponseHeaders

__all__ = ["NoindexHeaders"]


class NoindexHeaders:
    """What hosts tell search engines with the answers of a site.

    Args:
        read: The text of a file of the site; ``None`` where there is none.
        names: The names of all of its files.
    """

    def __init__(self, read: Callable[[str], str | None], names: Iterable[str]) -> None:
        self._headers = ResponseHeaders(read, names, "X-Robots-Tag")

    def cover(self, path: str) -> bool:
        """Whether search engines are asked to leave out what is answered for a path, which begins with a slash."""
        return any(_is_noindex(entry.value) for entry in self._headers.of(path))


def _is_noindex(value: str) -> bool:
    directives = value.lower().strip().removeprefix("googlebot:").split(",")
    return not {"noindex", "none"}.isdisjoint(one.strip() for one in directives)
