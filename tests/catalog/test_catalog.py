"""Data folders: what is read, what each mistake is called, and where it is said to stand."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from candid.checks import check_data, check_pages
from candid.diagnostics import in_order
from candid.pages import read_kinds, with_reviews
from candid.site import Site, load_site
from candid.sources import read_page

PRODUCT = """
name: Upwork
summary: A marketplace.
official_site: https://www.upwork.com/
method: marketplace
facts:
  fee:
    label: Fee
    value: 0.10
    source: {title: Help, url: "https://support.upwork.com/"}
    checked_on: 2026-11-01
measures:
  net: {calculator: upwork/freelancer-fee, amount: billed, output: net}
offers:
  join: {title: Join, destination: "https://www.upwork.com/"}
"""
METHOD = """
version: "1.0"
since: 2026-11-01
methods:
  marketplace:
    title: Marketplaces
    criteria:
      fees: {title: Fees, weight: 60, question: What is left?}
      payments: {title: Payments, weight: 40, question: When?}
"""
GOOD = {
    "site.yml": "name: A site\nas_of: 2026-11-21\n",
    "authors.yml": "authors:\n  editorial: {name: The editors, type: Organization}\n",
    "methodology.yml": METHOD,
    "products/upwork.yml": PRODUCT,
}
REVIEW = """
---
title: Upwork
review:
  product: upwork
  scores: {{fees: {fees}, payments: {payments}}}
  verdict: Good.
  pros: [One]
  cons: [One]
  evidence: [{{kind: public-sources, note: Help., sources: [{{title: Help}}]}}]
  published_on: 2026-11-20
---
# Upwork
"""


def read(folder: Path, data: Mapping[str, str], pages: Mapping[str, str] | None = None) -> tuple[Site, list[str]]:
    """The site of these files, and its findings as ``place code``."""
    for name, text in data.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
    site, findings = load_site(folder, "data", default_name="A site", today=date(2030, 1, 1))
    sources = [read_page(text.lstrip("\n").encode(), name, name) for name, text in (pages or {}).items()]
    kinds = [read_kinds(source, site.settings.language) for source in sources]
    site = with_reviews(site, kinds)
    findings = [*findings, *check_data(site, kinds), *check_pages(site, kinds)]
    return site, [f"{finding.location} {finding.code}" for finding in in_order(findings)]


def test_a_good_folder_has_no_findings_and_is_read_exactly(tmp_path: Path) -> None:
    page = REVIEW.format(fees="3", payments="4.5")
    site, findings = read(tmp_path, GOOD, {"review.md": page})
    assert findings == []
    assert site.as_of == date(2026, 11, 21)
    assert site.catalog.products["upwork"].facts["fee"].value == "0.10"
    assert site.catalog.offers["join"].product_id == "upwork"
    assert site.catalog.reviews["upwork"].overall == Decimal("3.6")
    assert site.catalog.reviews["upwork"].path == "review.md"


def test_an_empty_folder_is_a_site_too(tmp_path: Path) -> None:
    site, findings = read(tmp_path / "nothing", {})
    assert findings == []
    assert site.settings.name == "A site"
    assert site.as_of == date(2030, 1, 1)


@pytest.mark.parametrize(
    ("fees", "payments", "overall"),
    [("3", "3", "3.0"), ("1", "5", "2.6"), ("2.5", "4", "3.1"), ("4.75", "4.75", "4.8")],
)
def test_scores_are_weighed_and_rounded_half_up(tmp_path: Path, fees: str, payments: str, overall: str) -> None:
    site, _ = read(tmp_path, GOOD, {"review.md": REVIEW.format(fees=fees, payments=payments)})
    assert str(site.catalog.reviews["upwork"].overall) == overall


MISTAKES = {
    "an unknown method": (
        {"products/upwork.yml": PRODUCT.replace("method: marketplace", "method: market")},
        ["data/products/upwork.yml:4:9 unknown-id"],
    ),
    "an unknown calculator": (
        {"products/upwork.yml": PRODUCT.replace("upwork/freelancer-fee", "upwork/fee")},
        ["data/products/upwork.yml:12:21 unknown-id"],
    ),
    "unknown names of a calculator": (
        {"products/upwork.yml": PRODUCT.replace("amount: billed, output: net", "amount: bill, output: nett")},
        ["data/products/upwork.yml:12:52 unknown-id", "data/products/upwork.yml:12:66 unknown-id"],
    ),
    "an unknown programme": (
        {"products/upwork.yml": PRODUCT.rstrip().removesuffix("}") + ", programme: none}\n"},
        ["data/products/upwork.yml:14:74 unknown-id"],
    ),
    "an unknown network": (
        {
            "programmes/p.yml": "name: P\nnetwork: impakt\ntracking_url: https://p.example/\npays: A share.\n"
            "terms: {title: Terms}\nchecked_on: 2026-11-20\n"
        },
        ["data/programmes/p.yml:2:10 unknown-id"],
    ),
    "an offer that stands twice": (
        {"products/zz.yml": PRODUCT},
        ["data/products/zz.yml:14:3 duplicate-id"],
    ),
    "two files for one record": ({"products/upwork.yaml": PRODUCT}, ["data/products/upwork.yml:1:1 duplicate-id"]),
    "weights that do not add up": (
        {"methodology.yml": METHOD.replace("weight: 40", "weight: 41")},
        ["data/methodology.yml:6:5 invalid-value"],
    ),
    "a method that is needed and broken": (
        {"methodology.yml": METHOD.replace("weight: 40", "weight: forty")},
        ["data/methodology.yml:8:43 invalid-value"],
    ),
    "limits of freshness in the wrong order": (
        {"site.yml": "name: A\nas_of: 2026-11-21\nstaleness: {warn_after_days: 90, error_after_days: 30}\n"},
        ["data/site.yml:3:52 invalid-value"],
    ),
    "a page that does not exist": (
        {"products/upwork.yml": PRODUCT.rstrip() + "\nreview: reviews/none.md\n"},
        ["data/products/upwork.yml:15:9 missing-file"],
    ),
    "facts of other days": (
        {"site.yml": "name: A\nas_of: 2026-10-01\n"},
        ["data/products/upwork.yml:10:17 fact-from-the-future"],
    ),
    "a fact that was not checked for long": (
        {"site.yml": "name: A\nas_of: 2027-02-15\n"},
        ["data/products/upwork.yml:10:17 fact-stale"],
    ),
    "a fact that was not checked for too long": (
        {"site.yml": "name: A\nas_of: 2027-06-15\n"},
        ["data/products/upwork.yml:10:17 fact-expired"],
    ),
    "an address that runs a script": (
        {
            "products/upwork.yml": PRODUCT.replace(
                'destination: "https://www.upwork.com/"', 'destination: "javascript:x"'
            )
        },
        ["data/products/upwork.yml:14:36 invalid-value"],
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_mistakes_in_data(tmp_path: Path, name: str) -> None:
    changed, expected = MISTAKES[name]
    _, findings = read(tmp_path, {**GOOD, **changed})
    assert findings == expected


def test_a_record_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "products").mkdir()
    (tmp_path / "products/x.yml").write_bytes(b"name: \xff\n")
    _, findings = read(tmp_path, GOOD)
    assert findings == ["data/products/x.yml:1:1 not-utf-8"]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "secret.yml"
    outside.write_text(PRODUCT.lstrip("\n"), encoding="utf-8")
    data = tmp_path / "data"
    (data / "products").mkdir(parents=True)
    (data / "products/leak.yml").symlink_to(outside)
    site, _ = read(data, {})
    assert site.catalog.products == {}


RULEBOOK = """
id: kitchen
title: Kitchen
currency: USD
sources:
  terms: {title: Partner terms}
rules:
  share:
    title: Commission
    periods:
    - {id: kitchen.share, from: 2020-01-01, percent: 6, source: terms, checked_on: 2026-11-20, confidence: H}
calculators:
  commission:
    title: What a referral earns
    kind: earnings
    inputs: {price: {label: Price, type: money}}
    lines: {commission: {label: Commission, rule: share, of: price}}
    outputs: {commission: {label: You earn}}
"""
OWN = "name: A site\ncalculators: calculators\nredirects: {hosts: [netlify]}\nas_of: 2026-11-21\n"


@pytest.mark.parametrize(
    ("site_yml", "expected"),
    [
        (OWN + "language: english\n", ["data/site.yml:5:11 invalid-value"]),
        (OWN + "langauge: en\n", ["data/site.yml:5:1 unknown-key"]),
        (OWN.replace("netlify", "netlfy"), ["data/site.yml:3:21 invalid-value"]),
        (OWN.replace("name: A site\n", ""), ["data/site.yml:1:1 missing-key"]),
        (OWN + "links:\n- [\n", ["data/site.yml:6:4 yaml-syntax"]),
    ],
)
def test_one_mistake_in_the_settings_leaves_the_others_as_they_are(
    tmp_path: Path, site_yml: str, expected: list[str]
) -> None:
    data = {
        **GOOD,
        "site.yml": site_yml,
        "calculators/kitchen.yml": RULEBOOK,
        "products/upwork.yml": PRODUCT.replace(
            "{calculator: upwork/freelancer-fee, amount: billed, output: net}",
            "{calculator: kitchen/commission, amount: price, output: commission}",
        )
        + '  hidden: {title: H, destination: "https://shop.example/", redirect: true, programme: shop}\n',
        "programmes/shop.yml": "name: P\nnetwork: direct\ntracking_url: https://shop.example/?ref=a\npays: A share.\n"
        "terms: {title: Terms}\nchecked_on: 2026-11-20\ncloaking: allowed\ndestination_parameter: to\n",
    }
    _, findings = read(tmp_path, data)
    # Without a readable file nobody knows the day, and the facts of the product look old.
    assert [finding for finding in findings if not finding.endswith("fact-expired")] == expected


def test_an_offer_of_an_unreadable_product_exists(tmp_path: Path) -> None:
    broken = PRODUCT.replace("summary: A marketplace.", "summary: A marketplace: for work")
    pages = {"page.md": "# Page\n\n[Join](offer:join) and [sign up](offer:sign-up)\n\n```offers\noffers: [join]\n```\n"}
    site, findings = read(tmp_path, {**GOOD, "products/upwork.yml": broken}, pages)
    assert site.catalog.ids["offers"] == {"join"}
    assert findings == [
        "data/products/upwork.yml:2:23 yaml-syntax",
        "page.md:3:34 unknown-id",
        "page.md:6:10 unknown-id",
    ]


def test_what_is_right_in_the_settings_counts_beside_a_mistake(tmp_path: Path) -> None:
    wrong = """
        name: A site
        as_of: 2026-11-21
        language: de
        staleness: {warn_after_days: soon, error_after_days: 99}
        links:
        - {prefix: "https://a.example/", affiliate: perhaps}
        - {prefix: "https://b.example/", affiliate: true}
    """
    site, findings = read(tmp_path, {**GOOD, "site.yml": wrong})
    assert (site.settings.language, site.settings.staleness.error_after_days) == ("de", 99)
    assert [link.prefix for link in site.settings.links] == ["https://b.example/"]
    assert findings == ["data/site.yml:4:30 invalid-value", "data/site.yml:6:45 invalid-value"]
