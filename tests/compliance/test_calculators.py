"""What on a page is a calculator, and whose money it is about."""

from __future__ import annotations

import pytest
from lxml import etree

from candid.compliance.facts.calculators import find_calculators
from candid.compliance.text.flow import Flow

FIELD = "<label for='a'>Amount</label><input id='a' type='number' value='100'>"


def calculators_in(html):
    root = etree.fromstring(f"<body>{html}</body>", etree.HTMLParser(encoding="utf-8"))
    body = next(root.iter("body"))
    return list(find_calculators(body, Flow(body)))


@pytest.mark.parametrize(
    "html",
    [
        f"<form class='calculator'>{FIELD}<output>$5</output></form>",
        f"<div id='fee-calc'>{FIELD}<p class='result'>$5</p></div>",
        f"<form>{FIELD}<output>$5</output></form>",
        f"<section><h2>What is left?</h2>{FIELD}<p role='status'>$5</p></section>",
        f"<div class='gebühren-rechner'>{FIELD}<span class='ergebnis'>5 €</span></div>",
        f"<candid-calculator>{FIELD}<output>$5</output></candid-calculator>",
        "<div id='calculator'></div>",
    ],
)
def test_calculators_of_any_make(html):
    assert len(calculators_in(html)) == 1


@pytest.mark.parametrize(
    "html",
    [
        "<form action='/s'><input type='search' name='q'></form><div class='search-results' aria-live='polite'></div>",
        "<form><label>Mail <input type='email'></label><button>Subscribe</button></form>",
        "<a class='calculator-link' href='/fees/'>Our calculator</a>",
        "<p class='result'>We won.</p>",
        f"<template><form class='calculator'>{FIELD}<output></output></form></template>",
    ],
)
def test_what_is_none(html):
    assert calculators_in(html) == []


def test_of_nested_ones_the_outer_counts():
    (found,) = calculators_in(
        f"<div class='calculator'><form class='calculator-form'>{FIELD}</form>"
        "<div class='results'><output>$5</output></div></div>"
    )
    assert found.element.get("class") == "calculator"
    assert [one.get("class") for one in found.results] == ["results"]
    assert len(found.inputs) == 1


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Freelance earnings calculator", "earnings"),
        ("So viel verdienst du: Einkommen", "earnings"),
        ("What Upwork takes: fees of a contract", "fee"),
        ("What you keep of your earnings", "fee"),
        ("Your affiliate commission", "earnings"),
        ("Days between two dates", "other"),
    ],
)
def test_whose_money_it_is_about(title, kind):
    (found,) = calculators_in(f"<form class='calculator'><h2>{title}</h2>{FIELD}<output>5</output></form>")
    assert found.kind == kind


def test_what_it_says_of_itself_goes_first():
    (found,) = calculators_in(
        f"<form data-calculator-kind='earnings'><h2>What you keep</h2>{FIELD}<output>5</output></form>"
    )
    assert found.kind == "earnings"


def test_the_heading_before_it_introduces_it():
    (found,) = calculators_in(f"<h2>Your income</h2><p>Type a number.</p><form>{FIELD}<output>5</output></form>")
    assert found.heading.text == "Your income"
    assert found.kind == "earnings"
