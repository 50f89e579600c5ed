"""Where commands write: whole files in folders that exist, streams as they are, and one sentence for all that fails."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import click
import pytest

from candid.commands.writing import write_file, write_files
from tests.link_exchange.conftest import Run


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("/proc/x.csv", "'/proc/x.csv' cannot be written: "),
        ("a" * 250, f"'{'a' * 250}' cannot be written: File name too long"),
        ("no/where.csv", "there is no folder 'no'"),
        ("content/data/site.yml/x.csv", "'content/data/site.yml/x.csv' cannot be written: Not a directory"),
    ],
)
def test_what_cannot_be_written_is_wrong_usage(folder: Path, run: Run, target: str, said: str) -> None:
    result = run("export", target, code=2)
    assert said in result.stderr
    assert not (folder / "no").exists()


def test_a_pipe_is_written_into(folder: Path, run: Run) -> None:
    os.mkfifo(folder / "pipe")
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append((folder / "pipe").read_bytes()), daemon=True)
    reader.start()
    assert run("export", "pipe").exit_code == 0
    reader.join(10)
    assert (folder / "pipe").is_fifo()
    assert read[0].startswith(b"offer,")


def test_own_folders_are_made(tmp_path: Path) -> None:
    write_file(tmp_path / ".cache/candid/links.json", b"{}")
    assert (tmp_path / ".cache/candid/links.json").read_bytes() == b"{}"


def test_no_file_changes_before_all_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = tmp_path / "a.yml", tmp_path / "b.yml"
    first.write_bytes(b"old")
    synced: list[int] = []

    def full(descriptor: int) -> None:
        synced.append(descriptor)
        if len(synced) == 2:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(click.UsageError, match=r"b\.yml' cannot be written: No space left"):
        write_files({first: b"new", second: b"new"})
    assert [path.name for path in tmp_path.iterdir()] == ["a.yml"]
    assert first.read_bytes() == b"old"
