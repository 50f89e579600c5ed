"""The rules that a built site is held against: what each wants, why, and where it stands. Data, in ``tables/``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from candid.compliance.data import read_tables
from candid.diagnostics import Severity
from candid.models import Jurisdiction

__all__ = ["DEFAULT_PROFILES", "Rule", "active_rules", "jurisdictions_of", "load_rules"]

DEFAULT_PROFILES: tuple[Jurisdiction, ...] = ("us", "uk", "eu", "de")

_IMPLIED: Mapping[Jurisdiction, tuple[Jurisdiction, ...]] = {
    "de": ("eu",),
    "fr": ("eu",),
    "es": ("eu",),
    "it": ("eu",),
    "ie": ("eu",),
}
"""Union law holds in each of its states too."""


_Severity = Literal["error", "warning", "info"]


class RuleSource(BaseModel):
    """Where a rule is written down."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    url: str | None = None


class Rule(BaseModel):
    """One rule.

    Attributes:
        severity: What a breach is, where a check does not say otherwise.
        also: What it is in other forms, which the check tells apart.
        profiles: The jurisdictions that it belongs to; empty for one that holds everywhere.
        wants: What a page must do, in one or two sentences.
        why: What the rule protects, or what a breach costs.
        as_of: The day, month or year of the text that was read.
        evidence: ``P`` a primary text was read, ``Q`` as quoted by others, ``S`` a secondary source only, ``K`` general
            knowledge, ``V`` seen in the field.
        unchecked: Why no check decides it; ``None`` for a rule that is checked.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^[DCPGAV](?:-[A-Z]+)?-\d\d$")]
    title: str
    severity: _Severity
    also: tuple[_Severity, ...] = ()
    profiles: tuple[Jurisdiction, ...] = ()
    wants: str
    why: str
    source: RuleSource
    as_of: str
    evidence: str
    unchecked: str | None = None

    @property
    def level(self) -> Severity:
        return Severity[self.severity.upper()]

    @property
    def levels(self) -> frozenset[Severity]:
        """What findings by this rule can be."""
        return frozenset(Severity[name.upper()] for name in (self.severity, *self.also))


@cache
def load_rules() -> Mapping[str, Rule]:
    """All rules by id, in the order of their tables.

    Raises:
        ValueError: A table is not what the model says, or an id stands twice.
    """
    rules: dict[str, Rule] = {}
    for table in read_tables("candid.compliance", "tables"):
        for entry in table:
            rule = Rule.model_validate(entry)
            if rule.id in rules:
                raise ValueError(f"the rule {rule.id} stands twice")
            rules[rule.id] = rule
    return MappingProxyType(rules)


def jurisdictions_of(profiles: tuple[Jurisdiction, ...]) -> frozenset[Jurisdiction]:
    """The jurisdictions whose rules hold for a site with these profiles."""
    return frozenset((*profiles, *(implied for profile in profiles for implied in _IMPLIED.get(profile, ()))))


def active_rules(profiles: tuple[Jurisdiction, ...]) -> Mapping[str, Rule]:
    """The rules that hold for a site with these profiles."""
    jurisdictions = jurisdictions_of(profiles)
    return {
        name: rule
        for name, rule in load_rules().items()
        if not rule.profiles or jurisdictions.intersection(rule.profiles)
    }
