"""Affiliate networks: who runs which tracking host, and what kind of link an address is."""

from __future__ import annotations

from candid.networks.classifier import Classification, LinkClass, Networks

__all__ = ["Classification", "LinkClass", "Networks", "load_networks"]


def load_networks() -> Networks:
    """The table that ships with Candid."""
    raise NotImplementedError
