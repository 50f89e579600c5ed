"""What pages take over from Amazon: prices, pictures and ratings, which only its own interface may supply."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from lxml.etree import _Element as Element

from candid.compliance.amazon import price_notice
from candid.compliance.claims import says
from candid.compliance.hits import Hit, PageCheck
from candid.compliance.items import item_of, next_to
from candid.compliance.page import BuiltPage, Link
from candid.compliance.prices import Price
from candid.compliance.programme_links import links_of
from candid.compliance.site import BuiltSite
from candid.compliance.styles import WIDTHS
from candid.compliance.texts import all_text, is_element, shortened
from candid.compliance.written_dates import day_of, days_in
from candid.diagnostics import Severity
from candid.networks.addresses import read_address

__all__ = ["PAGE_CHECKS"]

_NEAR = 160
_API = re.compile(r"creators?[- ]?api|pa[- ]?api|product[- ]advertising[- ]api|amazon[- ]api|\bapi\b", re.IGNORECASE)
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
_RATING = re.compile(
    r"\d(?:[.,]\d)? ?(?:out of|/|von|sur|de|su) ?5(?: (?:stars?|sternen?|étoiles|estrellas|stelle))?\b|"
    r"\d(?:[.,]\d)?[ -]?(?:stars?\b|sterne?\b|étoiles|estrellas|stelle\b)|[★⭐✭]{2,5}",
    re.IGNORECASE,
)
_CUSTOMERS = re.compile(
    r"\b\d[\d.,]*\+? ?(?:k )?(?:global |customer |amazon |verified )?(?:ratings?|reviews?|bewertungen|rezensionen|"
    r"évaluations|avis|valoraciones|opiniones|recensioni|voti)\b|"
    r"\b(?:customer|buyer|amazon|kunden)[ -]?(?:ratings?|reviews?|rezensionen|bewertungen?)\b|"
    r"\b(?:on|at|by) amazon\b|\bbei amazon\b",
    re.IGNORECASE,
)
_OUTDATED_API = re.compile(r"webservices\.amazon\.[a-z.]{2,6}/paapi5|paapi5", re.IGNORECASE)


def prices(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """A price beside a link to Amazon comes from its interface, with its time and the prescribed notice."""
    links = links_of(page, "amazon")
    if not links or not page.prices:
        return
    noticed = price_notice().search(page.flow.lower)
    has_notice = noticed is not None and page.is_seen(page.flow.element_at(noticed.start()))
    done: set[Element] = set()
    for price in page.prices:
        if page.visibility.is_reachable(price.element) and price.element not in done:
            link = next((link for link in links if _belong(page, price, link)), None)
            if link is not None and not _is_about_ourselves(page, price):
                done.add(price.element)
                lack = _lack(page, price, link, has_notice)
                if lack:
                    yield Hit(
                        "P-AMZ-05",
                        f"the price '{price.text}' beside a link to Amazon {lack}",
                        "show no price, or one from the Creators API with its time and Amazon's notice on prices",
                        price.element,
                    )


def _lack(page: BuiltPage, price: Price, link: Link, has_notice: bool) -> str:
    around = (price.element, *price.element.iterancestors(), *item_of(link.element).iter())
    source = next(
        (one.get("data-price-source") for one in around if is_element(one) and one.get("data-price-source")), ""
    )
    if source and not _API.search(source):
        return f"does not come from Amazon's interface ('{shortened(source)}')"
    if not has_notice:
        return "has no notice that it holds for the time indicated"
    if not _has_time(page, price, link):
        return "does not say of what time it is"
    return ""


def _has_time(page: BuiltPage, price: Price, link: Link) -> bool:
    places = [item_of(price.element), *next_to(link.element)]
    if any(one.tag == "time" for place in places for one in place.iter("time")):
        return True
    text = " ".join(page.flow.of(place) for place in places) + page.flow.around(price.start, price.end, 2 * _NEAR)
    return next(days_in(text), None) is not None or _all_over(page)


def _all_over(page: BuiltPage) -> bool:
    """Whether the notice itself names the day, for all prices of the page."""
    noticed = price_notice().search(page.flow.lower)
    if noticed is None:
        return False
    text = page.flow.around(noticed.start(), noticed.end(), 2 * _NEAR)
    return next(days_in(text), None) is not None


def _belong(page: BuiltPage, price: Price, link: Link) -> bool:
    """Whether a price stands in a link's card, row or column, or close to it with no heading in between."""
    for place in next_to(link.element):
        start, end = page.flow.span(place)
        if start <= price.start < end:
            return True
    start, end = page.flow.span(link.element)
    first, last = (price.end, start) if price.end <= start else (end, price.start)
    if not 0 <= last - first <= _NEAR:
        return False
    if item_of(price.element).tag in ("li", "tr", "article") or item_of(link.element).tag in ("li", "tr", "article"):
        return False
    headings = ("h1", "h2", "h3", "h4", "h5", "h6")
    return not any(first <= page.flow.span(one)[0] < last for one in page.main.iter(*headings))


def _is_about_ourselves(page: BuiltPage, price: Price) -> bool:
    """An amount in a statement about commissions is no price."""
    return bool(
        re.search(r"commission|provision|comisi|cookie", page.flow.sentence(price.start, price.end), re.IGNORECASE)
    )


def freshness(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """What came from Amazon's interface is not older than a day."""
    oldest = site.terms.today - timedelta(days=1)
    seen: set[Element] = set()
    for link in links_of(page, "amazon"):
        item = item_of(link.element)
        if item in seen or item is page.body:
            continue
        seen.add(item)
        has_price = any(price.element in set(item.iter()) for price in page.prices)
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
                        "build the site anew at least once a day, or leave such content out",
                        element,
                    )


def _newest(written: str) -> date | None:
    return max(day_of(written), default=None) if written else None


def images(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Amazon's pictures are neither stored nor cut."""
    if not re.search(r"amazon|\._[A-Z]{2}", page.text):
        return
    for image in page.root.iter("img", "source"):
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


def ratings(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Ratings by Amazon's customers come from its interface."""
    links = links_of(page, "amazon")
    if not links:
        return
    reported: set[Element] = set()
    for link in links:
        for place in next_to(link.element):
            if place in reported or place.tag in ("body", "main"):
                continue
            start, end = page.flow.span(place)
            found = _RATING.search(page.flow.text, start, end)
            element = page.flow.element_at(found.start()) if found else _drawn_stars(place)
            text = f"{page.flow.text[start:end]} {_labels(place)}"
            if element is None or says(text, "own_rating") or _has_provenance(place):
                continue
            if _CUSTOMERS.search(text) or found is None or not _speaks_of_others(page, place):
                reported.add(place)
                what = found[0] if found else "stars"
                yield Hit(
                    "P-AMZ-07",
                    f"the rating '{what}' beside a link to Amazon does not come from its interface",
                    "leave Amazon's ratings out; say whose rating it is if it is your own",
                    element,
                )


def _drawn_stars(place: Element) -> Element | None:
    for one in place.iter():
        if is_element(one) and _RATING.search(f"{one.get('aria-label') or ''} {one.get('alt') or ''}"):
            return one
    return None


def _labels(place: Element) -> str:
    return " ".join(one.get("aria-label") or one.get("alt") or "" for one in place.iter() if is_element(one))


def _has_provenance(place: Element) -> bool:
    return any(
        _API.search(one.get("data-rating-source") or one.get("data-source") or "")
        for one in place.iter()
        if is_element(one)
    ) or bool(_API.search(all_text(place)))


def _speaks_of_others(page: BuiltPage, place: Element) -> bool:
    """Whether a place that shows a rating names somebody else whose it is: a test magazine, a laboratory."""
    return bool(
        re.search(
            r"\b(?:rating by|rated by|according to|laut|selon|según|secondo|test(?:ed)? by)\b",
            page.flow.of(place),
            re.IGNORECASE,
        )
    )


def interface(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """The old product interface is not asked any more."""
    if "paapi" not in page.text.lower():
        return
    for element in page.elements:
        told = " ".join(str(value) for value in element.attrib.values()) + (
            element.text or "" if element.tag == "script" else ""
        )
        if _OUTDATED_API.search(told):
            message = "the page rests on Amazon's old product interface (PA-API 5), which answers no more"
            yield Hit("P-AMZ-08", message, "use the Creators API, or show no prices, ratings and pictures", element)
            return


PAGE_CHECKS: tuple[PageCheck, ...] = (prices, freshness, images, ratings, interface)
