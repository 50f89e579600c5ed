"""Links to Amazon stay on the site: none in what is printed, sent or read offline."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

from candid.compliance.facts.programme_links import links_of
from candid.compliance.hits import Hit, SiteCheck
from candid.compliance.site import BuiltSite
from candid.compliance.text.texts import shortened

__all__ = ["SITE_CHECKS"]

_PRINT = re.compile(
    r"(?:^|/)(?:print[_-]page|print|offline|pdf|book|ebook|all-in-one)(?:/index)?(?:/|\.html?)?$", re.IGNORECASE
)
_ADDRESS = re.compile(rb"https?://[^\s\"'<>()\\]{4,500}")
_PACKED = (".epub", ".docx", ".odt", ".pptx", ".xlsx", ".odp")
_STREAM = re.compile(rb"stream\r?\n")
_SUBSCRIBED = re.compile(
    rb"unsubscribe|opt(?:ed)?[- ]?in|you subscribed|abmelden|abbestellen|d\xc3\xa9sabonner|desinscri|darse de baja|"
    rb"disiscri",
    re.IGNORECASE,
)
_LARGEST = 64 * 1024 * 1024
_MOST_PARTS = 500
_LARGEST_PART = 8 * 1024 * 1024
_HINT = "leave links to Amazon out of what is printed, sent or read offline"


def offline_outputs(site: BuiltSite) -> Iterator[Hit]:
    """No PDF, e-book, office file, letter or print page holds a link to Amazon."""
    for page in site.pages:
        name = page.path.removeprefix(f"{site.display}/")
        if _PRINT.search(name) or _PRINT.search(page.address):
            for link in links_of(page, "amazon"):
                message = f"a page for print holds the link to Amazon '{shortened(link.href)}'"
                yield Hit("P-AMZ-09", message, _HINT, link.element, path=name)
    for name in sorted(site.files):
        parts = _parts_of(site.root / name)
        address = next((found for part in parts for found in _amazon_links(part, site)), None)
        if address is not None:
            yield Hit("P-AMZ-09", f"the file holds the link to Amazon '{shortened(address)}'", _HINT, path=name)


def _parts_of(path: Path) -> Iterator[bytes]:
    """The readable parts of a document; nothing for files that are none, or that cannot be read."""
    suffix = path.suffix.lower()
    if suffix == ".eml":
        yield from _parts_of_letter(path)
    if suffix not in (*_PACKED, ".pdf", ".mobi", ".azw3"):
        return
    try:
        if suffix in _PACKED:
            with zipfile.ZipFile(path) as book:
                for entry in book.infolist()[:_MOST_PARTS]:
                    if entry.file_size <= _LARGEST_PART and entry.filename.lower().endswith(
                        (".xhtml", ".html", ".htm", ".xml", ".rels")
                    ):
                        yield book.read(entry)
        elif path.stat().st_size <= _LARGEST:
            data = path.read_bytes()
            yield data
            if suffix == ".pdf":
                yield from _streams(data)
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError, ValueError):
        return


def _parts_of_letter(path: Path) -> Iterator[bytes]:
    """The texts of a letter that nobody is said to have asked for: one to subscribers tells how to leave."""
    try:
        if path.stat().st_size > _LARGEST_PART:
            return
        letter = message_from_bytes(path.read_bytes())
    except OSError:
        return
    texts = [part.get_payload(decode=True) for part in letter.walk() if part.get_content_maintype() == "text"]
    written = [text for text in texts if isinstance(text, bytes)]
    if "List-Unsubscribe" not in letter and not any(_SUBSCRIBED.search(text) for text in written):
        yield from written


def _streams(data: bytes) -> Iterator[bytes]:
    """The unpacked streams of a PDF, up to a bound: a small file can hold very much."""
    left = _LARGEST
    end = 0
    while left > 0:
        start = _STREAM.search(data, end)
        end = data.find(b"endstream", start.end()) if start else -1
        if start is None or end < 0:
            return
        packed = data[start.end() : end]
        end += len(b"endstream")  # whose own ending is no start of the next one
        try:
            text = zlib.decompressobj().decompress(packed, min(left, _LARGEST_PART))
        except zlib.error:
            continue
        left -= len(text)
        yield text


def _amazon_links(data: bytes, site: BuiltSite) -> Iterator[str]:
    for found in _ADDRESS.finditer(data) if b"am" in data else ():
        address = found[0].decode("utf-8", "replace").replace("&amp;", "&")
        kind, _ = site.classify(address)
        if "amazon" in kind.networks and kind.cls in ("certain", "strong"):
            yield address


SITE_CHECKS: tuple[SiteCheck, ...] = (offline_outputs,)
