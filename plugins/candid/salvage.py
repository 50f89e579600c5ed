"""What can still be read of a record that has mistakes: what depends on the rest of it is not to blame."""

from __future__ import annotations

import re
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from candid.models import Offer
from candid_rules.documents import Document

__all__ = ["offer_names", "without_mistakes"]

Model = TypeVar("Model", bound=BaseModel)

_OFFERS = re.compile(r"^(['\"]?)offers\1[ \t]*:.*\n((?:(?:[ \t].*|#.*|[ \t]*)(?:\n|\Z))*)", re.MULTILINE)
_KEY = re.compile(r"^[ \t]+(['\"]?)([a-z0-9]+(?:-[a-z0-9]+)*)\1[ \t]*:(?=\s|\Z)", re.MULTILINE)


def without_mistakes(document: Document, model: type[Model], /, **stand_ins: Any) -> Model | None:
    """A record of the keys that are right; ``None`` where not even these make one.

    Args:
        document: What was refused as a ``model``.
        model: The record's type.
        stand_ins: Values of keys that the record must have.
    """
    if not isinstance(document.value, dict):
        return None
    value: dict[str, Any] = dict(document.value)
    for depth in (2, 1):  # an entry of a list goes alone; a value that is wrong without it goes as a whole
        try:
            return model.model_validate({**stand_ins, **value})
        except ValidationError as error:
            places = {tuple(entry["loc"][:depth]) for entry in error.errors(include_url=False)}
        for key in {place[0] for place in places}:
            entries = {place[1] for place in places if place[0] == key and len(place) > 1}
            if (key,) in places:
                value.pop(str(key), None)
            else:
                value[str(key)] = _without(value[str(key)], entries)
    try:
        return model.model_validate({**stand_ins, **value})
    except ValidationError:
        return None


def offer_names(document: Document | None, text: str) -> frozenset[str]:
    """The offers that a product's file seems to hold, whatever is wrong with it.

    Args:
        document: The file, where it is readable as YAML.
        text: Its text.
    """
    if document is not None:
        offers = document.value.get("offers") if isinstance(document.value, dict) else None
        return frozenset(offers if isinstance(offers, dict) else ())
    written = {name for block in _OFFERS.finditer(text) for _, name in _KEY.findall(block[2])}
    return frozenset(written.difference(Offer.model_fields))


def _without(value: Any, entries: set[Any]) -> Any:
    if isinstance(value, list):
        return [entry for index, entry in enumerate(value) if index not in entries]
    if isinstance(value, dict):
        return {key: entry for key, entry in value.items() if key not in entries}
    return None
