"""What lies over a page: tooltips that only a mouse can open (A-05), bars that cover what has the focus (A-06)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from lxml.etree import _Element as Element

from candid.compliance.facts.items import class_words
from candid.compliance.hits import Hit, PageCheck
from candid.compliance.page import BuiltPage
from candid.compliance.site import BuiltSite
from candid.diagnostics import Severity

__all__ = ["PAGE_CHECKS"]

_TIP = frozenset({"tooltip", "tooltips", "tip", "tooltiptext", "popover", "hovercard", "hint"})
_HOVERED = ("onmouseover", "onmouseenter", "onpointerenter", "onpointerover")
_FOCUSED = ("onfocus", "onfocusin", "onclick", "onkeydown", "onkeyup")
_SHOWS = re.compile(
    r"(?:display\s*=|visibility|hidden|classList|opacity|innerHTML|textContent|show|toggle)", re.IGNORECASE
)
_MARKS = ("tooltip", "popover", "hovercard", "onmouse", "onpointer", "tip ", 'tip"', "tip-", "tip_", "tip>")
_FOCUSABLE = frozenset({"button", "input", "select", "textarea", "summary"})
_BLOCK = re.compile(r"\{([^{}]{0,2000})\}")
_LONGEST_SELECTOR = 400
_REVEALS = re.compile(r"display\s*:\s*(?!none)\w|visibility\s*:\s*visible|opacity\s*:\s*(?:1|0?\.[5-9])")
_TIP_SELECTOR = re.compile(r"tooltip|popover|hovercard|(?<![a-z])tip(?![a-z])", re.IGNORECASE)

_BAR = frozenset({
    "sticky", "fixed", "bar", "banner", "consent", "cookie", "cookies", "cookiebar", "notice", "disclosure", "cta",
    "floating", "bottombar", "stickybar", "gdpr",
})  # fmt: skip
_CONSENT = re.compile(r"cookie|consent|gdpr|einwillig", re.IGNORECASE)
_KEEPS_CLEAR = re.compile(r"scroll-(?:padding|margin)")
_ZERO = re.compile(r"0(?:px|rem|em|%)?")


def tooltips(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """What appears on hovering appears on focus too, and can be hovered itself."""
    if not page.mentions(*_MARKS):
        return
    hint = "open it on focus too, from a button or link, and let Escape close it"
    described = {
        name: one
        for one in page.having("aria-describedby")
        for name in (one.get("aria-describedby") or "")[:_LONGEST_SELECTOR].split()
    }
    told = {one.element for one in page.disclosures if one.inside == "tooltip"}
    for element in page.having("class", "role", *_HOVERED):
        code = next((element.get(name) for name in _HOVERED if element.get(name)), None)
        if code and _SHOWS.search(code) and not any(element.get(name) for name in _FOCUSED):
            yield Hit("A-05", "something appears when the mouse is over it, and never for the keyboard", hint, element)
        elif _is_tip(element) and element not in told and not told.intersection(element.iter()):
            trigger = _trigger(element, described)
            if trigger is not None and not _takes_focus(trigger):
                yield Hit("A-05", "the keyboard cannot reach what opens this tooltip", hint, element)
            elif _only_on_hover(page, site).intersection(_words_around(element)):
                yield Hit("A-05", "the style sheet shows this tooltip on hovering only", hint, element)
            elif _slips_away(page, element):
                message = "this tooltip vanishes when the pointer moves onto it"
                yield Hit("A-05", message, "take away pointer-events: none", element)


def bars(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """A page with a bar at the edge of the screen keeps what has the focus clear of it."""
    if page.is_fragment and not page.mentions("fixed", "sticky"):
        return
    for element in page.body.iter("div", "aside", "section", "footer", "p"):
        if not (class_words(element) & _BAR or "position" in (element.get("style") or "")):
            continue
        edge = _edge(page, element)
        if edge and _holds_controls(element) and page.is_seen(element):
            if not any(_KEEPS_CLEAR.search(sheet.text or "") for sheet in site.style_sheets(page)) and not (
                _KEEPS_CLEAR.search(f"{page.root.get('style') or ''} {page.body.get('style') or ''}")
            ):
                hint = f"set scroll-padding-{edge} on html to the height of the bar"
                message = f"a bar at the {edge} of the screen may cover what has the focus"
                passing = _CONSENT.search(
                    f"{element.get('class') or ''} {element.get('id') or ''} {element.get('aria-label') or ''} "
                    f"{page.text_of(element)}"
                )
                severity = Severity.INFO if passing else None  # it goes away with the first answer
                yield Hit("A-06", message, hint, element, severity=severity)
            return


# -- tooltips ----------------------------------------------------------------------------------------------------------


def _is_tip(element: Element) -> bool:
    if (element.get("role") or "").lower() == "tooltip":
        return True
    if not _may_be_tip(element.get("class")):
        return False
    words = class_words(element)
    return bool(words & {"tooltiptext"}) or (bool(words & _TIP) and bool(words & {"text", "content", "body"}))


@lru_cache(maxsize=4096)  # pages share their names
def _may_be_tip(names: str | None) -> bool:
    return names is not None and _TIP_SELECTOR.search(names) is not None


def _words_around(tip: Element) -> frozenset[str]:
    parent = tip.getparent()
    return class_words(tip) | (frozenset() if parent is None else class_words(parent))


def _trigger(tip: Element, described: Mapping[str, Element]) -> Element | None:
    """What opens a tooltip: what it describes, else what it stands in."""
    name = tip.get("id")
    if name and name in described:
        return described[name]
    parent = tip.getparent()
    return None if parent is None or parent.tag in ("body", "main", "td", "li", "p") else parent


def _takes_focus(element: Element) -> bool:
    return any(
        one.tag in _FOCUSABLE or (one.tag == "a" and one.get("href")) or one.get("tabindex") is not None
        for one in element.iter("a", "span", "div", "p", "abbr", "label", *_FOCUSABLE)
    )


def _only_on_hover(page: BuiltPage, site: BuiltSite) -> frozenset[str]:
    """The words of classes of tooltips that the page's style sheets show on hovering and not on focus."""
    pairs = [_tip_rules(sheet.text) for sheet in site.style_sheets(page) if sheet.text and ":hover" in sheet.text]
    focused = frozenset(word for _, words in pairs for word in words)
    return frozenset(word for words, _ in pairs for word in words) - focused


@lru_cache(maxsize=64)  # pages share their style sheets
def _tip_rules(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words of classes of tooltips that a style sheet shows on hovering, and on focus."""
    hovered: set[str] = set()
    focused: set[str] = set()
    for block in _BLOCK.finditer(text):
        begin = max(block.start() - _LONGEST_SELECTOR, 0)
        selector = re.split("[{}]", text[begin : block.start()])[-1].lower()
        if ":" in selector and _TIP_SELECTOR.search(selector) and _REVEALS.search(block[1]):
            words = _TIP.intersection(re.findall(r"[a-z]+", selector))
            if ":hover" in selector:
                hovered |= words
            if ":focus" in selector:
                focused |= words
    return frozenset(hovered), frozenset(focused)


def _slips_away(page: BuiltPage, tip: Element) -> bool:
    return page.visibility.style(tip, 1280).get("pointer-events") == "none"


# -- bars --------------------------------------------------------------------------------------------------------------


def _edge(page: BuiltPage, element: Element) -> str:
    """The edge of the screen that an element is fixed to; empty for one that moves with the text."""
    style = page.visibility.style(element, 360)
    if style.get("position") not in ("fixed", "sticky"):
        return ""
    sides = style.get("inset", "").split()
    if sides == ["0"] or all(_ZERO.fullmatch(style.get(edge, "")) for edge in ("top", "bottom")):
        return ""  # it covers all of the screen
    if (
        len(sides) == 1
        or style.get("height") in ("100%", "100vh", "100dvh")
        or (_ZERO.fullmatch(style.get("top", "x")) and _ZERO.fullmatch(style.get("bottom", "x")))
    ):
        return ""  # it covers the whole screen: no bar
    for edge, index in (("bottom", 2), ("top", 0)):
        value = style.get(edge) or (sides[index] if len(sides) > index else "")
        if _ZERO.fullmatch(value):
            return edge
    return ""


def _holds_controls(element: Element) -> bool:
    return any(one.tag != "a" or one.get("href") for one in element.iter("a", "button", "input"))


PAGE_CHECKS: tuple[PageCheck, ...] = (tooltips, bars)
