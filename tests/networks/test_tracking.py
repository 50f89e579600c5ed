"""Tracking links: destination and sub-ID in the network's own parameters."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candid.models import Programme
from candid.networks import load_networks
from candid.networks.tracking import sub_id, tracking_link, with_parameter

NETWORKS = load_networks()
DESTINATION = "https://www.example.com/a b?q=ü&x=50%25&y=1#top".replace(" ", "%20")


def programme(network: str, tracking_url: str, **more: object) -> Programme:
    record = {"name": "X", "network": network, "tracking_url": tracking_url, "pays": "x", "checked_on": "2026-01-01"}
    return Programme.model_validate({**record, "terms": {"title": "Terms"}, **more})


def link(network: str, tracking_url: str, destination: str = DESTINATION, **more: object) -> str:
    return tracking_link(programme(network, tracking_url, **more), destination, NETWORKS).href


def test_destination_is_encoded_once():
    href = link("impact", "https://upwork.pxf.io/c/1/2/3")
    assert href == (
        "https://upwork.pxf.io/c/1/2/3?u=https%3A%2F%2Fwww.example.com%2Fa%2520b%3Fq%3D%C3%BC%26x%3D50%2525%26y%3D1%23top"
    )
    assert parse_qs(urlsplit(href).query)["u"] == [DESTINATION]


def test_fiverr_takes_it_encoded_twice():
    href = link("fiverr", "https://go.fiverr.com/visit/?bta=1&brand=fiverrcpa")
    value = parse_qs(urlsplit(href).query)["landingPage"][0]
    assert value.startswith("https%3A%2F%2Fwww.example.com%2F")
    assert unquote(value) == DESTINATION


@pytest.mark.parametrize(
    "network", [n for n in NETWORKS.by_id.values() if n.destination and n.deep_link == "parameter"]
)
def test_classifier_reads_back_what_was_written(network):
    base = "https://track.example.com/x?id=1"
    href = link(network.id, base)
    assert href.startswith(f"{base}&{network.destination[0]}=")
    value = parse_qs(urlsplit(href).query)[network.destination[0]][0]
    assert (unquote(value) if network.encodings == 2 else value) == DESTINATION


def test_parameters_go_onto_the_destination():
    href = link(
        "amazon", "https://www.amazon.com/?tag=candid-20", "https://amazon.com/dp/B0?psc=1&tag=other-20#reviews"
    )
    assert href == "https://amazon.com/dp/B0?psc=1&tag=candid-20#reviews"


def test_destination_on_another_site_is_not_reached():
    ours = "https://www.amazon.com/?tag=candid-20"
    assert link("amazon", ours, "https://www.amazon.de/dp/B0") == ours


def test_no_deep_links():
    ours = "https://upwork.pxf.io/c/1/2/3"
    assert link("impact", ours, deep_links=False) == ours
    assert link("partnerstack", "https://x.grsm.io/y") == "https://x.grsm.io/y"
    assert link("direct", "https://x.example/r/1") == "https://x.example/r/1"
    assert link("none-such", "https://x.example/r/1") == "https://x.example/r/1"


def test_programme_may_differ_from_its_network():
    href = link("direct", "https://x.example/r/1#f", "https://x.example/a?b", destination_parameter="to")
    assert href == "https://x.example/r/1?to=https%3A%2F%2Fx.example%2Fa%3Fb#f"


def test_parameter_that_is_there_stays():
    assert with_parameter("https://x.example/?U=1", "u", "2") == "https://x.example/?U=1"
    assert with_parameter("https://x.example?", "u", "a&b=c#d") == "https://x.example?u=a%26b%3Dc%23d"


class TestSubId:
    """Where a click came from, in few and harmless characters."""

    def test_says_page_and_placement(self):
        assert sub_id("reviews/upwork.md", "summary", 1) == "reviews_upwork.summary1"
        assert sub_id("", "text", 3) == "page.text3"

    def test_word_characters_only(self):
        assert sub_id("reviews/up-work.md", "text", 1, word=True) == "reviews_up_work_text1"

    def test_long_and_foreign_paths_stay_apart(self):
        paths = [f"{'very-' * 20}long-{n}.md" for n in range(50)]
        paths += ["ü.md", "u.md", "U.md", "u .md", "u_.md", "日本.md", "a/b.md", "a-b.md", "a_b.md"]
        assert len({sub_id(path, "text", 1) for path in paths}) == len(paths)

    def test_same_every_time(self):
        assert sub_id("日本/レビュー.md", "text", 1) == "c310e970.text1"

    @given(st.text(), st.text(), st.integers(1, 9999), st.booleans())
    def test_alphabet_and_length(self, path, placement, ordinal, word):
        text = sub_id(path, placement, ordinal, word=word)
        assert re.fullmatch(r"[a-z0-9_]+" if word else r"[a-z0-9._-]+", text)
        assert len(text) <= 64
