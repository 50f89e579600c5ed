"""What checks look for, as data: phrases, claims, hosts, and what programmes prescribe."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import yaml

__all__ = ["read_data", "read_tables"]

_LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_data(name: str) -> Any:
    """What a YAML file of this folder holds."""
    return _read((files(__name__) / name).read_text(encoding="utf-8"))


def read_tables(package: str, folder: str) -> Iterator[Any]:
    """What the YAML files of a folder of a package hold, by their names."""
    for table in sorted((files(package) / folder).iterdir(), key=lambda entry: entry.name):
        if table.name.endswith(".yml"):
            yield _read(table.read_text(encoding="utf-8"))


def _read(text: str) -> Any:
    return yaml.load(text, Loader=_LOADER)  # noqa: S506  # a safe loader, written in C where there is one
