"""Whether every link of our own schemes leads somewhere, and every number under test says what the rules say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from candid.calc_links import CalcLinkError, agrees, resolve
from candid.checks.references import no_such_id
from candid.diagnostics import Finding
from candid.pages import Page
from candid.site import Site
from candid.sources import SchemeLink
from candid_rules.documents import did_you_mean

__all__ = ["check_links"]


def check_links(site: Site, page: Page) -> Iterator[Finding]:
    """The ``offer:`` and ``calc:`` links of a page, and what was meant to be one."""
    yield from _misspelt(page)
    yield from _unsafe(page)
    for link in page.source.links:
        scheme, _, rest = link.href.partition(":")
        if link.is_image or link.is_autolink:
            what = "an image" if link.is_image else "an address in angle brackets"
            yield Finding.of(
                "link-form", link.href_at, f"{what} cannot show '{link.href}'", f"write [text]({link.href})"
            )
        elif scheme == "offer" and link.text is not None and not link.text.strip():
            yield Finding.of("link-form", link.text_at, "the link has no text to follow", f"write [text]({link.href})")
        elif scheme == "offer":
            if rest not in site.catalog.ids["offers"]:
                yield no_such_id("offer", rest, site.catalog.offers, link.href_at)
        else:
            yield from _number(site, link)


_SCHEME = re.compile(r"\]\([ \t]*(?P<scheme>[A-Za-z]{3,12}):(?!//)")
_SCHEMES = ("calc", "offer")


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
