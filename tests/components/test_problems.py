"""What an author gets wrong is said at its line and column, all of it at once. Bodies begin on line 11 of the page."""

from __future__ import annotations

from dataclasses import replace
from textwrap import dedent

import pytest

from candid.components import PageContext
from candid.models import Comparison
from candid.site import Site
from tests.components.fences import problems_of, render

CALCULATOR = [
    ("", (11, 1, "invalid-value", "the body of this calculator fence is empty")),
    ("bazaar/sale", (11, 1, "invalid-value", "not a list of 'key: value' lines")),
    ("bazar/sale: {price: 1}", (11, 1, "unknown-id", "there is no calculator 'bazar/sale'")),
    ("bazaar/sale:", (11, 1, "missing-key", "bazaar/sale needs the input 'price'")),
    ("bazaar/sale: 600", (11, 14, "invalid-value", "'600' is not a list of inputs")),
    ("bazaar/sale:\n  prize: 1\n  price: 1", (12, 3, "unknown-key", "bazaar/sale has no input 'prize'")),
    ("bazaar/sale: {price: 1}\nprice: 1", (12, 1, "invalid-value", "'price' does not stand below 'bazaar/sale'")),
    ("bazaar/sale: {price: 1}\nsouk/sale: {price: 1}", (12, 1, "invalid-value", "a second calculator, 'souk/sale'")),
    ("bazaar/sale:\n  price: [1, 2]", (12, 10, "invalid-value", "'price' needs one value")),
    ("bazaar/sale:\n  price:", (12, 9, "invalid-value", "'price' needs one value")),
    ("bazaar/sale:\n  price: a lot", (12, 10, "invalid-value", "")),
    ("bazaar/sale:\n  price: -5", (12, 10, "calculation-refused", "negative-amount")),
    ("bazaar/sale:\n  price: 1.234", (12, 10, "calculation-refused", "more-decimals-than-minor-unit")),
    ("bazaar/sale:\n  price: 1\n  stall: tabel", (13, 10, "invalid-value", "'tabel' is not a stall")),
    ("bazaar/sale:\n  price: 1\n  on: 1 June 2024", (13, 7, "invalid-value", "'1 June 2024' is not a date")),
    ("bazaar/sale:\n  price: 1\n  on: 2024-02-30", (13, 7, "invalid-value", "'2024-02-30' is not a date")),
    ("bazaar/sale:\n  price: 1\n  on: 1999-01-01", (13, 7, "calculation-refused", "no-rule-in-force")),
    ("bazaar/sale:\n  price: 1\n  title: [a]", (13, 10, "invalid-value", "'title' needs a text")),
    ("bazaar/sale:\n  price: 1\n  outputs: net", (13, 12, "invalid-value", "'outputs' needs a list of names")),
    ("bazaar/sale:\n  price: 1\n  outputs: [fee, nett]", (13, 18, "unknown-id", "'nett'")),
    ("bazaar/sale:\n  price: 1\n  compare: [1, 2]", (13, 12, "invalid-value", "'compare' names exactly one input")),
    ("bazaar/sale:\n  price: 1\n  compare: {prise: [1]}", (13, 13, "unknown-key", "no input 'prise'")),
    ("bazaar/sale:\n  price: 1\n  compare: {price: 5}", (13, 20, "invalid-value", "'price' needs a list of values")),
    ("bazaar/sale:\n  price: 1\n  compare: {price: [5, -5]}", (13, 24, "calculation-refused", "negative-amount")),
    ("bazaar/sale:\n  price: 1\n  compare: {price: [5, 5]}", (13, 24, "invalid-value", "'5' is compared twice")),
    ("bazaar/sale:\n  price: 1\n  compare: {price: [5, {}]}", (13, 24, "invalid-value", "'price' needs one value")),
]

COMPARISON = [
    ("products: [bazaar]\ncaption: a\nrows: [{label: a, offers: true}]", (11, 11, "invalid-value", "at least 2")),
    ("products: [bazaar, sook]\ncaption: a\nrows: [{label: a, offers: true}]", (11, 20, "unknown-id", "'sook'")),
    ("products: [bazaar, souk]\nrows: [{label: a, offers: true}]", (11, 1, "missing-key", "'caption'")),
    ("products: [bazaar, souk]\ncaption: a\nrows: [{label: a, fact: open}]", (13, 25, "unknown-id", "no fact 'open'")),
    (
        "products: [bazaar, souk]\ncaption: a\nrows: [{label: a, score: fee}]",
        (13, 26, "unknown-id", "no criterion 'fee'"),
    ),
    (
        "products: [bazaar, souk]\ncaption: a\nrows:\n  - {label: a, measure: kept, amount: 1}",
        (14, 25, "unknown-id", "no measure 'kept'"),
    ),
    (
        "products: [bazaar, souk]\ncaption: a\non: 2015-01-01\nrows:\n  - {label: a, measure: keep, amount: 1}",
        (15, 39, "calculation-refused", "souk: no-rule-in-force"),
    ),
    (
        "products: [bazaar, souk, bazaar]\ncaption: a\nrows:\n  - {label: a, offers: true}",
        (11, 26, "invalid-value", "the product 'bazaar' stands twice"),
    ),
    (
        "products: [bazaar, souk]\ncaption: a\nrows:\n  - {label: a, offers: true, score: overall}",
        (14, 5, "invalid-value", "one of fact, measure, score or offers, here are score and offers"),
    ),
    ("products: [bazaar, souk]\ncaption: a\nrows:\n  - {label: a}", (14, 5, "invalid-value", "one of fact")),
    (
        "products: [bazaar, souk]\ncaption: a\nrows:\n  - {label: a, offers: true, amount: 1}",
        (14, 30, "invalid-value", "'amount' belongs to a measure"),
    ),
    (
        "products: [bazaar, souk]\ncaption: a\nrows:\n  - {label: a, measure: keep}",
        (14, 25, "missing-key", "the measure 'keep' needs the amount"),
    ),
]

OFFERS = [
    ("", (11, 1, "invalid-value", "the body of this offers fence is empty")),
    ("title: a", (11, 1, "invalid-value", "either a product or a list of offers")),
    ("product: bazar", (11, 10, "unknown-id", "no product 'bazar'")),
    ("offers: [bazaar, bazar]", (11, 18, "unknown-id", "no offer 'bazar'")),
    ("offers: [bazaar, bazaar]", (11, 18, "invalid-value", "the offer 'bazaar' stands twice")),
    ("product: souk\noffers: [bazaar]", (11, 1, "invalid-value", "either a product or a list of offers")),
    ("ofers: [bazaar]\nproduct: souk", (11, 1, "unknown-key", "'ofers'")),
]

RULE = [
    ("bazaar/sale-fee", (11, 1, "invalid-value", "not a list")),
    ("rule: bazaar/salefee", (11, 7, "unknown-id", "no rule 'bazaar/salefee'")),
    ("title: a", (11, 1, "missing-key", "'rule'")),
]

CASES = [
    pytest.param(name, body, expected, id=f"{name}: {expected[3] or body.splitlines()[-1].strip()}")
    for name, cases in (("calculator", CALCULATOR), ("comparison", COMPARISON), ("offers", OFFERS), ("rule", RULE))
    for body, expected in cases
]


@pytest.mark.parametrize(("name", "body", "expected"), CASES)
def test_mistake_is_located(site: Site, name: str, body: str, expected: tuple[int, int, str, str]) -> None:
    problems = problems_of(site, name, body)
    assert [(problem.location.line, problem.location.column, problem.code) for problem in problems] == [expected[:3]]
    assert expected[3] in problems[0].message


def test_a_rule_across_fields_hides_no_other_mistake(site: Site) -> None:
    body = "products: [bazaar, bazaar, soukk]\ncaption: a\nrows:\n  - {label: a}\n  - {label: b, score: overal}\n"
    found = [(problem.location.line, problem.code) for problem in problems_of(site, "comparison", body)]
    assert found == [(11, "invalid-value"), (11, "unknown-id"), (14, "invalid-value"), (15, "unknown-id")]


def test_all_mistakes_of_a_fence_are_said_at_once(site: Site) -> None:
    body = dedent("""\
        bazaar/sale:
          prise: 1
          price: 100
          discount: 7
          gift: perhaps
          compare: {price: [1, -1, 0.001]}
          outputs: [fees]
    """)
    found = [
        (problem.location.line, problem.location.column, problem.code)
        for problem in problems_of(site, "calculator", body)
    ]
    assert found == [
        (12, 3, "unknown-key"),
        (14, 13, "invalid-value"),
        (15, 9, "invalid-value"),
        (16, 24, "calculation-refused"),
        (16, 28, "calculation-refused"),
        (17, 13, "unknown-id"),
    ]


@pytest.mark.parametrize(
    ("name", "body", "hint"),
    [
        ("calculator", "bazar/sale: {price: 1}", "did you mean 'bazaar/sale'?"),
        ("calculator", "bazaar/sale: {prize: 1, price: 1}", "did you mean 'price'?"),
        ("calculator", "bazaar/sale: {price: 1, stall: tabel}", "did you mean 'table'?"),
        ("offers", "product: bazar", "did you mean 'bazaar'?"),
        ("rule", "rule: bazaar/salefee", "did you mean 'bazaar/sale-fee'?"),
    ],
)
def test_near_miss_is_named(site: Site, name: str, body: str, hint: str) -> None:
    (problem,) = problems_of(site, name, body)
    assert problem.hint == hint


def test_numbers_reach_the_calculator_as_they_were_written(site: Site) -> None:
    html = render(site, "calculator", "bazaar/sale: {price: 0.10, gift: true, discount: 0.0000001}")
    assert 'data-value="0.10"' in html
    assert 'data-value="true"' in html
    assert 'data-value="0.0000001"' in html


def test_empty_comparison_shows_the_one_of_the_page(site: Site) -> None:
    rows = [{"label": "Open since", "fact": "opened"}]
    comparison = Comparison.model_validate({"products": ["souk", "bazaar"], "caption": "Two markets", "rows": rows})
    html = render(site, "comparison", "", PageContext(comparison=comparison))
    assert "Two markets" in html
    assert html.index("Souk") < html.index("Bazaar")


def test_empty_comparison_on_another_page_says_so(site: Site) -> None:
    assert "candid-problem" in render(site, "comparison", "", PageContext())


def test_comparison_of_the_page_is_shown_as_far_as_it_is_right(site: Site) -> None:
    rows = [{"label": "Left", "measure": "keep", "amount": "-1"}, {"label": "Open since", "fact": "opened"}]
    comparison = Comparison.model_validate({"products": ["souk", "bazar", "fair"], "caption": "a", "rows": rows})
    html = render(site, "comparison", "", PageContext(comparison=comparison))
    assert "not worked out" in html
    assert "2019" in html


def test_a_review_page_links_its_product_even_before_it_is_scored(site: Site) -> None:
    catalog = site.catalog
    souk = catalog.products["souk"].model_copy(update={"review": "reviews/souk.md"})
    unscored = site.with_catalog(replace(catalog, products={**catalog.products, "souk": souk}))
    body = "products: [bazaar, souk]\ncaption: a\nrows: [{label: Score, score: overall}]"
    html = render(unscored, "comparison", body)
    assert 'href="page:reviews/souk.md"' in html
    assert "not scored" in html
