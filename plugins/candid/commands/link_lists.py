"""``candid links list``: every offer and every affiliate link of a site."""

from __future__ import annotations

import json
from pathlib import Path

import click

from candid.commands.folders import load_folders, site_folders
from candid.commands.saying import say
from candid.commands.text_tables import text_table
from candid.diagnostics import Severity, format_findings
from candid.link_inventory import list_links

__all__ = ["list_all"]

_COLUMNS = ("place", "placement", "offer", "programme", "network", "class", "address")


@click.command("list")
@site_folders
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
def list_all(pages: Path, data: Path, as_json: bool) -> None:
    """List the offers, and the links on pages that lead to offers or to affiliate addresses.

    An address is the one to which readers go on the site's day, without the sub-ID that tells the place.
    """
    loaded = load_folders(pages, data)
    errors = [finding for finding in loaded.findings if finding.severity is Severity.ERROR]
    if errors:
        say(format_findings(errors), err=True)
    rows = [link.as_json() for link in list_links(loaded.site, loaded.pages)]
    if as_json:
        say(json.dumps(rows, indent=2, ensure_ascii=False))
    elif rows:
        say(text_table(_COLUMNS, [{**row, "place": f"{row['file']}:{row['line']}"} for row in rows]))
    if errors:
        raise SystemExit(1)
