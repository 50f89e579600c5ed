"""What single programmes ask for beyond the law: labels at their links, consent, nobody in between."""

from __future__ import annotations

import re
from collections.abc import Iterator

from candid.compliance.facts.cards import card_of, row_of
from candid.compliance.facts.programme_links import final_host, has_label, links_of, rejected_label
from candid.compliance.facts.site_names import site_names
from candid.compliance.hits import Hit, PageCheck
from candid.compliance.page import BuiltPage, Link
from candid.compliance.site import BuiltSite
from candid.compliance.text.texts import shortened
from candid.diagnostics import Severity
from candid.networks.addresses import read_address

__all__ = ["PAGE_CHECKS"]

_CLOSE = 900
_WRAPPERS = frozenset({"skimlinks", "sovrn", "digidip", "yieldkit"})
_REWRITERS = re.compile(r"s\.skimresources\.com|cdn\.viglink\.com|digidip\.net|js\.yieldkit\.com", re.IGNORECASE)
_CONSENT_TOOL = re.compile(
    r"cookiebot|onetrust|cookielaw\.org|usercentrics|didomi|iubenda|klaro|quantcast|cookieyes|cookie-law-info|complianz|"
    r"trustarc|sourcepoint|consentmanager|borlabs|osano|termly|axeptio|tarteaucitron|cookieconsent|cookie-consent|"
    r"cookie-banner|cookie_banner|cookiebanner|consent-banner|consentbanner|__tcfapi|ccm19|cookiefirst|cookiehub|"
    r"cookiescript|cookie-script|privacymanager|sp_message|truste|real-cookie-banner|__md_consent|data-md-component=.?consent",
    re.IGNORECASE,
)
_AWIN_SHORT = frozenset({"tidd.ly"})
_AWIN_PATH = re.compile(r"/(?:cread|awclick|pclick|rclick)\.php")


def close_labels(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Close to links of Rakuten and eBay stands a disclosure; eBay takes none that says 'affiliate' alone.

    A page whose readers see no statement at all breaks the law's own rules, and these are only mentioned.
    """
    seen = {found.kind for found in page.disclosures if found.seen}
    for network, rule, name in (("ebay", "P-EBAY-01", "eBay"), ("rakuten", "P-RAK-01", "Rakuten")):
        for link in links_of(page, network):
            if has_label(page, link, frozenset()):
                continue
            word = rejected_label(page, link) if network == "ebay" else ""
            if word:
                message = f"the label '{shortened(word)}' at a link to eBay is not accepted by its programme"
                yield Hit(rule, message, "write '#ad' or 'Ad' beside it", link.element)
            elif seen <= (_NO_STATEMENT if network == "rakuten" else frozenset()):
                message = f"{name} too wants a disclosure at its link '{shortened(link.href)}'"
                yield Hit(rule, message, "write 'Ad' beside it", link.element, severity=Severity.INFO)
            elif not _is_close(page, link):
                message = (
                    f"the {name} link '{shortened(link.href)}' has no label, and the page's disclosure is not close"
                )
                yield Hit(rule, message, "write 'Ad' inside the link or right beside it", link.element)


_NO_STATEMENT = frozenset({"rejected", "tooltip"})
"""Of these the law's own rules speak; eBay has words of its own that it rejects."""


def _is_close(page: BuiltPage, link: Link) -> bool:
    """Whether a statement stands shortly before a link, with no card or row around the link that keeps them apart."""
    at = page.flow.span(link.element)[0]
    if card_of(page, link.element) is not None or row_of(link.element) is not None:
        return False
    return any(found.seen and 0 <= at - found.end <= _CLOSE and found.kind == "statement" for found in page.disclosures)


def fiverr_labels(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Fiverr wants the disclosure at each of its links."""
    for link in links_of(page, "fiverr"):
        if not has_label(page, link, site.terms.jurisdictions):
            message = f"the link to Fiverr '{shortened(page.name_of(link.element) or link.href)}' has no label with it"
            yield Hit("P-FIV-01", message, "write 'Ad' inside the link or right beside it", link.element)
    if links_of(page, "fiverr"):
        for element, name, what in site_names(page):
            if "fiverr" in name.lower() and not name.endswith("fiverr.com"):
                message = f"the site's {what} '{shortened(name)}' looks as if the site were Fiverr's"
                yield Hit("P-FIV-01", message, "choose a name of your own", element)
                return


def awin_consent(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Without a tool that asks for consent, links of Awin say that there is none."""
    if site.terms.consent_tool:
        return
    asked: bool | None = None
    for link in links_of(page, "awin"):
        address = read_address(link.found.url)
        if address is None or not (_AWIN_PATH.search(address.path) or address.host in _AWIN_SHORT):
            continue
        known = address.parameters
        if known.get("cons") == "0" or known.get("gdpr") or known.get("gdpr_consent"):
            continue
        if asked is None:
            asked = _CONSENT_TOOL.search(page.text) is not None
        if not asked:
            what = "says that readers have consented" if known.get("cons") else "does not say whether readers consent"
            message = f"the Awin link '{shortened(link.href)}' {what}, and the page does not ask them"
            hint = "add &cons=0 to it, or ask for consent first"
            yield Hit("P-AWIN-01", message, hint, link.element)
            yield Hit("V-04", message, hint, link.element, severity=Severity.INFO)  # the same, as a duty of privacy


def shopify(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Links to Shopify go to its programme directly, from a site with a name of its own."""
    links = [link for link in page.links if _is_shopify(link)]
    if not links:
        return
    rewriter = _REWRITERS.search(page.text)
    for link in links:
        wrapper = _WRAPPERS.intersection(link.found.networks)
        if wrapper or (rewriter and not link.paid):
            by = next(iter(sorted(wrapper)), "a script that rewrites links")
            message = f"the link to Shopify '{shortened(link.href)}' goes by way of {by}, a network of others"
            hint = "use your own link of Shopify's programme, which allows no networks in between"
            yield Hit("P-SHOP-01", message, hint, link.element, severity=Severity.WARNING)
    host = next(
        (host for host in sorted(page.own_hosts) if "shopify" in host and not host.endswith("shopify.com")), None
    )
    paid = next((link for link in links if link.paid), None)
    if host and paid:
        message = f"the site's address '{host}' contains Shopify's name"
        yield Hit("P-SHOP-01", message, "publish under a name of your own", paid.element)


def _is_shopify(link: Link) -> bool:
    host = final_host(link)
    return (
        host == "shopify.com" or host.endswith((".shopify.com", "shopify.pxf.io")) or "shopify.pxf.io" in link.address
    )


_CLICK = re.compile(
    r"[?&](irclickid|awc(?==\d+_)|cjevent|sscid|ransiteid|ps_xid|gsxid|gspk|tduid|avad|admitad_uid|aff_trace_key)=[^&#]",
    re.IGNORECASE,
)
"""What networks add to the address that a click arrives at, whatever else marks a link as an affiliate's."""


def foreign_clicks(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """No link carries the click of somebody else, copied with an address."""
    for link in page.links:
        click = _CLICK.search(link.address)
        if link.found.cls == "landing" or click:
            # What marks a link of any other class may be the site's own.
            theirs = link.found.marks if link.found.cls == "landing" else ()
            marks = ", ".join(theirs) or (click[1] if click else "its click id")
            message = f"the link '{shortened(link.href)}' was copied with another publisher's click ({marks})"
            yield Hit("P-ALL-01", message, f"take {marks} out of it, or use your own tracking link", link.element)


PAGE_CHECKS: tuple[PageCheck, ...] = (close_labels, fiverr_labels, awin_consent, shopify, foreign_clicks)
