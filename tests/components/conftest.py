"""A small invented site: three markets, two rulebooks, one review."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from candid.catalog import ReviewedPage
from candid.models import Review
from candid.site import Site, load_site

HERE = Path(__file__).parent

REVIEW = Review.model_validate(
    {
        "product": "bazaar",
        "scores": {"fees": Decimal(4), "support": Decimal("2.5")},
        "verdict": "Good for a few sales a month.",
        "pros": ["No listing fee", "Paid every week"],
        "cons": ["The fee is a range"],
        "evidence": [
            {
                "kind": "public-sources",
                "note": "The price page and the letter to sellers.",
                "sources": [{"title": "Bazaar's prices", "url": "https://bazaar.example/prices"}],
            }
        ],
        "published_on": date(2026, 11, 3),
        "updated_on": date(2026, 11, 20),
    }
)


def site_of(folder: Path) -> Site:
    """The site whose data are in ``folder``, with one page that reviews Bazaar."""
    site, findings = load_site(folder, "site", default_name="Case book", today=date(2026, 11, 21))
    assert findings == []
    page = ReviewedPage("reviews/bazaar.md", "Bazaar", REVIEW, Decimal("3.4"))
    return site.with_catalog(replace(site.catalog, reviews={"bazaar": page}))


@pytest.fixture(scope="session")
def site() -> Site:
    return site_of(HERE / "site")
