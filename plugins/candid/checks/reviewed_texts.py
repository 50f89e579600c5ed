"""Whether the wording of a site's disclosures was read by somebody who knows the law of its readers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from candid.diagnostics import Finding
from candid.disclosures.profiles import profiles
from candid.link_inventory import list_links
from candid.pages import Page
from candid.site import Site
from candid.unreviewed_texts import unreviewed_texts

__all__ = ["check_reviewed_texts"]


def check_reviewed_texts(site: Site, pages: Sequence[Page]) -> Iterator[Finding]:
    """Candid's drafts on the site, once for each language; for ``candid lint``, since builds cannot change it."""
    for one in unreviewed_texts(site, pages, list_links(site, pages)):
        names = ", ".join(profiles()[name].name for name in one.jurisdictions)
        quoted = " and ".join(f"'{text}'" for text in one.texts)
        message = f"nobody who knows the law has read {quoted} for readers in: {names}"
        hint = f"have a lawyer read them, or word them yourself: 'disclosures: {one.language}:' in site.yml"
        yield Finding.of("disclosure-unreviewed", one.at, message, hint)
