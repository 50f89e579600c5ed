"""What on a page is a disclosure: the lines of its text that say who is paid, or that try to.

A line is what stands between two breaks of a block. Each is judged by the lexicon in the language it stands in; one
that says nothing there but is a statement in another language is a foreign one. Text that readers must hover for, in
titles and tooltips, is gathered too. Whether a disclosure is placed well is for ``placement`` to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Literal

from lxml.etree import _Element as Element

from candid.compliance.facts.cards import card_of
from candid.compliance.facts.surroundings import surroundings
from candid.compliance.wording.phrases import phrases
from candid.compliance.wording.vocabulary import Leads
from candid.disclosures.lexicon import LANGUAGES, Wording, advert_words, judge, payment_words, rejected_words

if TYPE_CHECKING:
    from candid.compliance.page import BuiltPage

__all__ = ["Disclosure", "Kind", "find_disclosures", "is_label", "speaks_of_advertising"]

Kind = Literal["statement", "label", "rejected", "tooltip"]


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One disclosure, or what was meant as one.

    Attributes:
        element: The innermost element that holds all of it.
        text: The line that it stands in, seen or not.
        start: Where it begins in the page's flow of text.
        end: Where its line ends there.
        kind: ``statement`` says that we are paid; ``label`` is a short mark that is no part of a link or card;
            ``rejected`` says neither, but tries; ``tooltip`` must be hovered for.
        language: The language in which it was judged.
        foreign: Whether that is not the language of what stands around it.
        wording: What it says.
        seen: Whether sighted readers see it without doing anything.
        exposed: Whether assistive technology is told of it.
        inside: The ``footer``, ``aside``, ``details``, ``popup`` or ``tooltip`` that it stands in; else empty.
    """

    element: Element
    text: str
    start: int
    end: int
    kind: Kind
    language: str
    foreign: bool
    wording: Wording
    seen: bool
    exposed: bool
    inside: str


_WORD = re.compile(r"\w+")
_ELSEWHERE = re.compile(
    r"commissi|provisi|provízi|prowizj|komissi|komisj|comiss|reclame|reklam|annons|mainos|advertenti|publicid|sponsor|"
    r"affiliat|anúnci|広告|アフィリエイト|手数料|紹介料|報酬|プロモーション|广告|廣告|佣金|광고|수수료|реклам|комисси|комісі|hirdetés|"
    r"jutalék|διαφήμι|προμήθεια",
    re.IGNORECASE,
)
"""What a disclosure says in languages that the lexicon does not know: their wording is not judged."""

_SENTENCE = re.compile(r"[^.!?]*(?:[.!?]+(?![\s\"'”’)])[^.!?]*)*[.!?]*")
_LONGEST_LABEL = 14
_LONGEST_BEGUN = 60
_LONGEST_TRY = 40
_BARE = 6
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_OWN_PLACE = frozenset(
    {"td", "th", "li", "dd", "dt", "option", "button", "summary", "label", "select", "nav", "figcaption"}
)
_MARKED = re.compile(
    r"[\[(]\s*([^\s\[\]()][^\[\]()]{0,39}?)\s*[\])]|^\s*([^\s:|·–—][^:|·–—]{0,29}?)\s*[:|·–—]"
    r"|[:|·–—]\s*([^\s:|·–—][^:|·–—]{0,19}?)\s*$"
)


def find_disclosures(page: BuiltPage) -> Iterator[Disclosure]:
    """All disclosures of a page in their order, tooltips last; hidden ones are among them."""
    around = page.language_of(page.paid_links[0].element) if page.paid_links else page.language
    tries = [found.match.start() for found in page.said("attempts") if not _is_policy_link(page, found.element)]
    clues = [*tries, *page.flow.vocabulary.led_by(_clues())]
    if around not in LANGUAGES:
        clues += (found.start() for found in _ELSEWHERE.finditer(page.flow.text))
    end = -1
    for place in sorted(clues):
        if place <= end:
            continue
        start, end = page.flow.line_at(place)
        text = page.flow.text[start:end]
        tried = next((at for at in tries if start <= at < end), None)
        found = _in_line(page, _Line(text, start, frozenset(_WORD.findall(text.lower())), tried))
        if found is not None:
            yield found if found.language == around or found.foreign else replace(found, foreign=True)
    yield from _in_attributes(page)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the page's text: where it begins, its words, and where it speaks of affiliate links and the like."""

    text: str
    start: int
    words: frozenset[str]
    tried: int | None


@cache
def _clues() -> Leads:
    """The words without any of which no line discloses anything, in any language."""
    of_all = (words(one) for one in LANGUAGES for words in (payment_words, advert_words, rejected_words))
    return Leads(frozenset[str]().union(*of_all))


def is_label(text: str, language: str) -> bool:
    """Whether a short text has a word for advertising, or says that we are paid."""
    wording = judge(text, language)
    return bool(wording.advert or wording.commission) and not wording.contradiction


def speaks_of_advertising(text: str) -> bool:
    """Whether a text in a language that the lexicon does not know seems to be a label."""
    return bool(_ELSEWHERE.search(text) or judge(text, "en").advert)


def _in_line(page: BuiltPage, line: _Line) -> Disclosure | None:
    text, start = line.text, line.start
    holder = page.flow.element_at(start + len(text) - len(text.lstrip()))
    language = page.language_of(holder)
    whole = (start, start, start + len(text))
    wording = Wording()
    if not line.words.isdisjoint(payment_words(language)):
        wording = judge(text, language)
    if wording.commission:
        begin, end = _clause(text, language) if not wording.begins else (0, len(text))
        span = (start, start + begin, start + end)
        return _disclosure(page, text, span, "statement", language, wording, foreign=language not in LANGUAGES)
    if language not in LANGUAGES and _ELSEWHERE.search(text):
        wording = Wording(advert=text.strip(), begins=True, commission=text.strip())
        return _disclosure(page, text, whole, "statement", language, wording)
    if not line.words.isdisjoint(advert_words(language)):
        own = _before_links(page, text, start)
        label = judge(own, language)
        if label.advert and (
            _reads_as_label(page, own, holder, label, language)
            if not _is_part(page, holder)
            else _leads_in(page, own, holder, start, label, language)
        ):
            return _disclosure(page, text, (start, start, start + len(own)), "label", language, label)
    for other in LANGUAGES:
        if other != language and not line.words.isdisjoint(payment_words(other)):
            said = judge(text, other)
            if said.commission:
                return _disclosure(page, text, whole, "statement", other, said, foreign=True)
    if _tries(page, line, holder, language):
        at = start if line.tried is None else line.tried
        end = start + len(text) if line.tried is None else at + 1
        return _disclosure(page, text, (start, at, end), "rejected", language, wording)
    return None


def _clause(line: str, language: str) -> tuple[int, int]:
    """Where the first sentence of a line begins and ends that says that we are paid."""
    for sentence in _SENTENCE.finditer(line):
        if sentence[0].strip() and judge(sentence[0], language).commission:
            return sentence.start(), sentence.end()
    return 0, len(line)


def _before_links(page: BuiltPage, line: str, start: int) -> str:
    """The line as far as it stands before its first affiliate link: the rest is the link's own label."""
    for link in page.paid_links:
        at = page.flow.span(link.element)[0]
        if start <= at < start + len(line):
            return line[: at - start]
    return line


def _is_part(page: BuiltPage, holder: Element) -> bool:
    """Whether a line is part of a link, list or cell, and so speaks for nothing else."""
    return any(one.tag == "a" or one.tag in _OWN_PLACE for one in (holder, *holder.iterancestors())) or (
        card_of(page, holder) is not None
    )


def _leads_in(page: BuiltPage, text: str, holder: Element, start: int, label: Wording, language: str) -> bool:
    """Whether a mere label in a list or table of its own stands right before the statement that it is the label of."""
    if not label.begins or len(text.split()) > 1 + label.advert.count(" "):
        return False
    if any(one.tag in ("a", "nav", "footer") for one in (holder, *holder.iterancestors())):
        return False
    behind = page.flow.text[start + len(text) : start + len(text) + _LONGEST_LEAD]
    following = [line for line in behind.split("\n") if line.strip()][:_LINES_BEHIND]
    return any(judge(line, language).commission for line in following)


_LONGEST_LEAD, _LINES_BEHIND = 300, 2


def _reads_as_label(page: BuiltPage, text: str, holder: Element, wording: Wording, language: str) -> bool:
    count = len(text.split())
    block = next((one for one in (holder, *holder.iterancestors()) if one.tag in _HEADINGS), None)
    if block is None:
        if wording.begins and count <= _LONGEST_BEGUN and _is_set_apart(text, wording):
            return True
        return count <= _BARE - 1 or (count <= _LONGEST_LABEL and phrases("speaks of itself").search(text) is not None)
    if wording.begins and (count == 1 or (count <= _BARE and phrases("disclosure names").search(text))):
        return True
    # A heading may be about advertising: there a label is set apart, by its element or by signs.
    if any(is_label(page.text_of(child), language) and len(page.text_of(child).split()) <= _BARE for child in block):
        return True
    return any(
        judge(part, language).begins
        for mark in _MARKED.finditer(text)
        for part in mark.groups()
        if part and len(part.split()) <= _BARE
    )


def _is_set_apart(text: str, wording: Wording) -> bool:
    """Whether a sign or the end follows the word for advertising with which a text begins."""
    return re.match(rf"\W*{re.escape(wording.advert)}\s*(?:[^\w\s]|$)", text.casefold()) is not None


def _tries(page: BuiltPage, line: _Line, holder: Element, language: str) -> bool:
    """Whether a line was meant to disclose: it speaks of affiliate links, or is nothing but a rejected label."""
    count = len(line.text.split())
    if count > (_BARE if line.tried is None else _LONGEST_TRY) or _is_other_link(page, holder):
        return False
    if line.tried is not None:
        return True
    if any(one.tag in _HEADINGS for one in (holder, *holder.iterancestors())):
        return False  # what the page is about
    if _links_to_policy(page, line):
        return False
    return bool(judge(line.text, language).rejected) and not phrases("calls to action").search(line.text)


def _links_to_policy(page: BuiltPage, line: _Line) -> bool:
    """Whether the line holds a link to a statement elsewhere."""
    end = line.start + len(line.text)
    return any(
        line.start <= page.flow.span(link.element)[0] < end and _is_policy_link(page, link.element)
        for link in page.links
        if not link.paid
    )


def _is_policy_link(page: BuiltPage, holder: Element) -> bool:
    """Whether the words are those of a link to a statement elsewhere."""
    return _is_other_link(page, holder) and any(
        phrases("policy links").search(page.flow.of(one)) for one in (holder, *holder.iterancestors()) if one.tag == "a"
    )


def _is_other_link(page: BuiltPage, holder: Element) -> bool:
    """Whether the line is the text of a link that nobody pays for, such as one to a policy."""
    link = next((one for one in (holder, *holder.iterancestors()) if one.tag == "a"), None)
    return link is not None and all(paid.element is not link for paid in page.paid_links)


# -- where it stands --------------------------------------------------------------------------------------------------


def _disclosure(
    page: BuiltPage,
    line: str,
    span: tuple[int, int, int],
    kind: Kind,
    language: str,
    wording: Wording,
    foreign: bool = False,
) -> Disclosure:
    line_start, start, end = span
    text = page.flow.text
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    element = page.flow.element_at(start)
    while page.flow.span(element)[1] < end:
        parent = element.getparent()
        if parent is None:
            break
        element = parent
    element, wording = _narrowed(page, element, wording, language)
    inside = surroundings(page, element)
    if element.tag == "details" and element.get("open") is None:
        inside = "details"  # its bare text is folded away with its elements
    seen = page.is_seen(element) and _all_seen(page, element, kind, language)
    return Disclosure(
        element,
        line.strip(),
        start,
        line_start + len(line),
        kind,
        language,
        foreign,
        wording,
        seen,
        page.is_exposed(element),
        inside,
    )


def _narrowed(page: BuiltPage, element: Element, wording: Wording, language: str) -> tuple[Element, Wording]:
    """The innermost element that says all of it: more may stand around a disclosure in the same line."""
    if language not in LANGUAGES or not wording.commission:
        return element, wording
    while True:
        for child in element:
            said = judge(page.flow.of(child), language) if len(page.flow.of(child)) >= _SHORTEST else Wording()
            if said.commission and (said.advert or not wording.advert):
                element, wording = child, said
                break
        else:
            return element, wording


_SHORTEST = 10


def _all_seen(page: BuiltPage, element: Element, kind: Kind, language: str) -> bool:
    """Whether an element that is seen shows enough of its words: a part of them may be hidden."""
    if len(element) == 0 or kind == "rejected" or language not in LANGUAGES:
        return True
    said = judge(page.seen_text(element), language)
    return bool(said.commission if kind == "statement" else said.advert)


_LONGEST_TITLE = 1000
_HOVERED = ("title", "data-tooltip", "data-tip", "data-tippy-content", "data-bs-title", "data-bs-content",
            "data-original-title", "data-bs-original-title", "data-title", "data-content", "data-hint")  # fmt: skip


def _in_attributes(page: BuiltPage) -> Iterator[Disclosure]:
    for element in page.having(*_HOVERED):
        for name in _HOVERED:
            text = element.get(name)
            if text and len(text) < _LONGEST_TITLE:
                language = page.language_of(element)
                wording = judge(text, language)
                if wording.commission or wording.begins or phrases("attempts").search(text):
                    at = page.flow.span(element)[0]
                    yield Disclosure(element, text, at, at, "tooltip", language, False, wording, False, True, "tooltip")
