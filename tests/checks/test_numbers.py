"""Figures that rest on nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal

import pytest

from candid.checks.numbers import check_numbers
from candid.components import PageContext
from candid.diagnostics import Severity
from candid.models import Comparison, DeclaredLink
from candid.pages import Page
from candid.site import Site, load_site
from candid.sources import read_page

NET = "calc:upwork/freelancer-fee?billed=1000&quoted_rate=0.10#net"
SCALE = "calc:upwork/freelancer-fee?billed=600&on=2019-03-01#net"
COMPARISON = Comparison.model_validate(
    {"products": ["a", "b"], "caption": "A and B", "rows": [{"label": "Where", "offers": True}]}
)


def site(numbers: Literal["off", "warn", "error"] = "warn", language: str = "en") -> Site:
    loaded, findings = load_site(Path("no-such-folder"), "data", default_name="A site", today=date(2026, 11, 21))
    assert findings == []
    return replace(loaded, settings=loaded.settings.model_copy(update={"numbers": numbers, "language": language}))


SITE = site()


def page(text: str) -> Page:
    source = read_page(text.encode(), "pages/p.md", "p.md")
    return Page(source, PageContext("p.md", comparison=COMPARISON), "P", ())


def bare(text: str, on: Site = SITE) -> list[str]:
    found = list(check_numbers(on, page(text)))
    assert all(finding.code == "bare-number" for finding in found)
    for finding in found:
        lines = text.split("\n")
        figure = finding.message.split("'")[1]
        assert "\n".join(lines[finding.location.line - 1 :])[finding.location.column - 1 :].startswith(figure)
    return [finding.message.removeprefix("nothing backs the figure ").strip("'") for finding in found]


@pytest.mark.parametrize(
    "figure",
    [
        "$5", "$1,000.00", "£5", "5 €", "5€", "1.000,00 €", "1 000,00 €", "US$5", "$ 5", "USD 5", "5 USD", "₹500",
        "5 dollars", "5 euros", "50 cents", "10%", "10 %", "10.5%", "10 percent", "10 per cent", "10 Prozent",
        "10 pour cent", "10&nbsp;%", "$1m",
    ],
)  # fmt: skip
def test_figures(figure: str) -> None:
    assert [text.removesuffix("m") for text in bare(f"It takes {figure}.")] == [figure.removesuffix("m")]
    assert len(bare(f"**{figure}** of it, ({figure}), '{figure}' and | {figure} |")) == 4


@pytest.mark.parametrize(
    "text",
    [
        "In 2026, 3 of 10 people waited 14 days.", "Article 5 of 7", "Version 1.2.3", "A$AP", "$x + y$", "%d",
        "100 Connects", "`$5` and `10%`", "```\n$5\n```", "see https://example.com/a%20b?c=5%", "[a](https://example.com/%20b)",
        '<div style="width: 50%">a</div>', "![a](b){ width=50% }", "<!-- $5 -->",
    ],
)  # fmt: skip
def test_no_figures(text: str) -> None:
    assert bare(text) == []


def test_ends_of_a_span_are_two_figures() -> None:
    assert bare("0 to 15%, 5–10%, $0.99 to $14.99") == ["0", "15%", "5", "10%", "$0.99", "$14.99"]


@pytest.mark.parametrize(
    "text",
    [
        f"You keep [$900.00]({NET}).",
        "Upwork says [10%](https://support.upwork.com/x).",
        "Upwork says [it takes **10%**](https://support.upwork.com/x).",
        "Upwork says [10%][1].\n\n[1]: https://support.upwork.com/x",
        'Upwork says <a href="https://support.upwork.com/x">10%</a>.',
        f"At 10%, $1,000 leaves [$900.00]({NET}).",
        f"For $1,000:\n\n| you keep |\n|---|\n| [$900.00]({NET}) |",
        "Of $1,000 or £1,000 you keep [£893.75](CALC:compare/freelance-net?payment=1000#peopleperhour_net).",
        f"20% of the first $500, 10% up to $10,000, then 5%: [$490.00]({SCALE}).",
        "It takes 10% <!-- figure: a round guess -->.",
        "It takes 10%<!--figure-->.",
        "It takes **10%** <!-- figure -->.",
        "It takes 0% to 15% <!-- figure: both ends are meant -->.",
        "It takes between $1 and $2 <!-- figure -->.",
    ],
)
def test_figures_that_rest_on_something(text: str) -> None:
    assert bare(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[5% off](offer:upwork)", ["5%"]),
        ("[5% off](page.md)", ["5%"]),
        ("[50% off](https://upwork.pxf.io/c/1/2/3)", ["50%"]),
        ("[50% off](https://our.example/go)", ["50%"]),
        (f"$2,000 leaves [$900.00]({NET})", ["$2,000"]),
        (f"£1,000 leaves [$900.00]({NET})", ["£1,000"]),
        (f"1% leaves [$900.00]({NET})", ["1%"]),
        (f"$1,000 is a lot.\n\nYou keep [$900.00]({NET})", ["$1,000"]),
        (f"25% of the first $500: [$490.00]({SCALE}).", ["25%"]),
        ("$1,000 leaves [?](calc:upwork/freelancer-fees?billed=1000#net)", ["$1,000"]),
        ("10% and 20% <!-- figure --> and 30%", ["30%"]),
        ("10%, more than 20% <!-- figure -->", ["10%"]),
        ("10%\n<!-- figure -->", ["10%"]),
        ("10% of it <!-- figure -->", ["10%"]),
        ("10% <!-- figures of speech -->", ["10%"]),
        ("[a](https://example.com/) 10% [b](https://example.com/)", ["10%"]),
        ("# 10%\n\n- 5%\n\n> 6%", ["10%", "5%", "6%"]),
    ],
)
def test_figures_that_do_not(text: str, expected: list[str]) -> None:
    declared = DeclaredLink.model_validate({"prefix": "https://our.example/", "affiliate": True})
    settings = SITE.settings.model_copy(update={"links": (declared,)})
    assert bare(text, replace(SITE, settings=settings)) == expected


def test_a_rate_falls_bare_when_its_rule_changes() -> None:
    text = "It takes 20% of the first $500: [$490.00](calc:upwork/freelancer-fee?billed=600{}#net)"
    assert bare(text.format("&on=2019-03-01")) == []
    assert bare(text.format("&on=2024-03-01")) == ["20%", "$500"]


def test_a_working_states_figures_too() -> None:
    link = "[?](calc:fiverr-affiliate/referral?first_order=80&later_orders=200&programme=marketplace#commission)"
    assert bare(f"25% of $80 and 10% of $200, so $40 in all: {link}") == []
    assert bare(f"25% of $80 and 15% of $200: {link}") == ["15%"]


def test_the_setting_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    bare_page = page("It takes 10%.")
    assert list(check_numbers(site("off"), bare_page)) == []
    assert [finding.severity for finding in check_numbers(site("warn"), bare_page)] == [Severity.WARNING]
    (error,) = check_numbers(site("error"), bare_page)
    assert str(error) == (
        "pages/p.md:1:10: bare-number nothing backs the figure '10%'\n"
        "  hint: write it as a calc: link, link it to its source, or put <!-- figure: why --> directly behind it"
    )


def test_only_reviews_and_comparisons_are_read() -> None:
    guide = replace(page("It takes 10%."), context=PageContext("p.md"))
    assert list(check_numbers(SITE, guide)) == []


def test_front_matter_is_not_prose_and_lines_count_from_the_top() -> None:
    (found,) = check_numbers(SITE, page("---\ntitle: Keep 10%\n---\n\n10%\n"))
    assert str(found.location) == "pages/p.md:5:1"


def test_numbers_are_read_as_the_site_writes_them(tmp_path: Path) -> None:
    (tmp_path / "site.yml").write_text("name: Eine Seite\nlanguage: de\nnumbers: warn\n", encoding="utf-8")
    german, findings = load_site(tmp_path, "data", default_name="", today=date(2026, 11, 21))
    assert findings == []
    link = "[?](calc:peopleperhour/freelancer-fee?billed=1000#net)"
    assert bare(f"Von 1.000,00 £ bleiben {link}", german) == []
    assert bare(f"Von 1,000.00 £ bleiben {link}", german) == ["1,000.00 £"]
