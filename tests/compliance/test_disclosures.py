"""Disclosures under several jurisdictions at once: which rules a page breaks, and that nothing else is said of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from candid.compliance.looks.colours import Colour, contrast, parse_colour
from candid.compliance.wording.phrases import matches, phrases
from candid.compliance.wording.vocabulary import Vocabulary
from tests.compliance.pages import findings_of, page_of
from tests.growth import growth

EN = "Ad · affiliate links: we earn a commission if you buy through links on this page."
DE = "Anzeige · Dieser Beitrag enthält Affiliate-Links: Wir erhalten eine Provision, wenn du darüber kaufst."
LINK = '<a href="https://upwork.pxf.io/c/1111/2222/3333" rel="sponsored nofollow noopener">{}</a>'
EVERYWHERE = ("us", "uk", "eu", "de", "fr", "es", "it", "ie", "ca", "au", "in")


def document(body: str, language: str = "en", head: str = "") -> str:
    notes = '<p><a href="/impressum/">Impressum</a> <a href="/datenschutz/">Datenschutz</a></p>'
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8"><title>Upwork</title>{head}</head>'
        f"<body><main><h1>Upwork</h1>{body}</main><footer>{notes}</footer></body></html>"
    )


def codes(html: str, **terms) -> set[str]:
    return {finding.code for finding in findings_of(html, **terms)}


@pytest.mark.parametrize("profiles", [("us", "uk", "eu", "de"), EVERYWHERE])
@pytest.mark.parametrize(
    "html",
    [
        document(f"<p>{EN}</p><p>{LINK.format('Upwork (paid link)')}</p>"),
        document(f"<p>{DE}</p><p>{LINK.format('Upwork <span>Anzeige</span>')}</p>", "de"),
        document(f"<div role=note><strong>Ad</strong> {EN}</div><p>{LINK.format('Upwork')}</p>"),
        f"<p>{EN}</p><p>{LINK.format('Upwork')} is a market for services.</p>",
        document("<p>Upwork has <a href=https://www.upwork.com/legal>terms</a>. It has no ads.</p>"),
        document(
            f"<p>{EN}</p><p>The free plan of the builder shows no ads on your website. {LINK.format('See it')}</p>"
        ),
    ],
)
def test_pages_that_satisfy_everybody(html, profiles):
    assert [str(finding) for finding in findings_of(html, profiles=profiles)] == []


@pytest.mark.parametrize(
    ("html", "broken"),
    [
        (document(f"<p>{LINK.format('Upwork')}</p>"), {"D-US-01", "D-UK-01", "D-EU-01", "D-DE-01"}),
        (document(f"<p>{LINK.format('Upwork')}</p>", "de"), {"D-US-01", "D-UK-01", "D-EU-01", "D-DE-01"}),
        (document(f"<p>{LINK.format('Upwork')} (affiliate link)</p>"), {"D-US-04", "D-UK-04"}),
        (document(f"<p>Partnerlink</p><p>{LINK.format('Upwork')}</p>", "de"), {"D-US-04", "D-UK-04", "D-DE-02"}),
        (document(f"<p><a href=/d>Disclosure</a></p><p>{LINK.format('Upwork')}</p>"), {"D-US-05", "D-UK-04"}),
        (document(f"<p>We earn a commission if you buy.</p><p>{LINK.format('Upwork')}</p>"), {"D-UK-02"}),
        (document(f"<p>{LINK.format('Upwork')}</p><p>{EN}</p>"), {"D-US-02", "D-UK-02"}),
        (document(f"<p>{LINK.format('Upwork')}</p><p>{DE}</p>", "de"), {"D-US-02", "D-UK-02", "D-DE-03"}),
        (document(f"<p title='{EN}'>Links</p><p>{LINK.format('Upwork')}</p>"), {"D-US-09", "D-UK-05"}),
        (document(f"<p>{EN}</p><p>{LINK.format('Upwork')}</p>", "de"), {"D-EU-04"}),
        (document(f"<p>{EN}</p><p>{LINK.format('Upwork')}</p><p>We are not paid by anybody.</p>"), {"D-US-02"}),
    ],
)
def test_each_jurisdiction_speaks_by_its_own_rule(html, broken):
    assert codes(html) == broken


def test_the_general_rule_of_the_union_speaks_where_no_other_does():
    html = document(f"<p>{LINK.format('Upwork')}</p><p>{EN}</p>")
    assert codes(html, profiles=("eu",)) == {"D-EU-01"}
    assert codes(html, profiles=("eu", "ie")) == {"D-IE-01"}
    assert codes(document(f"<p>{LINK.format('Upwork')}</p>"), profiles=("ie",)) == {"D-EU-01"}


def test_a_redirect_page_needs_no_disclosure():
    head = '<meta http-equiv=refresh content="0; url=https://upwork.pxf.io/c/1/2/3"><meta name=robots content=noindex>'
    html = f"<html lang=en><head>{head}</head><body>{LINK.format('Go on')}"
    assert not {code for code in codes(html) if code.startswith("D-")}


def test_what_a_page_states():
    page = page_of(f"<p>{EN}</p><p>{LINK.format('Upwork')}</p><footer><p>We earn a commission.</p></footer>")
    first, second = page.disclosures
    assert (first.kind, first.inside, first.seen, first.wording.advert) == ("statement", "", True, "ad")
    assert (second.kind, second.inside, second.wording.advert) == ("statement", "footer", "")
    assert page.stated.good == (first,)
    assert page.stated.is_enough("us")
    assert page.stated.is_enough("uk")


# -- colours ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["#f00", "#FF0000", "#f00f", "#ff0000ff", "red", "rgb(255, 0, 0)", "rgb(255 0 0)", "rgb(255 0 0 / 100%)",
     "rgba(255,0,0,1)", "hsl(0, 100%, 50%)", "hsl(0deg 100% 50%)", " Red "],
)  # fmt: skip
def test_ways_to_write_red(text):
    assert parse_colour(text) == Colour(1, 0, 0, 1)


@pytest.mark.parametrize(
    "text",
    ["", "currentcolor", "var(--x)", "url(a.png)", "rgb(", "#12", "color-mix(in srgb, red, blue)",
     "rgb(0 0 0 / 1.2.3%)"],
)  # fmt: skip
def test_what_is_no_known_colour(text):
    assert parse_colour(text) is None


@pytest.mark.parametrize(
    ("text", "red", "green", "blue"),
    [
        ("oklch(62.8% 0.2577 29.23)", 1, 0, 0),
        ("oklch(0.628 64.4% 29.23deg / 100%)", 1, 0, 0),
        ("oklab(0.86644 -0.23389 0.1795)", 0, 1, 0),
        ("oklch(1 0 0)", 1, 1, 1),
        ("oklab(0% 0 0)", 0, 0, 0),
    ],
)
def test_colours_by_how_they_are_perceived(text, red, green, blue):
    found = parse_colour(text)
    assert found is not None
    assert (found.red, found.green, found.blue) == pytest.approx((red, green, blue), abs=0.01)


def test_contrast():
    black, white, grey = Colour(0, 0, 0), Colour(1, 1, 1), parse_colour("#767676")
    assert grey is not None
    assert contrast(black, white) == pytest.approx(21)
    assert contrast(white, black) == pytest.approx(21)
    assert contrast(grey, white) == pytest.approx(4.54, abs=0.01)
    assert contrast(Colour(0, 0, 0, 0.5).over(white), white) == pytest.approx(3.95, abs=0.05)


@pytest.mark.parametrize(
    ("css", "sizes"),
    [
        ("", (16, 16)),
        ("p { font-size: 80% }", (12.8, 12.8)),
        ("html { font-size: 125% } p { font-size: .8rem }", (16, 16)),
        ("main { font: italic 12pt/1.5 serif } p { font-size: 0.5em }", (8, 8)),
        ("@media (max-width: 500px) { p { font-size: 10px } }", (10, 16)),
        (":root { --s: 11px } p { font-size: var(--s) }", (11, 11)),
        ("p { font-size: clamp(1px, 2vw, 20px) }", (7.2, 20)),
        ("p { font-size: calc(1rem - (2 * 2px) / 2) }", (14, 14)),
        ("p { font-size: min(max(.5em, 3pt), 50%) }", (8, 8)),
        ("p { font-size: 3vh }", (None, None)),
        ("p { font-size: calc(1rem - }", (None, None)),
    ],
)
def test_sizes_come_through_the_cascade(css, sizes):
    page = page_of(f"<style>{css}</style><main><p>text</p></main>")
    assert tuple(page.appearance.size(next(page.root.iter("p")), width) for width in (360, 1280)) == pytest.approx(
        sizes
    )


# -- phrases ----------------------------------------------------------------------------------------------------------


def test_phrases_stand_for_more_than_they_say():
    text = "Our partners pay a bit more for placement. TOP  5 tools; don’t pay."
    found = phrases("paid ranking").search(text)
    assert found is not None
    assert found[0] == "pay a bit more for placement"
    assert [found[0] for found in matches("ranking headings", text, Vocabulary(text))] == ["TOP  5"]
    assert [found[0] for found in matches("unpaid ranking", text, Vocabulary(text))] == ["don’t pay"]
    assert not list(matches("ranking headings", "Stop 5 tools", Vocabulary("Stop 5 tools")))


# -- whatever the HTML ------------------------------------------------------------------------------------------------

PIECES = st.sampled_from([
    "<p>", "</p>", "<div class=card>", "</div>", "<details>", "<table><tr><td>", "</table>", "<article>", "<h1>",
    "<h2>", "<a href=https://upwork.pxf.io/c/1/2/3>", "</a>", EN, DE, "affiliate link", "<footer>", "<span hidden>",
    "&#0;", "\x00", "<div class=countdown data-end=99999-99-99>", "<blockquote class=testimonial>", "$9.99", "<style>",
    "p{color:rgb(1 2 3 / 200%)}", "</style>", "<script type=application/ld+json>{", "[" * 50, "</script>",
    "<p style='font-size:1e9999px;opacity:x'>", "<!--", "-->", "<svg>", "<template>", "<ol><li>", "Top 5 best",
    "<p title='we earn a commission'>", "😀", "\n", "<html lang=x>", "Testsieger", "<th aria-sort=none>", "we own it",
    "unbiased", "not sponsored", "<select>", "<a href='http://['>", "<link rel=stylesheet href=//[x>", "<img src=//[>",
    "49,99 €", "#a #b #ad",
])  # fmt: skip


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=40))
def test_no_page_is_too_strange(pieces):
    findings_of("".join(pieces), profiles=EVERYWHERE, production=True)


@pytest.mark.parametrize(
    "piece",
    [
        f"<p>{EN}</p><div class=card><h3>x</h3>{LINK.format('Try')}</div>",
        f"<p>{LINK.format('Try')}</p><p>We do not earn money with ads, nor do we pay for placement. Not sponsored.</p>",
        "<div class=review><p>Good</p></div><blockquote class=testimonial>x</blockquote>",
        "<div><span class=ad>",
        "Top 5 best, ranked by us; we pay and pay and pay and pay for ",
    ],
    ids=["cards", "prose", "reviews", "depth", "one line"],
)
def test_time_grows_with_the_page_and_no_faster(piece):
    def checking(count):
        html = f"<html lang=en><body><main><h1>Best 5</h1>{piece * count}"
        return lambda: findings_of(html, profiles=EVERYWHERE)

    assert growth(checking, 100, 800) < 4


def test_a_label_that_nobody_takes_for_one_is_lost_among_hashtags():
    link = '<p><a href="https://upwork.pxf.io/c/1111/2222/3333" rel="sponsored nofollow noopener">Upwork</a></p>'
    tags = "<p>#work #home #office #ad #desk #morning</p>"
    codes = {finding.code for finding in findings_of(f"<main><h1>A desk</h1>{tags}{link}</main>", profiles=("in",))}
    assert codes == {"D-IN-01", "D-IN-02"}
    plain = tags.replace("#ad ", "")
    codes = {finding.code for finding in findings_of(f"<main><h1>A desk</h1>{plain}{link}</main>", profiles=("in",))}
    assert codes == {"D-IN-01"}
