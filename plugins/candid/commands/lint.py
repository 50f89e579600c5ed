"""``candid lint``: check data and pages without building, for editors, hooks and hosts that run no plugins."""

from __future__ import annotations

from pathlib import Path

import click

from candid.checks import check_data, check_pages
from candid.checks.reviewed_texts import check_reviewed_texts
from candid.commands.folders import load_folders, site_folders
from candid.commands.saying import say
from candid.diagnostics import Severity, format_findings, in_order

__all__ = ["lint"]


@click.command()
@site_folders
@click.option(
    "--format", "style", type=click.Choice(["text", "json", "github", "sarif"]), default="text", show_default=True
)
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
def lint(pages: Path, data: Path, style: str, strict: bool) -> None:
    """Check the Markdown and the data of a site, and print everything that is wrong.

    Exits with 1 if there is an error, or with --strict a warning.
    """
    loaded = load_folders(pages, data)
    site, read = loaded.site, loaded.pages
    checked = [*check_data(site, read), *check_pages(site, read), *check_reviewed_texts(site, read)]
    findings = in_order([*loaded.findings, *checked])
    if findings or style in ("json", "sarif"):
        say(format_findings(findings, style), commands=style == "github")
    worst = max((finding.severity for finding in findings), default=Severity.INFO)
    if worst >= (Severity.WARNING if strict else Severity.ERROR):
        raise SystemExit(1)
