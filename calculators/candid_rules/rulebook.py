"""Read rulebooks: YAML files of dated, sourced rules, and the calculators that use them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from .documents import Problem
from .model import Library

__all__ = ["load_rulebooks"]


def load_rulebooks(folders: Iterable[Path] = ()) -> tuple[Library, list[Problem]]:
    """The stock rulebooks and those in ``folders``, which override by id, and everything that is wrong with them."""
    raise NotImplementedError
