"""``candid lint``: check data and pages without building, for editors, hooks and hosts that run no plugins."""

from __future__ import annotations

import os
from pathlib import Path

import click

from candid.build_date import build_date
from candid.checks import check_data, check_pages
from candid.diagnostics import Severity, format_findings, in_order
from candid.pages import read_kinds, with_reviews
from candid.site import load_site
from candid.sources import PageSource, read_page

__all__ = ["lint"]


@click.command()
@click.option("--pages", type=click.Path(path_type=Path), default=Path("content/pages"), show_default=True)
@click.option("--data", type=click.Path(path_type=Path), default=Path("content/data"), show_default=True)
@click.option("--format", "style", type=click.Choice(["text", "json", "github"]), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
def lint(pages: Path, data: Path, style: str, strict: bool) -> None:
    """Check the Markdown and the data of a site, and print everything that is wrong.

    Exits with 1 if there is an error, or with --strict a warning.
    """
    if not pages.is_dir():
        raise click.UsageError(f"there is no folder '{pages}'; name the folder with the Markdown files with --pages")
    site, findings = load_site(data, data.as_posix(), default_name="This site", today=build_date(os.environ))
    read = [read_kinds(_source(path, pages), site.settings.language) for path in sorted(pages.rglob("*.md"))]
    site = with_reviews(site, read)
    findings = in_order([*findings, *check_data(site, read), *check_pages(site, read)])
    if findings or style == "json":
        click.echo(format_findings(findings, style))
    worst = max((finding.severity for finding in findings), default=Severity.INFO)
    if worst >= (Severity.WARNING if strict else Severity.ERROR):
        raise SystemExit(1)


def _source(path: Path, pages: Path) -> PageSource:
    return read_page(path.read_bytes(), path.as_posix(), path.relative_to(pages).as_posix())
