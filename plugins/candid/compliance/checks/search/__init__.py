"""What search engines ask for: structured data, honest pages, sitemaps."""

from __future__ import annotations

from candid.compliance.checks.search import (
    articles,
    deception,
    duplicates,
    experience,
    feeds,
    markup_lists,
    markup_products,
    markup_reviews,
    markup_shown,
    ownership,
    search_links,
    sitemaps,
)

__all__ = ["MODULES"]

MODULES = (
    search_links,
    markup_shown,
    markup_reviews,
    markup_products,
    markup_lists,
    ownership,
    articles,
    sitemaps,
    feeds,
    duplicates,
    deception,
    experience,
)
