"""Python and the browser give the same answers: to the cent, to the word, refusals and explanations included."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser

from candid_rules import Calculator, load_rulebooks
from candid_rules.documents import Location, load
from tests.parity.cases import Question, questions
from tests.parity.evaluators import Answer, Evaluator, in_chromium, in_firefox, in_python

VECTORS = Path(__file__).parents[1] / "rules" / "vectors"
RULEBOOKS = Path(__file__).parent / "rulebooks"
COUNT = 24_000

Calculators = Mapping[str, Calculator]


@pytest.fixture(scope="module")
def calculators() -> Calculators:
    """The stock ones, and made-up ones for what no platform does: other roundings, several ranges at once."""
    library, problems = load_rulebooks([RULEBOOKS])
    assert problems == []
    return library.calculators


@pytest.fixture(scope="module")
def chromium(browser: Browser, calculators: Calculators) -> Iterator[Evaluator]:
    with in_chromium(browser, calculators) as evaluator:
        yield evaluator


@pytest.fixture(scope="module")
def vectors() -> list[Question]:
    found = []
    for path in sorted(VECTORS.glob("*.yml")):
        document, _ = load(path.read_text(encoding="utf-8"), Location(path.name))
        assert document is not None
        for case in document.value:
            inputs = {name: _text(value) for name, value in case["input"].items()}
            found.append(Question(case["calculator"], inputs, case["on"]))
    assert len(found) > 100
    return found


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _same(asked: list[Question], expected: list[Answer], found: list[Answer]) -> None:
    """Show the shortest questions with different answers."""
    assert len(asked) == len(expected) == len(found)
    different = [
        (question, one, other) for question, one, other in zip(asked, expected, found, strict=True) if one != other
    ]
    different.sort(key=lambda case: len(str(case[0])))
    shown = "\n\n".join(f"{question}\n  Python:  {one}\n  browser: {other}" for question, one, other in different[:5])
    assert not different, f"{len(different)} of {len(asked)} answers differ:\n\n{shown}"


def test_every_kind_of_node_is_asked_about(calculators: Calculators) -> None:
    used = {node["kind"] for calculator in calculators.values() for node in calculator.formula["nodes"]}
    module = (Path(load_rulebooks.__code__.co_filename).parent / "browser" / "formula.mjs").read_text(encoding="utf-8")
    assert [kind for kind in sorted(used) if kind not in module] == []
    described = (Path(load_rulebooks.__code__.co_filename).parent / "formula.py").read_text(encoding="utf-8")
    assert [kind for kind in sorted(used) if kind not in described] == []


def test_vectors_in_chromium(calculators: Calculators, vectors: list[Question], chromium: Evaluator) -> None:
    _same(vectors, in_python(calculators, vectors), chromium(vectors))


def test_vectors_in_firefox(calculators: Calculators, vectors: list[Question]) -> None:
    with in_firefox(calculators) as evaluator:
        _same(vectors, in_python(calculators, vectors), evaluator(vectors))


def test_random_questions_in_chromium(calculators: Calculators, chromium: Evaluator) -> None:
    seed = int(os.environ.get("PARITY_SEED") or Random().randrange(10**9))  # fresh in every run, named where it fails
    asked = list(questions(calculators, COUNT, Random(seed)))
    expected = in_python(calculators, asked)
    _spread_wide(calculators, asked, expected)
    try:
        _same(asked, expected, chromium(asked))
    except AssertionError as error:
        error.add_note(f"again with PARITY_SEED={seed}")
        raise


def _spread_wide(calculators: Calculators, asked: list[Question], answers: list[Answer]) -> None:
    """The questions must find answers of every sort, or they prove little."""
    answered = Counter(
        question.calculator for question, answer in zip(asked, answers, strict=True) if "lines" in answer
    )
    assert set(answered) == set(calculators)
    codes = {answer["error"][0] for answer in answers if "error" in answer}
    assert codes == {
        *("negative-amount", "more-decimals-than-minor-unit", "below-minimum", "fee-exceeds-amount"),
        *("no-rule-in-force", "unknown-input", "invalid-input"),
    }
    lines = [line for answer in answers for line in answer.get("lines", ())]
    assert sum(isinstance(line["amount"], dict) for line in lines) > 500
    assert sum("rounded to" in line["explanation"] for line in lines) > 2000
    assert sum(bool(answer.get("warnings")) for answer in answers) > 200
    assert sum(answered.values()) > len(asked) / 3
