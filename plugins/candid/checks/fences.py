"""Whether every component fence can be read and rendered, and no fence only looks like one."""

from __future__ import annotations

from collections.abc import Iterator

from pygments.lexers import find_lexer_class_by_name
from pygments.util import ClassNotFound

from candid.components import COMPONENTS
from candid.diagnostics import Finding, from_problems
from candid.pages import Page
from candid.site import Site, component_named
from candid.sources import Fence
from candid_rules.documents import did_you_mean

__all__ = ["check_fences"]

_NAMES = [component.name for component in COMPONENTS]


def check_fences(site: Site, page: Page) -> Iterator[Finding]:
    """All fences of a page, and the comparison in its front matter, which is read like one."""
    for fence in page.source.fences:
        if fence.in_comment:
            continue
        yield from _fence(site, fence)
        if fence.name == "comparison" and fence.closed and not fence.body.strip() and not page.context.comparison:
            yield Finding.of(
                "missing-key",
                fence.name_at,
                "an empty comparison fence shows the comparison of the page's front matter, and there is none",
                "write the comparison in the fence, or add 'comparison:' to the front matter",
            )
    yield from _front_matter_comparison(site, page)
    if page.context.embed and not any(fence.name == "calculator" for fence in page.source.fences):
        yield Finding.of(
            "missing-key",
            page.source.front_matter.locate(("embed",), key=True),
            "the page offers its calculator to other pages, and has none",
            "add a calculator fence, or remove 'embed:'",
        )


def _fence(site: Site, fence: Fence) -> Iterator[Finding]:
    component = component_named(fence.name)
    if component is None:
        if _near_miss(fence.name):
            yield Finding.of(
                "unknown-fence", fence.name_at, f"unknown component '{fence.name}'", did_you_mean(fence.name, _NAMES)
            )
        return
    if fence.after_list_marker:
        yield Finding.of(
            "unclosed-fence",
            fence.name_at,
            f"a '{fence.name}' fence on the line of a list marker is printed as text",
            "begin the fence on a line of its own, indented like the item's text by four spaces",
        )
        return
    if not fence.closed:
        yield Finding.of(
            "unclosed-fence",
            fence.name_at,
            f"the '{fence.name}' fence is not closed, so it would be printed as text",
            "close it with the same marks, indented like its first line",
        )
        return
    if fence.trailing:
        yield Finding.of(
            "unknown-fence",
            fence.name_at,
            f"text after the component's name: '{fence.trailing}'",
            "write options as YAML in the fence's body",
        )
    _, problems = site.read_fence(component, fence.body, fence.body_at)
    yield from from_problems(problems)


def _front_matter_comparison(site: Site, page: Page) -> Iterator[Finding]:
    component = component_named("comparison")
    if page.context.comparison is not None and component is not None:
        _, problems = component.read(page.source.front_matter.part(("comparison",)), site)
        yield from from_problems(problems)


def _near_miss(name: str) -> bool:
    """Whether a fence's name was meant to be a component's: close to one, and no language of code."""
    if not name or not did_you_mean(name.lower(), _NAMES).startswith("did you mean"):
        return False
    try:
        find_lexer_class_by_name(name)
    except ClassNotFound:
        return True
    return False
