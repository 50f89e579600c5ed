"""That a page with affiliate links says so, in words that readers understand, where they meet it in time.

A breach is reported once for each jurisdiction that has a rule for it. What is wrong decides the rule:

absent      nothing on the page tries to disclose; ``called`` where the link itself says "Buy now"
rejected    only wordings that regulators rejected: "affiliate link", "Kooperation", an asterisk
code        only a discount code
linked      only a link to a statement elsewhere
hover       only in a tooltip or title
popup       only in a dialog
hidden      folded away or hidden (``silent``: from screen readers only)
footer      in a footer; so ``aside`` in a side note, ``late`` after what it is about, ``faint`` hard to read
foreign     in another language than the page
unmarked    it says who is paid, but has no word for advertising, which most jurisdictions want
unpaid      it has a word for advertising, but does not say who is paid, which the United States and Canada want
labels      each link is labelled, but nothing stands at the top of the page, which the United States want
denied      it is contradicted by the page itself

Absence is everybody's concern; for the rest the general rule of the Union speaks up only where no more special rule
does, and rules of a country that are about its language only on pages in that language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml.etree import _Element as Element

from candid.compliance.facts.stated import Stated
from candid.compliance.hits import Hit, PageCheck
from candid.compliance.page import BuiltPage
from candid.compliance.site import BuiltSite
from candid.compliance.wording.phrases import matches
from candid.diagnostics import Severity
from candid.disclosures.lexicon import LANGUAGES, judge
from candid.models import Jurisdiction

__all__ = ["PAGE_CHECKS"]

_LOCAL: Mapping[str, str] = {"fr": "D-FR-01", "es": "D-ES-01", "it": "D-IT-01"}
"""Rules of a country whose language the page must be in; they say all that the country asks."""
_ALL_IN_ONE: Mapping[str, str] = {**_LOCAL, "ca": "D-CA-01", "au": "D-AU-01", "in": "D-IN-01"}

_ABSENT = {
    **_ALL_IN_ONE, "us": "D-US-01", "uk": "D-UK-01", "eu": "D-EU-01", "de": "D-DE-01", "au": "D-AU-02",
}  # fmt: skip
_MISPLACED = {**_ALL_IN_ONE, "us": "D-US-02", "uk": "D-UK-02", "de": "D-DE-03", "ie": "D-IE-01"}
_RULES: Mapping[str, Mapping[str, str]] = {
    "absent": _ABSENT,
    "called": _ABSENT,
    "rejected": {**_ALL_IN_ONE, "us": "D-US-04", "uk": "D-UK-04", "de": "D-DE-02"},
    "code": {**_ALL_IN_ONE, "us": "D-US-01", "uk": "D-UK-05", "eu": "D-EU-01", "de": "D-DE-01", "au": "D-AU-02"},
    "linked": {**_ALL_IN_ONE, "us": "D-US-05", "uk": "D-UK-04"},
    "hover": {**_MISPLACED, "us": "D-US-09", "uk": "D-UK-05"},
    "popup": {**_MISPLACED, "uk": "D-UK-04"},
    "hidden": {**_MISPLACED, "uk": "D-UK-05"},
    "silent": _MISPLACED,
    "footer": _MISPLACED,
    "aside": _MISPLACED,
    "late": _MISPLACED,
    "faint": _MISPLACED,
    "foreign": {"eu": "D-EU-04", "ca": "D-CA-02"},
    "unmarked": {**_LOCAL, "uk": "D-UK-02", "de": "D-DE-02", "au": "D-AU-01", "in": "D-IN-01"},
    "unpaid": {"us": "D-US-01", "ca": "D-CA-01"},
    "labels": {"us": "D-US-03"},
    "denied": {"us": "D-US-02"},
}  # fmt: skip
_GENERAL: Mapping[str, Mapping[str, str]] = {
    "foreign": {"us": "D-US-02", "uk": "D-UK-02", "au": "D-AU-01"},
    "denied": {"uk": "D-UK-01", "eu": "D-EU-01", "au": "D-AU-01", "ca": "D-CA-01", "in": "D-IN-01"},
    "labels": {},
    "unmarked": {},
    "unpaid": {},
}
"""The rules that speak where no rule above does; the Union's, where nothing is said here."""
_NONE = {"us": ("D-US-01",), "uk": ("D-UK-01",), "eu": ("D-EU-01",), "de": ("D-DE-01",)}
_SIBLINGS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "rejected": _NONE,
    "linked": _NONE,
    "absent": {"au": ("D-AU-01",)},
    "called": {"us": ("D-US-04",), "uk": ("D-UK-04",), "au": ("D-AU-01",)},
    "late": {"us": ("D-US-03",)},
    "footer": {"us": ("D-US-03",)},
    "unmarked": {"uk": ("D-UK-01", "D-UK-05")},
}
"""Rules of the same jurisdiction that the breach comes close to: they are only mentioned."""
_ALSO: Mapping[str, str] = {"hover": "A-05", "faint": "A-03", "hidden": "G-SPAM-04"}
_OF_LANGUAGE: Mapping[str, str] = {
    "D-DE-02": "de", "D-DE-03": "de", "D-FR-01": "fr", "D-ES-01": "es", "D-IT-01": "it",
}  # fmt: skip

_BEGINNINGS_COUNT = frozenset({"de", "fr", "es", "it"})
"""Where authorities name the words with which a statement begins, whatever stands at the links."""

_TOP = "write it right below the page's title"
_EXAMPLES: Mapping[str, str] = {
    "en": "Ad · affiliate links: we earn a commission if you buy through links on this page.",
    "de": "Anzeige · Dieser Beitrag enthält Affiliate-Links: Wir erhalten eine Provision, wenn du darüber kaufst.",
    "fr": "Publicité · collaboration commerciale : nous touchons une commission si vous achetez via ces liens.",
    "es": "Publicidad · enlaces de afiliado: recibimos una comisión si compras a través de ellos.",
    "it": "Pubblicità · link di affiliazione: riceviamo una commissione sugli acquisti.",
}


def disclosed(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """The page's affiliate links are disclosed, for every jurisdiction that its readers live in."""
    if not page.paid_links or page.is_redirect:
        return
    stated = page.stated
    breaches = {
        jurisdiction: breach
        for jurisdiction in sorted(site.terms.jurisdictions)
        if not stated.is_enough(jurisdiction) and (breach := _breach(stated, jurisdiction)) is not None
    }
    yield from _reported(breaches, stated.language, site)
    if breaches:
        yield from _mentioned(stated)


def _mentioned(stated: Stated) -> Iterator[Hit]:
    """The rules on something else that the same disclosure breaks; the laws' own rules have reported it."""
    for found, fault in stated.flawed[:1]:
        rule = _ALSO.get(fault.flaw)
        if rule and found.inside != "details":
            yield Hit(rule, fault.message, fault.hint, found.element, severity=Severity.INFO)


def consistent(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Nothing on a page with affiliate links denies that it is paid for."""
    if not page.paid_links or page.is_redirect:
        return
    for denial, element in _denials(page):
        message = f"the page has affiliate links, but says '{denial}'"
        breach = ("denied", message, "take the sentence out, or the affiliate links", element)
        yield from _reported(dict.fromkeys(sorted(site.terms.jurisdictions), breach), page.stated.language, site)


def certain(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Statements say what happens, not what may happen."""
    if not page.paid_links or page.is_redirect:
        return
    for found in page.stated.good:
        if found.wording.commission and found.wording.hedge:
            message = f"'{found.wording.hedge}' takes half of the disclosure back: the page does have affiliate links"
            hint = "say 'we earn a commission', not 'we may earn a commission'"
            yield Hit("D-KR-01", message, hint, found.element, severity=Severity.WARNING)
            return


_Breach = tuple[str, str, str, Element]


def _breach(stated: Stated, jurisdiction: Jurisdiction) -> _Breach | None:
    """What is wrong for a jurisdiction: its name in the tables, message, hint and element."""
    said = stated.commission()
    label = stated.advert(jurisdiction)
    first = stated.page.paid_links[0].element
    example = f"{_TOP}: '{_EXAMPLES.get(stated.language, _EXAMPLES['en'])}'"
    if said is not None:
        poor = jurisdiction in _BEGINNINGS_COUNT and stated.has_poor_beginning(said)
        if stated.all_labelled(jurisdiction) and not poor:
            return None
        return "unmarked", f"'{_short(said.text)}' has no word for advertising", example, said.element
    if label is not None:
        if jurisdiction == "us" and stated.all_labelled_within():
            return None
        return "unpaid", f"'{_short(label.text)}' does not say that you are paid", example, label.element
    if stated.flawed:
        found, fault = stated.flawed[0]
        return fault.flaw, fault.message, fault.hint, found.element
    if stated.foreign is not None:
        return _foreign(stated, jurisdiction, example)
    found_poor = stated.poor_label if jurisdiction != "in" else None
    if stated.all_labelled(jurisdiction) and found_poor is None:
        message = "every affiliate link is labelled, but nothing at the top of the page discloses them"
        return ("labels", message, example, first) if jurisdiction == "us" else None
    rejected = found_poor or stated.rejected
    if rejected is not None:
        message = f"'{_short(rejected.text)}' does not tell readers that you are paid"
        return "rejected", message, example, rejected.element
    link = stated.asterisk
    if link is not None:
        return "rejected", "a mere sign at the affiliate link tells readers nothing", example, link.element
    link = stated.policy_link
    if link is not None:
        message = f"the page only links to its disclosure: '{_short(stated.page.flow.of(link.element))}'"
        return "linked", message, example, link.element
    if stated.code is not None:
        return "code", "a discount code alone does not disclose the affiliate link", example, first
    href = stated.page.paid_links[0].href
    if stated.is_called_for:
        called = _short(stated.page.flow.of(first))
        return "called", f"'{called}' is all that the affiliate link '{_short(href)}' says", example, first
    return "absent", f"nothing discloses the affiliate link '{_short(href)}'", example, first


def _foreign(stated: Stated, jurisdiction: Jurisdiction, example: str) -> _Breach | None:
    found = stated.foreign
    assert found is not None
    if jurisdiction == "in" and found.language == "en":
        return None
    message = f"the disclosure is in '{found.language}', the page in '{stated.language}'"
    hint = example if stated.language in _EXAMPLES else "write it in the language of the page"
    return "foreign", message, hint, found.element


def _reported(breaches: Mapping[Jurisdiction, _Breach], language: str, site: BuiltSite) -> Iterator[Hit]:
    """Each breach under the rules of its jurisdictions; under the general ones where there are none."""
    done: set[str] = set()
    # A site for readers in one state is told by that state's rule; the Union's says the same once more.
    breaches = dict(sorted(breaches.items(), key=lambda pair: pair[0] == "eu"))
    implied = "eu" not in site.terms.profiles

    def under(tables: Mapping[str, Mapping[str, str]], default: Mapping[str, str]) -> Iterator[Hit]:
        for jurisdiction, (kind, message, hint, element) in breaches.items():
            rule = tables.get(kind, default).get(jurisdiction)
            if rule == "D-EU-01" and implied and done:
                continue
            if rule and rule not in done and _OF_LANGUAGE.get(rule, language) == language:
                done.add(rule)
                yield Hit(rule, message, hint, element)

    yield from under(_RULES, {})
    if not done:
        yield from under(_GENERAL, {"eu": "D-EU-01"})
    for jurisdiction, (kind, message, hint, element) in breaches.items():
        for rule in _SIBLINGS.get(kind, {}).get(jurisdiction, ()):
            if rule not in done and not (rule == "D-EU-01" and implied):
                done.add(rule)
                yield Hit(rule, message, hint, element, severity=Severity.INFO)


def _denials(page: BuiltPage) -> Iterator[tuple[str, Element]]:
    """The first sentence in sight that denies that the page is paid for."""
    flow = page.flow
    judged = -1
    for found in matches("denied", flow.text, flow.vocabulary):
        start, end = flow.line_at(found.start())
        if start == judged:
            continue
        if next(matches("denials", flow.text, flow.vocabulary, start, end), None) is None:
            judged = start
            continue
        element = flow.element_at(found.start())
        if any(one.tag in ("blockquote", "q") for one in element.iterancestors()) or not page.is_seen(element):
            continue
        judged = start
        language = page.language_of(element)
        denial = judge(flow.text[start:end], language if language in LANGUAGES else "en").contradiction
        if denial:
            yield denial, element
            return


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59].rstrip()}…"


PAGE_CHECKS: tuple[PageCheck, ...] = (disclosed, consistent, certain)
