"""The checks of built pages, one module for each subject. Each lists its own; this module gathers them.

A check yields hits for the rules that it decides. It need not ask which rules hold: what does not is dropped. A breach
is reported under one rule, the most specific one, and once for each jurisdiction that has a rule of its own for it.
"""

from __future__ import annotations

from candid.compliance.checks import (
    amazon_content,
    amazon_links,
    amazon_outputs,
    amazon_statements,
    articles,
    calculators,
    deception,
    disclosure_statements,
    duplicates,
    experience,
    feeds,
    link_forms,
    markup_lists,
    markup_products,
    markup_reviews,
    markup_shown,
    money_claims,
    own_redirects,
    ownership,
    programme_terms,
    search_links,
    sitemaps,
)
from candid.compliance.hits import PageCheck, SiteCheck

__all__ = ["PAGE_CHECKS", "SITE_CHECKS"]

_MODULES = (
    disclosure_statements,
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
    amazon_content,
    amazon_links,
    amazon_outputs,
    amazon_statements,
    calculators,
    link_forms,
    money_claims,
    own_redirects,
    programme_terms,
)

PAGE_CHECKS: tuple[PageCheck, ...] = tuple(check for module in _MODULES for check in getattr(module, "PAGE_CHECKS", ()))
SITE_CHECKS: tuple[SiteCheck, ...] = tuple(check for module in _MODULES for check in getattr(module, "SITE_CHECKS", ()))
