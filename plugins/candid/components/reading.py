"""What the readers of fence bodies have in common: how they say that something is not what was expected."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from candid_rules.documents import Document, Problem, did_you_mean

__all__ = ["not_a_mapping", "unknown_id"]


def not_a_mapping(document: Document, fence: str, example: str) -> list[Problem]:
    """The problem of a body that is not a list of ``key: value`` lines, or nothing."""
    if isinstance(document.value, dict) and document.value:
        return []
    what = "is empty" if document.value in (None, {}) else "is not a list of 'key: value' lines"
    return [Problem(document.locate(()), "invalid-value", f"the body of this {fence} {what}", f"write '{example}'")]


def unknown_id(
    document: Document,
    path: Sequence[str | int],
    what: str,
    token: str,
    known: Iterable[str],
    *,
    key: bool = False,
    written: Collection[str] = (),
) -> Problem:
    """A reference to something that does not exist, at the place of the reference.

    Args:
        document: Where the reference stands.
        path: At this path.
        what: What should have existed ("product").
        token: The reference.
        known: What exists.
        key: Whether the reference is a key.
        written: What exists but has mistakes of its own, which are reported where they are.
    """
    place = document.locate(path, key=key)
    if token in written:
        return Problem(place, "unknown-id", f"the {what} '{token}' has mistakes of its own", "mend its record first")
    return Problem(place, "unknown-id", f"there is no {what} '{token}'", did_you_mean(token, known))
