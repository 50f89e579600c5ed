"""Views to HTML: one strict, autoescaping Jinja environment, apart from the host's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

__all__ = ["Renderer"]


class Renderer:
    """Renders views with the package's templates, or with a site's own where it has one of the same name.

    Args:
        overrides: Folders that are searched before the package's theme folder, first one first.
        locale: How numbers and dates are written, a language that Babel knows.
    """

    def __init__(self, overrides: Sequence[Path] = (), locale: str = "en") -> None:
        raise NotImplementedError

    def render(self, template: str, view: object) -> str:
        """The HTML of ``view``: one block without blank lines, ready to stand in a page.

        Raises:
            jinja2.TemplateError: A template names something that the view does not have, or does not exist.
        """
        raise NotImplementedError
