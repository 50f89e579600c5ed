"""Say how an amount came about: "20% of $500.00 + 10% of $100.00 = $110.00". Numbers are exact, none is rounded."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from .bands import band_parts, read_bands
from .formula import Evaluation, Value
from .money import Currency, exact_text

__all__ = ["explain"]

_SIGNS = {"add": "+", "subtract": "-", "multiply": "×", "divide": "/"}


def explain(evaluation: Evaluation, root: int, currency: Currency) -> str:
    """How the value of the node ``root`` came about at one corner."""
    return _Explanation(evaluation, currency).line(root)


class _Explanation:
    def __init__(self, evaluation: Evaluation, currency: Currency) -> None:
        self.evaluation = evaluation
        self.currency = currency

    def line(self, root: int) -> str:
        """The whole sentence: terms, the exact sum, and the rounded one where it differs."""
        node = self.evaluation.nodes[root]
        inner = node["of"] if node["kind"] == "round" else root
        terms = self.terms(inner)
        exact, rounded = self.shown(inner), self.shown(root)
        sentence = terms if terms == exact else f"{terms} = {exact}"
        return sentence if exact == rounded else f"{sentence}, rounded to {rounded}"

    def terms(self, index: int) -> str:
        """The node in terms of what it was made from."""
        node = self.evaluation.nodes[index]
        match node["kind"]:
            case "switch" | "periods" | "range":
                return self.terms(self.evaluation.chosen[index])
            case "percent":
                return f"{self.rate(self.evaluation.value(node['rate']))} of {self.term(node['of'], tight=True)}"
            case "tiers":
                prior, amount = self.evaluation.value(node["prior"]), self.evaluation.value(node["of"])
                bands = read_bands(node["bands"])
                parts = list(band_parts(bands, prior, amount)) or [(bands[0].rate, amount)]
                money = self.is_money(index)
                return " + ".join(f"{self.rate(rate)} of {self.number(part, money)}" for rate, part in parts)
            case "tiers_inverse":
                return f"the amount that leaves {self.shown(node['of'])}"
            case "add" | "subtract" | "multiply" | "divide" as kind:
                left, right = node["of"]
                tight = kind in ("multiply", "divide")
                sides = (self.term(left, tight), self.term(right, tight or kind == "subtract"))
                return f"{sides[0]} {_SIGNS[kind]} {sides[1]}"
            case "min" | "max" as kind:
                which = "the lower" if kind == "min" else "the higher"
                return f"{which} of " + " and ".join(self.term(item) for item in node["of"])
            case _:
                return self.shown(index)

    def term(self, index: int, tight: bool = False) -> str:
        """The node as part of another: spelled out, in brackets where the signs around it would tear it apart."""
        text = self.terms(index)
        return f"({text})" if tight and any(f" {sign} " in text for sign in "+-/×") else text

    def shown(self, index: int) -> str:
        """The value of the node."""
        value = self.evaluation.value(index)
        if isinstance(value, Fraction):
            return self.number(value, self.is_money(index))
        return _plain(value)

    def number(self, value: Fraction, money: bool) -> str:
        return self.currency.exact(value) if money else exact_text(value)

    def rate(self, value: Fraction) -> str:
        return f"{exact_text(value * 100)}%"

    def is_money(self, index: int) -> bool:
        """Whether a number is an amount: its leaves say so."""
        node = self.evaluation.nodes[index]
        match node["kind"]:
            case "input" | "constant":
                return node.get("unit") == "money"
            case "switch" | "periods" | "range":
                return self.is_money(self.evaluation.chosen[index])
            case "percent" | "round" | "tiers" | "tiers_inverse":
                return self.is_money(node["of"])
            case "divide":
                return self.is_money(node["of"][0])
            case "add" | "subtract" | "multiply" | "min" | "max":
                return any(self.is_money(item) for item in node["of"])
            case _:
                return False


def _plain(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(day.isoformat() for day in value)
    return value.isoformat() if isinstance(value, date) else str(value)
