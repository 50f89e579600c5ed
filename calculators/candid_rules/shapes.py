"""Charge shapes: the only place where the meaning of a shape is written.

Each shape says what it charges (``charge``), which amount leaves a given net under it (``invert``), how it reads
(``describe``) and what an author can get wrong about it (``faults``). The evaluators never hear of shapes: they see the
nodes made here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from .forms import BandForm, ChargeForm, Ends
from .graph import Graph
from .money import Currency, exact_text

__all__ = ["Applied", "Fault", "ShapeError", "charge", "describe", "faults", "invert"]

_SHAPES = ("percent", "fixed", "unit", "graduated", "volume", "subscription", "policy")


@dataclass(frozen=True)
class Fault:
    """What is wrong with a charge, at a path below it."""

    path: tuple[str | int, ...]
    message: str
    hint: str = ""


class ShapeError(Exception):
    """A rule was used in a way that its shape has no answer for."""


@dataclass(frozen=True)
class Applied:
    """A charge in use: where its nodes go, which period it belongs to and what its amounts are."""

    graph: Graph
    period: str
    money: bool

    def ends(self, ends: Ends, part: str, *, scale: int = 0, money: bool = False) -> int:
        """A constant, or a range node that is the same node wherever this part of this period is used."""
        low = self.graph.number(ends.low.scaleb(scale), money=money)
        if ends.known:
            return low
        high = self.graph.number(ends.high.scaleb(scale), money=money)
        node = {"kind": "range", "name": f"{self.period}/{part}", "low": low, "high": high}
        return self.graph.add(self.graph.kinds[low], node)

    def rate(self, ends: Ends, part: str = "percent") -> int:
        """A percentage as a rate: 20 is 0.2."""
        return self.ends(ends, part, scale=-2)

    def amount(self, ends: Ends, part: str) -> int:
        """A fixed amount."""
        return self.ends(ends, part, money=self.money)


def charge(form: ChargeForm, use: Applied, of: int, prior: int | None = None, by: int | None = None) -> int:
    """What ``form`` charges.

    Args:
        form: The charge of one period.
        use: Where it is used.
        of: The amount (or count, for ``unit``) that is charged.
        prior: What came before it, for graduated charges; nothing if absent. Other shapes do not look at it.
        by: What a volume charge chooses its band by; the amount itself if absent. Other shapes do not look at it.

    Raises:
        ShapeError: The shape charges nothing (a policy).
    """
    graph = use.graph
    if form.percent is not None:
        result = _percent(use, form.percent, form.plus, "", of)
    elif form.fixed is not None:
        result = use.amount(form.fixed, "fixed")
    elif form.unit is not None:
        result = graph.arithmetic("multiply", of, use.amount(form.unit, "unit"))
    elif form.graduated is not None:
        result = graph.tiers("tiers", of, _prior(use, prior), _bands(form.graduated))
    elif form.volume is not None:
        result = _volume(form.volume, use, of, of if by is None else by)
    elif form.subscription is not None:
        result = graph.number(form.subscription, money=use.money)
    else:
        raise ShapeError("a policy charges nothing; give an 'amount'")
    if form.minimum is not None:
        result = graph.extreme("max", [result, graph.number(form.minimum, money=use.money)])
    if form.maximum is not None:
        result = graph.extreme("min", [result, graph.number(form.maximum, money=use.money)])
    if form.free_at_zero:
        zero = graph.number(0, money=use.money)
        result = graph.switch([(graph.compare("eq", of, zero), zero)], result)
    return result


def invert(form: ChargeForm, use: Applied, net: int, prior: int | None = None) -> int:
    """The amount of which ``net`` is left after the charge: exact, not rounded.

    Raises:
        ShapeError: The shape has no single such amount (it jumps, or has a minimum or maximum).
    """
    if form.minimum is not None or form.maximum is not None or form.free_at_zero:
        raise ShapeError("a charge with a minimum or maximum has no single amount that leaves a given net")
    graph = use.graph
    if form.percent is not None:
        if form.plus is not None:
            net = graph.arithmetic("add", net, use.amount(form.plus, "plus"))
        return graph.arithmetic("divide", net, graph.arithmetic("subtract", graph.number(1), use.rate(form.percent)))
    if form.fixed is not None:
        return graph.arithmetic("add", net, use.amount(form.fixed, "fixed"))
    if form.graduated is not None and all(band.percent is None or band.percent.high < 100 for band in form.graduated):
        return graph.tiers("tiers_inverse", net, _prior(use, prior), _bands(form.graduated))
    raise ShapeError("this shape has no single amount that leaves a given net")


def describe(form: ChargeForm, currency: Currency, *, money: bool = True, counts: str = "") -> str:
    """The charge in words: "20% up to $500.00, then 10%".

    Args:
        form: The charge.
        currency: The currency of its amounts.
        money: Whether its amounts are money.
        counts: What the bounds of a volume charge count ("months"), where they are not amounts of money.
    """
    words = _Words(currency, money, counts)
    if form.policy is not None:
        return form.policy
    if form.percent is not None:
        text = words.part(form.percent, form.plus, None)
    elif form.fixed is not None:
        text = words.amount(form.fixed)
    elif form.unit is not None:
        text = f"{words.amount(form.unit)} each"
    elif form.graduated is not None:
        text = ", then ".join(words.band(band, words.exact) for band in form.graduated)
    elif form.volume is not None:
        *bands, last = (words.band(band, words.count) for band in form.volume)
        text = ", ".join([*bands, f"{last} above; the band holds for the whole amount"]) if bands else last
    else:
        text = f"{words.exact(form.subscription or Decimal(0))} a {form.every}"
    if form.minimum is not None:
        text += f", at least {words.exact(form.minimum)}"
    if form.maximum is not None:
        text += f", at most {words.exact(form.maximum)}"
    return text + (", nothing on a zero amount" if form.free_at_zero else "")


def faults(form: ChargeForm) -> Iterator[Fault]:
    """Everything that is wrong with a charge beyond its types."""
    given = [name for name in _SHAPES if getattr(form, name) is not None]
    if len(given) != 1:
        found = "none is" if not given else "here are " + " and ".join(f"'{name}'" for name in given)
        yield Fault(
            (given[1],) if given else (), f"one charge is needed, {found}", f"write one of {', '.join(_SHAPES)}"
        )
    if form.plus is not None and form.percent is None:
        yield Fault(("plus",), "'plus' belongs to a percentage", "write 'percent' beside it")
    if form.values and form.policy is None:
        yield Fault(("values",), "'values' belong to a policy", "write 'policy' beside them")
    for name in ("percent", "plus", "fixed", "unit"):
        ends = getattr(form, name)
        if ends is not None:
            yield from _ends_faults(ends, (name,))
    for name in ("graduated", "volume"):
        bands = getattr(form, name)
        if bands is not None:
            yield from _band_faults(bands, name)


def _percent(use: Applied, percent: Ends, plus: Ends | None, part: str, of: int) -> int:
    result = use.graph.percent(use.rate(percent, f"percent{part}"), of)
    if plus is not None:
        result = use.graph.arithmetic("add", result, use.amount(plus, f"plus{part}"))
    return result


def _prior(use: Applied, prior: int | None) -> int:
    return use.graph.number(0, money=True) if prior is None else prior


def _bands(bands: list[BandForm]) -> list[dict[str, Any]]:
    return [
        {
            "up_to": None if band.up_to is None else format(band.up_to, "f"),
            "rate": format((band.percent.low if band.percent else Decimal(0)).scaleb(-2), "f"),
        }
        for band in bands
    ]


def _volume(bands: list[BandForm], use: Applied, of: int, by: int) -> int:
    cases: list[tuple[int, int]] = []
    for number, band in enumerate(bands):
        part = f"/{number}"
        if band.percent is not None:
            then = _percent(use, band.percent, band.plus, part, of)
        else:
            then = use.amount(band.fixed or Ends(low=Decimal(0), high=Decimal(0)), f"fixed{part}")
        bound = band.up_to if band.up_to is not None else band.below
        if bound is None:
            return use.graph.switch(cases, then)
        limit = use.graph.number(bound, money=use.graph.kinds[by] == "money")
        cases.append((use.graph.compare("le" if band.up_to is not None else "lt", by, limit), then))
    raise AssertionError("the last band is open")


def _ends_faults(ends: Ends, path: tuple[str | int, ...]) -> Iterator[Fault]:
    if ends.low > ends.high:
        yield Fault(path, "the low end lies above the high end", "swap them")
    if ends.low < 0:
        yield Fault(path, "a charge is not negative")
    if path[-1] == "percent" and ends.high > 100:
        yield Fault(path, "more than 100 percent", "20 means 20%")


def _band_faults(bands: list[BandForm], name: str) -> Iterator[Fault]:
    if not bands:
        yield Fault((name,), "there are no bands")
    last: tuple[Decimal, bool] | None = None
    for number, band in enumerate(bands):
        path = (name, number)
        if (band.percent is None) == (band.fixed is None):
            yield Fault(path, "a band has either 'percent' or 'fixed'")
        if name == "graduated" and (band.percent is None or not band.percent.known or band.plus or band.below):
            yield Fault(path, "a graduated band has one 'percent' and an end 'up_to'")
        for key in ("percent", "plus", "fixed"):
            ends = getattr(band, key)
            if ends is not None:
                yield from _ends_faults(ends, (*path, key))
        bounds = [bound for bound in (band.up_to, band.below) if bound is not None]
        if len(bounds) > 1:
            yield Fault(path, "a band ends either 'up_to' or 'below' an amount, not both")
        elif not bounds and number < len(bands) - 1:
            yield Fault(path, "only the last band is open", "write where this one ends: 'up_to'")
        elif bounds and number == len(bands) - 1:
            yield Fault(path, "the last band must be open", "leave out its end")
        elif bounds:
            # `below: 251` ends before `up_to: 251` does, so the two may follow each other.
            end = (bounds[0], band.up_to is not None)
            if last is not None and end <= last:
                yield Fault(path, "the bands are not in rising order")
            last = end


@dataclass(frozen=True)
class _Words:
    currency: Currency
    money: bool
    counts: str

    def exact(self, value: Decimal) -> str:
        return self.currency.exact(Fraction(value)) if self.money else exact_text(Fraction(value))

    def count(self, value: Decimal) -> str:
        """The bound of a band that holds for the whole amount."""
        if self.counts:
            return f"{exact_text(Fraction(value), grouped=True)} {self.counts}"
        return self.currency.exact(Fraction(value))

    def amount(self, ends: Ends) -> str:
        return self.exact(ends.low) if ends.known else f"{self.exact(ends.low)} to {self.exact(ends.high)}"

    def percent(self, ends: Ends) -> str:
        low, high = (exact_text(Fraction(end)) for end in (ends.low, ends.high))
        return f"{low}%" if ends.known else f"{low}% to {high}%"

    def part(self, percent: Ends | None, plus: Ends | None, fixed: Ends | None) -> str:
        text = self.percent(percent) if percent is not None else ""
        if fixed is not None:
            text = self.amount(fixed)
        return text if plus is None else f"{text} plus {self.amount(plus)}"

    def band(self, band: BandForm, bound: Callable[[Decimal], str]) -> str:
        text = self.part(band.percent, band.plus, band.fixed)
        if band.up_to is not None:
            return f"{text} up to {bound(band.up_to)}"
        return text if band.below is None else f"{text} below {bound(band.below)}"
