"""What pages take over from Amazon: prices and availability, which only its own interface may supply."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from lxml.etree import _Element as Element

from candid.compliance.facts.items import item_of
from candid.compliance.facts.price_subjects import PricesOf
from candid.compliance.facts.prices import Price
from candid.compliance.facts.programme_links import links_of
from candid.compliance.hits import Hit, PageCheck
from candid.compliance.page import BuiltPage
from candid.compliance.site import BuiltSite
from candid.compliance.text.texts import is_element, shortened
from candid.compliance.wording.amazon import AMAZON_INTERFACE, price_days, price_notice, state_of_stock, stock_words
from candid.compliance.wording.written_dates import WrittenDate, day_of, days_in

__all__ = ["PAGE_CHECKS"]

_NEAR = 160
_ANEW = "build the site anew at least once a day, or leave such content out"
_MOST_ELEMENTS, _LONGEST_ITEM = 200, 4000


def prices(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """A price beside a link to Amazon comes from its interface, with its time and the prescribed notice."""
    links = links_of(page, "amazon") if page.prices else ()
    if not links:
        return
    concerned = PricesOf(page, links)
    for_all = _days_of_notice(page)
    done: set[Element] = set()
    for price in page.prices:
        if price.element in done or price not in concerned or not page.visibility.is_reachable(price.element):
            continue
        done.add(price.element)
        if _is_about_ourselves(page, price):
            continue
        lack = _lack(page, price, for_all)
        day = None if lack else _day_of(page, price, for_all or ())
        if day is not None and day < site.terms.today - timedelta(days=1):
            message = f"the price '{price.text}' is of {day.isoformat()}; it may be kept for a day at most"
            yield Hit("P-AMZ-06", message, _ANEW, price.element)
        if lack:
            yield Hit(
                "P-AMZ-05",
                f"the price '{price.text}' beside a link to Amazon {lack}",
                "show no price, or one from the Creators API with its time and Amazon's notice on prices",
                price.element,
            )


_LONGEST_STATE = 60


def availability(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Whether Amazon has a product at hand is said as its prices are: with the time and the notice."""
    links = links_of(page, "amazon") if stock_words().search(page.flow.lower) else ()
    done: set[Element] = set()
    for item in dict.fromkeys(item_of(link.element) for link in links):
        start, end = page.flow.span(item)
        if item.tag in ("body", "main") or end - start > _LONGEST_ITEM:
            continue
        for line in re.finditer(r"[^\n]+", page.flow.text[start:end]):
            text = line[0].strip()
            element = page.flow.element_at(start + line.start())
            if len(text) > _LONGEST_STATE or not state_of_stock().fullmatch(text) or element in done:
                continue
            done.add(element)
            told = price_notice().search(page.flow.lower) and next(days_in(page.flow.of(item)), None)
            if page.visibility.is_reachable(element) and not told and next(item.iter("time"), None) is None:
                yield Hit(
                    "P-AMZ-05",
                    f"'{shortened(text)}' beside a link to Amazon does not say of what time it is",
                    "leave availability out, or take it from the Creators API with its time and Amazon's notice",
                    element,
                )


def _days_of_notice(page: BuiltPage) -> tuple[WrittenDate, ...] | None:
    """The days that the prescribed notice names, for all prices of the page; ``None`` where no notice is seen."""
    noticed = price_notice().search(page.flow.lower)
    if noticed is None or not page.is_seen(page.flow.element_at(noticed.start())):
        return None
    return tuple(days_in(page.flow.around(noticed.start(), noticed.end(), 2 * _NEAR)))


def _lack(page: BuiltPage, price: Price, for_all: tuple[WrittenDate, ...] | None) -> str:
    item = item_of(price.element)
    around = (price.element, *price.element.iterancestors(), *islice(item.iter(), _MOST_ELEMENTS))
    told = (one.get("data-price-source") for one in around if is_element(one))
    source = next((source for source in told if source), "")
    if source and not AMAZON_INTERFACE.search(source):
        return f"does not come from Amazon's interface ('{shortened(source)}')"
    if for_all is None:
        return "has no notice that it holds for the time indicated"
    if not for_all and not _has_time(page, price, item):
        return "does not say of what time it is"
    return ""


def _has_time(page: BuiltPage, price: Price, item: Element) -> bool:
    if next(item.iter("time"), None) is not None:
        return True
    text = f"{page.flow.of(item)[:_LONGEST_ITEM]}\n{page.flow.around(price.start, price.end, 2 * _NEAR)}"
    return next(days_in(text), None) is not None


def _day_of(page: BuiltPage, price: Price, for_all: tuple[WrittenDate, ...]) -> date | None:
    """The day that a price is said to be of, beside it or for all prices of the page; a ``<time>`` is read apart.

    Another day beside it may be the one on which a product came out.
    """
    if next(item_of(price.element).iter("time"), None) is not None:
        return None
    days = tuple(price_days(page.flow.around(price.start, price.end, _NEAR // 2))) or for_all
    return max((max(found.days) for found in days), default=None)


def _is_about_ourselves(page: BuiltPage, price: Price) -> bool:
    """An amount in a statement about commissions or gifts is no price."""
    return bool(
        re.search(
            r"commission|provision|comisi|cookie|gift card|voucher|cash-?back|gutschein",
            page.flow.sentence(price.start, price.end),
            re.IGNORECASE,
        )
    )


def freshness(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """What came from Amazon's interface is not older than a day."""
    oldest = site.terms.today - timedelta(days=1)
    seen: set[Element] = set()
    starts = [price.start for price in page.prices]
    for link in links_of(page, "amazon"):
        item = item_of(link.element)
        if item in seen or item is page.body:
            continue
        seen.add(item)
        start, end = page.flow.span(item)
        at = bisect_left(starts, start)
        has_price = at < len(starts) and starts[at] < end
        for element in item.iter():
            if is_element(element):
                written = element.get("data-fetched-at") or element.get("data-price-fetched-at") or ""
                if not written and element.tag == "time" and has_price:
                    written = element.get("datetime") or ""
                day = _newest(written)
                if day is not None and day < oldest:
                    yield Hit(
                        "P-AMZ-06",
                        f"content from Amazon is of {day.isoformat()}; it may be kept for a day at most",
                        _ANEW,
                        element,
                    )


def _newest(written: str) -> date | None:
    return max(day_of(written), default=None) if written else None


PAGE_CHECKS: tuple[PageCheck, ...] = (prices, availability, freshness)
