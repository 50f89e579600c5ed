"""Small rulebooks that call each other, for the tests of calls and of currencies."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from candid_rules import Library, Line, Result, calculate, load_rulebooks

STOCK: Library = load_rulebooks()[0]
DAY = date(2026, 1, 15)

SHOP = """\
id: shop
title: Shop
currency: {currency}
sources: {{page: {{title: A page}}}}
rules:
  fee:
    title: Fee
    periods:
      - {{id: {id}.fee, from: 2020-01-01, {charge}, source: page, checked_on: 2026-11-21, confidence: H}}
calculators:
  sale:
    title: A sale
    kind: earnings
    inputs:
      price: {{label: Price, type: money, minimum: 1}}
      kind: {{label: Kind, type: choice, choices: {{new: New, used: Used}}, default: new}}
      rebate: {{label: Rebate, type: rate, required: false}}
    refuse:
      - {{when: kind == 'used' and price > 100, code: invalid-input, message: Too much for used goods., input: price}}
    lines:
      fee: {{label: Fee, cases: [{{when: kind == 'used', amount: 0}}, {{rule: fee, of: price}}]}}
      back: {{label: Back, cases: [{{when: given(rebate), amount: "percent(rebate, fee)"}}, {{amount: 0}}]}}
    outputs:
      fee: {{label: Fee}}
      net: {{label: Left, value: price - fee + back}}
    warn:
      - {{when: kind == 'used', message: Used goods cost nothing to sell.}}
"""

CALLER = """\
id: bazaar
title: Bazaar
currency: USD
calculators:
  both:
    title: Both
    kind: earnings
    inputs:
      amount: {label: Amount, type: money, minimum: 1}
      rebate: {label: Rebate, type: rate, required: false}
    calls:
      one: {calculator: shop/sale, with: {price: amount, rebate: rebate}}
      two: {calculator: shop/sale, with: {price: amount * 2}}
    lines:
      fee: {label: Fee, amount: one.fee}
    outputs:
      net: {label: Left, value: one.net}
      more: {label: More, value: two.net - one.net}
"""


def write(folder: Path, caller: str = CALLER, currency: str = "USD", charge: str = "percent: 10") -> Path:
    shop = SHOP.format(id="shop", currency=currency, charge=charge)
    (folder / "shop.yml").write_text(shop, encoding="utf-8")
    path = folder / "bazaar.yml"
    path.write_text(caller, encoding="utf-8")
    return path


def library(folder: Path, caller: str = CALLER, currency: str = "USD", charge: str = "percent: 10") -> Library:
    write(folder, caller, currency, charge)
    found, problems = load_rulebooks([folder])
    assert problems == []
    return found


def problems_of(folder: Path, caller: str, currency: str = "USD") -> list[str]:
    path = write(folder, caller, currency)
    found = load_rulebooks([folder])[1]
    assert all(problem.location.path == str(path) for problem in found), found
    return [f"{item.location.line}:{item.location.column} {item.code} {item.message} | {item.hint}" for item in found]


def run(found: Library, calculator: str, **inputs: str) -> Result:
    return calculate(found.calculators[calculator], inputs, DAY)


def line(result: Result, name: str) -> Line:
    return next(item for item in result.lines if item.id == name)
