"""Whether what ``site.yml`` declares about links fits what is known about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from candid.diagnostics import Finding
from candid.pages import Page
from candid.site import Site

__all__ = ["check_declarations"]


def check_declarations(site: Site, _pages: Sequence[Page]) -> Iterator[Finding]:
    """Prefixes that are said to be no affiliate links although a network's or a programme's links begin with them."""
    own = {programme.tracking_url: name for name, programme in site.catalog.programmes.items()}
    for index, link in enumerate(site.settings.links):
        if link.affiliate:
            continue
        if link.prefix in own:
            whose = f"the links of the programme '{own[link.prefix]}'"
        else:
            network = site.networks.by_id.get(site.networks.behind(link.prefix) or "")
            if network is None:
                continue
            whose = f"links of {network.name}"
        yield Finding.of(
            "affiliate-links-switched-off",
            site.catalog.files["site"].at("links", index, "prefix"),
            f"{whose} begin with '{link.prefix}': as 'affiliate: false' they go without rel, label and disclosure",
            "take the line off, or make the prefix as long as the links that are none",
        )
