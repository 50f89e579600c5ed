"""Sub-IDs lead back to places: each place has one of its own."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from candid.links import PlacedLink
from candid.reverse_map import SubIdPlace, reverse_map
from tests.links.site import marker

MARKER = marker()
LINKS = "".join(
    f'<a href="{href}"{placement}>x</a>'
    for href in ("offer:upwork", "offer:clickbank", "https://amzn.to/x", "https://www.amazon.com/dp/B0?tag=candid-20")
    for placement in ("", ' data-placement="offers"', ' data-placement="offers1"', ' data-placement="Off ers"') * 3
)


def placed(paths: list[str]) -> dict[str, list[PlacedLink]]:
    return {
        path: [
            link
            for placement in ("text", "site", "below", "excerpt")
            for link in MARKER.mark(LINKS, path=path, placement=placement).links
        ]
        for path in paths
    }


def assert_unique(paths: list[str]) -> None:
    pages = placed(paths)
    places = reverse_map(pages)
    assert len({place.sub_id for place in places}) == len(places)
    assert len(places) == sum(link.sub_id is not None for links in pages.values() for link in links)


def test_places_of_many_pages_never_share_one() -> None:
    names = ["index", "upwork", "up-work", "up_work", "up/work", "1", "a1", "ü", "u", "日本", "x" * 50, "x" * 51]
    folders = ["", "reviews/", "reviews-", "reviews_", "blog/posts/2026/", "Reviews/"]
    assert_unique([f"{folder}{name}.md" for folder in folders for name in names] + ["404.html", "404.md"])


@given(st.lists(st.text("ab1-_/. ü", min_size=1, max_size=60).map(lambda text: f"{text}.md"), unique=True, max_size=6))
def test_nor_do_those_of_any_pages(paths: list[str]) -> None:
    assert_unique(paths)


def test_a_row_says_what_a_report_needs() -> None:
    html = '<a href="offer:upwork" data-placement="offers">x</a><a href="https://amzn.to/x">y</a>'
    assert reverse_map({"reviews/a.md": MARKER.mark(html, path="reviews/a.md").links}) == (
        SubIdPlace("reviews_a.offers1", "reviews/a.md", "offers", 1, "upwork", "upwork", "impact", True),
    )


def test_an_author_s_own_may_stand_twice() -> None:
    html = '<a href="https://upwork.pxf.io/c/1/2/3?subId1=mine">x</a>' * 2
    places = reverse_map({"a.md": MARKER.mark(html, path="a.md").links})
    assert [(place.sub_id, place.ordinal, place.is_ours, place.offer) for place in places] == [
        ("mine", 1, False, None),
        ("mine", 2, False, None),
    ]
