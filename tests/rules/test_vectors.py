"""Every worked example in ``vectors/`` comes out as written."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from candid_rules import Library, Refusal, calculate, load_rulebooks
from candid_rules.documents import Location, load

FOLDER = Path(__file__).parent / "vectors"
LIBRARY: Library = load_rulebooks()[0]
KEYS = {"name", "calculator", "on", "input", "output", "error", "basis", "note", "sources"}


def read(path: Path) -> list[dict[str, Any]]:
    document, problems = load(path.read_text(encoding="utf-8"), Location(path.name))
    assert document is not None, problems
    assert not problems
    cases: list[dict[str, Any]] = document.value
    return cases


CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted(FOLDER.glob("*.yml"))
    for case in read(path)
]


def text(value: Any) -> Any:
    """What an author wrote, as the library says it: numbers and flags are text."""
    if isinstance(value, dict):
        return {key: text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [text(item) for item in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


@pytest.mark.parametrize("case", CASES)
def test_vector(case: dict[str, Any]) -> None:
    assert set(case) <= KEYS
    assert case["basis"] in ("stated", "derived", "assumption")
    assert ("output" in case) != ("error" in case), "an example has an output or an error"
    calculator = LIBRARY.calculators[case["calculator"]]
    on = date.fromisoformat(case["on"])
    if "error" in case:
        with pytest.raises(Refusal) as refused:
            calculate(calculator, text(case["input"]), on)
        assert refused.value.code == case["error"], refused.value.message
        return
    outputs = calculate(calculator, text(case["input"]), on).as_json()["outputs"]
    assert {name: outputs.get(name) for name in case["output"]} == text(case["output"])
    assert set(outputs) == {output.name for output in calculator.outputs}, "every output is always there"


def test_every_calculator_has_an_example() -> None:
    assert {case.values[0]["calculator"] for case in CASES} == set(LIBRARY.calculators)  # type: ignore[index]


def test_names_are_unique() -> None:
    names = [case.id for case in CASES]
    assert len(names) == len(set(names))
