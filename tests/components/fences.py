"""Render components as a page does, without a host."""

from __future__ import annotations

from candid.components import PageContext, summary
from candid.models import Review
from candid.site import Site, component_named
from candid_rules import Location, Problem

PAGE = PageContext(path="reviews/bazaar.md")


def render(site: Site, name: str, body: str, page: PageContext = PAGE) -> str:
    """The HTML of a fence that has no mistakes."""
    component = component_named(name)
    assert component is not None
    options, problems = site.read_fence(component, body, Location("page.md", 1))
    assert problems == []
    return site.renderer.render(component.template, component.view(options, site, page, 1))


def problems_of(site: Site, name: str, body: str) -> list[Problem]:
    """What is wrong with a fence whose body begins on line 11 of page.md."""
    component = component_named(name)
    assert component is not None
    options, problems = site.read_fence(component, body, Location("page.md", 11))
    assert (options is None) == bool(problems)
    return sorted(problems, key=lambda problem: problem.location)


def render_summary(site: Site, review: Review) -> str:
    """The summary box of a review."""
    return site.renderer.render(summary.TEMPLATE, summary.view(review, site, PAGE))
