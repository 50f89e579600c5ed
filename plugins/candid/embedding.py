"""Calculators on other sites: a page with ``embed: true`` gets a light twin of its first one, to be framed."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from candid.components import calculator
from candid.pages import Page
from candid.site import Site

__all__ = ["EmbedCodeView", "EmbedView", "address_of", "embed_page", "embedded_pages"]

_ASSETS = "assets/candid"


@dataclass(frozen=True)
class EmbedView:
    """What ``candid/embed.html`` shows.

    Attributes:
        calculator: What ``candid/calculator.html`` shows.
        page: The address of the page that it comes from, to credit it.
        assets: The folder of our style sheets and modules.
    """

    language: str
    title: str
    site_name: str
    calculator: object
    page: str
    assets: str


@dataclass(frozen=True)
class EmbedCodeView:
    """What ``candid/embed_code.html`` shows: the lines to copy."""

    address: str
    title: str


def address_of(url: str) -> str:
    """The address of the framed version of the page at ``url``: ``a/`` or ``a.html`` become ``a/embed/``."""
    return posixpath.join(url.removesuffix("index.html").removesuffix(".html"), "embed/")


def embedded_pages(pages: Iterable[Page], site: Site, address: Callable[[str], str], site_url: str) -> dict[str, str]:
    """The framed versions of all pages that ask for one, by the paths at which to publish them.

    Args:
        pages: The pages.
        site: The site.
        address: The address of a page below the site's by its path, such as ``calculators/fee.md``.
        site_url: The address of the site, empty if it is not known.
    """
    texts: dict[str, str] = {}
    for page in pages:
        url = address(page.source.uri) if page.context.embed else ""
        html = embed_page(page, site, url, site_url) if page.context.embed else None
        if html is not None:
            texts[f"{address_of(url)}index.html"] = html
    return texts


def embed_page(page: Page, site: Site, url: str, site_url: str) -> str | None:
    """The framed version of a page, or nothing for a page without a calculator.

    Args:
        page: The page; its first calculator counts.
        site: The site.
        url: The page's address below the site's, such as ``calculators/fee/``.
        site_url: The address of the site, empty if it is not known.
    """
    fence = next((found for found in page.source.fences if found.name == "calculator" and not found.in_comment), None)
    if fence is None:
        return None
    options, problems = site.read_fence(calculator.component, fence.body, fence.body_at)
    if problems:
        return None
    here = address_of(url)
    back = posixpath.relpath(url or ".", here) + ("" if url.endswith(".html") else "/")
    view = EmbedView(
        language=page.context.language,
        title=page.title,
        site_name=site.settings.name,
        calculator=calculator.component.view(options, site, page.context, 1),
        page=posixpath.join(site_url, url) if site_url else back,
        assets=posixpath.relpath(_ASSETS, here),
    )
    return "<!doctype html>\n" + site.renderer.render("candid/embed.html", view)
