"""What a page with affiliate links states about them, all in all: what counts, what does not and why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from candid.compliance.facts.cards import is_labelled, label_places
from candid.compliance.facts.placement import Fault, flaw_of
from candid.compliance.facts.statements import Disclosure, speaks_of_advertising
from candid.compliance.wording.phrases import phrases
from candid.disclosures.lexicon import LANGUAGES, judge

if TYPE_CHECKING:
    from candid.compliance.page import BuiltPage, Link

__all__ = ["Stated"]

_ELSEWHERE = re.compile(
    r"\b(?:faqs?|about|here|page|polic(?:y|ies)|terms|more|hier|seite|ici|aquí|qui)\b", re.IGNORECASE
)
_MEANT = re.compile(
    r"\baff\b|affil|afili|partn|parten|sponso|kooper|zusammenarbeit|unterstütz|collab|colab|\bads?\b|\bpaid\b",
    re.IGNORECASE,
)
_FIRST_PART = re.compile(r"[\s*#\[(]*[^:·|–—,.!\])]+")
_LONGEST_BEGINNING = 6
_SHORTEST_NAME = 3
_SIGN = re.compile(r"[*†‡ℹⓘ]\s*$")
_COMMISSION_IS_ENOUGH = frozenset({"us", "ca", "eu"})
_EARNING = frozenset({"certain", "strong", "landing", "weak", "unknown"})
"""Classes of links that earn a commission; where nothing tells of one, somebody may have paid for the link at once."""
_ADVERT_IS_TOO_LITTLE = frozenset({"us", "ca"})


@dataclass(frozen=True)
class Stated:
    """The statements and labels of one page, for a page that has affiliate links."""

    page: BuiltPage

    @cached_property
    def language(self) -> str:
        """The language around the first affiliate link: that is what its readers read."""
        return self.page.language_of(self.page.paid_links[0].element)

    @cached_property
    def placed(self) -> tuple[tuple[Disclosure, Fault | None], ...]:
        """What says something, in the language of the page, each with what is wrong with its place."""
        page = self.page
        return tuple(
            (found, flaw_of(page, found))
            for found in page.disclosures
            if found.kind in ("statement", "label") and not found.foreign
        )

    @cached_property
    def good(self) -> tuple[Disclosure, ...]:
        """What says something where readers meet it in time."""
        return tuple(found for found, fault in self.placed if fault is None)

    @cached_property
    def flawed(self) -> tuple[tuple[Disclosure, Fault], ...]:
        """What says something where it does not count; tooltips are last."""
        found = [(one, fault) for one, fault in self.placed if fault is not None]
        found.sort(key=lambda pair: (not pair[0].wording.commission, pair[0].start))
        for one in self.page.disclosures:
            fault = flaw_of(self.page, one) if one.kind == "tooltip" else None
            if fault is not None:
                found.append((one, fault))
        return tuple(found)

    @cached_property
    def foreign(self) -> Disclosure | None:
        """The first statement in sight in another language than the page's."""
        return next((one for one in self.page.disclosures if one.foreign and one.seen), None)

    @cached_property
    def rejected(self) -> Disclosure | None:
        """The first wording in sight that tells readers too little."""
        return next((one for one in self.page.disclosures if one.kind == "rejected" and one.seen), None)

    @cached_property
    def poor_label(self) -> Disclosure | None:
        """A rejected wording that was surely meant to disclose, where readers meet it before the first link."""
        found = self.rejected
        first = self.page.flow.span(self.page.paid_links[0].element)[0]
        if found is None or found.start >= first or flaw_of(self.page, found) is not None:
            return None
        return found if _MEANT.search(found.text) else None

    def has_poor_beginning(self, found: Disclosure) -> bool:
        """Whether a statement begins with a label that is rejected: "Sponsored: …", "Partenariat : …"."""
        begins = _FIRST_PART.match(found.text)
        if begins is None or begins[0].count(" ") > _LONGEST_BEGINNING:
            return False
        wording = judge(begins[0], found.language)
        return bool(wording.rejected and not wording.commission and _MEANT.search(begins[0]))

    @cached_property
    def asterisk(self) -> Link | None:
        """The first affiliate link that has nothing but a sign with it, such as ``*``."""
        for link in self.page.paid_links:
            if _SIGN.search(f"{self.page.seen_text(link.element)}{(link.element.tail or '')[:2]}"):
                return link
        return None

    @cached_property
    def policy_link(self) -> Link | None:
        """The first link in sight that leads to a statement elsewhere."""
        flow = self.page.flow
        for link in self.page.links:
            if link.paid or not self.page.is_seen(link.element):
                continue
            if phrases("policy links").search(flow.of(link.element)):
                return link
            if _ELSEWHERE.search(flow.of(link.element)):
                start, end = flow.span(link.element)
                if phrases("policy links").search(flow.sentence(start, end)):
                    return link
        return None

    @cached_property
    def code(self) -> Link | None:
        """The first affiliate link, where all that the page says of it is a discount code."""
        return self.page.paid_links[0] if phrases("codes").search(self.page.flow.of(self.page.main)) else None

    @cached_property
    def is_called_for(self) -> bool:
        """Whether the first affiliate link is a mere call: "Buy now", "Check price"."""
        text = self.page.seen_text(self.page.paid_links[0].element)
        return text.count(" ") < _SHORTEST_NAME and bool(judge(text, self.language).rejected)

    def commission(self) -> Disclosure | None:
        """The first statement that counts and says that we are paid."""
        return next((one for one in self.good if one.wording.commission), None)

    def advert(self, jurisdiction: str) -> Disclosure | None:
        """The first one that counts and has a word for advertising which is enough in a jurisdiction."""
        found = next((one for one in self.good if _names(one, jurisdiction)), None)
        if found is None and jurisdiction == "in":  # where words count that are rejected elsewhere
            tried = (one for one in self.page.disclosures if one.kind == "rejected" and _names(one, "in"))
            found = next((one for one in tried if flaw_of(self.page, one) is None), None)
        return found

    def is_enough(self, jurisdiction: str) -> bool:
        """Whether readers in a jurisdiction learn in time what they must."""
        if self.language not in LANGUAGES:
            return bool(self.good)
        if jurisdiction in _COMMISSION_IS_ENOUGH and self.commission():
            return True
        earns = any(link.found.cls in _EARNING for link in self.page.paid_links)
        if jurisdiction in _ADVERT_IS_TOO_LITTLE and earns:
            return False
        return self.advert(jurisdiction) is not None

    def all_labelled(self, jurisdiction: str) -> bool:
        """Whether every affiliate link carries a label that is enough in a jurisdiction."""
        page = self.page
        if self.language not in LANGUAGES:
            return all(any(map(speaks_of_advertising, label_places(page, link))) for link in page.paid_links)
        return all(is_labelled(page, link, jurisdiction) for link in page.paid_links)

    def all_labelled_within(self) -> bool:
        """Whether every affiliate link carries a label in its own text, such as ``(paid link)``."""
        page = self.page
        return all(
            judge(page.seen_text(link.element), page.language_of(link.element)).advert for link in page.paid_links
        )


def _names(found: Disclosure, jurisdiction: str) -> bool:
    wording = found.wording
    if not wording.advert and jurisdiction == "in":
        wording = judge(found.text, found.language, ("in",))
    if found.language == "de" and jurisdiction == "de":
        return bool(wording.advert) and wording.begins
    return bool(wording.advert)
