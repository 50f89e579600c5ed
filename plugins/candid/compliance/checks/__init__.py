"""The checks of built pages, one module for each subject, in a folder for each family of rules.

Each module lists its own checks, each folder its modules; this one gathers them. A check yields hits for the rules that
it decides. It need not ask which rules hold: what does not is dropped. A breach is reported under one rule, the most
specific one, and once for each jurisdiction that has a rule of its own for it.
"""

from __future__ import annotations

from typing import Any

from candid.compliance.checks import accessibility, disclosures, money, privacy, programmes, search
from candid.compliance.hits import AcrossPages, PageCheck, SiteCheck

__all__ = ["ACROSS_PAGES", "PAGE_CHECKS", "SITE_CHECKS"]

_FAMILIES = (disclosures, search, programmes, money, accessibility, privacy)
_MODULES = tuple(module for family in _FAMILIES for module in family.MODULES)

PAGE_CHECKS: tuple[PageCheck, ...] = tuple(check for module in _MODULES for check in getattr(module, "PAGE_CHECKS", ()))
ACROSS_PAGES: tuple[AcrossPages[Any], ...] = tuple(
    check for module in _MODULES for check in getattr(module, "ACROSS_PAGES", ())
)
SITE_CHECKS: tuple[SiteCheck, ...] = tuple(check for module in _MODULES for check in getattr(module, "SITE_CHECKS", ()))
