"""What an author is told about redirects, and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from candid.checks import check_data
from candid.pages import read_kinds
from candid.sources import read_page
from tests.redirects.site import PRODUCT, PROGRAMME, SITE, load, plain_programme, sound

REDIRECT = PRODUCT.replace("programme: p}", "programme: p, redirect: true}")
AMAZON = PROGRAMME.replace("impact", "amazon").replace(
    "https://shop.pxf.io/c/1/2/3", "https://www.amazon.com/?tag=me-20"
)


def told(folder: Path, data: dict[str, str]) -> list[str]:
    """The first line of each finding about redirects."""
    _, findings = load(folder, data)
    return [
        str(finding).partition("\n")[0]
        for finding in findings
        if finding.code.startswith(("redirect", "cloaking", "duplicate", "unknown", "invalid"))
    ]


def test_a_sound_site_is_told_nothing(tmp_path: Path) -> None:
    assert told(tmp_path, {"products/shop.yml": REDIRECT}) == []


def test_an_offer_that_asks_for_what_its_programme_forbids(tmp_path: Path) -> None:
    data = {"products/shop.yml": REDIRECT, "programmes/p.yml": PROGRAMME.replace("allowed", "forbidden")}
    assert told(tmp_path, data) == [
        "data/products/shop.yml:5:98: redirect-refused the programme 'p' forbids links that hide it"
    ]


def test_a_programme_of_which_nobody_knows(tmp_path: Path) -> None:
    unknown = PROGRAMME.replace("allowed", "unknown")
    why = "nobody has said whether 'p' allows links that hide it; its offers are linked directly"
    info = f"data/programmes/p.yml:7:11: info: cloaking-unknown {why}"
    assert told(tmp_path, {"programmes/p.yml": unknown}) == [info]
    refused = (
        "data/products/shop.yml:5:98: redirect-refused nobody has said whether the programme 'p' allows links that"
    )
    assert told(tmp_path, {"programmes/p.yml": unknown, "products/shop.yml": REDIRECT}) == [f"{refused} hide it", info]


def test_amazon_forbids_it_whatever_is_recorded(tmp_path: Path) -> None:
    product = REDIRECT.replace("shop.example/join", "www.amazon.com/dp/B0")
    why = "Amazon forbids links that hide it; its offers are linked directly"
    assert told(tmp_path, {"programmes/p.yml": AMAZON, "products/shop.yml": product}) == [
        "data/products/shop.yml:5:101: redirect-refused Amazon forbids links that hide it",
        f"data/programmes/p.yml:7:11: warning: cloaking-forbidden {why}",
    ]


def test_an_offer_without_a_programme_cannot_ask(tmp_path: Path) -> None:
    product = REDIRECT.replace("programme: p, ", "")
    assert told(tmp_path, {"products/shop.yml": product}) == [
        "data/products/shop.yml:5:84: redirect-refused the offer 'join' has no programme that allows links that hide it"
    ]


def test_an_offer_cannot_ask_on_a_site_without_redirects(tmp_path: Path) -> None:
    assert told(tmp_path, {"products/shop.yml": REDIRECT, "site.yml": "name: A site\n"}) == [
        "data/products/shop.yml:5:98: redirect-refused this site has no redirects"
    ]


@pytest.mark.parametrize("name", ["index", "404", "assets", "search", "robots"])
def test_reserved_names(tmp_path: Path, name: str) -> None:
    product = PRODUCT.replace("  join:", f"  '{name}':")
    assert told(tmp_path, {"products/shop.yml": product}) == [
        f"data/products/shop.yml:5:3: redirect-clash no redirect can be called '{name}'"
    ]
    site = SITE.replace("{hosts", f"{{prefix: '{name}', hosts")
    assert told(tmp_path / "prefix", {"site.yml": site}) == [
        f"data/site.yml:3:21: redirect-clash sites have other things in '{name}/'"
    ]


def test_two_offers_of_one_name(tmp_path: Path) -> None:
    second = PRODUCT.replace("name: Shop", "name: Second")
    (first,) = told(tmp_path, {"products/second.yml": second})
    assert "duplicate-id" in first


@pytest.mark.parametrize("written", ["Join", "JOIN", "jöin", "a/b", "../x", "join ", "a.b"])
def test_a_name_is_one_word_in_small_letters(tmp_path: Path, written: str) -> None:
    (first,) = told(tmp_path, {"products/shop.yml": PRODUCT.replace("  join:", f"  '{written}':")})
    assert "data/products/shop.yml:5:3: invalid-value" in first


@pytest.mark.parametrize("uri", ["go/index.md", "go/join.md", "GO/x.md", "go.md"])
def test_a_page_in_the_way(tmp_path: Path, uri: str) -> None:
    site = sound(tmp_path)
    page = read_kinds(read_page(b"# Title\n", f"content/pages/{uri}", uri), "en")
    assert [str(finding).partition("\n")[0] for finding in check_data(site, [page])] == [
        f"content/pages/{uri}:1:1: redirect-clash this stands in the way of the redirects in 'go/'"
    ]


@pytest.mark.parametrize("prefix", ["../go", "/go", "go/to", "Go", "go?", "go go", ".", ""])
def test_a_prefix_is_one_word(tmp_path: Path, prefix: str) -> None:
    (first,) = told(tmp_path, {"site.yml": SITE.replace("{hosts", f"{{prefix: '{prefix}', hosts")})
    assert "data/site.yml:3:21: invalid-value" in first


@pytest.mark.parametrize("hosts", ["[]", "[github]"])
def test_a_host_is_one_that_can_redirect(tmp_path: Path, hosts: str) -> None:
    _, findings = load(tmp_path, {"site.yml": SITE.partition("redirects:")[0] + f"redirects: {{hosts: {hosts}}}\n"})
    assert {finding.code for finding in findings} >= {"invalid-value"}
    assert str(findings[0].location).startswith("data/site.yml:3:")


def test_a_host_that_no_browser_can_open(tmp_path: Path) -> None:
    programme = plain_programme(f"https://{'ü' * 80}.example/")
    (first,) = told(tmp_path, {"programmes/p.yml": programme})
    assert first.startswith("data/products/shop.yml:5:")
    assert "no form in ASCII" in first
