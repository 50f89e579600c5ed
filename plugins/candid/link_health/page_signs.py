"""What a page says about itself: that it is none, that its domain is for sale, that it wants to see a person first.

Servers that answer 200 for everything are common; the title and the first heading tell what a reader sees.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import cast

import yaml
from lxml import etree, html

from candid.link_health.trails import Sign

__all__ = ["PageSigns", "read_signs"]

_SEPARATORS = re.compile(r"\s[|–—·•»«:/-]\s|[|–—·•»«:]\s|(?<![.!?…])[.!?…]+(?:\s|$)")
_PUNCTUATION = " \t\n.,:;!?…|–—·•»«-\"'“”()"
_REFRESH = re.compile(
    r"\s*(?P<seconds>\d{1,3})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?(?P<url>\S.*)", re.IGNORECASE | re.DOTALL
)
_LONGEST_WAIT = 10
"""Seconds after which a page that goes elsewhere is still one that readers are only passing."""
_LITTLE_TEXT = 100
_WORDS_OF_A_NAME = 3
_LEADS_ON = re.compile(r"\blocation\b\s*(?:\.\s*(?:href|replace|assign)\b|=)")


class PageSigns:
    """The signs of one page.

    Attributes:
        sign: What it says about itself.
        refresh: The address that it goes on to by itself, as it is written there.
    """

    __slots__ = ("refresh", "sign")

    def __init__(self, sign: Sign | None = None, refresh: str | None = None) -> None:
        self.sign = sign
        self.refresh = refresh


def read_signs(body: bytes, charset: str | None = None) -> PageSigns:
    """The signs of a page of HTML, or of its beginning. Never raises, whatever ``body`` holds."""
    try:
        root = html.document_fromstring(body, parser=_parser(charset))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return PageSigns()
    for text in _names(root):
        sign = _sign_of(text)
        if sign is not None:
            return PageSigns(sign)
    refresh = _refresh(root)
    return PageSigns("script" if refresh is None and _leads_on(root) else None, refresh)


def _parser(charset: str | None) -> html.HTMLParser:
    """A parser for this encoding, as far as Python and libxml2 both know it."""
    try:
        name = codecs.lookup(charset).name if charset else None
        return html.HTMLParser(encoding=name, huge_tree=False)
    except (LookupError, ValueError):
        return html.HTMLParser(huge_tree=False)


def _names(root: html.HtmlElement) -> Iterator[str]:
    """The title and the first heading."""
    for name in ("title", "h1"):
        element = next(root.iter(name), None)
        if element is not None:
            yield " ".join("".join(map(str, element.itertext())).split())


def _sign_of(text: str) -> Sign | None:
    """What a title or a heading says."""
    whole = _phrases().get(_plain(text))
    if whole is not None:
        return whole
    parts = [_plain(part) for part in _SEPARATORS.split(text)]
    said = {part: sign for part in parts if (sign := _phrases().get(part)) is not None}
    others = sum(len(part.split()) for part in parts if part not in said)
    counted = (sign for part, sign in said.items() if "404" not in part or others <= _WORDS_OF_A_NAME)
    return next(counted, None)


def _plain(text: str) -> str:
    return text.strip(_PUNCTUATION).casefold().replace("’", "'").replace("…", "")


@cache
def _phrases() -> Mapping[str, Sign]:
    table = yaml.safe_load((files(__package__) / "page_signs.yml").read_text(encoding="utf-8"))
    return {_plain(phrase): cast(Sign, sign) for sign, phrases in table.items() for phrase in phrases}


def _refresh(root: html.HtmlElement) -> str | None:
    for meta in root.iter("meta"):
        if str(meta.get("http-equiv", "")).strip().lower() == "refresh":
            found = _REFRESH.match(str(meta.get("content", ""))[:2000])
            if found is not None and int(found["seconds"]) <= _LONGEST_WAIT:
                return found["url"].strip().strip("'\"")
    return None


def _leads_on(root: html.HtmlElement) -> bool:
    """Whether there is next to nothing to read, and a script that goes elsewhere."""
    scripts = list(root.iter("script"))
    if not any(_LEADS_ON.search("".join(map(str, script.itertext()))) for script in scripts):
        return False
    unseen = {"script", "style", "title", "noscript"}
    said = ((element.text or "") if element.tag not in unseen else "" for element in root.iter(etree.Element))
    return sum(len(text.strip()) for text in said) < _LITTLE_TEXT
