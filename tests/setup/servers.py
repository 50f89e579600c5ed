"""The web servers that the tests ask about redirects: the system's nginx and Apache.

``python -m tests.setup.servers`` makes sure that there are both, installing them if need be, and says which ones.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.setup.system_packages import apt_get, run

__all__ = ["NoServer", "apache", "apache_modules", "nginx"]

_PATH = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin"))
"""Servers are often installed where only root looks for programs."""

_MODULE_FOLDERS = (
    "/usr/lib/apache2/modules",
    "/usr/lib64/httpd/modules",
    "/usr/libexec/apache2",
    "/opt/homebrew/opt/httpd/lib/httpd/modules",
    "/usr/local/opt/httpd/lib/httpd/modules",
)


class NoServer(Exception):
    """A server is not installed."""


def nginx() -> str:
    """The program of nginx.

    Raises:
        NoServer: There is none.
    """
    return _program("nginx", "nginx")


def apache() -> str:
    """The program of Apache's server.

    Raises:
        NoServer: There is none.
    """
    return _program("Apache's server", "apache2", "httpd")


def apache_modules() -> Path:
    """The folder with the modules of Apache's server.

    Raises:
        NoServer: There is none, or it has no module to rewrite addresses.
    """
    for folder in map(Path, _MODULE_FOLDERS):
        if (folder / "mod_rewrite.so").is_file():
            return folder
    raise NoServer("The modules of Apache's server were not found. Install it (apache2-bin, httpd) and run make again.")


def _program(title: str, *names: str) -> str:
    for name in names:
        found = shutil.which(name, path=_PATH)
        if found is not None:
            return found
    raise NoServer(f"{title} was not found. Install it with your system's package manager and run make again.")


def _is_missing() -> bool:
    try:
        nginx()
        apache()
        apache_modules()
    except NoServer:
        return True
    return False


def main() -> None:
    """Install what is not there yet."""
    # Of Apache the programs alone, without the service that its full package would start.
    commands = apt_get("nginx-light", "apache2-bin")
    if not commands and shutil.which("brew"):
        commands = [["brew", "install", "nginx", "httpd"]]
    if _is_missing():
        print("nginx or Apache is missing.")
        for command in commands:
            run(command)
    try:
        for program in (nginx(), apache()):
            done = subprocess.run([program, "-v"], capture_output=True, text=True, check=False)
            print((done.stdout + done.stderr).strip().splitlines()[0])
        apache_modules()
    except NoServer as failure:
        sys.exit(str(failure))


if __name__ == "__main__":
    main()
