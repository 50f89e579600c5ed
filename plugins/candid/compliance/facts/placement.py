"""Where a disclosure stands, and whether readers meet it there before they meet what it is about.

It has to stand in the page's own text, in sight of everybody, before the first affiliate link, the first section, the
first price, the first picture of a product and the first calculator, and as easy to read as the text around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from lxml.etree import _Element as Element

from candid.compliance.facts.items import class_words
from candid.compliance.facts.site_names import leads_home
from candid.compliance.facts.statements import Disclosure
from candid.compliance.looks.styles import WIDTHS
from candid.compliance.text.texts import all_text, words
from candid.compliance.wording.phrases import phrases

if TYPE_CHECKING:
    from candid.compliance.page import BuiltPage, Link

__all__ = ["Fault", "Flaw", "first_paid_link", "flaw_of"]

Flaw = Literal["hover", "popup", "hidden", "silent", "footer", "aside", "late", "faint"]

_ENOUGH_CONTRAST = 4.5
_NEARLY = 0.9
"""A text in nine tenths of the size around it is no fine print."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a disclosure's place, and the words that say so."""

    flaw: Flaw
    message: str
    hint: str


def first_paid_link(page: BuiltPage) -> Link | None:
    """The first affiliate link of a page that its readers can come to."""
    return page.paid_links[0] if page.paid_links else None


def flaw_of(page: BuiltPage, found: Disclosure) -> Fault | None:
    """What is wrong with a disclosure's place; ``None`` if nothing is."""
    quoted = f"the disclosure '{_short(found.text)}'"
    open_hint = "put it into the page's own text, in plain sight, before the first affiliate link"
    if found.inside == "tooltip":
        return Fault("hover", f"{quoted} is only seen by readers who hover or tap", open_hint)
    if found.inside == "popup":
        return Fault("popup", f"{quoted} stands in a pop-up", open_hint)
    if found.inside == "details":
        return Fault("hidden", f"{quoted} is folded away: readers must open it", open_hint)
    if not found.seen:
        return Fault("hidden", f"{quoted} is hidden from sight", open_hint)
    if not found.exposed:
        return Fault("silent", f"{quoted} is hidden from screen readers", "take away aria-hidden")
    if _is_cut_off(page, found):
        return Fault("hidden", f"{quoted} is cut off after a line or two", open_hint)
    if found.inside:
        return Fault(found.inside, f"{quoted} stands in the page's {found.inside}", open_hint)  # type: ignore[arg-type]
    before = _met_before(page, found)
    if before:
        return Fault("late", f"{quoted} comes after {before}", "move it up, right below the page's title")
    faint = _faintness(page, found.element)
    if faint:
        return Fault("faint", f"{quoted} {faint}", "set it in the size and colour of the text around it")
    return None


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59].rstrip()}…"


# -- order ------------------------------------------------------------------------------------------------------------


def _met_before(page: BuiltPage, found: Disclosure) -> str:
    """What of it readers meet before the disclosure; empty where there is nothing."""
    link = first_paid_link(page)
    span = page.flow.span
    if link is not None and _comes_before(page, link.element, found):
        return f"the first affiliate link '{_short(link.href)}'"
    start = span(page.main)[0]
    if _section_before(page, found):
        return "the first section heading"
    price = next((one for one in page.prices if start <= one.start < found.start and _counts(page, one.element)), None)
    if price is not None:
        return f"the first price '{price.text}'"
    if any(_comes_before(page, image, found) and _is_product_image(page, image) for image in page.main.iter("img")):
        return "the first picture of a product"
    if any(_comes_before(page, one.element, found) and page.is_seen(one.element) for one in page.calculators):
        return "the first calculator"
    return ""


def _comes_before(page: BuiltPage, element: Element, found: Disclosure) -> bool:
    """Whether an element begins before the disclosure does; one without text of its own may begin at the same place."""
    start, end = page.flow.span(element)
    if end and start != found.start:  # a link in a drawing stands in no text
        return start < found.start
    return page.position(element) < page.position(found.element)


_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_FURNITURE = frozenset({"nav", "header", "aside", "footer"})


def _section_before(page: BuiltPage, found: Disclosure) -> bool:
    """Whether a section begins before the disclosure; the first heading of a page without an ``h1`` is its title."""
    titled = any(not _is_site_name(page, heading) for heading in page.root.iter("h1"))
    for heading in page.main.iter(*_HEADINGS):
        begins, ends = page.flow.span(heading)
        if begins >= found.start or ends > found.start:
            return False
        if not titled:
            titled = not _is_site_name(page, heading)
            continue
        if heading.tag != "h2" or not _counts(page, heading, itself=True):
            continue
        if _is_title_around(heading, found.element):
            continue
        following = page.flow.text[ends : found.start]
        if phrases("disclosure headings").search(page.flow.of(heading)) and not following.strip():
            continue
        return True
    return False


def _is_site_name(page: BuiltPage, heading: Element) -> bool:
    """Whether a heading is nothing but the link to the site's first page, as where each page bears the site's name."""
    link = heading.find(".//a")
    if link is None or words(all_text(heading)) != words(all_text(link)):
        return False
    return leads_home(page, link.get("href") or "")


def _is_title_around(heading: Element, element: Element) -> bool:
    """Whether a heading is the title of an article that the disclosure stands in."""
    article = next(heading.iterancestors("article"), None)
    if article is None or article not in element.iterancestors():
        return False
    return next(article.iter(*_HEADINGS), None) is heading


def _counts(page: BuiltPage, element: Element, *, itself: bool = False) -> bool:
    """Whether something is part of what the page says: no heading, navigation or side note, and in sight."""
    current: Element | None = element.getparent() if itself else element
    while current is not None and current is not page.main:
        if current.tag in _FURNITURE or current.tag in _HEADINGS:
            return False
        current = current.getparent()
    return page.is_seen(element)


_NO_PRODUCT = frozenset({
    "logo", "icon", "avatar", "author", "flag", "badge", "emoji", "star", "stars", "rating", "hero", "banner", "cover",
    "portrait", "gravatar", "twemoji",
})  # fmt: skip
_NO_PRODUCT_FILE = re.compile(r"logo|icon|avatar|author|badge|flag|hero|banner|cover|portrait|\.svg", re.IGNORECASE)
_ICON_SIZE = 64


def _is_product_image(page: BuiltPage, image: Element) -> bool:
    alt = image.get("alt") or ""
    width = image.get("width") or ""
    if not alt.strip() or (width.isdecimal() and int(width[:6]) <= _ICON_SIZE):
        return False
    if class_words(image) & _NO_PRODUCT or _NO_PRODUCT_FILE.search(f"{image.get('src') or ''} {alt}"):
        return False
    return _counts(page, image)


# -- room -------------------------------------------------------------------------------------------------------------


def _is_cut_off(page: BuiltPage, found: Disclosure) -> bool:
    """Whether style sheets allow a statement fewer lines than it takes on some screen."""
    for element in (found.element, *found.element.iterancestors()):
        if element is page.main or element.tag in ("body", "html"):
            return False
        for width in WIDTHS:
            lines = _lines_of(page.visibility.style(element, width))
            size = page.appearance.size(element, width) if lines else None
            if size and len(page.seen_text(element)) > lines * min(width, _WIDEST) / (size * _NARROW):
                return True
    return False


def _lines_of(style: dict[str, str]) -> int:
    """How many lines are shown of a text; 0 where nothing limits them."""
    if not style.get("overflow", style.get("overflow-x", "")).startswith(("hidden", "clip")):
        return 0
    clamped = style.get("-webkit-line-clamp") or style.get("line-clamp") or ""
    if clamped.isdecimal() and len(clamped) == 1:
        return int(clamped)
    return 1 if style.get("white-space") == "nowrap" else 0


_NARROW = 0.42
"""The width of a letter in parts of its size: most are wider on average."""
_WIDEST = 800
"""CSS pixels: what lines of text are hardly longer than."""


# -- looks ------------------------------------------------------------------------------------------------------------


def _faintness(page: BuiltPage, element: Element) -> str:
    """How a disclosure is harder to read than the text around it; empty where it is not."""
    looks = page.appearance
    reference = _body_text(page, element)
    for one in _parts(page, element):
        for width in WIDTHS:
            size, usual = looks.size(one, width), looks.size(reference, width)
            if size is not None and usual is not None and size < min(usual, _READABLE) * _NEARLY:
                return f"is set in {_round(size)}px, smaller than the text ({_round(usual)}px)"
            ratio = looks.contrast(one, width)
            if ratio is not None and ratio < _ENOUGH_CONTRAST:
                return f"has a contrast of only {_round(ratio)}:1, less than 4.5:1"
    return ""


_READABLE = 18.0
"""CSS pixels: where a page's text is larger than that, a disclosure may be smaller than it."""


def _parts(page: BuiltPage, element: Element) -> list[Element]:
    """The elements that hold the disclosure's words: those with a good part of them."""
    total = len(page.seen_text(element)) or 1
    held: dict[Element, int] = {}
    for holder, piece in page.seen_pieces(element):
        held[holder] = held.get(holder, 0) + len(piece.strip())
    return [holder for holder, length in held.items() if length * 3 >= total] or [element]


def _body_text(page: BuiltPage, element: Element) -> Element:
    """A paragraph that shows how large the page's text is; the page's main element where there is none."""
    within = set(element.iter()) | {element}
    for paragraph in page.main.iter("p", "li"):
        if paragraph not in within and not any(one in within for one in paragraph.iterancestors()):
            text = page.flow.of(paragraph)
            if text.count(" ") >= _A_SENTENCE and paragraph.find(".//small") is None and page.is_seen(paragraph):
                return paragraph
    return page.main


_A_SENTENCE = 6


def _round(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
