"""The command line: ``candid COMMAND``. Each command is one module in ``commands``, loaded when it is asked for."""

from __future__ import annotations

from importlib import import_module

import click

from candid import __version__

__all__ = ["main"]

COMMANDS = {
    "calc": "candid.commands.calc:calc",
    "check": "candid.commands.check:check",
    "fix": "candid.commands.fix:fix",
    "links": "candid.commands.links:links",
    "lint": "candid.commands.lint:lint",
    "rules": "candid.commands.rules:rules",
    "schema": "candid.commands.schema:schema",
}
"""Command -> the click command that does it."""


class _Commands(click.Group):
    """A group that imports a command only when it runs, so that ``candid --help`` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(cls=_Commands)
@click.version_option(__version__, prog_name="candid")
def main() -> None:
    """Affiliate review sites that disclose themselves and show their math."""
