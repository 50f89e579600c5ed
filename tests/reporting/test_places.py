"""Sub-IDs lead back to their pages and places; whatever is not ours leads nowhere."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from candid.networks.sub_ids import place_name, sub_id
from candid.reporting.places import KnownPlace, SubIdPages, placement_of

PATHS = ["index.md", "reviews/upwork.md", "a/b.md", "a-b.md", "Über uns.md", "404.html", "x" * 90 + ".md", "redirect/x"]
PAGES = SubIdPages(PATHS)


@given(
    st.sampled_from(PATHS),
    st.sampled_from(["text", "offers", "excerptoffers", "Site 1"]),
    st.integers(1, 999),
    st.booleans(),
)
def test_what_was_made_is_read(path: str, placement: str, ordinal: int, word: bool) -> None:
    written = sub_id(path, placement, ordinal, word=word)
    assert PAGES.read(written) == KnownPlace(path, place_name(placement), ordinal)


@pytest.mark.parametrize(
    "written", ["", "newsletter", "index.text", "index.1", "other.text1", "index.text1\n", "INDEX.text1", "a.b.text1"]
)
def test_what_is_not_ours_is_not_read(written: str) -> None:
    assert PAGES.read(written) is None


def test_a_long_one_takes_no_time() -> None:
    started = time.process_time()
    for part in ("a1", "_", "a_", "1", "."):
        assert PAGES.read(f"index.{part * 200_000}!") is None
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("text", "placement"),
    [
        ("<p><a>x</a></p>", "text"),
        ("<section class='candid-card candid-summary'><p><a>x</a></p></section>", "summary"),
        ("<aside><div class='candid-offers'><a>x</a></div></aside>", "offers"),
        ("<candid-calculator><figure class='candid-card'><a>x</a></figure></candid-calculator>", "calculator"),
        ("<aside><p><a>x</a></p></aside>", "aside"),
        ("<div><table><tr><td><a>x</a></td></tr></table></div>", "table"),
    ],
)
def test_a_link_without_one_stands_where_the_html_says(text: str, placement: str) -> None:
    (link,) = html.document_fromstring(text).iter("a")
    assert placement_of(link) == placement
