"""YAML documents whose every value knows where it was written.

One reader for all YAML that an author writes: rulebooks, data files, front matter, fence bodies.
It differs from ``yaml.safe_load`` in four ways that matter here:

* each key and each value keeps its line and column, so that a problem can point at it;
* a duplicate key is a problem, not a silent overwrite;
* ``0.1`` becomes ``Decimal("0.1")``, never a float, and dates stay text until a model asks for a date;
* aliases are expanded within a budget, so that a small file cannot become a huge one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from .model_problems import model_problems
from .problems import Location, Problem, did_you_mean

__all__ = ["Document", "Location", "Problem", "did_you_mean", "load", "validate"]

Path = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)

_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's reader where PyYAML was built with it: six times as fast, with the same events and places."""

_MOST_LEVELS = 60
"""Far more than any record nests."""

_NODE_BUDGET = 50_000
"""Values in one document after its aliases are expanded; the largest real data file has a few thousand."""


@dataclass
class _Places:
    """Where each value and each key of a document stands."""

    values: dict[Path, Location] = field(default_factory=dict)
    keys: dict[Path, Location] = field(default_factory=dict)


@dataclass(frozen=True)
class Document:
    """Plain data (``dict``, ``list``, ``str``, ``int``, ``Decimal``, ``bool``, ``None``), each part with its place.

    Attributes:
        value: The data.
        start: Where the text begins in its file.
        text: The YAML that the data was read from.
        at: Where the data stands in that YAML, for a part of a document.
    """

    value: Any
    start: Location
    text: str = field(default="", repr=False)
    at: Path = ()

    def locate(self, path: Sequence[str | int], *, key: bool = False) -> Location:
        """Where the value (or, with ``key``, its key) at ``path`` stands; the nearest known ancestor if it has none."""
        steps = (*self.at, *path)
        places = self._places
        if key and steps in places.keys:
            return places.keys[steps]
        while steps:
            if steps in places.values:
                return places.values[steps]
            steps = steps[:-1]
        return places.values.get((), self.start)

    def known(self, path: Sequence[str | int]) -> bool:
        """Whether the document has a value at ``path``."""
        return (*self.at, *path) in self._places.values

    def part(self, path: Sequence[str | int]) -> Document:
        """The value at ``path`` as a document of its own, with its places in the file."""
        value = self.value
        for step in path:
            value = value[step]
        return Document(value, self.start, self.text, (*self.at, *path))

    @cached_property
    def _places(self) -> _Places:
        # Read anew when somebody asks, which is when something is wrong: to keep the places of everything that a large
        # site says would take longer than to read it.
        places = _Places()
        if self.text:
            _Reader(self.text, self.start, places).document()
        return places


def load(text: str, start: Location) -> tuple[Document | None, list[Problem]]:
    """Read one YAML document that begins at ``start`` in its file.

    Returns the document, or ``None`` where it could not be read, and all problems found in it.
    """
    try:
        reader = _Reader(text, start)
    except UnicodeEncodeError:
        return None, [Problem(start, "yaml-syntax", "half of a character that takes two, which no text may hold")]
    try:
        value = reader.document()
    except yaml.MarkedYAMLError as error:
        return None, [*reader.problems, _syntax_problem(error, text, start)]
    except yaml.reader.ReaderError as error:
        return None, [Problem(start, "yaml-syntax", f"a character that YAML does not allow: {error.reason}")]
    except _Unreadable as error:
        return None, [*reader.problems, error.problem]
    return Document(value, start, text), reader.problems


def validate(document: Document, model: type[Model], at: Path = ()) -> tuple[Model | None, list[Problem]]:
    """Turn the part of ``document`` at ``at`` into a ``model``, or say everything that is wrong with it."""
    value = document.value
    for step in at:
        value = value[step]
    try:
        return model.model_validate(value), []
    except ValidationError as error:
        return None, model_problems(document, model, at, [dict(entry) for entry in error.errors(include_url=False)])


class _Unreadable(Exception):
    """Reading cannot go on behind this problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)")
_THOUSANDS = re.compile(r"[0-9]{3}(?:\.[0-9]+)?", re.ASCII)
_ZEROS = re.compile(r"0[0-9]{2}(?:\.[0-9]+)?", re.ASCII)
"""In a list, only what begins with a zero cannot be a number of its own."""
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


class _Reader:
    """Reads a stream of YAML events once, collecting problems, and the places of all values if they are wanted.

    Events rather than composed nodes: libyaml's composer recurses without a limit, this does not.
    """

    def __init__(self, text: str, start: Location, places: _Places | None = None) -> None:
        self.start = start
        self.places = places
        self.problems: list[Problem] = []
        self._next: Callable[[], Any] = _LOADER(text).get_event
        self._count = 0
        self._cut = -1
        """How many values there were when a comma last cut a number in two."""
        self._anchors: dict[str, tuple[Any, int]] = {}
        """Anchor -> its value and how many values that holds."""

    def document(self) -> Any:
        """The one document of the stream; ``None`` where it is empty."""
        self._next()  # the stream starts
        if isinstance(self._next(), yaml.StreamEndEvent):
            return None
        value = self._value(self._next(), (), 0)
        self._next()  # the document ends
        after = self._next()
        if not isinstance(after, yaml.StreamEndEvent):
            raise self._unreadable(after, "yaml-syntax", "a second document begins here", "keep one document")
        return value

    def _value(self, event: Any, path: Path, depth: int) -> Any:
        if self.places is not None:
            self.places.values[path] = self._place(event)
        if depth > _MOST_LEVELS:
            raise self._unreadable(event, "yaml-too-deep", "the values are nested too deeply", "flatten the document")
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        if isinstance(event, yaml.CollectionStartEvent) and event.tag not in _COLLECTION_TAGS:
            self._problem(event, "yaml-tag", f"the tag '{event.tag}' is not allowed", "write a plain value")
        before = self._count
        self._add(1, event)
        value: Any
        if isinstance(event, yaml.ScalarEvent):
            value = self._scalar(event)
        elif isinstance(event, yaml.SequenceStartEvent):
            value = []
            while not isinstance(item := self._next(), yaml.SequenceEndEvent):
                if not (event.flow_style and value and self._splits(value[-1], item, _ZEROS)):
                    value.append(self._value(item, (*path, len(value)), depth + 1))
        else:
            value = self._mapping(path, depth, flow=event.flow_style)
        if event.anchor is not None:
            self._anchors[event.anchor] = (value, self._count - before)
        return value

    def _mapping(self, path: Path, depth: int, *, flow: bool) -> dict[str, Any]:
        result: dict[str, Any] = {}
        marks: dict[str, Any] = {}
        before = ""
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                self._problem(event, "yaml-key", "a key must be plain text", "quote the key")
                self._pass_over(event, depth)
                continue
            key = str(event.value)
            if key in result:
                hint = f"first written on line {_place(marks[key], self.start).line}"
                self._problem(event, "duplicate-key", f"the key '{key}' stands twice", hint)
                self._pass_over(None, depth)
                continue
            following = self._next()
            empty = isinstance(following, yaml.ScalarEvent) and not following.value and not following.style
            if flow and empty and before and self._splits(result[before], event, _THOUSANDS):
                continue
            inner = (*path, key)
            marks[key] = event.start_mark
            if self.places is not None:
                self.places.keys[inner] = self._place(event)
            result[key] = self._value(following, inner, depth + 1)
            before = key
        return result

    def _splits(self, number: Any, rest: Any, pattern: re.Pattern[str]) -> bool:
        """Report a number that its comma cuts in two: YAML reads ``{a: 1,000}`` as ``a: 1`` and a key ``000``."""
        if type(number) is not int or not isinstance(rest, yaml.ScalarEvent) or rest.style:
            return False
        if pattern.fullmatch(rest.value) is None:
            return False
        if self._cut != self._count:  # else it is one more part of the same number
            message = f"within brackets and braces a comma ends the number: '{number},{rest.value}'"
            self._problem(rest, "invalid-value", message, f"write it without: {number}{rest.value}")
        self._cut = self._count
        return True

    def _pass_over(self, key: Any, depth: int) -> None:
        """Read on behind a refused key and its value, still finding what is wrong inside them."""
        aside: Path = ("\0",)
        if key is not None:
            self._value(key, aside, depth + 1)
        self._value(self._next(), aside, depth + 1)

    def _alias(self, event: Any) -> Any:
        if event.anchor not in self._anchors:
            self._problem(event, "yaml-alias", f"'*{event.anchor}' names no value above it", "write the value out")
            return None
        value, size = self._anchors[event.anchor]
        self._add(size, event)
        return value

    def _add(self, count: int, event: Any) -> None:
        self._count += count
        if self._count > _NODE_BUDGET:
            message = f"more than {_NODE_BUDGET} values once its aliases are expanded"
            raise self._unreadable(event, "yaml-too-large", message, "write the repeated part once")

    def _scalar(self, event: Any) -> Any:
        text = str(event.value)
        if event.tag is not None and event.tag not in _PLAIN_TAGS:
            self._problem(event, "yaml-tag", f"the tag '{event.tag}' is not allowed", "write a plain value")
            return None
        if event.style or event.tag:  # quoted, a block or said to be text: text, whatever it looks like
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

    def _place(self, event: Any) -> Location:
        return _place(event.start_mark, self.start)

    def _problem(self, event: Any, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(self._place(event), code, message, hint))

    def _unreadable(self, event: Any, code: str, message: str, hint: str) -> _Unreadable:
        return _Unreadable(Problem(self._place(event), code, message, hint))


_PLAIN_TAGS = frozenset({"!", "tag:yaml.org,2002:str"})
_COLLECTION_TAGS = frozenset({None, "!", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map"})


def _place(mark: Any, start: Location) -> Location:
    column = mark.column + (start.column if mark.line == 0 else 1)
    return Location(start.path, start.line + mark.line, column)


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, start: Location) -> Problem:
    mark = error.problem_mark or error.context_mark
    place = _place(mark, start) if mark else start
    last = start.line + text.rstrip("\n").count("\n")
    if place.line > last:  # libyaml points behind the end of the text
        end = text.rstrip("\n").rpartition("\n")[2]
        place = Location(start.path, last, len(end) + (start.column if last == start.line else 1))
    what = error.problem or error.context or "not readable as YAML"
    return Problem(place, "yaml-syntax", what, "check indentation, quotes and colons around this place")
