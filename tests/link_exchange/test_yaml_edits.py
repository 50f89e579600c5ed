"""Offers put into a product's YAML: what stands around them stays."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candid.link_exchange.yaml_edits import CannotEdit, new_product, with_offer
from candid.models import Offer, Product
from candid_rules.documents import Location, load, validate

HEAD = "name: Shop\nsummary: A shop.\nofficial_site: https://shop.example/\n"
NEW = Offer.model_validate({"title": "New: 1", "destination": "https://shop.example/new"})
OLD = {"title": "Old", "destination": "https://shop.example/old"}


def read(text: str) -> Product:
    document, problems = load(text, Location("shop.yml"))
    assert problems == []
    assert document is not None
    product, problems = validate(document, Product)
    assert problems == []
    assert product is not None
    return product


FLOW = "old: {title: Old, destination: 'https://shop.example/old'}"
BLOCK = "old:\n    title: Old\n    destination: https://shop.example/old\n"
ADDED = '  new:\n    title: "New: 1"\n    destination: https://shop.example/new\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", f"offers:\n{ADDED}"),
        ("offers: {} # none\ntype: Course\n", f"offers: # none\n{ADDED}type: Course\n"),
        (
            f"offers:\n  {FLOW}  # first\n\n# end\ntype: Course\n",
            f"offers:\n  {FLOW}  # first\n{ADDED}\n# end\ntype: Course\n",
        ),
        (f"offers:\n    {FLOW}\n", f"offers:\n    {FLOW}\n{textwrap.indent(ADDED, '  ')}"),
        (
            f"offers: {{{FLOW}}}\n",
            f'offers: {{{FLOW}, new: {{title: "New: 1", destination: "https://shop.example/new"}}}}\n',
        ),
        (
            f"offers:\n  {BLOCK}    note: |\n      Long\n\n      text\n",
            f"offers:\n  {BLOCK}    note: |\n      Long\n\n      text\n{ADDED}",
        ),
    ],
)
def test_one_more(before: str, after: str) -> None:
    written = with_offer(HEAD + before, "new", NEW)
    assert written == HEAD + after
    expected = {**read(HEAD + before).offers, "new": NEW}
    assert read(written) == read(HEAD + before).model_copy(update={"offers": expected})


@pytest.mark.parametrize(
    "before",
    [
        "offers:\n  # keep\n  old:   # this\n    title: Old\n    destination: https://shop.example/old\n\n# and this\n",
        "offers:\n  old: {title: Old, destination: 'https://shop.example/old'}\n",
        "offers: {old: {title: Old, destination: 'https://shop.example/old'}}\n",
    ],
)
def test_another_in_place_of_one(before: str) -> None:
    written = with_offer(HEAD + before + "type: Course\n", "old", NEW)
    assert read(written).offers == {"old": NEW}
    assert read(written).type == "Course"
    assert [word in written for word in ("keep", "this", "and this")] == [
        word in before for word in ("keep", "this", "and this")
    ]


FULL = """\
offers:
  old: {title: Old, destination: "https://shop.example/old", programme: house, ends_on: 2026-08-31, fallback: new}  # a
  new:
    # why
    title: 'It''s'   # that
    affiliate: false
    note: |
      Long
      text
    destination: https://shop.example/new
    programme: "house" # this
    ends_on: 2026-12-01
"""


@pytest.mark.parametrize(
    ("name", "changes", "before", "after"),
    [
        ("old", {}, "", ""),
        ("old", {"title": "Older"}, "title: Old,", "title: Older,"),
        ("old", {"title": "One, two"}, "title: Old,", 'title: "One, two",'),
        ("old", {"destination": "https://shop.example/x"}, '"https://shop.example/old"', '"https://shop.example/x"'),
        ("old", {"ends_on": "2026-09-30", "fallback": None}, "2026-08-31, fallback: new}", "2026-09-30}"),
        ("old", {"ends_on": None, "programme": None}, "programme: house, ends_on: 2026-08-31, ", ""),
        ("old", {"affiliate": True, "note": "N"}, "fallback: new}", 'fallback: new, note: "N", affiliate: true}'),
        ("new", {}, "", ""),
        ("new", {"title": "It's not"}, "'It''s'", "'It''s not'"),
        ("new", {"note": "Short"}, "|\n      Long\n      text\n", "Short\n"),
        ("new", {"note": ""}, "    note: |\n      Long\n      text\n", ""),
        ("new", {"programme": "home"}, '"house" #', '"home" #'),
        ("new", {"programme": None}, '    programme: "house" # this\n', ""),
        ("new", {"affiliate": True}, "affiliate: false", "affiliate: true"),
        ("new", {"ends_on": None}, "    ends_on: 2026-12-01\n", ""),
        ("new", {"category": "A"}, "    ends_on: 2026-12-01\n", "    ends_on: 2026-12-01\n    category: A\n"),
    ],
)
def test_only_what_differs_is_changed(name: str, changes: dict[str, object], before: str, after: str) -> None:
    for end in ("\n", "\r\n"):
        text = (HEAD + FULL + "# end\ntype: Course\n").replace("\n", end)
        offer = Offer.model_validate({**read(text).offers[name].model_dump(), **changes})
        written = with_offer(text, name, offer)
        assert written == text.replace(before.replace("\n", end), after.replace("\n", end), 1)
        assert read(written).offers == {**read(text).offers, name: offer}


def test_a_first_key_that_goes() -> None:
    text = HEAD + "offers:\n  old: {note: N, category: C, title: Old, destination: 'https://shop.example/old'}\n"
    written = with_offer(text, "old", Offer.model_validate(OLD))
    assert written == text.replace("note: N, category: C, ", "")


def test_a_value_that_stands_elsewhere_is_not_changed_there() -> None:
    text = (
        HEAD.replace("A shop.", "&x A shop.") + "offers:\n  old: {title: *x, destination: 'https://shop.example/old'}\n"
    )
    with pytest.raises(CannotEdit, match="'title' repeats a value"):
        with_offer(text, "old", Offer.model_validate(OLD))


def test_a_last_line_without_an_end() -> None:
    assert with_offer(HEAD.rstrip("\n"), "new", NEW) == f"{HEAD}offers:\n{ADDED}"


def test_line_ends_and_remarks() -> None:
    written = with_offer(HEAD.replace("\n", "\r\n"), "new", NEW, "Call: them\n\x07  twice ")
    assert "\r\n  # Call: them\r\n  # twice\r\n  new:\r\n" in written
    assert "\n" not in written.replace("\r\n", "")


@pytest.mark.parametrize(
    "text", ["", "- a\n", "{name: Shop, summary: x, official_site: 'https://a.example'}\n", HEAD + "offers: 5\n"]
)
def test_what_cannot_be_edited(text: str) -> None:
    with pytest.raises(CannotEdit):
        with_offer(text, "new", NEW)


WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
LOOKALIKES = st.sampled_from(
    [
        "yes",
        "null",
        "1.5",
        "007",
        "2026-01-01",
        "- a",
        "a: b",
        "# x",
        " a ",
        "{a}",
        "*a",
        "&a",
        "!a",
        "%",
        "a\nb",
        "?",
        "~",
    ]
)


@given(
    st.one_of(WORDS, LOOKALIKES),
    st.one_of(st.just(""), WORDS, LOOKALIKES),
    st.sampled_from(["", "offers: {old: {title: Old, destination: 'https://shop.example/old'}}\n"]),
)
def test_any_text_is_read_as_it_was(title: str, note: str, rest: str) -> None:
    offer = Offer.model_validate({"title": title, "note": note, "destination": "https://shop.example/?a='b#c"})
    assert read(with_offer(HEAD + rest, "new", offer)).offers["new"] == offer
    product = Product.model_validate({"name": title, "summary": title, "official_site": "https://shop.example/"})
    text = new_product(product, {"new": offer}, {"new": note})
    assert read(text) == product.model_copy(update={"offers": {"new": offer}})
