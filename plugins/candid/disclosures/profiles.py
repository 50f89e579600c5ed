"""What the jurisdictions that a site names ask of the wording of its disclosures."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

__all__ = ["Profile", "begins_with_advert", "clause_is_enough", "profiles", "unreviewed_in"]


@dataclass(frozen=True, slots=True)
class Profile:
    """One jurisdiction.

    Attributes:
        name: Its name in English.
        statement: What a page's statement must say there: ``advert``, ``commission``.
        begins: The languages in which a statement must begin with its word for advertising.
        rests_on: The law, code or guidance that asks for it.
        reviewed: The languages in which Candid's wording is built from what is accepted there by name.
    """

    name: str
    statement: frozenset[str]
    begins: frozenset[str]
    rests_on: str
    reviewed: frozenset[str]


@cache
def profiles() -> Mapping[str, Profile]:
    """All jurisdictions by their id, such as ``uk``."""
    data = yaml.safe_load((files("candid.disclosures") / "profiles.yml").read_text(encoding="utf-8"))
    return {
        name: Profile(
            entry["name"],
            frozenset(entry["statement"]),
            frozenset(entry.get("begins", ())),
            entry["rests_on"],
            frozenset(entry["reviewed"]),
        )
        for name, entry in data.items()
    }


def clause_is_enough(jurisdictions: Collection[str]) -> bool:
    """Whether the sentence about the commission is enough without a word for advertising; none means everywhere."""
    return all("advert" not in profile.statement for profile in _named(jurisdictions))


def begins_with_advert(language: str, jurisdictions: Collection[str]) -> bool:
    """Whether a statement in a language must begin with its word for advertising."""
    return any(language in profile.begins for profile in _named(jurisdictions))


def unreviewed_in(language: str, jurisdictions: Collection[str]) -> tuple[str, ...]:
    """The jurisdictions for which nobody who knows their law has yet read our wording in a language."""
    return tuple(name for name in jurisdictions if language not in profiles()[name].reviewed)


def _named(jurisdictions: Collection[str]) -> list[Profile]:
    return [profile for name, profile in profiles().items() if name in jurisdictions or not jurisdictions]
