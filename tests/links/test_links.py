"""What becomes of a page's links."""

from __future__ import annotations

from typing import Any

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from candid.diagnostics import CODES, Location, Severity
from candid.links import MarkedPage
from candid.models import DeclaredLink
from tests.links.site import marker

LABEL = ' <span class="candid-label" data-search-exclude data-pagefind-ignore>Ad</span>'
REL = "sponsored nofollow noopener"


def mark(html: str, **more: Any) -> MarkedPage:
    return marker().mark(html, path="reviews/upwork.md", **more)


def link_of(html: str) -> dict[str, str]:
    """The attributes of the only link, as an independent parser reads them."""
    found = list(html5lib.parse(html, namespaceHTMLElements=False).iter("a"))
    assert len(found) == 1
    return dict(found[0].attrib)


def nowhere(_: str) -> None:
    """A site without pages."""


def codes(page: MarkedPage) -> list[str]:
    return [problem.code for problem in page.problems]


class TestOffers:
    """``offer:`` links."""

    def test_with_programme(self):
        page = mark('<a class="b" href="offer:upwork" data-placement="summary">Try</a>')
        href = (
            "https://upwork.pxf.io/c/1/2/3?u=https%3A%2F%2Fwww.upwork.com%2Fhire%3Fa%3D1%26b%3D%C3%BC"
            "&subId1=reviews_upwork.summary1"
        )
        assert link_of(page.html) == {"class": "b", "href": href, "rel": REL, "data-candid": ""}
        assert page.html.endswith(f">Try{LABEL}</a>")
        (link,) = page.links
        assert (link.href, link.cls, link.network, link.programme) == (href, "certain", "impact", "upwork")
        assert (link.placement, link.sub_id, link.in_heading_1) == ("summary", "reviews_upwork.summary1", False)
        assert page.problems == ()

    def test_without_programme_is_a_plain_link(self):
        page = mark('<a href="offer:plain" data-placement="offers">Site</a>')
        assert page.html == '<a href="https://plain.example/">Site</a>'
        assert page.links == ()

    def test_without_programme_but_an_affiliate_link_all_the_same(self):
        page = mark('<a href="offer:smuggled">Site</a>')
        assert link_of(page.html)["rel"] == REL
        assert page.links[0].network == "amazon"

    def test_own_programme(self):
        page = mark('<a href="offer:own">x</a>')
        assert link_of(page.html)["href"] == "https://shop.example/with/candid?s=reviews_upwork.text1"
        assert (page.links[0].network, page.links[0].programme) == ("direct", "own")

    def test_own_tracking_link_written_out(self):
        for href in ("https://www.shop.example/with/candid", "http://shop.example/with/candid?x=1"):
            (link,) = mark(f'<a href="{href}">x</a>').links
            assert (link.programme, link.cls) == ("own", "certain")

    def test_shop_s_other_pages_stay_plain(self):
        for href in ("https://shop.example/", "https://shop.example/with", "https://shop.example/with/candidate"):
            html = f'<a href="{href}">x</a>'
            assert mark(html) == MarkedPage(html)

    def test_word_sub_id(self):
        page = mark('<a href="offer:clickbank">x</a>')
        assert link_of(page.html)["href"] == "https://x.hop.clickbank.net/?a=1&tid=reviews_upwork_text1"

    def test_unknown(self):
        page = mark('<a href="offer:upwrok">x</a>')
        assert page.html == "<a>x</a>"
        assert codes(page) == ["unknown-id"]
        assert page.problems[0].hint == "did you mean 'upwork'?"
        assert page.problems[0].href == "offer:upwrok"


class TestDetected:
    """Affiliate links that the author wrote out."""

    @pytest.mark.parametrize(
        "href",
        [
            "https://amzn.to/3AbCdEf",
            "https://www.amazon.de/dp/B0?tag=candid-21",
            "//amzn.to/3AbCdEf",
            " https://amzn.to/3AbCdEf",
            "https://go.skimresources.com/?url=https%3A%2F%2Fexample.com",
            "https://shop.example/with/candid",
        ],
    )
    def test_is_marked(self, href):
        page = mark(f'<a href="{href}">x</a>')
        attributes = link_of(page.html)
        assert attributes["rel"] == REL
        assert attributes["href"].startswith(href.strip())
        assert LABEL in page.html
        assert len(page.links) == 1
        assert page.problems == ()

    def test_sub_id_goes_into_the_networks_parameter(self):
        page = mark('<a href="https://www.amazon.com/dp/B0?tag=candid-20#r">x</a>')
        assert link_of(page.html)["href"] == (
            "https://www.amazon.com/dp/B0?tag=candid-20&ascsubtag=reviews_upwork.text1#r"
        )
        assert page.links[0].programme == "amazon"

    @pytest.mark.parametrize("own", ["subId1=mine", "subid3=mine"])
    def test_authors_own_sub_id_stays(self, own):
        page = mark(f'<a href="https://upwork.pxf.io/c/1/2/3?{own}">x</a>')
        assert link_of(page.html)["href"] == f"https://upwork.pxf.io/c/1/2/3?{own}"
        assert page.links[0].sub_id == "mine"

    @pytest.mark.parametrize("href", ["https://amzn.to/3AbCdEf", "https://tidd.ly/x", "https://geni.us/x"])
    def test_no_sub_id_where_the_network_would_not_see_it(self, href):
        page = mark(f'<a href="{href}">x</a>')
        assert link_of(page.html)["href"] == href
        assert page.links[0].sub_id is None

    def test_wrapped_link_keeps_its_query(self):
        href = "https://example.com/out?to=https%3A%2F%2Fupwork.pxf.io%2Fc%2F1%2F2%2F3"
        page = mark(f'<a href="{href}">x</a>')
        assert link_of(page.html)["href"] == href
        assert page.links[0].network == "impact"

    def test_ordinals_count_each_placement(self):
        page = mark(
            '<a href="offer:upwork">1</a><a href="offer:amazon" data-placement="summary">2</a>'
            '<a href="https://amzn.to/x">3</a><a href="offer:upwork">4</a>'
        )
        assert [link.sub_id for link in page.links] == [
            "reviews_upwork.text1",
            "reviews_upwork.summary1",
            None,
            "reviews_upwork.text3",
        ]

    def test_default_placement(self):
        page = mark('<a href="offer:upwork">1</a>', placement="site")
        assert page.links[0].sub_id == "reviews_upwork.site1"

    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("", REL),
            ("noreferrer", REL),
            ("noopener noreferrer", REL),
            ("UGC, NoFollow", REL),
            ("me  license", f"{REL} me license"),
        ],
    )
    def test_rel_is_merged(self, written, expected):
        page = mark(f'<a href="https://amzn.to/x" rel="{written}">x</a>')
        assert link_of(page.html)["rel"] == expected

    def test_referrer_is_not_withheld(self):
        page = mark('<a href="https://amzn.to/x" referrerpolicy="no-referrer" target="_blank">x</a>')
        assert link_of(page.html) == {
            "href": "https://amzn.to/x",
            "target": "_blank",
            "rel": REL,
            "data-candid": "",
        }

    def test_plain_links_keep_their_bytes(self):
        html = (
            "<a href='https://www.upwork.com/' rel=noreferrer>x</a><a href=../y>y</a><a href=/z>z</a>"
            '<a href="mailto:a@b.example">m</a><a href="tel:1">t</a><a name="q">q</a><a href="">e</a>'
            '<a href="calc:upwork/freelancer-fee?billed=1">$1</a>'
        )
        serving = marker()
        for _ in range(2):  # the second time from memory
            assert serving.mark(html) == MarkedPage(html)

    def test_placement_is_never_published(self):
        page = mark('<a href="https://www.upwork.com/" data-placement="summary">x</a>')
        assert page.html == '<a href="https://www.upwork.com/">x</a>'

    @pytest.mark.parametrize("wrapping", ["<!-- {} -->", "<script>{}</script>", "<template>{}</template>"])
    def test_hidden_links_are_left_alone(self, wrapping):
        html = wrapping.format('<a href="https://amzn.to/x">x</a>')
        assert mark(html) == MarkedPage(html)

    def test_labels_in_the_pages_language(self):
        html = '<a href="https://amzn.to/x">x</a>'
        assert ">Anzeige</span>" in mark(html, language="de-AT").html
        assert ">Anzeige</span>" in marker(language="de").mark(html).html
        assert '<span class="candid-label" lang="en"' in mark(html, language="nl").html


def test_second_pass_changes_nothing():
    html = (
        '<h1>T</h1><a href="offer:upwork" data-placement="summary">1</a><a href="offer:plain">2</a>'
        '<a href="https://bit.ly/x">3</a><a href="https://www.upwork.com/?irclickid=1">4</a>'
        '<a href="javascript:x">5</a><a href="page:a.md">6</a>'
    )
    once = mark(html, resolve_page=lambda path: f"../{path}")
    again = mark(once.html, resolve_page=lambda path: f"../{path}")
    assert again.html == once.html
    assert again.links == ()
    assert again.problems == ()


def test_mark_written_by_hand_does_not_count():
    page = mark('<a href="https://amzn.to/x" data-candid>x</a>')
    assert link_of(page.html)["rel"] == REL
    assert page.html.count("data-candid>") == 1


class TestDeclared:
    """What the author says in site.yml."""

    HTML = '<a href="https://bit.ly/mine">x</a>'

    def test_affiliate(self):
        page = marker(DeclaredLink(prefix="https://bit.ly/mine", affiliate=True, programme="amazon")).mark(self.HTML)
        assert link_of(page.html) == {"href": "https://bit.ly/mine", "rel": REL, "data-candid": ""}
        assert page.problems == ()
        assert page.links[0].programme == "amazon"
        assert page.statements[0].text == "As an Amazon Associate I earn from qualifying purchases."

    def test_not_affiliate(self):
        page = marker(DeclaredLink(prefix="https://bit.ly/mine", affiliate=False)).mark(self.HTML)
        assert page == MarkedPage(self.HTML)


class TestProblems:
    """What the author should change."""

    def test_foreign_click_id(self):
        page = mark('<a href="https://www.upwork.com/?irclickid=x&amp;irgwc=1">x</a>')
        assert codes(page) == ["landing-link"]
        assert page.problems[0].href == "https://www.upwork.com/?irclickid=x&irgwc=1"
        assert "remove 'irclickid' and 'irgwc'" in page.problems[0].hint
        assert link_of(page.html)["rel"] == REL
        assert link_of(page.html)["href"] == "https://www.upwork.com/?irclickid=x&irgwc=1"

    def test_hidden_destination_fails_closed(self):
        page = mark('<a href="https://bit.ly/x">x</a>')
        assert codes(page) == ["undeclared-link"]
        assert link_of(page.html)["rel"] == REL
        assert "site.yml" in page.problems[0].hint

    def test_weak_mark_is_asked_about(self):
        html = '<a href="https://brand.example/blog/post?via=somebody">x</a>'
        page = mark(html)
        assert page.html == html
        assert codes(page) == ["undeclared-link"]
        assert "'via'" in page.problems[0].message
        assert codes(mark(html)) == ["undeclared-link"]

    @pytest.mark.parametrize(
        "href",
        [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            " java&#10;script:alert(1)",
            "&#1;javascript:alert(1)",
            "java&Tab;script&colon;alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
        ],
    )
    def test_unsafe_schemes(self, href):
        page = mark(f'<a class="b" href="{href}" data-placement="x">x</a>')
        assert page.html == '<a class="b">x</a>'
        assert codes(page) == ["unsafe-link"]

    def test_link_in_the_title(self):
        page = mark('<h1><a href="offer:upwork">x</a></h1>')
        assert codes(page) == ["affiliate-link-in-title"]
        assert page.links[0].in_heading_1
        assert codes(mark('<h1><a href="https://www.upwork.com/">x</a></h1><a href="offer:upwork">x</a>')) == []

    def test_each_is_said_once(self):
        assert codes(mark('<a href="https://bit.ly/x">x</a>' * 3)) == ["undeclared-link"]

    def test_codes_are_in_the_table(self):
        page = mark('<a href="https://bit.ly/x">x</a>')
        finding = page.problems[0].at(Location("a.md", 3, 4))
        assert finding.severity is Severity.WARNING
        assert str(finding).startswith("a.md:3:4: warning: undeclared-link ")
        assert {"landing-link", "undeclared-link", "unsafe-link", "affiliate-link-in-title"} <= CODES.keys()


class TestPages:
    """``page:`` links."""

    def test_resolved(self):
        page = mark('<a href="page:reviews/upwork.md#fees">x</a>', resolve_page={"reviews/upwork.md": "../upwork/"}.get)
        assert page.html == '<a href="../upwork/#fees">x</a>'

    def test_unknown(self):
        page = mark('<a href="page:nowhere.md">x</a>', resolve_page={"a.md": "a/"}.get)
        assert page.html == "<a>x</a>"
        assert codes(page) == ["missing-file"]

    def test_left_for_later(self):
        html = '<a href="page:a.md">x</a>'
        assert mark(html) == MarkedPage(html)


def test_statements_of_all_programmes_and_networks():
    page = mark(
        '<a href="offer:own">1</a><a href="https://go.skimresources.com/?url=https%3A%2F%2Famzn.to%2Fx">2</a>'
        '<a href="https://amzn.to/x">3</a>'
    )
    assert [statement.text for statement in page.statements] == [
        "As they say.",
        "As an Amazon Associate I earn from qualifying purchases.",
    ]


def test_same_page_same_bytes():
    html = '<a href="offer:upwork">1</a><a href="https://amzn.to/x">2</a><a href="https://www.upwork.com/">3</a>'
    first, second = marker(), marker()
    second.mark("".join(f'<a href="https://example.com/{n}">x</a>' for n in range(99)))
    assert first.mark(html, path="a.md") == first.mark(html, path="a.md") == second.mark(html, path="a.md")


SERVING = marker()


@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                [
                    "offer:",
                    "offer:upwork",
                    "page:",
                    "javascript:",
                    "https://",
                    "//",
                    "amzn.to/x",
                    "?",
                    "#",
                    "&",
                    " ",
                    "\n",
                ]
            ),
            st.text(max_size=3),
        ),
        max_size=8,
    ).map("".join)
)
def test_any_address(href):
    page = SERVING.mark(f'<a href="{href}">x</a>', path="a.md", resolve_page=nowhere)
    again = SERVING.mark(page.html, path="a.md", resolve_page=nowhere)
    assert again.html == page.html
