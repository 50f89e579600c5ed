"""Promises about the stock rulebooks themselves."""

from __future__ import annotations

import json
import re
import time
from itertools import pairwise

import pytest

from candid_rules import Library, Rule, load_rulebooks

LIBRARY: Library = load_rulebooks()[0]
RULES = [pytest.param(rule, id=name) for name, rule in LIBRARY.rules.items()]


def test_no_problems() -> None:
    assert load_rulebooks()[1] == []


@pytest.mark.parametrize("rule", RULES)
def test_every_period_is_sourced(rule: Rule) -> None:
    for period in (*rule.periods, *rule.history):
        assert period.source.title
        assert period.source.url is None or re.match(r"https?://[a-z0-9.-]+\.[a-z]+(/|$)", period.source.url)
        assert period.checked_on.isoformat() >= "2026-01-01"
        assert period.confidence in ("H", "M", "L", "R")
        assert period.describes


@pytest.mark.parametrize("rule", RULES)
def test_periods_follow_each_other(rule: Rule) -> None:
    assert all(period.start is not None for period in rule.periods[1:])
    for earlier, later in pairwise(rule.periods):
        assert earlier.end is not None
        assert later.start is not None
        assert earlier.end <= later.start
    for period in rule.periods:
        assert period.start is None or period.end is None or period.start < period.end
        assert period.start is not None or not period.start_known


@pytest.mark.parametrize("rule", RULES)
def test_doubtful_periods_say_why(rule: Rule) -> None:
    """A lone, reported or undated source is explained where its number is shown."""
    for period in rule.periods:
        doubtful = period.confidence in ("L", "R") or (period.start is not None and not period.start_known)
        assert period.note or not doubtful, period.id


def test_the_history_is_kept_apart() -> None:
    renewal = LIBRARY.rules["upwork/membership-renewal"]
    assert [period.id for period in renewal.periods] == ["uw.plus.billing.28"]
    assert [period.id for period in renewal.history] == ["uw.plus.billing.27", "uw.plus.annual"]


def test_rules_are_said_in_words() -> None:
    words = {period.id: period.describes for rule in LIBRARY.rules.values() for period in rule.periods}
    assert words["uw.fl.fee.slide.2016"] == "20% up to $500.00, then 10% up to $10,000.00, then 5%"
    assert words["uw.fl.fee.var.2025"] == "0% to 15%"
    assert words["uw.fl.direct.3_4"] == "3.4%"
    assert words["frl.fl.10min5"] == "10%, at least $5.00"
    assert words["stripe.card"] == "2.9% plus $0.30"
    assert words["uw.connects.015"] == "$0.15 each"
    assert words["uw.plus.price.14_99"] == "$14.99 a month"
    assert words["uw.cl.cif.range"] == "$0.99 to $14.99"
    assert words["fiverr.buyer.small.3"] == "$3.00 below $100.00, $0.00 above; the band holds for the whole amount"
    assert words["malt.fl"] == "10% up to 3 months, 5% above; the band holds for the whole amount"
    assert words["adobe.floor"].startswith("$0.33 below 1,000 sales, $0.36 below 10,000 sales")
    assert words["pph.fl.2018"] == "20% up to £250.00, then 7.5% up to £5,000.00, then 3.5%"
    assert words["uw.jss.weights"].startswith("1 up to $250.00, 1 to 1.25 below $251.00, 1.25 up to $1,000.00")


def test_formulas_are_plain_json_in_topological_order() -> None:
    for calculator in LIBRARY.calculators.values():
        assert json.loads(json.dumps(calculator.formula)) == calculator.formula
        for index, node in enumerate(calculator.formula["nodes"]):
            assert all(reference < index for reference in _references(node)), (calculator.id, index, node)


def _references(node: dict[str, object]) -> list[int]:
    found: list[int] = []
    for key in ("of", "rate", "prior", "low", "high", "days", "months", "day", "count", "last_day", "otherwise"):
        value = node.get(key, [])
        found += value if isinstance(value, list) else [value]  # type: ignore[list-item]
    for key in ("cases", "periods"):
        for item in node.get(key, []):  # type: ignore[attr-defined]
            found += [item[name] for name in ("when", "then") if name in item]
    return found


def test_loading_is_quick() -> None:
    times = []
    for _ in range(5):
        start = time.process_time()
        load_rulebooks()
        times.append(time.process_time() - start)
    assert min(times) < 0.3
