"""A site's own disclosures: enough where its readers live, and without doubt."""

from __future__ import annotations

import pytest

from tests.checks.conftest import Lint

ALL = "United States, United Kingdom, European Union, Germany"
DENIED = "it needs a sentence that says that you earn a commission and to leave out 'we are not paid', which denies it"


def site(own: str, jurisdictions: str = "us, uk, eu, de") -> dict[str, str]:
    return {"site.yml": f"name: A site\njurisdictions: [{jurisdictions}]\ndisclosures:\n  {own}\n"}


@pytest.mark.parametrize(
    ("own", "place", "message", "hint"),
    [
        (
            "en: {link: Affiliate link}",
            "data/site.yml:4:14",
            f"'Affiliate link' is not enough as 'link' for readers in: {ALL}",
            "it needs a word for advertising, such as 'Ad'",
        ),
        (
            "en: {page: We earn a commission.}",
            "data/site.yml:4:14",
            "'We earn a commission.' is not enough as 'page' for readers in: United Kingdom, European Union, Germany",
            "it needs a word for advertising, such as 'Ad'",
        ),
        (
            "de: {page: 'Hinweis: Werbung. Wir erhalten eine Provision.', teaser: Anzeige}",
            "data/site.yml:4:14",
            "'Hinweis: Werbung. Wir erhalten eine Provision.' is not enough as 'page' for readers in: Germany",
            "it needs 'werbung' as its first word",
        ),
        (
            "de: {card: Ad}",
            "data/site.yml:4:14",
            f"'Ad' is not enough as 'card' for readers in: {ALL}",
            "it needs a word for advertising, such as 'Anzeige'",
        ),
        (
            "en: {page: 'Ad, but we are not paid.'}",
            "data/site.yml:4:14",
            f"'Ad, but we are not paid.' is not enough as 'page' for readers in: {ALL}",
            DENIED,
        ),
    ],
)
def test_what_is_not_enough(lint: Lint, own: str, place: str, message: str, hint: str) -> None:
    (finding,) = lint(site(own))
    assert (str(finding.location), finding.code) == (place, "disclosure-wording")
    assert (finding.message, finding.hint) == (message, hint)


@pytest.mark.parametrize(
    ("own", "jurisdictions"),
    [
        ("en: {page: 'Advert: we earn a commission.', link: Paid link, card: Ad, teaser: Ad, feed: 'Ad: '}", "us, uk"),
        ("en: {page: We earn a commission., link: We earn a commission}", "us, ca"),
        ("en: {link: Affiliate link}", "in"),
        ("fr: {teaser: '#pub'}", "ca"),
        ("de: {page: 'Hinweis: Werbung. Wir erhalten eine Provision.'}", "us"),
    ],
)
def test_what_is_enough(lint: Lint, own: str, jurisdictions: str) -> None:
    assert lint(site(own, jurisdictions)) == []


def test_a_hedge_is_a_warning(lint: Lint) -> None:
    (finding,) = lint(site("en: {page: 'Ad: we may earn a commission.'}"))
    assert finding.code == "disclosure-hedged"
    assert finding.message == "'may' leaves open whether 'Ad: we may earn a commission.' is so"


@pytest.mark.parametrize(
    ("own", "code"),
    [("nl: {page: x}", "invalid-value"), ("en: {pages: x}", "unknown-key"), ("en: {page: ''}", "invalid-value")],
)
def test_what_is_no_text(lint: Lint, own: str, code: str) -> None:
    assert [finding.code for finding in lint(site(own))] == [code]
