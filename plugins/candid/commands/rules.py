"""``candid rules``: what the rulebooks hold, what a change of them moves, and which facts are due for a check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from candid.commands.days import read_day
from candid.commands.folders import LoadedSite, data_folder, load_data, load_folders, site_folders
from candid.commands.revisions import RevisionError, library_at, open_revision
from candid.commands.saying import say
from candid.diagnostics import Severity, format_findings
from candid.rule_changes import find_moves, format_moves
from candid.stale_facts import dated_facts, format_facts, standing
from candid_rules import Period
from candid_rules.documents import did_you_mean

__all__ = ["rules"]

STYLES = click.Choice(["text", "json", "markdown"])


@click.group()
def rules() -> None:
    """Look at rulebooks: what they hold, what a change moves, which facts are old."""


@rules.command()
@click.argument("revision", metavar="REV")
@site_folders
@click.option(
    "--on", "day", callback=read_day, metavar="DATE", help="The day to work numbers out for; else the site's."
)
@click.option("--format", "style", type=STYLES, default="text", show_default=True)
@click.option("--exit-code", is_flag=True, help="Exit with 1 if a number moves.")
def diff(revision: str, pages: Path, data: Path, day: date | None, style: str, exit_code: bool) -> None:
    """List every number on every page that differs between the rulebooks of REV and those of the working tree.

    REV is a commit, branch or tag of the git repository that holds the site. Pages, data and days are those of the
    working tree, so that only rulebooks make a difference.
    """
    loaded = _loaded(pages, data, day)
    try:
        opened = open_revision(data if data.is_dir() else pages, revision)
        library, findings = library_at(opened, data)
    except RevisionError as error:
        raise click.UsageError(str(error)) from None
    if findings:
        say(format_findings(findings), err=True)
    moves = find_moves(loaded.site.with_library(library), loaded.site, loaded.pages)
    say(format_moves(moves, style, revision))
    if moves and exit_code:
        raise SystemExit(1)


@rules.command()
@site_folders
@click.option(
    "--on",
    "day",
    callback=read_day,
    metavar="DATE",
    help="The day to look from, such as one in a month's time; else the site's.",
)
@click.option("--format", "style", type=STYLES, default="text", show_default=True)
def stale(pages: Path, data: Path, day: date | None, style: str) -> None:
    """List the facts that were last checked longer ago than site.yml allows, in the order in which to check them.

    These are the rules that pages work by, the facts of products and the terms of programmes. Exits with 1 if one is
    past the second limit, after which it is an error.
    """
    loaded = _loaded(pages, data, day)
    due = [fact for fact in dated_facts(loaded.site, loaded.pages) if standing(loaded.site, fact) != "fresh"]
    say(format_facts(loaded.site, due, style))
    if any(standing(loaded.site, fact) != "stale" for fact in due):
        raise SystemExit(1)


@rules.command(name="list")
@click.argument("platforms", metavar="[PLATFORM]...", nargs=-1)
@data_folder
@click.option("--on", "day", callback=read_day, metavar="DATE", help="The day whose rules hold; else the site's.")
@click.option("--all", "every", is_flag=True, help="List the versions that are past or still to come too.")
def list_rules(platforms: tuple[str, ...], data: Path, day: date | None, every: bool) -> None:
    """List the rules of each PLATFORM, or of all, with the version in force and where it is known from."""
    site, _ = load_data(data)
    on = day or site.as_of
    books = site.library.rulebooks
    for name in platforms:
        if name not in books:
            raise click.UsageError(f"there is no rulebook '{name}'; {did_you_mean(name, books)}")
    for name in platforms or sorted(books):
        for rule in books[name].rules.values():
            say(f"{rule.id}: {rule.title}")
            shown = [period for period in rule.periods if every or _holds(period, on)]
            for period in shown:
                say("\n".join(f"    {line}" for line in _period(period)))
            if not shown:
                say(f"    no version in force on {on}")


def _loaded(pages: Path, data: Path, day: date | None) -> LoadedSite:
    """A site whose data is sound; a broken rulebook would be left out, and the numbers would be another's."""
    loaded = load_folders(pages, data)
    if any(finding.severity is Severity.ERROR for finding in loaded.findings):
        say(format_findings(loaded.findings), err=True)
        raise SystemExit(1)
    return loaded if day is None else replace(loaded, site=replace(loaded.site, as_of=day))


def _holds(period: Period, on: date) -> bool:
    return (period.start is None or period.start <= on) and (period.end is None or on < period.end)


def _period(period: Period) -> Iterator[str]:
    start = "start not known" if period.start is None else f"{'from' if period.start_known else 'by'} {period.start}"
    end = f" to before {period.end}" if period.end is not None else ""
    yield f"{period.id}, {start}{end}: {period.describes}"
    yield f"    {period.source.title}; checked {period.checked_on}, confidence {period.confidence}"
