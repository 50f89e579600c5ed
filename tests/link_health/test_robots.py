"""Reading robots.txt, and which machines are public."""

from __future__ import annotations

import time

import pytest

from candid.link_health.public_addresses import is_public
from candid.robots_txt import read_robots

ASKED = [
    ("", "/a", True),
    ("User-agent: *\nDisallow: /", "/a", False),
    ("User-agent: *\nDisallow:", "/a", True),
    ("user-AGENT: * # everybody\nDISALLOW: /a # not this", "/ab", False),
    ("User-agent: *\nDisallow: /a\nAllow: /ab", "/abc", True),
    ("User-agent: *\nAllow: /a\nDisallow: /ab", "/abc", False),
    ("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True),
    ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", False),
    ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", True),
    ("User-agent: *\nDisallow: /a$", "/a", False),
    ("User-agent: *\nDisallow: /a$", "/ab", True),
    ("User-agent: *\nDisallow: /*a*b", "/xaxb", False),
    ("User-agent: *\nDisallow: /*a*b", "/xbxa", True),
    ("User-agent: *\nDisallow: /ab*b$", "/ab", True),
    ("User-agent: *\nDisallow: *", "/a", False),
    ("User-agent: *\nDisallow: /a%20b", "/a b", False),
    ("User-agent: *\nDisallow: /?q=", "/?q=1", False),
    ("User-agent: *\nDisallow: /\n\nUser-agent: Candid\nDisallow:", "/a", True),
    ("User-agent: candid\nDisallow: /\n\nUser-agent: *\nDisallow:", "/a", False),
    ("User-agent: other\nUser-agent: candid\nDisallow: /", "/a", False),
    ("User-agent: candid/1.0\nDisallow: /", "/a", False),
    ("User-agent: other\nDisallow: /", "/a", True),
    ("User-agent: *\nDisallow: /a\nUser-agent: candid\nDisallow: /b\n\nUser-agent: candid\nDisallow: /c", "/c", False),
    ("Disallow: /", "/a", True),
    ("\x00\nnonsense\nUser-agent: *\nDisallow: /", "/a", False),
]


@pytest.mark.parametrize(("text", "path", "allowed"), ASKED)
def test_whether_a_path_may_be_asked(text: str, path: str, allowed: bool) -> None:
    assert read_robots(text).rules_for("candid").allows(path) is allowed


@pytest.mark.parametrize(("said", "pause"), [("5", 5), ("0", 0), ("3600", 30), ("-1", 0), ("soon", 0), ("", 0)])
def test_how_fast(said: str, pause: float) -> None:
    assert read_robots(f"User-agent: *\nCrawl-delay: {said}").rules_for("candid").pause == pause


def test_a_hostile_file_costs_little_time() -> None:
    began = time.perf_counter()
    rules = read_robots("User-agent: *\n" + f"Disallow: /{'*a' * 200}b$\n" * 500).rules_for("candid")
    assert rules.allows("/" + "a" * 2_000)
    assert time.perf_counter() - began < 2


PUBLIC = ["1.1.1.1", "93.184.215.14", "2606:4700::1111", "64:ff9b::101:101"]
PRIVATE = [
    "127.0.0.1",
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.168.1.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1%eth0",
    "fd00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "2002:7f00:1::",
    "nonsense",
    "",
]


@pytest.mark.parametrize("number", [*PUBLIC, *PRIVATE])
def test_public_machines(number: str) -> None:
    assert is_public(number) is (number in PUBLIC)
