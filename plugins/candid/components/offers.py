"""The ``offers`` fence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from candid_rules.documents import Document, Problem

from candid.components.component import Component, PageContext

if TYPE_CHECKING:
    from candid.site import Site

__all__ = ["component"]


def _read(document: Document, site: Site) -> tuple[Any | None, list[Problem]]:
    raise NotImplementedError


def _view(options: Any, site: Site, page: PageContext, ordinal: int) -> object:
    raise NotImplementedError


component = Component("offers", "candid/offers.html", _read, _view)
