"""What an author writes in a rulebook, as pydantic models: the shape of the YAML, not yet its meaning."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from .model import InputType, OutputType
from .money import RoundingMode

__all__ = [
    "BandForm",
    "CalculatorForm",
    "CallForm",
    "CaseForm",
    "ChargeForm",
    "Ends",
    "HistoryForm",
    "InputForm",
    "LineForm",
    "OutputForm",
    "PeriodForm",
    "RefuseForm",
    "RuleForm",
    "RulebookForm",
    "StepForm",
    "WarnForm",
]


def _exact(value: Any) -> Decimal:
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,40}(\.[0-9]{1,40})?", value):
        return Decimal(value)
    raise ValueError("this is not a plain number, write 12 or 12.50")


def _day(value: Any) -> date:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value, re.ASCII):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError("this day does not exist") from None
    raise ValueError("this is not a day, write it as 2016-06-21")


def _day_or_unknown(value: Any) -> date | None:
    return None if value == "unknown" else _day(value)


def _ends(value: Any) -> Any:
    if isinstance(value, dict):
        return value
    amount = _exact(value)
    return {"low": amount, "high": amount}


def _text(value: Any) -> Any:
    """Defaults are written as on the command line; YAML turns some of them into numbers and flags."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (int, Decimal)) else value


def _web_address(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+(/\S*)?", value):
        raise ValueError("an address begins with https:// or http:// and a host")
    return value


Exact = Annotated[Decimal, BeforeValidator(_exact)]
Day = Annotated[date, BeforeValidator(_day)]
Word = Annotated[str, BeforeValidator(_text)]
CurrencyCode = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class _Form(BaseModel):
    # Most models are only parts of another one: each is built when it is first used by itself.
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)


class Ends(_Form):
    """An amount, or the two ends between which it is known to lie."""

    low: Exact
    high: Exact

    @property
    def known(self) -> bool:
        """Whether both ends are the same."""
        return self.low == self.high


EndsField = Annotated[Ends, BeforeValidator(_ends)]


class SourceForm(_Form):
    """Where facts come from; a document without an address has no ``url``."""

    title: str
    url: Annotated[str, AfterValidator(_web_address)] | None = None


class BandForm(_Form):
    """One band of a tiered charge; the last one has neither ``up_to`` nor ``below``."""

    up_to: Exact | None = None
    below: Exact | None = None
    percent: EndsField | None = None
    plus: EndsField | None = None
    fixed: EndsField | None = None


class ChargeForm(_Form):
    """What a rule charges: exactly one of the shapes, with its bounds.

    ``percent`` counts in hundredths: 20 is 20%. ``graduated`` charges each part of an amount by its own band,
    ``volume`` the whole amount by the band that it falls into. ``policy`` is a rule in words, whose ``values`` an
    expression may use.
    """

    percent: EndsField | None = None
    fixed: EndsField | None = None
    unit: EndsField | None = None
    graduated: list[BandForm] | None = None
    volume: list[BandForm] | None = None
    subscription: Exact | None = None
    policy: str | None = None
    plus: EndsField | None = None
    minimum: Exact | None = None
    maximum: Exact | None = None
    every: Literal["month", "year"] = "month"
    free_at_zero: bool = False
    values: dict[str, Exact] = Field(default_factory=dict)


class HistoryForm(ChargeForm):
    """A version of a rule whose dates are not known: shown, never selected."""

    id: str
    source: str
    checked_on: Day
    confidence: Literal["H", "M", "L", "R"]
    note: str = ""


class PeriodForm(HistoryForm):
    """A version of a rule and the days ``[from, to)`` on which it holds."""

    start: Annotated[date | None, BeforeValidator(_day_or_unknown)] = Field(alias="from")
    start_known: bool = Field(default=True, alias="from_known")
    end: Day | None = Field(default=None, alias="to")


class RuleForm(_Form):
    """A rule and its versions. ``measures`` says what its amounts are.

    ``counts`` says what the bounds of its ``volume`` bands count ("months"), where they are not amounts of money.
    """

    title: str
    summary: str = ""
    measures: Literal["money", "number"] = "money"
    counts: str = ""
    periods: Annotated[list[PeriodForm], Field(min_length=1)]
    history: list[HistoryForm] = Field(default_factory=list)


class StepForm(_Form):
    """How an amount comes about.

    One of: ``rule`` applied ``of`` an amount (with ``prior`` before it, or a band chosen ``by`` something else), or the
    amount that leaves ``net`` under it, or an ``amount`` by that rule's period; an ``amount`` alone; ``cases``;
    ``sum``, ``highest``, ``lowest``.
    """

    rule: str | None = None
    of: Word | None = None
    prior: Word | None = None
    by: Word | None = None
    net: Word | None = None
    amount: Word | None = None
    cases: list[CaseForm] | None = None
    sum: list[StepForm] | None = None
    highest: list[StepForm] | None = None
    lowest: list[StepForm] | None = None


class CaseForm(StepForm):
    """A step and when it is taken; the last case has no ``when``."""

    when: Word | None = None


class LineForm(StepForm):
    """A line item: a step with a label. A line that is not ``shown`` still has its amount.

    Money is rounded to its currency's minor unit, a number to ``decimals`` places (6 unless given). An amount without a
    currency of its own is in the calculator's unless ``currency`` says otherwise.
    """

    label: str
    type: Literal["money", "number", "date", "flag"] = "money"
    currency: CurrencyCode | None = None
    decimals: Annotated[int, Field(ge=0, le=12)] | None = None
    shown: Word | None = None


class InputForm(_Form):
    """An input of a calculator."""

    label: str
    type: InputType
    required: bool | None = None
    default: Word | None = None
    choices: dict[str, str] = Field(default_factory=dict)
    minimum: Word | None = None
    maximum: Word | None = None
    help: str = ""


class OutputForm(_Form):
    """An output: an expression, or the line of the same name."""

    label: str
    type: OutputType = "money"
    currency: CurrencyCode | None = None
    value: Word | None = None
    rule: str | None = None
    negative: Literal["warn", "expected"] = "warn"


class RefuseForm(_Form):
    """When a calculator refuses to answer, and how it says so."""

    when: Word
    rule: str | None = None
    code: Literal["below-minimum", "fee-exceeds-amount", "invalid-input", "no-rule-in-force"]
    message: str
    input: str | None = None


class WarnForm(_Form):
    """When an answer comes with a warning."""

    when: Word
    message: str


class CallForm(_Form):
    """Another calculator's answer: ``with`` gives its inputs as expressions, ``name.output`` stands for its outputs."""

    calculator: str
    arguments: dict[str, Word] = Field(default_factory=dict, alias="with")


class CalculatorForm(_Form):
    """Named inputs, calls, line items and outputs. ``currency`` is the rulebook's unless given."""

    title: str
    summary: str = ""
    kind: Literal["fee", "earnings", "dates", "score"]
    currency: CurrencyCode | None = None
    inputs: dict[str, InputForm]
    calls: dict[str, CallForm] = Field(default_factory=dict)
    lines: dict[str, LineForm]
    outputs: dict[str, OutputForm]
    refuse: list[RefuseForm] = Field(default_factory=list)
    warn: list[WarnForm] = Field(default_factory=list)


class RulebookForm(_Form):
    """One platform's rulebook. ``earliest`` is the first day for which periods ``from: unknown`` answer."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: str
    currency: CurrencyCode
    rounding: RoundingMode = "half-up"
    earliest: Day | None = None
    sources: dict[str, SourceForm] = Field(default_factory=dict)
    rules: dict[str, RuleForm] = Field(default_factory=dict)
    calculators: dict[str, CalculatorForm] = Field(default_factory=dict)
