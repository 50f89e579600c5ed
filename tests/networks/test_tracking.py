"""Tracking links: destination and sub-ID in the network's own parameters."""

from __future__ import annotations

import re
from typing import ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candid.models import Programme
from candid.networks import load_networks
from candid.networks.sub_ids import place_name, slot_in_text, sub_id
from candid.networks.tracking import tracking_link, with_parameter

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


class TestMarketplaces:
    """One programme, several shops."""

    TAGS: ClassVar = {"amazon.com": "candid-20", "amazon.de": "candid-21"}
    OURS = "https://www.amazon.com/?tag=candid-20"
    EBAY = "https://www.ebay.com/?mkrid=711-53200-19255-0&campid=5338000000"

    @pytest.mark.parametrize(
        ("destination", "expected"),
        [
            ("https://www.amazon.com/dp/B0", "https://www.amazon.com/dp/B0?tag=candid-20"),
            ("https://www.amazon.de/dp/B0?tag=x&th=1#r", "https://www.amazon.de/dp/B0?th=1&tag=candid-21#r"),
            ("https://smile.amazon.de/dp/B0", "https://smile.amazon.de/dp/B0?tag=candid-21"),
        ],
    )
    def test_the_destination_chooses_the_tag(self, destination, expected):
        assert link("amazon", self.OURS, destination, tags=self.TAGS) == expected

    def test_tags_alone_are_enough(self):
        href = link("amazon", "https://www.amazon.com/", "https://amazon.de/dp/B0", tags=self.TAGS)
        assert href == "https://amazon.de/dp/B0?tag=candid-21"

    def test_without_a_tag_it_is_not_reached(self):
        lost = tracking_link(programme("amazon", self.OURS, tags=self.TAGS), "https://www.amazon.fr/dp/B0", NETWORKS)
        assert (lost.href, lost.lost, lost.detail) == (self.OURS, "other-site", "amazon.com and amazon.de")

    def test_ebay_has_a_rotation_id_for_each(self):
        href = link("ebay", self.EBAY, "https://www.ebay.de/itm/1?hash=x")
        query = parse_qs(urlsplit(href).query)
        assert query == {
            "hash": ["x"],
            "mkrid": ["707-53477-19255-0"],
            "campid": ["5338000000"],
            "mkevt": ["1"],
            "mkcid": ["1"],
            "toolid": ["10001"],
        }
        assert link("ebay", f"{self.EBAY}&toolid=20008", "https://www.ebay.com/itm/1").count("toolid") == 1

    def test_ebay_links_lead_to_ebay_only(self):
        assert link("ebay", self.EBAY, "https://example.com/") == self.EBAY


class TestWrittenOut:
    """Links that hold the destination as a part of their text."""

    @pytest.mark.parametrize(
        ("network", "tracking_url", "expected"),
        [
            (
                "partnerize",
                "https://prf.hn/click/camref:1011l/",
                "https://prf.hn/click/camref:1011l/destination:https%3A%2F%2Fx.example%2Fa%3Fb%3D1%23c",
            ),
            (
                "cj",
                "https://www.anrdoezrs.net/links/123/type/dlg",
                "https://www.anrdoezrs.net/links/123/type/dlg/https://x.example/a?b=1#c",
            ),
            (
                "tradedoubler",
                "https://clk.tradedoubler.com/click?p(1)a(2)",
                "https://clk.tradedoubler.com/click?p(1)a(2)url(https%3A%2F%2Fx.example%2Fa%3Fb%3D1%23c)",
            ),
        ],
    )
    def test_destination(self, network, tracking_url, expected):
        href = link(network, tracking_url, "https://x.example/a?b=1#c")
        assert href == expected
        assert (NETWORKS.classify(href).destination or "").startswith("https://x.example/a?b=1")

    def test_other_links_of_the_network_have_parameters(self):
        href = link("cj", "https://www.kqzyfj.com/click-123-456", "https://x.example/")
        assert href == "https://www.kqzyfj.com/click-123-456?url=https%3A%2F%2Fx.example%2F"
        href = link("tradedoubler", "https://clk.tradedoubler.com/click?p=1&a=2", "https://x.example/")
        assert href == "https://clk.tradedoubler.com/click?p=1&a=2&url=https%3A%2F%2Fx.example%2F"

    @pytest.mark.parametrize(
        ("network", "url", "expected"),
        [
            ("partnerize", "https://prf.hn/click/camref:1", "https://prf.hn/click/camref:1/pubref:ID"),
            (
                "partnerize",
                "https://prf.hn/click/camref:1/destination:https%3A%2F%2Fx.example",
                "https://prf.hn/click/camref:1/pubref:ID/destination:https%3A%2F%2Fx.example",
            ),
            (
                "cj",
                "https://www.anrdoezrs.net/links/1/type/dlg/https://x.example/a?b=1#c",
                "https://www.anrdoezrs.net/links/1/type/dlg/sid/ID/https://x.example/a?b=1#c",
            ),
            (
                "digistore24",
                "https://www.digistore24.com/redir/1/me/",
                "https://www.digistore24.com/redir/1/me/ID",
            ),
            (
                "tradedoubler",
                "https://clk.tradedoubler.com/click?p(1)a(2)url(https://x.example/)",
                "https://clk.tradedoubler.com/click?p(1)a(2)epi(ID)url(https://x.example/)",
            ),
        ],
    )
    def test_sub_id_goes_before_the_destination(self, network, url, expected):
        slot = slot_in_text(url, NETWORKS.by_id[network])
        assert slot is not None
        assert slot.filled("ID") == expected

    @pytest.mark.parametrize(
        ("network", "url"),
        [
            ("partnerize", "https://prf.hn/click/camref:1/pubref:mine"),
            ("cj", "https://www.kqzyfj.com/click-1-2?url=x"),
            ("digistore24", "https://www.digistore24.com/redir/1/me/mine"),
            ("impact", "https://x.pxf.io/c/1/2/3"),
        ],
    )
    def test_no_place_for_one(self, network, url):
        assert slot_in_text(url, NETWORKS.by_id[network]) is None


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
        assert sub_id("reviews/upwork.md", "text", 1, word=True) == "reviews_upwork_text1"
        assert re.fullmatch(r"reviews_up_work_[0-9a-f]{8}_text1", sub_id("reviews/up-work.md", "text", 1, word=True))

    def test_long_and_foreign_paths_stay_apart(self):
        paths = [f"{'very-' * 20}long-{n}.md" for n in range(50)]
        paths += ["ü.md", "u.md", "U.md", "u .md", "u_.md", "日本.md", "a/b.md", "a-b.md", "a_b.md"]
        assert len({sub_id(path, "text", 1) for path in paths}) == len(paths)

    def test_word_sub_ids_stay_apart_too(self):
        paths = ["a/b.md", "a-b.md", "a_b.md", "a.b.md", "a/b/c.md", "a/b-c.md"]
        assert len({sub_id(path, "text", 1, word=True) for path in paths}) == len(paths)

    def test_an_ordinal_is_never_taken_for_a_part_of_the_place(self):
        assert sub_id("a.md", "text1", 1) == sub_id("a.md", "text", 1)
        assert place_name("text1") == place_name("text") == "text"
        assert place_name("h2o") == "h2o"

    def test_a_template_is_no_page(self):
        assert sub_id("404.html", "site", 1) != sub_id("404.md", "site", 1)

    def test_same_every_time(self):
        assert sub_id("日本/レビュー.md", "text", 1) == "c310e970.text1"

    @given(st.text(), st.text(), st.integers(1, 9999), st.booleans())
    def test_alphabet_and_length(self, path, placement, ordinal, word):
        text = sub_id(path, placement, ordinal, word=word)
        assert re.fullmatch(r"[a-z0-9_]+" if word else r"[a-z0-9._-]+", text)
        assert len(text) <= 64
