"""Vercel's file, ``vercel.json``: redirects and headers among an author's other settings.

Vercel reads it from the root of the project before anything is built, so that it is kept with the sources.
Source: https://vercel.com/docs/project-configuration.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from candid.redirects.routes import Route, RouteFolder

__all__ = ["UnreadableSettings", "redirect_count", "vercel_file"]

_HEADERS = [{"key": "X-Robots-Tag", "value": "noindex"}, {"key": "Cache-Control", "value": "no-store"}]


class UnreadableSettings(Exception):
    """An author's ``vercel.json`` that nothing can be added to."""


def vercel_file(routes: Sequence[Route], folder: RouteFolder, authored: str | None) -> str:
    """The author's settings with our redirects first; whatever stood in our folder before gives way to them.

    Raises:
        UnreadableSettings: The author's file is no JSON object, or uses ``routes``, beside which Vercel takes nothing.
    """
    settings = _settings(authored)
    kept = {key: _others(settings, key, folder) for key in ("redirects", "headers")}
    settings["redirects"] = [*_redirects(routes), *kept["redirects"]]
    settings["headers"] = [*kept["headers"], {"source": f"{_literally(folder.address)}(.*)", "headers": _HEADERS}]
    return json.dumps(settings, indent=2, ensure_ascii=False) + "\n"


def redirect_count(text: str) -> int:
    """How many redirects a ``vercel.json`` of ours holds."""
    return len(json.loads(text)["redirects"])


def _redirects(routes: Sequence[Route]) -> Iterator[dict[str, object]]:
    for route in routes:
        for source in (route.path, f"{route.path}/"):
            # A dollar sign would stand for a part of the path.
            yield {"source": _literally(source), "destination": route.location.replace("$", "%24"), "statusCode": 302}


def _literally(path: str) -> str:
    """A path with the marks of Vercel's patterns taken for themselves."""
    return re.sub(r"[()*+:?\[\]{}!]", r"\\\g<0>", path)


def _settings(authored: str | None) -> dict[str, Any]:
    try:
        settings = json.loads(authored) if authored is not None else {}
    except (ValueError, RecursionError) as error:
        raise UnreadableSettings("it is no JSON") from error
    if not isinstance(settings, dict):
        raise UnreadableSettings("it is no JSON object")
    if "routes" in settings:
        raise UnreadableSettings("it has 'routes', beside which Vercel takes no 'redirects'")
    return settings


def _others(settings: dict[str, Any], key: str, folder: RouteFolder) -> list[Any]:
    """The entries of an author's list that are not about our folder."""
    entries = settings.get(key, [])
    if not isinstance(entries, list):
        raise UnreadableSettings(f"its '{key}' is no list")
    return [entry for entry in entries if not _source(entry).startswith((folder.address, _literally(folder.address)))]


def _source(entry: object) -> str:
    source = entry.get("source") if isinstance(entry, dict) else None
    return source if isinstance(source, str) else ""
