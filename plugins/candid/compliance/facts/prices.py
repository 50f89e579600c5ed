"""The amounts of money that a page shows, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from lxml.etree import _Element as Element

from candid.compliance.facts.items import item_of
from candid.compliance.text.flow import Flow

__all__ = ["Price", "amount_of", "find_prices"]

_SIGNS = {
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "₺": "TRY", "₽": "RUB", "zł": "PLN",
    "kr": "SEK", "Rs": "INR", "円": "JPY", "euro": "EUR", "euros": "EUR",
    "Euro": "EUR", "Euros": "EUR", "dollars": "USD", "dollar": "USD", "pounds": "GBP", "pound": "GBP",
}  # fmt: skip
_DOLLARS = {"US": "USD", "CA": "CAD", "C": "CAD", "AU": "AUD", "A": "AUD", "NZ": "NZD", "MX": "MXN", "R": "BRL"}
_CODES = (
    "USD", "EUR", "GBP", "JPY", "CHF", "CAD", "AUD", "NZD", "INR", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "BRL",
    "MXN", "SGD", "HKD", "KRW", "CNY", "TRY", "ZAR", "AED", "SAR",
)  # fmt: skip
_NUMBER = r"(\d{1,3}(?:[.,'’ ]\d{3}){1,4}(?:[.,]\d{1,2})?|\d{1,9}(?:[.,]\d{1,2})?)"
_MARK = re.compile(rf"[$€£¥₹₩₺₽円]|zł|kr|Rs|[Ee]uros?|dollars?|pounds?|{'|'.join(_CODES)}")
_AFTER = re.compile(rf"\.? ?{_NUMBER}(?!\d)")
_BEFORE = re.compile(rf"(?<![\w.,]){_NUMBER}(?:[.,][-–—]+)? ?$")
_LETTERS = re.compile(r"(?:^|[^A-Za-z])([A-Z]{1,2})$")
_REACH = 24


@dataclass(frozen=True, slots=True)
class Price:
    """An amount of money on a page.

    Attributes:
        element: The innermost element in which it begins.
        text: As it is written, such as ``$19.99``.
        amount: Its number; ``None`` where it cannot be told.
        currency: Its ISO 4217 code; a bare dollar sign counts as USD, ``kr`` as SEK.
        position: The position of the last element that begins before it.
        start: Where it begins in the page's flow of text.
        end: Where it ends there.
    """

    element: Element
    text: str
    amount: Decimal | None
    currency: str
    position: int
    start: int
    end: int

    @property
    def container(self) -> Element:
        """The card, list entry, table row or block that it stands in."""
        return item_of(self.element)


def find_prices(flow: Flow, positions: dict[Element, int]) -> Iterator[Price]:
    """All amounts of a text in their order, those that are not seen among them.

    Args:
        flow: The page's text.
        positions: Where each element stands in the order of the page.
    """
    text, done = flow.text, 0
    for mark in _MARK.finditer(text):
        sign = mark[0]
        written = _with_number(text, mark, done)
        if written is None:
            continue
        start, done, number = written
        currency = _SIGNS.get(sign, sign)
        dollars = _LETTERS.search(text, max(mark.start() - 3, 0), mark.start()) if sign == "$" else None
        if dollars and dollars[1] in _DOLLARS:
            currency, start = _DOLLARS[dollars[1]], dollars.start(1)
        position = positions.get(flow.last_before(start), 0)
        yield Price(flow.element_at(start), text[start:done], amount_of(number), currency, position, start, done)


def _with_number(text: str, mark: re.Match[str], floor: int) -> tuple[int, int, str] | None:
    """Start, end and number of the amount that a sign belongs to: before it or behind it, as is usual for the sign."""
    start, end = mark.span()
    if (
        mark[0][0].isalpha()
        and mark[0] != "円"
        and ((end < len(text) and text[end].isalnum()) or text[max(start - 1, 0) : start].isalpha())
    ):
        return None
    after = _AFTER.match(text, end)
    if after and mark[0] in "$£¥₹₩":
        return start, after.end(), after[1]
    before = _BEFORE.search(text[max(start - _REACH, floor) : start])
    if before:
        return start - len(before[0]), end, before[1]
    return None if after is None or mark[0].islower() else (start, after.end(), after[1])


def amount_of(written: str) -> Decimal | None:
    """The number that is written, in whatever way: ``1,234.50``, ``1.234,50``, ``1'234.50``, ``1 234,5``."""
    number = re.sub(r"['’\s]", "", written)
    last = max(number.rfind("."), number.rfind(","))
    if last >= 0 and (len(number) - last - 1 in (1, 2) or {".", ","} <= set(number)):
        number = re.sub(r"[.,]", "", number[:last]) + "." + number[last + 1 :]
    else:
        number = re.sub(r"[.,]", "", number)
    try:
        return Decimal(number)
    except InvalidOperation:
        return None
