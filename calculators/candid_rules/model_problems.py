"""What pydantic refuses of a document, said in its author's terms: at the author's line, with what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, RootModel

from .problems import Problem, did_you_mean

if TYPE_CHECKING:
    from .documents import Document

__all__ = ["model_problems"]

Path = tuple[str | int, ...]
Error = Mapping[str, Any]

_NOT_A_NUMBER = ("int_type", "int_parsing", "int_from_float", "decimal_type", "decimal_parsing")


def model_problems(
    document: Document, model: type[BaseModel], at: Path, errors: Sequence[Mapping[str, Any]]
) -> list[Problem]:
    """Everything that pydantic found in the part of ``document`` at ``at``, each mistake once.

    Args:
        document: What the author wrote.
        model: What it should be.
        at: The part that was read as the model.
        errors: What :meth:`pydantic.ValidationError.errors` lists.
    """
    misspelt = {
        (*error["loc"][:-1], meant)
        for error in errors
        if error["type"] == "extra_forbidden" and (meant := _meant(model, error["loc"]))
    }
    broken = {error["loc"][:length] for error in errors for length in range(len(error["loc"]))}
    problems = []
    for error in errors:
        path = tuple(error["loc"])
        if error["type"] == "missing" and path in misspelt:
            continue  # it is there, under a name that is reported
        if error["type"] == "too_short" and path in broken:
            continue  # only because an entry that is reported does not count
        problems.append(_Fault(document, model, at, path, error).problem())
    return problems


def _meant(model: type[BaseModel], path: Path) -> str:
    """The key that an unknown one was meant to be, where one is close."""
    hint = did_you_mean(str(path[-1]), _fields(model, path[:-1]))
    return hint.removeprefix("did you mean '").removesuffix("'?") if hint.startswith("did you mean") else ""


class _Fault:
    """One error of pydantic's, at a path below the part that was read."""

    def __init__(self, document: Document, model: type[BaseModel], at: Path, path: Path, error: Error) -> None:
        self.document = document
        self.model = model
        self.at = at
        self.is_key = path[-1:] == ("[key]",)
        self.path = path[:-1] if self.is_key else path
        self.error = error
        self.kind: str = error["type"]
        self.given = error.get("input")
        self.name = str(self.path[-1]) if self.path else ""

    def problem(self) -> Problem:
        """What to tell the author."""
        known = _existing(self.document, self.at, self.path)
        if self.kind == "extra_forbidden":
            place = self.document.locate((*self.at, *known), key=True)
            hint = did_you_mean(self.name, _fields(self.model, self.path[:-1]))
            return Problem(place, "unknown-key", f"unknown key '{self.name}'", hint)
        if self.kind == "missing":
            place = self.document.locate((*self.at, *known), key=bool(known))
            return Problem(place, "missing-key", f"the key '{self.name}' is missing", f"add '{self.name}:'")
        message, hint = self._wording()
        return Problem(self.document.locate((*self.at, *known), key=self.is_key), "invalid-value", message, hint)

    def _wording(self) -> tuple[str, str]:
        """The message and the hint."""
        if self.kind in ("literal_error", "enum"):
            return self._choice()
        if self.given is None:
            return f"{self._label} has no value", f"write it after the colon, or leave out '{self.name}:'"
        match self.kind:
            case "model_type" | "model_attributes_type" | "dict_type" | "mapping_type":
                return self._mapping()
            case "tuple_type" | "list_type":
                return self._list()
            case kind if kind.startswith("date"):
                return self._day()
            case kind if kind in _NOT_A_NUMBER:
                return self._number()
            case "bool_type" | "bool_parsing":
                return f"{self._label}: {self._quoted} is neither true nor false", "write true or false"
            case "string_type":
                return f"{self._label} needs a text", "write one text after the colon"
            case "string_too_short":
                return f"{self._label} is empty", "write something between the quotes"
            case "too_short":
                least = self.error["ctx"]["min_length"]
                return f"{self._label} needs at least {least} {'entry' if least == 1 else 'entries'}", ""
            case "string_pattern_mismatch":
                return self._pattern()
        message = str(self.error["msg"]).removeprefix("Value error, ")
        message = (message[:1].lower() + message[1:]).replace("input should be", "must be")
        shown = f" (given: {self.given!r})" if isinstance(self.given, str | int | Decimal) else ""
        return f"{self._label}: {message}{shown}".removeprefix(": "), str(self.error.get("ctx", {}).get("hint", ""))

    @property
    def _label(self) -> str:
        """The key that the value stands under; an entry of a list is called by the list's key."""
        name = next((str(step) for step in reversed(self.path) if isinstance(step, str)), "")
        return f"'{name}'" if name else ""

    @property
    def _quoted(self) -> str:
        return f"'{self.given}'" if isinstance(self.given, str | int | Decimal) else "this"

    def _choice(self) -> tuple[str, str]:
        expected = str(self.error.get("ctx", {}).get("expected", ""))
        options = re.findall(r"'([^']*)'", expected)
        if not options:
            return f"{self._label} cannot be {self._quoted}", f"write {expected.lower()}, or leave out '{self.name}:'"
        hint = did_you_mean(str(self.given), options)
        if self.path and isinstance(self.path[-1], int):
            return f"{self._quoted} is none of the {self._label.strip(chr(39))}", hint
        return f"{self._quoted} is not a {self.name}", hint

    def _mapping(self) -> tuple[str, str]:
        model = _model_at(self.model, self.path)
        keys = list(_keys(model)) if model is not None else [("key", True)]
        wanted = [key for key, needed in keys if needed] or [keys[0][0]]
        written = f"{{{', '.join(f'{key}: …' for key in wanted)}}}"
        if not self.path:
            return (
                "this is no list of 'key: value' lines",
                f"write {', '.join(f'{key}:' for key in wanted)} and the rest",
            )
        if isinstance(self.path[-1], int):
            return f"an entry of {self._label} needs keys of its own", f"write {written}"
        return f"{self._label} needs keys of its own", f"write {self.name}: {written}"

    def _list(self) -> tuple[str, str]:
        example = self.given if isinstance(self.given, str | int | Decimal) else "…"
        return f"{self._label} needs a list", f"write {self.name}: [{example}], or each entry on a line after '- '"

    def _day(self) -> tuple[str, str]:
        text = str(self.given)
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text, re.ASCII):
            return f"{self._label}: the day {text} does not exist", ""
        return f"{self._label}: {self._quoted} is not a day", f"write {_iso(text) or 'year-month-day: 2026-11-21'}"

    def _number(self) -> tuple[str, str]:
        what = "a whole number" if self.kind.startswith("int") else "a number"
        text = str(self.given).replace(",", "")
        plain = text.lstrip("$€£").removesuffix("%").strip()
        hint = f"write {plain}" if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", plain) and plain != str(self.given) else ""
        if self.kind.startswith("int") and "." in plain:
            hint = ""
        return f"{self._label}: {self._quoted} is not {what}", hint or "write digits, such as 12"

    def _pattern(self) -> tuple[str, str]:
        text, pattern = str(self.given), str(self.error.get("ctx", {}).get("pattern", ""))
        if pattern == "^[A-Z]{3}$":
            code = text.strip().upper()
            written = code if re.fullmatch(r"[A-Z]{3}", code, re.ASCII) else "three letters, such as EUR"
            return f"{self._label}: {self._quoted} is not a currency's code", f"write {written}"
        words = "-".join(re.findall(r"[a-z0-9]+", text.lower()))
        what = "is not a name" if self.is_key else "is not an id"
        hint = f"write {words}" if words else "write lower-case words joined by hyphens"
        return f"{self._quoted} {what}: lower-case words joined by hyphens", hint


def _iso(text: str) -> str:
    """A day that was written in another order, or ``""``."""
    match = re.fullmatch(r"(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})(?:T.*)?", text, re.ASCII)
    numbers = match.groups() if match else ()
    if not match:
        match = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text, re.ASCII)
        numbers = match.groups()[::-1] if match else ()
    try:
        return date(*map(int, numbers)).isoformat() if numbers else ""
    except ValueError:
        return ""


def _existing(document: Document, at: Path, steps: Path) -> Path:
    """The longest run of ``steps`` that the document has; pydantic adds steps of its own for unions."""
    found: Path = ()
    for step in steps:
        if document.known((*at, *found, step)):
            found = (*found, step)
    return found


def _fields(model: type[BaseModel], steps: Path) -> Iterator[str]:
    """The keys that the model at ``steps`` inside ``model`` takes."""
    current = _model_at(model, steps)
    if current is not None:
        yield from (key for key, _ in _keys(current))


def _keys(model: type[BaseModel]) -> Iterator[tuple[str, bool]]:
    """The keys of a model, and whether each is required."""
    for name, entry in model.model_fields.items():
        yield entry.alias or name, entry.is_required()


def _model_at(model: type[BaseModel], steps: Path) -> type[BaseModel] | None:
    """The model of what stands at ``steps`` inside ``model``."""
    current: type[BaseModel] | None = model
    if issubclass(model, RootModel):  # a list of records has no keys of its own
        current = _inner_model(model.model_fields["root"].annotation)
    for step in steps:
        if isinstance(step, str) and current is not None:
            entry = next((field for name, field in current.model_fields.items() if step in (name, field.alias)), None)
            current = _inner_model(entry.annotation) if entry is not None else current
    return current


def _inner_model(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        inner = _inner_model(argument)
        if inner is not None:
            return inner
    return None
