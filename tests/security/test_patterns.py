"""Every regular expression takes time that grows with its input, not with the square of it or worse."""

from __future__ import annotations

import re

import pytest

from tests.security.patterns import Expression, expressions, growth

BOUNDED = {
    "candid.calc_links:": "blanks in a row were made one before it",
    "candid.calc_links._TAG": "what it reads is one link of finished HTML, which holds no other '<a'",
    "candid.compliance.checks.search.articles._LABELS": "what it reads are sixty characters before a date",
    "candid.compliance.checks.search.articles._MONTH_BEFORE": "what it reads are sixty characters before a year",
    "candid.components.calculator_data:": "what it reads are Babel's patterns of numbers",
}
"""Where those stand that would be slow alone, and why nobody can make them so."""


def test_no_expression_of_the_product_is_slow_on_hostile_input() -> None:
    found = expressions()
    assert len(found) > 300
    unbounded = [expression for expression in found.values() if not expression.where.startswith(tuple(BOUNDED))]
    slow = {expression.where: growth(expression) for expression in unbounded}
    assert {where: grown for where, grown in slow.items() if grown} == {}


@pytest.mark.parametrize("pattern", [r"(?:a|b)*c*c*\d", r"\s+$", r"<!--.*?-->"])
def test_a_slow_expression_would_be_found(pattern: str) -> None:
    assert growth(Expression(re.compile(pattern), "here", searched=True))
