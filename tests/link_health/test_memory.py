"""What is remembered between checks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from candid.link_health.checking import nothing_answered
from candid.link_health.memory import Memory, read_memory
from candid.link_health.states import failure
from candid.link_health.trails import Fault, Hop, Trail
from candid.networks import load_networks

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NETWORKS = load_networks()
SHOP = "https://shop.example/a"
WEEK = timedelta(days=7)


def answer(status: int) -> Trail:
    return Trail(hops=(Hop(address=SHOP, status=status),), end=SHOP)


def no_answer(fault: Fault, address: str = SHOP) -> Trail:
    return Trail(hops=(), end=address, fault=fault)


def learnt(*answers: tuple[Trail, timedelta], start: datetime = NOON) -> Memory:
    memory = Memory()
    for trail, after in answers:
        memory.learn(SHOP, trail, start + after, has_failed=bool(failure(trail, NETWORKS)))
    return memory


HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
BAD, GOOD = answer(404), answer(200)


@pytest.mark.parametrize(
    ("memory", "dead"),
    [
        (learnt((BAD, 0 * HOUR)), False),
        (learnt((BAD, 0 * HOUR), (BAD, 59 * MINUTE)), False),
        (learnt((BAD, 0 * HOUR), (BAD, 59 * MINUTE), (BAD, 60 * MINUTE)), True),
        (learnt((BAD, 0 * HOUR), (BAD, HOUR)), True),
        (learnt((BAD, 0 * HOUR), (BAD, 2 * MINUTE), start=datetime(2026, 11, 22, 23, 59, tzinfo=UTC)), False),
        (learnt((BAD, 0 * HOUR), (BAD, HOUR), start=datetime(2026, 11, 22, 23, 59, tzinfo=UTC)), True),
        (learnt((BAD, 0 * HOUR), (GOOD, HOUR), (BAD, 2 * HOUR)), False),
        (learnt((BAD, 0 * HOUR), (answer(403), HOUR), (BAD, 2 * HOUR)), False),
        (learnt((no_answer("dns"), 0 * HOUR), (BAD, HOUR)), True),
        (learnt((BAD, 0 * HOUR), (BAD, HOUR), (BAD, HOUR + MINUTE)), True),
        (learnt((BAD, 0 * HOUR), (no_answer("paused"), HOUR), (BAD, 2 * HOUR)), True),
    ],
)
def test_two_strikes(memory: Memory, dead: bool) -> None:
    assert memory.answers[SHOP].is_second_strike is dead


def test_what_was_there_is_not_asked_again_for_a_while() -> None:
    memory = learnt((GOOD, 0 * HOUR))
    assert memory.is_fresh(SHOP, NOON + timedelta(days=6), WEEK)
    assert not memory.is_fresh(SHOP, NOON + WEEK, WEEK)
    assert not memory.is_fresh(SHOP, NOON, timedelta(0))
    assert not memory.is_fresh(SHOP, NOON - HOUR, WEEK)  # a clock that was wrong
    assert not memory.is_fresh("https://other.example/", NOON, WEEK)


@pytest.mark.parametrize("trail", [BAD, no_answer("paused"), no_answer("timeout")])
def test_what_failed_always_is(trail: Trail) -> None:
    assert not learnt((trail, 0 * HOUR)).is_fresh(SHOP, NOON + MINUTE, WEEK)


def test_it_is_read_as_it_was_written() -> None:
    memory = learnt((BAD, 0 * HOUR), (BAD, HOUR))
    memory.learn("https://a.example/ü", GOOD, NOON, has_failed=False)
    assert read_memory(memory.as_json(), "links.json") == (memory, [])


def test_what_is_long_gone_is_dropped() -> None:
    memory = learnt((GOOD, 0 * HOUR))
    memory.forget_unused(NOON + timedelta(days=179))
    assert SHOP in memory.answers
    memory.forget_unused(NOON + timedelta(days=181))
    assert memory.answers == {}


WRITTEN = learnt((GOOD, 0 * HOUR)).as_json()
BROKEN = {
    "": "links.json:1:1",
    "{": "links.json:1:2",
    WRITTEN[: len(WRITTEN) // 2]: "links.json:",
    "[" * 100_000: "links.json:1:1",
    "[]": "links.json:1:1",
    "{}": "links.json:1:1",
    '{"version": 1}': "links.json:1:1",
    '{"version": 2, "answers": {}}': "links.json:1:1",
    '{"version": 1, "answers": {"a": 1}}': "links.json:1:28",
    WRITTEN.replace("200", '"two hundred"'): "links.json:4:3",
    WRITTEN.replace("2026-11-22T12:00:00Z", "2026-11-22T12:00:00"): "links.json:4:3",
}


@pytest.mark.parametrize("text", BROKEN, ids=[f"{number}" for number in range(len(BROKEN))])
def test_a_broken_file_is_reported_at_its_place(text: str) -> None:
    memory, (finding,) = read_memory(text, "links.json")
    assert memory.answers == {}
    assert str(finding.location).startswith(BROKEN[text])
    assert (finding.code, finding.severity.word) == ("unreadable-memory", "warning")
    assert "delete it" in finding.hint


def test_when_nobody_answers_it_is_this_machine() -> None:
    down = [no_answer("dns", "https://a.example/"), no_answer("refused", "https://b.example/")]
    assert nothing_answered(down)
    assert not nothing_answered([*down, answer(404)])
    assert not nothing_answered([no_answer("dns"), no_answer("dns")])  # one host
    assert not nothing_answered([*down, no_answer("private", "https://c.example/")])
    assert not nothing_answered([])
