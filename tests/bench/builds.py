"""One build of one site, in a process of its own, and what it cost."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

__all__ = ["KINDS", "BuildFailed", "Cost", "Kind", "build"]

Kind = Literal["wall", "cpu", "memory"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_RSS_UNIT = 1 if sys.platform == "darwin" else 1024
"""Of ``ru_maxrss``, in bytes: macOS counts bytes, Linux kibibytes."""


class BuildFailed(Exception):
    """A site did not build; the message is what the build said."""


@dataclass(frozen=True)
class Cost:
    """What a build took: seconds on the clock, seconds of processor time, peak memory in MiB."""

    wall: float
    cpu: float
    memory: float

    def of(self, kind: Kind) -> float:
        """One of the three."""
        return {"wall": self.wall, "cpu": self.cpu, "memory": self.memory}[kind]


def build(folder: Path) -> Cost:
    """Build the site in ``folder`` as its author would.

    Raises:
        BuildFailed: there was an error or a warning.
    """
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    # What is installed keeps its bytecode, and Python must not compile the package under measurement in each build.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    log = folder / "build.log"
    with log.open("wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT)
        # wait4 tells what this one child used; getrusage would tell the sum, or the highest, of all children so far.
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise BuildFailed(log.read_text("utf-8", errors="replace"))
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _RSS_UNIT / 2**20)
