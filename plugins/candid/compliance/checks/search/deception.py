"""What search engines count as deception: text that readers do not see, pages that differ for robots, rented space."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml.etree import _Element as Element

from candid.compliance.facts.items import class_words
from candid.compliance.hits import Hit, PageCheck
from candid.compliance.looks.styles import WIDTHS
from candid.compliance.page import BuiltPage
from candid.compliance.site import BuiltSite
from candid.compliance.wording.search_phrases import phrases
from candid.disclosures.lexicon import judge

__all__ = ["PAGE_CHECKS"]

_SNIFFS = re.compile(
    r"googlebot|bingbot|adsbot|yandexbot|baiduspider|duckduckbot|slurp|\b(?:bots?|crawlers?|spiders?)\b", re.IGNORECASE
)
_BLOCKS = ("div", "p", "span", "section", "ul", "ol", "h1", "h2", "h3", "h4", "article", "a", "font", "center", "small")
_FAMILIAR = frozenset({
    "modal", "menu", "nav", "tab", "tabs", "tabpanel", "pane", "collapse", "collapsed", "collapsible", "accordion",
    "dialog", "drawer", "dropdown", "popup", "popover", "popin", "tooltip", "cookie", "consent", "overlay", "toast",
    "toc", "search", "results", "offcanvas", "submenu", "print", "mobile", "desktop", "skip", "error", "success",
    "message", "step", "slide", "carousel", "lightbox", "template", "hint", "help", "md", "no",
})  # fmt: skip
"""Words of classes by which pages hide what they show later, or on other screens."""
_CONTROLLED = ("id", "role", "hidden", "x-show", "v-show", "v-if", "popover")
_SCRIPTED = re.compile(
    r"data-(?:\w+-)*(?:toggle|target|controller|component|modal|tab|panel|state|show|hide|animate|bs|md|action|x|v)(?:-|$)"
    r"|aria-|x-|v-|@|:"
)
_TRICK_WORDS = 5
_HIDDEN_WORDS = 12
_MUCH = 60
_STUFFED = 3
_WORD = re.compile(r"[^\W\d_]{4,}")
_ZERO = re.compile(r"0*\.?0+(?:px|em|rem|%|pt)?|1px")
_FAR = re.compile(r"-\s*\d{3,}")


def sniffing(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """No script of the page asks whether it is a search engine that reads it."""
    if "userAgent" not in page.text:
        return
    for script in page.root.iter("script"):
        text = script.text or ""
        if "userAgent" in text and _SNIFFS.search(text):
            message = "a script treats search engines otherwise than readers"
            yield Hit("G-SPAM-04", message, "show both the same page", script)


def hidden_text(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """No text is there for search engines alone."""
    found: list[Element] = []
    hiding = _hiding_classes(page)
    for element in page.body.iter(*_BLOCKS):
        style = element.get("style")
        by_class = hiding and not hiding.isdisjoint((element.get("class") or "").split())
        is_coloured = element.tag == "font" and element.get("color") is not None
        if not by_class and not is_coloured and not (style and _MAY_HIDE.search(style)):
            continue
        if any(above in found for above in element.iterancestors()):
            continue
        text = page.text_of(element)
        words = text.split()
        if (
            len(words) < _TRICK_WORDS
            or (phrases("owed_by_other_rules").search(text) and not _is_repetitive(words))
            or _discloses(text, page.language_of(element))
        ):
            continue
        trick = _trick(element, page)
        if (trick == "hidden" and _is_stuffed(element, text, words)) or trick in ("far", "tiny", "coloured"):
            found.append(element)
            message = f"text that readers do not see: '{' '.join(words[:6])} …'"
            yield Hit("G-SPAM-04", message, "show it, or leave it out", element)


def rented(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Pages of others on one's own site, made to earn by its good name, are looked at twice."""
    if not page.paid_links:
        return
    for element in page.having("data-author-type", "content"):
        if element.tag not in _WHOLE:
            continue
        named = (element.get("name") or element.get("property") or "").lower().replace("-", "_")
        content = (element.get("content") or "").lower()
        value = (element.get("data-author-type") or (content if named == "author_type" else "")).lower()
        if re.fullmatch(r"third[-_ ]?party|external|partner|guest", value):
            yield _rented(element)
            return
    for found in page.flow.find(phrases("made_by_others")):
        yield _rented(found.element)
        return


_WHOLE = frozenset({"meta", "article", "main", "body", "div", "section", "span", "p", "html"})


def _rented(at: Element) -> Hit:
    message = "somebody else's content earns by affiliate links here"
    return Hit("G-SPAM-01", message, "keep it out of the search with noindex, unless you made it your own", at)


_MAY_HIDE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*[01]|text-indent\s*:\s*-|opacity\s*:\s*0|(?:left|top)\s*:\s*-\d{3}"
    r"|(?<![-\w])color\s*:",
    re.IGNORECASE,
)


def _hiding_classes(page: BuiltPage) -> frozenset[str]:
    """The classes that the page's own style elements hide: whole style sheets would cost too much to ask."""
    found: set[str] = set()
    for sheet in page.root.iter("style"):
        for rule in _RULE.finditer(sheet.text or ""):
            if _MAY_HIDE.search(rule[2]):
                found.update(_CLASS.findall(rule[1]))
    return frozenset(found)


_RULE = re.compile(r"(?<![^{}])([^{}]*)\{([^{}]*)\}")  # begins behind a brace: in one pass
_CLASS = re.compile(r"\.([\w-]+)")


def _trick(element: Element, page: BuiltPage) -> str:
    styles = [page.visibility.style(element, width) for width in WIDTHS]
    if not any(styles) and element.tag != "font":
        return ""
    names = class_words(element)
    if all(style.get("display") == "none" or style.get("visibility") == "hidden" for style in styles):
        shown_later = not names.isdisjoint(_FAMILIAR) or any(element.get(name) is not None for name in _CONTROLLED)
        if shown_later or any(_SCRIPTED.match(str(name)) for name in element.attrib):
            return ""
        return "hidden"
    if not names.isdisjoint({"sr", "visually", "screen", "screenreader", "assistive", "skip"}):
        return ""
    style = styles[0]
    if _ZERO.fullmatch(style.get("font-size", "x")) or (style.get("opacity") in ("0", "0.0", "0%") and not names):
        return "tiny"
    away = style.get("position") in ("absolute", "fixed") and any(
        _FAR.match(style.get(side, "")) for side in ("left", "top")
    )
    if (away and not element.get("id")) or (
        _FAR.match(style.get("text-indent", "")) and element.tag in ("p", "div", "span")
    ):
        return "far"
    return "coloured" if _same_colour(element, page, style) else ""


def _same_colour(element: Element, page: BuiltPage, style: dict[str, str]) -> bool:
    colour = _colour(style.get("color") or (element.get("color") if element.tag == "font" else "") or "")
    if not colour:
        return False
    current: Element | None = element
    while current is not None:
        own = page.visibility.style(current, WIDTHS[-1])
        ground = own.get("background-color") or own.get("background") or current.get("bgcolor") or ""
        if ground:
            return _colour(ground) == colour
        current = current.getparent()
    # The ground of the page is white, unless a style sheet that is not at hand says otherwise.
    return colour == "#ffffff" and page.root.find(".//link[@rel='stylesheet']") is None


_NAMED = {"white": "#ffffff", "black": "#000000", "rgb(255,255,255)": "#ffffff", "rgb(0,0,0)": "#000000"}


def _colour(written: str) -> str:
    value = re.sub(r"\s", "", written.lower())
    value = _NAMED.get(value, value)
    if re.fullmatch(r"#[0-9a-f]{3}", value):
        value = "#" + "".join(character * 2 for character in value[1:])
    return value if re.fullmatch(r"#[0-9a-f]{6}", value) else ""


def _is_stuffed(element: Element, text: str, words: list[str]) -> bool:
    """Whether a hidden text is there to be found: much of it, words over and over, or links."""
    if len(words) < _HIDDEN_WORDS or element.find(".//input") is not None or element.find(".//button") is not None:
        return False
    most = Counter(_WORD.findall(text.casefold())).most_common(1)
    links = sum(1 for link in element.iter("a") if "://" in (link.get("href") or ""))
    return len(words) >= _MUCH or links >= _STUFFED or bool(most and most[0][1] >= _STUFFED)


def _is_repetitive(words: list[str]) -> bool:
    """Whether one word is said over and over, as nobody says what others are owed."""
    most = Counter(word.casefold() for word in words).most_common(1)
    return most[0][1] > _STUFFED and most[0][1] * 4 >= len(words)


def _discloses(text: str, language: str) -> bool:
    wording = judge(text[:1000], language, ())
    return bool(wording.advert or wording.commission or wording.hedge)


PAGE_CHECKS: tuple[PageCheck, ...] = (sniffing, hidden_text, rented)
