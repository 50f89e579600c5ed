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
