"""Line and column of elements, from 1, in characters: whatever the parser adds, drops or moves."""

from __future__ import annotations

import pytest

from tests.compliance.pages import page_of

PLACES = {
    "first": ("<p id=it>", (1, 1)),
    "minified": ("<!doctype html><html><head><title>t</title></head><body><p>a</p><p>b</p><p id=it>c</p>", (1, 73)),
    "text in the body": ("<body>text <p>a</p> text <b>x</b><p id=it>b</p>", (1, 34)),
    "implied paragraphs": ("a</p>b</p><p>c<p id=it>d", (1, 15)),
    "windows line ends": ("<h1>a</h1>\r\n<p>b</p>\r\n  <p id=it>c</p>", (3, 3)),
    "tabs": ("<div>\n\t\t<p id=it>c</p></div>", (2, 3)),
    "letters of more bytes": ("<p>Grüße, 日本 🎈</p><p id=it>x</p>", (1, 19)),
    "upper case": ("<P>a</P>\n<P ID=it>b</P>", (2, 1)),
    "over several lines": ("<p>a</p>\n<p\n  class=x\n  id=it>b</p>", (2, 1)),
    "signs in attributes": ("<p title='a > b'>a</p><p id=it>b</p>", (1, 23)),
    "comments": ("<!-- <p>no</p> --><p id=it>b</p>", (1, 19)),
    "scripts": ("<script>'<p>'; if (1<2) {}</script><style>p>a{}</style><p id=it>b</p>", (1, 56)),
    "unclosed": ("<div><p>a<div><span>b</div><p id=it>c", (1, 28)),
    "nested links": ("<a href=/a>one <a href=/b>two</a></a><a href=/c id=it>three</a>", (1, 38)),
    "misnested": ("<b><i>x</b></i><p>y</p><p id=it>z</p>", (1, 24)),
    "table": ("<table><tr><td>1<td id=it>2</table>", (1, 17)),
    "void": ("<img src=a><br/><img src=b id=it />", (1, 17)),
    "byte order mark": ("\ufeff<p id=it>x</p>", (1, 1)),
}


@pytest.mark.parametrize(("html", "place"), PLACES.values(), ids=PLACES.keys())
def test_places(html, place):
    page = page_of(html)
    assert page.place(next(one for one in page.root.iter() if one.get("id") == "it")) == place


def test_every_tag_of_a_page_has_its_own_place():
    html = "\n".join(f"<li>{'x' * number}<a href='/{number}'>link</a>" for number in range(50))
    page = page_of(f"<ul>{html}</ul>")
    places = [page.place(link.element) for link in page.links]
    assert places == [(number + 1, number + 5 + (4 if number == 0 else 0)) for number in range(50)]


def test_what_the_text_only_implies_stands_where_its_parent_does():
    page = page_of("\n<table><tr><td>x</table>")
    assert page.place(page.body) == (1, 1)
