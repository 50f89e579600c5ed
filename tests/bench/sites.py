"""Write the two sites that are compared: one for Candid to build, and its twin with Candid's work already done.

The twin's HTML is not imitated: a copy of the site with comments around every part is built once, and what Candid put
between the comments becomes the twin's source.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.bench.builds import build
from tests.bench.pages import GeneratedPage, GeneratedSite

__all__ = ["write_sites"]

_TOP = "<!--top-->"
_CANDID: list[str | dict[str, object]] = [{"candid": {"check": "never"}}]
"""What a strict build is held against at its end is timed by itself: `candid check` does the same."""


def write_sites(site: GeneratedSite, folder: Path) -> tuple[Path, Path]:
    """Write both sites under ``folder`` and return their folders: Candid's and the twin's."""
    candid = _write(
        site, folder / "candid", {page.path: page.markdown() for page in site.pages}, _configuration(_CANDID)
    )
    marked = _write(site, folder / "marked", {page.path: _marked(page) for page in site.pages}, _configuration(_CANDID))
    build(marked)
    sources = {page.path: _finished(page, _built(marked, page).read_text("utf-8")) for page in site.pages}
    styles, scripts = _assets(marked / "site")
    twin = _write(site, folder / "plain", sources, _configuration([], [*styles], [*scripts]))
    for path, content in (styles | scripts).items():
        _write_file(twin / "content/pages" / path, content)
    return candid, twin


def _configuration(
    plugins: list[str | dict[str, object]], styles: list[str] | None = None, scripts: list[str] | None = None
) -> str:
    configuration = {
        "site_name": "Benchmark",
        "site_url": "https://bench.example/",
        "docs_dir": "content/pages",
        "theme": {"name": "material", "font": False, "features": ["navigation.prune"]},
        "plugins": ["search", *plugins],
        "markdown_extensions": [
            "admonition",
            "attr_list",
            "def_list",
            "footnotes",
            "md_in_html",
            "tables",
            {"toc": {"permalink": True}},
            "pymdownx.details",
            "pymdownx.highlight",
            "pymdownx.inlinehilite",
            "pymdownx.snippets",
            "pymdownx.superfences",
            {"pymdownx.tabbed": {"alternate_style": True}},
        ],
        "extra_css": styles or [],
        "extra_javascript": [{"path": path, "type": "module"} for path in scripts or []],
    }
    return yaml.safe_dump(configuration, sort_keys=False)


def _write(site: GeneratedSite, folder: Path, sources: Mapping[str, str], configuration: str) -> Path:
    _write_file(folder / "mkdocs.yml", configuration.encode())
    _write_file(folder / "content/pages/index.md", b"# Benchmark\n\nThe front page.\n")
    for path, source in sources.items():
        _write_file(folder / "content/pages" / path, source.encode())
    for path, record in site.records.items():
        _write_file(folder / "content/data" / path, _yaml(record))
    return folder


def _write_file(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _yaml(record: Mapping[str, Any]) -> bytes:
    return yaml.safe_dump(dict(record), sort_keys=False, allow_unicode=True).encode()


def _marked(page: GeneratedPage) -> str:
    """The page as its author writes it, with a comment before and after each part, and one where the text begins."""
    marked = []
    for number, part in enumerate(page.parts):
        space = "\n\n" if part.block else ""
        marked.append(f"<!--part {number}-->{space}{part.markdown}{space}<!--end {number}-->")
    return page.markdown(marked, top=_TOP)


def _finished(page: GeneratedPage, html: str) -> str:
    """The page with the HTML that Candid made of its parts, cut out of the built page."""
    parts = []
    for number, part in enumerate(page.parts):
        made = _between(html, f"<!--part {number}-->", f"<!--end {number}-->", page)
        parts.append(_block(made) if part.block else made)
    # What Candid puts under the title: the disclosure and the summary of a review.
    top = _between(html, "</h1>", _TOP, page)
    return page.markdown(parts, top=_block(top) if top else "")


def _between(html: str, start: str, end: str, page: GeneratedPage) -> str:
    found = re.search(f"{re.escape(start)}(.*?){re.escape(end)}", html, re.DOTALL)
    if found is None:
        raise ValueError(f"{page.path}: the built page has nothing between {start} and {end}")
    return found[1].strip()


def _block(html: str) -> str:
    """Wrapped so that Markdown takes it for raw HTML whatever its first element is."""
    return f"<div>\n{html}\n</div>"


def _built(folder: Path, page: GeneratedPage) -> Path:
    return folder / "site" / Path(page.path).with_suffix("") / "index.html"


def _assets(built: Path) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Candid's own style sheets and scripts, by their path in the site."""
    files = {path.relative_to(built).as_posix(): path for path in sorted((built / "assets/candid").rglob("*"))}
    styles = {name: path.read_bytes() for name, path in files.items() if path.suffix == ".css"}
    scripts = {name: path.read_bytes() for name, path in files.items() if path.suffix in (".js", ".mjs")}
    return styles, scripts
