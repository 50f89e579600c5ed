"""The components that an author embeds. Adding one is a module, a template and a line in ``COMPONENTS``."""

from candid.components import calculator, chart, comparison, offers, rule
from candid.components.component import Component, PageContext

__all__ = ["COMPONENTS", "Component", "PageContext"]

COMPONENTS: tuple[Component, ...] = (
    calculator.component,
    chart.component,
    comparison.component,
    offers.component,
    rule.component,
)
"""Every kind of fence, in no particular order; names are unique."""
