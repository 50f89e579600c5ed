"""Text of authors as terminals and the logs of build servers show it: everything is seen and nothing is obeyed."""

from __future__ import annotations

import re

__all__ = ["on_one_line", "visible", "without_controls"]

# Control characters, those that turn the direction of writing, and halves of characters, which nothing can print; of a
# carriage return before a line feed comes no harm. Runners of GitHub obey "##[" wherever it stands.
_OBEYED = re.compile(
    "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
    "|\\r(?!\\n)|(?<=#)#(?=\\[)"
)
_CONTROLS = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\ud800-\udfff]|\\r(?!\\n)")
# They obey what begins a line with two colons too, behind blanks or not.
_COMMAND = re.compile(r"^([^\S\n]*):(?=:)", re.MULTILINE)
_LINE_END = re.compile(r"[\r\n]")


def visible(text: str, *, commands: bool = False) -> str:
    r"""``text`` with all that would be obeyed written as ``\u001b`` is; JSON stays the same JSON.

    Args:
        text: One line or many.
        commands: Whether lines are meant as commands to a build server.
    """
    inert = _OBEYED.sub(_written, text)
    return inert if commands else _COMMAND.sub(r"\1\\u003a", inert)


def without_controls(text: str) -> str:
    """The same of what terminals obey alone: other programs can read the text as it was."""
    return _CONTROLS.sub(_written, text)


def on_one_line(text: str) -> str:
    """The same, with the ends of its lines: it cannot begin a line that others would believe in."""
    return visible(_LINE_END.sub(_written, text))


def _written(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
