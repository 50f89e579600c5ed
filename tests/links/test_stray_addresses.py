"""Affiliate addresses outside of links: found wherever they lead readers away, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candid.stray_addresses import stray_addresses
from tests.growth import growth
from tests.links.site import marker

AWIN = "https://www.awin1.com/cread.php?awinmid=1&amp;awinaffid=2"
OURS = "https://shop.example/with/candid"
STRAYS = [
    (f'<map><area shape="rect" href="{AWIN}"></map>', "area", "href"),
    (f"<form action='{AWIN}'><button>Buy</button></form>", "form", "action"),
    (f"<button formaction={AWIN}>Buy</button>", "button", "formaction"),
    (f'<iframe src="{AWIN}"></iframe>', "iframe", "src"),
    (f'<svg><a href="{AWIN}"><text>Buy</text></a></svg>', "a", "href"),
    (f'<svg><g></g><a xlink:href="{AWIN}"><text>Buy</text></a></svg>', "a", "xlink:href"),
    (f"<b onclick=\"location='{AWIN}'\">Buy</b>", "b", "onclick"),
    (f'<b onclick="open(&quot;{AWIN}&quot;)">Buy</b>', "b", "onclick"),
    (f'<b onclick="a => location=`{AWIN}`">Buy</b>', "b", "onclick"),
    (f'<a href="#" onmousedown="this.href=\'{AWIN}\'">Buy</a>', "a", "onmousedown"),
    (f'<span class="b" data-href="{AWIN}">Buy</span>', "span", "data-href"),
    (f'<DIV DATA-Target-URL="{AWIN}">Buy</DIV>', "div", "data-target-url"),
    (f'<meta http-equiv="refresh" content="0; url={AWIN}">', "meta", "content"),
    ('<area href="//www.awin1.com/cread.php">', "area", "href"),
    ('<area href="HTTP://WWW.AWIN1.COM/cread.php">', "area", "href"),
    (f'<area href="{OURS}">', "area", "href"),
    ('<area href="https://bit.ly/3abc">', "area", "href"),
    ('<area href="https://www.upwork.com/?irclickid=x">', "area", "href"),
    ('<area href="offer:upwork">', "area", "href"),
    ("<form action=offer:upwork>", "form", "action"),
]


@pytest.mark.parametrize(("html", "element", "attribute"), STRAYS)
def test_strays(html: str, element: str, attribute: str) -> None:
    page = marker().mark(f'<p>Text "with" <b>tags</b></p>{html}<p>More</p>')
    (problem,) = page.problems
    assert problem.code == "affiliate-address-outside-a-link"
    assert f"the attribute '{attribute}' of <{element}>" in problem.message
    assert problem.href in html
    assert problem.href.lower().startswith(attribute)
    assert not page.links


@pytest.mark.parametrize(
    "html",
    [
        f'<a href="{AWIN}">Buy</a>',
        f'<svg></svg><a href="{AWIN}">Buy</a>',
        '<a href="offer:upwork">Buy</a>',
        f'<img src="{AWIN}">',
        f'<meta property="og:url" content="{AWIN}">',
        f'<!-- <area href="{AWIN}"> -->',
        f"<script>let a = '<area href=\"{AWIN}\">';</script>",
        f'<script>location = "{AWIN}"</script>',
        f'<textarea><area href="{AWIN}"></textarea>',
        f'<pre><code>&lt;area href="{AWIN}"&gt;</code></pre>',
        f'He wrote "{AWIN}" once, and ="{AWIN}" again.',
        f'<b title="{AWIN}">Buy</b>',
        f"<b data-json='{{\"a\": \"{AWIN}\"}}'>Buy</b>",
        '<area href="https://plain.example/">',
        '<area href="https://brand.example/blog/post?via=somebody">',
        '<form action="/search">',
    ],
)  # fmt: skip
def test_what_is_none(html: str) -> None:
    assert marker().mark(html).problems == ()


TEXTS = st.text() | st.text(alphabet="<>\"'=/ aframeonclickdata-href:offer;`")


@given(TEXTS | st.lists(st.sampled_from([html for html, *_ in STRAYS])).map("".join))
def test_any_text(html: str) -> None:
    for stray in stray_addresses(html, lambda _: True):
        assert html.startswith(stray.written, stray.start)


@pytest.mark.parametrize(
    "piece",
    ['<area href="//a.b"', '="//a.b', "<b onclick='//a.b;", '<svg><a href="//a.b">', "<!-- <area href='//a.b'>"],
)
def test_hostile_input_takes_linear_time(piece: str) -> None:
    def reading(count: int) -> Callable[[], object]:
        html = piece * count
        return lambda: list(stray_addresses(html, lambda _: True))

    assert growth(reading, 2_000, 16_000) < 3
