"""Feeds are well-formed RSS 2.0 or Atom 1.0, with all that those require."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from email.utils import parsedate_to_datetime

from lxml.etree import _Element as Element

from candid.compliance.files.webfeeds import BadXml, line_of, local_name, read_bytes, read_xml
from candid.compliance.hits import Hit, SiteCheck
from candid.compliance.site import BuiltSite

__all__ = ["SITE_CHECKS"]

_NAME = re.compile(r"(?:.*/)?(?:[\w.-]*(?:feed|rss|atom)[\w.-]*\.xml|index\.xml|[\w.-]+\.(?:rss|atom))", re.IGNORECASE)
_CALLED = re.compile(r"(?:.*/)?(?:feed|rss|atom)\.xml", re.IGNORECASE)
_BEGINS = re.compile(rb"<(?:\w+:)?(rss|feed|RDF)[\s>]")
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_HEAD = 2000


def feeds(site: BuiltSite) -> Iterator[Hit]:
    """All feeds of a site."""
    for name in sorted(site.files):
        if not (_NAME.fullmatch(name) or (name.endswith(".xml") and _begins_as_feed(site, name))):
            continue
        try:
            content = read_bytes(site.root / name)
            root = read_xml(content)
        except BadXml as error:
            message = f"the feed is no XML: {error}"
            yield Hit("G-RSS-01", message, "mend it", path=name, place=(error.line, error.column))
            continue
        for at, message in _problems(root, named=_CALLED.fullmatch(name) is not None):
            hint = "write RSS 2.0 or Atom 1.0 with all that they require"
            yield Hit("G-RSS-01", message, hint, path=name, place=(line_of(at), 1))


def _begins_as_feed(site: BuiltSite, name: str) -> bool:
    with (site.root / name).open("rb") as file:
        return _BEGINS.search(file.read(_HEAD)) is not None


def _problems(root: Element, *, named: bool) -> Iterator[tuple[Element, str]]:
    kind = local_name(root)
    if kind == "rss":
        yield from _rss(root)
    elif kind == "feed":
        yield from _atom(root)
    elif kind == "RDF":
        yield root, "the feed is RSS 1.0, which search engines do not read as a sitemap"
    elif named:
        yield root, f"the feed begins with '{kind}'"


def _rss(root: Element) -> Iterator[tuple[Element, str]]:
    version = root.get("version")
    if version != "2.0":
        yield root, f"the feed is RSS {version or 'of no version'}"
    channel = next((child for child in root if local_name(child) == "channel"), None)
    if channel is None:
        yield root, "the feed has no channel"
        return
    yield from _missing(channel, "the channel", ("title", "link", "description"))
    for item in (child for child in channel if local_name(child) == "item"):
        values = _values(item)
        if not values.get("title") and not values.get("description"):
            yield item, "an item of the feed has neither a title nor a description"
        link = values.get("link")
        if link is not None and "://" not in link:
            yield item, f"an item of the feed leads to '{link}', which is no full address"
        elif link is None and not values.get("guid"):
            yield item, "an item of the feed has no link"
        day = values.get("pubDate")
        if day is not None and not _is_mail_date(day):
            yield item, f"pubDate '{day}' is none; it is written as 'Sat, 21 Nov 2026 09:00:00 GMT'"


def _atom(root: Element) -> Iterator[tuple[Element, str]]:
    yield from _missing(root, "the feed", ("id", "title", "updated"))
    entries = [child for child in root if local_name(child) == "entry"]
    signed = any(local_name(child) == "author" for child in root)
    for entry in entries:
        yield from _missing(entry, "an entry of the feed", ("id", "title", "updated"))
        if not signed and not any(local_name(child) in ("author", "source") for child in entry):
            yield entry, "an entry of the feed has no author, and neither has the feed"
    for element in (root, *entries):
        stamp = _values(element).get("updated")
        if stamp and not _STAMP.fullmatch(stamp):
            yield element, f"updated '{stamp}' is none; it is written as 2026-11-21T09:00:00Z"


def _missing(element: Element, what: str, names: Sequence[str]) -> Iterator[tuple[Element, str]]:
    values = _values(element)
    for name in names:
        if not values.get(name):
            yield element, f"{what} has no {name}"


def _values(element: Element) -> Mapping[str, str]:
    """The texts of an element's children by name, the first of each; a link may carry its address as href."""
    found: dict[str, str] = {}
    for child in element:
        name = local_name(child)
        if name and child.prefix == element.prefix:  # others, such as atom:link in RSS, say something else
            text = "".join(str(part) for part in child.itertext()).strip() or child.get("href") or ""
            found.setdefault(name, text)
    return found


def _is_mail_date(written: str) -> bool:
    try:
        parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError):
        return False
    return True


SITE_CHECKS: tuple[SiteCheck, ...] = (feeds,)
