"""Claims that hurry or flatter readers: countdowns, green claims, and pictures and texts that a generator made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

from lxml.etree import _Element as Element

from candid.compliance.facts.items import class_words
from candid.compliance.hits import Hit, PageCheck
from candid.compliance.page import BuiltPage
from candid.compliance.site import BuiltSite
from candid.compliance.text.texts import is_element
from candid.compliance.wording.phrases import phrases
from candid.diagnostics import Severity

__all__ = ["PAGE_CHECKS"]

_DAY = re.compile(r"(?<!\d)(20\d\d)-(\d\d)-(\d\d)")
_MILLISECONDS = re.compile(r"1\d{9}(?:\d{3})?")
_CLOCK = re.compile(
    r"\b\d{1,3}\s*(?::\s*\d\d){1,3}\b|\b\d{1,3}\s*(?:days?|d|hours?|hrs?|h|tage?|stunden|jours?|heures?|días?|horas?|giorni|ore)\b",
    re.IGNORECASE,
)
_NAMES = ("countdown", "count-down", "count_down", "timer")
_ENDS = (
    "datetime", "data-end", "data-ends", "data-end-date", "data-enddate", "data-end-time", "data-deadline",
    "data-countdown", "data-until", "data-valid-until", "data-expires", "data-expiry", "data-date", "data-time",
    "data-target", "data-target-date", "content", "end", "deadline", "until",
)  # fmt: skip


def hurried(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """A countdown has an end that programs can read, and it has not passed."""
    if page.is_redirect or site.terms.jurisdictions.isdisjoint({"us", "uk"}):
        return
    for element in _countdowns(page):
        if not page.is_seen(element):
            continue
        end = _end_of(element)
        if end is None:
            message = f"the countdown '{page.flow.of(element)[:50]}' has no end that programs can read"
            hint = 'write its end as <time datetime="2026-12-31T23:59:59Z">, or take it out'
            yield Hit("D-US-11", message, hint, element)
            yield Hit("D-UK-06", message, hint, element, severity=Severity.WARNING)
        elif end < site.terms.today:
            message = f"the countdown ended on {end.isoformat()}"
            hint = "take it out, with the offer if that has ended too"
            yield Hit("D-US-11", message, hint, element)
            yield Hit("D-UK-06", message, hint, element)


def green(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """A green claim stands with its evidence."""
    if page.is_redirect or "eu" not in site.terms.jurisdictions:
        return
    for found in page.said("green claims", page.main):
        around = page.flow.around(found.match.start(), found.match.end(), _NEAR)
        linked = any(one.tag == "a" for one in (found.element, *found.element.iterancestors()))
        if not linked and not phrases("green evidence").search(around):
            message = f"'{found.match[0]}' is claimed without evidence"
            yield Hit("D-EU-05", message, "say what proves it, such as a certificate, or leave it out", found.element)
            return


_NEAR = 300


def generated(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Generated pictures are labelled, and generated texts name who reviewed them."""
    if page.is_redirect or "eu" not in site.terms.jurisdictions or not page.mentions(*_GENERATOR):
        return
    for image in page.body.iter("img", "video", "audio"):
        if _is_generated(image) and not _is_labelled(page, image):
            message = f"the generated picture '{(image.get('src') or '')[-60:]}' has no visible label"
            yield Hit("D-EU-06", message, "write 'Computer-generated image' right below it", image)
    whole = (one for one in page.having("data-ai-generated") if one.tag in ("main", "article", "div", "section"))
    for element in (*page.root.iter("meta"), *whole):
        named = (element.get("name") or "").lower() in ("ai-generated", "ai_generated", "candid:ai-generated")
        value = element.get("content") if named else element.get("data-ai-generated")
        if (value or "").lower() in ("true", "yes", "1") and not phrases("human review").search(page.flow.text):
            yield Hit(
                "D-EU-06",
                "the page is a generated text, but names nobody who reviewed it",
                "say who reviewed it",
                element,
            )
            return


_GENERATOR = (
    "data-ai", "ai-image", "ai-generated", "ai_generated", "midjourney", "dalle", "dall-e", "stable-diffusion",
    "stablediffusion", "trainedalgorithmicmedia",
)  # fmt: skip


# -- countdowns -------------------------------------------------------------------------------------------------------


def _countdowns(page: BuiltPage) -> Iterator[Element]:
    """The outermost countdowns: by their name, or by a clock in a line that says that something ends."""
    found: list[Element] = []
    for element in page.body.iter() if page.mentions(*_NAMES) else ():
        if not is_element(element) or element.tag in ("script", "style", "template"):
            continue
        if any(one in found for one in element.iterancestors()):
            continue
        names = class_words(element)
        named = names & {"countdown", "countdowns"} or "countdown" in element.tag or {"count", "down"} <= names
        named = named or element.get("data-countdown") is not None or (element.get("role") == "timer")
        named = named or ("timer" in names and bool(names & {"deal", "offer", "sale", "promo", "discount", "flash"}))
        if named and element.tag not in ("html", "body", "main"):
            found.append(element)
            yield element
    if found:
        return
    for line in page.said("urgency", page.main):
        text = page.flow.sentence(line.match.start(), line.match.end())
        clock = re.search(r"\d{1,3}\s*:\s*\d\d\s*(?::\s*\d\d)?", text)
        if clock is not None or _names_day(line.element):
            yield line.element
            return


def _names_day(element: Element) -> bool:
    """Whether a line that says that something ends names the day for programs."""
    ends = (element.get(name) or "" for name in _ENDS)
    times = (one.get("datetime") or "" for one in element.iter("time"))
    return any(_day_in(one) is not None for one in (*ends, *times))


def _end_of(element: Element) -> date | None:
    """The latest day that a countdown, or what is in it or right around it, names for programs."""
    days = []
    around = [element, *element.iterdescendants()]
    parent = element.getparent()
    if parent is not None and parent.tag not in ("body", "main", "html", "article"):
        around += [parent, *parent.iter("time", "meta")]
    for one in around:
        for name in _ENDS:
            day = _day_in(one.get(name) or "")
            if day is not None:
                days.append(day)
    return max(days, default=None)


def _day_in(written: str) -> date | None:
    found = _DAY.search(written)
    try:
        if found is not None:
            return date(int(found[1]), int(found[2]), int(found[3]))
        if _MILLISECONDS.fullmatch(written.strip()):
            return datetime.fromtimestamp(int(written.strip()[:10]), UTC).date()
    except (ValueError, OverflowError):
        return None
    return None


# -- generated pictures -----------------------------------------------------------------------------------------------


def _is_generated(image: Element) -> bool:
    marked = image.get("data-ai-image") or image.get("data-ai-generated") or image.get("data-ai")
    if marked is not None:
        return marked.lower() not in ("false", "no", "0")
    names = class_words(image)
    if {"ai", "image"} <= names or {"ai", "generated"} <= names:
        return True
    said = f"{image.get('src')} {image.get('data-digital-source-type')}"
    return (
        re.search(
            r"ai[-_]generated|midjourney|dall-?e[-_0-9]|stable-?diffusion|trainedalgorithmicmedia", said, re.IGNORECASE
        )
        is not None
    )


def _is_labelled(page: BuiltPage, image: Element) -> bool:
    figure = next(image.iterancestors("figure"), None)
    parent = image.getparent()
    near = [figure]
    if figure is None:
        near = [parent, image.getnext(), None if parent is None else parent.getnext()]
    places = [place for place in near if place is not None and is_element(place)]
    return any(phrases("generated").search(page.seen_text(place)) for place in places)


PAGE_CHECKS: tuple[PageCheck, ...] = (hurried, green, generated)
