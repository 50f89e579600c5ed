"""A built site: its pages, its other files, and what is known about it from elsewhere."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml.etree import _Element as Element

from candid.compliance.facts.own_hosts import base_of
from candid.compliance.files.noindex_headers import NoindexHeaders
from candid.compliance.files.reading import decoded
from candid.compliance.files.redirects import Redirect, list_redirects, list_sources, target_of
from candid.compliance.looks.cascade import Styles
from candid.compliance.looks.imports import Import, imports_of
from candid.compliance.looks.styles import read_stylesheet
from candid.compliance.page import BuiltPage
from candid.compliance.rule_table import DEFAULT_PROFILES, Rule, active_rules, jurisdictions_of
from candid.models import DeclaredLink, Jurisdiction, Programme
from candid.networks import Classification, Networks
from candid.robots_txt import RobotsTxt, read_robots

__all__ = ["BuiltSite", "StyleSheet", "Terms"]


@dataclass(frozen=True)
class Terms:
    """By what a site is checked.

    Attributes:
        profiles: The jurisdictions that its readers live in.
        language: The language of pages that name none.
        today: The day for which it is checked; what may not lie in the future is held against it.
        production: Whether it is about to be published for good: then nothing of a demonstration may be left.
        declared: What its author says about links.
        programmes: Its programmes by id, where its data are known.
        consent_tool: Whether its author says that a tool asks readers for consent.
    """

    today: date
    profiles: tuple[Jurisdiction, ...] = DEFAULT_PROFILES
    language: str = "en"
    production: bool = False
    declared: Sequence[DeclaredLink] = ()
    programmes: Mapping[str, Programme] = field(default_factory=dict)
    consent_tool: bool = False

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """The rules that hold."""
        return active_rules(self.profiles)

    @cached_property
    def jurisdictions(self) -> frozenset[Jurisdiction]:
        """The jurisdictions whose law holds, those that a profile implies among them."""
        return jurisdictions_of(self.profiles)


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """A style sheet that a page uses.

    Attributes:
        element: The ``link`` or ``style`` element.
        text: Its text; ``None`` where it is not the site's own or not there.
        name: Its file below the site's root; empty for one that stands in the page.
        media: The media queries of the ``@import`` rules that lead to it, outer ones first.
    """

    element: Element
    text: str | None
    name: str = ""
    media: tuple[str, ...] = ()


class BuiltSite:
    """The folder that a site was built into.

    Args:
        root: The folder.
        display: The folder as findings print it.
        terms: By what it is checked.
        networks: The table of networks.
        only: The one file below the folder that is looked at; by default all of them. What it uses is still read.
    """

    def __init__(self, root: Path, display: str, terms: Terms, networks: Networks, *, only: str | None = None) -> None:
        self.root = root
        self.only = only
        self.display = display
        self.terms = terms
        self.networks = networks
        self._classified: dict[str, tuple[Classification, bool]] = {}
        self._sheets: dict[str, tuple[object, ...]] = {}
        self._styles: dict[tuple[str, ...], Styles] = {}
        self._found: dict[str, BuiltPage | None] = {}
        self._sheet_texts: dict[str, str | None] = {}
        self._imports: dict[str, tuple[Import, ...]] = {}
        self._imported: dict[str, Sequence[_Imported]] = {}

    @cached_property
    def files(self) -> frozenset[str]:
        """All files by their path below the root."""
        if self.only is not None:
            return frozenset({self.only})
        return frozenset(
            path.relative_to(self.root).as_posix()
            for path in self.root.rglob("*")
            if path.is_file() and not path.is_symlink()
        )

    @cached_property
    def pages(self) -> tuple[BuiltPage, ...]:
        """All HTML pages, sorted by path."""
        if self.only is not None:
            return (self._page(self.only),)
        return tuple(self._page(name) for name in sorted(self.files) if name.lower().endswith(_PAGES))

    @cached_property
    def paid_pages(self) -> frozenset[str]:
        """The addresses of the pages that have affiliate links."""
        paid = set()
        for number, page in enumerate(self.pages):
            if page.paid_links:
                paid.add(page.address)
            if number >= _OPEN:
                page.close()
        return frozenset(paid)

    def page_at(self, address: str) -> BuiltPage | None:
        """The page at an address below the site's root, however it is written: ``a/``, ``a/index.html``, ``a.html``."""
        if address not in self._found:
            self._found[address] = self._by_address.get(_address(address))
        return self._found[address]

    @cached_property
    def _by_address(self) -> Mapping[str, BuiltPage]:
        return {page.address: page for page in self.pages}

    def read(self, name: str) -> str | None:
        """The text of one of its files; ``None`` where there is none."""
        if name not in self.files and not self._is_used(name):
            return None
        try:
            return decoded((self.root / name).read_bytes())
        except OSError:
            return None

    @cached_property
    def robots(self) -> RobotsTxt:
        """What its ``robots.txt`` says to search engines."""
        return read_robots(self.read("robots.txt") or "")

    @cached_property
    def base(self) -> str:
        """The path that it is published below, ``/`` or ``/docs/``, by what most of its pages say."""
        told = Counter(base for page in self.pages if (base := base_of(page)))
        return told.most_common(1)[0][0] if told else "/"

    def classify(self, address: str) -> tuple[Classification, bool]:
        """What an address is, and whether it is a redirect of the site's own that leads there."""
        known = self._classified.get(address)
        if known is None:
            target = target_of(_path_of(address), self.redirects) if "//site.invalid/" in address else None
            found = self.networks.classify(address if target is None else target, self.terms.declared)
            known = self._classified[address] = found, target is not None
        return known

    @cached_property
    def redirect_entries(self) -> tuple[Redirect, ...]:
        """The site's own redirects that lead to other sites, with where they are written."""
        return list_redirects(self.read, self.files, self.pages)

    @cached_property
    def redirects(self) -> Mapping[str, str]:
        """The same: path without slashes at its ends -> address."""
        return {entry.path: entry.target for entry in self.redirect_entries}

    @cached_property
    def redirect_sources(self) -> frozenset[str]:
        """The paths, without slashes at their ends, that hosts answer by sending readers on, wherever to."""
        return list_sources(self.read, self.files)

    @cached_property
    def noindex_headers(self) -> NoindexHeaders:
        """Which paths are answered with ``X-Robots-Tag: noindex``."""
        return NoindexHeaders(self.read, self.files)

    def _is_used(self, name: str) -> bool:
        """Whether a file beside the one that is looked at may be what it is shown or run with."""
        if self.only is None or not name.endswith(_USED):
            return False
        try:
            return (self.root / name).is_file() and not (self.root / name).is_symlink()
        except OSError:  # no name that a file can have
            return False

    def _page(self, name: str) -> BuiltPage:
        text = decoded((self.root / name).read_bytes())
        return BuiltPage(
            f"{self.display}/{name}",
            text,
            address=_address(name),
            language=self.terms.language,
            classify=self.classify,
            styles=self._styles_of,
        )

    def _styles_of(self, page: BuiltPage) -> Styles:
        """The page's style sheets in their order. Those of other hosts are not read: nothing is fetched."""
        texts = tuple(_on_its_media(sheet) for sheet in self.style_sheets(page) if sheet.text is not None)
        if texts not in self._styles:
            self._styles[texts] = Styles(map(self._sheet, texts))  # type: ignore[arg-type]
        return self._styles[texts]

    def style_sheets(self, page: BuiltPage) -> Iterator[StyleSheet]:
        """The style sheets that a page uses on screens, in their order."""
        for element in page.root.iter("link", "style"):
            if element.tag == "style":
                yield StyleSheet(element, element.text or "")
                continue
            is_sheet = "stylesheet" in (element.get("rel") or "").lower().split()
            if is_sheet and ("print" not in (element.get("media") or "").lower() or _comes_later(element)):
                name = self.file_of(page, element.get("href") or "")
                if not name:
                    yield StyleSheet(element, None)
                    continue
                for one, media in self._with_imports(name):
                    yield StyleSheet(element, self._sheet_texts[one], one, media)

    def _with_imports(self, name: str) -> Sequence[_Imported]:
        """The file of a style sheet behind those of the site that it imports, in the order in which they count."""
        if name not in self._imported:
            self._imported[name] = tuple(self._follow(name, (), set()))
        return self._imported[name]

    def _follow(self, name: str, media: tuple[str, ...], begun: set[_Imported]) -> Iterator[_Imported]:
        if (name, media) in begun or len(begun) >= _MOST_IMPORTED:
            return
        begun.add((name, media))
        if name not in self._imports:
            text = self._sheet_texts[name] = self.read(name)
            self._imports[name] = imports_of(text or "")
        for one in self._imports[name]:
            file = _file_of(name, one.address)
            if file and "print" not in one.media:
                within = media if one.media in (*_ON_SCREENS, *media) else (*media, one.media)
                yield from self._follow(file, within, begun)
        yield name, media

    def file_of(self, page: BuiltPage, href: str) -> str | None:
        """The file of this site that an address on a page means, whether there is one or not."""
        return _file_of(page.address, href)

    def _sheet(self, text: str) -> tuple[object, ...]:
        if text not in self._sheets:
            self._sheets[text] = read_stylesheet(text)
        return self._sheets[text]


# So many pages may be open at a time, a megabyte or so each; the others are read twice.
_OPEN = 300
_MOST_IMPORTED = 200
_ON_SCREENS = ("", "all", "screen")
_Imported = tuple[str, tuple[str, ...]]


def _on_its_media(sheet: StyleSheet) -> str:
    """The text of a style sheet, in the media queries of its element and of those that import it."""
    text = sheet.text or ""
    own = (sheet.element.get("media") or "").strip().lower()
    if own in _ON_SCREENS or _comes_later(sheet.element):
        own = ""
    for media in filter(None, (*reversed(sheet.media), own)):
        text = f"@media {media} {{{text}\n}}"
    return text


def _comes_later(element: Element) -> bool:
    """Whether a script gives the sheet to screens once it is loaded."""
    return "media" in (element.get("onload") or "")


_PAGES = (".html", ".htm", ".xhtml")
_USED = (".css", ".js", ".mjs")


def _address(name: str) -> str:
    """The address of a file or page below the root: ``index.html`` is the folder's own."""
    path = unquote(name).lstrip("/")
    return path.removesuffix("index.html") if path.endswith("/index.html") or path == "index.html" else path


def _path_of(address: str) -> str:
    try:
        return unquote(urlsplit(address).path).lstrip("/")
    except ValueError:  # no address at all
        return ""


def _file_of(page_address: str, href: str) -> str | None:
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    if parts.scheme or parts.netloc or not parts.path:
        return None
    path = unquote(parts.path)
    joined = path.lstrip("/") if path.startswith("/") else posixpath.join(posixpath.dirname(page_address), path)
    normal = posixpath.normpath(joined)
    return None if normal.startswith("..") else normal
