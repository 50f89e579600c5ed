"""Reviews whose values do not fit each other, and records that others refer to and that have mistakes of their own."""

from __future__ import annotations

from collections.abc import Callable

from candid.diagnostics import Finding

Lint = Callable[..., list[Finding]]

DATA = {
    "site.yml": "name: A\nas_of: 2026-11-21\n",
    "authors.yml": "authors:\n  editorial: {name: The editors, type: Organization}\n",
    "methodology.yml": """
        version: "1.0"
        since: 2026-11-01
        methods:
          shops:
            title: Shops
            criteria:
              fees: {title: Fees, weight: 100, question: What is left?}
        """,
    "products/shop.yml": """
        name: Shop
        summary: A shop.
        official_site: https://shop.example/
        method: shops
        offers:
          join: {title: Join, destination: "https://shop.example/"}
        """,
}
PAGE = """\
---
title: Shop
review:
  product: shop
  scores: {fees: 3}
  verdict: Good.
  pros: [One]
  cons: [One]
  evidence: [{kind: public-sources, note: Help., sources: [{title: Help}]}]
  published_on: 2026-11-20
---

# Shop

[Join](offer:join)

```offers
product: shop
```
"""


def said(findings: list[Finding]) -> list[str]:
    return [f"{item.location} {item.code} {item.message}" for item in findings]


def test_a_good_review_has_no_findings(lint: Lint) -> None:
    assert said(lint(DATA, PAGE)) == []


def test_rules_across_fields_hide_no_other_mistake(lint: Lint) -> None:
    page = PAGE.replace("2026-11-20", "2026-11-20\n  updated_on: 2026-11-19").replace(", sources: [{title: Help}]", "")
    assert said(lint(DATA, page.replace("fees: 3", "fee: 3"))) == [
        "page.md:5:3 missing-score no score for the criterion 'fees'",
        "page.md:5:12 unknown-id unknown criterion 'fee'",
        "page.md:9:14 missing-key evidence of the kind public-sources must list its sources",
        "page.md:11:15 invalid-value updated_on is before published_on, 2026-11-20",
    ]


def test_an_entry_that_is_wrong_does_not_make_its_list_short(lint: Lint) -> None:
    assert said(lint(DATA, PAGE.replace("public-sources", "public-source"))) == [
        "page.md:9:21 invalid-value 'public-source' is not a kind"
    ]


def test_one_mistake_in_a_record_is_said_once(lint: Lint) -> None:
    for name, old, new, expected in (
        ("methodology.yml", "weight: 100", "weight: all", ["data/methodology.yml:7:35 invalid-value"]),
        ("methodology.yml", "weight: 100", "weight: 90", ["data/methodology.yml:6:5 invalid-value"]),
        ("authors.yml", "Organization", "Organisation", ["data/authors.yml:2:40 invalid-value"]),
        (
            "products/shop.yml",
            "summary",
            "sumary",
            ["data/products/shop.yml:2:1 unknown-key", "page.md:18:10 unknown-id"],
        ),
    ):
        data = {**DATA, name: DATA[name].replace(old, new)}
        found = lint(data, PAGE)
        assert [f"{item.location} {item.code}" for item in found] == expected
    assert found[-1].message == "the product 'shop' has mistakes of its own"
