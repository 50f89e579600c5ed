"""Links of our own schemes that are not quite written as such."""

from __future__ import annotations

import pytest

from tests.checks.conftest import Lint


@pytest.mark.parametrize("scheme", ["offer", "calc"])
def test_a_space_behind_the_colon(lint: Lint, scheme: str) -> None:
    (found,) = lint({"site.yml": "name: A site\nas_of: 2026-11-21\n"}, f"# Page\n\nA [kettle]({scheme}: kettle).\n")
    assert (str(found.location), found.code) == ("page.md:3:12", "link-form")
    assert (found.message, "without a space" in found.hint) == (f"nothing is named behind '{scheme}:'", True)


ASSOCIATES = """
    name: Associates
    network: amazon
    tracking_url: https://www.amazon.com/?tag=ours-20
    tags: {amazon.de: ours-21}
    pays: A share.
    terms: {title: Terms}
    checked_on: 2026-11-20
    """


@pytest.mark.parametrize(
    ("address", "mine"),
    [
        ("https://www.amazon.com/dp/B01?tag=other-20", "ours-20"),
        ("https://www.amazon.com/dp/B01?th=1&amp;tag=other-20", "ours-20"),
        ("https://amazon.de/dp/B01?tag=other-20", "ours-21"),
    ],
)
def test_somebody_elses_partner_id(lint: Lint, address: str, mine: str) -> None:
    data = {"site.yml": "name: A site\nas_of: 2026-11-21\n", "programmes/p.yml": ASSOCIATES}
    (found,) = lint(data, f"# Page\n\nA [kettle]({address}).\n")
    assert (str(found.location), found.code) == ("page.md:3:12", "foreign-partner-id")
    assert found.message == f"the link carries the partner id 'other-20', yours is '{mine}'"


@pytest.mark.parametrize(
    ("address", "declared"),
    [
        ("https://www.amazon.com/dp/B01?tag=ours-20", ""),
        ("https://www.amazon.de/dp/B01?tag=OURS-21", ""),
        ("https://www.amazon.co.uk/dp/B01?tag=other-21", ""),
        ("https://shop.example/?tag=kettles", ""),
        (
            "https://www.amazon.com/dp/B01?tag=second-20",
            "links: [{prefix: https://www.amazon.com/dp/B01, affiliate: true, programme: p}]\n",
        ),
    ],
)
def test_ids_that_are_ours_or_nobodys(lint: Lint, address: str, declared: str) -> None:
    data = {"site.yml": f"name: A site\nas_of: 2026-11-21\n{declared}", "programmes/p.yml": ASSOCIATES}
    assert lint(data, f"# Page\n\nA [kettle]({address}), `{address}x`.\n") == []
