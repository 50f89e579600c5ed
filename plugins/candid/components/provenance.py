"""Where a shown fact or rule comes from, in words that a reader understands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from candid.formats import Formats
from candid.models import Fact
from candid_rules import Period

__all__ = ["FactView", "Origin", "PeriodView", "fact_view", "period_view"]

_CONFIDENCE = {
    "H": "stated by the platform itself",
    "M": "from an official page whose dates are inferred, or from several sources that agree",
    "L": "from a single third party, or from sources that contradict each other",
    "R": "as reported in one document, not confirmed elsewhere",
}


@dataclass(frozen=True)
class Origin:
    """A source and the day a person last compared the fact with it; ``url`` is ``None`` for a document without one."""

    title: str
    url: str | None
    checked_on: date


@dataclass(frozen=True)
class FactView:
    """One fact of a product."""

    label: str
    value: str
    origin: Origin
    note: str


@dataclass(frozen=True)
class PeriodView:
    """One version of a rule.

    Attributes:
        title: What the rule is about.
        says: The rule itself, in words.
        when: The days on which it holds, in words.
        standing: Whether it holds on the day in question.
        origin: Where it comes from.
        confidence: How sure that is, in words.
        note: What is uncertain or contradicted; may be empty.
    """

    title: str
    says: str
    when: str
    standing: Literal["in-force", "past", "future", "undated"]
    origin: Origin
    confidence: str
    note: str


def fact_view(fact: Fact) -> FactView:
    """A fact as templates show it."""
    return FactView(fact.label, fact.value, Origin(fact.source.title, fact.source.url, fact.checked_on), fact.note)


def period_view(title: str, period: Period, on: date, formats: Formats, *, dated: bool = True) -> PeriodView:
    """A version of a rule as templates show it.

    Args:
        title: The rule's title.
        period: The version.
        on: The day that decides whether the version is in force.
        formats: How dates are written.
        dated: False for a version whose days are not known, which is never in force.
    """
    return PeriodView(
        title=title,
        says=period.describes,
        when=_when(period, formats) if dated else "dates not known",
        standing=_standing(period, on) if dated else "undated",
        origin=Origin(period.source.title, period.source.url, period.checked_on),
        confidence=_CONFIDENCE.get(period.confidence, period.confidence),
        note=period.note,
    )


def _standing(period: Period, on: date) -> Literal["in-force", "past", "future"]:
    if period.end is not None and on >= period.end:
        return "past"
    return "in-force" if period.start is None or on >= period.start else "future"


def _when(period: Period, formats: Formats) -> str:
    # ``end`` is the first day after the period; readers expect the last day in it.
    last = formats.date(period.end - timedelta(days=1)) if period.end is not None else ""
    if period.start is None:
        return f"until {last}, start not known" if last else "start not known"
    first = formats.date(period.start)
    if not period.start_known:
        return f"in force by {first}, until {last}" if last else f"in force by {first}, exact start not known"
    return f"{first} to {last}" if last else f"since {first}"
