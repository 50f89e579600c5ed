"""What a calculator's example assumes, for those that say what a reader would make: an illustration shows its premises.

It stands beside the result and speaks of the example as published, so that no script has to keep it true.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from candid.components.calculator_body import CalculatorOptions
from candid.components.component import PageContext
from candid.components.given import given_text
from candid.disclosures import EarningsTexts
from candid.models import SourceRef

if TYPE_CHECKING:
    from candid.site import Site

__all__ = ["AssumptionView", "AssumptionsView", "assumptions_view"]


@dataclass(frozen=True)
class AssumptionView:
    """One input of the example: its value, who chose it, and where the value comes from, if the author says so."""

    label: str
    value: str
    chosen: str
    source: SourceRef | None


@dataclass(frozen=True)
class AssumptionsView:
    """What stands beside an earnings calculator's result, in the page's language as far as it is Candid's."""

    language: str
    words: EarningsTexts
    values: tuple[AssumptionView, ...]


def assumptions_view(options: CalculatorOptions, site: Site, page: PageContext) -> AssumptionsView | None:
    """The assumptions of a worked example; ``None`` for a calculator that promises nobody any earnings."""
    calculator, result = options.calculator, options.result
    if calculator.kind != "earnings":
        return None
    texts = site.disclosures.for_language(page.language)
    words, formats = texts.earnings, site.renderer.formats
    values = tuple(
        AssumptionView(
            entry.label,
            given_text(entry, result.inputs[entry.name], result.currency, formats),
            words.given if entry.name in options.given else words.default,
            options.sources.get(entry.name),
        )
        for entry in calculator.inputs
        if result.inputs.get(entry.name)
    )
    return AssumptionsView(texts.language, words, values)
