"""What commands print: text of authors is seen by whoever runs them, and obeyed by nothing."""

from __future__ import annotations

import os

import click

from candid.visible_text import visible, without_controls

__all__ = ["say", "say_difference"]

_RUNNERS = ("GITHUB_ACTIONS", "TF_BUILD")
"""What the environment names where a build server reads along and obeys what is printed."""


def say(text: str, *, err: bool = False, nl: bool = True, commands: bool = False) -> None:
    """Print a text to standard output, or with ``err`` to standard error.

    Args:
        text: The text.
        err: Whether it is news about the work rather than its result.
        nl: Whether to end its line.
        commands: Whether its lines are commands to a build server, as in the format ``github``.
    """
    click.echo(visible(text, commands=commands), err=err, nl=nl)


def say_difference(text: str, *, err: bool = False) -> None:
    """Print a diff that can be applied: with no escapes but those of control characters.

    Args:
        text: Its lines, each with its end.
        err: Whether it is news about the work rather than its result.
    """
    is_obeyed = any(os.environ.get(name) for name in _RUNNERS)
    click.echo(visible(text) if is_obeyed else without_controls(text), err=err, nl=False)
