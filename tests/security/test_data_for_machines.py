"""What a site says beside its pages, to searches, feed readers, crawlers and tables, holds hostile texts as texts."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from click.testing import CliRunner
from lxml import etree
from playwright.sync_api import Browser

from candid.cli import main
from tests.browser.built import files_of
from tests.security.hostile_site import MARKER, build_site, fence, write_site, yaml_of
from tests.security.payloads import BENIGN, PAYLOADS
from tests.security.serving import ORIGIN
from tests.security.watching import Watched, watching

ENDINGS = "]]> </script> <!-- --> <script> <![CDATA[ <?x ?> \u2028 \u2029 & &amp; &#0; </title> </desc> </svg> '\""
"""What ends or begins something in one of the notations: XML, a data block within HTML, a drawing, JSON."""
CONTROLS = "a\x00b\x01c\x08d\x0be\x0cf\x1bg\x7fh\x85i\ufffej\uffffk"
EACH = [BENIGN, *PAYLOADS, ENDINGS, CONTROLS]
"""The texts of a small page each."""
IN_ROWS = [BENIGN, *(" ".join(EACH[start : start + 40]) for start in range(1, len(EACH), 40))]
"""The texts of a set of records each."""
FORMULAS = ("=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", '=HYPERLINK("https://evil.example/")', "=cmd|' /C calc'!A0")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One site for all tests: of Material, with its search, and feeds that hold all of each page."""
    folder = tmp_path_factory.mktemp("machines")
    write_site(folder, IN_ROWS, ENDINGS)
    for number, text in enumerate(EACH):
        meta = {"title": text, "description": text, "tags": [text], "date": "2026-11-20 08:00"}
        words = fence("offers", {"product": f"{MARKER}0", "title": text})
        page = f"---\n{yaml_of(meta)}---\n\nEverywhere. [Go](offer:{MARKER}0-join).\n\n{words}"
        (folder / f"pages/t{number}.md").write_text(page, encoding="utf-8", newline="")
    feeds: dict[str, Any] = {"use_git": False, "date_from_meta": {"as_creation": "date"}, "match_path": r"t\d+\.md"}
    feeds |= {"abstract_chars_count": -1, "length": len(EACH), "pretty_print": True}
    return build_site(folder, material=True, plugins=[{"rss": feeds}], nav=["index.md"])


def _said(text: str) -> str:
    """A text as readers see it, in whatever notation it is: entities resolved, without controls, blanks as one."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff\ufffd]", " ", unescape(unescape(text))).split())


def _kinds(html: str) -> list[tuple[str, ...]]:
    return [(tag.name, *sorted(tag.attrs)) for tag in BeautifulSoup(html, "html5lib").find_all()]


def _wrong(items: dict[str, tuple[str, str]]) -> dict[str, object]:
    """The payloads whose item's title is another text, or whose content has other elements than a harmless one's."""
    like = _kinds(items[f"{ORIGIN}/t0/"][1])
    wrong: dict[str, object] = {}
    for number, payload in enumerate(EACH):
        title, content = items[f"{ORIGIN}/t{number}/"]
        # Without blanks, since controls are left out or are blanks.
        if not _said(title).replace(" ", "").endswith(_said(payload).replace(" ", "")) or _kinds(content) != like:
            wrong[payload] = title, [kind for kind in _kinds(content) if kind not in like]
    return wrong


def test_feeds_for_readers_of_xml(site: Path) -> None:
    for name in ("feed_rss_created.xml", "feed_rss_updated.xml"):
        channel = etree.parse(str(site / name)).getroot()[0]
        items = list(channel.iter("item"))
        assert {tag.tag for item in items for tag in item.iter()} <= {
            *("item", "title", "link", "description", "pubDate", "guid", "source", "category"),
        }
        assert all(len(tag) == 0 for item in items for tag in item)
        read = {
            item.findtext("link") or "": (item.findtext("title") or "", item.findtext("description") or "")
            for item in items
        }
        assert len(read) == len(EACH)
        assert all(_said(title).startswith("Ad: ]]> </script>") for title, _ in read.values()), "they are disclosed"
        assert _wrong(read) == {}


def test_feeds_for_readers_of_json(site: Path) -> None:
    for name in ("feed_json_created.json", "feed_json_updated.json"):
        feed = json.loads((site / name).read_text(encoding="utf-8"))
        assert _wrong({item["url"]: (item["title"], item["content_html"]) for item in feed["items"]}) == {}


def test_the_sitemap_lists_addresses_alone(site: Path) -> None:
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    entries = list(etree.parse(str(site / "sitemap.xml")).getroot())
    assert {tag.tag for entry in entries for tag in entry.iter()} == {f"{space}url", f"{space}loc", f"{space}lastmod"}
    wanted = {f"{ORIGIN}/", *(f"{ORIGIN}/t{number}/" for number in range(len(EACH)))}
    for number in range(len(IN_ROWS)):
        wanted |= {f"{ORIGIN}/{MARKER}{number}/", f"{ORIGIN}/{MARKER}{number}c/"}
    assert [entry.findtext(f"{space}loc") for entry in entries if entry.findtext(f"{space}loc") not in wanted] == []
    assert {entry.findtext(f"{space}loc") for entry in entries} == wanted
    assert {entry.findtext(f"{space}lastmod") for entry in entries} <= {None, "2026-11-20"}


@pytest.fixture(scope="module")
def reviews(site: Path) -> list[BeautifulSoup]:
    """The pages with all components, by the number of their records, as a browser's parser reads them."""
    paths = [site / f"{MARKER}{number}/index.html" for number in range(len(IN_ROWS))]
    return [BeautifulSoup(path.read_text(encoding="utf-8"), "html5lib") for path in paths]


def test_blocks_of_data_hold_what_was_written(reviews: list[BeautifulSoup]) -> None:
    for text, page in zip(IN_ROWS, reviews, strict=True):
        (block,) = page.select("script[type='application/ld+json']")
        written = str(block.string)
        assert not set(written) & set("<>&\u2028\u2029"), text
        graph = json.loads(written)[0]["@graph"]
        product = next(node for node in graph if node["@type"] == "Product")
        review = product["review"]
        notes = [note["name"] for key in ("positiveNotes", "negativeNotes") for note in review[key]["itemListElement"]]
        assert [product["name"], review["author"]["name"], *notes] == [text] * 4
        assert len(page.select("script")) == len(reviews[0].select("script")), text


def _drawings(page: BeautifulSoup) -> Iterator[Tag]:
    yield from page.select(".candid-chart svg")


def test_words_of_drawings_are_words(reviews: list[BeautifulSoup]) -> None:
    usual = {(tag.name, *sorted(tag.attrs)) for svg in _drawings(reviews[0]) for tag in (svg, *svg.find_all())}
    assert {name for name, *_ in usual} >= {"svg", "desc", "text", "tspan", "path", "rect"}
    for text, page in zip(IN_ROWS, reviews, strict=True):
        drawings = list(_drawings(page))
        assert len(drawings) == len(list(_drawings(reviews[0])))
        kinds = {(tag.name, *sorted(tag.attrs)) for svg in drawings for tag in (svg, *svg.find_all())}
        assert kinds - usual == set(), text
        says = " ".join(tag.get_text() for svg in drawings for tag in svg.select("desc"))
        names = "".join(tag.get_text() for svg in drawings for tag in svg.select("tspan.candid-name"))
        assert _bare(text) in _bare(says), text
        # Long names are cut, wherever the page has room for no more of them.
        assert _bare(names)[:8] == _bare(text)[:8], text


def _bare(text: str) -> str:
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f\ufffd\ufffe\uffff]", "", text)


@pytest.fixture
def tab(browser: Browser, site: Path) -> Iterator[Watched]:
    with watching(browser, files_of(site), policy=None) as watched:  # Material itself has inline scripts
        yield watched


_ALL_FOUND = """(number) => {
  const pane = document.querySelector(".md-search__scrollwrap");
  pane.scrollTop = pane.scrollTop ? 0 : pane.scrollHeight;  // more are shown each time that the end is reached
  return document.querySelectorAll(".md-search-result__item").length === number;
}"""
_RESULTS = """() => [...document.querySelectorAll(".md-search-result__item")].map((item) => ({
  path: new URL(item.querySelector("a").href).pathname,
  title: item.querySelector("h1").textContent,
  text: item.querySelector("article").textContent,
  kinds: [...item.querySelectorAll("*")].map((element) =>
    [element.localName, ...[...element.attributes].map(({ name }) => name).sort()].join(" ")),
}))"""


def test_results_of_a_search_are_text(tab: Watched, site: Path) -> None:
    """As many results as there are payloads, all shown, with their titles, texts and tags."""
    tab.open("/")
    tab.page.locator("label[for=__search]").first.click()
    query, results = tab.page.locator(".md-search__input"), tab.page.locator(".md-search-result__item")
    query.fill("everywhere")
    for _ in range(400):
        query.press("End")  # Material listens to keys, and to none before its index is there
        tab.page.wait_for_timeout(50)
        if results.count():
            break
    tab.page.wait_for_function(_ALL_FOUND, arg=len(EACH), polling=20)
    shown = {result["path"]: result for result in tab.page.evaluate(_RESULTS)}
    like = set(shown["/t0/"]["kinds"])
    wrong: dict[str, object] = {}
    for number, payload in enumerate(EACH):
        result = shown[f"/t{number}/"]
        news = [kind for kind in result["kinds"] if kind not in like]
        if news or _bare(_said(payload)) not in _bare(_said(result["title"])):
            wrong[payload] = news or result["title"]
    assert wrong == {}
    assert tab.misdeeds() == []


def test_a_table_of_offers_has_no_formulas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_site(tmp_path, FORMULAS)
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["links", "export", "out.csv", "--data", "data"])
    assert done.exit_code == 0, done.output
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert len(rows) == 2 * len(FORMULAS)
    assert {len(row) for row in rows} == {len(header)}
    assert [cell for row in rows for cell in row if cell[:1] in tuple("=+-@\t\r")] == []
    assert {formula.strip() for formula in FORMULAS} <= {cell.lstrip("'").strip() for row in rows for cell in row}
