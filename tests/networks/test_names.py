"""What the names of parameters say."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candid.networks.names import Meaning, meaning_of


@pytest.mark.parametrize("name", ["affid", "aff_id", "aff-track", "x[aff]_code", "affuserid", "my.aff.key", "aff_id_2"])
def test_endings_do_not_change_what_a_name_is_about(name):
    assert meaning_of(name) == Meaning("aff", keyed=True)


@pytest.mark.parametrize(
    ("name", "word", "keyed"),
    [
        ("aff", "aff", False),
        ("x[aff]", "aff", False),
        ("mb_inviteid", "invite", True),
        ("referredby", "referred", True),
        ("referrer_data[handle]", "referrer", True),
        ("affinity", "affinity", False),
        ("aff_sub", "sub", False),
        ("padrino", "padrino", False),
        ("codeparrain", "parrain", True),
        ("idea", "idea", False),
        ("id", "", True),
        ("", "", False),
        ("123", "", False),
    ],
)
def test_meaning(name, word, keyed):
    assert meaning_of(name) == Meaning(word, keyed=keyed)


@given(st.text())
def test_any_name_has_one(name):
    assert meaning_of(name).word in name


def test_long_names_cost_nothing():
    started = process_time()
    assert meaning_of("id" * 500_000) == Meaning("", keyed=False)
    assert process_time() - started < 0.1
