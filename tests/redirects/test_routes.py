"""Which offers are redirected, and where to."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from candid.redirects.routes import location_of, route_folder, routes
from candid.site import Site
from candid.targets import Targets
from tests.redirects.conftest import ADDRESSES, LOCATIONS
from tests.redirects.site import PROGRAMME, SITE, load, plain_programme, sound

HEAD = "name: Shop\nsummary: A shop.\nofficial_site: https://shop.example/\noffers:\n"
AMAZON = """\
name: Amazon
network: amazon
tracking_url: https://www.amazon.com/?tag=me-20
pays: A share.
terms: {title: Terms}
checked_on: 2026-11-01
cloaking: allowed
"""


def locations(site: Site) -> Mapping[str, str]:
    folder = route_folder(site, "")
    assert folder is not None
    return {route.path: route.location for route in routes(site, folder)}


def offers(*lines: str) -> str:
    return HEAD + "".join(f"  {line}\n" for line in lines)


def linked(site: Site, name: str) -> str:
    """Where links to an offer lead on a site that publishes its redirects."""
    target = Targets(site.catalog, site.networks, site.settings, site.as_of, redirects="/go/").of_offer(name)
    assert target is not None
    return target.href


def test_an_offer_of_a_programme_that_allows_it(tmp_path: Path) -> None:
    site = sound(tmp_path)
    sub_id = "&subId1=redirect_join.link1"
    assert locations(site) == {"/go/join": f"https://shop.pxf.io/c/1/2/3?u=https%3A%2F%2Fshop.example%2Fjoin{sub_id}"}
    assert linked(site, "join") == "/go/join/"


@pytest.mark.parametrize("cloaking", ["forbidden", "unknown"])
def test_no_offer_of_another_programme(tmp_path: Path, cloaking: str) -> None:
    site = sound(tmp_path, {"programmes/p.yml": PROGRAMME.replace("allowed", cloaking)})
    assert locations(site) == {}
    assert linked(site, "join").startswith("https://shop.pxf.io/")


@pytest.mark.parametrize(
    ("programme", "destination"),
    [
        (AMAZON, "https://www.amazon.com/dp/B000000000"),
        (AMAZON.replace("www.amazon.com/?tag=me-20", "amzn.to/abc\ndeep_links: false"), "https://www.amazon.com/dp/B0"),
        (
            PROGRAMME.replace("impact", "skimlinks").replace(
                "https://shop.pxf.io/c/1/2/3", "https://go.skimresources.com/?id=1X2&xs=1"
            ),
            "https://www.amazon.de/dp/B000000000",
        ),
        (plain_programme("https://www.amazon.com/dp/B000000000?tag=me-20"), "https://shop.example/"),
    ],
    ids=["its programme", "its short links", "wrapped by another network", "recorded as a shop's own programme"],
)
def test_nothing_ever_hides_amazon(tmp_path: Path, programme: str, destination: str) -> None:
    product = offers(f'kindle: {{title: Kindle, destination: "{destination}", programme: p}}')
    site, _ = load(tmp_path, {"programmes/p.yml": programme, "products/shop.yml": product})
    assert locations(site) == {}
    assert linked(site, "kindle").startswith("https://")


def test_plain_offers_stay_plain(tmp_path: Path) -> None:
    product = offers(
        'plain: {title: A, destination: "https://shop.example/a"}',
        'paid: {title: B, destination: "https://shop.example/b", affiliate: true}',
    )
    site = sound(tmp_path, {"products/shop.yml": product})
    assert locations(site) == {}
    assert (linked(site, "plain"), linked(site, "paid")) == ("https://shop.example/a", "https://shop.example/b")


def test_an_ended_offer_leads_to_what_stands_in_for_it(tmp_path: Path) -> None:
    product = offers(
        'deal: {title: D, destination: "https://shop.example/deal", programme: p, ends_on: 2026-01-31, fallback: join}',
        'gone: {title: G, destination: "https://shop.example/gone", programme: p, ends_on: 2026-01-31}',
        'soon: {title: S, destination: "https://shop.example/soon", programme: p, starts_on: 2027-01-01}',
        'join: {title: J, destination: "https://shop.example/join", programme: p}',
    )
    site = sound(tmp_path, {"products/shop.yml": product})
    there = "https://shop.pxf.io/c/1/2/3?u=https%3A%2F%2Fshop.example%2Fjoin&subId1=redirect_"
    assert locations(site) == {
        "/go/deal": f"{there}deal.link1",
        "/go/gone": "https://shop.example/gone",
        "/go/join": f"{there}join.link1",
        "/go/soon": "https://shop.example/soon",
    }
    assert [linked(site, name) for name in ("deal", "gone", "soon", "join")] == [
        "/go/join/",
        "https://shop.example/gone",
        "https://shop.example/soon",
        "/go/join/",
    ]


@pytest.mark.parametrize("cloaking", ["forbidden", "unknown"])
def test_what_stands_in_is_not_hidden_against_its_terms(tmp_path: Path, cloaking: str) -> None:
    product = offers(
        'deal: {title: D, destination: "https://shop.example/", programme: p, ends_on: 2026-01-31, fallback: other}',
        'other: {title: O, destination: "https://shop.example/", programme: other}',
    )
    other = plain_programme("https://partner.example/?ref=1", cloaking)
    site, findings = load(tmp_path, {"products/shop.yml": product, "programmes/other.yml": other})
    assert locations(site) == {"/go/deal": "https://shop.example/"}
    assert linked(site, "deal") == "https://partner.example/?ref=1"
    assert "redirect-stand-in" in [finding.code for finding in findings]


def test_a_site_that_says_nothing_has_no_redirects(tmp_path: Path) -> None:
    site = sound(tmp_path, {"site.yml": "name: A site\n"})
    assert route_folder(site, "https://example.com/") is None


@pytest.mark.parametrize(
    ("site_url", "address"),
    [
        ("", "/go/"),
        ("https://example.com", "/go/"),
        ("https://example.com/docs", "/docs/go/"),
        ("https://example.com/a b/ü/", "/a%20b/%C3%BC/go/"),
    ],
)
def test_the_folder_lies_below_the_path_of_the_site(tmp_path: Path, site_url: str, address: str) -> None:
    folder = route_folder(sound(tmp_path), site_url)
    assert folder is not None
    assert folder.address == address


def test_another_prefix(tmp_path: Path) -> None:
    site = sound(tmp_path, {"site.yml": SITE.replace("{hosts", "{prefix: see, hosts")})
    assert list(locations(site)) == ["/see/join"]


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_a_location_is_encoded_where_it_must_be(name: str) -> None:
    assert location_of(ADDRESSES[name]) == LOCATIONS[name]
    assert location_of(LOCATIONS[name]) == LOCATIONS[name]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example/",
        "/relative",
        "ftp://x.example/",
        "https://x.example/a b",
        "https://x.example/\r\nX-Injected: yes",
        "https://x.example/\x00",
        f"https://{'ü' * 80}.example/",
        "",
    ],
)
def test_nothing_else_is_a_location(address: str) -> None:
    assert location_of(address) is None
