"""Whether a wording tells readers that a link is advertising and who is paid: the words of five languages.

What counts comes from regulators, self-regulation and programmes (``lexicon.yml``); no single word is safe with all of
them. What is judged is visible text; where it stands on a page is for others to see.

Every search is one pass over the words: no pattern has a repetition inside of another one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

from candid.disclosures.profiles import begins_with_advert, clause_is_enough

__all__ = [
    "LANGUAGES",
    "Wording",
    "advert_words",
    "judge",
    "missing_from_label",
    "missing_from_statement",
    "normalise",
    "payment_words",
    "rejected_words",
]

LANGUAGES = ("en", "de", "fr", "es", "it")
"""The languages whose words are known; texts in others are judged by the English ones."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a text says, each part in the words that say it; empty where it does not.

    Attributes:
        advert: A word for advertising.
        begins: Whether the text begins with that word.
        commission: The clause by which the publisher is paid.
        hedge: What takes it half back, such as ``may``.
        rejected: A label that tells too little, where the text has neither a word for advertising nor the clause.
        contradiction: What denies that the page is paid for.
    """

    advert: str = ""
    begins: bool = False
    commission: str = ""
    hedge: str = ""
    rejected: str = ""
    contradiction: str = ""


def normalise(text: str) -> str:
    """The words of a text: composed, in lower case, without punctuation and emoji; ``.`` between sentences."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text)).casefold()
    text = _PUNCTUATION.sub(" ", _SENTENCE_END.sub(" . ", text))
    return " ".join(text.split()).strip(" .")


def judge(text: str, language: str, jurisdictions: Collection[str] = ()) -> Wording:
    """What ``text`` says in a language.

    Args:
        text: visible text: a label, a statement, or as much of a page as one likes.
        language: the page's language tag; English words are looked for where it is not one of ``LANGUAGES``.
        jurisdictions: where readers live; words that only some accept count if all of these do.
    """
    return _judged(text, _primary(language), frozenset(jurisdictions))


@lru_cache(maxsize=8192)  # what stands on a page is asked about by several checks, and on many pages
def _judged(text: str, language: str, jurisdictions: frozenset[str]) -> Wording:
    words = _lexicon(language)
    normal = normalise(text)
    if not normal:
        return Wording(rejected=text.strip())  # an asterisk, an icon
    padded = f" {normal} "
    unmasked = words.masked.sub(" | ", padded)
    advert = words.advert.search(unmasked) or words.regional(jurisdictions).search(unmasked)
    commission, hedge, denied = words.commission_in(normal)
    whole = words.whole.search(padded)
    if not commission and whole:
        commission = whole[0].strip()
    if commission and not hedge:
        doubt = words.doubts.search(padded)
        hedge = doubt[0].strip() if doubt else ""
    rejected = "" if advert or commission else words.rejected_in(padded)
    return Wording(
        advert=advert[0].strip() if advert else "",
        begins=advert is not None and unmasked[: advert.start()].strip(" .") == "",
        commission=commission,
        hedge=hedge,
        rejected=rejected,
        contradiction=words.contradiction_in(padded) or denied,
    )


def missing_from_label(text: str, language: str, jurisdictions: Collection[str]) -> tuple[str, ...]:
    """What a short label lacks, in words for the author; nothing if it is enough."""
    wording = judge(text, language, jurisdictions)
    missing = []
    if not wording.advert and not (wording.commission and clause_is_enough(jurisdictions)):
        missing.append(_advert_missing(language))
    return (*missing, *_denied(wording))


@cache
def payment_words(language: str) -> frozenset[str]:
    """The words without any of which no text in a language says that we are paid; each in lower case."""
    words = _data()[_primary(language)]
    roles = words["commission"]
    return frozenset((*roles["nouns"], *roles["loose"], *roles["paid"], *(one.split()[0] for one in words["whole"])))


@cache
def advert_words(language: str) -> frozenset[str]:
    """The first words of all that means advertising in a language; each in lower case."""
    entries = (entry if isinstance(entry, str) else entry["words"] for entry in _data()[_primary(language)]["advert"])
    return frozenset(entry.split()[0] for entry in entries)


@cache
def rejected_words(language: str) -> frozenset[str]:
    """The first words of all labels that tell too little in a language; each in lower case."""
    return frozenset(entry.split()[0] for entry in _data()[_primary(language)]["rejected"])


def missing_from_statement(text: str, language: str, jurisdictions: Collection[str]) -> tuple[str, ...]:
    """What a page's statement lacks, in words for the author; nothing if it is enough."""
    wording = judge(text, language, jurisdictions)
    missing = []
    if not wording.advert and not clause_is_enough(jurisdictions):
        missing.append(_advert_missing(language))
    elif wording.advert and not wording.begins and begins_with_advert(_primary(language), jurisdictions):
        missing.append(f"'{wording.advert}' as its first word")
    if not wording.commission:
        missing.append("a sentence that says that you earn a commission")
    return (*missing, *_denied(wording))


def _advert_missing(language: str) -> str:
    return f"a word for advertising, such as '{_lexicon(_primary(language)).example}'"


def _denied(wording: Wording) -> tuple[str, ...]:
    return (f"to leave out '{wording.contradiction}', which denies it",) if wording.contradiction else ()


_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufe0e\ufe0f\ufeff]")
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]+(?=[\s\"'”’)\]]|$)")
_PUNCTUATION = re.compile(r"[^\w\s.]|_|(?<=\S)\.(?=\S)|(?<!\s)\.|\.(?!\s)")
_NEVER = re.compile(r"(?!)")
_NEAR_NOUN = 8
_NEAR_PAYEE = 3
_NEAR_SELF = 4
_AROUND = 80
"""Characters that hold so many words."""
_OF_OTHERS = frozenset({
    "your", "their", "its", "his", "her", "dein", "deine", "deiner", "deinem", "ihre", "ihrer", "votre", "vos", "leur",
    "tu", "su", "tus", "sus", "tuo", "tua", "vostro", "suo",
})  # fmt: skip
_SHORT_SENTENCE = 5


def _primary(language: str) -> str:
    primary = language.replace("_", "-").partition("-")[0].lower()
    return primary if primary in LANGUAGES else "en"


def _phrases(phrases: Iterable[str]) -> re.Pattern[str]:
    """Finds any of the phrases between blanks; the longest where several begin at one place."""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return re.compile(f" (?:{'|'.join(map(re.escape, ordered))})(?= )") if ordered else _NEVER


class _Lexicon:
    """The words of one language, ready to be looked for."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        everywhere = [entry for entry in data["advert"] if isinstance(entry, str)]
        self.example = everywhere[0].capitalize()
        self.advert = _phrases(everywhere)
        self._regional = [
            (entry["words"], frozenset(entry["only"])) for entry in data["advert"] if not isinstance(entry, str)
        ]
        self.masked = _phrases(data["masked"])
        self.whole = _phrases(data["whole"])
        self.doubts = _phrases(data["doubts"])
        self._hedges = frozenset(data["hedges"])
        self._rejected = _phrases(data["rejected"])
        self._contradictions = _phrases(data["contradictions"])
        self._scopes = frozenset(data["scopes"])
        self._here = frozenset(data["here"])
        self._denials = _phrases(data["denials"])
        self._alone = _phrases(data["alone"])
        self._self = frozenset(data["self"])
        self._asides = _phrases(data["asides"])
        self._commission = {
            role: frozenset(word.casefold() for word in words) for role, words in data["commission"].items()
        }
        self._verb_last = data.get("verb_last", False)

    def regional(self, jurisdictions: frozenset[str]) -> re.Pattern[str]:
        """The words that are enough where all readers live in jurisdictions which know them."""
        return _phrases(words for words, only in self._regional if jurisdictions and jurisdictions <= only)

    def rejected_in(self, padded: str) -> str:
        found = self._rejected.search(padded)
        return found[0].strip() if found else ""

    def contradiction_in(self, padded: str) -> str:
        for found in self._contradictions.finditer(padded):
            if not self._is_about_something_else(padded[found.end() : found.end() + _AROUND].split()[:_NEAR_SELF]):
                return found[0].strip()
        if self._alone.search(padded) or self._denials.search(padded):
            for sentence in padded.split(" . "):
                if denial := self._denial(sentence.split()):
                    return denial
        return ""

    def _is_about_something_else(self, behind: Sequence[str]) -> bool:
        """Whether "nobody pays us" goes on with "for memberships": what is not about the site is no contradiction."""
        if not behind or behind[0] not in self._scopes:
            return False
        return self._here.isdisjoint(behind[1:2]) and not self._means_us(behind[1:])

    def _denial(self, tokens: Sequence[str]) -> str:
        sentence = f" {' '.join(tokens)} "
        alone = self._alone.search(sentence)
        if alone and len(tokens) <= _SHORT_SENTENCE:
            return alone[0].strip()
        for denial in self._denials.finditer(sentence):
            before = sentence[max(denial.start() - _AROUND, 0) : denial.start()].split()[-_NEAR_SELF:]
            behind = sentence[denial.end() : denial.end() + _AROUND].split()[:_NEAR_SELF]
            if self._means_us(before) or self._means_us(behind):
                return denial[0].strip()
        return ""

    def _means_us(self, tokens: Sequence[str]) -> bool:
        """Whether one of the words means the site: in ``your website`` none does."""
        return any(
            token in self._self and (at == 0 or tokens[at - 1] not in _OF_OTHERS) for at, token in enumerate(tokens)
        )

    def commission_in(self, normal: str) -> tuple[str, str, str]:
        """The first clause by which the publisher is paid, its hedge, and the first clause that denies it."""
        denied = ""
        for sentence in self._asides.sub("", f" {normal} ").split(" . "):
            tokens = sentence.split()
            for first, last in self._clauses(tokens):
                clause = tokens[first : last + 1]
                if self._commission["negations"].isdisjoint(clause):
                    around = tokens[max(first - _NEAR_PAYEE, 0) : last + 1]
                    return " ".join(clause), next((word for word in around if word in self._hedges), ""), denied
                denied = denied or " ".join(clause)
        return "", "", denied

    def _clauses(self, tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
        """The first and the last word of each clause of a sentence in which we are paid."""
        words = self._commission
        deals, links = (not words[role].isdisjoint(tokens) for role in ("deals", "links"))
        for at, token in enumerate(tokens):
            if token in words["nouns"] or (token in words["loose"] and (deals or links)):
                clause = self._around_noun(tokens, at, unnamed=deals and links)
            elif deals and links and token in words["paid"]:
                clause = self._with_payee(tokens, at, "payees", at)
            else:
                continue
            if clause is not None:
                yield clause

    def _around_noun(self, tokens: Sequence[str], noun: int, *, unnamed: bool) -> tuple[int, int] | None:
        near = range(max(noun - _NEAR_NOUN, 0), min(noun + _NEAR_NOUN + 1, len(tokens)))
        for verb in sorted(near, key=lambda at: abs(at - noun)):
            for verbs, payees in (("verbs", "payees"), ("gives", "receivers")):
                if tokens[verb] in self._commission[verbs]:
                    clause = self._with_payee(tokens, verb, payees, noun)
                    if clause is None and self._verb_last:
                        clause = self._with_payee(tokens, noun, payees, verb)
                    if clause is not None:
                        return clause
                    start = max(verb - _NEAR_PAYEE, 0)  # a name that we do not know may stand there
                    if unnamed and verbs == "verbs" and self._commission["others"].isdisjoint(tokens[start:verb]):
                        return min(start, noun), max(verb, noun)
        return None

    def _with_payee(self, tokens: Sequence[str], word: int, payees: str, other: int) -> tuple[int, int] | None:
        """The clause with a payee close to ``word``, reaching to the ``other`` word; ``None`` without such a payee."""
        for distance in range(_NEAR_PAYEE + 1):
            for at in (word - distance, word + distance):
                if 0 <= at < len(tokens) and tokens[at] in self._commission[payees]:
                    if self._commission["others"].isdisjoint(tokens[min(at, word) : max(at, word)]):
                        return min(at, word, other), max(at, word, other)
                    return None
        return None


@cache
def _lexicon(language: str) -> _Lexicon:
    return _Lexicon(_data()[language])


@cache
def _data() -> Mapping[str, Any]:
    data: dict[str, Any] = yaml.safe_load((files("candid.disclosures") / "lexicon.yml").read_text(encoding="utf-8"))
    return data
