"""The folders of a site, as commands take and read them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from candid.build_date import build_date
from candid.data_folder import DataFolder
from candid.diagnostics import Finding, Location
from candid.pages import Page, read_kinds, with_reviews
from candid.site import Site, load_site
from candid.sources import PageSource, read_page
from candid.stray_files import check_page_file
from candid_rules.documents import Document, load

__all__ = [
    "LoadedSite",
    "data_folder",
    "load_data",
    "load_folders",
    "markdown_files",
    "own_rulebooks",
    "require_folder",
    "site_folders",
]

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True)
class LoadedSite:
    """A site, its pages by their paths, and what is wrong with its data; what is wrong with a page stands in it."""

    site: Site
    pages: tuple[Page, ...]
    findings: list[Finding]


def data_folder(command: Command) -> Command:
    """The option ``--data``."""
    folder = click.Path(path_type=Path)
    option = click.option(
        "--data", type=folder, default=Path("content/data"), show_default=True, callback=_existing_if_named
    )
    return option(command)


def _existing_if_named(context: click.Context, option: click.Parameter, data: Path) -> Path:
    """A site may do without a data folder, but not without one that somebody names."""
    named = context.get_parameter_source(option.name or "") is not ParameterSource.DEFAULT
    if (named or data.exists()) and not data.is_dir():
        raise click.BadParameter(f"there is no folder '{data}'")
    return data


def site_folders(command: Command) -> Command:
    """The options ``--pages`` and ``--data``."""
    default = Path("content/pages")
    option = click.option("--pages", type=click.Path(path_type=Path), default=default, show_default=True)
    return option(data_folder(command))


def load_data(data: Path) -> tuple[Site, list[Finding]]:
    """The site of a data folder, and what is wrong with its data."""
    return load_site(data, data.as_posix(), default_name="This site", today=build_date(os.environ))


def load_folders(pages: Path, data: Path) -> LoadedSite:
    """A whole site.

    Raises:
        click.UsageError: There is no such folder with pages.
    """
    require_folder(pages)
    site, findings = load_data(data)
    here = Path()
    root = here if pages.resolve().is_relative_to(here.resolve()) else pages  # the project may lie elsewhere
    others = (path for path in pages.rglob("[!.]*") if not path.is_dir())
    paths = [path for path in others if path.is_symlink() or not path.is_file()]
    findings += (found for path in paths for found in check_page_file(path, pages, root, path.as_posix()))
    read = tuple(read_kinds(_source(path, pages), site.settings.language) for path in markdown_files([pages]))
    return LoadedSite(with_reviews(site, read), read, findings)


def own_rulebooks(loaded: LoadedSite, data: Path) -> list[Document]:
    """The documents of the site's own rulebooks, as far as they can be read."""
    name = loaded.site.settings.calculators
    folder = DataFolder(data, data.as_posix()).rulebooks(name) if name is not None else None
    if folder is None:
        return []
    documents: list[Document] = []
    for path in sorted(folder.glob("*.yml")):
        if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
            continue  # said by the findings of the data
        try:
            document, _ = load(path.read_text(encoding="utf-8-sig"), Location(path.as_posix()))
        except (OSError, UnicodeDecodeError):
            continue
        documents += [document] if document is not None else []
    return documents


def require_folder(pages: Path) -> None:
    """Refuse a folder of pages that does not exist."""
    if not pages.is_dir():
        raise click.UsageError(f"there is no folder '{pages}'; name the folder with the Markdown files with --pages")


def markdown_files(paths: Iterable[Path]) -> list[Path]:
    """The Markdown files among ``paths`` and in the folders among them, each once."""
    found: set[Path] = set()
    for path in paths:
        found.update((file for file in path.rglob("*.md") if file.is_file()) if path.is_dir() else [path])
    return sorted(found)


def _source(path: Path, pages: Path) -> PageSource:
    return read_page(path.read_bytes(), path.as_posix(), path.relative_to(pages).as_posix())
