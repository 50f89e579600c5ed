"""Apache's file, ``.htaccess``, which it reads from the published folder.

Source: https://httpd.apache.org/docs/2.4/mod/mod_rewrite.html. ``Redirect`` and ``RedirectMatch`` would hand on what a
request has behind its question mark; ``RewriteRule`` with ``QSD`` does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from candid.redirects.routes import Route, RouteFolder

__all__ = ["htaccess_file"]


def htaccess_file(routes: Sequence[Route], folder: RouteFolder, authored: str | None) -> str:
    """Our rules, then the author's. Paths begin below the file's own folder, wherever that is published."""
    here = f"%{{REQUEST_URI}} =~ m#/{folder.prefix}/[^/]*/?$#"
    lines = [
        "# Written by Candid from the offers of the site.",
        "RewriteEngine On",
        *(f'RewriteRule "^{_path(route, folder)}/?$" "{_substitution(route)}" [R=302,L,NE,QSD]' for route in routes),
        "<IfModule mod_headers.c>",
        f'Header always set X-Robots-Tag "noindex" "expr={here}"',
        f'Header always set Cache-Control "no-store" "expr={here}"',
        "</IfModule>",
        *([authored.rstrip("\n")] if authored else []),
    ]
    return "\n".join(lines) + "\n"


def _path(route: Route, folder: RouteFolder) -> str:
    return f"{folder.prefix}/{route.offer}"


def _substitution(route: Route) -> str:
    """Where it leads; a percent or dollar sign would stand for something else."""
    return re.sub(r"[%$\\]", r"\\\g<0>", route.location)
