"""Pages that everybody can read and use."""

from __future__ import annotations

from candid.compliance.checks.accessibility import (
    alternatives,
    colour_use,
    data_tables,
    form_controls,
    link_names,
    overlays,
    page_language,
    reflow,
)

__all__ = ["MODULES"]

MODULES = (
    data_tables,
    link_names,
    form_controls,
    alternatives,
    colour_use,
    overlays,
    page_language,
    reflow,
)
