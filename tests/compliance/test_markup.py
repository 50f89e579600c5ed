"""The same facts in three ways of writing them are one graph."""

from __future__ import annotations

import json
import time
from decimal import Decimal
from typing import Any

import pytest
from lxml import etree

from candid.compliance.facts.shown import number_of, readings
from candid.compliance.markup.graph import Node, bare, from_json_ld
from candid.compliance.markup.microdata import read_attributes
from candid.robots_txt import read_robots

HERE = etree.Element("script")


def graph(*blocks: Any) -> list[Node]:
    return from_json_ld((HERE, json.loads(json.dumps(block))) for block in blocks)


def attributes(html: str) -> list[Node]:
    root = etree.fromstring(html, etree.HTMLParser())
    return read_attributes(root.iter(etree.Element))


MICRODATA = """
<div itemscope itemtype="https://schema.org/Product"><b itemprop="name">Lamp</b>
<div itemprop="review" itemscope itemtype="http://schema.org/Review"><meta itemprop="datePublished"
content="2026-11-03">
<span itemprop="author" itemscope itemtype="https://schema.org/Person"><i itemprop="name">Mara</i></span></div></div>
"""
RDFA = """
<div vocab="https://schema.org/" typeof="Product"><b property="name">Lamp</b>
<div property="review" typeof="Review"><time property="datePublished" datetime="2026-11-03">then</time>
<span rel="schema:author"><span typeof="schema:Person"><i property="schema:name">Mara</i></span></span></div></div>
"""
JSON_LD = {
    "@graph": [
        {"@type": "schema:Product", "@id": "#lamp", "name": {"@value": "Lamp"}, "review": [{"@id": "#review"}]},
        {
            "@type": ["https://schema.org/Review"],
            "@id": "#review",
            "datePublished": "2026-11-03",
            "author": {"@type": "Person", "name": "Mara"},
        },
    ]
}


@pytest.mark.parametrize("nodes", [attributes(MICRODATA), attributes(RDFA), graph(JSON_LD)])
def test_all_ways_of_writing_say_the_same(nodes):
    product = next(node for node in nodes if node.is_a({"Product"}))
    (review,) = product.nodes("review")
    assert product.text("name") == "Lamp"
    assert review.is_a({"Review"})
    assert review.text("datePublished") == "2026-11-03"
    assert review.texts("author") == ["Mara"]
    assert [(owner, name) for owner, name in review.owners] == [(product, "review")]


def test_one_id_is_one_thing_across_blocks():
    nodes = graph({"@type": "Product", "@id": "#a", "name": "Lamp"}, {"@type": "Thing", "@id": "#a", "sku": 5})
    assert len(nodes) == 1
    assert nodes[0].types == {"Product", "Thing"}
    assert nodes[0].text("sku") == "5"


def test_a_reference_to_nothing_is_a_text():
    (node,) = graph({"@type": "Review", "author": {"@id": "#nobody"}})
    assert node.properties["author"] == ["#nobody"]


def test_other_vocabularies_have_no_types_of_ours():
    (node,) = attributes('<div itemscope itemtype="https://data.example/Product"><b itemprop="name">x</b></div>')
    assert node.types == frozenset()


@pytest.mark.parametrize(
    "name", ["Product", "schema:Product", "https://schema.org/Product", "http://schema.org/Product/"]
)
def test_bare_names(name):
    assert bare(name) == "Product"


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ("4.50", {"4.5"}),
        ("4,5", {"4.5"}),
        ("1,234", {"1.234", "1234"}),
        ("1.234,50", {"1234.5"}),
        ("1 234", {"1234", "1", "234"}),
        ("12", {"12"}),
    ],
)
def test_numbers_of_people(written, values):
    assert set(readings(written)) == {Decimal(value) for value in values}


@pytest.mark.parametrize(
    ("written", "value"), [("4.50", "4.5"), (" 7 ", "7"), ("1e2", "100"), ("4.333333333333333", None)]
)
def test_numbers_of_machines(written, value):
    assert number_of(written) == Decimal(value or written)


@pytest.mark.parametrize("written", ["4,5", "four", "", "$5", "1e999999", "9" * 400, "NaN", "٤"])
def test_what_machines_do_not_read(written):
    assert number_of(written) is None


def test_robots_take_the_longest_rule():
    robots = read_robots(
        "User-agent: *\nDisallow: /a/\nAllow: /a/b\nDisallow: /*.pdf$\n\nSitemap: https://x.example/s.xml\n"
    )
    assert robots.blocks("/a/c") == "Disallow: /a/"
    assert not robots.blocks("/a/b/c")
    assert robots.blocks("/x.pdf")
    assert not robots.blocks("/x.pdfs")
    assert robots.sitemaps == ("https://x.example/s.xml",)


def test_a_group_for_search_engines_that_forbids_nothing_counts_alone():
    assert not read_robots("User-agent: *\nDisallow: /\n\nUser-agent: Googlebot\nDisallow:\n").blocks("/a")


def test_hostile_robots_cost_search_engines_little_time():
    began = time.process_time()
    assert not read_robots("User-agent: *\n" + f"Disallow: /{'*a' * 200}b\n" * 100).blocks("/" + "a" * 2_000)
    assert time.process_time() - began < 2


def test_robots_for_one_crawler_leave_the_others_alone():
    robots = read_robots("User-agent: Otherbot\nDisallow: /\n\nUser-agent: Googlebot\nUser-agent: X\nDisallow: /go/\n")
    assert not robots.blocks("/a/")
    assert robots.blocks("/go/x")
