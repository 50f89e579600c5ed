"""``candid fix``: write the numbers under test as the rules say them."""

from __future__ import annotations

from pathlib import Path

import click

from candid.commands.folders import load_data, markdown_files, require_folder, site_folders
from candid.commands.saying import say, say_difference
from candid.commands.writing import difference, write_files
from candid.corrections import corrected, find_corrections
from candid.diagnostics import Finding, Severity, format_findings
from candid.sources import read_page

__all__ = ["fix"]


@click.command()
@click.argument("only", metavar="[PAGES]...", nargs=-1, type=click.Path(exists=True, path_type=Path))
@site_folders
@click.option("--write", is_flag=True, help="Change the files.")
@click.option("--fill", is_flag=True, help="Write numbers that are left open too: [?](calc:…) and [](calc:…).")
def fix(only: tuple[Path, ...], pages: Path, data: Path, write: bool, fill: bool) -> None:
    """Correct the text of calc: links that differ from the rules, in PAGES or on all pages.

    Shows a diff; with --write changes the files, all or none, and nothing in them but these texts. Exits with 1 if
    something is to correct and was not, or if a link gives no number.
    """
    if not only:
        require_folder(pages)
    site, findings = load_data(data)
    if any(finding.severity is Severity.ERROR for finding in findings):
        # A broken rulebook of the site's own is left out, so that the numbers would be another's.
        say(format_findings(findings), err=True)
        raise SystemExit(1)
    unresolved: list[Finding] = []
    count = 0
    contents: dict[Path, bytes] = {}
    done: list[str] = []
    for path in markdown_files(only or [pages]):
        before = path.read_bytes()
        source = read_page(before, path.as_posix(), path.as_posix())
        corrections, found = find_corrections(source, site, fill=fill)
        unresolved += [*(finding for finding in source.findings if finding.code == "not-utf-8"), *found]
        if not corrections:
            continue
        after = corrected(before, corrections)
        count += len(corrections)
        contents[path] = after
        done.append(f"{path.as_posix()}: {_counted(len(corrections), 'number')} written")
        if not write:
            say_difference(difference(path.as_posix(), before, after))
    if write:
        write_files(contents)
        for line in done:
            say(line)
    if unresolved:
        say(format_findings(unresolved), err=True)
    if count and not write:
        say(f"{_counted(count, 'number')} on {_counted(len(contents), 'page')} to write; add --write", err=True)
    if unresolved or (count and not write):
        raise SystemExit(1)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
