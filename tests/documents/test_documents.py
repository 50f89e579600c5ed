"""YAML with places: what is read, what is refused, and where each problem is said to stand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, Field

from candid_rules.documents import Location, did_you_mean, load, validate

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
        ("f.yml:3:11", "invalid-value", "write digits, such as 12"),
        ("f.yml:5:5", "unknown-key", "did you mean 'when'?"),
        ("f.yml:6:11", "invalid-value", "write digits, such as 12"),
        ("f.yml:7:1", "unknown-key", "did you mean 'rate'?"),
    ]


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    document, found = load(text, START)
    assert document is not None or found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{a: 1,000}", ["f.yml:3:11 '1,000' | write it without: 1000"]),
        ("{a: 1,000,000, b: 2,500.50}", ["f.yml:3:11 '1,000' | write it without: 1000", "f.yml:3:25 '2,500.50'"]),
        ("a: [100, 5,000]", ["f.yml:3:16 '5,000' | write it without: 5000"]),
        ("a: [100,500, 1,500]", []),
        ("{a: 1, 404: x}", []),
        ("{a: 1, '404': }", []),
        ("{200: , 404: }", []),
        ("a: 1\n404:", []),
    ],
)
def test_a_comma_that_cuts_a_number(text: str, expected: list[str]) -> None:
    document, found = load(text, START)
    assert document is not None
    said = [f"{problem.location} {problem.message.partition(': ')[2]} | {problem.hint}" for problem in found]
    assert len(said) == len(expected)
    assert all(text.startswith(start) for text, start in zip(said, expected, strict=True)), said


def test_known_words_are_few_and_the_nearest_come_first() -> None:
    many = [f"upwork/{name}" for name in ("refund", "connects", "withdrawal")] + [f"x{n}/refunds" for n in range(20)]
    assert did_you_mean("upwork/refundd", many) == "did you mean 'upwork/refund'?"
    assert did_you_mean("upwork/refunds", many) == "did you mean 'x0/refunds'?"
    assert did_you_mean("upwork", many) == "known here: upwork/connects, upwork/refund, upwork/withdrawal, …"
    assert did_you_mean("upwork/zzzzzz", many).startswith("known here: upwork/")
    assert "x1/" not in did_you_mean("upwork/zzzzzz", many)
    listed = did_you_mean("qqqqq", [f"word-{n}" for n in range(20)])
    assert listed.count(",") == 8
    assert listed.endswith(", …")
    assert did_you_mean("a", []) == ""


class Source(BaseModel):
    model_config = ConfigDict(extra="forbid")
    title: Annotated[str, Field(min_length=1)]
    url: str | None = None


class Record(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")] = "x"
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "EUR"
    day: date = date(2026, 1, 1)
    source: Source | None = None
    sources: Annotated[tuple[Source, ...], Field(min_length=1)] | None = None
    places: tuple[Literal["us", "uk"], ...] = ()
    flag: bool = False
    count: Annotated[int, Field(le=100)] = 1
    text: str = ""
    only: Literal[True] | None = None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id: Bad Name", "'Bad Name' is not an id: lower-case words joined by hyphens | write bad-name"),
        ("currency: eur", "'currency': 'eur' is not a currency's code | write EUR"),
        ("currency: euros", "'currency': 'euros' is not a currency's code | write three letters, such as EUR"),
        ("day: 21.11.2026", "'day': '21.11.2026' is not a day | write 2026-11-21"),
        ("day: 2026/1/2", "'day': '2026/1/2' is not a day | write 2026-01-02"),
        ("day: 20261121", "'day': '20261121' is not a day | write 2026-11-21"),
        ("day: soon", "'day': 'soon' is not a day | write year-month-day: 2026-11-21"),
        ("day: 2026-02-30", "'day': the day 2026-02-30 does not exist | "),
        ("source: Upwork", "'source' needs keys of its own | write source: {title: …}"),
        ("sources: [Upwork]", "an entry of 'sources' needs keys of its own | write {title: …}"),
        ("sources: Upwork", "'sources' needs a list | write sources: [Upwork], or each entry on a line after '- '"),
        ("sources: []", "'sources' needs at least 1 entry | "),
        ("sources: [{titel: x}]", "unknown key 'titel' | did you mean 'title'?"),
        ("sources: [{title: ''}]", "'title' is empty | write something between the quotes"),
        ("places: [usa]", "'usa' is none of the places | did you mean 'us'?"),
        ("flag: maybe", "'flag': 'maybe' is neither true nor false | write true or false"),
        ("count: 1,000", "'count': '1,000' is not a whole number | write 1000"),
        ("count: 1.5", "'count': '1.5' is not a whole number | write digits, such as 12"),
        ("count: 101", "'count': must be less than or equal to 100 (given: 101) | "),
        ("text: [a]", "'text' needs a text | write one text after the colon"),
        ("text:", "'text' has no value | write it after the colon, or leave out 'text:'"),
        ("only: false", "'only' cannot be 'False' | write true, or leave out 'only:'"),
        ("- a", "this is no list of 'key: value' lines | write id: and the rest"),
    ],
)
def test_each_mistake_is_said_once_in_the_authors_terms(text: str, expected: str) -> None:
    document, _ = load(text, START)
    assert document is not None
    record, found = validate(document, Record)
    assert record is None
    assert [f"{problem.message} | {problem.hint}" for problem in found] == [expected]
