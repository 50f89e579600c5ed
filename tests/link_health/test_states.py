"""What a trail means."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from candid.diagnostics import Location
from candid.link_health.site_links import Place, SiteLink
from candid.link_health.states import Verdict, judge
from candid.link_health.trails import Fault, Hop, Sign, Trail
from candid.networks import LinkClass, load_networks

NETWORKS = load_networks()
PLACE = Place(Location("a.md", 1, 1), "")
SHOP = "https://shop.example"


def trail(*steps: str | int, fault: Fault | None = None, sign: Sign | None = None) -> Trail:
    """A trail of addresses and statuses in turn: ``a, 301, b, 200``."""
    addresses, statuses = list(map(str, steps[::2])), [int(status) for status in steps[1::2]]
    hops = tuple(Hop(address=address, status=status) for address, status in zip(addresses, statuses, strict=False))
    return Trail(hops=hops, end=addresses[-1], fault=fault, sign=sign)


def verdict(seen: Trail, *, again: bool = True, cls: LinkClass = "none") -> Verdict:
    return judge(SiteLink(seen.addresses[0], (PLACE,), cls), seen, NETWORKS, is_second_strike=again)


PLAIN: list[tuple[Sequence[str | int], str, str | None]] = [
    (("/a", 200), "ok", None),
    (("/a", 204), "ok", None),
    # another page, for good
    (("/a", 301, "/b", 200), "moved", "/b"),
    (("/a", 308, "/b", 200), "moved", "/b"),
    (("/a", 301, "/b", 301, "/c", 200), "moved", "/c"),
    (("/a", 301, "/b", 302, "/c", 200), "moved", "/b"),
    (("/a?x=1", 301, "/a?x=2", 200), "moved", "/a?x=2"),
    (("/a", 301, "https://other.example/a", 200), "moved", "https://other.example/a"),
    # for a while
    (("/a", 302, "/b", 200), "ok", None),
    (("/a", 307, "/b", 301, "/c", 200), "ok", None),
    (("/a", 303, "/b", 200), "ok", None),
    # the same page, spelled otherwise
    (("http://shop.example/a", 301, "/a", 200), "ok", "/a"),
    (("/a", 301, "/a/", 200), "ok", "/a/"),
    (("https://www.shop.example/a", 301, "/a", 200), "ok", "/a"),
    (("/a%2Db", 301, "/a-b", 200), "ok", "/a-b"),
    (("http://shop.example/a", 301, "/a", 301, "/b", 200), "moved", "/b"),
    # dead, twice
    (("/a", 404), "dead", None),
    (("/a", 410), "dead", None),
    (("/a", 500), "dead", None),
    (("/a", 400), "dead", None),
    (("/a", 301, "/b", 404), "dead", None),
    (("/a", 302, "/404", 200), "dead", None),
    (("/a", 301, "/not-found.html", 200), "dead", None),
    # a page that has become the home page
    (("/shop/thing", 302, "/", 200), "dead", None),
    (("/shop/thing", 301, "https://other.example", 200), "dead", None),
    (("/shop/thing", 301, "/en-us/", 200), "dead", None),
    (("/", 301, "/en/", 200), "moved", "/en/"),
    (("/home", 301, "/", 200), "moved", "/"),
    (("/index.html", 302, "/", 200), "ok", None),
    (("/thing", 302, "/?thing=1", 200), "ok", None),
    (("https://bit.ly/3abcdef", 301, "/", 200), "moved", "/"),
    # refused
    *[((("/a", status)), "blocked", None) for status in (401, 403, 405, 406, 429, 451, 503, 999)],
    (("/a", 302, "/login", 200), "blocked", None),
    (("/a", 302, "/account/sign-in", 200), "blocked", None),
    (("/login", 200), "ok", None),
    (("/login-help", 301, "/help/login-help", 200), "moved", "/help/login-help"),
]


def at_shop(step: str | int) -> str | int:
    return f"{SHOP}{step}" if isinstance(step, str) and step.startswith("/") else step


@pytest.mark.parametrize(("steps", "state", "proposal"), PLAIN, ids=[" ".join(map(str, case[0])) for case in PLAIN])
def test_a_plain_link(steps: Sequence[str | int], state: str, proposal: str | None) -> None:
    found = verdict(trail(*map(at_shop, steps)))
    assert (found.state, found.proposal) == (state, proposal and at_shop(proposal))
    assert bool(found.reason) or steps[1:] in ((200,), (204,))


FAULTS: dict[Fault, str] = {
    "dns": "dead",
    "refused": "dead",
    "tls": "dead",
    "timeout": "dead",
    "closed": "dead",
    "redirects": "dead",
    "unreadable": "dead",
    "private": "blocked",
    "scheme": "blocked",
    "robots": "blocked",
    "paused": "blocked",
    "tracking": "ok",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault(fault: Fault) -> None:
    found = verdict(trail(f"{SHOP}/a", 302, f"{SHOP}/b", fault=fault))
    assert found.state == FAULTS[fault]
    assert found.reason


SIGNS: dict[tuple[int, Sign], str] = {
    (200, "not-found"): "dead",
    (200, "parked"): "dead",
    (200, "bot-wall"): "blocked",
    (403, "bot-wall"): "blocked",
    (404, "bot-wall"): "blocked",
    (200, "script"): "ok",
}


@pytest.mark.parametrize(("status", "sign"), SIGNS)
def test_a_sign(status: int, sign: Sign) -> None:
    assert verdict(trail(f"{SHOP}/a", status, sign=sign)).state == SIGNS[status, sign]


def test_a_first_failure_is_a_suspect() -> None:
    found = verdict(trail(f"{SHOP}/a", 404), again=False)
    assert (found.state, found.is_suspect) == ("ok", True)
    assert not verdict(trail(f"{SHOP}/a", 404)).is_suspect
    assert not verdict(trail(f"{SHOP}/a", 403), again=False).is_suspect


CLICK = "https://prf.hn/click/camref:1011abc/destination:https://shop.example/a"
ARRIVED = "https://shop.example/a?clickref=1011lAbCdEf"
TRACKING: dict[str, tuple[LinkClass, str, str | None, Trail, str]] = {
    "keeps": ("certain", "partnerize", f"{SHOP}/a", trail(CLICK, 302, ARRIVED, 200), "ok"),
    "keeps it on the way": (
        "certain",
        "partnerize",
        f"{SHOP}/a",
        trail(CLICK, 302, ARRIVED, 302, f"{SHOP}/a", 200),
        "ok",
    ),
    "keeps, and the page refuses": ("certain", "partnerize", f"{SHOP}/a", trail(CLICK, 302, ARRIVED, 403), "blocked"),
    "loses": ("certain", "partnerize", f"{SHOP}/a", trail(CLICK, 302, f"{SHOP}/a", 200), "lost-tracking"),
    "loses, and the page refuses": (
        "certain",
        "partnerize",
        f"{SHOP}/a",
        trail(CLICK, 302, f"{SHOP}/a", 403),
        "lost-tracking",
    ),
    "loses, robots disallow": (
        "certain",
        "partnerize",
        f"{SHOP}/a",
        trail(CLICK, 302, f"{SHOP}/a", fault="robots"),
        "lost-tracking",
    ),
    "ends at another site": (
        "certain",
        "partnerize",
        f"{SHOP}/a",
        trail(CLICK, 302, "https://deals.invalid/?clickref=1011lAbCdEf", 200),
        "lost-tracking",
    ),
    "ends at the shop of another country": (
        "certain",
        "partnerize",
        "https://www.shop.de/",
        trail(CLICK, 302, "https://shop.co.uk/?clickref=1011lAbCdEf", 200),
        "ok",
    ),
    "leads to the home page": (
        "certain",
        "clickbank-of-tests",
        None,
        trail("https://hop.invalid/1", 302, f"{SHOP}/", 200),
        "ok",
    ),
    "ends at the network": ("certain", "partnerize", f"{SHOP}/a", trail(CLICK, 200), "lost-tracking"),
    "goes on by a script": ("certain", "partnerize", f"{SHOP}/a", trail(CLICK, 200, sign="script"), "blocked"),
    "of our own, told by nothing": ("certain", "direct", None, trail(f"{SHOP}/with/me", 200), "ok"),
    "is refused by the network": ("certain", "partnerize", f"{SHOP}/a", trail(CLICK, 403), "blocked"),
    "is gone": ("certain", "partnerize", f"{SHOP}/a", trail(CLICK, 404), "dead"),
    "of a network whose marks nobody knows": (
        "certain",
        "clickbank-of-tests",
        f"{SHOP}/a",
        trail("https://hop.invalid/1", 302, f"{SHOP}/a", 200),
        "ok",
    ),
    "Amazon keeps the tag": (
        "strong",
        "amazon",
        None,
        trail("https://www.amazon.com/dp/B0?tag=me-20", 301, "https://www.amazon.com/x/dp/B0?tag=me-20", 200),
        "ok",
    ),
    "Amazon loses the tag": (
        "strong",
        "amazon",
        None,
        trail("https://www.amazon.com/dp/B0?tag=me-20", 301, "https://www.amazon.com/x/dp/B0", 200),
        "lost-tracking",
    ),
}


@pytest.mark.parametrize("name", TRACKING)
def test_a_tracking_link(name: str) -> None:
    cls, network, destination, seen, state = TRACKING[name]
    link = SiteLink(seen.addresses[0], (PLACE,), cls, network, destination, destination)
    found = judge(link, seen, NETWORKS, is_second_strike=True)
    assert found.state == state, found
    assert found.proposal is None


def test_what_lost_its_mark_names_it() -> None:
    seen = trail(CLICK, 302, f"{SHOP}/a", 200)
    found = judge(SiteLink(CLICK, (PLACE,), "certain", "partnerize"), seen, NETWORKS, is_second_strike=False)
    assert found.reason == "it arrives at shop.example without 'clickref'"


def test_the_destination_of_a_tracking_link_is_judged_as_a_page() -> None:
    link = SiteLink(CLICK, (PLACE,), "certain", "partnerize", f"{SHOP}/a", f"{SHOP}/a")
    found = judge(link, trail(f"{SHOP}/a", 301, f"{SHOP}/b", 200), NETWORKS, is_second_strike=False)
    assert (found.state, found.proposal) == ("moved", f"{SHOP}/b")
