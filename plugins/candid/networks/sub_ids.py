"""Sub-IDs: what tells a network's report from which place on which page a click came, and where a link takes it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from hashlib import blake2s
from urllib.parse import quote

from candid.networks.addresses import read_address
from candid.networks.table import Network

__all__ = ["SubIdSlot", "place_name", "slot_in_query", "slot_in_text", "sub_id"]

_LONGEST_PAGE = 40
_LONGEST_PLACE = 18


@dataclass(frozen=True, slots=True)
class SubIdSlot:
    """Where an address takes a sub-ID: between ``before`` and ``after``.

    Attributes:
        before: The address up to there.
        after: The rest of it.
        word: Whether the sub-ID may only hold letters, digits and underscores.
    """

    before: str
    after: str
    word: bool = False

    def filled(self, value: str) -> str:
        """The address with this sub-ID, which needs no encoding."""
        return f"{self.before}{value}{self.after}"


def sub_id(path: str, placement: str, ordinal: int, *, word: bool = False) -> str:
    """What tells a network's report where a click came from: the page and the place on it, nothing of the reader.

    At most 64 characters of ``a-z 0-9 . _ -``. Pages differ in it as they differ in their paths: a path that is too
    long or holds other characters ends in a hash of it. Places of a page differ in it as their names
    (:func:`place_name`) and ordinals do.

    Args:
        path: the page's source path.
        placement: the component or place that the link stands in.
        ordinal: which of the page's affiliate links of that place it is, from 1.
        word: whether only letters, digits and underscores may be used.
    """
    return f"{_page_slug(path, word=word)}{'_' if word else '.'}{place_name(placement)}{ordinal}"


def place_name(placement: str) -> str:
    """A placement as sub-IDs spell it: letters, and digits only before a letter, for an ordinal follows."""
    name = re.sub(r"[^a-z0-9]+", "", placement.lower())[:_LONGEST_PLACE]
    return name.rstrip("0123456789") or "text"


def slot_in_query(url: str, parameter: str, *, word: bool = False) -> SubIdSlot:
    """The place for one more parameter at the end of an address's query."""
    front, hash_sign, fragment = url.partition("#")
    if "?" not in front:
        front += "?"
    elif front[-1] not in "?&":
        front += "&"
    return SubIdSlot(f"{front}{quote(parameter, safe='')}=", f"{hash_sign}{fragment}", word)


def slot_in_text(url: str, network: Network) -> SubIdSlot | None:
    """The place for a sub-ID in an address whose network keeps it in the text of its links, before a destination.

    ``None`` if the network does not, if the address has another form, or has a sub-ID already.
    """
    form, address = network.written, read_address(url)
    if form is None or not form.sub_id or address is None:
        return None
    rest = f"{address.path}?{address.query}" if address.query else address.path
    start = url.find(rest, url.find("//") + 2)
    opening, _, closing = form.sub_id.partition("{}")
    mark = opening.strip("/")
    if start < 0 or not re.search(form.when, rest) or (mark and mark in rest):
        return None
    at = start + len(rest)
    carried = re.search(network.destination_in_path, rest) if network.destination_in_path else None
    if carried is not None:
        prefix = form.destination.partition("{}")[0]
        at = start + carried.start(1) - len(prefix)
        if not url.startswith(prefix, at):
            return None
    before = url[:at]
    if opening.startswith("/"):
        before = before.rstrip("/")
    return SubIdSlot(f"{before}{opening}", f"{closing}{url[at:]}", network.word_sub_id)


def _page_slug(path: str, *, word: bool) -> str:
    stem = path.removesuffix(".md") or "page"
    plain = re.fullmatch(r"[a-z0-9/]+" if word else r"[a-z0-9/-]+", stem) is not None
    slug = stem
    if not plain:
        ascii_only = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode("ascii").lower()
        slug = re.sub(r"[^a-z0-9/]+", "_" if word else "-", ascii_only)
    slug = slug.replace("/", "_")
    if plain and len(slug) <= _LONGEST_PAGE:
        return slug
    digest = blake2s(path.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
    joint = "_" if word else "-"
    return f"{slug[: _LONGEST_PAGE - len(digest) - 1].strip('-_')}{joint}{digest}".lstrip("-_")
