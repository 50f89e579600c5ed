"""What pages take over from Amazon: prices, availability and pictures, which only its own interface may supply."""

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
from candid.compliance.looks.styles import WIDTHS
from candid.compliance.page import BuiltPage
from candid.compliance.site import BuiltSite
from candid.compliance.text.texts import is_element, shortened
from candid.compliance.wording.amazon import AMAZON_INTERFACE, price_days, price_notice, state_of_stock, stock_words
from candid.compliance.wording.written_dates import WrittenDate, day_of, days_in
from candid.diagnostics import Severity
from candid.networks.addresses import read_address

__all__ = ["PAGE_CHECKS"]

_NEAR = 160
_ANEW = "build the site anew at least once a day, or leave such content out"
_MOST_ELEMENTS, _LONGEST_ITEM = 200, 4000
_IMAGE_HOST = re.compile(
    r"(?:m\.media-amazon|(?:images-(?:na|eu|fe)\.)?ssl-images-amazon|images-amazon)\.com", re.IGNORECASE
)
_IMAGE_NAME = re.compile(r"[0-9A-Za-z+%-]{8,13}\._(?:[A-Z]{2}[A-Z0-9_,]*)_\.(?:jpe?g|png|webp|gif)", re.IGNORECASE)
_SOURCES = (
    "src",
    "data-src",
    "srcset",
    "data-original",
    "data-original-src",
    "data-source",
    "data-origin",
    "data-remote-src",
)
_PRIVACY_PLUGIN = "assets/external/"
_LENGTH = re.compile(r"[\d.]+(?:px|rem|em)")
_OUTDATED_API = re.compile(r"webservices\.amazon\.[a-z.]{2,6}/paapi5|paapi5", re.IGNORECASE)


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


def images(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Amazon's pictures are neither stored nor cut."""
    if not re.search(r"amazon|\._[A-Z]{2}", page.text):
        return
    yield from _previews(page)
    for image in page.root.iter("img", "source", "amp-img"):
        written = {name: image.get(name) or "" for name in _SOURCES}
        own = _is_local(written["src"] or written["srcset"])
        source = next((value for value in written.values() if _IMAGE_HOST.search(value)), "")
        copied = source or (_IMAGE_NAME.search(written["src"]) and written["src"])
        if own and copied:
            if _PRIVACY_PLUGIN not in written["src"]:
                message = f"'{shortened(written['src'])}' is a stored copy of one of Amazon's pictures"
                yield Hit(
                    "P-AMZ-06", message, "link to Amazon's own file from its interface, or show your own picture", image
                )
        elif source and _is_distorted(page, image):
            message = f"Amazon's picture '{shortened(source)}' is cut or stretched"
            hint = "let one of width and height be auto, and object-fit be contain"
            yield Hit("P-AMZ-06", message, hint, image, severity=Severity.WARNING)


def _previews(page: BuiltPage) -> Iterator[Hit]:
    """Stored pictures in the page's preview for other sites and behind its elements."""
    found = [(meta, meta.get("content") or "") for meta in page.root.iter("meta") if _names_a_preview(meta)]
    for element in page.having("style"):
        found += ((element, address) for address in _BEHIND.findall(element.get("style") or ""))
    for element, address in found:
        if _IMAGE_NAME.search(address) and _is_local(address):
            message = f"'{shortened(address)}' is a stored copy of one of Amazon's pictures"
            yield Hit("P-AMZ-06", message, "show your own picture", element)


_BEHIND = re.compile(r"url\(\s*[\"']?([^\s\"')]+)")


def _names_a_preview(meta: Element) -> bool:
    return (meta.get("property") or meta.get("name") or "").lower() in ("og:image", "twitter:image")


def _is_local(address: str) -> bool:
    if address.startswith("data:"):
        return False
    parts = read_address(address.split(" ", maxsplit=1)[0])
    return (
        bool(address)
        and (parts is None or not _IMAGE_HOST.search(parts.host))
        and (parts is None or "amazon" not in parts.host)
    )


def _is_distorted(page: BuiltPage, image: Element) -> bool:
    for width in WIDTHS:
        style = page.visibility.style(image, width)
        fit = style.get("object-fit", "")
        if fit == "cover" or (
            fit in ("", "fill") and all(_LENGTH.fullmatch(style.get(one, "")) for one in ("width", "height"))
        ):
            return True
    return False


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


PAGE_CHECKS: tuple[PageCheck, ...] = (prices, availability, freshness, images, interface)
