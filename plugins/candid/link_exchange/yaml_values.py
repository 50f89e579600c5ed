"""Values of a record in YAML: how they are written, and how one of them is changed where it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import yaml

__all__ = ["CannotEdit", "at_line_end", "end_of", "flow_entry", "scalar", "with_value"]

_RESERVED = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
_PLAIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ][\w .,;()/+%$€£&'’–-]*(?<! )")
_ADDRESS = re.compile(r"https?://[\w./?=&%~+:@!$()*,;'#-]*[\w/=&%~+#-]")


class CannotEdit(Exception):
    """The text is written in a way that nothing can be put into."""


def with_value(text: str, node: yaml.Node, key: str, value: object, *, needed: bool, end_of_line: str) -> str:
    """``text`` with this value of a key in one of its mappings; the same text if it says that already.

    Args:
        text: The text.
        node: The mapping in it.
        key: The key.
        value: Its value.
        needed: Whether the mapping has to say it; else the key is taken out where it says something else.
        end_of_line: What ends the text's lines.

    Raises:
        CannotEdit: It is not written as a mapping of plain values, each in its own place.
    """
    if not isinstance(node, yaml.MappingNode) or not node.value:
        raise CannotEdit("an offer is not written as 'key: value'")
    keys = [name.value for name, _ in node.value]
    if key not in keys:
        return _with_entry(text, node, key, value, end_of_line) if needed else text
    index = keys.index(key)
    name, present = node.value[index]
    if _says(present, value):
        return text
    start, end = present.start_mark.index, end_of(present)
    if not name.end_mark.index <= start <= end <= node.end_mark.index:
        raise CannotEdit(f"'{key}' repeats a value that stands elsewhere")  # an alias is where its anchor is
    if needed:
        rest = end_of_line if text[start:end].endswith("\n") else ""  # behind the text of a block scalar
        return f"{text[:start]}{_in_style(value, present, flow=bool(node.flow_style))}{rest}{text[end:]}"
    if not node.flow_style:
        line = text.find("\n", max(end - 1, 0)) + 1 or len(text)
        return text[: text.rfind("\n", 0, name.start_mark.index) + 1] + text[line:]
    if index:
        return text[: end_of(node.value[index - 1][1])] + text[end:]
    return text[: name.start_mark.index] + text[node.value[1][0].start_mark.index if node.value[1:] else end :]


def flow_entry(key: str, value: object) -> str:
    """A key with its value within braces."""
    return f"{key}: {_quoted(value) if isinstance(value, str) else scalar(value)}"


def scalar(value: object) -> str:
    """A value on a line of its own, in quotes where YAML would read something else without them."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return text if _is_plain(text) else _quoted(text)


def end_of(node: yaml.Node) -> int:
    """Where the text of a node ends. The mark of a block stands behind the blank lines and comments that follow it."""
    while isinstance(node, yaml.MappingNode | yaml.SequenceNode) and not node.flow_style and node.value:
        last: Any = node.value[-1]
        node = last[1] if isinstance(last, Sequence) else last
    return int(node.end_mark.index)


def at_line_end(text: str, offset: int, lines: Sequence[str], end_of_line: str) -> str:
    """``text`` with these lines behind the line on which ``offset`` stands."""
    if not text[:offset].endswith("\n"):  # the text of a block scalar ends with its line
        found = text.find("\n", offset)
        if found < 0:
            text, offset = text + end_of_line, len(text) + len(end_of_line)
        else:
            offset = found + 1
    return text[:offset] + "".join(f"{line}{end_of_line}" for line in lines) + text[offset:]


def _with_entry(text: str, node: yaml.MappingNode, key: str, value: object, end_of_line: str) -> str:
    """The text with one more key at the end of the mapping."""
    end = end_of(node.value[-1][1])
    if node.flow_style:
        return f"{text[:end]}, {flow_entry(key, value)}{text[end:]}"
    column = node.value[0][0].start_mark.column
    return at_line_end(text, end, [f"{' ' * column}{key}: {scalar(value)}"], end_of_line)


def _says(node: yaml.Node, value: object) -> bool:
    """Whether a node has this value, however it is written."""
    if not isinstance(node, yaml.ScalarNode):
        return False
    if value is None:
        return node.style is None and node.value.lower() in ("", "~", "null")
    if isinstance(value, bool):
        return bool(node.value.lower() == scalar(value))
    return bool(node.value == str(value))


def _in_style(value: object, node: yaml.ScalarNode, *, flow: bool) -> str:
    """A value in the quotes of the one whose place it takes, or without any where it needs none."""
    if not isinstance(value, str):
        return scalar(value)
    if node.style == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    plain = node.style not in ("'", '"') and _is_plain(value) and not (flow and "," in value)
    return value if plain else _quoted(value)


def _is_plain(text: str) -> bool:
    return bool(_ADDRESS.fullmatch(text) or (_PLAIN.fullmatch(text) and text.lower() not in _RESERVED))


def _quoted(text: str) -> str:
    """Text in double quotes; what YAML does not allow as it is, or nobody would see, as an escape."""
    written = json.dumps(text, ensure_ascii=False)
    return "".join(mark if mark.isprintable() else _escape(mark) for mark in written)


def _escape(mark: str) -> str:
    return f"\\u{ord(mark):04x}" if ord(mark) <= 0xFFFF else f"\\U{ord(mark):08x}"
