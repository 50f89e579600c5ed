"""Teasers: what invites readers of one page to another page of the site, in listings and in feeds.

A link in a card, a heading, a line of a list or of a table invites; one in running prose, in the navigation, in
breadcrumbs, a table of contents or between the previous and the next page does not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from lxml import etree
from lxml.etree import _Element as Element

from candid.compliance.facts.cards import card_of
from candid.compliance.facts.items import class_words
from candid.compliance.facts.own_hosts import host_of
from candid.compliance.files.webfeeds import BadXml, line_of, local_name, read_bytes, read_xml
from candid.compliance.page import BuiltPage, Link
from candid.compliance.site import BuiltSite
from candid.compliance.text.texts import is_element, words
from candid.disclosures.feed_files import feed_kind, read_json_feed

__all__ = ["FeedEntry", "feed_entries", "target_of", "teaser_of"]

_FURNITURE = frozenset({
    "breadcrumb", "breadcrumbs", "toc", "pagination", "pager", "menu", "navbar", "nav", "navigation", "tabs", "sitemap",
    "skip", "footer", "sidebar", "toctree", "sphinxsidebar", "drawer", "langs",
})  # fmt: skip
_FEATURED = frozenset({
    "featured", "popular", "related", "trending", "recommended", "latest", "recent", "teaser", "teasers", "empfohlen",
    "beliebt",
})  # fmt: skip
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MOSTLY = 0.6
_LONGEST_ENTRY = 120


def target_of(page: BuiltPage, link: Link, site: BuiltSite) -> BuiltPage | None:
    """The page of the same site that a link leads to."""
    if link.href.startswith("#") or not (link.is_own or host_of(link.address) in page.own_hosts):
        return None
    return page_at(site, _path_of(link.address))


@lru_cache(maxsize=4096)
def _path_of(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def page_at(site: BuiltSite, path: str) -> BuiltPage | None:
    """The page at a path, however it is written."""
    path = unquote(path).lstrip("/")
    for known in (path, f"{path.rstrip('/')}/", f"{path}.html"):
        found = site.page_at("" if known == "/" else known)
        if found is not None:
            return found
    return None


def teaser_of(page: BuiltPage, link: Link) -> Element | None:
    """What invites readers to follow a link of a listing; ``None`` for a link that is part of something else."""
    featured = False
    for above in (link.element, *link.element.iterancestors()):
        names = class_words(above)
        featured = featured or bool(names & _FEATURED)
        if "meta" in names and not featured and next(above.iter(*_HEADINGS), None) is None:
            return None  # the line that says when and under what an entry was written, with links to its categories
        if (
            above.tag == "nav"
            or above.get("role") == "navigation"
            or (above.tag not in ("body", "main") and names & _FURNITURE)
        ):
            return _entry(page, link) if featured or _is_under_featured(page, link) else None
        if (
            above.tag in ("header", "footer")
            and not featured
            and next(above.iterancestors("main", "article"), None) is None
        ):
            return _entry(page, link) if _is_under_featured(page, link) else None
    return _entry(page, link)


def _is_under_featured(page: BuiltPage, link: Link) -> bool:
    """Whether a link stands in a list right below a heading such as "Popular"."""
    listed = next(link.element.iterancestors("ul", "ol"), None)
    before = None if listed is None else listed.getprevious()
    if before is None or not is_element(before) or before.tag not in (*_HEADINGS, "p", "strong"):
        return False
    text = words(page.flow.of(before)).lower().split()
    return len(text) <= _LONGEST_NAME and not _FEATURED.isdisjoint(text)


_LONGEST_NAME = 4


def _entry(page: BuiltPage, link: Link) -> Element | None:
    card = card_of(page, link.element)
    if card is not None:
        return card
    if any(child.tag in _HEADINGS for child in link.element.iter()):
        return link.element
    said = len(page.flow.of(link.element)) or 1
    for above in link.element.iterancestors():
        if above.tag in _HEADINGS:
            return _section(above)
        if above.tag in ("li", "td", "dt", "p", "div", "dd", "figure"):
            mostly = said >= len(page.flow.of(above)) * _MOSTLY
            if above.tag == "li" and not mostly and _begins_with(page, above, link):
                return above if page.flow.of(above).count(" ") < _LONGEST_ENTRY else None
            if above.tag == "td":
                return next(above.iterancestors("tr"), above) if mostly else None
            return above if mostly else None
    return None


def _section(heading: Element) -> Element:
    """What a linked heading and its excerpt stand in, where nothing else stands there; else the heading."""
    parent = heading.getparent()
    if parent is not None and parent.tag in ("article", "section", "div", "li", "header"):
        others = [one for one in parent.iter(*_HEADINGS) if one is not heading]
        if not others:
            return parent
    return heading


def _begins_with(page: BuiltPage, entry: Element, link: Link) -> bool:
    """Whether a line of a list begins with the link: its title, with an excerpt behind it."""
    before = page.flow.text[page.flow.span(entry)[0] : page.flow.span(link.element)[0]]
    return len(before) <= _LABEL_LENGTH and _BEFORE_TITLE.fullmatch(before) is not None


_LABEL_LENGTH = 24
# A day, a number, a label with what sets it off: but no sentence that has begun.
_BEFORE_TITLE = re.compile(r"[\W\d_]*|.*[:·|–—\])-]\s*|\s*\w+\.?\s+\d.*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry of a feed.

    Attributes:
        path: The file below the site's root.
        line: Its line there.
        title: Its title.
        text: How its summary or content begins.
        target: The page that it leads to.
        language: What the feed says about its language; empty if nothing.
    """

    path: str
    line: int
    title: str
    text: str
    target: BuiltPage
    language: str


def feed_entries(site: BuiltSite) -> Iterator[FeedEntry]:
    """All entries of the site's feeds, RSS, Atom and JSON Feed, that lead to pages of the site."""
    for name in sorted(site.files):
        kind = feed_kind(site.root / name)
        if kind is not None:
            yield from _json_feed(site, name) if kind == "json" else _xml_feed(site, name)


def _xml_feed(site: BuiltSite, name: str) -> Iterator[FeedEntry]:
    try:
        root = read_xml(read_bytes(site.root / name))
    except BadXml:
        return
    language = root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    for element in root.iter(etree.Element):
        kind = local_name(element)
        if kind == "language" and not language:
            language = (element.text or "").strip()
        elif kind in ("item", "entry"):
            values = {local_name(child): "".join(map(str, child.itertext())) for child in element}
            links = [child.get("href") or child.text or "" for child in element if local_name(child) == "link"]
            target = page_at(site, _path_of((links or [values.get("guid", "")])[0].strip()))
            text = values.get("description") or values.get("summary") or values.get("encoded") or ""
            if target is not None:
                text = text or values.get("content", "")
                yield FeedEntry(name, line_of(element), values.get("title", ""), text, target, language)


def _json_feed(site: BuiltSite, name: str) -> Iterator[FeedEntry]:
    try:
        text, feed = read_json_feed(site.root / name)
    except (ValueError, RecursionError):
        return
    if feed is None:
        return
    items = feed.get("items")
    for item in items if isinstance(items, list) else ():
        if not isinstance(item, dict):
            continue
        address = str(item.get("url") or item.get("id") or "")
        target = page_at(site, _path_of(address))
        title = str(item.get("title") or "")
        if target is not None:
            line = text.count("\n", 0, max(text.find(json.dumps(title)), 0)) + 1
            said = str(item.get("summary") or item.get("content_text") or item.get("content_html") or "")
            language = str(item.get("language") or feed.get("language") or "")
            yield FeedEntry(name, line, title, said, target, language)
