"""Rankings say what they rest on, and nobody buys a place in them; so do tables that readers can sort."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml.etree import _Element as Element

from candid.compliance.facts.cards import card_of
from candid.compliance.facts.items import class_words
from candid.compliance.facts.statements import is_label
from candid.compliance.hits import Hit, PageCheck
from candid.compliance.page import BuiltPage
from candid.compliance.site import BuiltSite
from candid.compliance.wording.phrases import phrases

__all__ = ["PAGE_CHECKS"]

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "caption")
_NUMBERED = re.compile(
    r"\s*(?:#\s?\d{1,2}\b|\d{1,2}\s*[.):–—-]|(?:no|nr|n°|nº|platz|rank|rang|place)\.?\s*\d{1,2}\b)", re.IGNORECASE
)
_RANK_COLUMN = re.compile(
    r"\s*(?:rank|ranking|rang|platz|platzierung|place|position|posición|posizione|classement)\s*", re.IGNORECASE
)
_HINT = "say by what the list is ordered, for instance 'Ranked by total score; see how we score'"


def founded(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """A ranking with affiliate links says by what it ranks, and its places are not for sale."""
    if not page.paid_links or page.is_redirect or "us" not in site.terms.jurisdictions:
        return
    sold = _sold_places(page)
    if sold is not None:
        element, text = sold
        if not _is_labelled_as_a_whole(page):
            message = f"places in the ranking are paid for ('{text}'), but the list is not labelled as advertising"
            yield Hit("D-US-06", message, "label the whole list as advertising, in its heading", element)
        return
    heading = _ranking(page)
    if heading is not None and not _says_basis(page):
        message = f"'{page.flow.of(heading)[:60]}' ranks offers, but does not say by what"
        yield Hit("D-US-06", message, _HINT, heading)


def sortable(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Offers of several traders that readers can sort or search come with the parameters of their order."""
    if page.is_redirect or "eu" not in site.terms.jurisdictions or not page.mentions("sort", "search"):
        return
    for element in page.main.iter("table", "select", "input", "button"):
        if _is_sortable(page, element) and len(_traders(page)) > 1 and not _says_basis(page):
            message = "readers can sort or search these offers, but nothing says what their order rests on"
            yield Hit("D-EU-03", message, _HINT, element)
            return


# -- what a ranking is ------------------------------------------------------------------------------------------------


def _ranking(page: BuiltPage) -> Element | None:
    """The heading of a ranking of at least two things; ``None`` where the page ranks nothing."""
    for table in page.main.iter("table"):
        for cell in table.iter("th"):
            if _RANK_COLUMN.fullmatch(page.flow.of(cell)) and sum(1 for _ in table.iter("tr")) > 2:
                return cell
    pattern = phrases("ranking headings")
    for heading in page.main.iter(*_HEADINGS):
        text = page.flow.of(heading)
        if pattern.search(text) and _has_places(page):
            return heading
        if phrases("best of").search(text) and _lists_paid_links(page):
            return heading
    return None


def _lists_paid_links(page: BuiltPage) -> bool:
    """Whether a numbered list has affiliate links in at least two entries: who is first there is the best."""
    entries = {entry for link in page.paid_links for entry in link.element.iterancestors("li")}
    lists = [parent for entry in entries if (parent := entry.getparent()) is not None and parent.tag == "ol"]
    return len(lists) > 1


def _has_places(page: BuiltPage) -> bool:
    """Whether at least two things stand in an order: a numbered list, numbered headings, cards or rows with links."""
    for listed in page.main.iter("ol"):
        if sum(1 for entry in listed.iter("li") if next(entry.iter("a"), None) is not None) > 1:
            return True
    if sum(1 for one in page.main.iter("h2", "h3", "h4") if _NUMBERED.match(page.flow.of(one))) > 1:
        return True
    cards = {card for link in page.paid_links if (card := card_of(page, link.element)) is not None}
    rows = {row for link in page.paid_links for row in link.element.iterancestors("tr")}
    return len(cards) > 1 or len(rows) > 1


def _says_basis(page: BuiltPage) -> bool:
    return any(True for _ in page.said("ranking basis"))


def _sold_places(page: BuiltPage) -> tuple[Element, str] | None:
    """Where the page says that places are paid for, and in which words."""
    for element in page.main.iter() if page.mentions("data-ranking-paid", "data-paid-ranking") else ():
        if (element.get("data-ranking-paid") or element.get("data-paid-ranking") or "").lower() in ("true", "1", "yes"):
            return element, "data-ranking-paid"
    for found in page.said("paid ranking"):
        sentence = page.flow.sentence(found.match.start(), found.match.end())
        if not phrases("unpaid ranking").search(sentence):
            return found.element, found.match[0]
    return None


def _is_labelled_as_a_whole(page: BuiltPage) -> bool:
    """Whether a heading, a caption or a short line by itself calls the list advertising."""
    if any(found.kind == "label" for found in page.stated.good):
        return True
    return any(
        is_label(page.flow.of(heading), page.language_of(heading)) and page.is_seen(heading)
        for heading in page.main.iter(*_HEADINGS)
    )


# -- what can be sorted -----------------------------------------------------------------------------------------------


def _is_sortable(page: BuiltPage, element: Element) -> bool:
    names = class_words(element)
    if element.tag == "table":
        if names & {"sortable", "sort", "datatable", "tablesort"} or element.get("data-sortable") is not None:
            return True
        return any(
            cell.get("aria-sort") is not None
            or cell.get("data-sort") is not None
            or cell.get("data-sort-method") is not None
            or "sort" in class_words(cell)
            or "sortable" in class_words(cell)
            or any(
                "sort" in f"{one.get('class')} {one.get('aria-label')} {page.flow.of(one)}".lower()
                for one in cell.iter("button")
            )
            for cell in element.iter("th")
        )
    if element.tag in ("select", "button"):
        label = f"{page.name_of(element)} {element.get('name')} {element.get('id')} {_label_of(page, element)}".lower()
        return bool(_SORT.search(label)) or element.get("data-sort") is not None
    if element.tag == "input":
        searches = (element.get("type") or "").lower() == "search" or element.get("role") == "searchbox"
        return searches and bool(
            _OFFERS.search(f"{element.get('placeholder')} {page.name_of(element)} {_label_of(page, element)}")
        )
    return False


_SORT = re.compile(r"\bsort|sortier|trier|ordenar|ordina", re.IGNORECASE)
_OFFERS = re.compile(
    r"offer|deal|product|provider|price|angebot|anbieter|produkt|offre|produit|oferta|producto|offert|prodott",
    re.IGNORECASE,
)


def _label_of(page: BuiltPage, element: Element) -> str:
    name = element.get("id")
    labels = (one for one in page.main.iter("label") if one.get("for") == name or element in one.iter(element.tag))
    return " ".join(page.flow.of(one) for one in labels)


def _traders(page: BuiltPage) -> set[str]:
    """The hosts of other sites that the page's own text links to, whoever pays for it."""
    start, end = page.flow.span(page.main)
    hosts = set()
    for link in page.links:
        host = (urlsplit(link.address).hostname or "").removeprefix("www.")
        if not host or host == "site.invalid" or host in page.own_hosts:
            continue
        if start <= page.flow.span(link.element)[0] <= end and (link.paid or _OFFERED & _around(link.element)):
            hosts.add(f"{host}{urlsplit(link.address).path if link.paid else ''}")
    return hosts


_OFFERED = frozenset({"td", "th", "li", "article"})


def _around(element: Element) -> frozenset[str]:
    return frozenset(str(one.tag) for one in element.iterancestors())


PAGE_CHECKS: tuple[PageCheck, ...] = (founded, sortable)
