"""What earlier checks learnt: one file, never a part of the site, that may be deleted at any time.

It keeps what was seen and not what was made of it, so that a later version may judge better; and since when an address
fails, because a single failure says little.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from candid.diagnostics import Finding, Location
from candid.link_health.trails import Trail

__all__ = ["Memory", "Remembered", "read_memory"]

_VERSION: Literal[1] = 1
_LONG_AGO = timedelta(days=180)
_BETWEEN_STRIKES = timedelta(hours=1)
"""Also around midnight: two runs of one evening meet the same outage."""


class Remembered(BaseModel):
    """The last answer of one address.

    Attributes:
        asked_on: When it was asked.
        trail: What was seen.
        failing_since: When it failed first, if it has failed ever since.
        is_second_strike: Whether it failed again since, an hour or more after.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    asked_on: AwareDatetime
    trail: Trail
    failing_since: AwareDatetime | None = None
    is_second_strike: bool = False


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Literal[1]
    answers: dict[str, Remembered]


@dataclass
class Memory:
    """Answers by the address that was asked; grows while a check runs."""

    answers: dict[str, Remembered] = field(default_factory=dict)

    def learn(self, address: str, trail: Trail, now: datetime, *, has_failed: bool) -> None:
        """Remember what was seen at ``address``; an address that was left alone for once keeps what is known of it."""
        before = self.answers.get(address)
        if trail.fault == "paused" and before is not None:
            return
        since: datetime | None = None
        again = False
        if has_failed:
            since = before.failing_since if before is not None and before.failing_since is not None else now
            again = now - since >= _BETWEEN_STRIKES or (before is not None and before.is_second_strike)
        self.answers[address] = Remembered(asked_on=now, trail=trail, failing_since=since, is_second_strike=again)

    def is_fresh(self, address: str, now: datetime, max_age: timedelta) -> bool:
        """Whether an address need not be asked again. What failed always is: it may have come back."""
        known = self.answers.get(address)
        if known is None or known.failing_since is not None or known.trail.fault == "paused":
            return False
        return timedelta(0) <= now - known.asked_on < max_age

    def forget_unused(self, now: datetime) -> None:
        """Drop what nobody has asked for long: such a link is gone from the site."""
        self.answers = {address: known for address, known in self.answers.items() if now - known.asked_on < _LONG_AGO}

    def as_json(self) -> str:
        """The content of the file."""
        answers = dict(sorted(self.answers.items()))
        return _File(version=_VERSION, answers=answers).model_dump_json(indent=1) + "\n"


def read_memory(text: str, path: str) -> tuple[Memory, list[Finding]]:
    """The memory of a file; a file that cannot be read is reported, and nothing is remembered then."""
    hint = "it is kept for speed and for second strikes only: delete it"
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
        place = Location(path, error.lineno, error.colno)
        return Memory(), [Finding.of("unreadable-memory", place, f"no JSON: {error.msg}", hint)]
    except (RecursionError, ValueError):
        return Memory(), [Finding.of("unreadable-memory", Location(path), "no JSON that can be read", hint)]
    if isinstance(content, dict) and content.get("version") != _VERSION:
        message = f"of version {content.get('version')!r}, and this one reads {_VERSION}"
        return Memory(), [Finding.of("unreadable-memory", Location(path), message, hint)]
    try:
        return Memory(dict(_File.model_validate_json(text).answers)), []
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = " ".join(str(step) for step in first["loc"]) or "the file"
        message = f"{where}: {first['msg']}"
        return Memory(), [Finding.of("unreadable-memory", _place(text, path, first["loc"]), message, hint)]


def _place(text: str, path: str, loc: tuple[int | str, ...]) -> Location:
    """The line of the address that a fault belongs to, as far as the text tells."""
    address = next((json.dumps(step, ensure_ascii=False) for step in loc[1:] if isinstance(step, str)), None)
    at = text.find(address) if address is not None else -1
    if at < 0:
        return Location(path)
    return Location(path, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))
