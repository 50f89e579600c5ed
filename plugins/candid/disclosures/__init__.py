"""What a page says about its affiliate links: texts by language, and the statements that programmes prescribe."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from candid.models import Programme

__all__ = ["DisclosureTexts", "Disclosures", "Statement"]


@dataclass(frozen=True)
class DisclosureTexts:
    """The texts of one language."""

    language: str
    page: str
    link_label: str
    card_label: str
    reviewed: bool


@dataclass(frozen=True)
class Statement:
    """A sentence that a programme prescribes, word for word, in the language it is written in."""

    language: str
    text: str


@dataclass(frozen=True)
class Disclosures:
    """All texts, and the statements that networks prescribe."""

    texts: Mapping[str, DisclosureTexts]
    network_statements: Mapping[str, Mapping[str, str]]

    @classmethod
    def load(cls) -> Disclosures:
        """The texts that ship with Candid."""
        raise NotImplementedError

    def for_language(self, language: str) -> DisclosureTexts:
        """The texts for a language tag such as ``de`` or ``de-AT``; English where there are none."""
        raise NotImplementedError

    def statements(
        self, language: str, networks: Iterable[str], programmes: Iterable[Programme] = ()
    ) -> tuple[Statement, ...]:
        """The sentences that a page with links of these networks and programmes must carry; each said once."""
        raise NotImplementedError
