"""``candid fix``: numbers in prose become what the rules say, and nothing else changes."""

from __future__ import annotations

import os
import random
import stat
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from candid.cli import main

LINK = "(calc:upwork/freelancer-fee?billed=1000&on=2024-06-01#net)"
RANGE = "(calc:upwork/freelancer-fee?billed=1000&on=2026-01-01#net)"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "content/pages").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(text: str | bytes, name: str = "a.md") -> Path:
    path = Path("content/pages") / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def fix(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["fix", *arguments], catch_exceptions=False)


def test_it_shows_a_diff_and_changes_nothing() -> None:
    text = f"# Fees\n\nYou keep\n[$950.00]{LINK}.\n\nMore.\n\nAnd\nmore\n"
    path = write(text)
    done = fix()
    assert done.exit_code == 1
    assert done.stdout == (
        "--- content/pages/a.md\n+++ content/pages/a.md\n@@ -1,7 +1,7 @@\n # Fees\n \n You keep\n"
        f"-[$950.00]{LINK}.\n+[$900.00]{LINK}.\n \n More.\n \n"
    )
    assert done.stderr == "1 number on 1 page to write; add --write\n"
    assert path.read_text() == text


def test_it_writes_when_told_to() -> None:
    first, second, third = (
        write(f"[$1]{LINK} [$2]{LINK}"),
        write(f"[$3]{LINK}\n", "b/c.md"),
        write(f"[$900.00]{LINK}\n", "d.md"),
    )
    untouched = third.stat().st_mtime_ns
    done = fix("--write")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == "content/pages/a.md: 2 numbers written\ncontent/pages/b/c.md: 1 number written\n"
    assert first.read_text() == f"[$900.00]{LINK} [$900.00]{LINK}"
    assert second.read_text() == f"[$900.00]{LINK}\n"
    assert third.stat().st_mtime_ns == untouched
    again = fix("--write")
    assert (again.exit_code, again.output) == (0, "")


def test_a_diff_can_be_applied_by_others(folder: Path) -> None:
    path = write(f"a\r\n\r\n[$1]{LINK}\r\nlast [$2]{LINK}".encode())
    diff = fix().stdout_bytes
    done = subprocess.run(["git", "apply", "-p0", "-"], cwd=folder, input=diff, capture_output=True, check=False)
    assert done.stderr == b""
    assert path.read_bytes() == f"a\r\n\r\n[$900.00]{LINK}\r\nlast [$900.00]{LINK}".encode()


@pytest.mark.parametrize("beside", [" ::: note", "::error::x", "\u2028\u200f\u202e", "##[x]"], ids=ascii)
def test_a_diff_with_what_build_servers_obey_can_be_applied(
    folder: Path, monkeypatch: pytest.MonkeyPatch, beside: str
) -> None:
    for name in ("GITHUB_ACTIONS", "TF_BUILD"):
        monkeypatch.delenv(name, raising=False)
    path = write(f"{beside}\n[$1]{LINK}\n{beside}\n")
    done = subprocess.run(["git", "apply", "-p0", "-"], cwd=folder, input=fix().stdout_bytes, check=False)
    assert done.returncode == 0
    assert path.read_text() == f"{beside}\n[$900.00]{LINK}\n{beside}\n"


def test_a_diff_is_obeyed_by_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    write(f"\x1b[2J\x9b31m\rx\n ::error::x\n[$1]{LINK}\n")
    monkeypatch.delenv("TF_BUILD", raising=False)
    for runner, command in (("", " ::error::x"), ("true", r" \u003a:error::x")):
        monkeypatch.setenv("GITHUB_ACTIONS", runner)
        lines = fix().stdout_bytes.decode().split("\n")
        assert r" \u001b[2J\u009b31m\u000dx" in lines
        assert f" {command}" in lines


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[$950]", "[$900.00]"),
        ("[**$950**]", "[**$900.00**]"),
        ("[ _$950_ ]", "[ _$900.00_ ]"),
        (r"[\$950]", r"[\$900.00]"),
        ("[about $950]", "[$900.00]"),
        ("[$9\n50]", "[$900.00]"),
        ("[$900.00]", "[$900.00]"),
        ("[**$900.00**]", "[**$900.00**]"),
        ("[?]", "[?]"),
        ("[]", "[]"),
        ("[**?**]", "[**?**]"),
    ],
)
def test_the_text_alone_changes(before: str, after: str) -> None:
    path = write(f"Größe ü {before}{LINK}{{ .x }} [a](b)\n")
    fix("--write")
    assert path.read_text() == f"Größe ü {after}{LINK}{{ .x }} [a](b)\n"


def test_a_span_in_place_of_an_amount() -> None:
    path = write(f"[$900.00]{RANGE}\n[\\$900.00]{RANGE}\n[$850.00 - $1,000.00]{RANGE}\n")
    fix("--write")
    assert (
        path.read_text()
        == f"[$850.00 – $1,000.00]{RANGE}\n[\\$850.00 – \\$1,000.00]{RANGE}\n[$850.00 - $1,000.00]{RANGE}\n"
    )


def test_each_amount_has_its_own_currency() -> None:
    link = "(calc:compare/freelance-net?payment=1000#peopleperhour_net)"
    path = write(f"[?]{link}\n")
    fix("--fill", "--write")
    assert path.read_text() == f"[£893.75]{link}\n"


def test_what_shows_no_number_is_left_alone() -> None:
    path = write(f"![$1]{LINK} <{LINK[1:-1]}>\n")
    assert fix("--write").output == ""
    assert path.read_text() == f"![$1]{LINK} <{LINK[1:-1]}>\n"


def test_a_link_inside_of_a_link_is_the_one_that_counts() -> None:
    path = write(f"[x [$1]{LINK} y]{LINK}\n")
    fix("--write")
    assert path.read_text() == f"[x [$900.00]{LINK} y]{LINK}\n"


def test_open_numbers_are_filled_on_demand() -> None:
    path = write(f"[?]{LINK} []{LINK} [**?**]{LINK} [$900.00]{LINK}\n")
    assert fix().exit_code == 0
    assert fix("--fill").exit_code == 1
    assert fix("--fill", "--write").exit_code == 0
    assert path.read_text() == f"[$900.00]{LINK} [$900.00]{LINK} [**$900.00**]{LINK} [$900.00]{LINK}\n"


@pytest.mark.parametrize(
    "sample",
    [
        f"`[$1]{LINK}`",
        f"``` markdown\n[$1]{LINK}\n```",
        f"    [$1]{LINK}",
        f"- a\n\n    ~~~\n    [$1]{LINK}\n    ~~~",
        f"````\n```\n[$1]{LINK}\n```\n````",
    ],
)
def test_samples_are_left_alone(sample: str) -> None:
    path = write(f"{sample}\n\n[$2]{LINK}\n")
    fix("--write")
    assert path.read_text() == f"{sample}\n\n[$900.00]{LINK}\n"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_stay(end: str, mark: str) -> None:
    text = f"{mark}---{end}title: a{end}---{end}{end}é [$1]{LINK} [$9{end}50]{LINK}{end}{end}end"
    path = write(text.encode())
    fix("--write")
    want = f"{mark}---{end}title: a{end}---{end}{end}é [$900.00]{LINK} [$900.00]{LINK}{end}{end}end"
    assert path.read_bytes() == want.encode()


def test_nothing_else_changes_in_random_pages() -> None:
    chooser = random.Random(11)
    parts = [
        "\r\n",
        "\n",
        "\r",
        "word ",
        "ü",
        "\u2028",
        "\x0b",
        "| ",
        "> ",
        "**",
        "\\",
        "[",
        "]",
        "{x}",
        "\t",
        "[a](b)",
    ]
    pages: dict[Path, bytes] = {}
    for number in range(300):
        pieces = [f"x [$1]{LINK} " if chooser.random() < 0.2 else chooser.choice(parts) for _ in range(20)]
        path = write("".join(["# T\n\n", *pieces]).encode(), f"{number}.md")
        pages[path] = path.read_bytes()
    assert fix("--write").exit_code == 0
    assert fix().exit_code == 0
    wrong, right = f"[$1]{LINK}".encode(), f"[$900.00]{LINK}".encode()
    # What is still wrong is a sample of code.
    assert all(path.read_bytes().replace(right, wrong) == before for path, before in pages.items())
    assert sum(path.read_bytes() != before for path, before in pages.items()) > 200


def test_permissions_and_links_stay(folder: Path) -> None:
    path = write(f"[$1]{LINK}\n", "real.txt")
    path.chmod(0o640)
    link = Path("content/pages/a.md")
    link.symlink_to("real.txt")
    assert fix("--write").exit_code == 0
    assert link.is_symlink()
    assert path.read_text() == f"[$900.00]{LINK}\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert sorted(file.name for file in path.parent.iterdir()) == ["a.md", "real.txt"]


def test_a_failed_write_leaves_the_old_file(monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(f"[$1]{LINK}\n")

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("os.fsync", full)
    done = fix("--write")
    assert done.exit_code == 2
    assert "'content/pages/a.md' cannot be written: no space left" in done.output
    assert path.read_text() == f"[$1]{LINK}\n"
    assert [file.name for file in path.parent.iterdir()] == ["a.md"]


def test_all_pages_are_written_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [write(f"[$1]{LINK}\n", name) for name in ("a.md", "b.md")]
    really = os.fsync
    calls: list[int] = []

    def full(descriptor: int) -> None:
        calls.append(descriptor)
        if len(calls) > 1:
            raise OSError("no space left")
        really(descriptor)

    monkeypatch.setattr("os.fsync", full)
    done = fix("--write")
    assert done.exit_code == 2
    assert "written\n" not in done.stdout
    assert [path.read_text() for path in paths] == [f"[$1]{LINK}\n"] * 2
    assert sorted(file.name for file in paths[0].parent.iterdir()) == ["a.md", "b.md"]


def test_only_the_pages_that_are_named() -> None:
    first, second, third = write(f"[$1]{LINK}\n"), write(f"[$1]{LINK}\n", "b.md"), write(f"[$1]{LINK}\n", "c/d.md")
    assert fix("--write", str(first), "content/pages/c").exit_code == 0
    assert [path.read_text() == f"[$900.00]{LINK}\n" for path in (first, second, third)] == [True, False, True]


def test_links_that_give_no_number_are_named() -> None:
    path = write(
        f"[$1](calc:upwork/freelancer-fees?billed=1#net)\n[$1](calc:upwork/freelancer-fee?billed=-1#net)\n[$1]{LINK}\n"
    )
    done = fix("--write")
    assert done.exit_code == 1
    assert done.stderr.startswith(
        "content/pages/a.md:1:6: calc-link unknown calculator 'upwork/freelancer-fees'\n"
        "  hint: did you mean 'upwork/freelancer-fee'?\n"
        "content/pages/a.md:2:6: calculation-refused negative-amount: "
    )
    assert f"[$900.00]{LINK}" in path.read_text()
    path.write_bytes(b"\xff [$1]" + LINK.encode())
    done = fix("--write")
    assert (done.exit_code, path.read_bytes()[:1]) == (1, b"\xff")
    assert "not-utf-8" in done.stderr


def test_broken_data_stops_it(folder: Path) -> None:
    path = write(f"[$1]{LINK}\n")
    (folder / "content/data/calculators").mkdir(parents=True)
    (folder / "content/data/site.yml").write_text("name: A\ncalculators: calculators\n")
    (folder / "content/data/calculators/upwork.yml").write_text("id: upwork\n")
    done = fix("--write")
    assert done.exit_code == 1
    assert "content/data/calculators/upwork.yml:1:1: missing-key" in done.stderr
    assert path.read_text() == f"[$1]{LINK}\n"


def test_wrong_usage() -> None:
    assert fix("--pages", "nowhere").exit_code == 2
    assert fix("nowhere.md").exit_code == 2
