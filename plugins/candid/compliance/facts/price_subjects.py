"""Which amounts of a page are prices of what a link leads to.

In a card, a row, a column or an entry of a list the amount and the link present the same thing. In prose they do only
where the amount stands in the link's sentence, stands alone beside it, or is said of what the link names. What a
calculator works out, and what others charge in fees and subscriptions, is the price of nothing that is linked.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from lxml.etree import _Element as Element

from candid.compliance.facts.items import is_item, item_of, next_to
from candid.compliance.facts.prices import Price
from candid.compliance.page import BuiltPage, Link
from candid.compliance.text.flow import Spans

__all__ = ["PricesOf"]

_NEAR = 160
"""Characters between a sentence on a price and the link whose thing it may be about."""
_LONGEST_ITEM = 1200
"""Characters: a longer entry of a list, or an article, is prose."""
_CLOSED = frozenset({"li", "tr", "article"})
"""Items that keep what stands in them apart from what stands beside them."""
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_WORKED_OUT = frozenset({"candid-number", "candid-chart", "candid-rule", "candid-cell--measure"})
"""Candid's own components whose amounts come from rules, not from a shop."""
_WORKING_OUT = frozenset({"output", "candid-calculator"})

_FEE = (
    r"(?:fees?|commissions?|subscriptions?|memberships?|newsletters?|charges|gebühr(?:en)?|\w+gebühr(?:en)?|"
    r"provision(?:en)?|abo(?:nnement)?s?|mitgliedschaft|frais|abonnements?|comisi(?:ón|ones)|suscripci(?:ón|ones)|"
    r"cuotas?|commission[ei]|abbonament[oi]|quot[ae]|手数料|会費)"
)
_EACH = (
    r"(?:(?:a|an|per|each|every|/) ?(?:month|year|week|mo|yr|listing|sale|order|transaction|item sold)\b|"
    r"for (?:each|every|a) (?:listing|sale|order|transaction)\b|monthly|yearly|annually|"
    r"(?:pro|je|im) (?:monat|jahr|woche|verkauf|angebot|bestellung)\b|monatlich|jährlich|"
    r"par (?:mois|an|semaine|vente|commande)\b|al (?:mes|año|mese)\b|por (?:venta|mes|año|pedido)\b|"
    r"all['’]anno\b|per (?:vendita|ordine)\b)"
)
_OF_OTHERS = re.compile(rf"\b{_FEE}\b|{_EACH}", re.IGNORECASE)
_FEE_BEFORE = re.compile(rf"\b{_FEE}(?: (?:of|is|are|von|beträgt|de|di))?:? ?$", re.IGNORECASE)
_FEE_BEHIND = re.compile(rf"\s?(?:{_FEE}\b|{_EACH})", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:()–—](?=\s|$)|\s[-–—]\s|\bbut\b|\baber\b")

_ABOUT_PRICES = re.compile(
    r"\b(?:pric(?:e[sd]?|ing)|costs?|sells?|sold|buy|on sale|going for|yours for|pay|rrp|msrp|"
    r"preise?s?|kostet|kosten|zahl\w+|uvp|prix|coûte|vendu|precio|cuesta|vale|prezzo|costa)\b|価格|定価|"
    r"\b(?:for|from|at|only|under|around|about|für|ab|nur|um|à|dès|por|desde|da|a soli) $",
    re.IGNORECASE,
)
_PLAIN_WORDS = {
    "en": "a about an and around approx as at available best buy check costs cost current currently deal delivery "
    "discount for free from get here in incl including is it its just latest list low msrp new now of offer on only "
    "order our paid link ad price priced prices regular right rrp sale save see shipping shop starting tax the them "
    "they this today under up us usd vat view was with you your",
    "de": "ab aktuell aktueller anzeige angebot bei ca circa das der die derzeit du ein eine er es etwa eur für hier "
    "inkl jetzt kaufen kosten kostet mwst nur preis rund sie stand statt um uvp versand vom werbung zum zur zurzeit "
    "zzgl",
    "fr": "acheter actuellement au chez coûte de dès elle environ il le la les lieu maintenant partir pour prix "
    "seulement sur ttc voir",
    "es": "actualmente ahora comprar cuesta desde el en por precio solo sólo su unos ver",
    "it": "acquista al attualmente costa da lo ora prezzo su vedi",
    "ja": "価格 定価 広告 見る",
}
_PLAIN = frozenset(word for words in _PLAIN_WORDS.values() for word in words.split())
"""Words that say of no thing what it is."""
_WORD = re.compile(r"[^\W\d_]+")
_PRONOUN = re.compile(
    r"(?:(?:and|but|und|aber|et|mais|y|pero|e|ma) )?(?:it(?:['’]s)?|they|this one|mine|ours|i paid|we paid|you pay|"
    r"es|er|sie|ich habe|wir haben|il|elle|cuesta|costa)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"[^.!?:]{0,60}(?::|\s[–—|-]|,)\s*$|^\W*$")
_SHORT_LINE = 60


class PricesOf:
    """The prices of what some links of a page lead to: ``price in PricesOf(page, links)``.

    Args:
        page: The page.
        links: Links of it.
    """

    def __init__(self, page: BuiltPage, links: Sequence[Link]) -> None:
        self._page = page
        flow = page.flow
        items = dict.fromkeys(place for link in links for place in next_to(link.element))
        self._together = Spans(flow.span(item) for item in items if self._presents(item))
        nearby = [link.element for link in links if self._is_open(link.element)]
        self._links = sorted(((*flow.span(one), one) for one in nearby), key=lambda entry: entry[:2])
        self._starts = [start for start, _, _ in self._links]
        self._headings = sorted(flow.span(one)[0] for one in page.body.iter(*_HEADINGS))
        self._calculators = Spans(
            flow.span(one.element)
            for one in page.calculators
            if one.element not in (page.body, page.main)
            and not any(one.element in link.element.iterancestors() for link in links)
        )
        self._results = Spans(flow.span(part) for one in page.calculators for part in one.results)

    def __contains__(self, price: Price) -> bool:
        if self._is_worked_out(price):
            return False
        if price.start in self._together:
            return not self._is_fee(price)
        return self._is_open(price.element) and self._is_of_a_link_nearby(price)

    def _presents(self, item: Element) -> bool:
        """Whether an element presents one thing: a row, a cell, or an item that is no prose."""
        start, end = self._page.flow.span(item)
        return end - start <= _LONGEST_ITEM and (item.tag in ("td", "th", "tr") or is_item(item))

    def _is_open(self, element: Element) -> bool:
        """Whether what stands beside an element's item may be about the same thing."""
        item = item_of(element)
        return item.tag not in _CLOSED or not self._presents(item)

    def _is_worked_out(self, price: Price) -> bool:
        if price.start in self._calculators or price.start in self._results:
            return True
        return any(
            above.tag in _WORKING_OUT or not _WORKED_OUT.isdisjoint((above.get("class") or "").split())
            for above in (price.element, *price.element.iterancestors())
        )

    def _is_fee(self, price: Price) -> bool:
        """Whether the amount itself is called a fee, or one for each month or sale."""
        text = self._page.flow.text
        before = _FEE_BEFORE.search(text, max(price.start - _SHORT_LINE, 0), price.start)
        return before is not None or _FEE_BEHIND.match(text, price.end) is not None

    def _is_of_a_link_nearby(self, price: Price) -> bool:
        at = bisect_right(self._starts, price.start)
        for start, end, element in self._links[max(at - 1, 0) : at + 1]:
            inside = start <= price.start < end
            first, last = (end, price.start) if end <= price.start else (price.end, start)
            if not inside and (not 0 <= last - first <= _NEAR or self._has_heading(first, last)):
                continue
            if self._is_about(price, element, beside=inside or self._shares_sentence(price, start, end)):
                return True
        return False

    def _has_heading(self, start: int, end: int) -> bool:
        at = bisect_left(self._headings, start)
        return at < len(self._headings) and self._headings[at] < end

    def _shares_sentence(self, price: Price, start: int, end: int) -> bool:
        flow = self._page.flow
        return flow.sentence(price.start, price.end) == flow.sentence(min(price.start, start), max(price.end, end))

    def _is_about(self, price: Price, link: Element, *, beside: bool) -> bool:
        """Whether what is said of an amount is said of what a link names."""
        text = self._page.flow.text
        sentence = self._page.flow.sentence(price.start, price.end)
        begin = text.rfind(sentence, 0, price.start + len(sentence))
        before, behind = text[begin : price.start], text[price.end : begin + len(sentence)]
        clause = f"{_CLAUSE.split(before)[-1]} {price.text} {_CLAUSE.split(behind)[0]}"
        if self._is_fee(price) or _OF_OTHERS.search(clause):
            return False
        if beside:
            return True
        said = {word.lower() for word in _WORD.findall(f"{before} {behind}")} - _PLAIN
        if not said or (len(sentence) <= _SHORT_LINE and _NAMED.match(before)):
            return True
        about = _ABOUT_PRICES.search(before) or _ABOUT_PRICES.search(behind)
        return bool(about and (_PRONOUN.match(sentence) or said & self._names(link)))

    def _names(self, link: Element) -> frozenset[str]:
        """The words by which a link names its thing; those of the heading above it where it has none of its own."""
        flow = self._page.flow
        own = _words(self._page.name_of(link))
        if own - {"amazon"}:
            return own
        at = bisect_right(self._headings, flow.span(link)[0]) - 1
        return own | (_words(flow.line(self._headings[at])) if at >= 0 else frozenset())


def _words(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(text)) - _PLAIN
