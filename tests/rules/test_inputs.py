"""Every input of every stock calculator refuses what it cannot be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from candid_rules import Input, Refusal, calculate
from tests.rules.test_vectors import CASES, LIBRARY, text

STRANGE: dict[str, tuple[tuple[str, str], ...]] = {
    "money": (("-0.01", "negative-amount"), ("0.001", "more-decimals-than-minor-unit"), ("1e3", "invalid-input")),
    "rate": (("-0.01", "invalid-input"), ("1.01", "invalid-input"), ("12%", "invalid-input")),
    "number": (("one", "invalid-input"), ("1,5", "invalid-input")),
    "integer": (("0.5", "invalid-input"), ("2.0", "invalid-input"), ("", "invalid-input")),
    "date": (("2023-02-29", "invalid-input"), ("1.2.2023", "invalid-input")),
    "choice": (("none of these", "invalid-input"), ("", "invalid-input")),
    "flag": (("yes", "invalid-input"), ("True", "invalid-input")),
}


def examples() -> dict[str, tuple[dict[str, str], date]]:
    """For each calculator the inputs and the day of its first example with an answer."""
    found: dict[str, tuple[dict[str, str], date]] = {}
    for case in (item.values[0] for item in CASES):
        assert isinstance(case, dict)
        if "output" in case:
            found.setdefault(case["calculator"], (text(case["input"]), date.fromisoformat(case["on"])))
    return found


EXAMPLES = examples()


def inputs() -> Iterator[tuple[str, Input]]:
    for name, calculator in LIBRARY.calculators.items():
        for item in calculator.inputs:
            yield name, item


@pytest.mark.parametrize(("name", "item"), [pytest.param(*pair, id=f"{pair[0]} {pair[1].name}") for pair in inputs()])
def test_strange_values_are_refused(name: str, item: Input) -> None:
    given, on = EXAMPLES[name]
    for value, code in STRANGE[item.type]:
        with pytest.raises(Refusal) as refused:
            calculate(LIBRARY.calculators[name], {**given, item.name: value}, on)
        assert (refused.value.code, refused.value.input) == (code, item.name), value
        assert refused.value.message.startswith(f"{item.name}: ")


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_misspelt_input_is_refused(name: str) -> None:
    given, on = EXAMPLES[name]
    first = next(iter(given))
    with pytest.raises(Refusal, match=f"there is no input '{first}x'; .*'{first}'") as refused:
        calculate(LIBRARY.calculators[name], {f"{first}x": given[first]}, on)
    assert (refused.value.code, refused.value.input) == ("unknown-input", f"{first}x")


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_missing_input_is_refused(name: str) -> None:
    given, on = EXAMPLES[name]
    for item in LIBRARY.calculators[name].inputs:
        rest = {key: value for key, value in given.items() if key != item.name}
        if item.required:
            with pytest.raises(Refusal) as refused:
                calculate(LIBRARY.calculators[name], rest, on)
            assert (refused.value.code, refused.value.input) == ("invalid-input", item.name)
        else:
            assert calculate(LIBRARY.calculators[name], rest, on).outputs
