"""Dated, sourced, exact fee and commission rules.

``load_rulebooks`` reads the stock rulebooks and a site's own; ``calculate`` answers one question by the rules in force
on one day. The package is pure: it knows no clock, no network and no site generator.
"""

from .calculator import calculate
from .documents import Location, Problem
from .model import (
    Calculator,
    Choice,
    Input,
    Library,
    Line,
    Output,
    Period,
    Range,
    Refusal,
    Result,
    Rule,
    Rulebook,
    Source,
)
from .rulebook import load_rulebooks

__all__ = [
    "Calculator",
    "Choice",
    "Input",
    "Library",
    "Line",
    "Location",
    "Output",
    "Period",
    "Problem",
    "Range",
    "Refusal",
    "Result",
    "Rule",
    "Rulebook",
    "Source",
    "calculate",
    "load_rulebooks",
]
