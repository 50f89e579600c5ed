"""CSV tables: every cell with its place, none of them a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candid.link_exchange.tables import read_table, shown_safely, write_table, written_plainly
from tests.growth import growth

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
TRICKY = st.text("=+-@'\"\t\r\n,; a", max_size=8)


def texts(text: str) -> list[dict[str, str]]:
    table, problems = read_table(text, "t.csv")
    assert table is not None
    assert problems == []
    return [{name: cell.text for name, cell in row.cells.items()} for row in table.rows]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a,b\r\n1,2\r\n", [{"a": "1", "b": "2"}]),
        ("a,b\n1,2", [{"a": "1", "b": "2"}]),
        ("a;b\n1;2,5", [{"a": "1", "b": "2,5"}]),
        ("a\tb\n1\t2", [{"a": "1", "b": "2"}]),
        ('"a","b"\r\n"1,5","say ""x"""\r\n', [{"a": "1,5", "b": 'say "x"'}]),
        ('a,b\n"1\n2",3\n\n4,5', [{"a": "1\n2", "b": "3"}, {"a": "4", "b": "5"}]),
        ("a,b\n1,\n,2\n", [{"a": "1"}, {"b": "2"}]),
        ("a,b\n1\n", [{"a": "1"}]),
        ('a,b\n5" wide,2\n', [{"a": '5" wide', "b": "2"}]),
        ("a,b\n", []),
    ],
)
def test_reading(text: str, rows: list[dict[str, str]]) -> None:
    assert texts(text) == rows


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", ["t.csv:1:1 missing-key the first line names no columns"]),
        (",,\n1,2", ["t.csv:1:1 missing-key the first line names no columns"]),
        ("a,a\n1,2", ["t.csv:1:3 duplicate-key a second column 'a'"]),
        ("a,b\n1,2,3", ["t.csv:2:5 invalid-value 3 cells in a table of 2 columns"]),
        ('a,b\n1,"2\n3', ["t.csv:2:3 invalid-value the quotes that begin here are never closed"]),
        (
            'a,b\n"x\ny"z,2\n1,2,3',
            ["t.csv:3:3 invalid-value something follows the closing quotes", "t.csv:4:5 invalid-value 3"],
        ),
    ],
)
def test_problems_say_where(text: str, problems: list[str]) -> None:
    _, found = read_table(text, "t.csv")
    said = [f"{problem.location} {problem.code} {problem.message}" for problem in found]
    assert len(said) == len(problems)
    assert all(map(str.startswith, said, problems))


def test_cells_know_their_places() -> None:
    table, _ = read_table('a,b\r\n"1\r\n2",x\r\n3,"y"\r\n', "t.csv")
    assert table is not None
    assert [str(row.place("b")) for row in table.rows] == ["t.csv:3:4", "t.csv:4:3"]
    assert str(table.rows[0].place("none", "a")) == "t.csv:2:1"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\t=1", "\r=1", "\n=1", "＝1", "'=1", "''-1"])
def test_no_cell_is_a_formula(text: str) -> None:
    _, row = csv.reader(io.StringIO(write_table(["a"], [[text]]), newline=""))
    assert row == [f"'{text}"]
    assert written_plainly(row[0]) == text


@pytest.mark.parametrize("text", ["a=1", "'tis", "1-2", "https://x.example/?a=@b", ""])
def test_other_cells_stay(text: str) -> None:
    assert shown_safely(text) == text


@given(st.one_of(ANY, TRICKY))
def test_a_cell_reads_back_the_same(text: str) -> None:
    assert written_plainly(shown_safely(text)) == text


@given(st.lists(st.tuples(st.one_of(ANY, TRICKY), st.one_of(ANY, TRICKY), st.just("x")), max_size=5))
def test_a_table_reads_back_the_same(rows: list[tuple[str, str, str]]) -> None:
    text = write_table(["a", "b", "c"], rows)
    back = [(row.get("a", ""), row.get("b", ""), row.get("c", "")) for row in texts(text)]
    assert [tuple(map(written_plainly, row)) for row in back] == rows
    assert [tuple(map(shown_safely, row)) for row in rows] == [
        tuple(row) for row in list(csv.reader(io.StringIO(text, newline="")))[1:]
    ]


@given(st.text('",;\n\ra', max_size=40))
def test_nothing_that_is_read_raises(text: str) -> None:
    read_table(text, "t.csv")


@pytest.mark.parametrize("piece", ['"', '""', '"a', 'a"', ",", "\n", '","', '"\n', "'"])
def test_reading_takes_linear_time(piece: str) -> None:
    def reading(count: int) -> Callable[[], object]:
        text = "a,b\n" + piece * count
        return lambda: read_table(text, "t.csv")

    assert growth(reading, 10_000, 80_000) < 3
