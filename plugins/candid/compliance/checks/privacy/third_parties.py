"""Who else learns that somebody reads a page: trackers (V-01), whoever serves a part of it (V-02), networks (V-03).

Each host is reported once for a page, at the first element that asks it for something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from lxml.etree import _Element as Element

from candid.compliance.facts.own_hosts import host_in_sitemap
from candid.compliance.facts.requests import (
    Kind,
    Request,
    blocking_tools,
    hosts_listed,
    in_script,
    in_style_sheet,
    is_below,
    owner_of,
    pixel_paths,
    requests_of,
)
from candid.compliance.hits import AcrossPages, Hit, PageCheck
from candid.compliance.page import BuiltPage
from candid.compliance.site import BuiltSite
from candid.diagnostics import Severity

__all__ = ["ACROSS_PAGES", "PAGE_CHECKS"]

_Rule = Literal["V-01", "V-02", "V-03"]

_LOADS = re.compile(r"(?:src|href|srcset|data|poster|url\(|set\(|import|from|fetch|beacon|open)[^<>]{0,40}\Z")
_FARTHEST = 50
_LONGEST_SCRIPT = 30_000
"""Characters of a script of the site's own: what is longer is a bundle, whose parts may run at any time or never."""
_TINY = frozenset({"0", "1", "2"})
_STORES = re.compile(
    r"document\s*\.\s*cookie\s*=(?!=)|(?:localStorage|sessionStorage)\s*\.\s*setItem\s*\(\s*[\"'`](?=[^\"'`]{0,40}"
    r"(?:id|uid|visit|user|track|session|client|utm|ref|seen|count))",
    re.IGNORECASE,
)
_HARMLESS = re.compile(
    r"consent|cookie-?banner|addEventListener\s*\(\s*[\"'](?:click|submit|change)|onclick|accept|agree|theme|palette|colou?r|dark|lang|locale",
    re.IGNORECASE,
)
_NAMES: dict[Kind, str] = {
    "script": "a script from", "frame": "a frame from", "image": "an image from", "style": "a style or font from",
    "media": "a file from", "connection": "a connection to", "lookup": "a look-up of", "call": "a call by a script to",
}  # fmt: skip
_DONE: dict[Kind, str] = {"connection": "made", "lookup": "made", "call": "sent"}
"""What happens to a request of this kind; all others are fetched."""


def requests(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Nothing on a page turns to another host before readers agree."""
    if not _may_load(page.lowered):
        return
    reported: set[str] = set()
    found = sorted(requests_of(page), key=lambda request: request.kind == "lookup")  # what asks for more counts first
    if found:
        own = _own(page, site)
        is_held_back = blocking_tools().search(page.text) is not None
        for request in found:
            rule = _rule(request, page, site, own)
            if rule and request.host not in reported and not (is_held_back and rule != "V-03"):
                reported.add(request.host)
                yield _hit(rule, request)
    for script in page.root.iter("script"):
        code = script.text or ""
        if _STORES.search(code) and not _HARMLESS.search(code) and not page.calculators:
            hint = "store nothing before readers have agreed, or nothing at all"
            yield Hit("V-01", "a script stores something on the reader's device when the page opens", hint, script)


def _may_load(lowered: str) -> bool:
    """Whether anything in a page, in lower case, may fetch or store something: a cheap question."""
    begin = lowered.find("//")
    while begin >= 0:
        if _LOADS.search(lowered, max(begin - _FARTHEST, 0), begin):
            return True
        begin = lowered.find("//", begin + 2)
    return "cookie" in lowered or "storage" in lowered


def _used(page: BuiltPage, site: BuiltSite) -> Iterator[tuple[str, BuiltPage]]:
    """The site's own style sheets and scripts that a page uses."""
    for sheet in site.style_sheets(page):
        if sheet.name and sheet.text and "//" in sheet.text:
            yield sheet.name, page
    for script in page.root.iter("script"):
        source = script.get("src")
        runs = (script.get("type") or "").strip().lower() in ("", "module", "text/javascript")
        if source and runs and (name := site.file_of(page, source)):
            yield name, page


def in_files(site: BuiltSite, files: Sequence[tuple[str, BuiltPage]]) -> Iterator[Hit]:
    """The site's own style sheets and scripts load nothing from other hosts either."""
    for name, page in dict(reversed(files)).items():
        sheet = next((one for one in site.style_sheets(page) if one.name == name), None)
        if sheet is not None:
            text = sheet.text or ""
            found = list(in_style_sheet(sheet.element, text))
        else:
            text = site.read(name) or ""
            found = list(in_script(page.root, text)) if len(text) <= _LONGEST_SCRIPT else []
            if found and blocking_tools().search(page.text):
                continue
        reported: set[str] = set()
        own = _own(page, site)
        for request in found:
            rule = _rule(request, page, site, own)
            if rule and request.host not in reported:
                reported.add(request.host)
                hit = _hit(rule, request)
                yield Hit(
                    hit.rule, hit.message, hit.hint, path=name, place=_place(text, request.url), severity=hit.severity
                )


def _hit(rule: _Rule, request: Request) -> Hit:
    what = f"{_NAMES[request.kind]} '{request.host}'"
    if rule == "V-01":
        hint = "load it only after readers have agreed, or count visits without it"
        return Hit(rule, f"{what} tracks readers who have agreed to nothing", hint, request.element)
    if rule == "V-03":
        return Hit(rule, f"{what} tells a network of every reader", "offer a text link instead", request.element)
    hint = "keep a copy on your own site, or load it when readers click on what stands in its place"
    if request.kind in ("connection", "lookup"):
        hint = "take this link out: whatever readers ask of that host later works without it"
    elif _is_linked_image(request):
        hint = "show a picture of your own, or load this one on a click: Amazon's pictures may be linked, never copied"
    severity = Severity.INFO if request.kind == "lookup" or _is_linked_image(request) else None
    done = _DONE.get(request.kind, "fetched")
    return Hit(rule, f"{what} is {done} before readers agree", hint, request.element, severity=severity)


def _rule(request: Request, page: BuiltPage, site: BuiltSite, own: frozenset[str]) -> _Rule | None:
    """The rule that a request breaks, the most special one first."""
    host = request.host
    if owner_of(host) in own or is_below(host, hosts_listed("consent")):
        return None
    if _is_pixel_of_network(request, site):
        return "V-03"
    if is_below(host, hosts_listed("trackers")) or _is_pixel(request.element):
        return "V-01"
    if request.kind == "image" and not own and host in hosts_listed("placeholders"):
        return None  # the page does not say where it is published: this stands for its own host
    return "V-02"


def _is_pixel_of_network(request: Request, site: BuiltSite) -> bool:
    if is_below(request.host, hosts_listed("pixels")):
        return True
    path = "/" + request.url.partition("//")[2].partition("/")[2]
    if pixel_paths().search(path):
        return True
    if request.kind not in ("image", "frame", "script", "call"):
        return False
    return site.networks.classify(request.url, site.terms.declared).cls in ("certain", "strong")


def _is_pixel(element: Element) -> bool:
    """Whether it is a picture of nothing: it is there to be asked for."""
    sizes = {(element.get(side) or "").removesuffix("px").strip() for side in ("width", "height")}
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.tag in ("img", "iframe") and (
        sizes <= _TINY
        or ("display:none" in style and element.tag == "img")
        or ("width:1px" in style and "height:1px" in style)
    )


def _is_linked_image(request: Request) -> bool:
    """Whether it is one of Amazon's pictures: to link to them is the only use that Amazon allows."""
    return request.kind == "image" and is_below(request.host, hosts_listed("images"))


def _own(page: BuiltPage, site: BuiltSite) -> frozenset[str]:
    """What the site owns of hosts, as far as it says where it is published."""
    hosts = set(page.own_hosts)
    home = site.page_at("")
    if home is not None:
        hosts |= home.own_hosts
    name = (site.read("CNAME") or "").strip()
    hosts.add(name.removeprefix("www."))
    hosts.add(host_in_sitemap(site.read("sitemap.xml") or ""))
    return frozenset(owner_of(host) for host in hosts if host)


def _place(text: str, found: str) -> tuple[int, int]:
    """Line and column of an address in a file."""
    offset = max(text.find(found), 0)
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


PAGE_CHECKS: tuple[PageCheck, ...] = (requests,)
ACROSS_PAGES = (AcrossPages(_used, in_files),)
