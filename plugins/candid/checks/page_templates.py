"""Whether a page's front matter makes it something else than a page."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from candid.diagnostics import Finding
from candid.pages import Page
from candid.site import Site

__all__ = ["check_template"]

_SENDS_ON = "redirect.html"
"""Material's template for a page that moved: a script and a refresh to whatever ``location:`` says."""


def check_template(_site: Site, page: Page) -> Iterator[Finding]:
    """A page that would send its readers wherever its front matter says."""
    meta = page.source.front_matter.value
    template = meta.get("template")
    if isinstance(template, str) and posixpath.basename(template) == _SENDS_ON:
        yield Finding.of(
            "unsafe-link",
            page.source.front_matter.locate(("template",)),
            f"by '{_SENDS_ON}' the page would send its readers to '{meta.get('location', '')}'",
            "delete 'template'; an offer with 'redirect: true' has an address of the site's own that leads on",
        )
