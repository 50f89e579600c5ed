"""YAML with places: what is read, what is refused, and where each problem is said to stand."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from candid_rules.documents import Location, load, validate

START = Location("f.yml", 3, 5)


def problems(text: str) -> list[str]:
    return [f"{problem.location} {problem.code}" for problem in load(text, START)[1]]


def test_numbers_are_exact_and_dates_stay_text() -> None:
    document, found = load("a: 0.10\nb: 7\nc: 2026-01-31\nd: '0.10'\ne: yes\nf: true\ng:\nh: !!str 5\n", START)
    assert found == []
    assert document is not None
    assert document.value == {
        "a": Decimal("0.10"),
        "b": 7,
        "c": "2026-01-31",
        "d": "0.10",
        "e": "yes",
        "f": True,
        "g": None,
        "h": "5",
    }
    assert str(document.value["a"]) == "0.10"


def test_places_count_from_where_the_document_begins() -> None:
    document, _ = load("é: ü\nb:\n  - c: 1\n", START)
    assert document is not None
    assert str(document.locate(("é",))) == "f.yml:3:8"
    assert str(document.locate(("b", 0, "c"))) == "f.yml:5:8"
    assert str(document.locate(("b", 0, "c"), key=True)) == "f.yml:5:5"
    assert document.locate(("b", 0, "nowhere")) == document.locate(("b", 0))


def test_a_part_is_a_document_with_the_same_places() -> None:
    document, _ = load("a:\n  b: [1, 2]\n", START)
    assert document is not None
    part = document.part(("a",))
    assert part.value == {"b": [1, 2]}
    assert part.locate(("b", 1)) == document.locate(("a", "b", 1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: [1", ["f.yml:3:10 yaml-syntax"]),
        ("a: 1\n---\nb: 2", ["f.yml:4:1 yaml-syntax"]),
        ("a: \x00", ["f.yml:3:5 yaml-syntax"]),
        ("a: 1\na: 2\nb: 3\nb: 4", ["f.yml:4:1 duplicate-key", "f.yml:6:1 duplicate-key"]),
        ("? [x]\n: 2", ["f.yml:3:7 yaml-key"]),
        ("a: !!python/object:os.system x", ["f.yml:3:8 yaml-tag"]),
        ("a: *b", ["f.yml:3:8 yaml-alias"]),
        ("a: &a [*a]", ["f.yml:3:12 yaml-alias"]),
        ("[" * 100_000, ["f.yml:3:66 yaml-too-deep"]),
        ("- " * 100_000, ["f.yml:3:127 yaml-too-deep"]),
    ],
)
def test_what_is_refused(text: str, expected: list[str]) -> None:
    assert problems(text) == expected


def test_aliases_are_expanded_within_a_budget() -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in range(1, 9):
        bomb += f"a{level}: &a{level} [" + ", ".join([f"*a{level - 1}"] * 9) + "]\n"
    assert problems(bomb) == ["f.yml:7:35 yaml-too-large"]


class Inner(BaseModel):
    model_config = ConfigDict(extra="forbid")
    when: int


class Outer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    rate: Decimal
    inner: list[Inner]


def test_all_problems_of_a_record_are_said_at_their_lines() -> None:
    document, _ = load("rate: much\ninner:\n  - wen: 1\n  - when: x\nrates: 1\n", START)
    assert document is not None
    record, found = validate(document, Outer)
    assert record is None
    assert [(str(problem.location), problem.code, problem.hint) for problem in found] == [
        ("f.yml:3:11", "invalid-value", ""),
        ("f.yml:5:5", "missing-key", "add 'when:'"),
        ("f.yml:5:5", "unknown-key", "did you mean 'when'?"),
        ("f.yml:6:11", "invalid-value", ""),
        ("f.yml:7:1", "unknown-key", "did you mean 'rate'?"),
    ]


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    document, found = load(text, START)
    assert document is not None or found
