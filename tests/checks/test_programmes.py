"""Programmes: where their links lead, whose links they are, and what they must not be."""

from __future__ import annotations

import pytest

from tests.checks.conftest import Lint

SITE = "name: A site\nas_of: 2026-11-21\ndemo: true\n"


def product(destination: str, official_site: str = "https://shop.example/") -> str:
    return f"""
        name: Shop
        summary: A shop.
        official_site: {official_site}
        offers:
          join:
            title: Join
            destination: {destination}
            programme: p
        """


def programme(network: str, tracking_url: str, *more: str) -> str:
    lines = ("name: P", f"network: {network}", f"tracking_url: {tracking_url}", "pays: A share.", *more)
    return "\n".join((*lines, "terms: {title: Terms}", "checked_on: 2026-11-20", ""))


def files(network: str, tracking_url: str, destination: str, *more: str, official_site: str = "https://shop.example/"):
    return {
        "site.yml": SITE,
        "products/shop.yml": product(destination, official_site),
        "programmes/p.yml": programme(network, tracking_url, *more),
    }


@pytest.mark.parametrize(
    ("network", "tracking_url", "destination", "reason", "remedy"),
    [
        (
            "direct",
            "https://shop.example/r/me",
            "https://shop.example/plans",
            "takes no destination",
            "destination_parameter",
        ),
        (
            "clickbank",
            "https://v.hop.clickbank.net/?affiliate=me",
            "https://shop.example/plans",
            "takes no destination",
            "destination_parameter",
        ),
        (
            "amazon",
            "https://www.amazon.com/?tag=me-20",
            "https://www.amazon.de/dp/B0",
            "pages of amazon.com only",
            "an address on amazon.com",
        ),
        (
            "amazon",
            "https://www.amazon.com/?tag=me-20",
            "https://shop.example/",
            "pages of amazon.com only",
            "an address on amazon.com",
        ),
        (
            "amazon",
            "https://amzn.to/3AbCdEf",
            "https://www.amazon.com/dp/B0",
            "takes no destination",
            "deep_links: false",
        ),
        (
            "impact",
            "https://shop.pxf.io/c/1/2/3?u=https%3A%2F%2Fshop.example%2F",
            "https://shop.example/plans",
            "in 'u'",
            "take that off tracking_url",
        ),
        (
            "awin",
            "https://www.awin1.com/cread.php?awinmid=1&awinaffid=2&p=https%3A%2F%2Fshop.example",
            "https://shop.example/plans",
            "in 'p'",
            "take that off tracking_url",
        ),
        (
            "cj",
            "https://www.anrdoezrs.net/links/1/type/dlg/https://shop.example/",
            "https://shop.example/plans",
            "in its path",
            "take that off tracking_url",
        ),
        ("awin", "https://tidd.ly/3AbCdEf", "https://shop.example/plans", "a short one", "the long form"),
    ],
)
def test_destinations_that_no_link_reaches(
    lint: Lint, network: str, tracking_url: str, destination: str, reason: str, remedy: str
) -> None:
    (finding,) = lint(files(network, tracking_url, destination))
    assert str(finding.location) == "data/products/shop.yml:7:18"
    assert finding.code == "lost-destination"
    assert reason in finding.message
    assert remedy in finding.hint
    assert "programmes/p.yml" in finding.hint
    assert lint(files(network, tracking_url, destination, "deep_links: false")) == []


@pytest.mark.parametrize(
    ("network", "tracking_url", "destination"),
    [
        ("impact", "https://shop.pxf.io/c/1/2/3", "https://shop.example/plans"),
        ("impact", "https://shop.pxf.io/c/1/2/3?u=https%3A%2F%2Fshop.example%2F", "https://shop.example/"),
        ("amazon", "https://www.amazon.com/?tag=me-20", "https://amazon.com/dp/B0"),
        ("partnerize", "https://prf.hn/click/camref:1/destination:https://shop.example/x", "https://shop.example/x"),
    ],
)
def test_destinations_that_are_reached(lint: Lint, network: str, tracking_url: str, destination: str) -> None:
    assert lint(files(network, tracking_url, destination)) == []


def test_a_programme_may_name_the_parameter_of_its_own(lint: Lint) -> None:
    link = "https://shop.example/r/me"
    assert lint(files("direct", link, "https://shop.example/plans", "destination_parameter: to")) == []


AMAZON = ("amazon", "https://www.amazon.com/?tag=me-20", "https://www.amazon.de/dp/B0")


def test_a_marketplace_without_an_id_is_missed(lint: Lint) -> None:
    (finding,) = lint(files(*AMAZON, "tags: {amazon.co.uk: me-21}"))
    assert finding.code == "lost-destination"
    assert "pages of amazon.com and amazon.co.uk only" in finding.message
    assert "add 'amazon.de: your id there' to tags" in finding.hint
    assert lint(files(*AMAZON, "tags: {amazon.de: me03-21}")) == []


@pytest.mark.parametrize(
    ("network", "tracking_url", "line", "column", "message"),
    [
        ("amazon", "https://www.amazon.com/?tag=me-20", "tags: {amazon.com: other-20}", 20, "the id for amazon.com is"),
        (
            "amazon",
            "https://www.amazon.com/?tag=me-20",
            "tags: {shop.example: me-20}",
            8,
            "is no marketplace of Amazon",
        ),
        ("amazon", "https://www.amazon.com/?tag=me-20", "tags: {www.amazon.de: me-20}", 8, "without www"),
        ("impact", "https://shop.pxf.io/c/1/2/3", "tags: {shop.example: me}", 7, "no id for each marketplace"),
        ("partnerize", "https://prf.hn/click/camref:1", "parameters: {a: b}", 13, "take no parameters"),
    ],
)
def test_settings_that_do_not_fit_the_network(
    lint: Lint, network: str, tracking_url: str, line: str, column: int, message: str
) -> None:
    (finding,) = lint(files(network, tracking_url, tracking_url, line))
    assert (finding.code, str(finding.location)) == ("invalid-value", f"data/programmes/p.yml:5:{column}")
    assert message in finding.message


@pytest.mark.parametrize(
    ("network", "tracking_url", "found"),
    [
        ("impact", "https://www.awin1.com/cread.php?awinmid=1&awinaffid=2", "write 'network: awin'"),
        ("direct", "https://www.amazon.com/?tag=me-20", "write 'network: amazon'"),
        ("direct", "https://shop.pxf.io/c/1/2/3", "write 'network: impact'"),
    ],
)
def test_links_of_another_network(lint: Lint, network: str, tracking_url: str, found: str) -> None:
    (finding,) = lint(files(network, tracking_url, "https://shop.example/", "deep_links: false"))
    assert (finding.code, str(finding.location)) == ("network-mismatch", "data/programmes/p.yml:2:10")
    assert found in finding.hint


@pytest.mark.parametrize(
    ("network", "tracking_url"),
    [
        ("direct", "https://shop.example/?aff_id=3"),  # software that many sellers run themselves
        ("impact", "https://go.shop.example/me"),  # a host of the programme's own
        ("skimlinks", "https://go.skimresources.com/?id=1&url=https%3A%2F%2Fwww.amazon.com%2F%3Ftag%3Dme-20"),
    ],
)
def test_networks_that_fit_their_links(lint: Lint, network: str, tracking_url: str) -> None:
    assert lint(files(network, tracking_url, "https://other.example/", "deep_links: false")) == []


def test_a_misspelt_network_is_said_once(lint: Lint) -> None:
    findings = lint(files("impakt", "https://shop.pxf.io/c/1/2/3", "https://shop.example/", "deep_links: false"))
    assert [finding.code for finding in findings] == ["unknown-id"]


def test_a_copied_click_id_is_no_tracking_link(lint: Lint) -> None:
    findings = lint(files("awin", "https://shop.example/?awc=1_2", "https://other.example/", "deep_links: false"))
    assert [(finding.code, str(finding.location)) for finding in findings] == [
        ("landing-link", "data/programmes/p.yml:3:15")
    ]


def test_a_copied_click_id_is_no_part_of_a_destination(lint: Lint) -> None:
    given = files("impact", "https://shop.pxf.io/c/1/2/3", "https://shop.example/?irclickid=x")
    (finding,) = lint(given)
    assert (finding.code, str(finding.location)) == ("landing-link", "data/products/shop.yml:7:18")


@pytest.mark.parametrize("network", ["shortener", "unnamed", "stand-down"])
def test_nobody_has_links_of_a_mere_mark(lint: Lint, network: str) -> None:
    given = files(network, "https://go.shop.example/me", "https://shop.example/", "deep_links: false")
    assert [finding.code for finding in lint(given)] == ["unknown-id"]


@pytest.mark.parametrize(
    ("tracking_url", "destination", "official_site", "what"),
    [
        ("https://shop.example/", "https://shop.example/a", "https://other.example/", "the destination of 'join'"),
        ("https://shop.example", "https://other.example/", "https://www.shop.example/", "official_site"),
        (
            "https://shop.example/join",
            "https://shop.example/join/",
            "https://other.example/",
            "the destination of 'join'",
        ),
    ],
)
def test_a_plain_address_is_no_tracking_link(
    lint: Lint, tracking_url: str, destination: str, official_site: str, what: str
) -> None:
    given = files("direct", tracking_url, destination, "deep_links: false", official_site=official_site)
    (finding,) = lint(given)
    assert (finding.code, str(finding.location)) == ("plain-tracking-link", "data/programmes/p.yml:3:15")
    assert f"{what} in products/shop.yml" in finding.message


def test_a_tracking_link_may_stand_on_the_shop_s_own_site(lint: Lint) -> None:
    given = files("direct", "https://shop.example/with/me", "https://shop.example/with", "deep_links: false")
    assert lint(given, "[Plain](https://shop.example/) and [so](https://shop.example/with/member).") == []


@pytest.mark.parametrize("address", ["https://shop.example/?aff_id=3", "https://amzn.to/3AbCdEf"])
def test_the_official_site_is_no_affiliate_link(lint: Lint, address: str) -> None:
    link = "https://shop.example/?aff_id=3"
    (finding,) = lint(files("direct", link, "https://b.example/", "deep_links: false", official_site=address))
    assert (finding.code, str(finding.location)) == ("invalid-value", "data/products/shop.yml:3:16")


def test_a_stand_in_belongs_to_a_demonstration(lint: Lint) -> None:
    given = files("impact", "https://shop.pxf.io/c/1/2/3", "https://shop.example/", "placeholder: true")
    assert lint(given) == []
    (finding,) = lint({**given, "site.yml": SITE.replace("demo: true", "demo: false")})
    assert (finding.code, finding.severity.word) == ("placeholder-link", "warning")
    assert str(finding.location) == "data/programmes/p.yml:5:14"
    given["site.yml"] = SITE.replace("true", "false")
    given["programmes/p.yml"] = given["programmes/p.yml"].replace("true", "false")
    assert lint(given) == []


@pytest.mark.parametrize(
    ("prefix", "whose"),
    [
        ("https://www.awin1.com", "Awin"),
        ("https://awin1.com/cread.php", "Awin"),
        ("https://www.amazon.com/", "Amazon Associates"),
        ("https://geni.us", "Geniuslink"),
        ("https://shop.pxf.io/c/1/2/3", "the programme 'p'"),
    ],
)
def test_affiliate_links_are_not_switched_off_unseen(lint: Lint, prefix: str, whose: str) -> None:
    given = files("impact", "https://shop.pxf.io/c/1/2/3", "https://shop.example/")
    given["site.yml"] += f"links:\n  - prefix: {prefix}\n    affiliate: false\n"
    (finding,) = lint(given)
    assert (finding.code, finding.severity.word) == ("affiliate-links-switched-off", "warning")
    assert str(finding.location) == "data/site.yml:5:13"
    assert whose in finding.message


@pytest.mark.parametrize(
    "line",
    [
        "prefix: https://www.awin1.com, affiliate: true",
        "prefix: https://shop.example/?ref=menu, affiliate: false",
        "prefix: https://bit.ly/3abc, affiliate: false",
        "prefix: https://www.amazon.com/gp/help, affiliate: false",
    ],
)
def test_what_may_be_declared(lint: Lint, line: str) -> None:
    assert lint({"site.yml": f"name: A\nlinks: [{{{line}}}]\n"}) == []


AWIN = "https://www.awin1.com/cread.php?awinmid=1&awinaffid=2"


def test_a_destination_that_is_a_tracking_link(lint: Lint) -> None:
    found = lint(files("awin", AWIN, f'"{AWIN}&ued=https%3A%2F%2Fshop.example%2Fplans"'))
    (wrong,) = [one for one in found if one.code == "tracked-destination"]
    assert (wrong.location.path, wrong.location.line) == ("data/products/shop.yml", 7)
    assert wrong.message.startswith("the destination is itself a tracking link")
    assert wrong.hint.startswith("write https://shop.example/plans, or")
    assert [one.code for one in lint(files("awin", AWIN, "https://shop.example/plans"))] == []


@pytest.mark.parametrize(("tag", "is_said"), [("other-20", True), ("me-20", False)])
def test_a_destination_with_a_partner_id(lint: Lint, tag: str, is_said: bool) -> None:
    found = lint(files("amazon", "https://www.amazon.com/?tag=me-20", f"https://www.amazon.com/dp/B0?tag={tag}"))
    assert [(one.code, one.hint) for one in found] == ([("tagged-destination", "leave out 'tag'")] if is_said else [])
