"""What findings quote is what authors can find on their page, and may take away."""

from __future__ import annotations

import pytest

from tests.compliance.pages import findings_of

DISCLOSURE = "<p>Ad: we earn a commission if you buy through links on this page.</p>"


@pytest.mark.parametrize(
    ("query", "blamed"),
    [
        ("gspk=YWJj&amp;r=abc123def456abc123def456abc123def456abcd", "gspk"),
        ("awc=1234_567", "awc"),
    ],
)
def test_a_copied_click_is_blamed_and_not_the_sites_own_code(query, blamed):
    link = f'<a href="https://www.linode.com/?{query}" rel="sponsored nofollow">A host (Ad)</a>'
    (found,) = [one for one in findings_of(f"{DISCLOSURE}<p>{link}</p>") if one.code == "P-ALL-01"]
    assert found.message.endswith(f"({blamed})")
    assert found.hint.startswith(f"take {blamed} out of it")


def test_a_picture_that_acts_as_a_button_is_called_by_its_class():
    (found,) = findings_of('<p>Copy it: <i class="btn btn-icon" onclick="copyIt()"></i></p>')
    assert found.message == "'btn btn-icon' acts as a button and is none"
