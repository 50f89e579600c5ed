"""The interface that content from Amazon comes from: the one that still answers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from candid.compliance.hits import Hit, PageCheck
from candid.compliance.page import BuiltPage
from candid.compliance.site import BuiltSite

__all__ = ["PAGE_CHECKS"]

_OUTDATED_API = re.compile(r"webservices\.amazon\.[a-z.]{2,6}/paapi5|paapi5", re.IGNORECASE)


def interface(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """The old product interface is not asked any more."""
    if not page.mentions("paapi"):
        return
    for element in page.elements:
        told = " ".join(str(value) for value in element.attrib.values()) + (
            element.text or "" if element.tag == "script" else ""
        )
        if _OUTDATED_API.search(told):
            message = "the page rests on Amazon's old product interface (PA-API 5), which answers no more"
            yield Hit("P-AMZ-08", message, "use the Creators API, or show no prices, ratings and pictures", element)
            return


PAGE_CHECKS: tuple[PageCheck, ...] = (interface,)
