"""``candid calc``: ask the rules library one question and see how the answer came about."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from candid.build_date import build_date
from candid.catalog import load_catalog
from candid.commands.days import read_day
from candid.commands.folders import data_folder
from candid.commands.saying import say
from candid.diagnostics import Severity, format_findings, from_problems
from candid.models import SiteSettings
from candid_rules import Calculator, Library, Line, Range, Refusal, Result, calculate, load_rulebooks
from candid_rules.documents import Location, Problem, did_you_mean
from candid_rules.model import OutputValue
from candid_rules.money import NO_CURRENCY

__all__ = ["calc"]


@click.command()
@click.argument("calculator_id", metavar="[ID]", required=False)
@click.argument("pairs", metavar="[NAME=VALUE]...", nargs=-1)
@click.option(
    "--on", "day", callback=read_day, metavar="DATE", help="The day whose rules hold; else the site's, or today."
)
@click.option("--json", "as_json", is_flag=True, help="Print the answer, or the refusal, as one JSON object.")
@click.option(
    "--explain", is_flag=True, help="Print all inputs, each rule in words with its note, and the rounding too."
)
@click.option(
    "--list", "listing", is_flag=True, help="List all calculators with their inputs, or those of one platform."
)
@click.option(
    "--rulebooks",
    "folders",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A further folder with rulebooks; they override others by id.",
)
@data_folder
def calc(
    calculator_id: str | None,
    pairs: tuple[str, ...],
    day: date | None,
    as_json: bool,
    explain: bool,
    listing: bool,
    folders: tuple[Path, ...],
    data: Path,
) -> None:
    """Compute fees, earnings or dates by the rules in force on a day.

    For example: candid calc upwork/freelancer-fee billed=600 --on 2019-03-01

    Amounts are written as 1000 or 1000.50, rates as 0.12 for 12%, days as 2019-03-01. Where there is a data folder, the
    rulebooks and the day that its site.yml names count.
    """
    settings = _settings(data)
    own = [data / settings.calculators] if settings.calculators else []
    library, problems = load_rulebooks([*own, *folders])
    if problems:
        say(_findings(problems), err=True)
        raise SystemExit(1)
    if listing or calculator_id is None:
        say("\n".join(_catalogue(_listed(library, calculator_id))))
        return
    calculator = library.calculators.get(calculator_id)
    if calculator is None:
        if library.left_out:
            say(_findings(library.left_out), err=True)
        raise _unknown(calculator_id, library)
    inputs = _inputs(pairs)
    try:
        result = calculate(calculator, inputs, day or _default_day(settings))
    except Refusal as refusal:
        if as_json:
            say(json.dumps({"error": {"code": refusal.code, "message": refusal.message}}, ensure_ascii=False))
        else:
            hint = f"\n  hint: {refusal.hint}" if refusal.hint else ""
            say(f"refused: {refusal.code}: {refusal.message}{hint}", err=True)
        raise SystemExit(1) from None
    if as_json:
        say(json.dumps(result.as_json(), indent=2, ensure_ascii=False))
    else:
        say("\n".join(_answer(calculator, result, inputs, explain=explain)))


def _inputs(pairs: Iterable[str]) -> dict[str, str]:
    inputs: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise click.UsageError(f"'{pair}' is not an input; write name=value")
        if name in inputs:
            raise click.UsageError(f"the input '{name}' is given twice")
        inputs[name] = value
    return inputs


def _listed(library: Library, name: str | None) -> Mapping[str, Calculator]:
    """All calculators, those of the platform ``name``, or the one called so."""
    found = {key: item for key, item in library.calculators.items() if name is None or name in (key, key.split("/")[0])}
    if name is not None and not found:
        raise _unknown(name, library)
    return found


def _settings(data: Path) -> SiteSettings:
    """The settings of the site; a broken ``site.yml`` is refused, for the numbers would be by other rules."""
    _, settings, findings = load_catalog(data, data.as_posix(), "This site")
    own = {f"{data.as_posix()}/site{suffix}" for suffix in (".yml", ".yaml")}
    wrong = [found for found in findings if found.location.path in own and found.severity is Severity.ERROR]
    if wrong:
        say(format_findings(wrong), err=True)
        raise SystemExit(1)
    return settings


def _default_day(settings: SiteSettings) -> date:
    """The day that the environment names, else the site's, else today."""
    today = build_date(os.environ)
    return today if "SOURCE_DATE_EPOCH" in os.environ else settings.as_of or today


def _unknown(name: str, library: Library) -> click.UsageError:
    if name in library.rulebooks:
        own = ", ".join(library.rulebooks[name].calculators)
        have = f"its calculators are {own}" if own else "it has no calculators"
        return click.UsageError(f"'{name}' is a platform; {have}")
    known = library.calculators if "/" in name else library.rulebooks
    return click.UsageError(f"there is no calculator or platform '{name}'; {did_you_mean(name, known)}")


def _findings(problems: Iterable[Problem]) -> str:
    """Problems as text, with paths as one would write them here."""
    shown = (replace(finding, location=_from_here(finding.location)) for finding in from_problems(problems))
    return format_findings(shown)


def _from_here(location: Location) -> Location:
    path, here = Path(location.path), Path.cwd()
    return replace(location, path=path.relative_to(here).as_posix()) if path.is_relative_to(here) else location


def _catalogue(calculators: Mapping[str, Calculator]) -> Iterator[str]:
    for name, calculator in sorted(calculators.items()):
        yield f"{name}: {calculator.title} ({calculator.currency})"
        for item in calculator.inputs:
            values = "|".join(choice.value for choice in item.choices) or item.type
            text = f"{item.name}={values}"
            text = text if item.required else f"[{text}]" + (f" default {item.default}" if item.default else "")
            yield f"    {text}: {item.label}"


def _answer(calculator: Calculator, result: Result, given: Collection[str], *, explain: bool) -> Iterator[str]:
    currency = "" if result.currency == NO_CURRENCY else f", in {result.currency}"
    yield f"{calculator.title}, on {result.on}{currency}"
    yield ""
    if explain and result.inputs:
        labels = {item.name: item.label for item in calculator.inputs}
        rows = [(labels[name], value, "" if name in given else "by default") for name, value in result.inputs.items()]
        yield from _table(rows)
        yield ""
    amounts = [_shown(line.amount, line.currency, result) for line in result.lines]
    workings = ["" if line.explanation == line.amount else line.explanation for line in result.lines]
    labels_of_lines = [line.label for line in result.lines]
    for row, line in zip(_table(zip(labels_of_lines, amounts, workings, strict=True)), result.lines, strict=True):
        yield row
        yield from ("    " + text for text in _provenance(calculator, line, explain=explain))
    if result.lines:
        yield ""
    outputs = [(o.label, _shown(result.outputs[o.name], o.currency, result), "") for o in calculator.outputs]
    yield from _table(outputs)
    for warning in result.warnings:
        yield f"warning: {warning}"
    if explain:
        yield f"rounding: {calculator.rounding}"


def _table(rows: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """A label, a value and a remark in each row; values end below each other."""
    cells = list(rows)
    first = max((len(label) for label, _, _ in cells), default=0)
    second = max((len(value) for _, value, _ in cells), default=0)
    for label, value, remark in cells:
        yield f"{label.ljust(first)}  {value.rjust(second)}  {remark}".rstrip()


def _provenance(calculator: Calculator, line: Line, *, explain: bool) -> Iterator[str]:
    if line.rule is None or line.source is None:
        return
    period = calculator.periods[line.rule]
    start = "first day not known"
    if line.effective_from is not None:
        word = "from" if period.start_known else "by"
        start = f"in force {word} {line.effective_from}"
    yield f"rule {line.rule}, {start}" + (f": {period.describes}" if explain else "")
    address = f", {line.source.url}" if line.source.url else ""
    yield f"source: {line.source.title}{address}; checked {line.checked_on}, confidence {line.confidence}"
    if explain and line.note:
        yield f"note: {line.note}"


def _shown(value: OutputValue, currency: str, result: Result) -> str:
    """A value, with its currency where that is not the result's."""
    code = f" {currency}" if currency not in ("", result.currency) else ""
    if isinstance(value, Range):
        return f"{value.low} to {value.high}{code}"
    return ", ".join(value) if isinstance(value, tuple) else f"{value}{code}"
