"""``candid check``: hold the built HTML of any site against the rules, with or without MkDocs."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

import click

from candid.build_date import build_date
from candid.commands.folders import data_folder, load_data
from candid.compliance import DEFAULT_PROFILES, BuiltSite, Terms, audit
from candid.diagnostics import Severity, format_findings
from candid.models import Jurisdiction

__all__ = ["check"]

_PROFILES: tuple[str, ...] = get_args(Jurisdiction)


def _read_profiles(
    _context: click.Context, _option: click.Parameter, text: str | None
) -> tuple[Jurisdiction, ...] | None:
    if text is None:
        return None
    names = tuple(dict.fromkeys(name.strip().lower() for name in text.split(",") if name.strip()))
    names = _PROFILES if names == ("all",) else names
    unknown = [name for name in names if name not in _PROFILES]
    if unknown or not names:
        raise click.BadParameter(f"'{', '.join(unknown)}' is none; known are {', '.join(_PROFILES)} and all")
    return names  # type: ignore[return-value]  # just checked


@click.command()
@click.argument("site_dir", type=click.Path(path_type=Path, exists=True))
@click.option("--profile", "profiles", callback=_read_profiles, help="Jurisdictions, by commas: us,uk,de … or all.")
@click.option("--lang", "language", help="The language of pages that name none.")
@click.option("--production", is_flag=True, help="Fail while anything of a demonstration is left.")
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option(
    "--format", "style", type=click.Choice(["text", "json", "github", "sarif"]), default="text", show_default=True
)
@data_folder
def check(
    site_dir: Path,
    profiles: Sequence[Jurisdiction] | None,
    language: str | None,
    production: bool,
    strict: bool,
    style: str,
    data: Path,
) -> None:
    """Check the built HTML in SITE_DIR, whatever made it, and print every breach of a rule.

    What a data folder declares about links, programmes and silenced findings counts where there is one. Exits with 1 if
    there is an error, or with --strict a warning.
    """
    known, _ = load_data(data)
    terms = Terms(
        today=build_date(os.environ),
        profiles=tuple(profiles or (known.settings.jurisdictions if data.is_dir() else DEFAULT_PROFILES)),
        language=language or known.settings.language,
        production=production,
        declared=known.settings.links,
        programmes=known.catalog.programmes,
        consent_tool=known.settings.consent_tool,
    )
    site = BuiltSite(site_dir, site_dir.as_posix(), terms, known.networks)
    result = audit(site, silenced=known.settings.silenced)
    if result.findings or style != "text":
        click.echo(format_findings(result.findings, style))
    worst = max((finding.severity for finding in result.findings), default=Severity.INFO)
    if worst >= (Severity.WARNING if strict else Severity.ERROR):
        raise SystemExit(1)
