"""The plugin's options in mkdocs.yml. They are about the host; what shapes pages is in the data folder's site.yml."""

from __future__ import annotations

from mkdocs.config import config_options
from mkdocs.config.base import Config

__all__ = ["CandidConfig"]


class CandidConfig(Config):  # type: ignore[no-untyped-call]  # MkDocs leaves its __init_subclass__ untyped
    """Options of the ``candid`` plugin."""

    data_dir = config_options.Optional(config_options.Dir(exists=True))
    """The data folder, relative to mkdocs.yml. By default ``data`` beside the pages, or ``content/data``."""

    check = config_options.Choice(("auto", "always", "never"), default="auto")
    """Whether a build ends with the audit of ``candid check``: ``auto`` leaves it out of previews, and of large sites'
    builds that are not strict."""
