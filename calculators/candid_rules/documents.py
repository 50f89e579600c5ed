"""YAML documents whose every value knows where it was written.

One reader for all YAML that an author writes: rulebooks, data files, front matter, fence bodies.
It differs from ``yaml.safe_load`` in four ways that matter here:

* each key and each value keeps its line and column, so that a problem can point at it;
* a duplicate key is a problem, not a silent overwrite;
* ``0.1`` becomes ``Decimal("0.1")``, never a float, and dates stay text until a model asks for a date;
* aliases are expanded within a budget, so that a small file cannot become a huge one.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

__all__ = ["Document", "Location", "Problem", "did_you_mean", "load", "validate"]

Path = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)

_NODE_BUDGET = 50_000
"""Values in one document after its aliases are expanded; the largest real data file has a few thousand."""


@dataclass(frozen=True, order=True)
class Location:
    """A place in a file that an author can open: line and column count from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True)
class Problem:
    """What is wrong with a document, where, and what to write instead."""

    location: Location
    code: str
    message: str
    hint: str = ""


@dataclass(frozen=True)
class Document:
    """Plain data (``dict``, ``list``, ``str``, ``int``, ``Decimal``, ``bool``, ``None``), each part with its place."""

    value: Any
    start: Location
    values: dict[Path, Location] = field(default_factory=dict)
    keys: dict[Path, Location] = field(default_factory=dict)

    def locate(self, path: Sequence[str | int], *, key: bool = False) -> Location:
        """Where the value (or, with ``key``, its key) at ``path`` stands; the nearest known ancestor if it has none."""
        steps = tuple(path)
        places = self.keys if key else self.values
        if steps in places:
            return places[steps]
        while steps:
            if steps in self.values:
                return self.values[steps]
            steps = steps[:-1]
        return self.values.get((), self.start)

    def part(self, path: Sequence[str | int]) -> Document:
        """The value at ``path`` as a document of its own, with its places in the file."""
        steps = tuple(path)
        value = self.value
        for step in steps:
            value = value[step]
        below = {found[len(steps) :]: place for found, place in self.values.items() if found[: len(steps)] == steps}
        keys = {found[len(steps) :]: place for found, place in self.keys.items() if found[: len(steps)] == steps}
        return Document(value, self.locate(steps), below, keys)


def did_you_mean(token: str, known: Iterable[str]) -> str:
    """A hint that names the closest known word, or lists them when none is close."""
    words = sorted(known)
    close = difflib.get_close_matches(token, words, n=1, cutoff=0.6)
    if close:
        return f"did you mean '{close[0]}'?"
    if not words:
        return ""
    shown = ", ".join(words[:12]) + (", …" if len(words) > 12 else "")
    return f"known here: {shown}"


def load(text: str, start: Location) -> tuple[Document | None, list[Problem]]:
    """Read one YAML document that begins at ``start`` in its file.

    Returns the document, or ``None`` where it could not be read, and all problems found in it.
    """
    builder = _Builder(start)
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        value = None if node is None else builder.build(node, ())
    except yaml.MarkedYAMLError as error:
        return None, [*builder.problems, _syntax_problem(error, start)]
    except yaml.reader.ReaderError as error:
        return None, [Problem(start, "yaml-syntax", f"a character that YAML does not allow: {error.reason}")]
    except RecursionError:
        return None, [Problem(start, "yaml-too-deep", "the values are nested too deeply", "flatten the document")]
    except _TooLarge as error:
        return None, [Problem(error.location, "yaml-too-large", str(error), "write the repeated part once")]
    except yaml.YAMLError as error:
        return None, [Problem(start, "yaml-syntax", f"not readable as YAML: {error}")]
    return Document(value, start, builder.values, builder.keys), builder.problems


def validate(document: Document, model: type[Model], at: Path = ()) -> tuple[Model | None, list[Problem]]:
    """Turn the part of ``document`` at ``at`` into a ``model``, or say everything that is wrong with it."""
    value = document.value
    for step in at:
        value = value[step]
    try:
        return model.model_validate(value), []
    except ValidationError as error:
        return None, [_model_problem(document, model, at, dict(entry)) for entry in error.errors(include_url=False)]


class _TooLarge(Exception):
    def __init__(self, location: Location) -> None:
        super().__init__(f"more than {_NODE_BUDGET} values once its aliases are expanded")
        self.location = location


_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


class _Builder:
    """Walks a composed node tree once, collecting values, places and problems."""

    def __init__(self, start: Location) -> None:
        self.start = start
        self.values: dict[Path, Location] = {}
        self.keys: dict[Path, Location] = {}
        self.problems: list[Problem] = []
        self._count = 0
        self._open: set[int] = set()

    def build(self, node: yaml.Node, path: Path) -> Any:
        place = _place(node.start_mark, self.start)
        self.values[path] = place
        self._count += 1
        if self._count > _NODE_BUDGET:
            raise _TooLarge(place)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, place)
        if id(node) in self._open:
            self.problems.append(Problem(place, "yaml-alias", "an alias that contains itself", "write the value out"))
            return None
        self._open.add(id(node))
        try:
            if isinstance(node, yaml.SequenceNode):
                return [self.build(item, (*path, index)) for index, item in enumerate(node.value)]
            return self._mapping(node, path)
        finally:
            self._open.discard(id(node))

    def _mapping(self, node: yaml.Node, path: Path) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            place = _place(key_node.start_mark, self.start)
            if not isinstance(key_node, yaml.ScalarNode):
                self.problems.append(Problem(place, "yaml-key", "a key must be plain text", "quote the key"))
                continue
            key = str(key_node.value)
            if key in result:
                first = self.keys[(*path, key)].line
                self.problems.append(
                    Problem(place, "duplicate-key", f"the key '{key}' stands twice", f"first written on line {first}")
                )
                continue
            self.keys[(*path, key)] = place
            result[key] = self.build(value_node, (*path, key))
        return result

    def _scalar(self, node: yaml.ScalarNode, place: Location) -> Any:
        text = str(node.value)
        if node.tag not in _PLAIN_TAGS:
            self.problems.append(
                Problem(place, "yaml-tag", f"the tag '{node.tag}' is not allowed", "write a plain value")
            )
            return None
        if node.style is not None:  # quoted or a block: text, whatever it looks like
            return text
        lowered = text.lower()
        if lowered in _WORDS:
            return _WORDS[lowered]
        if _INT.fullmatch(text):
            # Python refuses to turn absurdly long digit strings into ints; such a value stays text.
            return int(text) if len(text) < 400 else text
        if _DECIMAL.fullmatch(text):
            return Decimal(text)
        return text


_PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "timestamp", "value")
)


def _place(mark: Any, start: Location) -> Location:
    column = mark.column + (start.column if mark.line == 0 else 1)
    return Location(start.path, start.line + mark.line, column)


def _syntax_problem(error: yaml.MarkedYAMLError, start: Location) -> Problem:
    mark = error.problem_mark or error.context_mark
    place = _place(mark, start) if mark else start
    what = error.problem or error.context or "not readable as YAML"
    return Problem(place, "yaml-syntax", what, "check indentation, quotes and colons around this place")


def _model_problem(document: Document, model: type[BaseModel], at: Path, error: dict[str, Any]) -> Problem:
    """One pydantic error, said in the author's terms at the author's line."""
    steps = tuple(error["loc"])
    kind = error["type"]
    known = _existing(document, at, steps)
    name = str(steps[-1]) if steps else ""
    if kind == "extra_forbidden":
        place = document.locate((*at, *known), key=True)
        return Problem(place, "unknown-key", f"unknown key '{name}'", did_you_mean(name, _fields(model, steps[:-1])))
    if kind == "missing":
        where = document.locate((*at, *known), key=bool(known)) if known or at else document.locate(at)
        return Problem(where, "missing-key", f"the key '{name}' is missing", f"add '{name}:'")
    place = document.locate((*at, *known))
    given = error.get("input")
    if kind in ("literal_error", "enum"):
        options = re.findall(r"'([^']*)'", str(error.get("ctx", {}).get("expected", "")))
        return Problem(place, "invalid-value", f"'{given}' is not a {name}", did_you_mean(str(given), options))
    message = str(error["msg"]).removeprefix("Value error, ")
    message = message[:1].lower() + message[1:]
    shown = f" (given: {given!r})" if isinstance(given, (str, int, Decimal)) else ""
    label = f"'{name}': " if name and isinstance(steps[-1], str) else ""
    return Problem(place, "invalid-value", f"{label}{message}{shown}")


def _existing(document: Document, at: Path, steps: Path) -> Path:
    """The longest run of ``steps`` that the document has; pydantic adds steps of its own for unions and keys."""
    found: Path = ()
    for step in steps:
        if (*at, *found, step) in document.values:
            found = (*found, step)
    return found


def _fields(model: type[BaseModel], steps: Path) -> Iterator[str]:
    """The keys that the model at ``steps`` inside ``model`` takes."""
    current: Any = model
    for step in steps:
        if isinstance(step, int):
            continue
        if isinstance(current, type) and issubclass(current, BaseModel):
            entry = next((f for n, f in current.model_fields.items() if step in (n, f.alias)), None)
            current = _inner_model(entry.annotation) if entry else current
    if isinstance(current, type) and issubclass(current, BaseModel):
        for name, entry in current.model_fields.items():
            yield entry.alias or name


def _inner_model(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        inner = _inner_model(argument)
        if inner is not None:
            return inner
    return None
