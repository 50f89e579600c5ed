"""The phrases by which the checks for search engines know what a page says. Data, in ``data/search_phrases.yml``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from candid.compliance.data import read_data
from candid.compliance.wording.vocabulary import Phrases

__all__ = ["phrases"]


@cache
def phrases(*subjects: str) -> Phrases:
    """Finds any phrase of these subjects as whole words, in whatever case.

    Raises:
        KeyError: There is no such subject.
    """
    return Phrases((phrase for subject in subjects for phrase in _data()[subject]), re.IGNORECASE)


@cache
def _data() -> Mapping[str, Sequence[str]]:
    data: dict[str, list[str]] = read_data("search_phrases.yml")
    return data
