"""The texts on a site that nobody who knows the law of its readers has read yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from candid.diagnostics import Location
from candid.disclosures.profiles import unreviewed_in
from candid.link_inventory import ListedLink
from candid.pages import Page
from candid.site import Site

__all__ = ["UnreviewedTexts", "unreviewed_texts"]


@dataclass(frozen=True, slots=True)
class UnreviewedTexts:
    """Candid's own texts of one language, as far as a site uses them.

    Attributes:
        language: Their language.
        texts: The statement of pages and the label of links, without those that the site words itself.
        jurisdictions: Where readers live for whom nobody has read them, by their ids.
        at: The first affiliate link that they stand beside.
    """

    language: str
    texts: tuple[str, ...]
    jurisdictions: tuple[str, ...]
    at: Location


def unreviewed_texts(site: Site, pages: Iterable[Page], listed: Iterable[ListedLink]) -> tuple[UnreviewedTexts, ...]:
    """The texts to have read, one for each language in which a page has affiliate links.

    Args:
        site: The site.
        pages: Its pages.
        listed: Its links, as ``candid.link_inventory`` lists them.
    """
    if "site" in site.catalog.unread:
        return ()  # nobody knows where its readers live
    languages = {page.source.path: page.context.language for page in pages}
    found: dict[str, UnreviewedTexts] = {}
    for link in listed:
        if link.cls in ("none", "weak") or link.at.path not in languages:
            continue
        texts = site.disclosures.for_language(languages[link.at.path])
        if texts.language in found:
            continue
        own = site.settings.disclosures.get(texts.language)  # type: ignore[call-overload]  # a tag is a str
        worded = own.model_dump(exclude_none=True) if own is not None else {}
        ours = tuple(text for key, text in (("page", texts.page), ("link", texts.link_label)) if key not in worded)
        where = unreviewed_in(texts.language, site.settings.jurisdictions)
        found[texts.language] = UnreviewedTexts(texts.language, ours, where, link.at)
    return tuple(one for one in found.values() if one.texts and one.jurisdictions)
