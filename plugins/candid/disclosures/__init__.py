"""What a page says about its affiliate links: texts by language, and the statements that programmes prescribe."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from candid.models import Language, OwnTexts, Programme

__all__ = ["DisclosureTexts", "Disclosures", "EarningsTexts", "Statement"]


@dataclass(frozen=True)
class EarningsTexts:
    """What stands beside the result of a calculator that says what a reader would make.

    Attributes:
        statement: That it is an illustration.
        assumptions: What the list of assumptions begins with.
        given: The mark of a value that the author chose.
        default: The mark of a value that the calculator assumes by itself.
        own: What holds once a reader enters other values.
    """

    statement: str
    assumptions: str
    given: str
    default: str
    own: str


@dataclass(frozen=True)
class DisclosureTexts:
    """The texts of one language.

    Attributes:
        language: Its tag, such as ``de``.
        page: The statement before a page's first affiliate link.
        link_label: The label inside each affiliate link.
        card_label: The label of a card that leads to a page with affiliate links.
        teaser_label: The label of a line in a list, or of an excerpt, that leads to such a page.
        feed_prefix: What the title of such a page begins with in a feed.
        more: How links that only continue an excerpt are worded.
        demo: The notice on the pages of a demonstration site.
        earnings: What stands beside what a reader would make.
        reviewed: Whether the wording is an accepted one; ``False`` for a draft that a native lawyer should still read.
    """

    language: str
    page: str
    link_label: str
    card_label: str
    teaser_label: str
    feed_prefix: str
    more: tuple[str, ...]
    demo: str
    earnings: EarningsTexts
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
    def load(cls, own: Mapping[Language, OwnTexts] | None = None) -> Disclosures:
        """The texts that ship with Candid, with those that a site words itself in their places."""
        shipped, worded = _shipped(), {str(language): texts for language, texts in (own or {}).items()}
        texts = {}
        for language, entry in shipped["texts"].items():
            words = worded[language].model_dump(exclude_none=True) if language in worded else {}
            texts[language] = _texts(language, {**entry, **words})
        return cls(texts, shipped["statements"])

    def for_language(self, language: str) -> DisclosureTexts:
        """The texts for a language tag such as ``de`` or ``de-AT``; English where there are none."""
        return self.texts.get(_primary(language)) or self.texts[_DEFAULT]

    def statements(
        self, language: str, networks: Iterable[str], programmes: Iterable[Programme] = ()
    ) -> tuple[Statement, ...]:
        """The sentences that a page with links of these networks and programmes must carry; each said once.

        A programme's own sentence goes before its network's. Where none is known in the page's language the English one
        stands in, marked as English: a prescribed sentence is not for us to translate.
        """
        found: list[Statement] = []
        covered: set[str] = set()
        for programme in programmes:
            statement = _in_language(programme.statement.items(), language)
            if statement:
                found.append(statement)
                covered.add(programme.network)
        for network in networks:
            statement = _in_language(self.network_statements.get(network, {}).items(), language)
            if statement and network not in covered:
                found.append(statement)
        return tuple(dict.fromkeys(found))


_DEFAULT = "en"


@cache
def _shipped() -> Mapping[str, Any]:
    data: dict[str, Any] = yaml.safe_load((files(__name__) / "texts.yml").read_text(encoding="utf-8"))
    return data


def _texts(language: str, entry: Mapping[str, Any]) -> DisclosureTexts:
    return DisclosureTexts(
        language=language,
        page=entry["page"],
        link_label=entry["link"],
        card_label=entry["card"],
        teaser_label=entry["teaser"],
        feed_prefix=entry["feed"],
        more=tuple(entry["more"]),
        demo=entry["demo"],
        earnings=EarningsTexts(**entry["earnings"]),
        reviewed=entry["reviewed"],
    )


def _primary(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].lower()


def _in_language(statements: Iterable[tuple[str, str]], language: str) -> Statement | None:
    """The one in ``language``; else the English one; else whichever there is."""
    known = dict(statements)
    for candidate in (_primary(language), _DEFAULT, *sorted(known)):
        if candidate in known:
            return Statement(candidate, known[candidate])
    return None
