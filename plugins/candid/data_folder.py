"""The layout of a data folder: which of its files are read, and what in it would be passed over in silence."""

from __future__ import annotations

import re
from pathlib import Path

from candid.diagnostics import Finding, Location
from candid_rules.documents import did_you_mean

__all__ = ["FILES", "FOLDERS", "DataFolder", "usual_folder"]

FILES = ("site", "authors", "methodology", "attestations", "ledger")
"""Files of one record each, without their suffix."""

FOLDERS = ("products", "programmes")
"""Folders of one record for each file."""

_SUFFIXES = (".yml", ".yaml")
_MEANT_AS_RECORD = re.compile(r"\.(?:ya?ml|json|toml)(?:\.txt)?$", re.IGNORECASE)
_BACKUP = re.compile(r"(?:~|\.bak|\.orig|\.swp)$")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class DataFolder:
    """A data folder, listed once. ``findings`` grow while it is asked for its files.

    Links are followed within the folder only: what a site is made from lies in it, for everybody who has a copy of it.
    """

    def __init__(self, path: Path, display: str) -> None:
        self.path = path
        self.display = display
        self.findings: list[Finding] = []
        self._home = path.resolve()
        self._top = self._entries(path) if path.is_dir() else []

    def place(self, path: Path) -> Location:
        """``path`` as findings print it."""
        return Location(f"{self.display}/{path.relative_to(self.path).as_posix()}")

    def file(self, name: str) -> Path | None:
        """The file of one of ``FILES``, if there is one."""
        found = [path for path in self._top if path.stem == name and path.suffix in _SUFFIXES and self._is_file(path)]
        for second in found[1:]:
            self._report("duplicate-id", second, f"a second file for '{name}'", "keep one of them")
        return found[0] if found else None

    def records(self, name: str) -> list[Path]:
        """The files of one of ``FOLDERS``, each with an id for a name, sorted."""
        folder = next((path for path in self._top if path.name == name), None)
        if folder is None:
            return []
        if not folder.is_dir():
            self._report("unreadable-file", folder, f"'{name}' is no folder", f"make a folder of files: {name}/….yml")
            return []
        return [path for path in self._entries(folder) if self._is_record(path, name)]

    def check_unknown(self, calculators: str | None) -> None:
        """Report entries that look like data and that nothing reads.

        Args:
            calculators: the folder of the site's own rulebooks, as ``site.yml`` names it.
        """
        known = [*(f"{name}.yml" for name in FILES), *(f"{name}/" for name in FOLDERS)]
        read = {f"{name}{suffix}" for name in FILES for suffix in _SUFFIXES}.union(FOLDERS)
        named = None if calculators is None else self.rulebooks(calculators)
        rulebooks = None if named is None else named.resolve()
        for path in self._top:
            if path.name in read or _BACKUP.search(path.name):
                continue
            is_folder = path.is_dir()
            if is_folder and rulebooks is not None and rulebooks.is_relative_to(path.resolve()):
                continue
            name = f"{path.name}/" if is_folder else path.name
            hint = did_you_mean(name.lower(), known)
            holds_data = _holds_yaml(path) if is_folder else _is_yaml(path)
            if holds_data or hint.startswith("did you mean"):
                if path.name == "calculators" and is_folder:
                    hint = "say 'calculators: calculators' in site.yml if it holds rulebooks"
                self._report("unknown-file", path, f"nothing reads '{name}'", hint)

    def rulebooks(self, calculators: str) -> Path | None:
        """The folder that ``site.yml`` names for rulebooks, if it is one, and one below the data folder."""
        folder = self.path / calculators
        try:
            inside = folder.is_dir() and self._home in folder.resolve().parents
        except (OSError, ValueError):  # a name that no file can have
            return None
        return folder if inside else None

    def likely_rulebooks(self) -> str | None:
        """The folder that holds the rulebooks, as far as one can tell where ``site.yml`` is not readable."""
        folders = [path for path in self._top if path.name not in FOLDERS and path.is_dir() and _holds_yaml(path)]
        usual = [path for path in folders if path.name == "calculators"] or folders
        return usual[0].name if len(usual) == 1 else None

    def check_calculators(self, calculators: str, at: Location) -> None:
        """Report a folder of rulebooks that is none, and what would not be read in it."""
        folder = self.path / calculators
        if self.rulebooks(calculators) is None:
            folders = [path.name for path in self._top if path.is_dir() and path.name not in FOLDERS]
            hint = did_you_mean(calculators, folders) or "name a folder beside site.yml with rulebooks in it"
            self.findings.append(
                Finding.of("missing-file", at, f"there is no folder '{calculators}' of rulebooks", hint)
            )
            return
        names = sorted(path.name for path in folder.iterdir() if _is_yaml(path))
        unread = [name for name in names if not name.endswith(".yml")]
        if unread or not names:
            what = f"nothing reads '{unread[0]}' in" if unread else "there is no rulebook in"
            message = f"{what} the folder '{calculators}'"
            self.findings.append(Finding.of("unknown-file", at, message, "the names of rulebooks end in .yml"))

    def _entries(self, folder: Path) -> list[Path]:
        """What stands directly in ``folder`` and can be followed, hidden entries left out."""
        return [path for path in sorted(folder.iterdir()) if not path.name.startswith(".") and self._is_inside(path)]

    def _is_inside(self, path: Path) -> bool:
        if not path.is_symlink():
            return True
        if not path.exists():
            self._report("unreadable-file", path, "the link leads nowhere", "mend or delete it")
        elif not path.resolve().is_relative_to(self._home):
            self._report(
                "unreadable-file", path, "the link leads out of the data folder", "put the file itself in its place"
            )
        else:
            return True
        return False

    def _is_file(self, path: Path) -> bool:
        if path.is_file():
            return True
        self._report("unreadable-file", path, f"'{path.name}' is no file", "write the record into a file of this name")
        return False

    def _is_record(self, path: Path, folder: str) -> bool:
        if path.is_dir():
            self._report(
                "unknown-file", path, f"folders in {folder}/ are not read", f"put its files directly into {folder}/"
            )
            return False
        if path.suffix not in _SUFFIXES:
            if _MEANT_AS_RECORD.search(path.name):
                self._report("unknown-file", path, f"nothing reads '{path.name}'", "give the file a name with .yml")
            return False
        if not _ID.fullmatch(path.stem):
            better = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-") or "a-name"
            self._report(
                "invalid-value",
                path,
                f"'{path.stem}' cannot be an id, which the file's name is",
                f"use lower-case words joined by hyphens: {better}.yml",
            )
            return False
        return self._is_file(path)

    def _report(self, code: str, path: Path, message: str, hint: str) -> None:
        self.findings.append(Finding.of(code, self.place(path), message, hint))


def usual_folder(root: Path, pages: Path) -> Path:
    """Where a site's data lies if nothing else is said: beside its pages, or in ``content/data``.

    Args:
        root: The folder with the site's configuration.
        pages: The folder with its pages.
    """
    beside, usual = pages.parent / "data", root / "content" / "data"
    return usual if usual.is_dir() and not beside.is_dir() else beside


def _is_yaml(path: Path) -> bool:
    return path.suffix.lower() in _SUFFIXES


def _holds_yaml(folder: Path) -> bool:
    return any(map(_is_yaml, folder.iterdir()))
