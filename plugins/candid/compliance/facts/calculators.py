"""The calculators of a page, whatever made them: what they ask, what they answer, and whose money it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from lxml.etree import _Element as Element

from candid.compliance.facts.items import class_words
from candid.compliance.text.flow import Flow
from candid.compliance.text.texts import all_text, is_element
from candid.compliance.wording.phrases import phrases

__all__ = ["Calculator", "Kind", "find_calculators", "is_mount"]

Kind = Literal["earnings", "fee", "other"]


@dataclass(frozen=True, slots=True)
class Calculator:
    """One calculator.

    Attributes:
        element: What holds all of it.
        inputs: What readers fill in.
        results: Where the answer stands; empty where nothing says so.
        heading: The heading that introduces it, within it or right before it.
        kind: ``earnings`` for what readers or affiliates would make, ``fee`` for what a platform takes or leaves.
    """

    element: Element
    inputs: tuple[Element, ...]
    results: tuple[Element, ...]
    heading: Element | None
    kind: Kind


_NAMES = frozenset({
    "calculator", "calculators", "calc", "estimator", "simulator", "rechner", "kalkulator", "calculateur",
    "calculatrice", "simulateur", "calculadora", "simulador", "calcolatore", "calcolatrice", "simulatore",
    "gebührenrechner",
})  # fmt: skip
_HINT = re.compile(r"calc|rechner|kalkul|estimat|simul|result|ergebnis|résultat|risultat", re.IGNORECASE)
_CONTAINERS = frozenset({"form", "section", "div", "article", "fieldset", "figure", "aside"})
_NOT_ASKING = frozenset({"hidden", "submit", "button", "reset", "image", "search", "email", "password", "file"})
_RESULTS = frozenset({"result", "results", "ergebnis", "ergebnisse", "resultat", "résultat", "resultado", "risultato"})
_PART = frozenset({"label", "title", "heading", "placeholder", "link", "links", "button", "btn", "search", "count"})
_WITH_NAMES = frozenset({*_CONTAINERS, "p", "span", "td"})
"""Elements that are part of a calculator by their attributes alone."""
_TAGS = ("candid-calculator", "input", "select", "textarea", *_CONTAINERS, "output", "p", "span", "td")
_DATA = frozenset({"data-calculator", "data-calculator-kind"})
_AROUND = frozenset({"page", "site", "layout", "main", "content", "archive", "list", "grid", "index", "wrapper"})
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_EARNINGS = re.compile(
    r"\b(?:affiliates?|referrals?|earn(?:s|ings?)?|incomes?|revenues?|profits?|payouts?|commissions? (?:you|we)|"
    r"you (?:could |can |would |will )?(?:make|earn)|verdienst(?:e|es)?|verdienen|einkommen|einnahmen|einkünfte|umsatz|"
    r"gagne[zr]?|gains?|revenus?|ingresos?|ganancias?|ganar|guadagn[oi]|guadagnare|reddit[oi]|entrate|ricavi)\b",
    re.IGNORECASE,
)
_FEE = re.compile(
    r"\b(?:fees?|costs?|charges?|charged|keeps?|take[- ]home|deduct(?:s|ed|ions?)?|tax(?:es)?|prices?|mortgage|loan|"
    r"gebühr(?:en)?|\w*gebührenrechner|kosten|abzug|abzüge|frais|coûts?|tarifs?|tarifas?|costes?|comisi(?:ón|ones)|"
    r"commissioni|costi|tariff[ae]|net)\b",
    re.IGNORECASE,
)


def find_calculators(root: Element, flow: Flow) -> Iterator[Calculator]:
    """The calculators below ``root`` in their order; of nested ones the outer."""
    inputs: list[Element] = []
    results: list[Element] = []
    named: list[Element] = []
    for element in root.iter(*_TAGS):
        tag = element.tag
        if tag in _WITH_NAMES and not element.attrib:
            continue
        if tag == "output" or element.get("aria-live") in ("polite", "assertive") or element.get("role") == "status":
            results.append(element)
        elif tag in ("input", "select", "textarea"):
            if (element.get("type") or "").lower() not in _NOT_ASKING:
                inputs.append(element)
        elif tag == "candid-calculator" or _DATA.intersection(element.keys()):
            named.append(element)
        elif _may_be_one(element.get("class")) or _may_be_one(element.get("id")):
            words = class_words(element)
            if words & _PART:
                continue
            if (
                tag in _CONTAINERS
                and not words & _AROUND
                and (words & _NAMES or any(word.endswith("rechner") for word in words))
            ):
                named.append(element)
            elif words & _RESULTS:
                results.append(element)
    if not named and not (inputs and results):
        return
    inputs, results, named = (_outside_templates(elements) for elements in (inputs, results, named))
    asking = {above for one in inputs for above in one.iterancestors()}
    answering = {above for one in results for above in one.iterancestors()} | set(results)
    found = [one for one in named if one in asking or one in answering or is_mount(one)]
    numbers = [one for one in inputs if _asks_number(one)]
    counting = {above for one in numbers for above in one.iterancestors()}
    for one in results:
        around = next((above for above in one.iterancestors() if above in counting), None)
        if around is not None:
            found.append(around)
    candidates = dict.fromkeys(found)
    chosen = {one for one in candidates if candidates.keys().isdisjoint(one.iterancestors())}
    own_inputs, own_results = _by_owner(inputs, chosen), _by_owner(results, chosen)
    for element in (one for one in candidates if one in chosen):
        yield _calculator(element, own_inputs.get(element, []), own_results.get(element, []), flow)


@lru_cache(maxsize=4096)  # pages share their names
def _may_be_one(name: str | None) -> bool:
    """Whether a class or id may be that of a calculator or of its result."""
    return name is not None and _HINT.search(name) is not None


def _by_owner(elements: list[Element], owners: set[Element]) -> dict[Element, list[Element]]:
    found: dict[Element, list[Element]] = {}
    for one in elements:
        owner = next((above for above in (one, *one.iterancestors()) if above in owners), None)
        if owner is not None:
            found.setdefault(owner, []).append(one)
    return found


def _calculator(element: Element, inputs: list[Element], results: list[Element], flow: Flow) -> Calculator:
    answers = set(results)
    outer = tuple(one for one in results if answers.isdisjoint(one.iterancestors()))
    heading = _heading(element)
    return Calculator(element, tuple(inputs), outer, heading, _kind(element, outer, heading, flow))


def _kind(element: Element, results: tuple[Element, ...], heading: Element | None, flow: Flow) -> Kind:
    said = " ".join(
        element.get(name) or ""
        for name in ("data-kind", "data-calculator-kind", "data-calculator-type", "data-type", "data-calculator")
    )
    title = "" if heading is None else flow.of(heading)
    names = f"{' '.join(sorted(class_words(element)))} {element.get('aria-label') or ''}"
    labels = " ".join(_label_of(one, flow) for one in results)
    for text in (said.replace("-", " ").replace("/", " "), f"{title} {names}", labels, flow.of(element)[:2000]):
        fee, earnings = _FEE.search(text), _EARNINGS.search(text)
        if fee:
            return "fee"
        if earnings:
            return "earnings"
    return "other"


def _label_of(result: Element, flow: Flow) -> str:
    parent = result.getparent()
    before = "" if parent is None else flow.of(parent)[:200]
    return f"{before} {flow.of(result)[:200]} {' '.join(class_words(result))} {result.get('name') or ''}"


def _heading(element: Element) -> Element | None:
    """The heading within, the element that it says it is labelled by, or the heading right before it."""
    for one in element.iter(*_HEADINGS, "legend"):
        return one
    labelled = next((one for one in (element, *element.iter("form"), element.getparent()) if _label_id(one)), None)
    if labelled is not None:
        name = _label_id(labelled)
        return next(
            (one for one in element.getroottree().iter("p", "span", "div", *_HEADINGS) if one.get("id") == name), None
        )
    before = element.getprevious()
    while before is not None and (before.tag == "p" or not is_element(before)):
        before = before.getprevious()
    return before if before is not None and before.tag in _HEADINGS else None


def _label_id(element: Element | None) -> str:
    return "" if element is None else (element.get("aria-labelledby") or "").partition(" ")[0]


def _outside_templates(elements: list[Element]) -> list[Element]:
    return [one for one in elements if not any(above.tag == "template" for above in one.iterancestors())]


def is_mount(element: Element) -> bool:
    """Whether it is a place that a script fills: an empty one, or one that says no more than that it is loading."""
    if len(element) > _MOST_WAITING:
        return False
    text = all_text(element).strip()
    return (len(element) == 0 and not text) or (
        len(text) < _LONGEST_WAITING and phrases("waiting for scripts").search(text) is not None
    )


_MOST_WAITING = 3
_LONGEST_WAITING = 100


def _asks_number(element: Element) -> bool:
    kind = (element.get("type") or "").lower()
    return kind in ("number", "range") or element.get("inputmode") in ("decimal", "numeric")
