"""What pages say about money: what a programme forbids to promise, what links cost, and how old fees are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from lxml.etree import _Element as Element

from candid.compliance.facts.calculators import Calculator
from candid.compliance.facts.items import class_words
from candid.compliance.hits import Hit, PageCheck
from candid.compliance.page import BuiltPage
from candid.compliance.site import BuiltSite
from candid.compliance.text.texts import shortened
from candid.compliance.wording.claims import find_claims, phrases, says
from candid.compliance.wording.written_dates import day_of, days_in
from candid.diagnostics import Severity

__all__ = ["PAGE_CHECKS"]

_STALE, _TOO_OLD = 90, 180
_SHORTLY_BEFORE = 40
_RATE = re.compile(r"\d(?:[.,]\d+)? ?%|[$€£]\s?\d|\d ?(?:€|£|usd|eur)\b", re.IGNORECASE)
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_DATED = (
    "data-checked-on",
    "data-checked",
    "data-fees-checked",
    "data-verified-on",
    "data-verified",
    "data-checked-at",
)
_FEE_NAME = re.compile(r"\b(?:fees?|gebühren\w*|frais|tarifas|comisiones|commissioni|tariffe)\b", re.IGNORECASE)


_SUBJECT = re.compile(
    r"\b(?:fees?|rates?|costs?|pricing|gebühren\w*|kosten|frais|tarifs?|tarifas|costes|comisiones|tariffe|costi)\b",
    re.IGNORECASE,
)


def promises_to_merchants(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """On a page with links to Shopify's programme, nobody is promised income or success."""
    if not any("shopify" in link.address for link in page.paid_links):
        return
    inside = [page.flow.span(calculator.element) for calculator in page.calculators if calculator.kind != "fee"]
    for passage in find_claims(page.flow, "success"):
        at = passage.match.start()
        if any(start <= at < end for start, end in inside) or not page.visibility.is_reachable(passage.element):
            continue
        message = f"Shopify forbids its affiliates to promise: '{shortened(passage.match[0])}'"
        yield Hit("C-05", message, "say what the product does; promise no income and no success", passage.element)


def same_cost(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """That a link costs buyers nothing is said of programmes of which it is known."""
    if not page.paid_links or ("cost" not in page.flow.lower and not says(page.flow.text, "same_cost")):
        return
    if _is_known(page, site):
        return
    for passage in find_same_cost(page):
        message = f"nothing shows that it is true: '{shortened(passage[1])}'"
        hint = "leave it out, or set no_extra_cost in the programme's record once you have compared the prices"
        yield Hit("C-09", message, hint, passage[0])


def find_same_cost(page: BuiltPage) -> Iterator[tuple[Element, str]]:
    """Where the page says in a sentence about links or commissions that buyers pay no more; one place per element."""
    told: set[Element] = set()
    for match in phrases("same_cost").finditer(page.flow.lower, vocabulary=page.flow.vocabulary):
        element = page.flow.element_at(match.start())
        sentence = page.flow.sentence(match.start(), match.end())
        line = page.flow.line(match.start())
        about_links = says(sentence, "about_links") or says(line, "about_links")
        if about_links and element not in told and page.visibility.is_reachable(element):
            told.add(element)
            yield element, match[0]


def _is_known(page: BuiltPage, site: BuiltSite) -> bool:
    if any(one.get("data-no-extra-cost") == "true" for one in page.having("data-no-extra-cost")):
        return True
    networks = {name for link in page.paid_links for name in link.found.networks}
    declared = {link.found.programme for link in page.paid_links if link.found.programme}
    concerned = [
        programme
        for name, programme in site.terms.programmes.items()
        if name in declared or programme.network in networks
    ]
    return bool(concerned) and all(programme.no_extra_cost for programme in concerned)


def fee_dates(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Fees and rates say when they were compared with their source, and that was not long ago."""
    today = site.terms.today
    told: set[Element] = set()
    for element, day in _checked(page):
        age = (today - day).days
        if age > _STALE and element not in told and page.visibility.is_reachable(element):
            told.add(element)
            severity = Severity.ERROR if age > _TOO_OLD else Severity.WARNING
            message = f"fees were last checked on {day.isoformat()}, {age} days ago"
            hint = "compare them with their source again, and write the day of it"
            yield Hit("C-06", message, hint, element, severity=severity)
    for table in page.root.iter("table"):
        if _is_fee_table(page, table) and not _has_origin(page, table):
            message = "a table of fees names neither its source nor the day on which it was checked"
            hint = "write below it 'Fees checked YYYY-MM-DD', with a link to the source"
            severity = Severity.WARNING if _is_the_subject(page, table) else Severity.INFO
            yield Hit("C-06", message, hint, table, severity=severity)
            return
    for calculator in page.calculators:
        if calculator.kind == "fee" and _is_of_fees(page, calculator) and not _has_origin(page, calculator.element):
            message = "a calculator of fees names neither their source nor the day on which they were checked"
            hint = "write below it 'Fees checked YYYY-MM-DD', with a link to the source"
            yield Hit("C-06", message, hint, calculator.element, severity=Severity.INFO)
            return


def _is_of_fees(page: BuiltPage, calculator: Calculator) -> bool:
    """Whether its heading, or the page's, calls it one of fees, and it shows a rate or an amount."""
    titles = (calculator.heading, page.root.find(".//h1"))
    named = any(one is not None and _FEE_NAME.search(page.flow.of(one)) for one in titles)
    return named and _RATE.search(page.flow.of(calculator.element)) is not None


def _checked(page: BuiltPage) -> Iterator[tuple[Element, date]]:
    """The days on which fees were checked, with the elements that say so."""
    for element in page.having(*_DATED):
        for name in _DATED:
            written = element.get(name)
            if written and (days := day_of(written)):
                yield element, max(days)
    lower = page.flow.lower
    about_fees = _FeeTables(page)
    for found in page.shown.dates:
        before = lower[max(found.start - _SHORTLY_BEFORE, 0) : found.start].rpartition("\n")[2]
        behind = lower[found.end : found.end + _SHORTLY_BEFORE].partition("\n")[0]
        element = page.flow.element_at(found.start)
        if says(before, "checked") or re.match(r"\W{0,3}(?:checked|verified|geprüft)", behind):
            around = page.flow.line(found.start)
        elif says(before, "updated"):
            around = page.flow.sentence(found.start, found.end)
        else:
            continue
        if says(around, "fees") or about_fees.are_beside(element):
            yield element, max(found.days)


class _FeeTables:
    """Which elements stand in a table of fees, or right before or behind one."""

    def __init__(self, page: BuiltPage) -> None:
        self._page = page
        self._known: dict[Element, bool] = {}

    def are_beside(self, element: Element) -> bool:
        for one in (element, *element.iterancestors()):
            if one.tag == "table":
                return self._shows_fees(one)
            for beside in (one.getprevious(), one.getnext()):
                if beside is not None and beside.tag == "table" and self._shows_fees(beside):
                    return True
            if one.tag in ("section", "article", "main", "body"):
                return False
        return False

    def _shows_fees(self, table: Element) -> bool:
        if table not in self._known:
            self._known[table] = _shows_fees(self._page, table)
        return self._known[table]


def _shows_fees(page: BuiltPage, table: Element) -> bool:
    """Whether a table shows fees at all: by its name, the heading before it, or the head of a column or row."""
    before = table.getprevious()
    heads = [*table.iter("th"), *([before] if before is not None and before.tag in _HEADINGS else [])]
    return _is_fee_table(page, table) or any(_FEE_NAME.search(page.flow.of(head)) for head in heads)


def _is_fee_table(page: BuiltPage, table: Element) -> bool:
    """Whether a table is called one of fees, and shows rates or amounts."""
    named = _is_called_fees(table) or _FEE_NAME.search(_name_of(page, table)) is not None
    return named and _RATE.search(page.flow.of(table)) is not None


def _is_the_subject(page: BuiltPage, table: Element) -> bool:
    """Whether readers come for this table of fees: it is marked as one, or the page is about what things cost."""
    heading = page.root.find(".//h1")
    subject = f"{page.title} {'' if heading is None else page.flow.of(heading)}"
    return _is_called_fees(table) or _SUBJECT.search(subject) is not None


def _is_called_fees(table: Element) -> bool:
    return not class_words(table).isdisjoint(("fee", "fees", "feetable", "gebühren", "frais"))


def _name_of(page: BuiltPage, table: Element) -> str:
    caption = table.find("caption")
    return f"{'' if caption is None else page.flow.of(caption)} {table.get('aria-label') or ''}"


def _has_origin(page: BuiltPage, table: Element) -> bool:
    """Whether a table, its caption or what stands right around it has a source or a day."""
    parent = table.getparent()
    for place in (
        table,
        table.getprevious(),
        table.getnext(),
        parent if parent is not None and parent.tag in ("figure", "div", "section") else None,
    ):
        if place is None or not isinstance(place.tag, str):
            continue
        if any(one.get("href") for one in place.iter("a")) or next(place.iter("time"), None) is not None:
            return True
        if next(days_in(page.flow.of(place)), None) is not None or any(place.get(name) for name in _DATED):
            return True
        if any(one.get(name) for one in place.iter("tr", "td") for name in (*_DATED, "data-source-url", "data-source")):
            return True
    return False


PAGE_CHECKS: tuple[PageCheck, ...] = (promises_to_merchants, same_cost, fee_dates)
