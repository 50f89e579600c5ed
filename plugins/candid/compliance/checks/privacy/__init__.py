"""What a page does to its readers' privacy."""

from __future__ import annotations

from candid.compliance.checks.privacy import (
    personal_data,
    privacy_notices,
    third_parties,
)

__all__ = ["MODULES"]

MODULES = (
    third_parties,
    personal_data,
    privacy_notices,
)
