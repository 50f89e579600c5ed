"""What readers meet before and behind a page: interstitials, what machines wrote, and how well a review is founded."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element as Element

from candid.compliance.facts.items import class_words
from candid.compliance.hits import Hit, PageCheck
from candid.compliance.looks.styles import WIDTHS
from candid.compliance.markup.schema_types import REVIEWS
from candid.compliance.page import BuiltPage
from candid.compliance.site import BuiltSite
from candid.compliance.wording.search_phrases import phrases
from candid.disclosures.lexicon import judge

__all__ = ["PAGE_CHECKS"]

_COVERS = frozenset({
    "modal", "overlay", "interstitial", "popup", "lightbox", "wall", "splash", "takeover", "newsletter", "subscribe",
    "consent", "cookie", "gdpr", "paywall", "fullscreen", "backdrop", "welcome", "gate", "dialog",
})  # fmt: skip
_WHOLE = re.compile(r"100(?:\.0+)?(?:%|[ds]?v[wh])|100vmax")
_NOUGHT = re.compile(r"0(?:px|%|rem|em)?(?: 0(?:px|%|rem|em)?)*")
_CONSENT = re.compile(r"consent|cookie|gdpr|privacy-?(?:wall|gate|choice)|einwilligung", re.IGNORECASE)
_REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\">\s]+)", re.IGNORECASE)
_SENDS = re.compile(r"""location(?:\.href)?\s*=\s*['"]([^'"]+)|location\.(?:assign|replace)\s*\(\s*['"]([^'"]+)""")
_OPENS = re.compile(r"\.showModal\s*\(")
_BY_CLICK = re.compile(r"onclick|['\"]click['\"]|['\"]submit['\"]")
_FEW_WORDS = 4
_QUALITIES = ("evidence", "measurements", "alternatives", "pros and cons")


def interstitials(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Nothing covers the page when it opens, and nobody is sent to another one to consent."""
    hint = "use a banner that leaves the page readable"
    for element in page.body.iter("div", "section", "aside", "dialog", "form"):
        if _may_cover(element) and _covers(element, page) and page.is_seen(element):
            text = page.text_of(element)
            if len(text.split()) >= _FEW_WORDS and not _is_due(text, page.language_of(element)):
                yield Hit("G-INT-01", "something covers the whole page when it opens", hint, element)
                return
    for script in page.root.iter("script"):
        text = script.text or ""
        if _OPENS.search(text) and not _BY_CLICK.search(text):
            dialog = page.root.find(".//dialog")
            if dialog is not None and not _is_due(page.text_of(dialog), page.language):
                yield Hit("G-INT-01", "a dialog covers the page when it opens", hint, dialog)
                return
        for sent in _SENDS.finditer(text):
            if _CONSENT.search(sent[1] or sent[2]):
                yield Hit("G-INT-01", f"readers are sent to '{sent[1] or sent[2]}' to consent", hint, script)
                return
    for meta in page.root.iter("meta"):
        sent_to = (
            _REFRESH.search(meta.get("content") or "") if meta.get("http-equiv", "").lower() == "refresh" else None
        )
        if sent_to and _CONSENT.search(sent_to[1]):
            yield Hit("G-INT-01", f"readers are sent to '{sent_to[1]}' to consent", hint, meta)


def generated(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Somebody answers for what a machine wrote."""
    found: Element | None = None
    for element in page.root.iter("meta", "html", "body", "main", "article", "section", "div"):
        named = (element.get("name") or "").lower().replace("_", "-")
        if (named in ("ai-generated", "generated-by-ai") and _is_yes(element.get("content"))) or _is_yes(
            element.get("data-ai-generated")
        ):
            found = element
            break
    else:
        passage = next(page.flow.find(phrases("generated")), None)
        found = passage.element if passage else None
    if found is not None and not phrases("checked_by_people").search(page.flow.text):
        message = "the page was generated, and nobody is said to have checked it"
        yield Hit("G-AI-01", message, "say who read and answers for it", found)


def founded(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """A review shows what it rests on: evidence, measurements, alternatives, pros and cons."""
    review = next(page.markup.of(REVIEWS), None)
    if page.is_fragment and review is None:
        return
    heading = page.root.find(".//h1")
    title = f"{page.title} {page.text_of(heading) if heading is not None else ''}"
    if review is None and not phrases("review").search(title):
        return
    text = page.flow.text
    lacking = [quality for quality in _QUALITIES if not phrases(quality).search(text)]
    if "measurements" in lacking and page.prices:
        lacking.remove("measurements")
    if len(lacking) * 2 >= len(_QUALITIES):
        message = f"the review shows no {', no '.join(lacking)}"
        yield Hit("G-REVQ-01", message, "say how you know, in numbers, and what else there is", heading)


def _is_yes(written: str | None) -> bool:
    return (written or "").strip().lower() in ("true", "yes", "1")


def _may_cover(element: Element) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    if "position:fixed" in style or (element.get("role") or "").lower() in ("dialog", "alertdialog"):
        return True
    return element.get("aria-modal") is not None or not class_words(element).isdisjoint(_COVERS)


def _covers(element: Element, page: BuiltPage) -> bool:
    return any(_fills(page.visibility.style(element, width)) for width in WIDTHS)


def _fills(style: dict[str, str]) -> bool:
    """Whether a box stays in place over the whole window."""
    if style.get("position") != "fixed" or style.get("pointer-events") == "none":
        return False
    if _NOUGHT.fullmatch(style.get("inset", "x")):
        return True
    across = _WHOLE.fullmatch(style.get("width", "")) or _pinned(style, "left", "right")
    down = _WHOLE.fullmatch(style.get("height", "")) or _pinned(style, "top", "bottom")
    return bool(across and down)


def _pinned(style: dict[str, str], one: str, other: str) -> bool:
    return all(_NOUGHT.fullmatch(style.get(side, "x")) for side in (one, other))


def _is_due(text: str, language: str) -> bool:
    """Whether the law asks for it, or it discloses what another rule places."""
    wording = judge(text[:1000], language, ())
    return bool(phrases("age_gate").search(text) or wording.advert or wording.commission)


PAGE_CHECKS: tuple[PageCheck, ...] = (interstitials, generated, founded)
