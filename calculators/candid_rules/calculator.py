"""Run a calculator: inputs in, explained line items and outputs out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from .model import Calculator, Result

__all__ = ["calculate"]


def calculate(calculator: Calculator, inputs: Mapping[str, str], on: date) -> Result:
    """Answer for ``inputs`` by the rules in force on ``on``.

    Raises:
        Refusal: The inputs or the day have no honest answer.
    """
    raise NotImplementedError
