"""Files that commands change: what would change as a diff, and the writing itself."""

from __future__ import annotations

import os
import re
import shutil
import stat
import tempfile
from collections.abc import Collection, Mapping
from difflib import unified_diff
from pathlib import Path

import click

__all__ = ["difference", "write_file", "write_files"]

_OWN = frozenset({".candid", ".cache"})
"""Folders of Candid's own, wherever they lie."""


def difference(path: str, before: bytes, after: bytes) -> str:
    """What would change in a file, as a unified diff."""
    lines = unified_diff(_lines(before), _lines(after), path, path)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def write_file(path: Path, content: bytes) -> None:
    """Write a file in one step: a reader sees the old content or the new one, never a part.

    Raises:
        click.UsageError: It cannot be written.
    """
    write_files({path: content})


def write_files(contents: Mapping[Path, bytes], makes: Collection[Path] = ()) -> None:
    """Write files, each in one step, and none before all of them have been written beside their places.

    What is no regular file, such as a pipe, is written into. Candid's own folders are made where they are missing.

    Args:
        contents: What to write, by the files' paths.
        makes: Other folders that may be made, in a folder that exists.

    Raises:
        click.UsageError: One of them cannot be written.
    """
    staged: dict[Path, tuple[Path, Path]] = {}
    path = Path()
    try:
        for path, content in contents.items():
            _refuse_elsewhere(path)
            if not _is_written_into(path):
                _make_folder(path.parent, makes)
                staged[path] = _stage(path, content)
        for path, content in contents.items():
            if path not in staged:
                with path.open("ab") as file:
                    file.write(content)
        for path, (beside, target) in staged.items():  # noqa: B007 - named where it fails
            beside.replace(target)
    except OSError as error:
        raise click.UsageError(f"'{path}' cannot be written: {error.strerror or error}") from None
    finally:
        for beside, _ in staged.values():
            beside.unlink(missing_ok=True)


def _is_written_into(path: Path) -> bool:
    """Whether a path stands for something else than a file of its own: a device, a pipe, this process's output."""
    if path.as_posix().startswith(("/dev/std", "/dev/fd/")):
        return True  # whatever they lead to
    try:
        return not stat.S_ISREG(path.stat().st_mode)
    except FileNotFoundError:
        return False


def _refuse_elsewhere(path: Path) -> None:
    """Refuse a file of Candid's own that a link would lead out of the project: nobody named that place."""
    here = Path.cwd().resolve()
    is_own = bool(_OWN.intersection(path.parts)) and not path.is_absolute() and ".." not in path.parts
    if is_own and not path.resolve().is_relative_to(here):
        raise click.UsageError(f"'{path}' leads out of the project by a link; put a folder in its place")


def _make_folder(folder: Path, makes: Collection[Path]) -> None:
    if folder in makes and folder.parent.is_dir():
        folder.mkdir(exist_ok=True)
    elif _OWN.intersection(folder.parts):
        folder.mkdir(parents=True, exist_ok=True)
    elif not folder.is_dir():
        raise click.UsageError(f"there is no folder '{folder}'; make it first, or name another")


def _stage(path: Path, content: bytes) -> tuple[Path, Path]:
    """The content in a file beside its target, and the target: the file itself, where ``path`` is a link to it."""
    target = Path(os.path.realpath(path))
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    beside = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, beside)
        else:
            beside.chmod(0o666 & ~_umask())
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    return beside, target


def _umask() -> int:
    """What a new file's mode leaves out; it can only be asked for by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _lines(raw: bytes) -> list[str]:
    """Lines as a diff counts them, each with its end."""
    return re.findall(r"[^\n]*\n|[^\n]+", raw.decode("utf-8"))
