"""The ``chart`` fence: what the rules answer as a drawing, complete without JavaScript, with its numbers as a table.

The drawing stretches with the page: paths stand in a box that is stretched, texts at percentages on and beside it, so
that they keep their size on a phone. Each series is named where it ends, not in a legend. The value axis always holds
zero, so that heights and lengths compare as amounts do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from candid.components.chart_answers import Answers, Evidence, ask
from candid.components.chart_body import ChartBody, Series, chart_kind, read_series
from candid.components.chart_panels import draw_panels
from candid.components.chart_view import ChartView
from candid.components.chart_words import Words
from candid.components.component import Component, PageContext
from candid.components.provenance import PeriodView, period_view
from candid.components.reading import not_a_mapping
from candid_rules.documents import Document, Problem, validate

if TYPE_CHECKING:
    from candid.site import Site

__all__ = ["ChartOptions", "component"]


@dataclass(frozen=True)
class ChartOptions:
    """A checked body, what it asks and all answers with what they rest on."""

    body: ChartBody
    series: tuple[Series, ...]
    answers: Answers
    evidence: Evidence


def _read(document: Document, site: Site) -> tuple[ChartOptions | None, list[Problem]]:
    problems = not_a_mapping(document, "chart fence", "calculator: upwork/freelancer-fee")
    if problems:
        return None, problems
    body, problems = validate(document, ChartBody)
    if body is None:
        return None, problems
    series, problems = read_series(document, body, site)
    if problems:
        return None, problems
    answers, evidence, problems = ask(document, body, series, site)
    return (None if answers is None else ChartOptions(body, series, answers, evidence)), problems


def _view(options: ChartOptions, site: Site, _page: PageContext, ordinal: int) -> ChartView:
    body, kind = options.body, chart_kind(options.body)
    words = Words(site.renderer.formats, options.series, options.answers)
    periods = _periods(options.evidence.periods, site)
    return ChartView(
        id=f"candid-chart-{ordinal}",
        kind=kind,
        title=body.title,
        caption=body.caption,
        says=words.says(),
        panels=draw_panels(words),
        remarks=words.remarks(),
        warnings=tuple(
            (warning, count < options.evidence.answers) for warning, count in options.evidence.warnings.items()
        ),
        table=words.table(),
        on=None if kind == "steps" else body.on or site.as_of,
        checked_on=min((period.origin.checked_on for period in periods), default=None),
        currencies=words.currencies,
        periods=periods,
    )


def _periods(used: Mapping[str, date], site: Site) -> tuple[PeriodView, ...]:
    """The versions of rules behind the numbers, rule by rule, each rule's oldest first."""
    formats = site.renderer.formats
    return tuple(
        period_view(rule.title, period, used[period.id], formats)
        for rule in site.rules.values()
        for period in rule.periods
        if period.id in used
    )


component = Component("chart", "candid/chart.html", _read, _view)
