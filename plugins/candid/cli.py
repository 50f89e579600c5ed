"""The command line: ``candid COMMAND``. Each command is one module in ``commands``, loaded when it is asked for."""

from __future__ import annotations

import click

from candid import __version__
from candid.commands.lazy_group import LazyGroup

__all__ = ["main"]

COMMANDS = {
    "calc": "candid.commands.calc:calc",
    "check": "candid.commands.check:check",
    "explain": "candid.commands.explain:explain",
    "fix": "candid.commands.fix:fix",
    "links": "candid.commands.links:links",
    "lint": "candid.commands.lint:lint",
    "report": "candid.commands.report:report",
    "rules": "candid.commands.rules:rules",
    "schema": "candid.commands.schema:schema",
}
"""Command -> the click command that does it."""


@click.group(cls=LazyGroup, lazy=COMMANDS)
@click.version_option(__version__, prog_name="candid")
def main() -> None:
    """Affiliate review sites that disclose themselves and show their math."""
