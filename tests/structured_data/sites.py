"""A small site with two reviews, two comparisons and a guide."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

URL = "https://markets.example/"

DATA = {
    "site.yml": "name: Markets\nas_of: 2026-11-21\n",
    "authors.yml": "authors:\n  editorial: {name: The editors, type: Organization}\n",
    "methodology.yml": """
        version: "1.0"
        since: 2026-11-01
        methods:
          market:
            title: Markets
            criteria:
              fees: {title: Fees, weight: 60, question: What is left?}
              help: {title: Help, weight: 40, question: Who answers?}
        """,
    "products/bazaar.yml": """
        name: Bazaar
        summary: A market for used things.
        official_site: https://bazaar.example/
        method: market
        facts:
          opened: {label: Opened, value: "2012", source: {title: About us}, checked_on: 2026-11-20}
        """,
    "products/souk.yml": """
        name: Souk
        type: Product
        summary: A market for new things.
        official_site: https://souk.example/
        method: market
        facts:
          opened: {label: Opened, value: "2015", source: {title: About us}, checked_on: 2026-11-20}
        """,
    "products/fair.yml": """
        name: Fair
        summary: A market for tickets.
        official_site: https://fair.example/
        facts:
          opened: {label: Opened, value: "2019", source: {title: About us}, checked_on: 2026-11-20}
        """,
}


def _review(title: str, product: str, rest: str) -> str:
    return textwrap.dedent(
        """\
        ---
        title: {title}
        review:
          product: {product}
          scores: {{fees: 4, help: 3}}
          verdict: Fine for small sales.
          evidence:
            - {{kind: public-sources, note: The published rules., sources: [{{title: Price list}}]}}
        {rest}
        ---

        # {title}

        What sellers keep, by the published rules.
        """
    ).format(title=title, product=product, rest=textwrap.indent(textwrap.dedent(rest).strip(), "  "))


def _comparison(title: str, products: str) -> str:
    return textwrap.dedent(
        f"""\
        ---
        title: {title}
        comparison:
          products: [{products}]
          caption: When markets opened
          ranking_basis: In alphabetical order.
          rows:
            - {{label: Opened, fact: opened}}
        ---

        # {title}
        """
    )


PAGES = {
    "index.md": "---\ntitle: Markets\n---\n\n# Markets\n\nWe compare them.\n",
    "reviews/index.md": "---\ntitle: All reviews\n---\n\n# All reviews\n",
    "reviews/bazaar.md": _review(
        "Bazaar, reviewed",
        "bazaar",
        """
        pros: [One fee & no more, 'A "flat" rate']
        cons: ["No help </script> at night"]
        published_on: 2026-11-03
        updated_on: 2026-11-20
        """,
    ),
    "reviews/souk.md": _review(
        "Souk, reviewed",
        "souk",
        """
        pros: [Quick]
        cons: [Dear]
        published_on: 2026-11-10
        """,
    ),
    "guides/fees.md": "# How fees work\n\nA fee is what a market keeps.\n",
    "hidden.md": "---\nrobots: noindex\n---\n\n# Hidden\n",
    "whole.md": _comparison("Bazaar and Souk", "bazaar, souk"),
    "partial.md": _comparison("Bazaar and Fair", "bazaar, fair"),
}


class Build(Protocol):
    """Builds a site from its texts."""

    def __call__(self, pages: Mapping[str, str], data: Mapping[str, str], site_url: str = "") -> Path: ...
