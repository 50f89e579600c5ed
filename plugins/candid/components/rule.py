"""The ``rule`` fence: every version of a rule, with the days on which it held and where that is known from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from candid.components.component import Component, PageContext
from candid.components.provenance import PeriodView, period_view
from candid.components.reading import not_a_mapping, unknown_id
from candid.models import Record, Text
from candid_rules.documents import Document, Problem, validate

if TYPE_CHECKING:
    from candid.site import Site

__all__ = ["RuleBody", "RuleView", "component"]


class RuleBody(Record):
    """The body of a ``rule`` fence."""

    rule: Text
    title: str = ""


@dataclass(frozen=True)
class RuleView:
    """What ``candid/rule.html`` shows; ``periods`` begins with the newest and ends with those without dates."""

    id: str
    title: str
    summary: str
    periods: tuple[PeriodView, ...]


def _read(document: Document, site: Site) -> tuple[RuleBody | None, list[Problem]]:
    problems = not_a_mapping(document, "rule fence", "rule: upwork/freelancer-fee")
    if problems:
        return None, problems
    body, problems = validate(document, RuleBody)
    if body is not None and body.rule not in site.rules:
        problems.append(unknown_id(document, ("rule",), "rule", body.rule, site.rules))
    return (None if problems else body), problems


def _view(body: RuleBody, site: Site, _page: PageContext, ordinal: int) -> RuleView:
    rule = site.rules[body.rule]
    formats = site.renderer.formats
    dated = [period_view(rule.title, period, site.as_of, formats) for period in reversed(rule.periods)]
    undated = [period_view(rule.title, period, site.as_of, formats, dated=False) for period in rule.history]
    return RuleView(f"candid-rule-{ordinal}", body.title or rule.title, rule.summary, (*dated, *undated))


component = Component("rule", "candid/rule.html", _read, _view)
