"""``candid explain``: what a rule of ``candid check`` wants, why, and where it is written down."""

from __future__ import annotations

import json
import textwrap

import click

from candid.commands.saying import say
from candid.compliance.explaining import as_plain_data, explained
from candid.compliance.rule_table import Rule, load_rules
from candid_rules.documents import did_you_mean

__all__ = ["explain"]

_WIDTH = 100


@click.command()
@click.argument("name", metavar="[RULE]", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON: an object for a rule, an array for all.")
def explain(name: str | None, as_json: bool) -> None:
    """Say what RULE wants, why, where that is written down and how sure one can be; without RULE, list all.

    RULE is an id as `candid check` prints it, such as D-US-01. The codes of `candid lint` explain themselves by the
    hint of each finding.
    """
    rules = load_rules()
    if name is None:
        say(_dump([as_plain_data(rule) for rule in rules.values()]) if as_json else _listed(list(rules.values())))
        return
    rule = rules.get(name.strip().upper())
    if rule is None:
        hint = did_you_mean(name.strip().upper(), list(rules)) or "candid explain lists all"
        raise click.UsageError(f"there is no rule '{name}'; {hint}")
    say(_dump(as_plain_data(rule)) if as_json else _folded(explained(rule)))


def _listed(rules: list[Rule]) -> str:
    width = max(len(rule.id) for rule in rules)
    marks = {True: "", False: "  (not checked)"}
    return "\n".join(
        f"{rule.id:<{width}}  {rule.severity:<7}  {rule.title}{marks[rule.unchecked is None]}" for rule in rules
    )


def _folded(text: str) -> str:
    """Long lines folded; those behind a heading of the list are indented like it."""
    folded = []
    for line in text.split("\n"):
        indent = " " * 11 if line[:11].strip() and line[10:11] == " " and line[11:12] not in ("", " ") else ""
        keep = "://" in line
        folded += [line] if keep or len(line) <= _WIDTH else textwrap.wrap(line, _WIDTH, subsequent_indent=indent)
    return "\n".join(folded)


def _dump(data: object) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False)
