"""What the name of a parameter says: ``affTrackId``, ``aff_code`` and ``x[aff]`` all speak of an *aff*.

Sellers spell one thing in a hundred ways, so tables list words instead of names. A name means its last word that is
more than an ending: *invite* in ``Mb_InviteId``, *referred* in ``referredby``. Languages that put the ending in front
mean the same: *parrain* in ``codeParrain``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Meaning", "meaning_of"]

_ENDINGS = frozenset(
    {
        "account", "by", "cd", "cod", "code", "codigo", "data", "handle", "id", "kod", "key", "link", "member", "name",
        "no", "num", "number", "tag", "token", "track", "tracking", "uid", "user", "userid", "username", "uuid",
    }
)  # fmt: skip
"""What stands behind a word and does not change what it is about."""

_ALONE = frozenset({"cd", "cod", "kod", "member", "no", "num"})
"""Endings only where something sets them off: *padrino* has none."""

_LONGEST_NAME = 64
_WORD = re.compile(r"[^\W\d_]+")
_IN_FRONT = re.compile(r"(?:codice|codigo|code|kode|kod|cod|id)(.{4,})")
_GLUED = re.compile(rf"(.{{2,}}?)((?:{'|'.join(sorted(_ENDINGS - _ALONE, key=len, reverse=True))})+)")


@dataclass(frozen=True, slots=True)
class Meaning:
    """The word that a name is about.

    Attributes:
        word: In lower case; ``""`` where the name is nothing but endings.
        keyed: Whether an ending follows or leads: *invite* may be a question or a button, ``inviteid`` is somebody's.
    """

    word: str
    keyed: bool


def meaning_of(name: str) -> Meaning:
    """What a parameter's name, in lower case, is about."""
    if len(name) > _LONGEST_NAME:
        return Meaning("", keyed=False)
    keyed = False
    for word in reversed(_WORD.findall(name)):
        if word in _ENDINGS:
            keyed = True
            continue
        glued = _GLUED.fullmatch(word) or _IN_FRONT.fullmatch(word)
        return Meaning(glued[1], keyed=True) if glued else Meaning(word, keyed)
    return Meaning("", keyed)
