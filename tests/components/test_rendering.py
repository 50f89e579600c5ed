"""The template environment: strict, escaping, overridable, compact."""

from __future__ import annotations

from pathlib import Path

import pytest

from candid.rendering import Renderer, TemplateMistake, UnsafeAddress, safe_url
from candid_rules import Location


def _renderer(folder: Path, template: str) -> Renderer:
    (folder / "candid").mkdir()
    (folder / "candid" / "piece.html").write_text(template, encoding="utf-8")
    return Renderer([folder])


def test_a_site_replaces_a_template(tmp_path: Path) -> None:
    (tmp_path / "candid").mkdir()
    (tmp_path / "candid" / "problem.html").write_text("ours: {{ view }}", encoding="utf-8")
    assert Renderer([tmp_path]).render("candid/problem.html", "<b>") == "ours: &lt;b&gt;"
    assert "candid-problem" in Renderer().render("candid/problem.html", [])


def test_a_name_that_the_view_lacks_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TemplateMistake, match="tilte") as raised:
        _renderer(tmp_path, "<p>\n{{ view.tilte }}").render("candid/piece.html", object())
    assert raised.value.location == Location(str(tmp_path / "candid/piece.html"), 2)


def test_a_missing_template_is_an_error() -> None:
    with pytest.raises(TemplateMistake, match=r"candid/none\.html"):
        Renderer().render("candid/none.html", None)


def test_no_filter_lets_html_through(tmp_path: Path) -> None:
    with pytest.raises(TemplateMistake, match="No filter named 'safe'"):
        _renderer(tmp_path, "{{ view | safe }}").render("candid/piece.html", "<b>")


def test_output_has_no_indentation_no_blank_lines_and_no_control_characters(tmp_path: Path) -> None:
    renderer = _renderer(tmp_path, "<p>\n\n   {% if true %}\n   <b>{{ view }}</b>\n\t{% endif %}\n\n</p>\n")
    html = renderer.render("candid/piece.html", "one\n\n  two\x02\x03\x00\x0c\x1f")
    assert html == "<p>\n<b>one\ntwo</b>\n</p>"


def test_filters_write_exact_values(tmp_path: Path) -> None:
    template = "{{ view | money('GBP') }} {{ '0.034' | percent }} {{ '1234.5' | number }} {{ '2026-11-21' | date }}"
    assert (
        _renderer(tmp_path, template).render("candid/piece.html", "431.25") == "£431.25 3.4% 1,234.5 21 November 2026"
    )


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a?b=c#d",
        "HTTP://example.org",
        "mailto:a@example.org",
        "offer:upwork",
        "page:reviews/upwork.md",
        "../a/#b",
        "a/b:c",
        "#part",
        "?a=b:c",
        "",
    ],
)
def test_safe_addresses_pass_unchanged(address: str) -> None:
    assert safe_url(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\tscript:alert(1)",
        " javascript:alert(1)",
        "\x01javascript:alert(1)",
        "data:text/html,a",
        "vbscript:a",
        "file:///etc/passwd",
        "calc:upwork/freelancer-fee",
        "//example.org",
        "\\\\example.org",
        "/\\example.org",
        "https://example.org/a b",
        "https://example.org/\n",
    ],
)
def test_unsafe_addresses_are_errors(address: str) -> None:
    with pytest.raises(UnsafeAddress):
        safe_url(address)
