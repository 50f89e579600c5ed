"""Where the page-level disclosure stands: in the content, before the first affiliate link and the first calculator."""

from __future__ import annotations

from collections.abc import Sequence

from candid.disclosures import DisclosureTexts, Statement

__all__ = ["place"]


def place(html: str, texts: DisclosureTexts, statements: Sequence[Statement] = ()) -> str:
    """A page's content with its disclosure, if it has a link marked by ``links`` and no disclosure yet."""
    raise NotImplementedError
