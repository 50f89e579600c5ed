"""Candid: affiliate review sites that disclose themselves and show their math."""

__version__ = "0.1.0"

__all__ = ["__version__"]
