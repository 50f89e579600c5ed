"""Which links to pages with affiliate links are teasers, and where their labels stand."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from candid.disclosures import Disclosures
from candid.disclosures.affiliate_pages import AffiliatePages
from candid.disclosures.teasers import label_teasers
from tests.growth import growth

DISCLOSURES = Disclosures.load()
EN = DISCLOSURES.for_language("en")
PAGES = AffiliatePages({"reviews/upwork/": "en", "blog/2026/post/": "de", "flat.html": "en"}, "https://x.example/sub/")
TO = 'href="../reviews/upwork/"'

TEASERS = {
    "list": f"<ul><li><a {TO}>⟨Upwork⟩</a></li><li><a href='../other/'>Other</a></li></ul>",
    "loose list": f"<ul><li><p><a {TO}>⟨Upwork⟩</a></p><p>A long description of what stands there.</p></li></ul>",
    "described": f"<ul><li><a {TO}>⟨Upwork⟩</a>: what it costs to work there, and for whom it is worth it</li></ul>",
    "described behind a dash": f"<li><b><a {TO}>⟨Upwork⟩</a></b> – what it costs to work there, and for whom</li>",
    "described below": f"<li><a {TO}>⟨Upwork⟩</a><br>What it costs to work there, and for whom it is worth it</li>",
    "left without end tags": f"<ul><li>Other text that is not short<li><a {TO}>⟨Upwork⟩</a><li>More text</ul>",
    "after a date": f"<li>1 May <a {TO}>⟨What Upwork costs this year⟩</a></li>",
    "heading": f"<h2>Our review of <a {TO}>⟨it⟩</a> in all its length, read by many</h2>",
    "heading of an excerpt": f'<article><h2 id="u"><a class="toclink" {TO}>⟨Upwork⟩</a></h2><p>Text.</p></article>',
    "whole card": f'<a class="card" {TO}><img src="u.png" alt=""><h3>⟨Upwork⟩</h3><p>Text.</p></a>',
    "whole card without a heading": f"<a {TO}><p>Upwork</p>⟨⟩</a>",
    "grid of cards": f'<div class="grid cards"><ul><li><p><b><a {TO}>⟨Upwork⟩</a></b></p><p>Text.</p></ul></div>',
    "table": f"<table><tr><td><a {TO}>⟨Upwork⟩</a></td><td>Some text beside it</td></tr></table>",
    "button": f'<div><h1>Home</h1><p>Long prose above it.</p><a class="md-button" {TO}>⟨Our review⟩</a></div>',
    "related": f'<p>See also: <a {TO}>⟨What Upwork costs⟩</a>, <a href="../other/">another thing</a></p>',
    "aside": f'<aside class="related"><ul><li><a {TO}>⟨Upwork⟩</a></li></ul></aside>',
    "featured in a nav": f'<nav class="featured"><a {TO}>⟨Upwork⟩</a></nav>',
    "nav by its label": f'<nav aria-label="Related posts"><a {TO}>⟨Upwork⟩</a></nav>',
    "end of an excerpt": f'<nav class="md-post__action"><a {TO}>Continue reading⟨⟩</a></nav>',
    "read more in prose": f"<p>An excerpt that stops in the middle of what it … <a {TO}>⟨Read more⟩</a></p>",
    "links beside a post": f'<nav class="md-nav"><ul class="md-post__meta"><li><a {TO}>⟨Upwork⟩</a></li></ul></nav>',
    "header within the content": f"<main><header><h1><a {TO}>⟨Upwork⟩</a></h1></header></main>",
    "footer of a card": f"<article><p>Text.</p><footer><a {TO}>⟨Read the review⟩</a></footer></article>",
    "capitals": f"<UL><LI><A {TO.upper().replace('REVIEWS/UPWORK', 'reviews/upwork')}>⟨Upwork⟩</A></LI></UL>",
    "picture": f'<p>Some text beside it.</p><a {TO}><img src="u.png" alt="Upwork">⟨⟩</a>',
    "entities": f"<ul><li><a {TO}>⟨Q&amp;A&nbsp;&lt;3⟩</a></li></ul>",
}

OTHERS = {
    "mention": f"<p>As our <a {TO}>review of Upwork</a> says, much of it depends on what was agreed.</p>",
    "mention in a list": f"<ul><li><a {TO}>Upwork</a> charges what it has agreed with its freelancers.</li></ul>",
    "mention behind a name": f"<li>For a single job that is not too long, <a {TO}>Upwork</a> is fine</li>",
    "main navigation": f'<nav class="md-nav"><ul><li><a {TO}>Upwork</a></li></ul></nav>',
    "tabs": f'<header class="md-header"><a {TO}>Upwork</a></header>',
    "footer": f'<main></main><footer class="md-footer"><ul><li><a {TO}>Upwork</a></li></ul></footer>',
    "next page": f'<div><a rel="next" {TO}>Upwork</a></div>',
    "breadcrumbs": f'<ol class="breadcrumb"><li><a {TO}>Upwork</a></li></ol>',
    "role": f'<div role="navigation"><div><a {TO}>Upwork</a></div></div>',
    "navbar": f'<div class="navbar fixed-top"><ul><li><a {TO}>Upwork</a></li></ul></div>',
    "contents": f'<div class="toc"><ul><li><a {TO}>Upwork</a></li></ul></div>',
    "meta line": f'<ul class="md-post__meta md-meta"><li>in <a class="md-meta__link" {TO}>Kettles</a></li></ul>',
    "meta line of other themes": f'<h2>A post</h2><p class="entry-meta"><a {TO}>Kettles</a></p>',
    "comment": f"<!-- <ul><li><a {TO}>Upwork</a></li></ul> -->",
    "comment with half a nav": "<!-- <nav> --><p>x</p>",
    "script": f"<script>'<h2><a {TO}>Upwork</a></h2>'</script>",
    "template": f"<template><h2><a {TO}>Upwork</a></h2></template>",
    "sample": f"<pre><code><a {TO}>Upwork</a></code></pre>",
    "labelled already": f'<h2><a {TO}>Upwork <span class="candid-label">Ad</span></a></h2>',
}

ADDRESSES = {
    "../reviews/upwork/": True,
    "../reviews/upwork": True,
    "../reviews/upwork/index.html#fees": True,
    "../reviews/upwork/?utm_source=x": True,
    "./../reviews/./upwork/": True,
    "/sub/reviews/upwork/": True,
    "https://x.example/sub/reviews/upwork/": True,
    "//x.example/sub/reviews/upwork/": True,
    "2026/post/": True,
    "../flat.html": True,
    "../reviews/%75pwork/": True,
    "..%2Freviews/upwork/": False,
    "reviews/upwork/": False,
    "/reviews/upwork/": False,
    "/subway/reviews/upwork/": False,
    "https://y.example/sub/reviews/upwork/": False,
    "mailto:reviews/upwork": False,
    "https://[/sub/reviews/upwork/": False,
    "#upwork": False,
    "": False,
    "?upwork": False,
    "../other/": False,
}


@pytest.mark.parametrize("shape", TEASERS.values(), ids=TEASERS)
def test_teasers_are_labelled_inside_their_links(shape):
    html = shape.replace("⟨", "").replace("⟩", "")
    label = ' <span class="candid-label" data-candid-teaser>Ad</span>'
    assert label_teasers(html, "blog/", PAGES, EN) == shape.replace("⟨", "").replace("⟩", label)


@pytest.mark.parametrize("html", OTHERS.values(), ids=OTHERS)
def test_nothing_else_is(html):
    assert label_teasers(html, "blog/", PAGES, EN) == html


@pytest.mark.parametrize(("href", "is_one"), ADDRESSES.items(), ids=ADDRESSES)
def test_addresses(href, is_one):
    html = f'<ul><li><a href="{href}">Upwork</a></li></ul>'
    assert ("data-candid-teaser" in label_teasers(html, "blog/", PAGES, EN)) is is_one


def test_a_page_is_no_teaser_of_itself():
    html = "<h1><a href='./'>Upwork</a> <a href='../upwork/'>Upwork</a></h1>"
    assert label_teasers(html, "reviews/upwork/", PAGES, EN) == html


def test_the_label_speaks_the_language_of_the_page_that_shows_it():
    html = label_teasers(f"<h2><a {TO}>Upwork</a></h2>", "blog/", PAGES, DISCLOSURES.for_language("de"))
    label = BeautifulSoup(html, "html5lib").select_one("a > .candid-label")
    assert label is not None
    assert label.get_text() == "Anzeige"


def test_nothing_to_label():
    assert label_teasers(f"<h2><a {TO}>Upwork</a></h2>", "blog/", AffiliatePages({}), EN).count("label") == 0
    assert not AffiliatePages({})


def test_labels_are_set_once():
    html = "".join(shape.replace("⟨", "").replace("⟩", "") for shape in TEASERS.values())
    once = label_teasers(html, "blog/", PAGES, EN)
    assert once.count("data-candid-teaser") == len(TEASERS)
    assert label_teasers(once, "blog/", PAGES, EN) == once


PIECES = [
    f"<a {TO}>", "</a>", "<li>", "</li>", "<p>", "</p>", "<h2>", "</h2>", "<nav>", "</nav>", "<!--", "-->", "<br>",
    "<div class='card'>", "</div>", "<svg>", "</svg>", "<script>", "</script>", "<a href='", "'", "<td>", "<header>",
]  # fmt: skip


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=25).map("".join))
def test_any_text_only_gains_labels(html):
    label = ' <span class="candid-label" data-candid-teaser>Ad</span>'
    assert label_teasers(html, "blog/", PAGES, EN).replace(label, "") == html.replace(label, "")


@pytest.mark.parametrize(
    "piece",
    [
        "<div>", "</p>", f"<a {TO}>", f"<a {TO}><div>", "<nav>", "<nav><ul class='posts'>", '<ul class="', " class=",
        "<!--", "<header>", "<li>x", "<svg>", "<b class='x ", "<nav class=class=class=", "href=", "&amp;", "<br>",
    ],
)  # fmt: skip
def test_hostile_input_takes_linear_time(piece):
    def labelling(count):
        html = f"<a {TO}>x</a>" + piece * count
        return lambda: label_teasers(html, "blog/", PAGES, EN)

    assert growth(labelling, 2_000, 16_000) < 3
