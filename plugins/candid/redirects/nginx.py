"""Two files for nginx: a map of where paths lead, for ``http``, and the location that uses it, for ``server``.

Sources: https://nginx.org/en/docs/http/ngx_http_map_module.html and ngx_http_rewrite_module.html.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote
from zlib import crc32

from candid.redirects.routes import Route, RouteFolder

__all__ = ["location_file", "map_file"]

_LONGEST = 28
"""Characters of a variable's name: nginx refuses what is much longer in its usual settings."""
_NOTE = "# Written by Candid from the offers of the site. Include it in"


def map_file(routes: Sequence[Route], folder: RouteFolder, _authored: str | None) -> str:
    """The map. Its keys are regular expressions, because plain ones would be compared without regard to case."""
    name = _variable(folder)
    # Nothing escapes a dollar sign in nginx's language; a variable that holds one takes its place.
    lines = [
        f"{_NOTE} 'http'.",
        f'geo ${name}_dollar {{ default "$"; }}',
        f"map $uri ${name} {{",
        '    default "";',
        *(f'    "~{_pattern(route)}" "{_value(route, name)}";' for route in routes),
        "}",
    ]
    return "\n".join(lines) + "\n"


def location_file(_routes: Sequence[Route], folder: RouteFolder, _authored: str | None) -> str:
    """The location. What the map does not have is looked for as a file, as everywhere else."""
    name = _variable(folder)
    lines = [
        f"{_NOTE} 'server'.",
        f'location ^~ "{_quoted(unquote(folder.address))}" {{',
        '    add_header X-Robots-Tag "noindex" always;',
        '    add_header Cache-Control "no-store" always;',
        f"    if (${name}) {{ return 302 ${name}; }}",
        "}",
    ]
    return "\n".join(lines) + "\n"


def _variable(folder: RouteFolder) -> str:
    """A name of its own for each site, because several may share a server."""
    place = f"candid {folder.host}{folder.address}"
    name = re.sub(r"[^a-z0-9]+", "_", place.lower()).strip("_")
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST]}_{crc32(place.encode()):08x}"


def _quoted(text: str) -> str:
    return re.sub(r'["\\]', r"\\\g<0>", text)


def _pattern(route: Route) -> str:
    r"""One exact path, with or without a slash; ``\z``, because ``$`` would let a line break follow."""
    path = re.sub(r"[^\w/-]", _bytes, unquote(route.path), flags=re.ASCII)
    return rf"^{path}/?\z"


def _bytes(found: re.Match[str]) -> str:
    return "".join(f"\\x{byte:02x}" for byte in found[0].encode("utf-8"))


def _value(route: Route, name: str) -> str:
    return route.location.replace("$", f"${{{name}_dollar}}")
