"""The page at a redirect's address, for hosts that answer with files alone: it sends its readers on."""

from __future__ import annotations

from dataclasses import dataclass

from candid.disclosures import DisclosureTexts, Statement
from candid.links import LinkMarker
from candid.redirects.routes import Route
from candid.site import Site

__all__ = ["RedirectView", "fallback_page"]

_HOME = "../../"
"""From each of these pages: they lie in folders of their own, in one of the site's."""


@dataclass(frozen=True)
class RedirectView:
    """What ``candid/redirect.html`` shows.

    Attributes:
        language: The language of the site.
        site_name: Its name.
        home: Its front page, as seen from the page.
        title: The offer's title.
        call_to_action: The text of its link.
        address: Where it leads. The link gets its ``rel`` and label afterwards, as on every page.
        texts: The disclosure, in the site's language; nothing where the redirect leads plainly to the product.
        statements: What the programme prescribes.
        assets: The folder of our style sheets, as seen from the page.
    """

    language: str
    site_name: str
    home: str
    title: str
    call_to_action: str
    address: str
    texts: DisclosureTexts | None
    statements: tuple[Statement, ...]
    assets: str


def fallback_page(route: Route, site: Site, marker: LinkMarker) -> str:
    """The page of a redirect: no script, nothing to index, and the disclosure before the link.

    Args:
        route: The redirect.
        site: The site.
        marker: Marks the link, as a direct one.
    """
    offer, target, language = site.catalog.offers[route.offer].offer, route.target, site.settings.language
    programme = site.catalog.programmes.get(target.programme_id or "")
    networks = dict.fromkeys(name for name in (target.network, *target.found.networks) if name)
    view = RedirectView(
        language=language,
        site_name=site.settings.name,
        home=_HOME,
        title=offer.title,
        call_to_action=offer.call_to_action,
        address=route.location,
        texts=site.disclosures.for_language(language) if target.cls != "none" else None,
        statements=site.disclosures.statements(language, networks, [programme] if programme else []),
        assets=f"{_HOME}assets/candid",
    )
    html = "<!doctype html>\n" + site.renderer.render("candid/redirect.html", view)
    return f"{marker.mark(html, language=language).html}\n"
