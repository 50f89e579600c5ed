"""The day of a build, for the adapters that may look at the clock. Rendering never does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

__all__ = ["build_date"]


_LAST_SECOND = 253_402_300_799
"""Of the year 9999, behind which Python knows no day."""


def build_date(environment: Mapping[str, str], now: datetime | None = None) -> date:
    """The UTC day of ``SOURCE_DATE_EPOCH`` (seconds since 1970), else today.

    Source: the reproducible-builds specification of ``SOURCE_DATE_EPOCH``.
    """
    epoch = environment.get("SOURCE_DATE_EPOCH", "").strip()
    if epoch.isascii() and epoch.isdigit() and int(epoch) <= _LAST_SECOND:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    return (now or datetime.now(UTC)).date()
