"""Days are found in all forms that people write them in, and nowhere else."""

from __future__ import annotations

from datetime import date

import pytest

from candid.compliance.wording.written_dates import day_of, days_in

DAY = date(2026, 11, 3)


@pytest.mark.parametrize(
    "text",
    [
        "Updated 3 November 2026",
        "Posted November 3rd, 2026 at noon",
        "Nov. 3, 2026",
        "am 3. November 2026",
        "le 3 novembre 2026",
        "3 de noviembre de 2026",
        "3 novembre 2026, Roma",
        "2026-11-03",
        "(2026/11/03)",
        "Stand: 03.11.2026.",
        "3.11.26",
        "11/3/2026",
        "2026年11月3日",
    ],
)
def test_a_day_is_found(text):
    (found,) = days_in(text)
    assert DAY in found.days


def test_the_first_of_a_month_in_french():
    (found,) = days_in("Publié le 1er août 2026")
    assert found.days == {date(2026, 8, 1)}


def test_numbers_may_mean_two_days():
    (found,) = days_in("03/04/2026")
    assert found.days == {date(2026, 4, 3), date(2026, 3, 4)}


def test_a_month_alone_means_all_its_days():
    (found,) = days_in("Updated February 2027")
    assert len(found.days) == 28


@pytest.mark.parametrize("text", ["In 2026 we", "31.02.2026", "version 2.13.99", "5 lamps 2026", "pages 12-13", ""])
def test_what_is_no_day_is_left_alone(text):
    assert list(days_in(text)) == []


def test_dates_stand_where_they_are_written():
    text = "From 1 May 2025 to 3 November 2026"
    assert [text[found.start : found.end] for found in days_in(text)] == ["1 May 2025", "3 November 2026"]


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("2026-11-03", {DAY}),
        ("2026-11-03T23:30:00-05:00", {DAY, date(2026, 11, 4)}),
        ("2026-11-03T10:00:00Z", {DAY}),
        ("20261103", {DAY}),
        ("3 November 2026", set()),
        ("2026-13-40", set()),
        ("0001-01-01T00:00:00+14:00", {date(1, 1, 1)}),
    ],
)
def test_days_of_machines(written, days):
    assert day_of(written) == days
