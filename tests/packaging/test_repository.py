"""What must hold for every file that git keeps, and for the list of pinned versions."""

from __future__ import annotations

import os
import re
import subprocess
from fnmatch import fnmatch
from importlib.metadata import requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]

LINES = 400
LONG_FILES = {
    "calculators/candid_rules/rulebooks/*.yml": "one platform's rules belong together",
    "tests/*/*.yml": "cases, one after another",
    "tests/*/cases/*.html": "what a component renders",
    "tests/compliance/sarif/*.json": "the standard's own schema",
}
"""The files that may be longer, and why."""

# Written in halves, so that this file passes its own test.
REGISTRIES = ["py" + "pi.org", "python" + "hosted.org", "np" + "mjs.", "yarn" + "pkg.com", "proxy.go" + "lang.org"]
LOCK_FILES = {
    "package-lock.json",
    "pdm.lock",
    "Pipfile.lock",
    "pnpm-lock.yaml",
    "poetry.lock",
    "pylock.toml",
    "uv.lock",
    "yarn.lock",
}
MACHINE_PATH = re.compile(r"(?:^|[\s\"'`(=:,\[])/(?:home|Users|private|root|tmp|work|workspace)/\w", re.MULTILINE)


def tracked() -> list[str]:
    output = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [path for path in output.split("\0") if path and (ROOT / path).is_file()]


def texts() -> list[tuple[str, str]]:
    """Every tracked text file with its content."""
    contents = ((path, (ROOT / path).read_bytes()) for path in tracked())
    return [(path, content.decode("utf-8")) for path, content in contents if b"\0" not in content]


def test_no_file_names_a_registry() -> None:
    assert [(path, host) for path, text in texts() for host in REGISTRIES if host in text] == []


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    found = [(path, match[0]) for path, text in texts() for match in MACHINE_PATH.finditer(text)]
    assert found == []


@pytest.mark.parametrize("text", ["cd @work/main", 'open("@tmp/x")', "file:@home/me", "\n@Users/me/site"])
def test_the_pattern_finds_such_a_path(text: str) -> None:
    assert MACHINE_PATH.search(text.replace("@", "/"))


@pytest.mark.parametrize("text", ["https://example.com/work/in", "../tmp/x", "a/home/b", "#!/bin/sh", "content/work/a"])
def test_the_pattern_leaves_other_paths_alone(text: str) -> None:
    assert MACHINE_PATH.search(text) is None


def test_versions_are_pinned_in_one_place() -> None:
    assert [path for path in tracked() if Path(path).name in LOCK_FILES] == []


def test_files_are_short() -> None:
    long = {path: text.count("\n") for path, text in texts() if text.count("\n") > LINES}
    assert {path: lines for path, lines in long.items() if not _may_be_long(path)} == {}


def _may_be_long(path: str) -> bool:
    return any(fnmatch(path, pattern) for pattern in LONG_FILES)


def test_every_file_ends_with_one_newline() -> None:
    assert [path for path, text in texts() if text and (not text.endswith("\n") or text.endswith("\n\n"))] == []


def test_every_installed_version_is_pinned() -> None:
    lines = [line for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if not line.startswith("#")]
    pinned: dict[str, str] = {canonicalize_name(line.split("==")[0]): line.split("==")[1] for line in lines}
    installed = {name: version(name) for name in _needed("mkdocs-candid", frozenset({"dev"}))}
    assert {name: number for name, number in installed.items() if pinned.get(name) != number} == {}


def _needed(distribution: str, extras: frozenset[str]) -> set[str]:
    """The names of all that one distribution needs here, directly or not."""
    found: set[str] = set()
    waiting = [(distribution, extras)]
    while waiting:
        name, wanted = waiting.pop()
        for requirement in map(Requirement, requires(name) or ()):
            if requirement.marker and not any(requirement.marker.evaluate({"extra": extra}) for extra in wanted | {""}):
                continue
            needed = canonicalize_name(requirement.name)
            if needed not in found:
                found.add(needed)
                waiting.append((needed, frozenset(requirement.extras)))
    return found


def test_continuous_integration_runs_the_command_of_the_readme() -> None:
    script = ROOT / ".ci/run"
    assert os.access(script, os.X_OK)
    assert "make test" in script.read_text("utf-8")
    assert "make test" in (ROOT / "README.md").read_text("utf-8")
