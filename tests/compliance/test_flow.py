"""A page's text as one string, and the ways back from it to elements."""

from __future__ import annotations

import re

from lxml import etree

from candid.compliance.text.flow import Flow, Spans
from candid.compliance.wording.claims import find_claims


def flow_of(html):
    root = etree.fromstring(html, etree.HTMLParser(encoding="utf-8"))
    return Flow(next(root.iter("body"))), root


def test_blanks_collapse_and_blocks_end_lines():
    flow, _ = flow_of("<body> <p>One\n  <b>two</b>,&nbsp;three </p><p>four</p>five<br>six<!-- no -->seven</body>")
    assert flow.text == "One two, three \nfour\nfive\nsixseven\n"


def test_scripts_styles_templates_and_drawings_are_no_text():
    flow, _ = flow_of(
        "<body>a<script>b</script><style>c</style><template>d</template><svg><text>e</text></svg><noscript>f</noscript>g</body>"
    )
    assert flow.text == "ag\n"


def test_each_place_knows_its_element_and_the_last_one_that_begins_before_it():
    flow, root = flow_of("<body><p>One <b>two</b> three <i>four</i></p></body>")
    place = flow.text.index("three")
    assert flow.element_at(place).tag == "p"
    assert flow.last_before(place).tag == "b"
    assert flow.element_at(flow.text.index("two")).tag == "b"
    assert flow.of(next(root.iter("p"))) == "One two three four"
    assert flow.text[slice(*flow.span(next(root.iter("i"))))] == "four"


def test_lower_case_keeps_every_place():
    flow, _ = flow_of("<body><p>İstanbul Straße ẞ ŞİŞ</p></body>")
    assert len(flow.lower) == len(flow.text)
    assert flow.lower.startswith("istanbul")


def test_a_sentence_and_a_line_around_a_place():
    flow, _ = flow_of("<body><p>One. Two is 3.5 now! Three?</p><p>Four</p></body>")
    place = flow.text.index("3.5")
    assert flow.sentence(place, place + 3) == "Two is 3.5 now!"
    assert flow.line(place) == "One. Two is 3.5 now! Three?"


def test_a_phrase_across_elements_is_found_in_the_one_where_it_begins():
    flow, _ = flow_of("<body><p>It is <b>passive</b> income.</p></body>")
    (found,) = find_claims(flow, "promises")
    assert found.match[0] == "passive income"
    assert found.element.tag == "b"


def test_claims_that_are_denied_asked_or_reported_are_none():
    for text in (
        "There is no passive income.",
        "Is it passive income?",
        "Beware of anyone who promises passive income.",
        "Passive income is a myth.",
        "Keine Garantie auf Einnahmen.",
    ):
        flow, _ = flow_of(f"<body><p>{text}</p></body>")
        assert not list(find_claims(flow, "promises")), text


def test_a_denial_ends_with_its_sentence():
    flow, _ = flow_of("<body><p>There are no fees. Passive income awaits.</p></body>")
    assert [found.match[0] for found in find_claims(flow, "promises")] == ["passive income"]


def test_spans_that_overlap_are_one():
    spans = Spans([(10, 20), (0, 3), (15, 30)])
    assert [place for place in (0, 2, 3, 9, 10, 22, 29, 30) if place in spans] == [0, 2, 10, 22, 29]
    assert 0 not in Spans([])


def test_a_pattern_is_found_within_an_element_alone():
    flow, root = flow_of("<body><p>a 1</p><p id='x'>b 2</p></body>")
    assert [found.match[0] for found in flow.find(re.compile(r"\d"), root.xpath("//*[@id='x']")[0])] == ["2"]
