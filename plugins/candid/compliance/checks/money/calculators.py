"""What calculators must show: earnings with what they rest on, answers without JavaScript, labels at their links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from candid.compliance.facts.calculators import Calculator, is_mount
from candid.compliance.facts.items import class_words, item_of
from candid.compliance.facts.programme_links import has_label
from candid.compliance.hits import Hit, PageCheck
from candid.compliance.page import BuiltPage, Link
from candid.compliance.site import BuiltSite
from candid.compliance.text.texts import all_text, is_element, shortened
from candid.compliance.wording.claims import find_claims, is_turned_round, phrases, says
from candid.diagnostics import Severity
from candid.disclosures.lexicon import judge

__all__ = ["PAGE_CHECKS"]

_BEFORE, _BEHIND = 300, 900
_PERCENT = re.compile(r"\d ?%|\d percent")
_DIGIT = re.compile(r"\d")
_EXAMPLE = re.compile(
    r"\b(?:example|e\.g\.|for instance|beispiel|exemple|ejemplo|esempio)\b[^\n]{0,200}\d", re.IGNORECASE
)
_BASIS = {"data-basis-period": "period", "data-n-achieved": "number", "data-pct-achieved": "percentage"}
_SOLD = re.compile(
    r"\b(?:enrol|enroll|buy|join|sign up|purchase|get|start|apply|kaufen|buchen|inscri|achet|compr|iscri|acquist)",
    re.IGNORECASE,
)


def opportunities(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Earnings beside a course or a business for sale are backed by who achieved them, and when."""
    earnings = [calculator for calculator in page.calculators if calculator.kind == "earnings"]
    course = _course(page)
    for calculator in earnings:
        missing = _missing_basis(page, calculator)
        if course is None:
            if missing and not says(_vicinity(page, calculator), "assumptions"):
                yield Hit(
                    "C-02",
                    "an earnings calculator does not say who has achieved such results",
                    "say in which period how many people, and which share of them, earned that much",
                    calculator.element,
                    severity=Severity.INFO,
                )
        elif not _has_substantiation(page, calculator) and len(missing) > 1:
            yield Hit(
                "C-01",
                f"an earnings calculator stands on a page that sells '{shortened(page.name_of(course.element))}', "
                "and nothing backs what it shows",
                "say beside the result what proves it: who earned that much, in which period; or take one of both away",
                calculator.element,
            )
        elif missing:
            yield Hit(
                "C-02",
                f"the earnings shown beside an offer of a course lack: {', '.join(missing)}",
                "say right beside the result in which period how many people, and which share, earned that much",
                calculator.results[0] if calculator.results else calculator.element,
            )


def testimonies(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """What those earn who bought a course or a business is told with who they are, and when they earned it."""
    if any(calculator.kind == "earnings" for calculator in page.calculators):
        return  # what stands there is judged with the calculator
    told = next(find_claims(page.flow, "achieved"), None)
    if told is None or not page.visibility.is_reachable(told.element) or _is_shopify(page):
        return
    if not any(_sells_course(page, link) for link in page.links):
        return
    start, end = told.match.span()
    missing = _missing_from(page.flow.text[max(start - _BEFORE, 0) : end + _BEHIND], frozenset())
    if missing:
        message = f"'{shortened(told.match[0])}' stands beside an offer, and lacks: {', '.join(missing)}"
        hint = "say right there in which period how many people, and which share, earned that much"
        yield Hit("C-02", message, hint, told.element)


def projections(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """What is projected is no promise, and says what it assumes."""
    course = _course(page) is not None
    for calculator in page.calculators:
        promised = set()
        if calculator.kind != "fee":
            places = [one for one in (calculator.heading, calculator.element) if one is not None]
            for place in places:
                start, end = page.flow.span(place)
                for passage in find_claims(page.flow, "promises", start, end):
                    if passage.match.start() not in promised and page.visibility.is_reachable(passage.element):
                        promised.add(passage.match.start())
                        yield Hit(
                            "C-04",
                            f"a calculator promises: '{shortened(passage.match[0])}'",
                            "say what the number assumes, and promise nothing",
                            passage.element,
                        )
        if calculator.kind == "earnings" and not promised:
            yield from _assumptions(page, calculator, course=course)
    if any(calculator.kind == "earnings" for calculator in page.calculators) or page.paid_links:
        yield from _called_for(page)


def _called_for(page: BuiltPage) -> Iterator[Hit]:
    """Buttons and paid links that call for a click by a promise."""
    if not phrases("promises").search(page.flow.lower, page.flow.vocabulary):
        return
    within = frozenset(calculator.element for calculator in page.calculators)
    paid = frozenset(link.element for link in page.paid_links)
    for element in page.root.iter("a", "button"):
        if element in paid or element.tag == "button" or class_words(element) & {"cta", "button", "btn"}:
            if any(above in within for above in element.iterancestors()):
                continue
            start, end = page.flow.span(element)
            for match in phrases("promises").finditer(page.flow.lower, start, end, page.flow.vocabulary):
                if not is_turned_round(page.flow, match) and not _is_shopify(page):
                    message = f"a button promises: '{shortened(match[0])}'"
                    yield Hit("C-04", message, "say what readers find there, and promise no income", element)
                    break


def _is_shopify(page: BuiltPage) -> bool:
    return any("shopify" in link.address for link in page.paid_links)


def _assumptions(page: BuiltPage, calculator: Calculator, *, course: bool) -> Iterator[Hit]:
    place = calculator.results[0] if calculator.results else calculator.element
    if course and _missing_basis(page, calculator):
        return  # the graver breach of C-01 or C-02 is reported
    named = any(
        "assumption" in word for one in calculator.element.iter() if is_element(one) for word in class_words(one)
    )
    if not named and not says(_vicinity(page, calculator), "assumptions"):
        yield Hit(
            "C-04",
            "projected earnings stand there without what they assume",
            "name beside the result the value of every input that it assumes, and where that value comes from",
            place,
            severity=Severity.WARNING,
        )
    for field in calculator.inputs:
        median, value = field.get("data-median"), field.get("value")
        if median and value and _above(value, median):
            yield Hit(
                "C-04",
                f"the calculator begins with {value}, above the median of {median}",
                "begin with a value that most people reach",
                field,
                severity=Severity.WARNING,
            )


def readable(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """A calculator answers before a script has run."""
    for calculator in page.calculators:
        element = calculator.element
        empty_mount = not calculator.inputs and is_mount(element)
        if empty_mount and next(page.root.iter("script"), None) is None:
            continue
        if not empty_mount and not calculator.results:
            continue
        if any(_DIGIT.search(page.flow.of(result)) or result.get("value") for result in calculator.results):
            continue
        if not _has_example(page, calculator):
            place = calculator.results[0] if calculator.results else element
            yield Hit(
                "C-07",
                "a calculator shows no result until a script has run",
                "write a worked result, or a table of examples, into the page itself",
                place,
            )


def result_links(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """An affiliate link in a result has its label there."""
    for calculator in page.calculators if page.paid_links else ():
        own = frozenset(calculator.element.iter("a"))
        results = frozenset(calculator.results)
        for link in page.paid_links:
            if link.element in own or any(above in results for above in link.element.iterancestors()):
                result = next((above for above in link.element.iterancestors() if above in results), None)
                text = page.flow.of(item_of(link.element) if result is None else result)
                wording = judge(text, page.language_of(link.element), site.terms.jurisdictions)
                if (
                    not wording.advert
                    and not wording.commission
                    and not (result is None and has_label(page, link, site.terms.jurisdictions))
                ):
                    yield Hit(
                        "C-08",
                        f"the affiliate link '{shortened(page.name_of(link.element))}' in a result has no label",
                        "write a label such as 'Ad' inside the link or right beside it",
                        link.element,
                    )


def _course(page: BuiltPage) -> Link | None:
    """The first link to a course or business for sale, on a page with an earnings calculator."""
    if not any(calculator.kind == "earnings" for calculator in page.calculators):
        return None
    return next((link for link in page.links if _sells_course(page, link)), None)


def _sells_course(page: BuiltPage, link: Link) -> bool:
    told = " ".join(link.element.get(name) or "" for name in ("data-category", "data-programme-category"))
    name = page.name_of(link.element)
    if re.search(r"\b(?:course|bizop|mlm|coaching)\b", told):
        return True
    if not says(name, "courses") and not (link.paid and says(re.sub(r"[-_/.?=&]", " ", link.address), "courses")):
        return False
    if link.paid:
        return True
    if not _SOLD.search(name):
        return False
    start, end = page.flow.span(item_of(link.element))
    return any(start <= price.start < end for price in page.prices)


def _vicinity(page: BuiltPage, calculator: Calculator) -> str:
    start, end = page.flow.span(calculator.element)
    return page.flow.text[max(start - _BEFORE, 0) : end + _BEHIND]


def _has_substantiation(page: BuiltPage, calculator: Calculator) -> bool:
    told = any("substantiation" in name for one in calculator.element.iter() if is_element(one) for name in one.attrib)
    return told or says(_vicinity(page, calculator), "basis.substantiation")


def _missing_basis(page: BuiltPage, calculator: Calculator) -> list[str]:
    told = frozenset(
        what for one in calculator.element.iter() if is_element(one) for name, what in _BASIS.items() if one.get(name)
    )
    return _missing_from(_vicinity(page, calculator), told)


def _missing_from(text: str, told: frozenset[str]) -> list[str]:
    known = {
        "period": says(text, "basis.period"),
        "number": says(text, "basis.people"),
        "percentage": bool(_PERCENT.search(text)) and says(text, "basis.people"),
    }
    names = {"period": "the period", "number": "the number of people", "percentage": "their percentage"}
    return [names[what] for what, found in known.items() if not found and what not in told]


def _has_example(page: BuiltPage, calculator: Calculator) -> bool:
    section = calculator.element.getparent()
    around = calculator.element if section is None else section
    if any(_DIGIT.search(page.flow.of(table)) for table in around.iter("table", "tbody")):
        return True
    if any(_DIGIT.search(all_text(one)) for one in around.iter("noscript")):
        return True
    return bool(_EXAMPLE.search(_vicinity(page, calculator)))


def _above(value: str, median: str) -> bool:
    numbers = [re.sub(r"[^\d]", "", one.partition(".")[0]) for one in (value, median)]
    return all(numbers) and all(len(one) < 15 for one in numbers) and int(numbers[0]) > int(numbers[1])


PAGE_CHECKS: tuple[PageCheck, ...] = (opportunities, testimonies, projections, readable, result_links)
