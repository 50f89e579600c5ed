"""What commands print: text of authors is seen by whoever runs them, and obeyed by nothing."""

from __future__ import annotations

import click

from candid.visible_text import visible

__all__ = ["say"]


def say(text: str, *, err: bool = False, nl: bool = True, commands: bool = False) -> None:
    """Print a text to standard output, or with ``err`` to standard error.

    Args:
        text: The text.
        err: Whether it is news about the work rather than its result.
        nl: Whether to end its line.
        commands: Whether its lines are commands to a build server, as in the format ``github``.
    """
    click.echo(visible(text, commands=commands), err=err, nl=nl)
