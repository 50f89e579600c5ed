"""No mark of Amazon's stands in the name or the address of a site that links to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from candid.compliance.facts.own_hosts import host_in_sitemap, host_of
from candid.compliance.facts.programme_links import links_of, marketplace
from candid.compliance.facts.site_names import site_names
from candid.compliance.hits import AcrossPages, Hit, PageCheck
from candid.compliance.page import BuiltPage
from candid.compliance.site import BuiltSite
from candid.compliance.text.texts import shortened
from candid.compliance.wording.amazon import mark_in

__all__ = ["ACROSS_PAGES", "PAGE_CHECKS"]

_HINT = "choose a name of your own"


def own_names(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """The names and addresses that a page itself tells."""
    if not links_of(page, "amazon"):
        return
    for element, name, what in site_names(page):
        mark = _mark_in(name)
        if mark:
            message = f"the site's {what} '{shortened(name)}' contains Amazon's mark '{mark}'"
            yield Hit("P-AMZ-13", message, _HINT, element)
            return


def _has_links(page: BuiltPage, site: BuiltSite) -> Iterator[frozenset[str]]:
    if links_of(page, "amazon"):
        yield page.own_hosts


def own_addresses(site: BuiltSite, hosts: Sequence[frozenset[str]]) -> Iterator[Hit]:
    """The addresses that only other files of the site tell: those that hosts and crawlers read."""
    if not hosts:
        return
    known = frozenset[str]().union(*hosts)
    for file, host in _hosts_in_files(site):
        mark = _mark_in(host) if host not in known else ""
        if mark:
            message = f"the site's address '{shortened(host)}' contains Amazon's mark '{mark}'"
            yield Hit("P-AMZ-13", message, _HINT, path=file)
            return


def _hosts_in_files(site: BuiltSite) -> Iterator[tuple[str, str]]:
    if "CNAME" in site.files:
        yield "CNAME", (site.read("CNAME") or "").strip().lower().removeprefix("www.")
    for address in site.robots.sitemaps:
        yield "robots.txt", host_of(address)
    if "sitemap.xml" in site.files:
        yield "sitemap.xml", host_in_sitemap(site.read("sitemap.xml") or "")


def _mark_in(name: str) -> str:
    return mark_in(name) if marketplace(f"https://{name}") is None else ""


PAGE_CHECKS: tuple[PageCheck, ...] = (own_names,)
ACROSS_PAGES = (AcrossPages(_has_links, own_addresses),)
