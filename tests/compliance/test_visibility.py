"""What readers see of a page: by its HTML, the elements around, and style sheets on narrow and wide screens."""

from __future__ import annotations

import pytest

from tests.compliance.pages import page_of, site_of

SHOWN = {
    "plain": "<p id=it>text</p>",
    "open details": "<details open><p id=it>text</p></details>",
    "summary": "<details><summary id=it>text</summary>more</details>",
    "open dialog": "<dialog open><p id=it>text</p></dialog>",
    "another class": "<style>.note { display: none }</style><p id=it class=notes>text</p>",
    "only in print": "<style>@media print { p { display: none } }</style><p id=it>text</p>",
    "a sheet for print": "<style media=print>p { display: none }</style><p id=it>text</p>",
    "overridden": "<style>p { display: none } #it { display: block }</style><p id=it>text</p>",
    "a state only": "<style>p:hover { display: none }</style><p id=it>text</p>",
    "a style sheet that speaks for the class": "<style>.hidden { color: red }</style><p id=it class=hidden>text</p>",
    "an ordinary indent": "<p id=it style='text-indent: -1em; padding-left: 1em'>text</p>",
    "half transparent": "<p id=it style='opacity: .5'>text</p>",
    "beside the middle": "<p id=it style='position: absolute; left: 50%; transform: translate(-50%, -50%)'>text</p>",
    "from the right": "<p id=it style='position: absolute; left: 100%; transform: translateX(-100%)'>text</p>",
    "over the picture above": "<p id=it style='position: relative; top: -120px; margin-top: -100px'>text</p>",
    "brought in by an animation": "<style>p { opacity: 0; animation: fade .4s forwards }</style><p id=it>text</p>",
    "clipped outside of its box": "<p id=it style='clip-path: inset(0 -100%)'>text</p>",
    "a cell that is cut off": (
        "<table><td id=it style='max-width: 0; overflow: hidden; text-overflow: ellipsis'>text</table>"
    ),
    "a bar as wide as the window": "<p id=it style='margin-left: -9999px; padding-left: 9999px'>text</p>",
    "the same in short": "<p id=it style='margin-left: -100vw; padding: 1em 100vw'>text</p>",
    "slid in": "<p id=it style='transform: translateX(-100%); animation: slide .6s forwards'>text</p>",
    "nested elsewhere": "<style>.card { & .note, > p { display: none } }</style><div><p id=it>text</p></div>",
    "on screens wider than any": "<style>@media (width > 3000px) { p { display: none } }</style><p id=it>text</p>",
    "broken style sheet": "<style>p { display: none; } } @@ {{ ;;; </style><div id=it>text</div>",
}
HIDDEN = {
    "hidden": "<p id=it hidden>text</p>",
    "hidden around it": "<div hidden><p id=it>text</p></div>",
    "closed details": "<details><summary>s</summary><p id=it>text</p></details>",
    "second summary": "<details><summary>s</summary><summary id=it>text</summary></details>",
    "dialog": "<dialog><p id=it>text</p></dialog>",
    "popover": "<div popover><p id=it>text</p></div>",
    "noscript": "<noscript><p id=it>text</p></noscript>",
    "template": "<template><p id=it>text</p></template>",
    "display": "<p id=it style='display:none'>text</p>",
    "visibility": "<p id=it style='VISIBILITY: hidden'>text</p>",
    "opacity": "<p id=it style='opacity: 0.0'>text</p>",
    "no size": "<p id=it style='font-size: 0'>text</p>",
    "clipped": "<p id=it style='position: absolute; clip: rect(0, 0, 0, 0)'>text</p>",
    "clip path": "<p id=it style='clip-path: inset(50%)'>text</p>",
    "off screen": "<p id=it style='position: absolute; left: -9999px'>text</p>",
    "indented away": "<p id=it style='text-indent: -999em'>text</p>",
    "no height": "<p id=it style='height: 0; overflow: hidden'>text</p>",
    "scaled away": "<p id=it style='transform: scale(0)'>text</p>",
    "moved away": "<p id=it style='transform: translateX(-200%)'>text</p>",
    "moved out of the window": "<p id=it style='translate: 0 -100vh'>text</p>",
    "moved by its own width": "<p id=it style='position: fixed; left: 0; transform: translate(-100%, 0)'>text</p>",
    "far to the left of its place": "<p id=it style='position: relative; left: -9999px'>text</p>",
    "all sides": "<p id=it style='position: absolute; inset: -9999px auto auto -9999px'>text</p>",
    "a margin": "<p id=it style='margin-left: -9999px'>text</p>",
    "turned sideways": "<p id=it style='transform: rotateX(90deg)'>text</p>",
    "filtered": "<p id=it style='filter: opacity(0%)'>text</p>",
    "clipped from one side": "<p id=it style='clip-path: inset(0 100% 0 0)'>text</p>",
    "a line of three pixels": "<p id=it style='max-height: 3px; overflow: hidden'>text</p>",
    "no wider than a pixel": "<p id=it style='max-width: 1px; overflow: hidden'>text</p>",
    "a margin beside common padding": "<p id=it style='margin-left: -9999px; padding: 4px 10px'>text</p>",
    "image replacement": "<p id=it style='font: 0/0 a'>text</p>",
    "nested": "<style>.a { top: 0; & .b { display: none } }</style><div class=a><p id=it class=b>t</p></div>",
    "nested in a list": "<style>.a, .b { > p:first-child { opacity: 0 } }</style><div class=b><p id=it>t</p></div>",
    "nested query": "<style>p { @media (width >= 40rem) { display: none } }</style><p id=it>text</p>",
    "but on desktops": "<style>@media not all and (min-width: 64rem) { p { opacity: 0 } }</style><p id=it>t</p>",
    "style sheet": "<style>#it { display: none }</style><p id=it>text</p>",
    "important": "<style>p { display: none !important }</style><p id=it style='display: block'>text</p>",
    "on phones": "<style>@media (max-width:40em) { .a > p { display: none } }</style><div class=a><p id=it>t</p></div>",
    "on desktops": "<style>@media screen and (min-width: 900px) { p { display: none } }</style><p id=it>text</p>",
    "a sheet for phones": "<style media='(max-width: 600px)'>p { display: none }</style><p id=it>text</p>",
    "a well-known class": "<p id=it class='small sr-only'>text</p>",
    "in a layer": "<style>@layer base { p { display: none } }</style><p id=it>text</p>",
}


@pytest.mark.parametrize("html", SHOWN.values(), ids=SHOWN.keys())
def test_seen(html):
    page = page_of(html)
    assert page.is_seen(next(one for one in page.root.iter() if one.get("id") == "it"))


@pytest.mark.parametrize("html", HIDDEN.values(), ids=HIDDEN.keys())
def test_not_seen(html):
    page = page_of(html)
    assert not page.is_seen(next(one for one in page.root.iter() if one.get("id") == "it"))


def test_a_sheet_of_the_site_is_read_and_one_of_another_host_is_not():
    sheet = "p { display: none }"
    own = page_of("<link rel=stylesheet href=/css/a.css><p id=it>text</p>", {"css/a.css": sheet})
    other = page_of("<link rel=stylesheet href=https://cdn.example/css/a.css><p id=it>text</p>", {"css/a.css": sheet})
    assert [page.is_seen(next(page.root.iter("p"))) for page in (own, other)] == [False, True]


@pytest.mark.parametrize(
    ("html", "exposed"),
    [
        ("<p id=it>text</p>", True),
        ("<p id=it class=sr-only>text</p>", True),
        ("<p id=it style='position: absolute; left: -9999px'>text</p>", True),
        ("<div aria-hidden=true><p id=it>text</p></div>", False),
        ("<p id=it style='display: none'>text</p>", False),
        ("<p id=it style='visibility: hidden'>text</p>", False),
        ("<p id=it hidden>text</p>", False),
    ],
)
def test_what_assistive_technology_is_told(html, exposed):
    page = page_of(html)
    assert page.is_exposed(next(one for one in page.root.iter() if one.get("id") == "it")) is exposed


def test_hidden_words_are_no_part_of_the_seen_text():
    page = page_of(
        "<p>One <b hidden>two</b> three <i style='display:none'>four</i><!-- five --><script>six</script></p>"
    )
    assert page.seen_text(next(page.root.iter("p"))) == "One three"
    assert page.text_of(next(page.root.iter("p"))) == "One two three four"


def test_text_of_deeply_nested_elements():
    page = page_of("<div>" * 200 + "deep" + "</div>" * 200)
    assert page.seen_text(page.body) == page.text_of(page.body) == page.name_of(page.body) == "deep"


@pytest.mark.parametrize(
    ("html", "name"),
    [
        ("<a href=/>Try <img src=a.png alt=Upwork></a>", "Try Upwork"),
        ("<a href=/ aria-label='Try it'>here</a>", "Try it"),
        ("<span id=l>Label</span><a href=/ aria-labelledby=l>here</a>", "Label"),
        ("<a href=/ title=Title><img src=a.png alt=''></a>", "Title"),
        ("<a href=/>Seen <span aria-hidden=true>not told</span></a>", "Seen"),
    ],
)
def test_accessible_names(html, name):
    page = page_of(html)
    assert page.name_of(next(page.root.iter("a"))) == name


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ("<html lang=de-AT><p>The text is in English and not in German.</p>", "de"),
        ("<p>Die Seite ist nicht auf Englisch, und das ist auch gut.</p>", "de"),
        ("<p>Les pages sont dans une langue que nous ne nommons pas.</p>", "fr"),
        ("<p>Esta página no es para los que buscan una lista del día.</p>", "es"),
        ("<p>Questa pagina non è per chi cerca una lista della spesa.</p>", "it"),
        ("<p>Upwork</p>", "en"),
    ],
)
def test_the_language_of_a_page(html, language):
    assert page_of(html).language == language


def test_a_sheet_that_a_script_gives_to_screens_counts():
    link = "<link rel=stylesheet href=/a.css media=print{}><p id=it>text</p>"
    sheet = {"a.css": "p { display: none }"}
    late, printed = page_of(link.format(" onload=this.media='all'"), sheet), page_of(link.format(""), sheet)
    assert not late.is_seen(next(late.root.iter("p")))
    assert printed.is_seen(next(printed.root.iter("p")))


HIDES = "p { display: none }"


@pytest.mark.parametrize(
    ("sheet", "seen"),
    [
        ("@import 'b.css';", False),
        ("@charset 'utf-8'; @layer a; @IMPORT url( b.css ) layer(a) supports(display: grid);", False),
        ('@import url("b.css") screen and (max-width: 40em);', False),
        ("@import/**/'b.css' (min-width: 700px), print and (orientation: landscape);", True),
        ("/* @import 'b.css'; */", True),
        ("i { content: \"@import 'b.css';\" }", True),
        ("i { color: red } @import 'b.css';", True),
        ("@import 'b.css' print;", True),
        ("@import 'b.css' screen and (max-width: 200px);", True),
        ("@import 'c.css' (max-width: 200px);", True),
        ("@import 'a.css'; @import 'c.css' (max-width: 500px);", False),
        ("@import;@import url();@import 3 'b.css'", True),
    ],
)
def test_what_a_sheet_imports(sheet, seen):
    files = {"a.css": sheet, "b.css": HIDES, "c.css": "@import 'b.css'; @import 'a.css';"}
    page = page_of("<link rel=stylesheet href=a.css><p id=it>text</p>", files)
    assert page.is_seen(next(page.root.iter("p"))) is seen


def test_a_sheet_imports_the_same_whoever_asks_first(tmp_path):
    chain = {f"{number}.css": f"@import '{number + 1}.css';" for number in range(30)}
    page = "<link rel=stylesheet href={}.css><p>text"
    files = {**chain, "30.css": HIDES, "a.html": page.format(0), "b.html": page.format(15)}
    pages = site_of(tmp_path, files).pages
    assert [one.is_seen(next(one.root.iter("p"))) for one in pages] == [False, False]
