"""``candid explain``: what a rule of ``candid check`` wants, why, and where it is written down; what a code means."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Sequence

import click

from candid.commands.saying import say
from candid.compliance.explaining import as_plain_data, explained
from candid.compliance.rule_table import Rule, load_rules
from candid.diagnostics import CODES, MEANINGS, Severity
from candid_rules.documents import did_you_mean

__all__ = ["explain"]

_WIDTH = 100


@click.command()
@click.argument("name", metavar="[RULE]", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON: an object for a rule, an array for all.")
def explain(name: str | None, as_json: bool) -> None:
    """Say what RULE wants, why, where that is written down and how sure one can be; without RULE, list all.

    RULE is an id as `candid check` prints it, such as D-US-01. Of a code as `candid lint` and builds print it, such as
    calc-text, it says what it means.
    """
    rules = load_rules()
    if name is None:
        say(_dump([as_plain_data(rule) for rule in rules.values()]) if as_json else _listed(list(rules.values())))
        return
    rule = rules.get(name.strip().upper())
    code = name.strip().lower()
    if rule is None and code in CODES:
        say(_dump(_code_as_data(code)) if as_json else _folded(_code_in_words(code)))
        return
    if rule is None:
        if code.replace("-", "").isalpha():  # ids of rules end in a number
            near = did_you_mean(code, CODES)
            end = "" if near.endswith("?") else "."
            message = (
                f"there is no code '{name}'; {near}{end} What is wrong in a rulebook, the finding's own hint explains."
            )
            raise click.UsageError(message)
        raise click.UsageError(f"there is no rule '{name}'; {_rule_meant(name.strip().upper(), list(rules))}")
    say(_dump(as_plain_data(rule)) if as_json else _folded(explained(rule)))


def _rule_meant(name: str, ids: Sequence[str]) -> str:
    """A hint at the rule of the same number, however many digits it is written with; else at one that looks alike."""
    same = [known for known in ids if _without_zeros(known) == _without_zeros(name)]
    return f"did you mean '{same[0]}'?" if same else did_you_mean(name, ids)


def _without_zeros(rule: str) -> str:
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", re.sub(r"[\s_-]+", "-", rule))


_FAILS = {
    Severity.ERROR: "it fails every build",
    Severity.WARNING: "it fails a strict build only",
    Severity.INFO: "it fails no build",
}


def _code_in_words(code: str) -> str:
    severity = CODES[code]
    lines = [
        f"{code}  a finding of candid lint and of builds, no rule of candid check",
        "",
        MEANINGS[code],
        "",
        f"{'Severity':<11}{severity.word}: {_FAILS[severity]}",
        f"{'Remedy':<11}each finding's hint says what to write instead",
    ]
    return "\n".join(lines)


def _code_as_data(code: str) -> dict[str, str]:
    return {"code": code, "meaning": MEANINGS[code], "severity": CODES[code].word}


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
