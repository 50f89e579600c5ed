"""What authors write, and how files are called, is seen in terminals and build logs and obeyed by neither."""

from __future__ import annotations

import json
import logging
import os
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from mkdocs.exceptions import Abort

from candid.cli import main
from candid.diagnostics import Finding, Location, format_findings
from candid.visible_text import on_one_line, visible
from tests.security.hostile_site import build_site, write_site, yaml_of

ORDERS = (
    "\x1b[2J\x1b]0;title\x07",
    "\x1b]8;;https://evil.example/\x1b\\link\x1b]8;;\x1b\\",
    "\x9b31m\x90q\x9c",
    "\rall is well",
    "\x08\x08\x08",
    "\n::error file=a.md::a finding of nobody's",
    "\n  ::add-mask::e",
    "\r\n::stop-commands::x",
    "\u2028::debug::x",
    "\x0b::debug::x\x0c::debug::x\x85::debug::x",
    "::set-env name=PATH::/evil",
    "##[add-matcher]evil.json",
    "%0A::error::x%0D",
    "\u202etxt.exe\u2066",
    "\x00",
    "\udc80",
)
"""What terminals and the runners of build servers would do something about."""

_MAY_STAND = "\n\t"


def _obeyed(line: str) -> list[str]:
    """What a terminal or a runner would obey in a printed line."""
    control = [character for character in line if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")]
    turned = [character for character in line if unicodedata.bidirectional(character) in _TURNING]
    command = ["::"] if line.lstrip().startswith("::") else []
    return [repr(item) for item in (*control, *turned, *command, *re.findall(r"##\[", line)) if item not in _MAY_STAND]


_TURNING = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


def _all_obeyed(text: str) -> list[str]:
    return [item for line in text.replace("\r\n", "\n").split("\n") for item in _obeyed(line)]


@pytest.mark.parametrize("order", ORDERS, ids=ascii)
def test_a_finding_is_seen_and_keeps_its_lines(order: str) -> None:
    finding = Finding(Location(f"{order}a.md", 3, 4), "x", f"m{order}m", f"h{order}h", source=f"{order}s.md")
    text = format_findings([finding])
    assert _all_obeyed(text) == []
    assert len(text.split("\n")) == 3
    assert format_findings([Finding(Location(order), "x", order)]).count("\n") == 0
    assert text == format_findings([finding]), "and is printed twice alike"


@pytest.mark.parametrize("order", ORDERS, ids=ascii)
def test_a_note_at_a_pull_request_is_one_command(order: str) -> None:
    finding = Finding(Location(f"a{order}.md", 3, 4), "x", f"m{order}m", f"h{order}h")
    text = format_findings([finding], "github")
    assert _all_obeyed(text) == ["'::'"]
    command = re.fullmatch(r"::error file=([^:,]*),line=3,col=4,title=x::(.*)", text)
    assert command is not None, text


def test_words_stay_as_they_are() -> None:
    for text in (
        "Müller & Söhne: „10 %“",
        "a\tb",
        "a\nb\r\nc",
        "日本 💥",
        "a :: b",
        "http://[::1]/",
        "## [x]",
        "C:\\x",
    ):
        assert visible(text) == text
    assert on_one_line("a\nb") == "a\\u000ab"
    assert visible("::error::x", commands=True) == "::error::x"


def test_data_stays_the_same_data() -> None:
    for order in ORDERS:
        for text in (json.dumps({"a": order}, ensure_ascii=False), json.dumps([order], ensure_ascii=False, indent=2)):
            assert json.loads(visible(text)) == json.loads(text)
            assert _all_obeyed(visible(text)) == []


def test_a_message_for_code_hosts_is_no_link() -> None:
    for text in ("[x](https://evil.example/)", "![x](javascript:pwned(1))", "[[x](a)](b)"):
        made = json.loads(format_findings([Finding(Location("a.md"), "x", text, text)], "sarif"))
        assert re.search(r"(?<!\\)\]\(", made["runs"][0]["results"][0]["message"]["text"]) is None


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site whose every text is an order, with mistakes that are called so, in files that are called so."""
    plain = [order for order in ORDERS if "\udc80" not in order]
    write_site(tmp_path, [f"Words {order}" for order in plain], " ".join(plain))
    products = tmp_path / "data/products"
    for number, order in enumerate(plain):
        text = yaml_of({f"key{order}": order, "name": order, "review": f"{order}.md", "method": order})
        (products / f"bad{number}.yml").write_text(text, encoding="utf-8", newline="")
        if "\x00" not in order:
            (products / f"{order.replace('/', '')}.yml").write_text("a: 1", encoding="utf-8")
            page = f"# x\n\n[x](offer:{order.split()[0] if order.split() else 'x'})\n\n```offers\nproduct: no\n```\n"
            (tmp_path / "pages" / f"{order.replace('/', '')}.md").write_text(page, encoding="utf-8")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/pages/\xff\xfe.md")).write_text("[x](offer:no)\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")
    return tmp_path


def _run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), arguments
    assert result.output, arguments
    return result


LINT = ("lint", "--pages", "pages", "--data", "data")
COMMANDS: Sequence[tuple[str, ...]] = (
    LINT,
    (*LINT, "--format", "json"),
    (*LINT, "--format", "sarif"),
    ("calc", "--list", "--rulebooks", "data/calculators"),
    ("calc", "v0/sale", "price=100", "--explain", "--rulebooks", "data/calculators"),
    ("calc", "v0/sale", "price=2000", "--rulebooks", "data/calculators"),
    ("calc", "v0/sale", "price=\x1b[2J\n::x::", "--rulebooks", "data/calculators"),
    ("rules", "list", "v0", "--pages", "pages", "--data", "data"),
    ("rules", "stale", "--pages", "pages", "--data", "data", "--on", "2040-01-01"),
    ("rules", "stale", "--pages", "pages", "--data", "data", "--on", "2040-01-01", "--format", "markdown"),
    ("fix", "--pages", "pages", "--data", "data"),
    ("links", "list", "--pages", "pages", "--data", "data"),
    ("links", "classify", "https://a.example/\x1b[2J"),
    ("check", "pages"),
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_command_prints_an_order(folder: Path, command: tuple[str, ...]) -> None:
    (folder / "pages/\x1b[2J\n::x::.html").write_text("<!doctype html><p>Save \x9b31m 50%</p>", encoding="utf-8")
    assert _all_obeyed(_run(*command).output) == []


def test_notes_of_a_whole_site_are_one_command_each(folder: Path) -> None:
    lines = _run(*LINT, "--format", "github").output.rstrip("\n").split("\n")
    assert len(lines) > 30
    assert all(
        re.match(r"::(error|warning|notice) file=[^:,]+,line=\d+,col=\d+,title=[\w-]+::", line) for line in lines
    )
    assert {item for line in lines for item in _obeyed(line)} == {"'::'"}


def test_a_table_of_offers_says_what_they_are_called(folder: Path) -> None:
    for path in (*folder.glob("data/products/bad*"), *folder.glob("pages/*.md")):
        path.unlink()
    listed = _run("links", "list", "--pages", "pages", "--data", "data")
    assert _all_obeyed(listed.output) == []


def test_the_log_of_a_build_holds_no_orders(
    folder: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in folder.glob("pages/*[!0-9a-z.]*.md"):
        path.unlink()  # MkDocs prints names of pages itself
    with caplog.at_level(logging.INFO, "mkdocs.plugins.candid"), pytest.raises(Abort):
        build_site(folder)
    said = [record.getMessage() for record in caplog.records if record.name == "mkdocs.plugins.candid"]
    assert len(said) > 20
    assert [item for message in said for item in _all_obeyed(message)] == []
