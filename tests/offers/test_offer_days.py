"""Offers with days: what their links, buttons and cards lead to, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import html5lib
import pytest
from markdown import Markdown

from candid.checks import check_data
from candid.components import summary
from candid.diagnostics import Finding, in_order
from candid.markdown_extension import CandidExtension
from candid.models import Offer
from candid.offer_days import fallbacks, is_running, running_offer
from candid.pages import read_kinds, with_reviews
from candid.site import Site, load_site
from candid.sources import read_page

PROGRAMME = """\
name: P
network: impact
tracking_url: https://shop.pxf.io/c/1/2/3
pays: A share.
terms: {title: Terms}
checked_on: 2026-11-01
"""
PRODUCT = """\
name: Shop
summary: A shop.
official_site: https://shop.example/
method: shops
offers:
  deal: {title: Deal, destination: "https://shop.example/deal", programme: p, ends_on: 2026-11-30, fallback: join}
  join: {title: Join, destination: "https://shop.example/join", programme: p}
  spring: {title: Spring, destination: "https://shop.example/spring", programme: p, starts_on: 2027-03-01}
  gone: {title: Gone, destination: "https://amzn.to/3AbCdEf", ends_on: 2026-01-31}
"""
DEAL = "https://shop.pxf.io/c/1/2/3?u=https%3A%2F%2Fshop.example%2Fdeal"
JOIN = "https://shop.pxf.io/c/1/2/3?u=https%3A%2F%2Fshop.example%2Fjoin"


def loaded(folder: Path, on: str, product: str = PRODUCT, site: str = "") -> tuple[Site, list[Finding]]:
    files = {
        "site.yml": f"name: A site\nas_of: {on}\n{site}",
        "programmes/p.yml": PROGRAMME,
        "products/shop.yml": product,
    }
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return load_site(folder, "data", default_name="A site", today=date(2027, 12, 31))


def links(html: str) -> list[Mapping[str, str]]:
    return [dict(a.attrib) for a in html5lib.parse(html, namespaceHTMLElements=False).iter("a")]


def rendered(site: Site, text: str) -> str:
    source = read_page(text.encode(), "page.md", "page.md")
    page = read_kinds(source, "en")
    extension = CandidExtension(with_reviews(site, [page]), {"page.md": page}, report=lambda _: None)
    return Markdown(extensions=[extension]).convert(source.body)


@pytest.mark.parametrize(
    ("on", "running"),
    [("2026-10-31", False), ("2026-11-01", True), ("2026-11-30", True), ("2026-12-01", False)],
)
def test_first_and_last_day_belong_to_an_offer(on: str, running: bool) -> None:
    offer = Offer.model_validate(
        {"title": "x", "destination": "https://x.example/", "starts_on": "2026-11-01", "ends_on": "2026-11-30"}
    )
    assert is_running(offer, date.fromisoformat(on)) is running


class TestLinks:
    """``offer:`` links."""

    @pytest.mark.parametrize(
        ("on", "offer", "href"),
        [
            ("2026-11-30", "deal", f"{DEAL}&subId1=page.text1"),
            ("2026-12-01", "deal", f"{JOIN}&subId1=page.text1"),
            ("2026-12-01", "join", f"{JOIN}&subId1=page.text1"),
        ],
    )
    def test_lead_to_the_offer_that_runs(self, tmp_path: Path, on: str, offer: str, href: str) -> None:
        site, _ = loaded(tmp_path, on)
        (link,) = links(rendered(site, f"[Go](offer:{offer})"))
        assert link["href"] == href
        assert "sponsored" in link["rel"]

    @pytest.mark.parametrize(
        ("offer", "href"), [("spring", "https://shop.example/spring"), ("gone", "https://shop.example/")]
    )
    def test_are_plain_where_nothing_stands_in(self, tmp_path: Path, offer: str, href: str) -> None:
        site, _ = loaded(tmp_path, "2026-12-01")
        html = rendered(site, f"[Go](offer:{offer})")
        assert links(html) == [{"href": href}]
        assert "candid-label" not in html
        assert "data-candid-disclosure" not in html


class TestComponents:
    """Buttons and cards."""

    REVIEW = """\
---
title: T
review:
  product: shop
  scores: {price: 4}
  verdict: Good.
  pros: [One]
  cons: [Two]
  evidence: [{kind: public-sources, note: Read., sources: [{title: S}]}]
  published_on: 2026-11-01
%s---
# T
"""

    def hrefs(self, site: Site, text: str) -> list[str]:
        return [link["href"].partition("&")[0] for link in links(rendered(site, text)) if "rel" in link]

    @pytest.mark.parametrize(
        ("on", "buttons"), [("2026-11-30", [DEAL, JOIN]), ("2026-12-01", [JOIN]), ("2027-03-01", [JOIN, "spring"])]
    )
    def test_a_product_shows_what_runs(self, tmp_path: Path, on: str, buttons: list[str]) -> None:
        site, _ = loaded(tmp_path, on)
        expected = [button if button.startswith("https") else JOIN.replace("join", button) for button in buttons]
        offers = [href for href in self.hrefs(site, "```offers\nproduct: shop\n```") if "pxf" in href]
        assert offers == expected
        other = "  other: {title: O, destination: 'https://o.example/'}\n"
        (tmp_path / "products/other.yml").write_text(
            f"name: O\nsummary: O.\nofficial_site: https://o.example/\noffers:\n{other}", "utf-8"
        )
        site, _ = loaded(tmp_path, on)
        rows = "rows: [{label: Go, offers: true}]"
        comparison = f"```comparison\nproducts: [shop, other]\ncaption: C\n{rows}\n```"
        assert [href for href in self.hrefs(site, comparison) if "pxf" in href] == expected

    @pytest.mark.parametrize(("on", "shown"), [("2026-11-30", "offer:deal"), ("2026-12-01", "offer:join")])
    @pytest.mark.parametrize("named", ["", "  offer: deal\n"])
    def test_a_review_shows_what_runs(self, tmp_path: Path, on: str, shown: str, named: str) -> None:
        site, _ = loaded(tmp_path, on)
        assert self.button(site, named) == shown

    def test_a_review_of_an_ended_offer_has_the_official_site_alone(self, tmp_path: Path) -> None:
        site, _ = loaded(tmp_path, "2026-12-01")
        assert self.button(site, "  offer: gone\n") is None

    def button(self, site: Site, named: str) -> str | None:
        page = read_kinds(read_page((self.REVIEW % named).encode(), "page.md", "page.md"), "en")
        assert page.context.review is not None
        shown = summary.view(page.context.review, with_reviews(site, [page]), page.context)
        assert shown.site.url == "https://shop.example/"
        return shown.offer.href if shown.offer else None

    def test_named_offers_that_end_in_one_are_one_card(self, tmp_path: Path) -> None:
        site, _ = loaded(tmp_path, "2026-12-01")
        html = rendered(site, "```offers\noffers: [deal, join, gone]\n```")
        assert [link["href"].partition("&")[0] for link in links(html)] == [
            JOIN,
            "https://shop.example/",
            "https://shop.example/",
        ]
        assert ">Join</strong>" in html
        assert ">Shop</strong>" in html
        assert "Deal" not in html


def offers(lines: str) -> str:
    return f"name: Shop\nsummary: A shop.\nofficial_site: https://shop.example/\noffers:\n{lines}"


def offer(name: str, more: str) -> str:
    return f"  {name}: {{title: T, destination: 'https://shop.example/{name}', {more}}}\n"


class TestFindings:
    """What authors are told."""

    def findings(self, folder: Path, product: str, on: str = "2026-12-01") -> list[str]:
        site, found = loaded(folder, on, product)
        return [
            str(finding)
            for finding in in_order([*found, *check_data(site, [])])
            if finding.location.path.startswith("data/products")
        ]

    @pytest.mark.parametrize(
        ("lines", "token", "expected"),
        [
            (
                offer("a", "starts_on: 2026-12-02, ends_on: 2026-12-01"),
                "2026-12-01",
                "invalid-value the offer ends on 2026-12-01, before it starts on 2026-12-02",
            ),
            (
                offer("a", "ends_on: 2027-01-01, fallback: bb") + offer("b", ""),
                "bb",
                "unknown-id unknown offer 'bb'",
            ),
            (
                offer("a", "fallback: bc") + offer("bc", ""),
                "bc",
                "invalid-value 'bc' never stands in for this offer, which has no last day",
            ),
            (
                offer("a", "ends_on: 2026-01-01"),
                "2026",
                "warning: offer-ended the offer 'a' ended on 2026-01-01; its links lead to the product's plain address",
            ),
            (
                offer("a", "ends_on: 2026-01-01, fallback: bc") + offer("bc", ""),
                "2026",
                "info: offer-not-running the offer 'a' ended on 2026-01-01; 'bc' stands in for it",
            ),
            (
                offer("a", "starts_on: 2027-01-01"),
                "2027",
                (
                    "info: offer-not-running the offer 'a' does not start before 2027-01-01; "
                    "its links lead to the product's plain address"
                ),
            ),
        ],
    )
    def test_each_at_its_place(self, tmp_path: Path, lines: str, token: str, expected: str) -> None:
        (finding,) = self.findings(tmp_path, offers(lines))
        assert finding.splitlines()[0] == f"data/products/shop.yml:5:{lines.index(token) + 1}: {expected}"

    def test_a_circle_is_said_once(self, tmp_path: Path) -> None:
        days = "ends_on: 2027-01-01"
        lines = (
            offer("b", f"{days}, fallback: c") + offer("a", f"{days}, fallback: b") + offer("c", f"{days}, fallback: a")
        )
        (finding,) = self.findings(tmp_path, offers(lines))
        assert finding.startswith("data/products/shop.yml:6:")
        assert "in a circle: a → b → c → a" in finding

    def test_an_offer_may_not_be_its_own_fallback(self, tmp_path: Path) -> None:
        (finding,) = self.findings(tmp_path, offers(offer("a", "ends_on: 2027-01-01, fallback: a")))
        assert "a → a" in finding

    def test_a_way_into_a_circle_is_no_circle(self, tmp_path: Path) -> None:
        days = "ends_on: 2027-01-01"
        lines = (
            offer("a", f"{days}, fallback: b") + offer("b", f"{days}, fallback: c") + offer("c", f"{days}, fallback: b")
        )
        site, _ = loaded(tmp_path, "2026-12-01", offers(lines))
        assert fallbacks(site.catalog.offers, "a") == ("a", "b", "c")
        (finding,) = self.findings(tmp_path, offers(lines))
        assert "b → c → b" in finding

    def test_circles_end(self, tmp_path: Path) -> None:
        days = "ends_on: 2026-01-01"
        site, _ = loaded(
            tmp_path, "2026-12-01", offers(offer("a", f"{days}, fallback: b") + offer("b", f"{days}, fallback: a"))
        )
        assert running_offer(site.catalog.offers, "a", site.as_of) is None
        assert links(rendered(site, "[x](offer:a)")) == [{"href": "https://shop.example/a"}]


def test_a_destination_that_pays_is_said_to(tmp_path: Path) -> None:
    site, _ = loaded(tmp_path, "2026-12-01", offers(offer("a", "affiliate: true")))
    html = rendered(site, "[x](offer:a) and [y](https://shop.example/a) and [z](https://shop.example/)")
    assert ["sponsored" in link.get("rel", "") for link in links(html)] == [True, True, False]
