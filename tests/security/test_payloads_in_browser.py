"""No text of a record, a front matter, a fence or a rulebook becomes anything but text in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.built import files_of
from tests.security.hostile_site import MARKER, build_site, page_names, write_site
from tests.security.payloads import ADDRESSES, BENIGN, PAYLOADS, TEXTS
from tests.security.serving import ORIGIN
from tests.security.watching import Watched, attack_surface, watching

PER_PAYLOAD = [BENIGN, *PAYLOADS]
CHUNK = 40
AROUND = [" ".join(PAYLOADS[start : start + CHUNK]) for start in range(0, len(PAYLOADS), CHUNK)]


def _pages_of(number: int) -> tuple[str, str, str]:
    """The addresses of a payload's review, of its comparison, and of the calculator that others may frame."""
    review, comparison = page_names(number)
    return f"/{review}", f"/{comparison}", f"/{comparison}embed/"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("hostile")
    write_site(folder, PER_PAYLOAD)
    return files_of(build_site(folder))


@pytest.fixture
def tab(browser: Browser, files: dict[str, bytes]) -> Iterator[Watched]:
    with watching(browser, files) as watched:
        yield watched


def test_the_corpus_is_broad() -> None:
    assert len(set(TEXTS)) >= 200
    assert len(set(ADDRESSES)) >= 60


@pytest.mark.parametrize("kind", range(3), ids=["review", "comparison", "framed"])
def test_no_payload_in_any_field_becomes_markup(tab: Watched, files: dict[str, bytes], kind: int) -> None:
    tab.open("/")
    surfaces = {
        payload: attack_surface(tab.page, files[f"{_pages_of(number)[kind]}index.html"].decode())
        for number, payload in enumerate(PER_PAYLOAD)
    }
    like = surfaces.pop(BENIGN)
    assert any(line.startswith("candid-calculator") for line in like)
    assert {payload: _news(surface, like) for payload, surface in surfaces.items() if surface != like} == {}


_AWAKE = """() => [
  location.href,
  document.querySelectorAll("candid-calculator [data-asleep]").length,
  document.querySelector(".candid-verdict")?.textContent ?? null,
]"""


def test_every_payload_stays_asleep_where_pages_are_opened(tab: Watched) -> None:
    wrong: dict[str, object] = {}
    for number, payload in enumerate(PER_PAYLOAD):
        tab.open(_pages_of(number)[number % 3])
        address, asleep, verdict = tab.page.evaluate(_AWAKE)
        # Under the strict policy everything of ours still works: what sleeps without it is awake.
        moved = address != tab.wanted
        if misdeeds := [*tab.misdeeds(), *(["asleep"] if asleep else []), *([address] if moved else [])]:
            wrong[payload] = misdeeds
        if number % 3 == 0:  # and readers see it as it was written
            assert _words(verdict) == _words(payload)
    assert wrong == {}


def test_a_page_that_leads_on_leads_to_the_offer_alone(tab: Watched, files: dict[str, bytes]) -> None:
    tab.open("/")
    like: list[str] = []
    for number, payload in enumerate(PER_PAYLOAD):
        html = files[f"/go/{MARKER}{number}-join/index.html"].decode()
        surface = attack_surface(tab.page, html)
        like = like or surface
        assert surface == like, payload
        refreshed = re.findall(r'http-equiv="refresh" content="0; url=([^"]*)"', html)
        assert [address.startswith(f"https://a.example/partner/{number}?") for address in refreshed] == [True], payload


def test_what_a_site_has_only_one_of_stays_text_too(browser: Browser, tmp_path: Path) -> None:
    like: dict[str, list[str]] = {}
    for place, around in enumerate([BENIGN, *AROUND]):
        folder = tmp_path / str(place)
        write_site(folder, [BENIGN], around)
        files = files_of(build_site(folder))
        with watching(browser, files) as tab:
            for address in (*_pages_of(0), "/"):
                tab.open(address)
                assert tab.misdeeds() == []
                surface = attack_surface(tab.page)
                assert _news(surface, like.setdefault(address, surface)) == [], (address, around)


def test_instant_navigation_takes_nothing_for_markup(browser: Browser, tmp_path: Path) -> None:
    write_site(tmp_path, [BENIGN, *AROUND], AROUND[3])
    files = files_of(build_site(tmp_path, material=True))
    like: list[str] = []
    with watching(browser, files, policy=None) as tab:  # Material itself has inline scripts
        tab.open("/")
        tab.page.evaluate("window.same = true")
        for number in range(len(AROUND) + 1):
            # The pages' titles are payloads, so a page is found by its address.
            link = tab.page.locator(f"article a[href$='{MARKER}{number}/']").first
            link.wait_for(state="attached")
            link.dispatch_event("click")
            tab.page.wait_for_url(f"**/{MARKER}{number}/")
            tab.page.locator("output").first.wait_for()
            assert tab.misdeeds() == []
            # What Material adds to its own menus depends on the width of their words.
            surface = [line for line in attack_surface(tab.page) if "md-" not in line and not line.endswith(" title")]
            like = like or surface
            assert sorted(surface) == sorted(like)
            tab.page.go_back()
            tab.page.wait_for_url(f"{ORIGIN}/")
        assert tab.page.evaluate("window.same"), "no page was loaded anew"


def _news(surface: list[str], like: list[str]) -> list[str]:
    known = set(like)
    return [line for line in surface if line not in known] or (["lost"] if len(surface) != len(like) else [])


def _words(text: str) -> str:
    """A text as HTML shows it: no control characters, and blanks of any length are one."""
    return " ".join(re.sub(r"[\x00-\x08\x0b-\x1f\x7f\r]", "", text).split())
