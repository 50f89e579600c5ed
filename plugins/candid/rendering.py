"""Views to HTML: one strict, autoescaping Jinja environment, apart from the host's."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateRuntimeError,
    TemplateSyntaxError,
)

from candid.formats import Formats
from candid_rules.documents import Location

__all__ = ["Renderer", "TemplateMistake", "UnsafeAddress", "safe_url"]

_THEME = Path(__file__).parent / "theme"
_SCHEMES = frozenset({"http", "https", "mailto", "offer", "page"})
"""The last two are resolved where the page's links are marked."""
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_NO_ADDRESS = re.compile(r"[\x00-\x20\x7f]|\A(?://|/?\\)")
"""Blanks and control characters anywhere, or a host without a scheme: browsers take a backslash for a slash."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
"""HTML forbids them all; Python-Markdown marks its own placeholders with two of them."""


class TemplateMistake(Exception):
    """A template failed. ``location`` is the line of its file, as far as it is known."""

    def __init__(self, location: Location, message: str) -> None:
        super().__init__(message)
        self.location = location
        self.message = message


class UnsafeAddress(TemplateRuntimeError):
    """A template was about to link an address that could run a script or that nobody can follow."""


class Renderer:
    """Renders views with the package's templates, or with a site's own where it has one of the same name.

    A template sees ``view`` and the filters ``money(currency)``, ``percent``, ``number``, ``date``, ``score`` and
    ``safe_url``. Everything else is escaped: there is no filter that would let a string through as HTML.

    Args:
        overrides: Folders that are searched before the package's theme folder, first one first.
        locale: How numbers and dates are written, a language that Babel knows.
    """

    def __init__(self, overrides: Sequence[Path] = (), locale: str = "en") -> None:
        self.formats = Formats(locale)
        self._templates: dict[str, Template] = {}
        self._environment = Environment(
            loader=ChoiceLoader([FileSystemLoader(folder) for folder in (*overrides, _THEME)]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        filters = self._environment.filters
        del filters["safe"]
        filters.update(
            money=self.formats.money,
            percent=self.formats.percent,
            number=self.formats.number,
            date=self.formats.date,
            score=self.formats.score,
            safe_url=safe_url,
        )

    def render(self, template: str, view: object) -> str:
        """The HTML of ``view``: one block without blank lines or indentation, ready to stand in a page.

        Raises:
            TemplateMistake: A template cannot be read, names what the view does not have, or links an unsafe address.
        """
        try:
            compiled = self._templates.get(template)
            if compiled is None:
                compiled = self._templates[template] = self._environment.get_template(template)
            html = compiled.render(view=view)
        except Exception as error:  # whatever goes wrong inside of a template is its writer's to mend
            raise TemplateMistake(_place(error, template), f"{template}: {error}") from error
        lines = (line.strip(" \t\r") for line in html.split("\n"))
        return _CONTROL.sub("", "\n".join(line for line in lines if line))


def _place(error: Exception, template: str) -> Location:
    """Where in a template an error arose: Jinja gives its frames the names and lines of template files."""
    file, line = template, 1
    if isinstance(error, TemplateSyntaxError):
        file, line = error.filename or template, error.lineno
    step = error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename.endswith(".html"):
            file, line = step.tb_frame.f_code.co_filename, step.tb_lineno
        step = step.tb_next
    return Location(file.removeprefix(f"{_THEME}{os.sep}"), line)


def safe_url(address: str) -> str:
    """``address`` unchanged, if it is a web, mail or relative address, or one of our own ``offer:`` and ``page:``.

    Raises:
        UnsafeAddress: It has another scheme, names a host without one, or holds spaces or control characters.
    """
    scheme = _SCHEME.match(address)
    if _NO_ADDRESS.search(address):
        raise UnsafeAddress(f"not an address that a page may link: {address!r}")
    if scheme and scheme[1].lower() not in _SCHEMES:
        raise UnsafeAddress(f"an address with the scheme '{scheme[1]}' must not be linked: {address!r}")
    return address
