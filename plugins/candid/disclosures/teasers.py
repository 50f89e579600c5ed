"""Labels for what leads to pages with affiliate links: a line in a list, a card, the heading of an excerpt.

A teaser is advertising itself, so it says so before it is followed. A mention in running prose is none, and neither is
the site's navigation: the main menu, breadcrumbs, a table of contents, the way to the next page.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html import escape, unescape

from candid.disclosures import DisclosureTexts
from candid.disclosures.affiliate_pages import AffiliatePages
from candid.disclosures.lexicon import normalise
from candid.disclosures.listings import listings
from candid.disclosures.markup import VOID, tags

__all__ = ["label_teasers"]


def label_teasers(html: str, page: str, affiliate_pages: AffiliatePages, texts: DisclosureTexts) -> str:
    """A whole page whose teasers of pages with affiliate links are labelled; time grows linearly with ``html``.

    Args:
        html: the page as it is published.
        page: its address below the site's, such as ``blog/``.
        affiliate_pages: the pages whose teasers need a label.
        texts: the texts in the page's language.
    """
    # Cheaper than to look where they stand: most pages have no such link at all, or only in the navigation.
    addresses = {*_HREF.findall(html), *_LOUD_HREF.findall(html)} if affiliate_pages else set()
    leading = {href for href in addresses if affiliate_pages.language_of(unescape(href), page) is not None}
    if not leading:
        return html
    written, copied = [], 0
    for start, end in listings(html):
        if leading.isdisjoint((*_HREF.findall(html, start, end), *_LOUD_HREF.findall(html, start, end))):
            continue
        for teaser in _Reading(html, page, affiliate_pages, texts).read(start, end):
            text = texts.card_label if teaser.in_card else texts.teaser_label
            label = f' <span class="candid-label" data-candid-teaser>{escape(text)}</span>'
            written += [html[copied : teaser.label_at], label]
            copied = teaser.label_at
    return "".join((*written, html[copied:])) if written else html


_VALUE = r"""\s*=\s*["']?([^"'\s>]*)"""
_HREF = re.compile(rf"href{_VALUE}")
_LOUD_HREF = re.compile(rf"HREF{_VALUE}")
"""A pattern that ignores case is searched four times slower; a name in both cases is not worth it."""
_ADDRESS = re.compile(rf"\shref{_VALUE}", re.IGNORECASE)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ITEMS = frozenset({"li", "td", "th", "dt", "dd"})
_BLOCKS = _HEADINGS | _ITEMS | frozenset(
    ("address", "article", "aside", "blockquote", "details", "div", "dl", "figcaption", "figure", "footer", "header",
     "main", "nav", "ol", "p", "section", "summary", "table", "tbody", "thead", "tr", "ul")
)  # fmt: skip
_PICTURES = frozenset({"img", "picture", "video"})
_NOT_READ = frozenset({"button", "code", "form", "math", "noscript", "pre", "svg", "template"})
_WITHIN = r"""\s*=\s*["']?(?:[^"'<>]{0,200}[\s_-])?"""
_NAVIGATION = re.compile(
    rf"""\brole\s*=\s*["']?(?:navigation|menu)"""
    rf"""|\bclass{_WITHIN}(?:breadcrumbs?|navbar|toc|menu|pagination|pager)(?![a-z])"""
    # The line that says when and under what an entry was written, such as entry-meta, with links to its categories.
    r"""|\bclass\s*=\s*["']?(?:[^"'<>]{0,200}\s)?(?:[a-z]{1,20}-)?meta(?![a-z])"""
    # Material writes that line beside an entry too, as part of a list in which related links are links of this class.
    r"""|\bclass\s*=\s*["']?md-nav__link(?=["'>])""",
    re.IGNORECASE,
)
_CARD = re.compile(rf"\bclass{_WITHIN}cards?(?![a-z])", re.IGNORECASE)
_STEPPING = re.compile(rf"\brel{_WITHIN}(?:prev|next)(?![a-z])|\bclass{_WITHIN}headerlink(?![a-z])", re.IGNORECASE)
_SEPARATOR = re.compile(r"[:–—|·•(\[-]")
_MOSTLY = 3, 5
"""A line is mostly links if they have this part of its text: as much as prose around a mention never leaves."""


@dataclass(slots=True)
class _Link:
    """A link to a page with affiliate links, which may be a teaser.

    ``wraps`` says that it holds a picture or whole blocks; ``after`` is the text that follows it in its line.
    """

    begins_item: bool
    in_card: bool
    text: list[str] = field(default_factory=list)
    after: str = ""
    label_at: int = -1
    has_label: bool = False
    wraps: bool = False


@dataclass(slots=True)
class _Block:
    """An open block, and the line of text in it that is being read: how long it is, and how much of it are links."""

    name: str
    begins_item: bool
    has_text: bool = False
    characters: int = 0
    linked: int = 0
    links: list[_Link] = field(default_factory=list)


@dataclass(slots=True)
class _Element:
    """An open element: the block that it is, and whether it is a card."""

    name: str
    block: _Block | None
    is_card: bool


class _Reading:
    """One pass over a stretch of a page."""

    def __init__(self, html: str, page: str, pages: AffiliatePages, texts: DisclosureTexts) -> None:
        self.html, self.page, self.pages = html, page, pages
        self.more = frozenset(map(normalise, texts.more))
        self.open: list[_Element] = []
        self.open_names: Counter[str] = Counter()
        self.blocks = [_Block("", begins_item=False)]
        self.cards = 0
        self.unread = ""
        self.unread_depth = 0
        self.in_link = False
        self.link: _Link | None = None
        self.teasers: list[_Link] = []

    def read(self, start: int, end: int) -> list[_Link]:
        """The teasers between two offsets, in the order of their labels."""
        position = start
        for tag in tags(self.html, start, end):
            if not self.unread:
                self._text(self.html[position : tag.start])
            position = tag.end
            if self.unread:
                self._pass_over(tag.name, closing=tag.closing)
            elif tag.closing:
                self._close(tag.name, tag.start)
            else:
                self._begin(tag.name, self.html[tag.start : tag.end])
        if not self.unread:
            self._text(self.html[position:end])
        while self.open:
            self._end(self.open.pop())
        self._end_line()
        return sorted(self.teasers, key=lambda link: link.label_at)

    def _text(self, text: str) -> None:
        text = text.strip()
        if not text:
            return
        text = unescape(text) if "&" in text else text
        block = self.blocks[-1]
        block.has_text = True
        block.characters += len(text)
        if self.in_link:
            block.linked += len(text)
            if self.link is not None:
                self.link.text.append(text)
        elif block.links and not block.links[-1].after:
            block.links[-1].after = text

    def _begin(self, name: str, tag: str) -> None:
        if name in VOID:
            if name == "br":
                self._end_line()
            elif name in _PICTURES and self.link is not None:
                self.link.wraps = True
            return
        if name == "span" and "candid-label" in tag:
            if self.link is not None:
                self.link.has_label = True
            self.unread, self.unread_depth = name, 1
            return
        if name in _NOT_READ or (name != "a" and _NAVIGATION.search(tag)):
            self.unread, self.unread_depth = name, 1
            return
        is_card = _CARD.search(tag) is not None
        self.cards += is_card
        if name == "a":
            self._begin_link(tag)
        self.open.append(_Element(name, self._begin_block(name) if name in _BLOCKS else None, is_card))
        self.open_names[name] += 1

    def _begin_link(self, tag: str) -> None:
        self.in_link, self.link = True, None
        address = _ADDRESS.search(tag)
        if address is None or _STEPPING.search(tag) or self.pages.language_of(unescape(address[1]), self.page) is None:
            return
        block = self.blocks[-1]
        in_item = block.name in _ITEMS or block.begins_item
        self.link = _Link(begins_item=in_item and not block.has_text, in_card=self.cards > 0)

    def _begin_block(self, name: str) -> _Block:
        last = self.open[-1].name if self.open else ""
        if last == "p" or (last == name and name in _ITEMS) or {last, name} in ({"dt", "dd"}, {"td", "th"}):
            self._end(self.open.pop())  # as a browser does where an end tag was left out
        if self.link is not None:
            self.link.wraps = True
        self._end_line()
        parent = self.blocks[-1]
        self.blocks.append(_Block(name, begins_item=parent.name in _ITEMS and not parent.has_text))
        return self.blocks[-1]

    def _close(self, name: str, at: int) -> None:
        if name in _HEADINGS and self.link is not None and self.link.label_at < 0:
            self.link.label_at = at  # a card's label stands in its heading
        if not self.open_names[name]:
            return
        while True:
            element = self.open.pop()
            if element.name == "a":
                self._end_link(at)
            self._end(element)
            if element.name == name:
                return

    def _end_link(self, at: int) -> None:
        link, self.link, self.in_link = self.link, None, False
        if link is None or link.has_label:
            return
        link.label_at = link.label_at if link.label_at >= 0 else at
        if link.wraps:
            link.in_card = True
            self.teasers.append(link)
        else:
            self.blocks[-1].links.append(link)

    def _end(self, element: _Element) -> None:
        self.open_names[element.name] -= 1
        self.cards -= element.is_card
        if element.block is not None:
            self._end_line()
            self.blocks.pop()
            self.blocks[-1].has_text |= element.block.has_text

    def _end_line(self) -> None:
        """Judge the links of the line that ends here."""
        block = self.blocks[-1]
        part, whole = _MOSTLY
        is_teaser = block.name in _HEADINGS or block.linked * whole >= block.characters * part
        for link in block.links:
            heads_item = link.begins_item and (not link.after or _SEPARATOR.match(link.after) is not None)
            if is_teaser or heads_item or normalise(" ".join(link.text)) in self.more:
                self.teasers.append(link)
        block.characters = block.linked = 0
        block.links = []

    def _pass_over(self, name: str, *, closing: bool) -> None:
        if name == self.unread:
            self.unread_depth += -1 if closing else 1
            if not self.unread_depth:
                self.unread = ""
