"""Affiliate networks: who runs which tracking host, and what kind of link an address is."""

from __future__ import annotations

from importlib.resources import files

import yaml

from candid.networks.classifier import Classification, LinkClass, Networks
from candid.networks.table import Network, read_table

__all__ = ["Classification", "LinkClass", "Network", "Networks", "load_networks"]


def load_networks() -> Networks:
    """The tables that ship with Candid, together."""
    # The package's own files, not an author's: speed matters here, located problems do not.
    loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    tables = sorted((files(__name__) / "tables").iterdir(), key=lambda table: table.name)
    entries = [
        entry
        for table in tables
        if table.name.endswith(".yml")
        for entry in yaml.load(table.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - both loaders are safe ones
    ]
    return Networks(read_table(entries))
