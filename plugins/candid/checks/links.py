"""Whether every link of our own schemes leads somewhere, and every number under test says what the rules say."""

from __future__ import annotations

from collections.abc import Iterator

from candid.calc_links import CalcLinkError, agrees, resolve
from candid.checks.references import no_such_id
from candid.diagnostics import Finding
from candid.pages import Page
from candid.site import Site
from candid.sources import SchemeLink

__all__ = ["check_links"]


def check_links(site: Site, page: Page) -> Iterator[Finding]:
    """The ``offer:`` and ``calc:`` links of a page."""
    for link in page.source.links:
        scheme, _, rest = link.href.partition(":")
        if scheme == "offer":
            if rest not in site.catalog.offers:
                yield no_such_id("offer", rest, site.catalog.offers, link.href_at)
        else:
            yield from _number(site, link)


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
