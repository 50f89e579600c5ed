"""Every component's HTML, read by an independent parser: it works without sight, mouse or script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from candid.components.offers import OfferCard, OfferLink, OffersView, SiteLink
from candid.rendering import Renderer

CASES = sorted((Path(__file__).parent / "cases").glob("*.html"))

# What ad blockers hide by name, and what a reader would then miss.
HIDDEN_WORDS = {"ad", "ads", "affiliate", "sponsor", "sponsored", "promo", "banner"}


@pytest.fixture(params=CASES, ids=lambda path: path.stem)
def page(request: pytest.FixtureRequest) -> BeautifulSoup:
    """A case as a reader without JavaScript gets it: without what stands in templates."""
    path: Path = request.param
    parsed = BeautifulSoup(path.read_text(encoding="utf-8"), "html5lib")
    for template in parsed.find_all("template"):
        template.decompose()
    return parsed


def _tags(page: BeautifulSoup, *names: str) -> Iterator[Tag]:
    for tag in page.find_all(names or True):
        assert isinstance(tag, Tag)
        yield tag


def _words(tag: Tag, attribute: str) -> list[str]:
    value = tag.get(attribute)
    return value.split() if isinstance(value, str) else list(value or ())


def test_every_reference_to_an_id_leads_somewhere(page: BeautifulSoup) -> None:
    ids = [str(tag["id"]) for tag in _tags(page) if tag.has_attr("id")]
    assert len(ids) == len(set(ids))
    for tag in _tags(page):
        for attribute in ("for", "form", "aria-labelledby", "aria-describedby"):
            assert set(_words(tag, attribute)) <= set(ids), tag


def test_every_input_and_result_has_a_label(page: BeautifulSoup) -> None:
    labelled = {str(label["for"]): label.get_text(strip=True) for label in _tags(page, "label")}
    for tag in _tags(page, "input", "select", "output"):
        assert labelled[str(tag["id"])]


def test_nothing_looks_usable_that_needs_javascript(page: BeautifulSoup) -> None:
    assert not list(_tags(page, "button", "select"))
    for tag in _tags(page, "input"):
        assert tag.has_attr("readonly")
    for tag in _tags(page, "form"):
        assert tag["method"] == "dialog"
        assert not tag.has_attr("action")


def test_tables_have_captions_and_scoped_headers(page: BeautifulSoup) -> None:
    for table in _tags(page, "table"):
        assert table.caption is not None
        assert table.caption.get_text(strip=True)
        for header in table.find_all("th"):
            assert header["scope"] in ("col", "row")
            assert header.get_text(strip=True)
        for row in table.select("tbody tr"):
            assert row.find("th", scope="row")
            assert all(cell.get_text(strip=True) for cell in row.find_all("td"))


def test_what_scrolls_can_be_focused_and_has_a_name(page: BeautifulSoup) -> None:
    for region in page.select(".candid-scroll"):
        assert region["tabindex"] == "0"
        assert region["role"] == "region"
        assert region["aria-labelledby"]


def test_scores_are_said_once(page: BeautifulSoup) -> None:
    for bar in page.select("svg.candid-bar"):
        assert bar["aria-hidden"] == "true"
        assert bar.get_text(strip=True) == ""


def test_the_contents_list_stays_the_authors(page: BeautifulSoup) -> None:
    assert not list(_tags(page, "h1", "h2", "h3", "h4", "h5", "h6"))


def test_a_strict_content_policy_holds(page: BeautifulSoup) -> None:
    assert not list(_tags(page, "script", "style", "iframe", "img", "link"))
    for tag in _tags(page):
        assert not [name for name in tag.attrs if name == "style" or name.startswith("on")]


def test_classes_are_ours_and_no_blocker_hides_them(page: BeautifulSoup) -> None:
    for tag in _tags(page):
        for name in _words(tag, "class"):
            assert name.startswith("candid-")
            assert not HIDDEN_WORDS & set(name.replace("_", "-").split("-"))


def test_search_leaves_out_controls(request: pytest.FixtureRequest, page: BeautifulSoup) -> None:
    path: Path = request.node.callspec.params["page"]
    whole = BeautifulSoup(path.read_text(encoding="utf-8"), "html5lib")
    for tag in whole.select("form, template, .candid-button"):
        assert tag.has_attr("data-search-exclude")
        assert tag.has_attr("data-pagefind-ignore")


def test_beside_each_button_stands_the_plain_official_site(page: BeautifulSoup) -> None:
    for button in page.select("a.candid-button"):
        assert str(button["href"]).startswith("offer:")
        assert button["data-placement"] in ("summary", "comparison", "offers")
        assert button.parent is not None
        plain = button.parent.select_one("a.candid-site")
        assert plain is not None
        assert str(plain["href"]).startswith("https://")
        assert plain["rel"] == ["noopener"]


def test_links_of_a_case_have_texts_of_their_own(page: BeautifulSoup) -> None:
    names: dict[str, str] = {}
    for link in _tags(page, "a"):
        name = link.get_text(" ", strip=True)
        assert names.setdefault(name, str(link["href"])) == link["href"], "two destinations under one name"


def test_no_line_is_blank(page: BeautifulSoup, request: pytest.FixtureRequest) -> None:
    path: Path = request.node.callspec.params["page"]
    assert "\n\n" not in path.read_text(encoding="utf-8")


def test_buttons_of_several_products_are_told_apart_by_those_who_hear_them() -> None:
    """What is seen begins the name and stays as it is; a product's name is said once."""
    titles = {"Bazaar": "Free trial", "Souk": "Free trial", "Fair": "Join Fair"}
    rows = tuple(
        OfferCard(
            name, "A market.", OfferLink(f"offer:{name}", "Visit", title, ""), SiteLink("https://x.example/", "x")
        )
        for name, title in titles.items()
    )
    page = BeautifulSoup(Renderer().render("candid/offers.html", OffersView("offers", "", rows)), "html5lib")
    buttons = page.select("a.candid-button")
    assert [button.get_text() for button in buttons] == [
        "Visit: Free trial, Bazaar",
        "Visit: Free trial, Souk",
        "Visit: Join Fair",
    ]
    assert {button.find(string=True, recursive=False) for button in buttons} == {"Visit"}
