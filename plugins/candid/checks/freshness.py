"""Whether the facts of products and programmes were checked recently enough to be published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from candid.catalog import DataFile
from candid.diagnostics import Finding
from candid.models import Product, Programme
from candid.pages import Page
from candid.site import Site

__all__ = ["check_freshness"]


def check_freshness(site: Site, _pages: Sequence[Page]) -> Iterator[Finding]:
    """Every ``checked_on`` of the data, against the limits in ``site.yml`` on the site's day."""
    for file in site.catalog.files.values():
        match file.record:
            case Product(facts=facts):
                for name, fact in facts.items():
                    yield from _age(site, fact.checked_on, file, ("facts", name, "checked_on"), fact.label)
            case Programme(checked_on=checked_on, name=title):
                yield from _age(site, checked_on, file, ("checked_on",), f"the terms of {title}")


def _age(site: Site, checked_on: date, file: DataFile, path: tuple[str, ...], what: str) -> Iterator[Finding]:
    limits = site.settings.staleness
    days = (site.as_of - checked_on).days
    if 0 <= days <= limits.warn_after_days:
        return
    at, hint = file.at(*path), "compare it with its source and set checked_on to that day"
    if days < 0:
        yield Finding.of("fact-from-the-future", at, f"'{what}' was checked on {checked_on}, after {site.as_of}", hint)
    elif days > limits.error_after_days:
        yield Finding.of("fact-expired", at, f"'{what}' was last checked {days} days ago", hint)
    else:
        yield Finding.of("fact-stale", at, f"'{what}' was last checked {days} days ago", hint)
