"""What links tell those who hear them one by one: where each leads (A-07), and that it opens a new tab (A-13)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from lxml.etree import _Element as Element

from candid.compliance.hits import Hit, PageCheck
from candid.compliance.page import BuiltPage, Link
from candid.compliance.site import BuiltSite
from candid.compliance.text.texts import all_text
from candid.compliance.wording.phrases import phrases
from candid.diagnostics import Severity

__all__ = ["PAGE_CHECKS"]

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LABELS = re.compile(
    r"(?<!\w)(?:#?ads?|advert(?:isement)?|sponsored|(?:paid|affiliate|sponsored) link|anzeige|werbung|werbelink|"
    r"bezahlter link|publicité|lien publicitaire|publicidad|enlace patrocinado|pubblicità|link sponsorizzato|"
    r"(?:opens )?in (?:a )?new (?:tab|window))(?!\w)",
    re.IGNORECASE,
)
_STORE = re.compile(r"^(.{3,40}?) (?:on|at|from|via|with|bei|auf|von|chez|sur|en|su|da) [\w.’'-]+(?: [\w.’'-]+)?$")
_RIGHT_BEHIND = 40
_SIGNS = re.compile(r"[^\w'’]+")
_LINKS = re.compile(r"\b(?:links?|liens?|enlaces?|verweise?|collegamenti)\b", re.IGNORECASE)


def purposes(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Links to different places are not all called "Check price"."""
    if page.is_redirect:
        return
    by_name: dict[str, list[Link]] = {}
    for link in page.links:
        if link.element.get("aria-describedby") or link.href.startswith("#"):
            continue
        name = _bare(page.name_of(link.element))
        if name and _is_vague(name):
            by_name.setdefault(name, []).append(link)
    for name, links in by_name.items():
        seen = [link for link in links if page.visibility.is_reachable(link.element)]
        targets = {_target(link) for link in seen}
        if len(targets) > 1:
            first = seen[0]
            # A heading right above may say of "Read more" what it is about: that is the custom, if not the best one.
            severity = Severity.INFO if phrases("links to the rest").fullmatch(name) else None
            yield Hit(
                "A-07",
                f"{len(seen)} links to different places are all called '{page.name_of(first.element)}'",
                "name in each what it is about, in sight or with aria-label: product and store",
                first.element,
                severity=severity,
            )


def new_tabs(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """A link that opens a new tab says so, and hands nothing over."""
    if not page.mentions("_blank"):
        return
    base = next((one.get("target") for one in page.root.iter("base") if one.get("target")), None)
    links = [link for link in page.links if (link.element.get("target") or base or "").strip().lower() == "_blank"]
    links = [link for link in links if page.visibility.is_reachable(link.element)]
    is_announced = bool(links) and _is_announced(page)
    named = {one.get("id"): one for one in page.having("id")} if links else {}
    for link in links:
        name = page.name_of(link.element)
        if not is_announced and not _announces(page, link, named):
            hint = 'write "opens in a new tab" into the link, visually hidden if need be, or leave target away'
            yield Hit(
                "A-13", f"the link '{_short(name or link.href)}' opens a new tab without a word", hint, link.element
            )
        elif not link.rel & {"noopener", "noreferrer"}:
            hint = 'add rel="noopener"'
            message = f"the link '{_short(name or link.href)}' opens a new tab that can reach back"
            yield Hit("A-13", message, hint, link.element)


def _is_announced(page: BuiltPage) -> bool:
    """Whether the page says of its links in general that they open new tabs."""
    for passage in page.flow.find(phrases("new tabs")):
        if not any(one.tag == "a" for one in (passage.element, *passage.element.iterancestors())):
            sentence = page.flow.sentence(passage.match.start(), passage.match.end())
            if _LINKS.search(sentence):
                return True
    return False


def _announces(page: BuiltPage, link: Link, named: Mapping[str | None, Element]) -> bool:
    element = link.element
    behind = (element.tail or "")[:_RIGHT_BEHIND]
    text = f"{page.name_of(element)} {element.get('title') or ''} {all_text(element)} {behind}"
    described = (element.get("aria-describedby") or "").split()
    text += " ".join(all_text(named[name]) for name in described if name in named)
    return phrases("new tabs").search(text) is not None


@lru_cache(maxsize=4096)  # pages share most of their links
def _bare(name: str) -> str:
    """A name without labels and signs, in lower case."""
    text = _LABELS.sub(" ", _BRACKETS.sub(" ", name))
    return _SIGNS.sub(" ", text).strip().casefold()


@lru_cache(maxsize=4096)
def _is_vague(name: str) -> bool:
    vague = phrases("vague links")
    if vague.fullmatch(name) or phrases("links to the rest").fullmatch(name):
        return True
    store = _STORE.match(name)
    return store is not None and vague.fullmatch(store[1]) is not None


def _target(link: Link) -> str:
    """Where a link leads; what only counts the clicks is left out."""
    address = link.found.destination or link.address
    return address.partition("#")[0].partition("?")[0].rstrip("/") if link.paid else address


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59].rstrip()}…"


PAGE_CHECKS: tuple[PageCheck, ...] = (purposes, new_tabs)
