"""The language that a page says it is in (A-09), and what a shop says about how accessible it is (A-EAA-01)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element as Element

from candid.compliance.hits import Hit, PageCheck
from candid.compliance.page import BuiltPage
from candid.compliance.site import BuiltSite
from candid.compliance.text.texts import own_text
from candid.compliance.wording.languages import guess_language
from candid.compliance.wording.phrases import phrases
from candid.diagnostics import Severity
from candid.disclosures.lexicon import LANGUAGES

__all__ = ["PAGE_CHECKS"]

_WRITTEN = re.compile(r"<html\b", re.IGNORECASE)
_TAG = re.compile(r"(?:[a-z]{2,3}|x|i)(?:-[a-z0-9]{1,8})*", re.IGNORECASE)
_CARD_FIELD = frozenset({"cc-number", "cc-name", "cc-exp", "cc-csc", "cc-exp-month"})
_ENOUGH = 300
"""A text of fewer characters tells no language for sure."""


def language(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """The root element says which language the page is in, and says it truly."""
    if page.is_redirect or not _WRITTEN.search(page.text):
        return
    written = page.root.get("lang")
    if written is None or not written.strip():
        yield Hit("A-09", "the page does not name its language", f'write <html lang="{page.language}">', page.root)
        return
    if not _TAG.fullmatch(written.strip()):
        yield Hit("A-09", f"'{written}' is no language", 'write a tag such as "en" or "de-AT"', page.root)
        return
    guessed = _evident_language(page)
    primary = re.split("[-_]", written.strip().lower())[0]
    if guessed and primary in LANGUAGES and guessed != primary and not page.disclosures:
        hint = f'write <html lang="{guessed}">'
        yield Hit("A-09", f"the page says that it is in '{written}', its text is in '{guessed}'", hint, page.root)


def foreign_disclosures(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """A disclosure in another language than the text around it says which.

    Where it is the only one, the laws' rules report that it is foreign, and this is mentioned.
    """
    if page.is_fragment or not page.paid_links or not page.root.get("lang"):
        return
    statements = [found for found in page.disclosures if found.kind == "statement" and found.seen]
    severity = None if any(not found.foreign for found in statements) else Severity.INFO
    for found in statements:
        if found.foreign and found.wording.commission and page.language_of(found.element) != found.language:
            message = f"this disclosure does not say that it is in '{found.language}'"
            yield Hit("A-09", message, f'write lang="{found.language}" on it', found.element, severity=severity)


def _evident_language(page: BuiltPage) -> str | None:
    """The language that both halves of a longer text are in, parts in languages of their own left out."""
    text = own_text(page.main, page.language)
    if len(text) < _ENOUGH:
        return None
    half = len(text) // 2
    first, second = guess_language(text[:half]), guess_language(text[half:])
    return first if first == second else None


def statement(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Who takes orders or bookings on the page leads to a statement on accessibility."""
    if page.is_fragment or not page.mentions("<form"):
        return
    form = next((one for one in page.body.iter("form") if _concludes(page, one)), None)
    if form is None:
        return
    told = phrases("accessibility statements")
    if not any(told.search(f"{page.name_of(link.element)} {link.href}") for link in page.links):
        hint = "link to a page that says how accessible it is, and whom to ask"
        yield Hit("A-EAA-01", "readers can order here, and no accessibility statement is linked", hint, form)


def _concludes(page: BuiltPage, form: Element) -> bool:
    """Whether a contract comes about by sending the form."""
    for field in form.iter("input", "button"):
        if _CARD_FIELD.intersection((field.get("autocomplete") or "").lower().split()):
            return True
        is_button = field.tag == "button" or (field.get("type") or "").lower() == "submit"
        if is_button and phrases("checkouts").search(f"{page.text_of(field)} {field.get('value') or ''}"):
            return True
    return False


PAGE_CHECKS: tuple[PageCheck, ...] = (language, foreign_disclosures, statement)
