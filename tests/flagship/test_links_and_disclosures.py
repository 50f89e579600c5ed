"""Every affiliate link of the built flagship is marked, and disclosed before it; pages without one say nothing.

Nothing of Candid is used here: links are recognised by their hosts, pages are parsed by html5lib.
"""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

from .conftest import BuiltSite

TRACKING_HOSTS = re.compile(r"(^|\.)(pxf\.io|sjv\.io|go\.fiverr\.com|awin1\.com|anrdoezrs\.net|amzn\.to)$")
DISCLOSURE = re.compile(r"\bAd\b.*we earn a commission", re.DOTALL)


def affiliate_links(page: BeautifulSoup) -> list[Tag]:
    return [
        link for link in page.find_all("a", href=True) if TRACKING_HOSTS.search(urlsplit(address(link)).hostname or "")
    ]


def words(element: Tag, attribute: str) -> set[str]:
    """The value of an attribute as its words, however the parser keeps it."""
    return set(" ".join(element.get_attribute_list(attribute)).split()) if element.has_attr(attribute) else set()


def address(element: Tag, attribute: str = "href") -> str:
    return str(element.get(attribute) or "")


def disclosures(page: BeautifulSoup) -> list[Tag]:
    return page.select("[data-candid-disclosure], .candid-disclosure")


def position(page: BeautifulSoup, element: Tag) -> int:
    return next(index for index, found in enumerate(page.find_all(True)) if found is element)


def test_the_site_has_affiliate_links_at_all(flagship: BuiltSite) -> None:
    with_links = {name for name, page in flagship.pages.items() if affiliate_links(page)}
    assert {"reviews/upwork/index.html", "comparisons/what-you-keep/index.html"} <= with_links
    assert "about/index.html" not in with_links


def test_every_affiliate_link_is_qualified_labelled_and_counted(flagship: BuiltSite) -> None:
    for name, page in flagship.pages.items():
        for link in affiliate_links(page):
            rel = words(link, "rel")
            assert {"sponsored", "nofollow", "noopener"} <= rel, (name, link)
            assert "noreferrer" not in rel, (name, link)
            assert re.search(r"\bAd$", link.get_text(" ", strip=True)), (name, link)
            query = parse_qs(urlsplit(address(link)).query)
            assert query.get("subId1") or query.get("afp"), (name, address(link))


def test_the_disclosure_stands_in_the_content_before_links_and_calculators(flagship: BuiltSite) -> None:
    for name, page in flagship.pages.items():
        links = affiliate_links(page)
        found = disclosures(page)
        if not links:
            assert found == [], name
            continue
        assert len(found) == 1, name
        assert DISCLOSURE.search(found[0].get_text(" ", strip=True)), name
        assert found[0].find_parent("article") is not None, name
        for hidden in ("details", "aside", "footer", "nav"):
            assert found[0].find_parent(hidden) is None, (name, hidden)
        first = min(position(page, element) for element in [*links, *page.find_all("candid-calculator")])
        assert position(page, found[0]) < first, name


def test_no_scheme_of_ours_is_left_in_a_page(flagship: BuiltSite) -> None:
    for name, page in flagship.pages.items():
        for link in page.find_all("a", href=True):
            assert not re.match(r"(offer|calc|page):", address(link)), (name, link)


def test_the_search_index_has_each_disclosure_once_and_no_labels(flagship: BuiltSite) -> None:
    entries = json.loads((flagship.folder / "search/search_index.json").read_text(encoding="utf-8"))["docs"]
    assert len(entries) > 30
    disclosed = [entry["location"] for entry in entries if "we earn a commission if you buy" in entry["text"]]
    pages = [name.removesuffix("index.html") for name, page in flagship.pages.items() if disclosures(page)]
    assert sorted(disclosed) == sorted(pages)
    for entry in entries:
        assert not re.search(r"\b(Visit|Join|See) [\w.]+ Ad\b", entry["text"]), entry["location"]


def test_code_samples_stay_samples(flagship: BuiltSite) -> None:
    for page in flagship.pages.values():
        for sample in page.select("pre, code"):
            assert sample.select(".candid-label, [data-candid-disclosure]") == []


@pytest.mark.parametrize("scheme", ["http://", "https://", "//"])
def test_no_page_asks_another_host_for_anything(flagship: BuiltSite, scheme: str) -> None:
    for name, page in flagship.pages.items():
        for element in page.find_all(["script", "img", "iframe", "source", "video", "audio", "embed"]):
            assert not address(element, "src").startswith(scheme), (name, element)
        for element in page.find_all("link", href=True):
            if {"stylesheet", "preconnect", "dns-prefetch", "preload", "icon"} & words(element, "rel"):
                assert not address(element).startswith(scheme), (name, element)


def test_components_bring_no_inline_script_or_style(flagship: BuiltSite) -> None:
    for name, page in flagship.pages.items():
        article = page.find("article")
        if article is None:
            continue
        scripts = [script for script in article.find_all("script") if script.get("type") != "application/ld+json"]
        assert not scripts, name
        assert article.find("style") is None, name
        assert article.find(style=True) is None, name
        for element in article.find_all(True):
            assert not [attribute for attribute in element.attrs if attribute.startswith("on")], (name, element.name)


def test_cards_of_the_home_page_are_labelled_where_they_lead_to_affiliate_links(flagship: BuiltSite) -> None:
    cards = flagship.pages["index.html"].select(
        "article .grid li > p:first-child a[href], article .grid li strong a[href]"
    )
    assert len(cards) >= 6
    for card in cards:
        leads_to_some = bool(affiliate_links(flagship.pages[f"{address(card)}index.html"]))
        assert bool(re.search(r"\bAd$", card.get_text(" ", strip=True))) == leads_to_some, address(card)
    assert any(card.select(".candid-label") for card in cards)
