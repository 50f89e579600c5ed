"""Whether every link of our own schemes leads somewhere, and every number under test says what the rules say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from candid.calc_links import CalcLinkError, agrees, resolve
from candid.checks.references import no_such_id
from candid.diagnostics import Finding
from candid.networks.addresses import read_address
from candid.networks.tracking import site_of
from candid.pages import Page
from candid.site import Site
from candid.sources import SchemeLink
from candid_rules.documents import did_you_mean

__all__ = ["check_links"]


def check_links(site: Site, page: Page) -> Iterator[Finding]:
    """The ``offer:`` and ``calc:`` links of a page, and what was meant to be one."""
    yield from _misspelt(page)
    yield from _unsafe(page)
    yield from _foreign(site, page)
    for link in page.source.links:
        scheme, _, rest = link.href.partition(":")
        if link.is_image or link.is_autolink:
            what = "an image" if link.is_image else "an address in angle brackets"
            yield Finding.of(
                "link-form", link.href_at, f"{what} cannot show '{link.href}'", f"write [text]({link.href})"
            )
        elif not rest:
            hint = f"write it without a space behind the colon: [text]({link.href}…)"
            yield Finding.of("link-form", link.href_at, f"nothing is named behind '{link.href}'", hint)
        elif scheme == "offer" and link.text is not None and not link.text.strip():
            yield Finding.of("link-form", link.text_at, "the link has no text to follow", f"write [text]({link.href})")
        elif scheme == "offer":
            if rest not in site.catalog.ids["offers"]:
                yield no_such_id("offer", rest, site.catalog.offers, link.href_at)
        else:
            yield from _number(site, link)


_SCHEME = re.compile(r"\]\([ \t]*(?P<scheme>[A-Za-z]{3,12}):(?!//)")
_SCHEMES = ("calc", "offer")


_ADDRESS = re.compile(r"""https?://[^\s)>"'<]+""")


def _foreign(site: Site, page: Page) -> Iterator[Finding]:
    """Links with somebody else's partner id to a shop for which a programme of the site has one."""
    ours = _partner_ids(site)
    # Nearly no page has one, so that is asked before where the addresses stand.
    if not any(f"{parameter}=" in page.source.body.lower() for parameter, _ in ours):
        return
    for target in page.source.targets(_ADDRESS):
        href = unescape(target.href)
        found, address = site.networks.classify(href, site.settings.links), read_address(href)
        if address is None or found.cls not in ("certain", "strong") or found.programme is not None:
            continue
        for (parameter, host), ids in ours.items():
            theirs = address.parameters.get(parameter)
            if theirs and host == site_of(href) and theirs.lower() not in map(str.lower, ids):
                place, mine = page.source.locate(target.start), "' or '".join(ids)
                message = f"the link carries the partner id '{theirs}', yours is '{mine}'"
                hint = "write your own id, or link to an offer; one that is yours too can be declared under 'links'"
                yield Finding.of("foreign-partner-id", place, message, f"{hint} in site.yml, with its programme")


def _partner_ids(site: Site) -> dict[tuple[str, str], tuple[str, ...]]:
    """The site's own ids by the parameter that holds them and the shop, where shops have ids of their own."""
    known: dict[tuple[str, str], tuple[str, ...]] = {}
    for programme in site.catalog.programmes.values():
        network = site.networks.by_id.get(programme.network)
        if network is None or network.marketplace_tag is None:
            continue
        parameter = network.marketplace_tag.lower()
        address, host = read_address(programme.tracking_url), site_of(programme.tracking_url)
        written = address.parameters.get(parameter, "") if address is not None else ""
        for shop, own in (*programme.tags.items(), (host or "", written)):
            if shop and own:
                known[parameter, shop] = tuple(dict.fromkeys((*known.get((parameter, shop), ()), own)))
    return known


_UNSAFE = re.compile(r"(?i:javascript|vbscript|data|file):[^)\s\"'<>]*")


def _unsafe(page: Page) -> Iterator[Finding]:
    """The schemes that marking the page's links will refuse, said before."""
    if not _UNSAFE.search(page.source.body):
        return
    for target in page.source.targets(_UNSAFE):
        scheme = target.href.partition(":")[0].lower()
        place = page.source.locate(target.start)
        message, hint = f"a link must not lead to '{scheme}:'", "link to an https:// address or to a page"
        yield Finding.of("unsafe-link", place, message, hint)


def _misspelt(page: Page) -> Iterator[Finding]:
    for match in _SCHEME.finditer(page.source.body):
        scheme = match["scheme"]
        if scheme in _SCHEMES or page.source.is_code(match.start()):
            continue
        hint = did_you_mean(scheme.lower(), _SCHEMES)
        if hint.startswith("did you mean"):
            yield Finding.of(
                "link-form", page.source.locate(match.start("scheme")), f"unknown scheme '{scheme}:'", hint
            )


def _number(site: Site, link: SchemeLink) -> Iterator[Finding]:
    try:
        number = resolve(link.href, site)
    except CalcLinkError as error:
        yield Finding.of(error.code, link.href_at, error.message, error.hint)
        return
    if link.text is not None and not agrees(link.text, number):
        yield Finding.of(
            "calc-text",
            link.text_at,
            f"the page says '{link.text}', the rules say '{number.text}'",
            f"write [{number.text}]({link.href})",
        )
