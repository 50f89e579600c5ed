"""Where the page-level disclosure stands."""

from __future__ import annotations

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from candid.disclosures import Disclosures, Statement
from candid.disclosures.placement import behind_title, place, place_in_page
from tests.growth import growth

TEXTS = Disclosures.load().for_language("en")
LINK = '<a href="https://amzn.to/x" rel="sponsored nofollow noopener" data-candid>x</a>'
HERE = "⟨here⟩"

SHAPES = {
    "behind the title": f'<h1 id="t">T</h1>{HERE}<p>{LINK}</p>',
    "title with a permanent link": f'<h1>T<a class="headerlink" href="#t">¶</a></h1>{HERE}<p>{LINK}</p>',
    "no title": f"{HERE}<p>{LINK}</p>",
    "link before the title": f"{HERE}<p>{LINK}</p><h1>T</h1>",
    "link in the title": f"{HERE}<h1>{LINK}</h1><p>x</p>",
    "text before the title": f"<p>x<br>y</p><h1>T</h1>{HERE}<p>{LINK}</p>",
    "calculator before the title": f"{HERE}<candid-calculator></candid-calculator><h1>T</h1><p>{LINK}</p>",
    "calculator before the link": f"<h1>T</h1>{HERE}<candid-calculator></candid-calculator><p>{LINK}</p>",
    "picture before the title": f'{HERE}<img src="a.png"><h1>T</h1><p>{LINK}</p>',
    "picture in the title": f'{HERE}<h1>T <img src="a.png"></h1><p>{LINK}</p>',
    "second heading before the title": f"{HERE}<h2>S</h2><h1>T</h1><p>{LINK}</p>",
    "title inside a box": f"{HERE}<aside><h1>T</h1></aside><p>{LINK}</p>",
    "title inside a box, and one outside": f"<div><h1>T</h1></div><h1>U</h1>{HERE}<p>{LINK}</p>",
    "title inside a collapsed box": f"{HERE}<details><summary><h1>T</h1></summary>{LINK}</details>",
    "link inside a collapsed box": f"<h1>T</h1>{HERE}<details>{LINK}</details>",
    "link inside a tab": f'<h1>T</h1>{HERE}<div class="tabbed-set"><div>{LINK}</div></div>',
    "raw HTML first": f'<div class="hero"><p>x</p></div>\n<h1>T</h1>{HERE}<p>{LINK}</p>',
    "title in a comment": f"<!-- <h1>N</h1> -->{HERE}".replace(HERE, "") + f"<h1>T</h1>{HERE}<p>{LINK}</p>",
    "title in a script": f"<script>'<h1>N</h1>'</script><h1>T</h1>{HERE}<p>{LINK}</p>",
    "title that never ends": f"{HERE}<h1>T<p>{LINK}</p>",
    "capital letters": f'<H1 TITLE="</h1>">T</H1>{HERE}<p>{LINK}</p>',
    "attribute that looks like a title": f'<p title="<h1>N</h1>">x</p><h1>T</h1>{HERE}<p>{LINK}</p>',
    "stray end tag": f"</div><h1>T</h1>{HERE}<p>{LINK}</p>",
    "disclosure that was commented out": f"<!-- <p data-candid-disclosure></p> --><h1>T</h1>{HERE}<p>{LINK}</p>",
    "disclosure in a sample": f"<h1>T</h1>{HERE}<code>&lt;p data-candid-disclosure&gt;</code><p>{LINK}</p>",
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_shape(shape):
    published = place(shape.replace(HERE, ""), TEXTS)
    at = published.index('<div role="note" class="candid-disclosure"')
    end = published.index("</div>", at) + len("</div>")
    assert published[:at].rstrip() + HERE + published[end:].lstrip() == shape
    assert place(published, TEXTS) == published


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<h1>T</h1><p>no link</p>",
        '<h1>T</h1><a href="https://www.upwork.com/">x</a>',
        "<h1>T</h1><code>&lt;a data-candid&gt;</code>",
        f'<p class="own" data-candid-disclosure>Ad.</p>{LINK}',
    ],
)
def test_none_where_none_is_needed(html):
    assert place(html, TEXTS) == html


def test_asked_for_by_links_of_the_theme():
    published = place("<h1>T</h1><p>x</p>", TEXTS, linked_around=True)
    assert published.startswith('<h1>T</h1>\n<div role="note"')
    assert place(published, TEXTS, linked_around=True) == published


ABOVE = {
    "in the article": f'<body><main><article class="a">{HERE}<p>{LINK}</p>',
    "below a title of the template": f"<main><article><h1>T</h1>{HERE}<p>{LINK}</p>",
    "beside the article": f"<main>{HERE}<nav>n</nav><div>{LINK}</div><article>",
    "in a part of that role": f'<div class="x" role="main">{HERE}<p>{LINK}</p><div>',
    "in a card before the content": f"<main>{HERE}<article><p>{LINK}</p></article><img><div>",
    "in a closed section": f"<article></article></div><main>{HERE}<section><p>{LINK}</section>",
}


@pytest.mark.parametrize("shape", ABOVE.values(), ids=ABOVE)
@pytest.mark.parametrize("linked", [True, False])
def test_link_that_a_template_puts_above(shape, linked):
    """The disclosure moves up before it: there is one, with all that the page's programmes prescribe."""
    content = f"<h1>C</h1><p>{LINK if linked else 'x'}</p>"
    placed = place(content, TEXTS, [Statement("en", "One.")])
    published = place_in_page(shape.replace(HERE, ""), placed, "</main>", TEXTS, [Statement("en", "Two.")])
    at = published.index('<div role="note" class="candid-disclosure"')
    end = published.index("</div>", at) + len("</div>")
    assert published[:at].rstrip() + HERE + published[end:].lstrip() == f"{shape}{content}</main>"
    assert ("<p>One.</p>" in published[at:end], "<p>Two.</p>" in published[at:end]) == (linked, True)


@pytest.mark.parametrize("before", [f"<aside>{LINK}</aside><main><article>", f"<article>{LINK}</article><div>"])
def test_link_above_the_main_part_moves_nothing(before):
    content = place(f"<h1>C</h1><p>{LINK}</p>", TEXTS)
    assert place_in_page(before, content, "", TEXTS) == before + content
    assert place_in_page(before, "<h1>C</h1>", "", TEXTS) == before + place("<h1>C</h1>", TEXTS, linked_around=True)


def test_words_of_the_author_stay_where_they_are():
    own = '<p class="own" data-candid-disclosure>Ad.</p>'
    content = f"<h1>C</h1>{own}<p>{LINK}</p>"
    published = place_in_page(f"<main>{LINK}", content, "", TEXTS)
    assert published.startswith('<main><div role="note"')
    assert published.endswith(content)
    for before in (f"<main>{own}{LINK}", f"<main>{LINK}{own}"):
        assert place_in_page(before, "<h1>C</h1>", "", TEXTS) == f"{before}<h1>C</h1>"


def test_behind_title():
    assert behind_title("<p>x</p><h1>T</h1>y") == len("<p>x</p><h1>T</h1>")
    assert behind_title("<div><h1>T</h1></div>") == 0


def test_what_it_says():
    statements = [Statement("en", "One & two."), Statement("de", "Drei.")]
    tree = html5lib.parse(place(f"<h1>T</h1>{LINK}", TEXTS, statements), namespaceHTMLElements=False)
    (notice,) = tree.iterfind(".//div[@data-candid-disclosure]")
    assert notice.attrib == {
        "role": "note",
        "class": "candid-disclosure",
        "lang": "en",
        "data-candid-disclosure": "",
    }
    assert [(p.text, p.get("lang")) for p in notice.iter("p")] == [
        (TEXTS.page, None),
        ("One & two.", None),
        ("Drei.", "de"),
    ]


PIECES = ["<h1>", "</h1>", "<h1 title='", "<div>", "</div>", "<!--", "-->", "<script>", "</script>", "<img>", "'", LINK]


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=2)), max_size=20).map("".join))
def test_any_text(html):
    published = place(html, TEXTS)
    if LINK in html:
        assert published.index("data-candid-disclosure") < published.index(LINK)
        assert len(published) > len(html)
    assert place(published, TEXTS) == published


@pytest.mark.parametrize(
    "piece",
    [
        "<a ",
        "<h1>",
        "<div>",
        "<!-- ",
        "<script>",
        "<p x='",
        "<b data-candid-disclosure ",
        "<!-- <b data-candid-disclosure> ",
        "\n",
    ],
)
def test_hostile_input_takes_linear_time(piece):
    def placing(count):
        html = piece * count + LINK
        return lambda: place(html, TEXTS)

    def placing_above(count):
        html = piece * count + LINK + "</b>" * count
        return lambda: place_in_page(html, "", "", TEXTS)

    assert growth(placing, 4_000, 32_000) < 3
    assert growth(placing_above, 4_000, 32_000) < 3
