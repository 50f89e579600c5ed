"""What kind of link an address is: one of six classes, from data alone, without the network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from candid.models import DeclaredLink

__all__ = ["Classification", "LinkClass", "Networks"]

LinkClass = Literal["certain", "strong", "landing", "weak", "unknown", "none"]


@dataclass(frozen=True, slots=True)
class Classification:
    """What an address tells about itself."""

    url: str
    cls: LinkClass
    network: str | None = None
    sub_id: str | None = None
    destination: str | None = None
    programme: str | None = None
    inner: Classification | None = None

    def as_json(self) -> dict[str, str | None]:
        raise NotImplementedError


class Networks:
    """The table of networks, compiled so that most addresses are settled by dictionary lookups."""

    def classify(self, url: str, declared: Sequence[DeclaredLink] = ()) -> Classification:
        """The class of ``url``. Never raises, whatever ``url`` holds."""
        raise NotImplementedError
