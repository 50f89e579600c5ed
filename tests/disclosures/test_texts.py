"""What pages say about their affiliate links."""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest

from candid.disclosures import Disclosures, Statement
from candid.models import Language, Programme

DISCLOSURES = Disclosures.load()
ADVERTISING = {
    "en": r"\bad\b",
    "de": r"\b(anzeige|werbung)\b",
    "fr": r"\b(publicité|publicitaire)\b",
    "es": r"\b(publicidad|patrocinado)\b",
    "it": r"\bpubblicità(?!\w)",
}
COMMISSION = {
    "en": r"\bwe\b[^.]*\bearn\b[^.]*\bcommission\b",
    "de": r"\bwir\b[^.]*\bprovision\b",
    "fr": r"\bnous\b[^.]*\bcommission\b",
    "es": r"\bcomisión\b",
    "it": r"\bcommissione\b",
}
HEDGES = r"\b(may|might|sometimes|can|können|kann|pouvons|podemos|potremmo)\b"


@pytest.mark.parametrize("language", get_args(Language))
def test_says_advertising_and_commission_without_hedging(language):
    texts = DISCLOSURES.for_language(language)
    assert texts.language == language
    assert re.match(ADVERTISING[language], texts.page, re.IGNORECASE)
    assert re.search(COMMISSION[language], texts.page, re.IGNORECASE)
    assert not re.search(HEDGES, texts.page, re.IGNORECASE)
    for label in (texts.link_label, texts.card_label):
        assert re.search(ADVERTISING[language], label, re.IGNORECASE)


def test_language_tags():
    assert DISCLOSURES.for_language("de-AT").language == "de"
    assert DISCLOSURES.for_language("PT_br").language == "en"


def test_drafts_are_marked():
    assert {language for language, texts in DISCLOSURES.texts.items() if not texts.reviewed} == {"fr", "es", "it"}


def programme(network: str, **statement: str) -> Programme:
    record: dict[str, Any] = {"name": "X", "network": network, "tracking_url": "https://x.example/", "pays": "x"}
    return Programme.model_validate(
        {**record, "terms": {"title": "T"}, "checked_on": "2026-01-01", "statement": statement}
    )


AMAZON_EN = Statement("en", "As an Amazon Associate I earn from qualifying purchases.")
AMAZON_DE = Statement("de", "Als Amazon-Partner verdiene ich an qualifizierten Verkäufen")


def test_amazon_word_for_word():
    assert DISCLOSURES.statements("en", ["amazon"]) == (AMAZON_EN,)
    assert DISCLOSURES.statements("de-CH", ["amazon", "impact"]) == (AMAZON_DE,)
    assert DISCLOSURES.statements("fr", ["amazon"]) == (AMAZON_EN,)
    assert DISCLOSURES.statements("en", ["impact"]) == ()


def test_programmes_own_sentence_goes_before_its_networks():
    own = programme("amazon", en="We are paid by Amazon.")
    assert DISCLOSURES.statements("en", ["amazon"], [own, own]) == (Statement("en", "We are paid by Amazon."),)
    assert DISCLOSURES.statements("it", ["amazon"], [programme("impact", de="So ist es.")]) == (
        Statement("de", "So ist es."),
        AMAZON_EN,
    )
