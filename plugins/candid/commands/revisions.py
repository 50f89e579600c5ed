"""Rulebooks as they were at a revision of the git repository that holds a site."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from candid.diagnostics import Finding, from_problems
from candid_rules import Library, load_rulebooks
from candid_rules.documents import Location, load
from candid_rules.rulebook import STOCK

__all__ = ["Revision", "RevisionError", "library_at", "open_revision"]


class RevisionError(Exception):
    """There is no such revision to compare with. Its text says why."""


@dataclass(frozen=True)
class Revision:
    """A commit: the root of its working tree, the name that it was asked for by, and its full id."""

    root: Path
    name: str
    commit: str

    def read(self, path: Path) -> bytes | None:
        """A file as it was, or ``None`` if there was none."""
        relative = self._relative(path)
        if relative is None or not self._tree(relative):
            return None
        return _git(self.root, "cat-file", "blob", f"{self.commit}:{relative}")

    def yaml_files(self, folder: Path) -> dict[str, bytes]:
        """The ``*.yml`` directly in a folder as it was, by name."""
        relative = self._relative(folder)
        paths = [path for path in self._tree(f"{relative}/") if path.endswith(".yml")] if relative else []
        return {Path(path).name: _git(self.root, "cat-file", "blob", f"{self.commit}:{path}") for path in paths}

    def holds(self, folder: Path) -> bool:
        """Whether a folder is kept in the repository, now or then."""
        relative = self._relative(folder)
        if relative is None:
            return False
        return bool(self._tree(f"{relative}/") or _git(self.root, "ls-files", "-z", "--", relative))

    def _tree(self, relative: str) -> list[str]:
        """The plain files at a path, or directly below one that ends with a slash."""
        listing = _git(self.root, "ls-tree", "-z", self.commit, "--", relative).decode("utf-8", "surrogateescape")
        entries = (entry.partition("\t") for entry in listing.split("\0") if entry)
        return [path for kind, _, path in entries if kind.startswith("100")]  # no folders, no symbolic links

    def _relative(self, path: Path) -> str | None:
        whole = path.resolve()
        return whole.relative_to(self.root).as_posix() if whole.is_relative_to(self.root) else None


def open_revision(folder: Path, name: str) -> Revision:
    """The revision ``name`` of the repository around ``folder``.

    Raises:
        RevisionError: There is no git, no repository or no such revision.
    """
    root = Path(_git(folder, "rev-parse", "--show-toplevel").decode("utf-8", "surrogateescape").rstrip("\n"))
    try:
        # A name that begins with a hyphen is none of git's options here.
        commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    except RevisionError:
        raise RevisionError(f"there is no revision '{name}'") from None
    return Revision(root.resolve(), name, commit.decode("ascii").strip())


def library_at(revision: Revision, data: Path) -> tuple[Library, list[Finding]]:
    """All rulebooks that a site with the folder ``data`` saw at a revision, and what is wrong with them.

    The stock ones are those of the revision if the repository holds them, else those that are installed.
    """
    with TemporaryDirectory(prefix="candid-") as scratch:
        copies: dict[Path, Path] = {}
        stock = STOCK
        if revision.holds(STOCK):
            stock = Path(scratch, "stock")
            copies[stock] = STOCK
        settings = revision.read(data / "site.yml")
        own = _own_folder(settings) if settings is not None else None
        if own is not None:
            copies[Path(scratch, "own")] = data / own
        for copy, original in copies.items():
            copy.mkdir()
            for name, content in revision.yaml_files(original).items():
                (copy / name).write_bytes(content)
        library, problems = load_rulebooks([copy for copy in copies if copy != stock], stock=stock)
        return library, [_placed(finding, revision, copies) for finding in from_problems(problems)]


def _own_folder(settings: bytes) -> str | None:
    """What ``calculators`` said in a site.yml; a broken one names no folder."""
    document, _ = load(settings.decode("utf-8-sig", "replace"), Location("site.yml"))
    value = document.value.get("calculators") if document is not None and isinstance(document.value, dict) else None
    return value if isinstance(value, str) else None


def _placed(finding: Finding, revision: Revision, copies: dict[Path, Path]) -> Finding:
    """A finding in a copy, as one in the file of the revision."""
    path = Path(finding.location.path)
    original = copies[path.parent].resolve() / path.name if path.parent in copies else path
    shown = original.relative_to(revision.root).as_posix() if original.is_relative_to(revision.root) else str(original)
    return replace(finding, location=replace(finding.location, path=f"{revision.name}:{shown}"))


def _git(folder: Path, *arguments: str) -> bytes:
    git = shutil.which("git")
    if git is None:
        raise RevisionError("git is not installed")
    return _output([git, "-C", str(folder), *arguments])


def _output(command: Iterable[str]) -> bytes:
    done = subprocess.run(list(command), capture_output=True, check=False)  # noqa: S603  # git itself, no shell
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")
        raise RevisionError(reason or f"git failed with {done.returncode}")
    return done.stdout
