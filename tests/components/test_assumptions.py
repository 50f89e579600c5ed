"""What stands beside a result that a reader might take for a promise, and beside which results it does not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup, Tag

from candid.components import PageContext
from candid.site import Site
from candid_rules import Library, load_rulebooks
from tests.components.fences import PAGE, problems_of, render


@pytest.fixture(scope="module")
def stock() -> Library:
    library, problems = load_rulebooks()
    assert problems == []
    return library


def block(site: Site, body: str, page: PageContext = PAGE) -> Tag:
    page_html = BeautifulSoup(render(site, "calculator", body, page), "html5lib")
    (found,) = page_html.select("candid-calculator > .candid-assumptions[data-candid-assumptions]")
    results = found.find_previous_sibling()
    assert isinstance(results, Tag)
    assert "candid-results" in results["class"]
    return found


def test_every_value_with_who_chose_it_and_where_it_is_from(site: Site) -> None:
    found = block(site, "souk/referral:\n  buyers: 3\n  sources: {spend: {title: A list, url: 'https://l.example/'}}")
    assert [" ".join(item.get_text().split()) for item in found.select("li")] == [
        "Buyers who follow: 3 (chosen for the example)",
        "Spend of each: €20.00 (default; A list)",
    ]
    assert [link["href"] for link in found.select("a")] == ["https://l.example/"]
    assert found.get_text().strip().startswith("Illustration, not a promise")


def test_it_speaks_the_page_s_language(site: Site) -> None:
    found = block(site, "souk/referral: {buyers: 3, campaign: spring}", replace(PAGE, language="de"))
    assert [paragraph["lang"] for paragraph in found.select("p")] == ["de", "de"]
    assert "Rechenbeispiel, kein Versprechen" in found.get_text()
    assert "Campaign: Spring (für das Beispiel gewählt)" in found.get_text()


def test_a_fee_has_none(site: Site) -> None:
    html = render(site, "calculator", "souk/sale: {price: 3}")
    assert "assumptions" not in html
    assert "Illustration" not in html


@pytest.mark.parametrize(
    ("sources", "at", "code", "says"),
    [
        ("[a]", (13, 12), "invalid-value", "'sources' needs an input for each source"),
        ("{buyer: {title: A}}", (13, 13), "unknown-key", "souk/referral has no input 'buyer'"),
        ("{buyers: {url: 'https://a.example/'}}", (13, 21), "missing-key", "'title'"),
        ("{buyers: {title: A, url: 'javascript:alert(1)'}}", (13, 37), "invalid-value", "https://"),
        ("{buyers: A list}", (13, 21), "invalid-value", ""),
    ],
)
def test_mistakes_in_sources(site: Site, sources: str, at: tuple[int, int], code: str, says: str) -> None:
    written = f"souk/referral:\n  buyers: 3\n  sources: {sources}"
    (problem,) = problems_of(site, "calculator", written)
    assert ((problem.location.line, problem.location.column), problem.code) == (at, code)
    assert says in problem.message


EARNINGS = {
    "adobe-stock/royalty",
    "compare/digital-sale",
    "fiverr-affiliate/referral",
    "shutterstock/royalty",
    "udemy/sale",
    "upwork-affiliate/client-referral",
    "upwork-affiliate/freelancer-referral",
    "upwork-affiliate/scenario",
}


def test_which_stock_calculators_say_what_a_reader_would_make(stock: Library) -> None:
    """Commissions, royalties and shares: what is left of a payment after fees is a matter of fees."""
    kinds = {name: calculator.kind for name, calculator in stock.calculators.items()}
    assert {name for name, kind in kinds.items() if kind == "earnings"} == EARNINGS
