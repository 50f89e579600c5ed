"""Excerpts: what a listing such as a blog's index or archive repeats of other pages of the site."""

from __future__ import annotations

from bisect import bisect_left

from lxml.etree import _Element as Element

from candid.compliance.facts.teasers import target_of
from candid.compliance.page import BuiltPage, Link
from candid.compliance.site import BuiltSite
from candid.compliance.wording.phrases import phrases

__all__ = ["Excerpts"]

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class Excerpts:
    """The excerpts of one page, which its author mends where they come from.

    An excerpt stands below a heading that leads to the whole text, or in an article with a link that says so.

    Args:
        page: The page.
        site: The site that it belongs to.
    """

    def __init__(self, page: BuiltPage, site: BuiltSite) -> None:
        self._page, self._site = page, site
        self._links = {link.element: link for link in page.links if not link.paid}
        self._headings = list(page.body.iter(*_HEADINGS))
        self._positions = [page.position(one) for one in self._headings]
        self._of: dict[Element, BuiltPage | None] = {}

    def source_of(self, link: Link) -> BuiltPage | None:
        """The page that a link's text is an excerpt from; ``None`` for a link in the page's own text."""
        at = bisect_left(self._positions, self._page.position(link.element)) - 1
        article = next(link.element.iterancestors("article"), None)
        heading = self._headings[at] if at >= 0 else None
        found = None if heading is None else self._source(heading)
        if found is None and article is not None and article is not self._page.main:
            found = self._source(article)
        return found

    def _source(self, element: Element) -> BuiltPage | None:
        if element not in self._of:
            if element.tag == "article":
                rest = phrases("links to the rest")
                leading = [one for one in element.iter("a") if rest.fullmatch(self._bare(one))]
            else:
                leading = [*element.iter("a"), *element.iterancestors("a")]
            own = (self._links[one] for one in leading if one in self._links)
            targets = (target_of(self._page, link, self._site) for link in own)
            self._of[element] = next((one for one in targets if one is not None and one is not self._page), None)
        return self._of[element]

    def _bare(self, link: Element) -> str:
        return self._page.flow.of(link).lower().strip(" .…→»›")
