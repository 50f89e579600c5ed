"""Installing what the tests need with the system's own package manager, where that needs no password."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence

__all__ = ["apt_get", "prefix_for_root", "run"]


def prefix_for_root() -> list[str] | None:
    """What to write before a command to run it as root, or None where that would need a password."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    allowed = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    return ["sudo", "-n"] if allowed else None


def apt_get(*packages: str) -> list[list[str]]:
    """The commands that install packages on Debian and Ubuntu; none without apt-get or the right to use it."""
    as_root = prefix_for_root()
    if as_root is None or shutil.which("apt-get") is None:
        return []
    install = [*as_root, "apt-get", "install", "-q", "-y", "--no-install-recommends", *packages]
    return [[*as_root, "apt-get", "update", "-q"], install]


def run(command: Sequence[str]) -> None:
    """Run a command in the open; whether it helped is for the caller to find out."""
    print(" ".join(command), flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(command, check=False, stdin=subprocess.DEVNULL, env=environment)
