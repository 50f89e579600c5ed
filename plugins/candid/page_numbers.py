"""Every number on a page that comes from the rules, as its readers see it: in links, calculators, tables and charts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from candid.calc_links import CalcLinkError, resolve
from candid.components import Component
from candid.components.calculator import CalculatorView
from candid.components.chart_view import ChartView
from candid.components.comparison import ComparisonView
from candid.components.rule import RuleView
from candid.diagnostics import Location
from candid.pages import Page
from candid.site import Site, component_named

__all__ = ["PageNumber", "page_numbers"]


@dataclass(frozen=True)
class PageNumber:
    """One number.

    Attributes:
        at: The link or the fence that shows it.
        what: What it is, in words that stay the same when the number moves.
        text: The number as readers see it, or why there is none.
        working: How it comes about.
    """

    at: Location
    what: str
    text: str
    working: str = ""


def page_numbers(site: Site, page: Page) -> Iterator[PageNumber]:
    """The numbers of one page by the rules of ``site``, those of links first."""
    for link in page.source.links:
        if link.href.startswith("calc:") and not link.is_image and not link.is_autolink:
            yield PageNumber(link.href_at, link.href, _linked(link.href, site))
    for fence in page.source.fences:
        component = component_named(fence.name)
        if component is None or component.name not in _SHOWN or not fence.closed or fence.after_list_marker:
            continue
        options, problems = site.read_fence(component, fence.body, fence.body_at)
        if problems:
            yield PageNumber(fence.name_at, component.name, _none(problems[0].message))
        else:
            yield from _of_component(component, options, site, page, fence.name_at, 1)
    yield from _of_front_matter(site, page)


def _linked(href: str, site: Site) -> str:
    try:
        return resolve(href, site).text
    except CalcLinkError as error:
        return _none(error.message)


def _none(reason: str) -> str:
    return f"no number: {reason}"


def _of_front_matter(site: Site, page: Page) -> Iterator[PageNumber]:
    """The comparison in the front matter, which the page shows once."""
    component = component_named("comparison")
    if page.context.comparison is None or component is None:
        return
    document = page.source.front_matter.part(("comparison",))
    options, problems = component.read(document, site)
    at = page.source.front_matter.locate(("comparison",), key=True)
    if problems:
        yield PageNumber(at, component.name, _none(problems[0].message))
    else:
        yield from _of_component(component, options, site, page, at, 0)


def _of_component(
    component: Component, options: Any, site: Site, page: Page, at: Location, ordinal: int
) -> Iterator[PageNumber]:
    if component.name == "comparison" and options.comparison is None:
        return  # it shows the one of the front matter
    view = component.view(options, site, page.context, ordinal)
    for what, text, working in _SHOWN[component.name](view):
        yield PageNumber(at, what, text, working)


Shown = Iterator[tuple[str, str, str]]
"""What a number is, the number and its working."""


def _in_calculator(view: CalculatorView) -> Shown:
    for line in view.lines:
        yield f"{view.calculator}, line item: {line.label}", line.amount, line.explanation
    for output in view.outputs:
        yield f"{view.calculator}: {output.label}", ", ".join(output.values), ""
    if view.compared is not None:
        for given, values in view.compared.rows:
            for label, value in zip(view.compared.outputs, values, strict=True):
                yield f"{view.calculator}: {label} ({view.compared.input}: {given})", value, ""


def _in_comparison(view: ComparisonView) -> Shown:
    for row in view.rows:
        for column, cell in zip(view.columns, row.cells, strict=True):
            if cell.kind in ("measure", "missing"):
                yield f"comparison: {row.label} ({column.name})", cell.text, ""


def _in_chart(view: ChartView) -> Shown:
    for heading, *values in view.table.rows:
        for label, value in zip(view.table.columns[1:], values, strict=True):
            yield f"chart: {label} ({heading})", value, ""


def _in_rule(view: RuleView) -> Shown:
    for period in view.periods:
        yield f"rule: {view.title} ({period.when})", period.says, ""


_SHOWN: dict[str, Callable[[Any], Shown]] = {
    "calculator": _in_calculator,
    "chart": _in_chart,
    "comparison": _in_comparison,
    "rule": _in_rule,
}
"""How the numbers of a component are read from its view; offers have none."""
