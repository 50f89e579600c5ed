"""Links that go by redirects of the site's own, as the rest of Candid sees them."""

from __future__ import annotations

from pathlib import Path

import pytest

from candid.link_inventory import list_links
from candid.links import LinkMarker, MarkedPage
from candid.markdown_extension import CandidExtension
from candid.redirects import link_folder
from candid.reverse_map import reverse_map
from candid.site import Site
from tests.redirects.site import sound

PAGE = '<p><a href="offer:join">One</a> <a href="offer:join" data-placement="card">two</a></p>'


def marked(site: Site, html: str = PAGE, site_url: str = "") -> MarkedPage:
    folder = link_folder(site, site_url)
    assert folder is not None
    marker = LinkMarker(site.catalog, site.networks, site.settings, site.disclosures, site.as_of, redirects=folder)
    return marker.mark(html, path="a.md")


def test_they_are_affiliate_links_of_their_programme(tmp_path: Path) -> None:
    links = marked(sound(tmp_path)).links
    assert [(link.href, link.cls, link.network, link.programme, link.offer) for link in links] == [
        ("/go/join/", "certain", "impact", "p", "join")
    ] * 2


def test_they_share_the_sub_id_of_the_redirect(tmp_path: Path) -> None:
    links = marked(sound(tmp_path)).links
    assert [(link.sub_id, link.is_ours, link.placement) for link in links] == [
        ("redirect_join.link1", False, "text"),
        ("redirect_join.link1", False, "card"),
    ]
    places = reverse_map({"a.md": links})
    assert [(place.sub_id, place.placement, place.is_ours) for place in places] == [
        ("redirect_join.link1", "card", False),
        ("redirect_join.link1", "text", False),
    ]


def test_a_second_pass_leaves_them_alone(tmp_path: Path) -> None:
    site = sound(tmp_path)
    once = marked(site).html
    again = marked(site, once)
    assert (again.html, again.links) == (once, ())


def test_an_address_that_an_author_wrote_out_is_not_changed(tmp_path: Path) -> None:
    page = marked(sound(tmp_path), '<a href="https://shop.pxf.io/c/1/2/3">x</a>')
    assert [link.href for link in page.links] == ["https://shop.pxf.io/c/1/2/3?subId1=a.text1"]


def test_the_path_of_the_site_comes_first(tmp_path: Path) -> None:
    assert {link.href for link in marked(sound(tmp_path), site_url="https://example.com/docs/").links} == {
        "/docs/go/join/"
    }


def test_lists_of_links_name_what_is_behind(tmp_path: Path) -> None:
    assert {link.address for link in list_links(sound(tmp_path), [])} == {
        "https://shop.pxf.io/c/1/2/3?u=https%3A%2F%2Fshop.example%2Fjoin"
    }


@pytest.mark.parametrize("publishes", [True, False])
def test_only_a_host_that_publishes_redirects_links_to_them(tmp_path: Path, publishes: bool) -> None:
    extension = CandidExtension(sound(tmp_path), report=(lambda _: None) if publishes else None)
    target = extension.marker.targets.of_offer("join")
    assert target is not None
    assert target.href.startswith("/go/" if publishes else "https://shop.pxf.io/")
