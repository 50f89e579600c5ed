"""A site's files, for tests of its links."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from candid.commands.folders import LoadedSite, load_folders

__all__ = ["PRODUCT", "PROGRAMME", "loaded", "write"]

PRODUCT = """\
name: Bazaar
summary: A market.
official_site: {site}/
facts:
  opened:
    label: Opened
    value: "2012"
    source: {{title: About, url: "{site}/about"}}
    checked_on: 2026-11-20
offers:
  join: {{title: Join, destination: "{site}/join", programme: partners}}
"""

PROGRAMME = """\
name: Partners
network: {network}
tracking_url: {tracking}
pays: 5% of a first purchase.
terms: {{title: Terms, url: "{site}/terms"}}
checked_on: 2026-11-20
"""


def write(root: Path, files: Mapping[str, str]) -> Path:
    """Write files below ``content``; there is always a page and a site."""
    usual = {"pages/index.md": "# Home\n", "data/site.yml": "name: A site\nas_of: 2026-11-21\n"}
    for name, text in {**usual, **files}.items():
        path = root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    return root


def loaded(root: Path, files: Mapping[str, str]) -> LoadedSite:
    content = write(root, files) / "content"
    return load_folders(content / "pages", content / "data")
