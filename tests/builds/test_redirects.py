"""Redirects of a site's own, in a whole build."""

from __future__ import annotations

import itertools
import re
from datetime import date
from pathlib import Path
from typing import Literal

import pytest
from bs4 import BeautifulSoup, Tag
from mkdocs.exceptions import Abort, PluginError
from playwright.sync_api import Browser

from candid.compliance import BuiltSite, Terms, audit
from candid.diagnostics import Severity
from candid.networks import load_networks
from tests.builds.conftest import UNCHECKED, Build

SITE = "name: A test site\nas_of: 2026-11-21\n{more}redirects: {{hosts: [netlify, apache]}}\n"
PROGRAMME = """
    name: Upwork affiliate programme
    network: impact
    tracking_url: https://upwork.pxf.io/c/1000000/1062918/13634
    pays: A share of what a new client spends first.
    terms: {title: The programme, url: "https://www.upwork.com/affiliates"}
    checked_on: 2026-11-20
    cloaking: allowed
    """
DATA = {"site.yml": SITE.format(more=""), "programmes/upwork-affiliate.yml": PROGRAMME}
PAGE = (
    "# A page\n\n[Join](offer:join), [again](offer:join), or [read](offer:plain).\n\n```offers\nproduct: upwork\n```\n"
)
BEHIND = "https://upwork.pxf.io/c/1000000/1062918/13634?u=https%3A%2F%2Fwww.upwork.com%2F&subId1=redirect_join.link1"
URL = "https://example.com/"


def hrefs(part: BeautifulSoup | Tag) -> list[str]:
    return [str(link["href"]) for link in part.select("a[data-candid]")]


def test_links_go_by_the_redirect_and_are_marked_all_the_same(built: Build) -> None:
    site = built({"a.md": PAGE}, DATA, site_url=URL)
    article = site.article("a")
    links = article.select('a[href="/go/join/"]')
    assert len(links) == 3
    for link in links:
        assert link["rel"] == ["sponsored", "nofollow", "noopener"]
        assert link.select(".candid-label")
    disclosure = article.select_one("[data-candid-disclosure]")
    assert disclosure is not None
    assert disclosure.find_next("a", href="/go/join/") is not None
    assert "pxf.io" not in str(article)
    assert article.select('a[href="https://www.upwork.com/about"]')


def test_every_link_leads_to_a_redirect(built: Build) -> None:
    site = built({"a.md": PAGE}, DATA, site_url="https://example.com/docs/")
    folder = site.folder
    assert set(hrefs(site.article("a"))) == {"/docs/go/join/"}
    rules = [line.split() for line in (folder / "_redirects").read_text("utf-8").splitlines()[1:]]
    assert [rule[:2] for rule in rules] == [["/docs/go/join", BEHIND], ["/docs/go/join/", BEHIND]]
    assert "go/join" in (folder / ".htaccess").read_text("utf-8")


def test_addresses_are_the_same_without_directory_urls(built: Build) -> None:
    site = built({"a.md": PAGE}, DATA, site_url=URL, use_directory_urls=False)
    folder = site.folder
    page = BeautifulSoup((folder / "a.html").read_text("utf-8"), "html5lib")
    assert set(hrefs(page)) == {"/go/join/"}
    assert (folder / "go/join/index.html").is_file()


def test_the_page_behind_the_redirect(built: Build) -> None:
    page = built({"a.md": PAGE}, DATA, site_url=URL).page("go/join")
    html = page.html
    assert html is not None
    assert html["lang"] == "en"
    metas = {meta.get("name") or meta.get("http-equiv"): meta.get("content") for meta in page.select("meta[content]")}
    assert metas["robots"] == "noindex"
    assert metas["refresh"] == f"0; url={BEHIND}"
    assert metas["referrer"] == "no-referrer-when-downgrade"
    assert not page.select("script, style, [style], link[rel=canonical]")
    (link,) = page.select("a.candid-button")
    assert (link["href"], link["rel"]) == (BEHIND, ["sponsored", "nofollow", "noopener"])
    assert link.select(".candid-label")
    disclosure = link.find_previous(attrs={"data-candid-disclosure": True})
    assert disclosure is not None
    assert "we earn a commission" in disclosure.get_text()


def test_the_page_behind_the_redirect_in_a_browser(built: Build, browser: Browser) -> None:
    """Styled by a file of the site's own, readable in both schemes, and no wider than the window."""
    path = built({"a.md": PAGE}, DATA, site_url=URL).folder / "go/join/index.html"
    path.write_text(re.sub('<meta http-equiv="refresh"[^>]*>', "", path.read_text("utf-8")), "utf-8")  # to stay there
    schemes: list[Literal["light", "dark"]] = ["light", "dark"]
    for width, scheme in itertools.product((360, 768, 1280), schemes):
        page = browser.new_page(viewport={"width": width, "height": 640}, color_scheme=scheme)
        page.goto(path.as_uri())
        colours = page.evaluate(
            "['main', '.candid-disclosure', '.candid-button', '.candid-label'].map((i) => document.querySelector(i))"
            ".map((one) => getComputedStyle(one)).map((style) => [style.color, style.backgroundColor])"
        )
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        page.close()
        assert overflow <= 0, width
        lights = [[luminance(colour) for colour in pair] for pair in colours]
        assert [ink > ground for ink, ground in lights[:2]] == [scheme == "dark"] * 2
        assert all((max(pair) + 0.05) / (min(pair) + 0.05) >= 4.5 for pair in lights), (width, scheme)


def luminance(colour: str) -> float:
    """The relative luminance of an opaque ``rgb(…)``, as WCAG defines it."""
    channels = [int(number) / 255 for number in re.findall(r"\d+", colour)]
    assert len(channels) == 3, colour
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_page_speaks_the_language_of_the_site(built: Build) -> None:
    data = {**DATA, "site.yml": SITE.format(more="language: de\n")}
    page = built({"a.md": PAGE}, data, site_url=URL, theme={"language": "de"}, plugins=UNCHECKED).page("go/join")
    html = page.html
    assert html is not None
    assert html["lang"] == "de"
    assert "Wir erhalten eine Provision" in page.get_text()


def test_the_page_leads_back_to_the_site(built: Build) -> None:
    site = built({"a.md": PAGE, "index.md": "# Home"}, DATA, site_url=URL)
    link = site.page("go/join").select_one(".candid-site-name a")
    assert link is not None
    assert (site.folder / "go/join" / str(link["href"]) / "index.html").samefile(site.folder / "index.html")


def test_search_engines_are_kept_out(built: Build) -> None:
    site = built({"a.md": PAGE}, DATA, site_url=URL)
    folder = site.folder
    assert (folder / "robots.txt").read_text("utf-8") == "User-agent: *\nDisallow: /go/\n"
    assert "/a/" in (folder / "sitemap.xml").read_text("utf-8")
    for name in ("sitemap.xml", "search/search_index.json"):
        assert "go/join" not in (folder / name).read_text("utf-8")


def test_files_of_an_author_are_extended(built: Build) -> None:
    own = {"robots.txt": "User-agent: *\nDisallow: /x/\n", "_redirects": "/old /new 301\n", ".htaccess": "# mine\n"}
    files = {f"content/pages/{name}": text for name, text in own.items()}
    site = built({"a.md": PAGE}, DATA, site_url=URL, files=files, exclude_docs="!.htaccess\n")
    for name, text in own.items():
        published = (site.folder / name).read_text("utf-8")
        assert set(text.splitlines()) <= set(published.splitlines()), name
        assert "/go/" in published or "go/join" in published


@pytest.mark.parametrize("name", ["go/join.md", "go/picture.svg", "GO/index.md"])
def test_nothing_is_published_where_something_is_in_the_way(
    built: Build, name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises((Abort, PluginError)):
        built({"a.md": PAGE}, DATA, files={f"content/pages/{name}": "# x\n"}, site_url=URL)
    assert caplog.text.count(f"content/pages/{name}:1:1: redirect-clash") == 1
    assert not (tmp_path / "site/go").exists()


def test_a_site_that_says_nothing_is_built_as_ever(built: Build) -> None:
    site = built({"a.md": PAGE}, {"programmes/upwork-affiliate.yml": PROGRAMME}, site_url=URL)
    assert all(href.startswith("https://upwork.pxf.io/") for href in hrefs(site.article("a")))
    for name in ("go", "_redirects", "_headers", ".htaccess", "robots.txt"):
        assert not (site.folder / name).exists()


def test_a_strict_build_below_a_path_ends_well(built: Build, caplog: pytest.LogCaptureFixture) -> None:
    hosts = "netlify, cloudflare, vercel, nginx, apache"
    data = {**DATA, "site.yml": DATA["site.yml"].replace("netlify, apache", hosts)}
    built({"a.md": PAGE}, data, site_url="https://x.example/sub/", plugins=[{"candid": {"check": "always"}}])
    assert "P-ALL-02" not in caplog.text


@pytest.mark.parametrize(
    ("url", "host"),
    [
        (URL, "netlify"),
        ("https://example.com/docs/", "apache"),
        ("https://example.com/sub/", "netlify, cloudflare, vercel, nginx, apache"),
    ],
)
def test_a_check_of_the_built_site_has_nothing_to_say_about_redirects(built: Build, url: str, host: str) -> None:
    data = {**DATA, "site.yml": DATA["site.yml"].replace("netlify, apache", host)}
    folder = built({"a.md": PAGE}, data, site_url=url).folder
    terms = Terms(today=date(2026, 11, 21), profiles=("us", "uk", "eu", "de", "fr", "es", "it", "ie", "ca", "au", "in"))
    found = BuiltSite(folder, "site", terms, load_networks())
    below = url.removeprefix(URL)
    assert {entry.path for entry in found.redirect_entries} <= {"go/join", f"{below}go/join"}
    result = audit(found)
    assert [
        str(finding)
        for finding in result.findings
        if finding.severity > Severity.INFO
        and ("/go/" in finding.location.path or "/go/" in finding.message or finding.code in ("P-ALL-02", "D-US-02"))
    ] == []
