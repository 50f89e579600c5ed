"""Whether what ``site.yml`` silences are rules that exist."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from candid.diagnostics import Finding
from candid.pages import Page
from candid.site import Site

__all__ = ["check_silences"]


def check_silences(site: Site, _pages: Sequence[Page]) -> Iterator[Finding]:
    """Rules that ``candid check`` shall be silent about and that there are none of."""
    entries = site.settings.silenced
    if entries:
        # Only sites that silence something pay for loading the rules.
        from candid.compliance.silencing import check_silenced, silencings  # noqa: PLC0415

        record = site.catalog.files["site"]
        yield from check_silenced(silencings(entries, lambda index: record.at("silenced", index, "rule")))
