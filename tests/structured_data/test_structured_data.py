"""What search engines are told: only what the page shows, whole, and harmless wherever it stands."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from candid.compliance import BuiltSite, Terms, audit
from candid.diagnostics import Severity
from candid.networks import load_networks
from candid.structured_data import heading_of, script
from tests.structured_data.sites import DATA, PAGES, URL, Build

SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def graph(folder: Path, page: str) -> list[dict[str, Any]]:
    html = (folder / page / "index.html").read_text(encoding="utf-8")
    blocks = SCRIPT.findall(html)
    assert len(blocks) <= 1
    if not blocks:
        return []
    (data,) = json.loads(blocks[0])
    assert data["@context"] == "https://schema.org"
    found: list[dict[str, Any]] = data["@graph"]
    return found


def of_type(nodes: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    return next(node for node in nodes if node["@type"] == kind)


@pytest.fixture(scope="module")
def site(build_once: Build) -> Path:
    return build_once(PAGES, DATA, site_url=URL)


def test_a_review_is_nested_in_its_product(site):
    product = of_type(graph(site, "reviews/bazaar"), "Product")
    assert product["name"] == "Bazaar"
    assert product["additionalType"] == "https://schema.org/WebApplication"
    review = product["review"]
    assert review["author"] == {"@type": "Organization", "name": "The editors"}
    assert review["reviewRating"] == {
        "@type": "Rating",
        "ratingValue": "3.6",
        "worstRating": "1",
        "bestRating": "5",
    }
    assert (review["datePublished"], review["dateModified"]) == ("2026-11-03", "2026-11-20")
    assert "itemReviewed" not in review


def test_pros_and_cons_are_lists_of_names(site):
    review = of_type(graph(site, "reviews/bazaar"), "Product")["review"]
    assert [entry["name"] for entry in review["positiveNotes"]["itemListElement"]] == [
        "One fee & no more",
        'A "flat" rate',
    ]
    assert [entry["position"] for entry in review["positiveNotes"]["itemListElement"]] == [1, 2]
    assert [entry["name"] for entry in review["negativeNotes"]["itemListElement"]] == ["No help </script> at night"]


def test_nothing_is_invented(site):
    text = json.dumps(graph(site, "reviews/bazaar"))
    for word in ("offers", "price", "aggregateRating", "ratingCount", "image", "description"):
        assert f'"{word}"' not in text


def test_breadcrumbs_follow_the_folders_that_have_a_page(site):
    trail = of_type(graph(site, "reviews/bazaar"), "BreadcrumbList")["itemListElement"]
    assert [(step["position"], step["name"], step.get("item")) for step in trail] == [
        (1, "Markets", URL),
        (2, "All reviews", f"{URL}reviews/"),
        (3, "Bazaar, reviewed", None),
    ]
    trail = of_type(graph(site, "guides/fees"), "BreadcrumbList")["itemListElement"]
    assert [step["name"] for step in trail] == ["Markets", "How fees work"]


def test_the_home_page_says_nothing(site):
    assert graph(site, "") == []


def test_other_pages_are_articles_under_their_visible_heading(site):
    article = of_type(graph(site, "guides/fees"), "Article")
    assert article["headline"] == "How fees work"
    assert article["mainEntityOfPage"] == f"{URL}guides/fees/"


def test_a_comparison_lists_own_reviews_where_there_is_one_of_each(site):
    listed = of_type(graph(site, "whole"), "ItemList")["itemListElement"]
    assert [entry["url"] for entry in listed] == [f"{URL}reviews/bazaar/", f"{URL}reviews/souk/"]
    assert [entry["position"] for entry in listed] == [1, 2]
    assert "ItemList" not in [node["@type"] for node in graph(site, "partial")]


def test_without_an_address_nothing_names_one(build_once):
    folder = build_once(PAGES, DATA)
    nodes = graph(folder, "reviews/bazaar")
    assert [node["@type"] for node in nodes] == ["Product"]
    assert [node["@type"] for node in graph(folder, "whole")] == ["Article"]
    assert "mainEntityOfPage" not in graph(folder, "whole")[0]


def test_every_page_keeps_the_rules_of_search_engines(site):
    built = BuiltSite(site, "site", Terms(today=date(2026, 11, 21)), load_networks())
    found = [
        finding
        for finding in audit(built).findings
        if finding.code.startswith("G-") and finding.severity > Severity.INFO
    ]
    assert found == [], "\n".join(map(str, found))


def test_the_sitemap_gives_the_days_of_reviews_alone(site):
    text = (site / "sitemap.xml").read_text(encoding="utf-8")
    entries = dict(re.findall(r"<loc>(.*?)</loc>(?:\s*<lastmod>(.*?)</lastmod>)?", text))
    assert entries[f"{URL}reviews/bazaar/"] == "2026-11-20"
    assert entries[f"{URL}reviews/souk/"] == "2026-11-10"
    assert entries[f"{URL}guides/fees/"] == ""
    assert f"{URL}hidden/" not in entries


def test_the_search_index_does_not_hold_it(site):
    index = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))
    assert index["docs"]
    assert not [entry for entry in index["docs"] if "schema.org" in entry["text"]]


def test_a_block_cannot_be_ended_from_inside():
    hostile = "</script><script>alert(1)</script><!-- & \u2028 \u2029 ]]>"
    block = script({"name": hostile})
    inner = block.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not re.search("[<>&\u2028\u2029]", inner)
    assert json.loads(inner) == [{"name": hostile}]


@pytest.mark.parametrize(
    ("html", "heading"),
    [
        ('<h1 id="a">A &amp; <em>B</em><a class="headerlink" href="#a">&para;</a></h1>', "A & B"),
        ("<p>no heading</p>", "Title"),
        ("<h1>\n  Two\n  lines </h1><h1>Second</h1>", "Two lines"),
        ("<h10>x</h10>", "Title"),
    ],
)
def test_the_heading_is_what_readers_see(html, heading):
    assert heading_of(html, "Title") == heading
