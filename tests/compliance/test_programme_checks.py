"""Checks of programmes on pages that are long, broken, or hostile; and what only a site's own data tell."""

from __future__ import annotations

import zipfile
from datetime import date
from itertools import count

import pytest

from candid.compliance import BuiltSite, Terms, audit
from candid.compliance.checks.money import calculators, money_claims
from candid.compliance.checks.programmes import (
    amazon_content,
    amazon_interface,
    amazon_links,
    amazon_pictures,
    amazon_statements,
    link_forms,
    own_redirects,
    programme_terms,
)
from candid.models import Programme
from candid.networks import load_networks
from tests.growth import growth

NETWORKS = load_networks()
MODULES = (
    amazon_content,
    amazon_interface,
    amazon_links,
    amazon_pictures,
    amazon_statements,
    calculators,
    link_forms,
    money_claims,
    own_redirects,
    programme_terms,
)
LINK = '<a href="https://www.amazon.com/dp/B0ABCD1234?tag=candidtest-20" rel="sponsored">Lamp at Amazon (Ad)</a>'
SHAPES = {
    "cards": f'<div class="card"><p>$9.99</p><p>4.5 out of 5 stars (12 reviews)</p>{LINK}</div>',
    "one paragraph": f"{LINK} $5 support us by using our links ",
    "rows": f"<table>{'<tr><td>$5</td><td>' + LINK + '</td></tr>'}</table>",
    "calculators": '<form class="calculator">Income <input type="number"><output>$5 passive income</output></form>',
    "fees": '<table class="fees"><caption>Fees</caption><tr><td>10% checked 2025-01-01</td></tr></table>',
    "words": "guarantee make $ 1 111 111 earn support us by no extra cost ",
    "redirects": '<a href="/go/x">x</a>',
}


def site_of(folder, files, **terms):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return BuiltSite(folder, "site", Terms(today=date(2026, 11, 22), **terms), NETWORKS)


def codes_of(site):
    return {finding.code for finding in audit(site).findings}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_time_grows_with_the_page_alone(shape, tmp_path):
    folders = (tmp_path / str(number) for number in count())

    def checking(size):
        site = site_of(next(folders), {"page.html": shape * size})
        (page,) = site.pages
        return lambda: [list(check(page, site)) for module in MODULES for check in module.PAGE_CHECKS]

    assert growth(checking, 150, 900) < 3


@pytest.mark.parametrize(
    "html",
    [
        "",
        "\x00<a href='https://www.amazon.com/dp/1?tag=\x00'>",
        "<div>" * 5_000 + LINK,
        f"<p title='{'x' * 1_000_000}'>{LINK}",
        "<a href='https://www.ebay.com/itm/1?campid=&mkcid=&mkevt'>" * 3,
        "<a href='https://[broken?tag=x-20'>x</a><a href='http://hop.clickbank.net/?tid=%FF%00'>y</a>",
        "<meta http-equiv=refresh content='0;url='><meta name=referrer>" + LINK,
        "<table><caption>Fees</caption><tr><td>$</td></tr></table><time datetime='2026-13-45'>" + LINK,
        "<form class=calculator><output></form><candid-calculator>" + LINK,
    ],
)
def test_no_page_breaks_a_check(html, tmp_path):
    audit(
        site_of(tmp_path, {"page.html": html, "_redirects": "/go/x\n\n x y z\n/a http://[b 302", "vercel.json": "[]"})
    )


def test_a_broken_document_is_passed_over(tmp_path):
    site = site_of(
        tmp_path, {"index.html": "<p>x</p>", "a.pdf": "%PDF stream\nbroken endstream stream", "b.epub": "no zip"}
    )
    assert "P-AMZ-09" not in codes_of(site)


def test_links_in_an_e_book_are_found(tmp_path):
    site = site_of(tmp_path, {"index.html": "<p>x</p>"})
    with zipfile.ZipFile(tmp_path / "book.epub", "w") as book:
        book.writestr("one.xhtml", f"<p>{LINK.replace('?tag', '?th=1&amp;tag')}</p>")
    (found,) = [finding for finding in audit(site).findings if finding.code == "P-AMZ-09"]
    assert found.location.path == "site/book.epub"
    assert "tag=candidtest-20" in found.message


def programme(**changes):
    known = {
        "name": "Upwork",
        "network": "impact",
        "tracking_url": "https://upwork.pxf.io/c/1234567/1062918/13634",
        "pays": "A share of the first spend.",
        "terms": {"title": "Terms"},
        "checked_on": "2026-11-01",
    }
    return Programme.model_validate(known | changes)


PAGE = (
    "<p>Ad: we earn a commission if you buy through links on this page, at no extra cost to you.</p>"
    '<p><a href="https://upwork.pxf.io/c/1234567/1062918/13634" rel="sponsored">Upwork (Ad)</a></p>'
)


@pytest.mark.parametrize(("known", "expected"), [(True, set()), (False, {"C-09"}), (None, {"C-09"})])
def test_a_record_shows_that_links_cost_nothing(known, expected, tmp_path):
    site = site_of(tmp_path, {"page.html": PAGE}, programmes={"upwork": programme(no_extra_cost=known)})
    assert codes_of(site) == expected


def test_a_consent_tool_answers_for_awin(tmp_path):
    link = '<a href="https://www.awin1.com/cread.php?awinmid=1&amp;awinaffid=2" rel="sponsored">Shop (Ad)</a>'
    html = f"<p>Ad: we earn a commission if you buy through links on this page.</p><p>{link}</p>"
    assert codes_of(site_of(tmp_path, {"page.html": html})) == {"P-AWIN-01", "V-04"}
    assert codes_of(site_of(tmp_path, {"page.html": html}, consent_tool=True)) == set()
    assert codes_of(site_of(tmp_path, {"page.html": html}, profiles=("us",))) == set()


@pytest.mark.parametrize(
    ("language", "label", "name"),
    [("en", "'(paid link)' or 'Ad'", "'See it on Amazon'"), ("de", "'Anzeige' or 'Werbung'", "'Bei Amazon ansehen'")],
)
def test_words_are_proposed_in_the_language_of_the_link(tmp_path, language, label, name):
    link = '<a href="https://www.amazon.de/dp/B0ABCD1234?tag=candidtest-21" rel="sponsored">Lampe</a>'
    page = f'<html lang="{language}"><title>x</title><main><h1>Lampe</h1><p>{link}</p></main></html>'
    hints = {finding.code: finding.hint for finding in audit(site_of(tmp_path, {"a.html": page})).findings}
    assert label in hints["P-AMZ-02"]
    assert name in hints["P-AMZ-04"]


def test_nobody_is_told_to_copy_amazons_pictures(tmp_path):
    def hint_at(address):
        html = f'<html lang="en"><title>x</title><main><h1>Lamp</h1><img src="{address}" alt="A lamp"></main></html>'
        (found,) = [one for one in audit(site_of(tmp_path, {"a.html": html})).findings if one.code == "V-02"]
        return found.hint

    assert "picture of your own" in hint_at("https://m.media-amazon.com/images/I/71abc.jpg")
    assert "keep a copy on your own site" in hint_at("https://live.staticflickr.com/lamp.jpg")
