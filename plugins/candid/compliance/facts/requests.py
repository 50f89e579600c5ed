"""What a page asks other hosts for as soon as it is opened: everything that a browser fetches without being told to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from lxml.etree import _Element as Element

from candid.compliance.data import read_data

if TYPE_CHECKING:
    from candid.compliance.page import BuiltPage

__all__ = [
    "Kind",
    "Request",
    "blocking_tools",
    "hosts_listed",
    "in_script",
    "in_style_sheet",
    "is_below",
    "owner_of",
    "pixel_paths",
    "requests_of",
]

Kind = Literal["script", "frame", "image", "style", "media", "connection", "lookup", "call"]


@dataclass(frozen=True, slots=True)
class Request:
    """One address that a page fetches by itself.

    Attributes:
        element: What makes it do so.
        url: The address as it is written.
        host: Its host in lower case.
        kind: What is fetched; a ``call`` is made by a script that stands in the page, a ``lookup`` only asks for the
            host's address.
    """

    element: Element
    url: str
    host: str
    kind: Kind


_FETCHING_LINKS = frozenset({
    "stylesheet", "preload", "modulepreload", "prefetch", "prerender", "preconnect", "icon", "apple-touch-icon",
    "mask-icon", "manifest", "dns-prefetch",
})  # fmt: skip
_ATTRIBUTES: Mapping[str, tuple[tuple[str, Kind], ...]] = {
    "script": (("src", "script"),),
    "iframe": (("src", "frame"),),
    "frame": (("src", "frame"),),
    "embed": (("src", "frame"),),
    "object": (("data", "frame"),),
    "img": (("src", "image"), ("srcset", "image")),
    "image": (("href", "image"),),
    "use": (("href", "image"),),
    "input": (("src", "image"),),
    "source": (("src", "media"), ("srcset", "image")),
    "video": (("src", "media"), ("poster", "image")),
    "audio": (("src", "media"),),
    "track": (("src", "media"),),
}
_FOREIGN = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_URL = re.compile(
    r"url\(\s*[\"']?((?:https?:)?//[^\"'()\s]{1,2000})|(?:@import\s+|image-set\(\s*)[\"']((?:https?:)?//[^\"']{1,2000})",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"(?:\.src\s*=|\.href\s*=(?=[^;\n]{0,200}\.css)|sendBeacon\s*\(|(?<![\w.])fetch\s*\(|\.open\s*\(\s*[\"'](?:GET|POST)[\"']\s*,|import\s*\()"
    r"\s*[\"'`]((?:https?:)?//[^\"'`\s]{1,2000})"
)
_IMPORTS = re.compile(r"(?:^|[;\n}])\s*(?:import|export)\b[^\"'`();]{0,300}[\"']((?:https?:)?//[^\"'\s]{1,2000})[\"']")
_INNER = re.compile(r"\bsrc\s*=\s*[\"']?((?:https?:)?//[^\"'\s>]{1,2000})", re.IGNORECASE)
"""What the page in a frame's ``srcdoc`` fetches."""
_MAPPED = re.compile(r":\s*[\"']((?:https?:)?//[^\"'\s]{1,2000})[\"']")
_BY_READERS = r"(?:dbl)?click|submit|change|input|pointer\w+|mouse\w+|key\w+|touch\w+|focus\w*"
_WAITS = re.compile(
    rf"consent|onclick|(?:addEventListener|\.on)\s*\(\s*[\"'](?:{_BY_READERS})|\.on(?:{_BY_READERS})\s*=(?!=)"
    r"|IntersectionObserver|accept|\bagree|einwillig|granted|opt-?in",
    re.IGNORECASE,
)
_SCRIPT_COMMENT = re.compile(
    r"(/\*.*?(?:\*/|\Z)|//[^\n]*)"
    r"|\"(?:\\.|[^\"\\\n])*+\"?|'(?:\\.|[^'\\\n])*+'?|`(?:\\.|[^`\\])*+`?"
    r"|(?<=[=(,:;!&|?{}\[])[ \t]*/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*+\]?|[^/\\\n\[])*+/?",
    re.DOTALL,
)
"""Comments of a script; what else may hold their signs, texts and regular expressions, is passed over."""
_SCRIPTS = frozenset(
    {"", "module", "text/javascript", "application/javascript", "text/ecmascript", "application/x-javascript"}
)


def requests_of(page: BuiltPage) -> Iterator[Request]:
    """Every address of another host that the page fetches when it opens, in their order.

    What waits for a reader's consent has no such address: it stands in ``data-src``, in a template, or in a script of a
    type that no browser runs.
    """
    for element in page.elements:
        tag = element.tag
        if tag in _ATTRIBUTES and not _waits(element):
            for name, kind in _ATTRIBUTES[tag]:
                for url in _addresses(element, name):
                    yield from _request(element, url, kind)
            for found in _INNER.finditer(element.get("srcdoc") or ""):
                yield from _request(element, found[1], "frame")
        elif tag == "link" and _FETCHING_LINKS.intersection((element.get("rel") or "").lower().split()):
            rel = (element.get("rel") or "").lower()
            kind = (
                "style"
                if "stylesheet" in rel
                else "connection"
                if "preconnect" in rel
                else "lookup"
                if "dns-prefetch" in rel
                else "image"
                if "icon" in rel
                else "media"
            )
            for url in (element.get("href") or "", *_addresses(element, "imagesrcset")):
                yield from _request(element, url, kind)
        if tag == "script" and element.text and "//" in element.text:
            yield from _by_script(element)
        elif tag == "style":
            yield from in_style_sheet(element, element.text or "")
        style = element.get("style")
        if style and "//" in style:
            yield from in_style_sheet(element, style)


def in_style_sheet(element: Element, text: str) -> Iterator[Request]:
    """The addresses of other hosts that a style sheet names."""
    if "//" in text:
        for found in _URL.finditer(_without_comments(text)):
            yield from _request(element, found[1] or found[2], "style")


def in_script(element: Element, code: str) -> Iterator[Request]:
    """The addresses of other hosts that a script turns to without waiting for readers."""
    # What a comment says of consent is taken at its word; an address in one is fetched by nobody.
    if "//" in code and _CALL.search(code) and not _WAITS.search(code):
        for call in _CALL.finditer(_SCRIPT_COMMENT.sub(lambda found: " " if found[1] else found[0], code)):
            yield from _request(element, call[1], "call")


def _by_script(script: Element) -> Iterator[Request]:
    """What a script asks for that stands in the page; a module's imports wait for nothing."""
    code = script.text or ""
    kind = (script.get("type") or "").strip().lower()
    if kind == "module":
        for found in _IMPORTS.finditer(code):
            yield from _request(script, found[1], "script")
    elif kind == "importmap":
        for found in _MAPPED.finditer(code):
            yield from _request(script, found[1], "script")
    if _runs(script):
        yield from in_script(script, code)


def _without_comments(sheet: str) -> str:
    """A style sheet with spaces in place of its comments: what is left stands where it stood."""
    begin = sheet.find("/*")
    if begin < 0:
        return sheet
    parts: list[str] = []
    done = 0
    while begin >= 0 and (end := sheet.find("*/", begin + 2)) >= 0:
        parts += (sheet[done:begin], " " * (end + 2 - begin))
        done = end + 2
        begin = sheet.find("/*", done)
    return "".join((*parts, sheet[done:]))


def _request(element: Element, url: str, kind: Kind) -> Iterator[Request]:
    url = url.strip()
    if _FOREIGN.match(url):
        try:
            host = urlsplit(url if ":" in url[:6] else f"https:{url}").hostname
        except ValueError:
            return
        if host and "." in host:
            yield Request(element, url, host.rstrip("."), kind)


def _addresses(element: Element, name: str) -> Iterator[str]:
    written = element.get(name) or element.get(f"xlink:{name}")
    if written and name.endswith("srcset"):
        yield from (part.split()[0] for part in written.split(",") if part.split())
    elif written:
        yield written


def _waits(element: Element) -> bool:
    """Whether the element fetches nothing before somebody lets it."""
    if element.tag == "script" and not _runs(element):
        return True
    if element.tag in ("video", "audio") and (element.get("preload") or "").lower() == "none":
        return element.get("autoplay") is None and not element.get("poster")
    return any(above.tag == "template" for above in element.iterancestors())


def _runs(script: Element) -> bool:
    return (script.get("type") or "").strip().lower() in _SCRIPTS


# -- hosts -------------------------------------------------------------------------------------------------------------


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = read_data("third_parties.yml")
    return data


@cache
def hosts_listed(name: str) -> frozenset[str]:
    """The hosts of one list of ``data/third_parties.yml``."""
    if name == "pixels":
        return frozenset(host for entry in _data()["pixels"] for host in entry.get("hosts", ()))
    return frozenset(_data()[name])


@cache
def pixel_paths() -> re.Pattern[str]:
    """What paths of impression pixels look like on any host."""
    return re.compile("|".join(entry["path"] for entry in _data()["pixels"] if "path" in entry))


@cache
def blocking_tools() -> re.Pattern[str]:
    """The marks of tools that hold back all that others deliver."""
    return re.compile("|".join(_data()["blocks"]), re.IGNORECASE | re.DOTALL)


def is_below(host: str, hosts: frozenset[str]) -> bool:
    """Whether a host is one of these, or stands below one."""
    while host:
        if host in hosts:
            return True
        host = host.partition(".")[2]
    return False


_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "gov", "ac", "edu", "gob", "or", "ne"})


def owner_of(host: str) -> str:
    """The part of a host that one owner has: ``example.co.uk`` of ``cdn.example.co.uk``."""
    labels = host.removeprefix("www.").split(".")
    count = 2
    if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL:
        count = 3
    if is_below(host, hosts_listed("shared")):
        count += 1
    return ".".join(labels[-count:])
