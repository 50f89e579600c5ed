"""What is said about money: calculators, promises, fees."""

from __future__ import annotations

from candid.compliance.checks.money import (
    calculators,
    money_claims,
)

__all__ = ["MODULES"]

MODULES = (
    calculators,
    money_claims,
)
