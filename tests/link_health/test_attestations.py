"""What a person looked at: read, checked without asking anybody, and believed for a while."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from candid.cli import main
from candid.link_health.attestations import holding
from tests.link_health.site import loaded, write

LINK = "https://shop.example/a"
PAGE = {"pages/index.md": f"# A\n\n[a]({LINK}#part)\n"}


def said(root: Path, attestations: str) -> list[str]:
    """The findings of ``candid lint``, each as its place and its code."""
    content = write(root, {**PAGE, "data/attestations.yml": attestations}) / "content"
    words = ["lint", "--pages", str(content / "pages"), "--data", str(content / "data")]
    lines = CliRunner().invoke(main, words).output.splitlines()
    return [line.removeprefix(f"{content}/data/") for line in lines if not line.startswith("  hint:")]


GOOD = f"- {{url: '{LINK}', state: ok, checked_on: 2026-11-01, until: 2027-04-30, note: Wants a person.}}\n"


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "[]\n", GOOD, GOOD.replace("state: ok, ", "")])
def test_what_is_right(tmp_path: Path, text: str) -> None:
    assert said(tmp_path, text) == []


WRONG = {
    GOOD.replace("2027-04-30", "2027-05-01"): "1:77: attestation-days from 2026-11-01 to 2027-05-01 are 181 days",
    GOOD.replace("2027-04-30", "2026-10-31"): (
        "1:77: attestation-days it holds until 2026-10-31, before the day on which somebody looked"
    ),
    GOOD.replace("2026-11-01", "2026-11-22"): "1:58: attestation-days somebody looked on 2026-11-22, after 2026-11-21",
    GOOD.replace("2027-04-30", "2026-11-20"): (
        f"1:77: warning: attestation-expired the attestation of '{LINK}' ended on 2026-11-20"
    ),
    GOOD.replace("/a'", "/b'"): "1:9: info: attestation-unused no page and no record links to 'https://shop.example/b'",
    GOOD + GOOD: f"2:9: duplicate-id '{LINK}' is attested twice",
    GOOD.replace("state: ok", "state: dead"): "1:42: invalid-value 'dead' is not a state",
    GOOD.replace("until", "untill"): "1:70: unknown-key unknown key 'untill'",
    GOOD.replace(f"url: '{LINK}', ", ""): "1:3: missing-key the key 'url' is missing",
    "url: x\n": "1:1: invalid-value",
}


@pytest.mark.parametrize("text", WRONG, ids=range(len(WRONG)))
def test_what_is_wrong_is_said_at_its_place(tmp_path: Path, text: str) -> None:
    (line,) = said(tmp_path, text)
    assert line.startswith(f"attestations.yml:{WRONG[text]}")


def test_a_misspelt_key_is_recognised(tmp_path: Path) -> None:
    content = write(tmp_path, {**PAGE, "data/attestations.yml": GOOD.replace("until", "untill")}) / "content"
    words = ["lint", "--pages", str(content / "pages"), "--data", str(content / "data")]
    assert "did you mean 'until'?" in CliRunner().invoke(main, words).output


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (date(2026, 10, 31), False),
        (date(2026, 11, 1), True),
        (date(2027, 4, 30), True),
        (date(2027, 5, 1), False),
    ],
)
def test_when_it_holds(tmp_path: Path, day: date, holds: bool) -> None:
    site = loaded(tmp_path, {**PAGE, "data/attestations.yml": GOOD}).site
    assert (LINK in holding(site, day)) is holds
