"""Feeds carry the disclosure with the text: of a page with affiliate links, the title says so and the text begins so.

Whichever plugin wrote them, feeds are read and written here as what they are, RSS, Atom or JSON Feed.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any

from lxml import etree

from candid.diagnostics import Finding, Location
from candid.disclosures import Disclosures, DisclosureTexts
from candid.disclosures.affiliate_pages import AffiliatePages
from candid.disclosures.feed_files import SAFELY, feed_kind, read_json_feed
from candid.disclosures.placement import has_disclosure

__all__ = ["disclose_feeds"]

Mark = Callable[[str, str], str]
"""Turns the HTML of an item in a language into HTML whose links are marked."""


def disclose_feeds(
    folder: Path, affiliate_pages: AffiliatePages, disclosures: Disclosures, mark: Mark = lambda html, _: html
) -> list[Finding]:
    """Disclose, in all feeds of a built site, the items that lead to pages with affiliate links.

    A feed that says all of it already, or that has no such item, stays as it is, byte for byte.

    Args:
        folder: the built site.
        affiliate_pages: the pages with affiliate links.
        disclosures: the texts of all languages.
        mark: marks the links of an item; feeds are often made from a page before its links were.

    Returns:
        A finding for each feed that cannot be read, so that nothing could be disclosed in it.
    """
    findings: list[Finding] = []
    if not affiliate_pages:
        return findings
    for path in sorted(folder.rglob("*")):
        kind = None if path.is_symlink() else feed_kind(path)
        if kind is None:
            continue
        try:
            _KINDS[kind](path, lambda link: _texts(link, affiliate_pages, disclosures), mark)
        except (etree.XMLSyntaxError, ValueError, TypeError, AttributeError, RecursionError) as error:
            message = f"the feed cannot be read, so nothing is disclosed in it: {error}"
            hint = "mend what wrote it: its items lead to pages with affiliate links"
            findings.append(Finding.of("unreadable-feed", Location(path.relative_to(folder).as_posix()), message, hint))
    return findings


TextsOf = Callable[[str], DisclosureTexts | None]

_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_ATOM = "http://www.w3.org/2005/Atom"
_RSS = frozenset({None, "http://purl.org/rss/1.0/"})
# What other namespaces call a title or a content, such as Media RSS, is that of a picture or an episode.
_TITLES = frozenset((space, "title") for space in (*_RSS, _ATOM))
_TEXTS = frozenset((
    *((space, "description") for space in _RSS), (_CONTENT, "encoded"), (_ATOM, "summary"), (_ATOM, "content"),
))  # fmt: skip


def _texts(link: str, pages: AffiliatePages, disclosures: Disclosures) -> DisclosureTexts | None:
    language = pages.language_of(link.strip())
    return None if language is None else disclosures.for_language(language)


def _xml_feed(path: Path, texts_of: TextsOf, mark: Mark) -> None:
    tree, changed = _parsed(path)
    for item in tree.getroot().iter("{*}item", "{*}entry"):
        texts = texts_of(_link(item))
        if texts is None:
            continue
        for element in item:
            if not isinstance(element.tag, str):
                continue
            name = etree.QName(element).namespace, etree.QName(element).localname
            if name in _TITLES:
                changed |= _begin(_text_holder(element), texts.feed_prefix)
            elif name in _TEXTS:
                changed |= _disclose(element, texts, mark)
    if changed:
        _write(path, etree.tostring(tree, encoding="utf-8", xml_declaration=True))


_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def _parsed(path: Path) -> tuple[Any, bool]:
    """A feed, and whether it had to be mended.

    One control character in one title makes the whole feed unreadable for everybody, and what writes feeds copies it.
    """
    parser = etree.XMLParser(strip_cdata=False, **SAFELY)
    try:
        return etree.parse(str(path), parser), False
    except etree.XMLSyntaxError:
        written = path.read_bytes()
        plain = _NOT_XML.sub(b"", written)
        if plain == written or written.startswith(_UTF_16):
            raise
    return etree.fromstring(plain, parser).getroottree(), True


def _write(path: Path, content: bytes) -> None:
    """Write a feed in one step: whoever reads it sees the old content or the new one, never a part."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        beside = Path(file.name)
        try:
            file.write(content)
            file.close()
            shutil.copymode(path, beside)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)


def _link(item: Any) -> str:
    for element in item.iterfind("{*}link"):
        if element.get("rel", "alternate") == "alternate":
            return element.get("href") or element.text or ""
    named = item.find("{*}guid") if item.find("{*}guid") is not None else item.find("{*}id")
    return "" if named is None else named.text or ""


def _text_holder(element: Any) -> Any:
    """Where an element's text begins: Atom wraps XHTML into one ``div``."""
    return element[0] if element.get("type") == "xhtml" and len(element) else element


def _begin(element: Any, words: str) -> bool:
    text = (element.text or "").lstrip()
    if text.startswith(words.strip()):
        return False
    element.text = words + text
    return True


def _disclose(element: Any, texts: DisclosureTexts, mark: Mark) -> bool:
    """Let an item's text begin with the disclosure."""
    if element.get("type") == "xhtml" and len(element):
        holder = _text_holder(element)
        if "".join(holder.itertext()).lstrip().startswith(texts.page):
            return False
        notice = etree.Element(etree.QName(holder, "p"))
        notice.text, notice.tail, holder.text = texts.page, holder.text, None
        holder.insert(0, notice)
        return True
    written = element.text or ""
    # In RSS, text is HTML whether or not it says so; in Atom it is what it says.
    is_html = etree.QName(element).namespace != _ATOM or element.get("type") == "html"
    element.text = _disclosed(written, texts, mark, is_html=is_html)
    return bool(element.text != written)


def _disclosed(text: str, texts: DisclosureTexts, mark: Mark, *, is_html: bool) -> str:
    if not is_html:
        return text if text.lstrip().startswith(texts.page) else f"{texts.page} {text}".rstrip()
    notice = escape(texts.page, quote=False)
    html = mark(text, texts.language) if "<a" in text else text
    if html.lstrip().removeprefix("<p>").startswith(notice) or has_disclosure(html):
        return html
    return f"<p>{notice}</p>{html}" if "<" in html else f"{notice} {html}".rstrip()


def _json_feed(path: Path, texts_of: TextsOf, mark: Mark) -> None:
    written, feed = read_json_feed(path)
    if feed is None:
        return
    before = json.dumps(feed)
    for item in _items(feed):
        texts = texts_of(str(item.get("url") or item.get("id") or ""))
        if texts is None:
            continue
        title = item.get("title")
        if title and not title.startswith(texts.feed_prefix.strip()):
            item["title"] = texts.feed_prefix + title
        for key in ("content_html", "content_text", "summary"):
            if item.get(key):
                item[key] = _disclosed(item[key], texts, mark, is_html=key == "content_html")
    if json.dumps(feed) != before:
        indent = re.match(r"\{\n( +)", written)
        _write(path, json.dumps(feed, indent=len(indent[1]) if indent else None).encode())


def _items(feed: Any) -> Iterator[dict[str, Any]]:
    for item in feed.get("items", ()):
        if isinstance(item, dict):
            yield item


_KINDS: dict[str, Callable[[Path, TextsOf, Mark], None]] = {"xml": _xml_feed, "json": _json_feed}
