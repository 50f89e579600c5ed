"""A build ends with the audit of what Candid built: findings name the built page's place and its Markdown source."""

from __future__ import annotations

import logging

import pytest
from mkdocs.exceptions import Abort

from candid.compliance.own_site import is_audited

from .conftest import Build

ABOVE_ALL = """
{% extends "base.html" %}
{% block announce %}<a href="offer:join">Join</a>{% endblock %}
"""
PAGE = "# A page\n\nGo [there](offer:join).\n"
LATE = {"theme": {"custom_dir": "theme"}, "files": {"theme/main.html": ABOVE_ALL}}


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "mkdocs.plugins.candid"]


def test_a_disclosure_that_comes_too_late_fails_the_build(built: Build, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(Abort), caplog.at_level(logging.INFO):
        built({"a.md": PAGE}, **LATE)
    found = [message for message in said(caplog) if "site/a/index.html:" in message and ": info: " not in message]
    assert {message.split(": ")[1].split()[0] for message in found} == {"D-UK-02"}
    assert all("\n  also: D-US-02\n" in message for message in found)
    assert all("\n  source: content/pages/a.md\n" in message for message in found)


def test_a_site_that_breaks_rules_stays_to_be_looked_at(built: Build, tmp_path) -> None:
    with pytest.raises(Abort):
        built({"a.md": PAGE}, **LATE)
    assert (tmp_path / "site/a/index.html").is_file()


def test_it_can_be_switched_off(built: Build, caplog: pytest.LogCaptureFixture) -> None:
    built({"a.md": PAGE}, plugins=["search", {"candid": {"check": "never"}}], **LATE)
    assert not said(caplog)


def test_a_preview_goes_without(built: Build, caplog: pytest.LogCaptureFixture) -> None:
    built({"a.md": PAGE}, command="serve", **LATE)
    assert not said(caplog)


def test_a_large_site_is_told_that_it_went_without(built: Build, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        built({f"{number}.md": "# A page\n" for number in range(101)})  # and the index
    told = "site:1:1: info: not-audited 102 pages were built without the audit"
    assert said(caplog) == [
        f"{told}\n  hint: build with --strict before you publish, or set the plugin's option: check: always"
    ]


@pytest.mark.parametrize(
    ("check", "pages", "strict", "serving", "audited"),
    [
        ("auto", 100, False, False, True),
        ("auto", 101, False, False, False),
        ("auto", 101, True, False, True),
        ("auto", 1, True, True, False),
        ("always", 5000, False, True, True),
        ("never", 1, True, False, False),
    ],
)
def test_who_waits_for_it(check, pages, strict, serving, audited) -> None:
    assert is_audited(check, pages, strict=strict, serving=serving) is audited


def test_what_a_site_silences_is_left_out(built: Build, caplog: pytest.LogCaptureFixture) -> None:
    entries = "".join(f"\n  - {{rule: {rule}, reason: A test.}}" for rule in ("D-US-02", "D-UK-02"))
    built({"a.md": PAGE}, {"site.yml": f"name: A\nas_of: 2026-11-21\nsilenced:{entries}\n"}, **LATE)
    assert not said(caplog)


def test_the_themes_own_markup_is_its_makers_matter(built: Build, caplog: pytest.LogCaptureFixture) -> None:
    footer = '{% extends "base.html" %}{% block footer %}<img src="https://other.example/x.png">{% endblock %}'
    theme = {"theme": {"custom_dir": "theme"}, "files": {"theme/main.html": footer}}
    built({"a.md": PAGE}, **theme)
    assert not said(caplog)
    with pytest.raises(Abort):
        built({"a.md": PAGE + '\n<img src="https://other.example/x.png">\n'}, **theme)
    assert {message.split(": ")[1].split()[0] for message in said(caplog)} == {"V-02"}
