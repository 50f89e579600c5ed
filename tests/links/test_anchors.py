"""One pass over the links of an HTML text."""

from __future__ import annotations

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from candid.anchors import Anchor, Rewrite, end_of_tag, rewrite
from tests.growth import growth


def seen_in(html: str) -> list[Anchor]:
    anchors: list[Anchor] = []
    assert rewrite(html, anchors.append) == html
    return anchors


def leave(_: Anchor) -> None:
    """Change nothing."""


def hrefs(html: str) -> list[str | None]:
    return [anchor.attributes.get("href") for anchor in seen_in(html)]


def marked(html: str) -> str:
    return rewrite(html, lambda anchor: Rewrite({**anchor.attributes, "data-x": None}, "!"))


@pytest.mark.parametrize(
    ("html", "attributes"),
    [
        ('<a href="https://a.example/">x</a>', {"href": "https://a.example/"}),
        ("<a href='https://a.example/' title='say \"x\"'>x</a>", {"href": "https://a.example/", "title": 'say "x"'}),
        ("<a href=https://a.example/?b=c/>x</a>", {"href": "https://a.example/?b=c/"}),
        ('<A\n  HREF = "https://a.example/"\n  Download\n>x</A>', {"href": "https://a.example/", "download": None}),
        ('<a href="?a=1&amp;b=2&copy=3&region=4&#38;c">x</a>', {"href": "?a=1&b=2&copy=3&region=4&c"}),
        ('<a href="j&Tab;s&notit;">x</a>', {"href": "j\ts&notit;"}),
        ('<a href="first" HREF="second">x</a>', {"href": "first"}),
        ('<a/href="x"title=y>x</a>', {"href": "x", "title": "y"}),
        ('<a href="a>b" id=>x</a>', {"href": "a>b", "id": None}),
        ("<a>x</a>", {}),
    ],
)
def test_attributes_are_read_as_a_browser_reads_them(html, attributes):
    assert [dict(anchor.attributes) for anchor in seen_in(html)] == [attributes]


@pytest.mark.parametrize(
    "html",
    [
        "<!-- <a href=x>x</a> -->",
        "<!-- > <a href=x>x</a> --!>",
        "<script>let a = '<a href=x>';</script>",
        "<SCRIPT>'<a href=x>'</SCRIPT >",
        "<style>/* <a href=x> */</style>",
        "<textarea><a href=x>x</a></textarea>",
        "<template><div><template></template><a href=x>x</a></div></template>",
        "<svg><svg></svg><a href=x><text>x</text></a></svg>",
        "<title><a href=x></title>",
        "<iframe><a href=x>x</a></iframe>",
        "<code>&lt;a href=x&gt;</code>",
        "<img alt=\"<a href='x'>\">",
        "<img alt='1 > 0 \"<b>\" <a href=x>'>",
        '<p title = "\n<a href=x>">',
        "<abbr><area href=x>",
        '<a href="x',
        "<a href='x>y</a>",
        "<a href=x",
        "<script><a href=x>x</a>",
        "<!-- <a href=x>x</a>",
    ],
)
def test_what_is_no_link_is_not_seen(html):
    assert seen_in(html) == []
    assert marked(html) == html


@pytest.mark.parametrize(
    "html",
    [
        "<!--><a href=x>x</a>",
        "<!-- a --><a href=x>x</a>",
        "<script></script><a href=x>x</a>",
        "<svg/><a href=x>x</a>",
        "<svg><path d='<a>'/></svg><a href=x>x</a>",
        "<svg><p><a href=x>x</a>",
        "<template><a href=x>x</a>",
        "<pre><code><a href=x>x</a></code></pre>",
        "<noscript><a href=x>x</a></noscript>",
        'she said = "<a href=x>yes</a>"',
        "it's <a href=x>x</a>, isn't it",
        "<p title=''><a href=x>x</a>",
        '<p title="="><a href=x>x</a>',
        "<p title=<script><a href=x>x</a>",
        "<p title=<!--><a href=x>x</a>",
        "1 < 2 <a href=x>x</a>",
        '<a href=x title="<a href=y>">x</a>',
    ],
)
def test_what_is_a_link_is_seen(html):
    assert hrefs(html) == ["x"]
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    assert [a.get("href") for a in tree.iter("a")] == ["x"] or "<template" in html or "<svg><p" in html


def test_links_within_the_page_are_passed_over():
    assert hrefs('<a class="headerlink" href="#x">¶</a><a href=#y>y</a><a href="&#35;z">z</a><a href="w">w</a>') == [
        "w"
    ]


def test_title_is_told_apart():
    html = "<h1 id=a>x <a href=1>y</a></h1><h2><a href=2>z</a></h2><H1>\n<a href=3>z</a></H1>"
    assert [anchor.in_heading_1 for anchor in seen_in(html)] == [True, False, True]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p><a href=x>y</a></p>", '<p><a href="x" data-x>y!</a></p>'),
        ("<a href=x><b>y</b></A>z", '<a href="x" data-x><b>y</b>!</A>z'),
        ("<a href=x>y<!-- </a> --></a>", '<a href="x" data-x>y<!-- </a> -->!</a>'),
        ("<a href=x>y <a href=z>w</a>", '<a href="x" data-x>y !<a href="z" data-x>w!</a>'),
        ('<a href=x>y <a class="c" href="#z">w</a>', '<a href="x" data-x>y !<a class="c" href="#z">w</a>'),
        ("<a href=x>y", '<a href="x" data-x>!y'),
        ("<a href=x>y<a href='", '<a href="x" data-x>y!<a href=\''),
        ("<a title='\"<>&'>y</a>", '<a title="&quot;&lt;&gt;&amp;" data-x>y!</a>'),
    ],
)
def test_rewriting(html, expected):
    assert marked(html) == expected


class TestIgnored:
    """Addresses that need no look."""

    HTML = '<a href="x?a&amp;b">1</a> <a class="b" href="y" title="t">2</a> <a href="x">3</a>'

    def looked_at(self, html: str, ignored: set[str]) -> list[str | None]:
        found: list[str | None] = []
        rewrite(html, lambda anchor: found.append(anchor.attributes["href"]), ignored.__contains__)
        return found

    def test_are_passed_over(self):
        assert self.looked_at(self.HTML, {"x?a&b", "y"}) == ["x"]
        assert self.looked_at(self.HTML, {"x?a&b", "y", "x"}) == []

    def test_are_not_if_more_is_to_be_told(self):
        for html in ('<a href="y" data-z>', '<a data-z="1" href="y">', "<a href='y'>", '<a href="y" href="x">'):
            assert self.looked_at(html, {"y"}) == ["y"]

    def test_first_address_counts(self):
        assert self.looked_at('<a HREF="x" href="y">', {"y"}) == ["x"]
        assert self.looked_at('<a href="x" href="y">', {"y"}) == ["x"]

    def test_do_not_hide_others(self):
        assert self.looked_at('<!-- <a href="y"> --><a href="y" title="a > b"></a><a href=x></a>', {"y"}) == ["y", "x"]
        assert self.looked_at('<p title="<a href="y">"><a href="y">1</a><a href="x">2</a>', {"y"}) == ["x"]


def test_untouched_links_keep_their_bytes():
    html = "<A  HREF='x' >y</A ><a\thref=z\n>w</a>"
    assert rewrite(html, leave) == html
    changed = rewrite(html, lambda anchor: Rewrite({"href": "q"}) if anchor.attributes["href"] == "z" else None)
    assert changed == "<A  HREF='x' >y</A ><a href=\"q\">w</a>"


def test_end_of_tag():
    assert end_of_tag('<p title="a>b" x>', 0) == 17
    assert end_of_tag("</p >x", 0) == 5
    assert end_of_tag("<p title='", 0) == -1


HOSTILE = [
    *("<a ", '<a href="x', '<a href="x" ', "<a href=x>", "<A href=x>", "</a", "<a\n\n\n=", "<a a=", '<a href="&'),
    *("<!--", "<!-- ", "<svg ", "<svg>", '<svg a="', "</svg", "<template>", "<script>", "<textarea", "<h1>", "<h1 "),
    *('= "<a>', '="<b <a href=', "<x y='<a> \"", '="   <a>', '   "   <a>', "< a = '<a>", "<p a='", " =", '"'),
    *("&amp;", "<a href=x>&#"),
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_input_takes_linear_time(piece):
    def marking(count):
        html = "<a href=first>x</a>" + piece * count + "<a"
        return lambda: marked(html)

    assert growth(marking, 4_000, 32_000) < 3


def fragments() -> st.SearchStrategy[str]:
    links = ("<a", "<A ", "</a>", "<a href=", "<a href='x'>", '<a href="y" z>', '<a href="x">')
    around = ("<!--", "-->", "<script>", "</script>", "<svg", "</svg>", "<template>", "<h1>", "</h1>", "<p title=")
    marks = ('"', "'", "=", ">", "<", "/", " ", "\n", "&amp;", "&#0;", "&copy", "x")
    known = st.sampled_from([*links, *around, *marks])
    return st.lists(st.one_of(known, st.text(max_size=2)), max_size=30).map("".join)


@given(fragments())
def test_any_text_is_passed_through(html):
    assert rewrite(html, leave) == html


@given(fragments())
def test_any_text_is_read_the_same_way_again(html):
    once = marked(html)
    before = [{**anchor.attributes, "data-x": None} for anchor in seen_in(html)]
    assert [dict(anchor.attributes) for anchor in seen_in(once)] == before


@given(fragments(), st.sets(st.sampled_from(["x", "y", ""])))
def test_ignoring_changes_nothing_else(html, ignored):
    def handle(anchor: Anchor) -> Rewrite | None:
        href = anchor.attributes.get("href")
        if href in ignored and not any(name.startswith("data-") for name in anchor.attributes):
            return None
        return Rewrite({**anchor.attributes, "data-x": None}, "!")

    assert rewrite(html, handle, ignored.__contains__) == rewrite(html, handle)
