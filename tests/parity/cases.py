"""Questions for calculators, drawn where evaluators may differ: at bounds, halves, ends of periods, wrong inputs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from candid_rules import Calculator, Input

__all__ = ["Question", "questions"]


@dataclass(frozen=True)
class Question:
    """One call of a calculator."""

    calculator: str
    inputs: Mapping[str, str]
    on: str


def questions(calculators: Mapping[str, Calculator], count: int, random: Random) -> Iterator[Question]:
    """``count`` questions, more of them for calculators that have more to go wrong."""
    authors = [_Author(calculator, random) for calculator in calculators.values()]
    weights = [len(calculator.formula["nodes"]) for calculator in calculators.values()]
    for author in random.choices(authors, weights, k=count):
        yield author.question()


class _Author:
    """Writes questions for one calculator."""

    def __init__(self, calculator: Calculator, random: Random) -> None:
        self.calculator = calculator
        self.random = random
        self.decimals: int = calculator.formula["currency"]["decimals"]
        self.bounds = _bounds(calculator.formula["nodes"])
        self.days = _days(calculator.formula["nodes"])
        self.writers: dict[str, Callable[[Input], str]] = {
            "money": self._money,
            "rate": self._rate,
            "number": self._number,
            "integer": self._integer,
            "date": lambda _: self._day(),
            "choice": lambda spec: random.choice(spec.choices).value,
            "flag": lambda _: random.choice(["true", "false"]),
        }

    def question(self) -> Question:
        inputs = {
            spec.name: self.writers[spec.type](spec)
            for spec in self.calculator.inputs
            if spec.required or self.random.random() < 0.6
        }
        if self.random.random() < 0.06:
            self._spoil(inputs)
        return Question(self.calculator.id, inputs, self._day())

    def _spoil(self, inputs: dict[str, str]) -> None:
        """Make one input wrong, most likely; the refusals must be the same too."""
        name = self.random.choice([spec.name for spec in self.calculator.inputs])
        match self.random.randrange(12):
            case 0:
                inputs.pop(name, None)
            case 1:
                inputs[f"{name}x"] = "1"
            case _:
                inputs[name] = self.random.choice(WRONG)

    def _money(self, _: Input) -> str:
        unit = Decimal(1).scaleb(-self.decimals)
        match self.random.randrange(8):
            case 0 | 1 if self.bounds:  # at a bound, a unit beside it, or near it through a rate
                near = self.random.choice(self.bounds) + self.random.choice([-1, 0, 1]) * unit
                return _text(abs(near).quantize(unit))
            case 2:  # small: minimums, and halves of the smallest unit
                return _text(self.random.randrange(3000) * unit)
            case 3:  # many rates make exact halves of these
                return _text(self.random.randrange(100_000) * unit * 5)
            case 4:
                return _text(Decimal(self.random.randrange(20_000)))
            case 5:
                return str(10 ** self.random.randrange(60) * self.random.randrange(1, 100))
            case 6:
                return "0"
            case _:
                return _text(self.random.randrange(10**7) * unit)

    def _rate(self, _: Input) -> str:
        places = self.random.randrange(1, 7)
        common = ["0", "1", "0.05", "0.1", "0.10", "0.15", "0.034", "0.125", "0.155", "1.0001"]
        drawn = _text(Decimal(self.random.randrange(10**places)).scaleb(-places))
        return self.random.choice([*common, *[drawn] * len(common)])

    def _number(self, spec: Input) -> str:
        if self.random.random() < 0.6:
            return self._integer(spec)
        return _text(Decimal(self.random.randrange(-20, 5000)).scaleb(-self.random.randrange(4)))

    def _integer(self, spec: Input) -> str:
        edges = [int(Decimal(text)) for text in (spec.minimum, spec.maximum) if text is not None]
        known = [int(bound) for bound in self.bounds if bound == int(bound)]
        match self.random.randrange(4):
            case 0 if edges or known:
                return str(self.random.choice([*edges, *known]) + self.random.choice([-1, 0, 1]))
            case 1:
                return str(self.random.randrange(-3, 40))
            case 2:
                return str(self.random.choice([0, 1, 28, 29, 30, 31, 12, 365, 10**7, 10**20]))
            case _:
                return str(self.random.randrange(500))

    def _day(self) -> str:
        if self.days and self.random.random() < 0.6:
            return (self.random.choice(self.days) + timedelta(days=self.random.choice([-1, 0, 1]))).isoformat()
        if self.random.random() < 0.2:
            return self.random.choice(AWKWARD_DAYS)
        return (date(2008, 1, 1) + timedelta(days=self.random.randrange(8000))).isoformat()


WRONG = [
    *["", " ", "-1", "-0", "-0.00", "+1", "1,000", "1.000,50", "1e3", "1.", ".5", "0x10", "NaN", "Infinity", "1_000"],
    *["00012.50", "12.345", "12.3456789", "９", "٣", "1\n", "true", "True", "yes", "null", "None", "toString"],
    *["2023-02-29", "2023-2-3", "0000-01-01", "10000-01-01", "2023-13-01", "2023-00-10", "2016-06-21", "20160621"],
    *["9" * 300, "9" * 301, "0." + "1" * 298, "a" * 40, "b" * 41, "𝄞" * 41, "<b>", "'", "1000", "0.5", "101", "0"],
]

AWKWARD_DAYS = [
    *["0001-01-01", "0099-12-31", "0999-02-28", "9999-12-31", "9999-11-30", "2000-02-29", "2024-02-29", "1900-02-28"],
    *["2023-01-29", "2023-01-30", "2023-01-31", "2023-12-31"],
]


def _bounds(nodes: list[dict[str, Any]]) -> list[Decimal]:
    """Every number in a formula, and each amount divided by each rate: where minimums and maximums begin to hold."""
    constants = [Decimal(node["value"]) for node in nodes if node["kind"] == "constant" and node["type"] == "number"]
    ends = [Decimal(band["up_to"]) for node in nodes for band in node.get("bands", ()) if band["up_to"] is not None]
    rates = [number for number in constants if 0 < number < 1]
    return [*constants, *ends, *(number / rate for number in constants for rate in rates)]


def _days(nodes: list[dict[str, Any]]) -> list[date]:
    """Every day in a formula: where periods begin and end, and what conditions ask about."""
    texts = {node["value"] for node in nodes if node["kind"] == "constant" and node["type"] == "day"}
    for node in nodes:
        for period in node.get("periods", ()):
            texts |= {period["from"], period["to"]} - {None}
    return [date.fromisoformat(text) for text in sorted(texts)]


def _text(value: Decimal) -> str:
    return format(value, "f")
