"""What becomes of feeds, whoever wrote them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import etree

from candid.disclosures import Disclosures
from candid.disclosures.affiliate_pages import AffiliatePages
from candid.disclosures.feeds import disclose_feeds

DISCLOSURES = Disclosures.load()
EN = DISCLOSURES.for_language("en").page
PAGES = AffiliatePages({"paid/": "en", "bezahlt/": "de"}, "https://x.example/")

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>All</title>
<item><title>Paid</title><link>https://x.example/paid/?utm_source=feed</link><description>One &amp; two</description>
<content:encoded><![CDATA[<p>Text &amp; more</p>]]></content:encoded></item>
<item><title>Free</title><link>https://x.example/free/</link><description>Three</description></item>
<item><title>Bezahlt</title><guid>https://x.example/bezahlt/</guid><description/></item>
</channel></rss>
"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>All</title>
<entry><title>Paid</title><link rel="self" href="https://x.example/free/"/><link href="https://x.example/paid/"/>
<summary>One &lt; two</summary><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Text<b>!</b></div></content>
</entry>
<entry><title type="html">Free</title><id>https://x.example/free/</id>
<content type="html">&lt;p&gt;x&lt;/p&gt;</content></entry>
<entry><title type="html">Paid too</title><id>https://x.example/paid/</id>
<content type="html">&lt;p&gt;x</content></entry>
</feed>
"""


def disclosed(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    assert disclose_feeds(folder, PAGES, DISCLOSURES) == []
    once = path.read_text(encoding="utf-8")
    assert disclose_feeds(folder, PAGES, DISCLOSURES) == []
    assert path.read_text(encoding="utf-8") == once
    return once


def test_rss(tmp_path):
    root = etree.fromstring(disclosed(tmp_path, "feed.xml", RSS).encode())
    paid, free, german = root.iter("item")
    assert paid.findtext("title") == "Ad: Paid"
    assert paid.findtext("description") == f"{EN} One & two"
    assert paid.findtext("{*}encoded") == f"<p>{EN}</p><p>Text &amp; more</p>"
    assert (free.findtext("title"), free.findtext("description")) == ("Free", "Three")
    assert german.findtext("title") == "Anzeige: Bezahlt"
    assert (german.findtext("description") or "").startswith("Anzeige · ")
    assert root.findtext("channel/title") == "All"


def test_atom(tmp_path):
    atom = {"a": "http://www.w3.org/2005/Atom", "h": "http://www.w3.org/1999/xhtml"}
    root = etree.fromstring(disclosed(tmp_path, "atom.xml", ATOM).encode())
    paid, free, too = root.iterfind("a:entry", atom)
    assert paid.findtext("a:title", namespaces=atom) == "Ad: Paid"
    assert paid.findtext("a:summary", namespaces=atom) == f"{EN} One < two"
    (shown,) = paid.iterfind("a:content/h:div", atom)
    assert [(child.tag, child.text, child.tail) for child in shown] == [
        (f"{{{atom['h']}}}p", EN, "Text"),
        (f"{{{atom['h']}}}b", "!", None),
    ]
    assert free.findtext("a:title", namespaces=atom) == "Free"
    assert free.findtext("a:content", namespaces=atom) == "<p>x</p>"
    assert too.findtext("a:content", namespaces=atom) == f"<p>{EN}</p><p>x"


@pytest.mark.parametrize("indent", [None, 2])
def test_json_feed(tmp_path, indent):
    items = [
        {"url": "https://x.example/paid/", "title": "Paid", "content_html": "<p>x</p>", "summary": "a < b"},
        {"id": "https://x.example/paid/", "content_text": "x"},
        {"url": "https://x.example/free/", "title": "Free", "content_html": "<p>x</p>"},
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "All", "items": items}
    written = disclosed(tmp_path, "feed.json", json.dumps(feed, indent=indent))
    assert written == json.dumps(json.loads(written), indent=indent)
    paid, untitled, free = json.loads(written)["items"]
    assert paid["title"] == "Ad: Paid"
    assert paid["content_html"] == f"<p>{EN}</p><p>x</p>"
    assert paid["summary"] == f"{EN} a < b"
    assert (untitled.get("title"), untitled["content_text"]) == (None, f"{EN} x")
    assert free == items[2]


def test_a_text_that_has_the_page_s_own_disclosure_is_not_given_a_second_one(tmp_path):
    text = "&lt;h1&gt;T&lt;/h1&gt;&lt;div data-candid-disclosure&gt;Ad&lt;/div&gt;"
    written = disclosed(tmp_path, "feed.xml", RSS.replace("One &amp; two", text))
    assert EN not in (etree.fromstring(written.encode()).findtext("channel/item/description") or EN)


def test_links_of_items_are_marked(tmp_path):
    (tmp_path / "feed.xml").write_text(RSS.replace("One &amp; two", "&lt;a href=x&gt;y&lt;/a&gt;"), encoding="utf-8")
    disclose_feeds(tmp_path, PAGES, DISCLOSURES, lambda html, language: html.replace("<a", f"<a lang={language}"))
    root = etree.parse(str(tmp_path / "feed.xml")).getroot()
    assert (root.findtext("channel/item/description") or "").endswith("<a lang=en href=x>y</a>")


@pytest.mark.parametrize("name", ["sitemap.xml", "search_index.json", "feed.txt", "page.html", "odd.xml", "empty.xml"])
def test_other_files_are_left_alone(tmp_path, name):
    text = {"sitemap.xml": "<urlset><url>https://x.example/paid/</url></urlset>", "feed.txt": RSS, "page.html": RSS}
    text |= {"odd.xml": "<:/>", "empty.xml": ""}
    written = text.get(name, '{"version": "1", "items": [{"url": "https://x.example/paid/", "title": "Paid"}]}')
    assert disclosed(tmp_path, name, written) == written


def test_a_feed_without_such_items_stays_as_it_is(tmp_path):
    written = RSS.replace("/paid/", "/free/").replace("/bezahlt/", "/frei/")
    assert disclosed(tmp_path, "feed.xml", written) == written


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("feed.xml", "<rss><item><title>Paid</item></rss>"),
        ("feed.json", '{"version": "https://jsonfeed.org/version/1", "items": ['),
        ("deep.json", f'{{"version": "https://jsonfeed.org/version/1", "items": {"[" * 200_000}'),
        ("list.json", '{"version": "https://jsonfeed.org/version/1", "items": 7}'),
        ("latin.json", '{"version": "https://jsonfeed.org/version/1", "title": "\udce9"}'),
    ],
)
def test_a_feed_that_cannot_be_read_is_reported(tmp_path, name, text):
    (tmp_path / name).write_bytes(text.encode("utf-8", "surrogateescape"))
    (finding,) = disclose_feeds(tmp_path, PAGES, DISCLOSURES)
    assert finding.code == "unreadable-feed"
    assert str(finding.location).startswith(name)


def test_entities_are_not_resolved(tmp_path):
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    bomb = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    text = RSS.replace("<rss", f"{bomb}<rss", 1).replace("One &amp; two", "&x;")
    (tmp_path / "feed.xml").write_text(text, encoding="utf-8")
    disclose_feeds(tmp_path, PAGES, DISCLOSURES)
    assert ">secret" not in (tmp_path / "feed.xml").read_text(encoding="utf-8")


def test_what_other_namespaces_name_alike_is_left_alone(tmp_path):
    media = (
        '<item xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        '<media:content url="x.jpg"/><media:title>A picture</media:title><dc:description>Its words</dc:description>'
    )
    root = etree.fromstring(disclosed(tmp_path, "feed.xml", RSS.replace("<item>", media, 1)).encode())
    picture, title, words, own = [*next(root.iter("item"))][:4]
    assert (picture.text, title.text, words.text, own.text) == (None, "A picture", "Its words", "Ad: Paid")


def test_a_json_feed_that_says_late_what_it_is(tmp_path):
    item = {"url": "https://x.example/paid/", "title": "Paid", "content_text": "x" * 5000}
    feed = {"items": [item], "version": "https://jsonfeed.org/version/1.1"}
    assert json.loads(disclosed(tmp_path, "feed.json", json.dumps(feed)))["items"][0]["title"] == "Ad: Paid"


def test_json_that_only_tells_of_a_feed_is_left_alone(tmp_path):
    entries = [{"version": "https://jsonfeed.org/version/1"}]
    for written in (json.dumps(entries), json.dumps({"docs": entries, "items": [{"url": "https://x.example/paid/"}]})):
        assert disclosed(tmp_path, "index.json", written) == written


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_feeds_in_other_encodings(tmp_path, encoding):
    text = RSS.replace("UTF-8", encoding).replace("One", "Één")
    text = text.replace("?>\n", f"?>\n<!-- {'x' * 5000} -->", 1)
    (tmp_path / "feed.xml").write_bytes(text.encode(encoding))
    assert disclose_feeds(tmp_path, PAGES, DISCLOSURES) == []
    root = etree.parse(str(tmp_path / "feed.xml")).getroot()
    assert root.findtext("channel/item/title") == "Ad: Paid"
    assert root.findtext("channel/item/description") == f"{EN} Één & two"


def test_a_feed_is_replaced_in_one_step(tmp_path):
    """What reads it meanwhile keeps the old one, and nothing is left beside it."""
    path = tmp_path / "feed.xml"
    path.write_text(RSS, encoding="utf-8")
    path.chmod(0o644)
    with path.open(encoding="utf-8") as before:
        disclose_feeds(tmp_path, PAGES, DISCLOSURES)
        assert before.read() == RSS
    assert [one.name for one in tmp_path.iterdir()] == ["feed.xml"]
    assert path.stat().st_mode & 0o777 == 0o644
