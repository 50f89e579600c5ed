"""What an author may ask of a chart, what is wrong with it, and what the page says about it."""

from __future__ import annotations

from dataclasses import replace
from textwrap import dedent

import pytest
from bs4 import BeautifulSoup, Tag

from candid.components import PageContext
from candid.components.chart import component
from candid.components.chart_view import ChartView
from candid.models import Product
from candid.site import Site
from candid_rules import Location
from tests.components.fences import problems_of, render
from tests.components.test_hostile import HOSTILE, SHOWN, _quoted, hostile_site  # noqa: F401

MISTAKES = [
    ("", (11, 1, "invalid-value", "the body of this chart fence is empty")),
    ("title: a", (11, 1, "missing-key", "a chart of nothing")),
    ("calculator: bazaar/sale\nsince: 2020-01-01\ninputs: {price: 1}", (11, 1, "missing-key", "'title'")),
    ("title: a\ncalculator: bazar/sale\nsince: 2020-01-01", (12, 13, "unknown-id", "no calculator 'bazar/sale'")),
    ("title: a\nproducts: [bazar]\nmeasure: keep\namount: 1", (12, 12, "unknown-id", "no product 'bazar'")),
    ("title: a\nproducts: [fair]\nmeasure: keep\namount: 1", (12, 12, "unknown-id", "'fair' has no measure 'keep'")),
    ("title: a\nproducts: [bazaar]\nmeasure: kept\namount: 1", (12, 12, "unknown-id", "no measure 'kept'")),
    ("title: a\nproducts: [bazaar]\namount: 1", (11, 1, "missing-key", "one of their measures")),
    ("title: a\nproducts: [bazaar]\nmeasure: keep", (11, 1, "missing-key", "taken of an amount")),
    ("title: a\nproducts: [bazaar, bazaar]\nmeasure: keep\namount: 1", (12, 11, "invalid-value", "stands twice")),
    ("title: a\nproducts: []\nmeasure: keep\namount: 1", (12, 11, "invalid-value", "at least 1")),
    ("title: a\nproducts: [bazaar]\nmeasure: keep\namount: -1", (14, 9, "calculation-refused", "negative-amount")),
    ("title: a\nproducts: [bazaar]\nmeasure: keep\namount: [1]", (14, 9, "invalid-value", "needs one value")),
    (
        "title: a\nproducts: [bazaar, souk]\nmeasure: keep\namount: 1",
        (12, 20, "invalid-value", "EUR and USD do not share an axis"),
    ),
    (
        "title: a\nproducts: [bazaar]\nmeasure: keep\nover: {price: [0, 9]}",
        (14, 7, "invalid-value", "drawn over its amount"),
    ),
    (
        "title: a\nproducts: [bazaar]\nmeasure: keep\namount: 3\nover: {amount: [0, 9]}",
        (14, 1, "invalid-value", "'amount' does not go with 'over'"),
    ),
    (
        "title: a\nproducts: [bazaar]\nmeasure: keep\namount: 3\noutputs: [net]",
        (15, 1, "invalid-value", "belongs to a chart of a calculator"),
    ),
    (
        "title: a\nproducts: [bazaar]\ncalculator: bazaar/sale\nmeasure: keep\namount: 3",
        (13, 1, "invalid-value", "either products or a calculator"),
    ),
]

CALCULATOR_MISTAKES = [
    ("inputs: {}\nover: {price: [0, 9]}\nmeasure: keep", (15, 1, "invalid-value", "belongs to a chart of products")),
    ("since: 2020-01-01", (12, 13, "missing-key", "bazaar/sale needs the input 'price'")),
    ("inputs: {prise: 1}\nover: {price: [0, 9]}", (13, 10, "unknown-key", "no input 'prise'")),
    ("over: {prise: [0, 9]}\ninputs: {price: 1}", (13, 8, "unknown-key", "no input 'prise'")),
    ("over: {price: [0, 9]}\noutputs: [nett]", (14, 11, "unknown-id", "'nett'")),
    ("over: {price: [0, 9]}\noutputs: [net, net]", (14, 16, "invalid-value", "'net' stands twice")),
    ("over: {price: [0, 9]}\ninputs: {price: 1}", (14, 10, "invalid-value", "'over' varies 'price' already")),
    ("over: {stall: [table, wall]}\ninputs: {price: 1}", (13, 8, "invalid-value", "no number to go along")),
    ("over: {price: [0, 9], discount: [0, 1]}", (13, 7, "invalid-value", "exactly one input")),
    ("over: {price: [9, 0]}", (13, 15, "invalid-value", "'9' does not lie before '0'")),
    ("over: {price: [0, a lot]}", (13, 19, "invalid-value", "'a lot' is not a plain number")),
    ("over: {price: [0, 1e3]}", (13, 19, "invalid-value", "'1e3' is not a plain number")),
    ("over: {price: [0, 0.125]}", (13, 19, "invalid-value", "finer than the steps")),
    ("over: {price: [0]}", (13, 15, "invalid-value", "needs its least and its greatest value")),
    ("over: {price: [-5, 5]}", (13, 15, "calculation-refused", "negative-amount")),
    ("over: {price: [0, 9]}\non: 1999-01-01", (14, 5, "calculation-refused", "no-rule-in-force")),
    ("over: {price: [0, 9]}\nsince: 2020-01-01", (13, 1, "invalid-value", "'over' does not go with 'since'")),
    ("over: {price: [0, 9]}\nuntil: 2020-01-01", (14, 1, "invalid-value", "'until' ends a chart")),
    ("inputs: {price: 1}\nsince: 2020-13-01", (14, 8, "invalid-value", "")),
    ("inputs: {price: 1}\nsince: 2030-01-01", (14, 8, "invalid-value", "does not lie before the site's day")),
    (
        "inputs: {price: 1}\nsince: 2020-01-01\nuntil: 2019-01-01",
        (14, 8, "invalid-value", "does not lie before until"),
    ),
    (
        "inputs: {price: 1}\nsince: 2001-01-01\nuntil: 2002-01-01",
        (14, 8, "calculation-refused", "no rule is known to be in force on any of these days"),
    ),
    ("inputs: {price: 1, stall: tabel}\nsince: 2020-01-01", (13, 27, "calculation-refused", "invalid-input")),
    ("inputs: {price: 1}\ncompare: {stal: [table]}\noutputs: [net]", (14, 11, "unknown-key", "no input 'stal'")),
    ("inputs: {price: 1}\ncompare: {stall: [table]}", (14, 1, "invalid-value", "goes with one output")),
    (
        "inputs: {price: 1}\ncompare: {price: [1, 2]}\noutputs: [net]",
        (13, 10, "invalid-value", "'compare' varies 'price' already"),
    ),
    ("compare: {price: [1, 2, 1]}\noutputs: [net]", (13, 25, "invalid-value", "'1' is compared twice")),
    ("compare: {price: [1, -2]}\noutputs: [net]", (13, 22, "calculation-refused", "negative-amount")),
    (
        "compare: {discount: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]}\noutputs: [net]\nover: {price: [0, 9]}",
        (13, 10, "invalid-value", "7 curves in one chart"),
    ),
    ("over: {price: [0, 9]}\ncolour: red", (14, 1, "unknown-key", "'colour'")),
    ("over: {price: [0, 9]}\ncurrencies: together", (14, 13, "invalid-value", "'together'")),
]


@pytest.mark.parametrize(("body", "expected"), MISTAKES, ids=lambda value: str(value)[-60:])
def test_mistake_is_located(site: Site, body: str, expected: tuple[int, int, str, str]) -> None:
    _assert_located(site, body, expected)


@pytest.mark.parametrize(("rest", "expected"), CALCULATOR_MISTAKES, ids=lambda value: str(value)[:60])
def test_mistake_about_a_calculator_is_located(site: Site, rest: str, expected: tuple[int, int, str, str]) -> None:
    _assert_located(site, f"title: a\ncalculator: bazaar/sale\n{rest}", expected)


@pytest.mark.parametrize("wrong", [{"calculator": "bazaar/sales"}, {"amount": "prise"}, {"output": "nett"}])
def test_a_measure_of_what_does_not_exist_is_said_where_it_is_drawn(site: Site, wrong: dict[str, str]) -> None:
    bazaar = site.catalog.products["bazaar"].model_dump()
    bazaar["measures"]["keep"] |= wrong
    products = {**site.catalog.products, "bazaar": Product.model_validate(bazaar)}
    broken = site.with_catalog(replace(site.catalog, products=products))
    _assert_located(
        broken,
        "title: a\nproducts: [bazaar]\nmeasure: keep\namount: 1",
        (12, 12, "invalid-value", "the measure 'keep' of 'bazaar' asks for what no calculator has"),
    )


@pytest.mark.parametrize(("since", "until"), [("0001-01-01", "9999-12-31"), ("2026-11-20", "2026-11-21")])
def test_the_longest_and_the_shortest_span_can_be_drawn(site: Site, since: str, until: str) -> None:
    body = f"{{title: a, calculator: bazaar/sale, inputs: {{price: 9}}, since: {since}, until: {until}}}"
    assert view_of(site, body).table.rows[-1][1:] == ("$0.45 – $1.35", "$7.65 – $8.55")


def test_one_number_is_no_chart_unless_an_author_asks_for_it(site: Site) -> None:
    body = "title: a\ncalculator: upwork/connects\ninputs: {connects: 6}"
    _assert_located(site, body, (11, 1, "missing-key", "one number is no chart"))
    assert problems_of(site, "chart", f"{body}\noutputs: [cost]") == []


@pytest.mark.parametrize("name", ["upwork/membership-dates", "shopify-affiliate/lock"])
def test_dates_are_no_chart(site: Site, name: str) -> None:
    (problem, *_) = problems_of(site, "chart", f"title: a\ncalculator: {name}\nsince: 2020-01-01")
    assert (problem.location.line, problem.location.column) == (12, 13)
    assert "no amount that could be drawn" in problem.message


def _assert_located(site: Site, body: str, expected: tuple[int, int, str, str]) -> None:
    problems = problems_of(site, "chart", body)
    assert [(problem.location.line, problem.location.column, problem.code) for problem in problems] == [expected[:3]]
    assert expected[3] in problems[0].message


def test_all_mistakes_of_a_chart_are_said_at_once(site: Site) -> None:
    body = dedent("""\
        title: a
        calculator: bazaar/sale
        outputs: [fees]
        measure: keep
        inputs: {prise: 1}
        over: {stall: [0, 9]}
        compare: {gift: [yes, yes]}
    """)
    found = [(problem.location.line, problem.location.column) for problem in problems_of(site, "chart", body)]
    assert found == [(12, 13), (13, 11), (14, 1), (15, 10), (16, 8), (17, 23)]


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        ("title: a\ncalculator: bazar/sale\nsince: 2020-01-01", "did you mean 'bazaar/sale'?"),
        ("title: a\ncalculater: bazaar/sale", "did you mean 'calculator'?"),
        ("title: a\nproducts: [bazar]\nmeasure: keep\namount: 1", "did you mean 'bazaar'?"),
        ("title: a\nproducts: [bazaar]\nmeasure: kep\namount: 1", "did you mean 'keep'?"),
        ("title: a\ncalculator: bazaar/sale\nover: {prize: [0, 9]}\ninputs: {price: 1}", "did you mean 'price'?"),
        ("title: a\ncalculator: bazaar/sale\nover: {price: [0, 9]}\noutputs: [nett]", "did you mean 'net'?"),
    ],
)
def test_near_miss_is_named(site: Site, body: str, hint: str) -> None:
    assert hint in [problem.hint for problem in problems_of(site, "chart", body)]


def view_of(site: Site, body: str) -> ChartView:
    options, problems = site.read_fence(component, dedent(body), Location("page.md", 1))
    assert problems == []
    view = component.view(options, site, PageContext(), 1)
    assert isinstance(view, ChartView)
    return view


def test_currencies_that_stand_apart_share_a_scale_and_nothing_else(site: Site) -> None:
    view = view_of(site, "{title: a, products: [bazaar, souk], measure: keep, amount: 600, currencies: apart}")
    assert [panel.title for panel in view.panels] == ["USD", "EUR"]
    assert [panel.values.title for panel in view.panels] == ["You keep (USD)", "You keep (EUR)"]
    assert [[tick.text for tick in panel.values.ticks] for panel in view.panels] == [["0", "200", "400", "600"]] * 2
    (bazaar,), (souk,) = (panel.bars for panel in view.panels)
    assert (bazaar.width, bazaar.upper_x, bazaar.upper_width) == ("85%", "85%", "10%")
    assert (souk.width, souk.upper_width) == ("95%", "0%")
    assert view.currencies == ("USD", "EUR")


def test_each_value_of_a_compared_input_is_a_series(site: Site) -> None:
    body = "{title: a, calculator: bazaar/sale, outputs: [net], compare: {price: [100, 600]}, on: 2020-01-01}"
    view = view_of(site, body)
    assert view.table.columns == ("Price", "You keep (USD)")
    assert view.table.rows == (("$100.00", "$80.00"), ("$600.00", "$490.00"))


def test_the_table_lists_ticks_bends_and_both_sides_of_cliffs(site: Site) -> None:
    body = "{title: a, calculator: fiverr/buyer-cost, outputs: [small_order_fee], over: {purchase: [0, 200]}}"
    view = view_of(site, body)
    amounts = [row[0] for row in view.table.rows]
    assert {"$0.00", "$99.99", "$100.00", "$200.00"} <= set(amounts)
    assert ("$99.99", "$3.00") in view.table.rows
    assert "Small order fee: $3.00 at $99.99, but $0.00 at $100.00." in view.remarks


def test_a_table_of_single_cents_keeps_to_the_ticks(site: Site) -> None:
    body = "{title: a, calculator: peopleperhour/freelancer-fee, outputs: [fee], over: {billed: [0, 3]}}"
    view = view_of(site, body)
    assert len(view.table.rows) < 10
    assert len(view.panels[0].shapes[0].shape.line.split("L")) > 50


def test_time_is_told_by_the_days_on_which_something_changed(site: Site) -> None:
    view = view_of(site, "{title: a, calculator: bazaar/sale, outputs: [fee], inputs: {price: 600}, since: 2015-01-01}")
    assert view.table.rows == (
        ("1 January 2015", "$60.00"),
        ("1 January 2016 at the latest", "$110.00"),
        ("1 January 2024", "$30.00 – $90.00"),
    )
    assert view.on is None
    shape = view.panels[0].shapes[0].shape
    assert shape.doubtful.count("M") == 1
    assert shape.jumps.count("M") == 1


def test_a_chart_may_end_before_today(site: Site) -> None:
    body = (
        "{title: a, calculator: bazaar/sale, outputs: [fee], inputs: {price: 600}, "
        "since: 2016-01-01, until: 2023-12-31}"
    )
    assert view_of(site, body).table.rows == (("1 January 2016 at the latest", "$110.00"),)


def test_days_without_a_rule_are_a_gap_and_are_said_to_be(site: Site) -> None:
    view = view_of(
        site, "{title: a, products: [bazaar, souk], measure: keep, amount: 9, since: 2017-01-01, currencies: apart}"
    )
    assert view.table.rows[0] == ("1 January 2017", "$7.20", "no rule known")
    assert "Where there is no line, no rule is known." in view.remarks


def test_several_series_are_named_beside_their_ends(site: Site) -> None:
    view = view_of(site, "{title: a, calculator: bazaar/sale, over: {price: [0, 1000]}, on: 2020-06-01}")
    names = view.panels[0].names
    assert names is not None
    assert [(name.number, name.name, name.values) for name in names.entries] == [
        (1, ("Fee",), ("$150.00",)),
        (2, ("You keep",), ("$850.00",)),
    ]


def test_every_rule_behind_the_numbers_is_named_once_with_its_oldest_check(site: Site) -> None:
    view = view_of(site, "{title: a, calculator: bazaar/sale, outputs: [fee], inputs: {price: 600}, since: 2014-01-01}")
    assert [period.when[:8] for period in view.periods] == ["until 31", "in force", "since 1 "]
    assert str(view.checked_on) == "2026-10-30"


def test_a_warning_says_whether_it_goes_with_all_of_the_chart(site: Site) -> None:
    body = "{title: a, calculator: freelancer-com/freelancer-fee, outputs: [net], inputs: {contract: fixed}, "
    in_part = view_of(site, body + "over: {billed: [0, 100]}}")
    always = view_of(site, body + "over: {billed: [0, 4]}}")
    assert [part for _, part in in_part.warnings] == [True]
    assert [part for _, part in always.warnings] == [False]


def test_the_drawing_is_an_image_with_a_name_and_a_description(site: Site) -> None:
    page = _parsed(render(site, "chart", "{title: a, products: [bazaar], measure: keep, over: {amount: [0, 50]}}"))
    image = page.select_one("[role=img]")
    assert image is not None
    assert _text(page, str(image["aria-labelledby"])) == "a"
    assert "At $50.00: Bazaar $42.50 – $47.50." in _text(page, str(image["aria-describedby"]))
    assert image.has_attr("data-search-exclude")
    assert image.has_attr("data-pagefind-ignore")


def test_the_table_has_its_own_caption_and_stands_in_a_disclosure(site: Site) -> None:
    page = _parsed(render(site, "chart", "{title: a, products: [bazaar], measure: keep, amount: 50}"))
    table = page.select_one("details table")
    assert table is not None
    assert table.caption is not None
    assert table.caption.get_text() == "a: the numbers"


@pytest.mark.parametrize(
    "rest",
    [
        "products: [bazaar, souk], measure: keep, amount: 5, currencies: apart",
        "calculator: bazaar/sale, over: {price: [0, 9]}",
        "calculator: bazaar/sale, inputs: {price: 9}, since: 2015-01-01",
        "calculator: bazaar/sale, inputs: {price: 9}, compare: {stall: [table, wall]}, outputs: [net]",
    ],
)
def test_hostile_text_stays_text(site: Site, hostile_site: Site, rest: str) -> None:  # noqa: F811
    body = f"{{title: {_quoted(HOSTILE)}, caption: {_quoted(HOSTILE)}, {rest}}}"
    html = render(hostile_site, "chart", body)
    page = _parsed(html)
    harmless = {tag.name for tag in _parsed(render(site, "chart", f"{{title: a, {rest}}}")).find_all(True)}
    assert {tag.name for tag in page.find_all(True)} <= harmless
    for tag in page.find_all(True):
        assert isinstance(tag, Tag)
        assert not [name for name in tag.attrs if name.startswith("on") or name == "style"]
    assert page.get_text().count(SHOWN) >= 3
    assert "\x02" not in html


def test_a_long_name_is_broken_into_lines(site: Site) -> None:
    bazaar = site.catalog.products["bazaar"].model_copy(update={"name": "The Great Bazaar of All Small Goods"})
    renamed = site.with_catalog(replace(site.catalog, products={**site.catalog.products, "bazaar": bazaar}))
    view = view_of(renamed, "{title: a, products: [bazaar], measure: keep, over: {amount: [0, 9]}}")
    names = view.panels[0].names
    assert names is not None
    assert names.entries[0].name == ("The Great", "Bazaar of All", "Small Goods")


def _parsed(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html5lib")


def _text(page: BeautifulSoup, identifier: str) -> str:
    found = page.find(id=identifier)
    assert isinstance(found, Tag)
    return found.get_text()
