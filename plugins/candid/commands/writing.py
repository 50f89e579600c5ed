"""Files that commands change: what would change as a diff, and the writing itself."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from difflib import unified_diff
from pathlib import Path

__all__ = ["difference", "write_file"]


def difference(path: str, before: bytes, after: bytes) -> str:
    """What would change in a file, as a unified diff."""
    lines = unified_diff(_lines(before), _lines(after), path, path)
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


def write_file(path: Path, content: bytes) -> None:
    """Write a file in one step: a reader sees the old content or the new one, never a part."""
    target = path.resolve()  # the file itself, where ``path`` is a link to it
    target.parent.mkdir(parents=True, exist_ok=True)
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
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _umask() -> int:
    """What a new file's mode leaves out; it can only be asked for by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _lines(raw: bytes) -> list[str]:
    """Lines as a diff counts them, each with its end."""
    return re.findall(r"[^\n]*\n|[^\n]+", raw.decode("utf-8"))
