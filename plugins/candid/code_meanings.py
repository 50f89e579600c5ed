"""What the codes of findings mean, in a sentence each (``finding_codes.yml``)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

__all__ = ["meanings"]


@cache
def meanings() -> Mapping[str, str]:
    """The sentence of each code of ``diagnostics.CODES``."""
    read: dict[str, str] = yaml.safe_load((files("candid") / "finding_codes.yml").read_text(encoding="utf-8"))
    return read
