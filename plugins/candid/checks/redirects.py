"""Redirects of the site's own: the offers that may not have one, and names that are taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from candid.catalog import DataFile, OfferRecord
from candid.cloaking import cloaking_of, never_hidden
from candid.diagnostics import Finding, Location
from candid.models import Programme
from candid.pages import Page
from candid.redirects.clashes import in_the_way
from candid.redirects.routes import location_of
from candid.site import Site
from candid.targets import Target, Targets

__all__ = ["check_redirects"]

_TAKEN = frozenset(
    {"404", "assets", "embed", "feed", "index", "javascripts", "robots", "search", "sitemap", "stylesheets"}
)
"""What sites have under these names, at their root or in any folder."""


def check_redirects(site: Site, pages: Sequence[Page]) -> Iterator[Finding]:
    """What keeps an offer from the redirect that its author wants, and what stands in the way of one."""
    targets = Targets(site.catalog, site.networks, site.settings, site.as_of)
    settings = site.settings.redirects
    if settings is not None:
        yield from _prefix(site, settings.prefix)
        for page in pages:
            yield from in_the_way(page.source.uri, Location(page.source.path), settings.prefix)
        yield from _programmes(site)
    for record in site.catalog.offers.values():
        file = site.catalog.files[f"products/{record.product_id}"]
        target = targets.when_running(record.id)
        if settings is not None and targets.may_redirect(target):
            yield from _name(file, record)
            yield from _destination(targets, file, record)
            yield from _stand_in(targets, file, record)
        elif record.offer.redirect and (settings is not None or "site" not in site.catalog.unread):
            yield _refused(site, file, record, target)


def _prefix(site: Site, prefix: str) -> Iterator[Finding]:
    if prefix in _TAKEN:
        at = site.catalog.files["site"].at("redirects", "prefix")
        yield Finding.of("redirect-clash", at, f"sites have other things in '{prefix}/'", "write 'prefix: go'")


def _programmes(site: Site) -> Iterator[Finding]:
    """Programmes of which the author should find out, or has written down, what they say."""
    used = {record.programme_id for record in site.catalog.offers.values()}
    for name, programme in site.catalog.programmes.items():
        file = site.catalog.files[f"programmes/{name}"]
        if never_hidden(programme, site.networks):
            if programme.cloaking == "allowed":
                message = "Amazon forbids links that hide it; its offers are linked directly"
                yield Finding.of("cloaking-forbidden", file.at("cloaking"), message, "write 'cloaking: forbidden'")
        elif programme.cloaking == "unknown" and name in used:
            message = f"nobody has said whether '{name}' allows links that hide it; its offers are linked directly"
            hint = "read its terms, and write 'cloaking: allowed' or 'cloaking: forbidden'"
            yield Finding.of("cloaking-unknown", file.at("cloaking"), message, hint)


def _name(file: DataFile, record: OfferRecord) -> Iterator[Finding]:
    if record.id in _TAKEN:
        at = file.document.locate(("offers", record.id), key=True)
        yield Finding.of("redirect-clash", at, f"no redirect can be called '{record.id}'", "give the offer another id")


def _destination(targets: Targets, file: DataFile, record: OfferRecord) -> Iterator[Finding]:
    href = targets.behind_redirect(record.id).href
    if location_of(href) is None:
        message = f"no browser can open '{href}': its host has no form in ASCII"
        yield Finding.of("invalid-value", file.at("offers", record.id, "destination"), message, "mend the address")


def _stand_in(targets: Targets, file: DataFile, record: OfferRecord) -> Iterator[Finding]:
    running = targets.of_offer(record.id)
    if running is None or running.offer is None or running.cls == "none" or targets.may_redirect(running):
        return
    message = (
        f"'{running.offer}' stands in for this offer and may not be hidden; until then the redirect of '{record.id}'"
        f" leads to {record.product.official_site}"
    )
    yield Finding.of("redirect-stand-in", file.at("offers", record.id, "fallback"), message)


def _refused(site: Site, file: DataFile, record: OfferRecord, target: Target) -> Finding:
    at = file.at("offers", record.id, "redirect")
    hint = "take 'redirect' off: the offer is linked directly"
    if site.settings.redirects is None:
        return Finding.of(
            "redirect-refused", at, "this site has no redirects", "say in site.yml where it is published: redirects:"
        )
    programme: Programme | None = record.programme
    if programme is None:
        message = f"the offer '{record.id}' has no programme that allows links that hide it"
    elif cloaking_of(programme, target.found, site.networks) == "forbidden":
        message = f"the programme '{record.programme_id}' forbids links that hide it"
        if programme.cloaking != "forbidden":
            message = "Amazon forbids links that hide it"
    else:
        message = f"nobody has said whether the programme '{record.programme_id}' allows links that hide it"
        hint = f"read its terms, and write 'cloaking: allowed' into programmes/{record.programme_id}.yml"
    return Finding.of("redirect-refused", at, message, hint)
