"""The form of links to Amazon: nothing between the reader and Amazon, nothing that hides where the click came from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from candid.compliance.facts.programme_links import (
    ADDRESS,
    around,
    is_amazon,
    leads_to_amazon,
    links_of,
    marketplace,
    own_path,
)
from candid.compliance.hits import Hit, PageCheck, SiteCheck
from candid.compliance.page import BuiltPage, Link, tokens
from candid.compliance.site import BuiltSite
from candid.compliance.text.texts import shortened
from candid.compliance.wording.amazon import mark_in, suffix_of
from candid.diagnostics import Severity
from candid.networks.addresses import read_address

__all__ = ["PAGE_CHECKS", "SITE_CHECKS"]

_PLAIN = "link to Amazon itself, with your tag in the address"
_SILENT = frozenset({"no-referrer", "same-origin", "never"})
_OWN_SHORTENER = frozenset({"amzn.to", "a.co", "amzn.eu", "amzn.asia", "amzn.in", "amzn.com"})
_REDIRECT_PATH = re.compile(
    r"(?:^|/)(?:go|goto|out|outbound|away|recommends?|refer|visit|redirect|jump|exit|link|buy)/", re.IGNORECASE
)
_AT_AMAZON = re.compile(
    r"\b(?:on|at|from|via|bei|auf|chez|sur|en|su) amazon\b|\bamazon (?:deal|price|preis|angebot)\b|\bamazon\b$",
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    r"[{}$%<>\[\]@]|^(?:user|usr|u?uid|session|sess|sid)(?:[-_:.=]|\d|id)|(?:user|session|client|visitor|customer|member)[-_]?id|"
    r"(?:user|client|visitor|customer|member)[-_:.]?\d{2,}|(?:user|visitor|customer|member)[-_:.]\w*\d|"
    r"^u[-_]?\d{3,}$|^ga\d\.\d\.|^\+\d{7,15}$|session|\bgeo\b|e-?mail|phone|fingerprint|device[-_]?id|_ga\b|"
    r"\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b|[0-9a-f]{8}-[0-9a-f]{4}-|\b[0-9a-f]{24,}\b",
    re.IGNORECASE,
)
"""What in a sub-tag names a person, a session or a place, or is filled in for each of them."""
_BUILT = re.compile(
    r"ascsubtag\W{1,6}[^;\n]{0,40}?(?:\+|\$\{|concat|,)\s*\W{0,3}([A-Za-z_][\w.$()\[\]]{0,60})", re.IGNORECASE
)
_ABOUT_SOMEBODY = re.compile(
    r"user|uid|session|cookie|visitor|client|customer|e-?mail|geo|ip\b|device|fingerprint|storage", re.IGNORECASE
)
_SUB_NETWORKS = frozenset({"skimlinks", "sovrn", "digidip", "yieldkit"})
"""Networks that earn with publishers' plain links; Amazon may have agreed to their links."""
_TAG = re.compile(r"[\w.]+(?:-[\w.]+)*-(\d{2})")


def no_redirects(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Nothing stands between the reader and Amazon: no redirect, no page that sends on, no script that jumps."""
    for link in page.links:
        if is_amazon(link) and (link.redirect or not _is_direct(link)):
            yield from _detour(link)
        elif _looks_cloaked(page, link, site):
            message = f"the link '{shortened(link.href)}' leads to Amazon by a redirect of the site's own"
            yield Hit("P-AMZ-03", message, _PLAIN, link.element)
    if page.is_redirect:
        for meta in page.root.iter("meta"):
            target = re.search(ADDRESS, meta.get("content") or "")
            if (meta.get("http-equiv") or "").lower() == "refresh" and target and leads_to_amazon(target[0], site):
                message = f"a page sends its readers on to Amazon ('{shortened(target[0])}')"
                yield Hit("P-AMZ-03", message, f"take the page away: {_PLAIN}", meta)


def _detour(link: Link) -> Iterator[Hit]:
    parts = read_address(link.found.url)
    if link.redirect or parts is None or parts.host == "site.invalid":
        message = f"the link '{shortened(link.href)}' leads to Amazon by a redirect of the site's own"
        yield Hit("P-AMZ-03", message, _PLAIN, link.element)
    elif link.found.network not in (None, "amazon") and (
        link.found.network in _SUB_NETWORKS or link.found.network != link.found.networks[-1]
    ):
        message = f"the link '{shortened(link.href)}' leads to Amazon by way of another network ({link.found.network})"
        yield Hit("P-AMZ-03", message, _PLAIN, link.element, severity=Severity.WARNING)
    else:
        message = f"the link '{shortened(link.href)}' leads to Amazon by way of {parts.host}"
        yield Hit("P-AMZ-03", message, _PLAIN, link.element)


def _is_direct(link: Link) -> bool:
    """Whether an address is one of Amazon's own, its short forms among them."""
    parts = read_address(link.found.url)
    return parts is not None and (parts.host in _OWN_SHORTENER or "amazon" in parts.host)


def _looks_cloaked(page: BuiltPage, link: Link, site: BuiltSite) -> bool:
    """A path such as /go/ that nothing resolves, at a link that says Amazon."""
    if link.redirect or not _REDIRECT_PATH.search(link.address):
        return False
    path = own_path(page, link)
    if path is None or site.page_at(path.lstrip("/")) is not None:
        return False
    name = f"{page.name_of(link.element)} {link.href}".lower()
    return "amazon" in name or "amzn" in name


def referrers(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Amazon learns from which page the click came."""
    links = links_of(page, "amazon")
    hint = 'leave the referrer to the browser: rel="sponsored nofollow noopener", and a policy that names the origin'
    for link in links:
        if "noreferrer" in link.rel:
            message = f"noreferrer hides from Amazon where the click on '{shortened(link.href)}' comes from"
            yield Hit("P-AMZ-03", message, hint, link.element)
        elif (link.element.get("referrerpolicy") or "").strip().lower() in _SILENT:
            message = f"referrerpolicy hides from Amazon where the click on '{shortened(link.href)}' comes from"
            yield Hit("P-AMZ-03", message, hint, link.element)
    if links:
        for meta in page.root.iter("meta"):
            if (meta.get("name") or "").strip().lower() == "referrer" and tokens(meta.get("content")) & _SILENT:
                message = f"the page's referrer policy '{meta.get('content')}' hides from Amazon where clicks come from"
                yield Hit("P-AMZ-03", message, hint, meta)


def no_shorteners(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """No shortener of others hides that a link leads to Amazon."""
    for link in page.links:
        if link.found.network == "shortener" or (link.found.network == "geniuslink" and not is_amazon(link)):
            name = f"{page.name_of(link.element)} {link.element.get('title') or ''}".strip()
            if _AT_AMAZON.search(name) or (link.paid and "amazon" in around(page, link).lower()):
                parts = read_address(link.address)
                message = (
                    f"the link '{shortened(link.href)}' hides Amazon behind the shortener {parts.host if parts else ''}"
                )
                yield Hit("P-AMZ-04", message, f"{_PLAIN}; its own short form is amzn.to", link.element)


def tags(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Tracking ids belong to the shop, bear no mark of Amazon's, and tell nothing about a reader."""
    for link in links_of(page, "amazon"):
        parts = read_address(link.found.destination or link.found.url)
        shop = marketplace(link.found.destination or link.found.url)
        if parts is None or shop is None:
            continue
        tag = parts.parameters.get("tag") or parts.parameters.get("associatetag") or ""
        mark = mark_in(tag)
        if mark:
            message = f"the tracking id '{shortened(tag)}' contains Amazon's mark '{mark}'"
            yield Hit("P-AMZ-13", message, "use a tracking id without it", link.element)
        found, wanted = _TAG.fullmatch(tag), suffix_of(shop)
        if tag and wanted is not None and (found is None or found[1] != wanted):
            message = f"the tracking id '{shortened(tag)}' is not one for {shop}, whose ids end in -{wanted}"
            yield Hit("P-AMZ-15", message, f"use your tracking id for {shop}", link.element)
        sub_tag = parts.written("ascsubtag")
        if _PERSONAL.search(parts.parameters.get("ascsubtag", "")):
            message = f"the sub-tag '{shortened(sub_tag)}' can tell who clicked"
            yield Hit("P-AMZ-11", message, "let ascsubtag name the page and the place, nothing else", link.element)
    if "ascsubtag" in page.text:
        yield from _built_sub_tags(page)


def _built_sub_tags(page: BuiltPage) -> Iterator[Hit]:
    for script in page.root.iter("script"):
        for built in _BUILT.finditer(script.text or ""):
            if _ABOUT_SOMEBODY.search(built[1]):
                message = f"a script puts '{shortened(built[1])}' into Amazon's sub-tag, which can tell who clicked"
                yield Hit("P-AMZ-11", message, "let ascsubtag name the page and the place, nothing else", script)
                break


def no_listed_redirects(site: BuiltSite) -> Iterator[Hit]:
    """No file of redirects leads to Amazon."""
    for entry in site.redirect_entries:
        if not entry.page and leads_to_amazon(entry.target, site):
            message = f"'{entry.path}' redirects to Amazon ('{shortened(entry.target)}')"
            yield Hit("P-AMZ-03", message, f"take it out, and {_PLAIN}", path=entry.file, place=(entry.line, 1))


PAGE_CHECKS: tuple[PageCheck, ...] = (no_redirects, referrers, no_shorteners, tags)
SITE_CHECKS: tuple[SiteCheck, ...] = (no_listed_redirects,)
