"""Whose export a file is, told by what only one link manager writes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from candid.diagnostics import Location, Problem
from candid.link_exchange.foreign_links import letters_of
from candid.link_exchange.tables import read_table

__all__ = ["check_form"]


@dataclass(frozen=True)
class _Look:
    """What an export looks like.

    Attributes:
        name: What to call it.
        all_of: Columns that it has, in lower-case letters and digits.
        one_of: Columns of which it has one at least.
        post_type: The type of its posts, if WordPress exports them.
    """

    name: str
    all_of: frozenset[str]
    one_of: frozenset[str]
    post_type: str | None = None


_LOOKS: Mapping[str, _Look] = {
    "candid": _Look("a table of candid links export", frozenset({"offer", "product"}), frozenset({"destination"})),
    "thirstyaffiliates": _Look(
        "ThirstyAffiliates",
        frozenset(),
        frozenset({"destinationurl", "tadestinationurl", "tanofollow", "tareltags", "taredirecttype"}),
        "thirstylink",
    ),
    "simple-urls": _Look("Simple URLs", frozenset(), frozenset({"surlredirect"}), "surl"),
    "prettylinks": _Look(
        "Pretty Links",
        frozenset({"url", "slug", "name"}),
        frozenset({"redirecttype", "trackme", "nofollow", "sponsored", "paramforwarding", "linkcategories"}),
        "pretty-link",
    ),
}
_POST_TYPE = re.compile(r"post_type>\s*(?:<!\[CDATA\[\s*)?([\w-]+)")


def check_form(text: str, path: str, form: str) -> Problem | None:
    """What is wrong if an export is not of the form that it is said to have, as far as it can be told.

    Args:
        text: The export.
        path: Its file, as problems name it.
        form: ``candid``, or the link manager that it is said to be from.
    """
    found = _recognised(text, path)
    if not found or form in found:
        return None
    message = f"this looks like {_LOOKS[found[0]].name}: say --from {found[0]}"
    return Problem(Location(path), "invalid-value", message, "each link manager calls the same things by other names")


def _recognised(text: str, path: str) -> list[str]:
    if text.lstrip().startswith("<"):
        types = set(_POST_TYPE.findall(text))
        return [form for form, look in _LOOKS.items() if look.post_type in types]
    table, _ = read_table(re.split(r"[\r\n]", text, maxsplit=1)[0], path)
    columns = {letters_of(cell.text) for cell in table.columns} if table is not None else set()
    return [form for form, look in _LOOKS.items() if look.all_of <= columns and look.one_of & columns]
