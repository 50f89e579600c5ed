"""Affiliate networks: who runs which tracking host, and what kind of link an address is."""

from __future__ import annotations

from importlib.resources import files

from candid.networks.classifier import Classification, LinkClass, Networks
from candid.networks.table import Network, parse_table, read_table

__all__ = ["Classification", "LinkClass", "Network", "Networks", "load_networks"]


def load_networks() -> Networks:
    """The tables that ship with Candid, together."""
    tables = (table for table in (files(__name__) / "tables").iterdir() if table.name.endswith(".yml"))
    texts = (table.read_text(encoding="utf-8") for table in sorted(tables, key=lambda table: table.name))
    return Networks(read_table([entry for text in texts for entry in parse_table(text)]))
