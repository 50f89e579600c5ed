"""Affiliate networks: who runs which tracking host, and what kind of link an address is."""

from __future__ import annotations

from importlib.resources import files

import yaml

from candid.networks.classifier import Classification, LinkClass, Networks
from candid.networks.table import Network, read_table

__all__ = ["Classification", "LinkClass", "Network", "Networks", "load_networks"]


def load_networks() -> Networks:
    """The table that ships with Candid."""
    text = (files(__name__) / "networks.yml").read_text(encoding="utf-8")
    # The package's own file, not an author's: speed matters here, located problems do not.
    loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return Networks(read_table(yaml.load(text, Loader=loader)))  # noqa: S506 - both loaders are safe ones
