"""How the wording of labels and statements is judged."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candid.disclosures import Disclosures
from candid.disclosures.lexicon import (
    LANGUAGES,
    judge,
    missing_from_label,
    missing_from_statement,
    normalise,
)
from candid.disclosures.profiles import profiles, unreviewed_in
from candid.models import Jurisdiction, Language
from tests.growth import growth

EVERYWHERE = get_args(Jurisdiction)
DEFAULT = ("us", "uk", "eu", "de")


def test_every_jurisdiction_and_language_is_known():
    assert tuple(profiles()) == EVERYWHERE
    assert get_args(Language) == LANGUAGES


@pytest.mark.parametrize("jurisdiction", EVERYWHERE)
@pytest.mark.parametrize("language", LANGUAGES)
def test_candid_s_own_texts_are_enough_everywhere(language, jurisdiction):
    texts = Disclosures.load().for_language(language)
    assert not missing_from_statement(texts.page, language, [jurisdiction])
    assert not judge(texts.page, language).hedge
    for label in (texts.link_label, texts.card_label, texts.teaser_label, texts.feed_prefix):
        assert not missing_from_label(label, language, [jurisdiction]), label


def test_reviewed_wordings():
    assert unreviewed_in("en", ["us", "uk", "fr"]) == ("fr",)
    assert unreviewed_in("de", DEFAULT) == ("us", "uk")
    assert unreviewed_in("fr", ["fr", "ca"]) == ("fr", "ca")


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("  #Ad!!  ", "ad"),
        ("📣 ＃x • ANZEIGE:", "x anzeige"),
        ("Publicite\u0301", "publicité"),
        ("Wer\u00adbung", "werbung"),
        ("We’ll earn. You won't!", "we ll earn . you won t"),
        ("Amazon.de zahlt 1.50.", "amazon de zahlt 1 50"),
        ("*", ""),
    ],
)
def test_normalise(text, normal):
    assert normalise(text) == normal


LABELS = {
    "en": (
        "Ad",
        "ADVERTISEMENT",
        "#ad",
        "(paid link)",
        "Sponsored",
        "📣 Advert",
        "#CommissionsEarned",
        "Paid partnership",
    ),
    "de": ("Anzeige", "#Werbung", "Werbelink", "(bezahlter Link)", "[ANZEIGE]", "#VerdientProvisionen"),
    "fr": ("Publicité", "PUBLICITE", "lien publicitaire", "Collaboration commerciale"),
    "es": ("Publicidad", "Anuncio", "enlace patrocinado", "#publi"),
    "it": ("Pubblicità", "PUBBLICITA’", "#adv", "Sponsorizzato da Acme"),
}
NO_LABELS = {
    "en": ("", "*", "†", "ℹ️", "Affiliate link", "aff", "Partner link", "sp", "spon", "collab", "Our pick", "Buy now",
           "Check price", "Recommended", "Deal", "Ad-free", "Not an ad", "Adobe", "Anzeige", "Support us"),
    "de": ("Ad", "Sponsored", "Kooperation", "Partnerlink", "Affiliate-Link", "Empfehlung", "*", "Keine Werbung",
           "Mit freundlicher Unterstützung", "Kleinanzeigen"),
    "fr": ("Partenariat", "lien affilié", "sponso", "Collab", "Ad", "Sans publicité", "#pub"),
    "es": ("colaboración", "afiliado", "Ad", "Sin publicidad"),
    "it": ("collaborazione", "link affiliato", "Ad", "Senza pubblicità"),
}  # fmt: skip


@pytest.mark.parametrize(("language", "label"), [(key, label) for key, labels in LABELS.items() for label in labels])
def test_labels(language, label):
    assert not missing_from_label(label, language, DEFAULT)
    assert not judge(label, language).rejected


@pytest.mark.parametrize(("language", "label"), [(key, label) for key, labels in NO_LABELS.items() for label in labels])
def test_labels_that_say_too_little(language, label):
    assert missing_from_label(label, language, DEFAULT)
    assert missing_from_label(label, language, DEFAULT)


def test_words_that_only_some_accept():
    assert not missing_from_label("Affiliate link", "en", ["in"])
    assert missing_from_label("Affiliate link", "en", ["in", "au"])
    assert not missing_from_label("#pub", "fr", ["ca"])
    assert missing_from_label("#pub", "fr", ["ca", "fr"])
    assert not missing_from_label("We earn a commission", "en", ["us", "ca"])
    assert missing_from_label("We earn a commission", "en", ["us", "uk"])


CLAUSES = {
    "en": (
        "We earn a commission if you buy through links on this page.",
        "I get commissions for purchases made through links in this post.",
        "We’re paid a fee when you sign up.",
        "If you buy something, this site receives a referral fee.",
        "Acme Reviews earns commissions when you purchase through its links.",
        "At no extra cost to you, acme.com earns a commission when you buy through our links.",
        "We get paid when you buy through our links",
        "Merchants pay us a commission.",
        "We make money when you click links",
        "A commission comes to us when you buy through the links here.",
        "Kettle Notes earns a commission on each sale made through its links.",
    ),
    "de": (
        "Wir erhalten eine Provision.",
        "Wenn du darüber kaufst, bekomme ich eine kleine Provision.",
        "Der Händler zahlt uns dafür eine Provision.",
        "Ohne Mehrkosten für dich erhalten wir eine Vergütung",
        "Beim Kauf über unsere Links fließt eine Provision an uns.",
        "Wir werden am Umsatz beteiligt, wenn du über die Links einkaufst.",
    ),
    "fr": (
        "Nous touchons une commission.",
        "Une commission nous est versée.",
        "Je perçois une commission",
        "Chaque achat nous génère une commission.",
    ),
    "es": (
        "Recibimos una comisión.",
        "Nos pagan una comisión",
        "Esta web recibe una comisión",
        "Me llevo una comisión.",
        "Cada compra con estos enlaces nos genera una comisión.",
    ),
    "it": (
        "Riceviamo una commissione.",
        "Ogni acquisto ci porta una provvigione.",
        "Ci pagano una commissione",
        "Questo sito riceve una commissione",
    ),
}
NO_CLAUSES = {
    "en": (
        "You earn a commission for each referral.",
        "We show what commission you earn.",
        "As freelancers we pay a fee.",
        "I received payment from the client within a week.",
        "Upwork takes a fee of 10%.",
        "As an Amazon Associate I earn from qualifying purchases.",
        "Helps us to keep the lights on, at no cost to you.",
        "We participate in various programmes.",
        "We earn. Sellers pay a commission.",
        "We earn no commission if you buy through links.",
    ),
    "de": ("Du erhältst eine Provision.", "Verkäufer zahlen eine Provision.", "Als Amazon-Partner verdiene ich daran"),
    "fr": ("Vous touchez une commission.",),
    "es": ("Los vendedores pagan una comisión.",),
    "it": ("I venditori pagano una commissione.",),
}


@pytest.mark.parametrize(("language", "text"), [(key, text) for key, texts in CLAUSES.items() for text in texts])
def test_sentences_that_we_are_paid(language, text):
    wording = judge(text, language)
    assert wording.commission
    assert not wording.contradiction
    assert not wording.hedge
    assert not missing_from_statement(text, language, ["us"])
    assert missing_from_statement(text, language, DEFAULT)


@pytest.mark.parametrize(("language", "text"), [(key, text) for key, texts in NO_CLAUSES.items() for text in texts])
def test_sentences_that_do_not_say_so(language, text):
    assert not judge(text, language).commission
    assert missing_from_statement(f"Ad. {text}", language, DEFAULT)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "We may earn a commission."),
        ("en", "This post may contain affiliate links. We earn a commission."),
        ("en", "Sometimes we earn a commission."),
        ("de", "Wir können eine Provision erhalten."),
        ("de", "Möglicherweise erhalten wir eine Provision."),
        ("fr", "Nous pouvons toucher une commission."),
        ("es", "Podríamos recibir una comisión."),
        ("it", "Potremmo ricevere una commissione."),
    ],
)
def test_hedges(language, text):
    wording = judge(text, language)
    assert wording.commission
    assert wording.hedge


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "This is not an ad."),
        ("en", "Not sponsored"),
        ("en", "This review is not sponsored by Upwork."),
        ("en", "You will find no ads on this site."),
        ("en", "We are not paid to write this."),
        ("en", "Nobody pays us."),
        ("en", "Nobody pays us for this."),
        ("de", "Niemand bezahlt uns für diesen Test."),
        ("en", "We are not paid for our reviews."),
        ("en", "We don’t earn any commission."),
        ("en", "Unbiased, no commissions!"),
        ("en", "A guide independent of all vendors"),
        ("de", "Wir erhalten keine Provision."),
        ("de", "Unser Blog ist werbefrei."),
        ("fr", "Nous ne touchons aucune commission."),
        ("es", "No recibimos ninguna comisión."),
        ("it", "Non riceviamo nessuna commissione."),
    ],
)
def test_contradictions(language, text):
    wording = judge(f"Ad. Anzeige. {text}", language)
    assert wording.contradiction
    assert missing_from_label(f"Ad {text}", language, DEFAULT)


@pytest.mark.parametrize(
    "text",
    [
        "The free plan has no ads.",
        "Its premium plan is ad-free, and worth it for who watches much.",
        "A freelancer who is not paid in time can open a dispute.",
        "Posts that are not sponsored reach fewer people there than they did some years ago.",
        "Commissions do not change our scores.",
        "A plain link; nobody pays us for memberships.",
    ],
)
def test_what_is_said_of_others_is_no_contradiction(text):
    assert not judge(text, "en").contradiction


def test_a_german_statement_begins_with_its_word_for_advertising():
    late = "Hinweis: Anzeige. Wir erhalten eine Provision."
    assert missing_from_statement(late, "de", ["de"]) == ("'anzeige' as its first word",)
    assert not missing_from_statement(late, "de", ["us", "uk"])


def test_a_mere_label_is_no_statement():
    assert missing_from_statement("Ad", "en", ["uk"]) == ("a sentence that says that you earn a commission",)


@given(st.text(max_size=80), st.sampled_from(LANGUAGES))
def test_any_text(text, language):
    assert isinstance(missing_from_statement(text, language, ()), tuple)
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    "piece", ["we earn ", "commission ", "ad ", ". ", "not sponsored ", "a", "we earn a fee. ", "!?"]
)
def test_takes_linear_time(piece):
    def judging(count):
        return lambda: judge(piece * count, "en")

    assert growth(judging, 2_000, 16_000) < 3
