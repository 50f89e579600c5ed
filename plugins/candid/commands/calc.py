"""``candid calc``: ask the rules library one question and see how the answer came about."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import click

from candid.build_date import build_date
from candid.commands.days import read_day
from candid.diagnostics import format_findings, from_problems
from candid_rules import Calculator, Library, Line, Range, Refusal, Result, calculate, load_rulebooks
from candid_rules.documents import did_you_mean

__all__ = ["calc"]


@click.command()
@click.argument("calculator_id", metavar="[ID]", required=False)
@click.argument("pairs", metavar="[NAME=VALUE]...", nargs=-1)
@click.option("--on", "day", callback=read_day, metavar="DATE", help="The day whose rules hold; else the build's day.")
@click.option("--json", "as_json", is_flag=True, help="Print the answer, or the refusal, as one JSON object.")
@click.option("--explain", is_flag=True, help="Print each rule's note and the rounding as well.")
@click.option("--list", "listing", is_flag=True, help="List the calculators and their inputs.")
@click.option(
    "--rulebooks",
    "folders",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with a site's own rulebooks; they override the stock ones by id.",
)
def calc(
    calculator_id: str | None,
    pairs: tuple[str, ...],
    day: date | None,
    as_json: bool,
    explain: bool,
    listing: bool,
    folders: tuple[Path, ...],
) -> None:
    """Compute fees, earnings or dates by the rules in force on a day.

    For example: candid calc upwork/freelancer-fee billed=600 --on 2019-03-01
    """
    library, problems = load_rulebooks(folders)
    if problems:
        click.echo(format_findings(from_problems(problems)), err=True)
        raise SystemExit(1)
    if listing or calculator_id is None:
        click.echo("\n".join(_catalogue(library)))
        return
    calculator = library.calculators.get(calculator_id)
    if calculator is None:
        hint = did_you_mean(calculator_id, library.calculators)
        raise click.UsageError(f"there is no calculator '{calculator_id}'; {hint}")
    inputs = _inputs(pairs)
    try:
        result = calculate(calculator, inputs, day or build_date(os.environ))
    except Refusal as refusal:
        if as_json:
            click.echo(json.dumps({"error": {"code": refusal.code, "message": refusal.message}}, ensure_ascii=False))
        else:
            click.echo(f"refused: {refusal.code}: {refusal.message}", err=True)
        raise SystemExit(1) from None
    if as_json:
        click.echo(json.dumps(result.as_json(), indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(_answer(calculator, result, explain=explain)))


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


def _catalogue(library: Library) -> Iterator[str]:
    for name, calculator in sorted(library.calculators.items()):
        yield f"{name}: {calculator.title} ({calculator.currency})"
        for item in calculator.inputs:
            values = "|".join(choice.value for choice in item.choices) or item.type
            text = f"{item.name}={values}"
            text = text if item.required else f"[{text}]" + (f" default {item.default}" if item.default else "")
            yield f"    {text}: {item.label}"


def _answer(calculator: Calculator, result: Result, *, explain: bool) -> Iterator[str]:
    yield f"{calculator.title}, on {result.on}, in {result.currency}"
    yield ""
    amounts = {line.id: _shown(line.amount) for line in result.lines}
    label_width = max((len(line.label) for line in result.lines), default=0)
    width = max((len(text) for text in amounts.values()), default=0)
    for line in result.lines:
        explanation = "" if line.explanation == line.amount else line.explanation
        yield f"{line.label.ljust(label_width)}  {amounts[line.id].rjust(width)}  {explanation}".rstrip()
        yield from ("    " + text for text in _provenance(calculator, line, explain=explain))
    if result.lines:
        yield ""
    shown = {item.label: _shown(result.outputs[item.name]) for item in calculator.outputs}
    label_width, width = max(map(len, shown)), max(map(len, shown.values()))
    for label, text in shown.items():
        yield f"{label.ljust(label_width)}  {text.rjust(width)}"
    for warning in result.warnings:
        yield f"warning: {warning}"
    if explain:
        yield f"rounding: {calculator.rounding}"


def _provenance(calculator: Calculator, line: Line, *, explain: bool) -> Iterator[str]:
    if line.rule is None or line.source is None:
        return
    start = "first day not known"
    if line.effective_from is not None:
        word = "from" if calculator.periods[line.rule].start_known else "by"
        start = f"in force {word} {line.effective_from}"
    yield f"rule {line.rule}, {start}"
    address = f", {line.source.url}" if line.source.url else ""
    yield f"source: {line.source.title}{address}; checked {line.checked_on}, confidence {line.confidence}"
    if explain and line.note:
        yield f"note: {line.note}"


def _shown(value: str | Range | tuple[str, ...]) -> str:
    if isinstance(value, Range):
        return f"{value.low} to {value.high}"
    return ", ".join(value) if isinstance(value, tuple) else value
