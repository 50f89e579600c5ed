"""The checks of built pages, one module for each subject. Each lists its own; this module gathers them.

A check yields hits for the rules that it decides. It need not ask which rules hold: what does not is dropped. A breach
is reported under one rule, the most specific one, and once for each jurisdiction that has a rule of its own for it.
Where a rule on something else names the same fault, that rule mentions it as information.
"""

from __future__ import annotations

from candid.compliance.checks import (
    alternatives,
    amazon_content,
    amazon_links,
    amazon_outputs,
    amazon_statements,
    articles,
    calculators,
    colour_use,
    data_tables,
    deception,
    disclosure_labels,
    disclosure_statements,
    disclosure_teasers,
    duplicates,
    experience,
    feeds,
    form_controls,
    german_pages,
    link_forms,
    link_names,
    markup_lists,
    markup_products,
    markup_reviews,
    markup_shown,
    money_claims,
    overlays,
    own_redirects,
    ownership,
    page_language,
    personal_data,
    privacy_notices,
    programme_terms,
    publishers,
    rankings,
    reflow,
    search_links,
    shown_reviews,
    sitemaps,
    third_parties,
    urgency,
)
from candid.compliance.hits import PageCheck, SiteCheck

__all__ = ["PAGE_CHECKS", "SITE_CHECKS"]

_MODULES = (
    disclosure_statements,
    disclosure_labels,
    disclosure_teasers,
    rankings,
    shown_reviews,
    publishers,
    urgency,
    german_pages,
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
    data_tables,
    link_names,
    form_controls,
    alternatives,
    colour_use,
    overlays,
    page_language,
    reflow,
    third_parties,
    personal_data,
    privacy_notices,
)

PAGE_CHECKS: tuple[PageCheck, ...] = tuple(check for module in _MODULES for check in getattr(module, "PAGE_CHECKS", ()))
SITE_CHECKS: tuple[SiteCheck, ...] = tuple(check for module in _MODULES for check in getattr(module, "SITE_CHECKS", ()))
