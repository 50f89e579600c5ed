"""Sitemaps list pages that may be found, by their full addresses, with days of change that mean something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urljoin, urlsplit

from lxml.etree import _Element as Element

from candid.compliance.facts.own_hosts import host_of
from candid.compliance.files.webfeeds import BadXml, line_of, local_name, read_bytes, read_xml
from candid.compliance.hits import Hit, SiteCheck
from candid.compliance.site import BuiltSite
from candid.diagnostics import Severity

__all__ = ["SITE_CHECKS"]

_NAME = re.compile(r"(?:.*/)?sitemap[\w.-]*\.xml(?:\.gz)?", re.IGNORECASE)
_MOST = 50_000
_LARGEST = 50 * 1024 * 1024
_OUTWARD = re.compile(r"/?(?:go|out|goto|recommends|refer|redirect|visit|exit)/", re.IGNORECASE)
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?)?)?")
_PAID = frozenset({"certain", "strong", "landing"})
_FEW = 3
_FINE = "list the full address of each page that may be found, and of no other"


def sitemaps(site: BuiltSite) -> Iterator[Hit]:
    """All sitemaps of a site, those in its folders and those that ``robots.txt`` names."""
    linked = {_path(address) for address in site.robots.sitemaps}
    names = sorted(name for name in site.files if _NAME.fullmatch(name) or name in linked)
    own = {host_of(address) for address in site.robots.sitemaps} | {
        host for page in site.pages for host in page.own_hosts
    }
    for name in names:
        if name.endswith(".gz") and name.removesuffix(".gz") in names:
            continue  # the same, packed
        yield from _sitemap(name, site, own - {""})


def _sitemap(name: str, site: BuiltSite, own: set[str]) -> Iterator[Hit]:
    def hit(message: str, hint: str, at: Element | None = None, severity: Severity | None = None) -> Hit:
        place = None if at is None else (line_of(at), 1)
        return Hit("G-MAP-01", message, hint, path=name, severity=severity, place=place)

    try:
        content = read_bytes(site.root / name)
        content.decode("utf-8")
        root = read_xml(content)
    except UnicodeDecodeError:
        yield hit("the sitemap is not in UTF-8", "write it in UTF-8")
        return
    except BadXml as error:
        message = f"the sitemap is no XML: {error}"
        yield Hit("G-MAP-01", message, "mend it", path=name, place=(error.line, error.column))
        return
    if local_name(root) not in ("urlset", "sitemapindex"):
        yield hit(f"the sitemap begins with '{local_name(root)}'", "begin it with urlset or sitemapindex", root)
        return
    if len(content) > _LARGEST:
        yield hit("the sitemap is larger than 50 MB", "part it and list the parts in an index")
    entries = [entry for entry in root if local_name(entry) in ("url", "sitemap")]
    if len(entries) > _MOST:
        yield hit(f"the sitemap has {len(entries)} addresses", "part it: 50,000 are the most for one")
    hosts = dict.fromkeys(own)
    paid = {entry.path.strip("/") for entry in site.redirect_entries if site.classify(entry.target)[0].cls in _PAID}
    days: list[str] = []
    for entry in entries:
        values = {local_name(child): child for child in entry}
        place = values.get("loc")
        address = (place.text or "").strip() if place is not None else ""
        at = entry if place is None else place
        problem = _problem(address, hosts, site) if local_name(root) == "urlset" else _shape(address, hosts)
        if problem:
            yield hit(problem, _FINE, at)
            if _path(address).strip("/") in paid:
                message = f"the sitemap lists '{address}', which redirects to an affiliate programme"
                yield Hit("P-ALL-02", message, _FINE, path=name, severity=Severity.INFO, place=(line_of(at), 1))
        changed = values.get("lastmod")
        day = (changed.text or "").strip() if changed is not None else ""
        if day and not _DAY.fullmatch(day):
            yield hit(f"lastmod '{day}' is no date", "write it as 2026-11-21", changed, Severity.WARNING)
        days.append(day)
    if local_name(root) == "urlset" and _says_nothing(days, site):
        message = f"all {len(days)} pages were changed on {days[0][:10]}, says the sitemap"
        hint = "give the day of each page's last real change, or no lastmod"
        yield hit(message, hint, root, Severity.WARNING)


def _shape(address: str, hosts: dict[str, None]) -> str:
    """What is wrong with an address by itself; the first one tells the host where nothing else does."""
    if not address:
        return "an entry of the sitemap has no address"
    if urlsplit(address).scheme not in ("http", "https") or not host_of(address):
        return f"'{address}' is no full address"
    if hosts and host_of(address) not in hosts:
        return f"'{address}' is on another site"
    hosts.setdefault(host_of(address))
    return ""


def _problem(address: str, hosts: dict[str, None], site: BuiltSite) -> str:
    try:
        if problem := _shape(address, hosts):
            return problem
    except ValueError:
        return f"'{address}' is no full address"
    path = _path(address)
    if path in site.redirects or path.rstrip("/") in site.redirects:
        return f"'{address}' leads to another site"
    page = site.page_at(path) or site.page_at(f"{path}/") or site.page_at(f"{path}.html")
    if page is None and path.strip("/") in site.redirect_sources:
        return f"'{address}' only sends its readers on"
    if page is None:
        return f"'{address}' is a link that leads away" if _OUTWARD.match(path) else ""
    if page.is_redirect:
        return f"'{address}' only sends its readers on"
    if page.is_noindex or site.noindex_headers.cover(f"/{path}"):
        return f"'{address}' asks search engines to leave it out"
    if page.canonical and not _same(page.canonical, address):
        return f"'{address}' says that its own address is '{page.canonical}'"
    return f"'{address}' is kept out by robots.txt" if site.robots.blocks(f"/{path}") else ""


def _says_nothing(days: list[str], site: BuiltSite) -> bool:
    """Whether every page has the same day of change, as builds write them that know no better."""
    same = {day[:10] for day in days}
    if len(same) != 1 or len(days) < 2 or not days[0]:
        return False
    return len(days) >= _FEW or days[0][:10] == site.terms.today.isoformat()


def _same(canonical: str, address: str) -> bool:
    full = urljoin(address, canonical)
    return _plain(full) == _plain(address)


def _plain(address: str) -> tuple[str, str, str]:
    parts = urlsplit(address)
    path = parts.path.removesuffix("index.html").removesuffix(".html").rstrip("/")
    return host_of(address), unquote(path), parts.query


def _path(address: str) -> str:
    try:
        return unquote(urlsplit(address).path).lstrip("/")
    except ValueError:
        return ""


SITE_CHECKS: tuple[SiteCheck, ...] = (sitemaps,)
