"""What kind of link an address is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from pathlib import Path
from time import process_time
from typing import Any
from urllib.parse import quote

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from candid.models import DeclaredLink
from candid.networks import Network, Networks, load_networks
from candid.networks.classifier import LinkClass
from candid.networks.table import Look, read_table
from tests.growth import growth

CASES: list[dict[str, str]] = [
    case
    for table in sorted(Path(__file__).with_name("cases").glob("*.yml"))
    for case in yaml.safe_load(table.read_text(encoding="utf-8"))
]
CLASSES = set(LinkClass.__args__)  # type: ignore[attr-defined]


table = cache(load_networks)


@pytest.fixture(name="networks")
def _networks() -> Networks:
    return table()


def expected(case: dict[str, str]) -> dict[str, str | None]:
    told: dict[str, str | None] = {key: case[key] for key in ("sub_id", "destination") if key in case}
    return {"url": case["url"], "class": case["class"], "network": case.get("network"), **told}


def likely_first(network: Network) -> list[dict[str, str]]:
    """The cases, those first that ``network`` has to do with: most signatures need only these."""
    return sorted(CASES, key=lambda case: network.id not in table().classify(case["url"]).networks)


def differs(networks: Networks, case: dict[str, str]) -> bool:
    answer = networks.classify(case["url"]).as_json()
    return any(answer[key] != value for key, value in expected(case).items())


@pytest.mark.parametrize("case", CASES, ids=[case["url"] for case in CASES])
def test_case(networks, case):
    answer = networks.classify(case["url"]).as_json()
    assert {key: answer[key] for key in expected(case)} == expected(case)


def without(network: Network, index: int) -> Network:
    rest = network.signatures[:index] + network.signatures[index + 1 :]
    return network.model_copy(update={"signatures": rest})


def test_every_signature_has_a_case_that_fails_without_it(networks):
    entries = list(networks.by_id.values())
    idle = []
    for position, network in enumerate(entries):
        cases = likely_first(network)
        for index in range(len(network.signatures)):
            changed = Networks([*entries[:position], without(network, index), *entries[position + 1 :]])
            if not any(differs(changed, case) for case in cases):
                idle.append(f"{network.id}, signature {index + 1}")
    assert idle == []


def test_every_exception_has_a_case_that_fails_without_it(networks):
    entries = list(networks.by_id.values())
    idle = []
    for position, network in enumerate(entries):
        for index, signature in enumerate(network.signatures):
            if not signature.exceptions:
                continue
            bold = signature.model_copy(update={"exceptions": ()})
            signatures = (*network.signatures[:index], bold, *network.signatures[index + 1 :])
            changed = network.model_copy(update={"signatures": signatures})
            answers = Networks([*entries[:position], changed, *entries[position + 1 :]])
            if not any(differs(answers, case) for case in CASES):
                idle.append(f"{network.id}, signature {index + 1}")
    assert idle == []


def test_no_host_is_longer_than_names_can_be(networks):
    assert networks.classify(f"https://{'a.' * 120}amzn.to/x").cls == "none"
    assert networks.classify(f"https://{'a.' * 100}pxf.io/x").cls == "certain"


def test_wrapped_link_names_both_networks(networks):
    found = networks.classify(
        "https://go.skimresources.com/?id=1X2&url=https%3A%2F%2Fwww.amazon.com%2Fdp%2FB0%3Ftag%3Dcandid-20"
    )
    assert found.networks == ("skimlinks", "amazon")
    assert found.inner is not None
    assert found.inner.cls == "strong"


def test_nesting_ends_at_five_levels(networks):
    url = "https://example.com/"
    for _ in range(8):
        url = f"https://redirect.viglink.com/?u={quote(url, safe='')}"
    found, depth = networks.classify(url), 0
    while found.inner is not None:
        found, depth = found.inner, depth + 1
    assert depth == 5


class TestDeclared:
    """What the author says goes first."""

    def test_affiliate(self, networks):
        declared = [DeclaredLink(prefix="https://bit.ly/mine", affiliate=True, programme="upwork")]
        found = networks.classify("http://BIT.ly/mine?x=1", declared)
        assert (found.cls, found.programme) == ("certain", "upwork")

    def test_not_affiliate(self, networks):
        declared = [DeclaredLink(prefix="https://brand.example/x?ref=team", affiliate=False)]
        assert networks.classify("https://brand.example/x?ref=team", declared).cls == "none"
        assert networks.classify("https://brand.example/x?ref=teammate", declared).cls == "weak"

    def test_longest_prefix_counts(self, networks):
        declared = [
            DeclaredLink(prefix="https://brand.example", affiliate=False),
            DeclaredLink(prefix="https://brand.example/go/", affiliate=True),
        ]
        assert networks.classify("https://brand.example/go/x", declared).cls == "certain"
        assert networks.classify("https://brand.example/about", declared).cls == "none"

    def test_prefix_ends_at_a_word(self, networks):
        declared = [DeclaredLink(prefix="https://brand.example", affiliate=True)]
        assert networks.classify("https://brand.example.evil.test/", declared).cls == "none"
        assert networks.classify("https://brand.example@evil.test/", declared).cls == "none"

    @pytest.mark.parametrize(
        "href", ["http://shop.example/x/me", "https://WWW.Shop.example/x/me?x=1", "//shop.example/x/me"]
    )
    def test_spelling_of_the_host_does_not_matter(self, networks, href):
        declared = [
            DeclaredLink(prefix="https://shop.example/x/me", affiliate=True),
            DeclaredLink(prefix="https://www.shop.example/x", affiliate=False),
        ]
        assert networks.classify(href, declared).cls == "certain"
        assert networks.classify("https://shop.example/x/member", declared).cls == "none"
        assert networks.classify("https://www2.shop.example/x/me", declared).cls == "none"

    def test_foreign_click_id_stays_one(self, networks):
        declared = [DeclaredLink(prefix="https://www.upwork.com", affiliate=True)]
        assert networks.classify("https://www.upwork.com/?irclickid=x", declared).cls == "landing"


def test_answer_does_not_depend_on_what_was_asked_before(networks):
    declared = [DeclaredLink(prefix="https://bit.ly/mine", affiliate=True)]
    before = networks.classify("https://bit.ly/mine")
    networks.classify("https://bit.ly/mine", declared)
    assert networks.classify("https://bit.ly/mine") == before == load_networks().classify("https://bit.ly/mine")


@given(st.text())
def test_never_raises_on_text(url):
    assert table().classify(url).cls in CLASSES


def pieces() -> st.SearchStrategy[str]:
    known = st.sampled_from(
        ["https://", "http:", "//", "\\", "@", ":", "?", "&", "#", "=", "%", "%25", "%2F", "u=", "url=", "tag=x-20",
         "amzn.to", "www.amazon.com", "pxf.io", "prf.hn", "/destination:", "/type/dlg/", "/c/1234/567/890", "[", "]",
         "..", "\n", "\t", "\x00", "\ud800", "ü", "xn--"]
    )  # fmt: skip
    return st.lists(st.one_of(known, st.text(max_size=3)), max_size=25).map("".join)


@given(pieces())
def test_never_raises_on_broken_addresses(url):
    answer = table().classify(url)
    assert answer.cls in CLASSES
    assert answer.url == url


@pytest.mark.parametrize(
    "piece",
    ["/aff/", "/destination:https:", "/type/dlg/https:", "%25", "&url=", "@", "?u=https://a"],
)
def test_long_addresses_take_linear_time(networks, piece):
    attempts = count()

    def classifying(length):
        # A new address each time: answers are remembered.
        url = f"https://prf.hn{piece * (length // len(piece))}#{next(attempts)}"
        return lambda: networks.classify(url)

    assert growth(classifying, 100_000, 800_000) < 3


def asked(look: Look) -> Iterator[str | None]:
    for parameters in (look.query, look.words, look.keys, look.needs):
        yield from parameters.values()


def patterns(look: Look) -> Iterator[str]:
    values = (look.host_pattern, look.path, look.fragment, *asked(look))
    yield from (value for value in values if value is not None)


def test_all_patterns_are_regular_expressions(networks):
    for network in networks.by_id.values():
        looks = [look for signature in network.signatures for look in (signature, *signature.exceptions)]
        for pattern in (pattern for look in looks for pattern in patterns(look)):
            re.compile(pattern)
        for pattern in (network.sub_id_in_path, network.destination_in_path, network.written and network.written.when):
            assert pattern is None or re.compile(pattern).groups <= 1


HOSTILE = (
    "a",
    "A",
    "1",
    "-",
    ".",
    "/",
    "/a",
    "/1A",
    "/aff",
    "a.",
    "/r/a1",
    "aff/",
    "?p(1)",
    "url(",
    "http:",
    "a_aid=",
    "&",
)


def searches(look: Look) -> Iterator[Callable[[str], object]]:
    """What an address is held against: hosts end at 253 characters, the rest where its author ends."""
    if look.host_pattern is not None:
        host = re.compile(look.host_pattern)
        yield lambda text: host.fullmatch(text[:253])
    for pattern in filter(None, (look.path, look.fragment)):
        yield re.compile(pattern).search
    for pattern in filter(None, asked(look)):
        yield re.compile(pattern, re.IGNORECASE).fullmatch


@pytest.mark.parametrize("piece", HOSTILE)
def test_all_patterns_take_linear_time(networks, piece):
    text = piece * (20_000 // len(piece)) + "!"
    slow = []
    for network in networks.by_id.values():
        looks = [look for signature in network.signatures for look in (signature, *signature.exceptions)]
        tries = [search for look in looks for search in searches(look)]
        tries += [re.compile(told).search for told in (network.sub_id_in_path, network.destination_in_path) if told]
        started = process_time()
        for search in tries:
            search(text)
        # A linear one takes a millisecond or two, a quadratic one more than a second.
        if process_time() - started > 0.1 + 0.1 * len(tries):
            slow.append(network.id)
    assert slow == []


def test_table_refuses_mistakes():
    entry: dict[str, Any] = {"id": "x", "name": "X", "signatures": [{"level": "certain", "hosts": ["x.example"]}]}
    assert read_table([entry])[0].id == "x"
    for wrong in (
        [entry, entry],
        [{**entry, "sub_ids": []}],
        [{**entry, "signatures": [{"level": "sure"}]}],
        [{**entry, "signatures": [{"level": "none", "path": "^/about"}]}],
        [{**entry, "signatures": [{"level": "weak", "hosts": ["X.example"]}]}],
    ):
        with pytest.raises(ValueError, match=r"stands twice|validation error"):
            read_table(wrong)
