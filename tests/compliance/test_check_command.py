"""``candid check``: what it takes, what it prints, how it ends."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner

from candid.cli import main
from candid.compliance import load_rules

PAGE = """<!doctype html>
<html lang="en"><head><title>Kettles</title></head><body><main>
<h1>Kettles</h1>
{}
</main></body></html>
"""
FRAME = '<p>A film:</p> <iframe src="https://www.youtube.com/embed/x" title="A film"></iframe>'
ZOOM = '<div style="width: 900px">wide</div>'


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795305600")
    return tmp_path


def write(folder, files):
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def run(*arguments):
    return CliRunner().invoke(main, ["check", *arguments])


def test_a_clean_site(folder):
    write(folder, {"out/index.html": PAGE.format("<p>They boil.</p>"), "out/notes.txt": "no page"})
    result = run("out")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "0 errors, 0 warnings, 0 info, 0 silenced on 1 page, by the rules of us, uk, eu, de\n"


@pytest.mark.parametrize(
    ("part", "said", "hint"),
    [
        ('<link rel="dns-prefetch" href="//s.w.example">', "a look-up of 's.w.example' is made", "take this link out"),
        ('<link rel="preconnect" href="//s.w.example">', "a connection to 's.w.example' is made", "take this link out"),
        ('<script>fetch("https://s.w.example/x")</script>', "a call by a script to 's.w.example' is sent", "keep a"),
        ('<img src="//s.w.example/x.png" alt="">', "an image from 's.w.example' is fetched", "keep a copy"),
    ],
)
def test_what_asks_another_host_is_called_what_it_is(folder, part, said, hint):
    write(folder, {"out/index.html": PAGE.format(part)})
    assert f"V-02 {said} before readers agree\n  hint: {hint}" in run("out").stdout


def test_a_finding_is_placed_and_fails(folder):
    write(folder, {"out/a/index.html": PAGE.format(FRAME)})
    result = run("out")
    assert result.exit_code == 1
    assert result.stdout.startswith("out/a/index.html:4:16: V-02 a frame from 'www.youtube.com' is fetched")
    assert "\n  hint: " in result.stdout
    assert result.stderr.startswith("1 error, ")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("y.png", b"\x89PNG\r\n\x1a\n\0\0<p>"),
        ("bad.csv", b"a,b\n1 < 2,3\n"),
        ("x.txt", b"no page"),
        ("x.html", b"a\0b"),
    ],
)
def test_a_file_that_is_no_page_is_wrong_usage(folder, name, content):
    (folder / name).write_bytes(content)
    result = run(name)
    assert result.exit_code == 2
    assert f"'{name}' is no HTML" in result.stderr


@pytest.mark.parametrize("name", ["page", "page.php", "page.HTM"])
def test_a_page_may_have_any_name(folder, name):
    write(folder, {name: PAGE.format(FRAME)})
    assert run(name).exit_code == 1


def test_one_file_is_looked_at_with_its_style_sheet(folder):
    faint = '<link rel="stylesheet" href="faint.css"><p class="faint">Hardly seen.</p>'
    write(
        folder,
        {
            "out/page.html": PAGE.format(faint),
            "out/other.html": PAGE.format(FRAME),
            "out/faint.css": ".faint { color: #ccc }",
            "out/sitemap.xml": "<broken",
        },
    )
    result = run("out/page.html")
    assert [line.split(" ")[:2] for line in result.stdout.splitlines()[::2]] == [["out/page.html:4:41:", "A-03"]]
    assert "on 1 page," in result.stderr


def test_paths_are_as_they_were_given(folder, monkeypatch):
    write(folder, {"out/index.html": PAGE.format(FRAME)})
    assert run(str(folder / "out")).stdout.startswith(f"{folder}/out/index.html:4:16:")
    monkeypatch.chdir(folder / "out")
    assert run(".").stdout.startswith("index.html:4:16:")
    assert run("index.html").stdout.startswith("index.html:4:16:")


@pytest.mark.parametrize("arguments", [["nowhere"], ["empty"], ["out", "--profile", "mars"], ["out", "--profile", ","]])
def test_wrong_usage(folder, arguments):
    write(folder, {"out/index.html": PAGE.format(""), "empty/readme.txt": "nothing to check"})
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Usage: " in result.stderr
    assert result.stdout == ""


def test_profiles_decide_which_rules_hold(folder):
    write(folder, {"out/index.html": PAGE.format(FRAME)})
    assert run("out", "--profile", "us").exit_code == 0
    assert run("out", "--profile", "US, fr").exit_code == 1
    everywhere = run("out", "--profile", "all")
    assert everywhere.exit_code == 1
    assert everywhere.stderr.endswith("us, uk, eu, de, fr, es, it, ie, ca, au, in\n")


def test_warnings_fail_strictly_only(folder):
    write(folder, {"out/index.html": PAGE.format(ZOOM)})
    assert run("out").exit_code == 0
    assert "warning: A-04" in run("out").stdout
    assert run("out", "--strict").exit_code == 1


def test_the_page_in_markdown_is_named_if_it_is_that_page(folder):
    built = {"out/a/index.html": PAGE.format(FRAME), "out/b.html": PAGE.format(FRAME)}
    write(folder, {**built, "content/pages/a.md": "# Kettles\n", "content/pages/b.md": "# Another project\n"})
    assert run("out").stdout.count("\n  source: ") == 1
    assert "\n  source: content/pages/a.md\n" in run("out").stdout
    write(folder, {"docs/b/index.md": "---\ntitle: Kettles\n---\n"})
    assert "\n  source: docs/b/index.md\n" in run("out", "--pages", "docs").stdout


def test_github_takes_annotations(folder):
    write(folder, {"out/a,b:c%.html": PAGE.format(FRAME)})
    line = run("out", "--format", "github").stdout
    assert line.startswith("::error file=out/a%2Cb%3Ac%25.html,line=4,col=16,title=V-02::a frame from")
    assert line.count("\n") == 1


LATE = (
    '<p><a href="https://amzn.to/x" rel="sponsored">Kettle (Ad)</a></p>'
    "<p>Ad: we earn a commission if you buy through links on this page.</p>"
)


def test_many_findings_are_summed_up_by_rule(folder):
    write(folder, {f"out/{name}/index.html": PAGE.format(FRAME) for name in "abcdefghij"})
    few = run("out", "--profile", "fr")
    assert few.stdout.count(": V-02 ") == 10
    assert len(few.stderr.splitlines()) == 1
    write(folder, {"out/k/index.html": PAGE.format(LATE)})
    many = run("out", "--profile", "us,uk,fr")
    assert many.stdout.count(": V-02 ") == 10
    blank, heads, *rows, end, _ = many.stderr.splitlines()
    assert (blank, end) == ("", "")
    assert heads.split() == ["rule", "errors", "warnings", "info", "pages", "wanted"]
    titles = {name: rule.title for name, rule in load_rules().items()}
    cells = [re.split(" {2,}", row) for row in rows]
    assert cells[0] == ["V-02", "10", "0", "0", "10", titles["V-02"]]
    assert ["D-UK-02, D-US-02", "1", "0", "0", "1", titles["D-UK-02"]] in cells
    counted = sum(int(count) * len(row[0].split(",")) for row in cells for count in row[1:4])
    assert counted == len(json.loads(run("out", "--profile", "us,uk,fr", "--format", "json").stdout))
    for style in ("json", "github", "sarif"):
        assert "wanted" not in run("out", "--format", style).stderr


SILENCED = "name: Kettles\nsilenced:\n  - {rule: V-02, pages: 'films/*', reason: We asked a lawyer.}\n"


def test_silenced_findings_are_counted_and_told(folder):
    write(
        folder,
        {
            "out/films/index.html": PAGE.format(FRAME),
            "out/index.html": PAGE.format(FRAME),
            "content/data/site.yml": SILENCED,
        },
    )
    result = run("out")
    assert result.exit_code == 1
    assert result.stdout.count("V-02") == 1
    assert result.stderr.startswith("1 error, 0 warnings, 0 info, 1 silenced on 2 pages")
    told = json.loads(run("out", "--format", "json").stdout)
    assert [(entry["path"], entry["severity"], entry["rule"]) for entry in told] == [
        ("out/index.html", "error", "V-02"),
        ("out/films/index.html", "silenced", "V-02"),
    ]
    assert told[1]["silenced"] == {"severity": "error", "reason": "We asked a lawyer."}
    assert "silenced" not in told[0]


def test_all_silenced_is_no_failure(folder):
    write(folder, {"out/films/index.html": PAGE.format(FRAME), "content/data/site.yml": SILENCED})
    assert run("out", "--strict").exit_code == 0


def test_what_silences_nothing_is_told(folder):
    write(folder, {"out/index.html": PAGE.format(""), "content/data/site.yml": SILENCED})
    result = run("out")
    assert result.exit_code == 0
    assert result.stdout.startswith(
        "content/data/site.yml:3:12: info: silenced-nothing nothing on 'films/*' breaks V-02"
    )
    assert run("out", "--profile", "us").stdout == ""  # the rule was not asked for
    assert run("out/index.html").stdout == ""  # and its page was not looked at


def test_a_file_silences_where_there_are_no_data(folder):
    write(folder, {"out/index.html": PAGE.format(FRAME), "live.yml": "- {rule: V-02, reason: We asked.}\n"})
    result = run("out", "--silence", "live.yml")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "1 silenced" in result.stderr
    write(folder, {"live.yml": "silenced:\n  - {rule: V-02, reason: We asked.}\n"})
    assert run("out", "--silence", "live.yml").exit_code == 0


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("- {rule: V-99, reason: x}", "live.yml:1:10: unknown-id there is no rule 'V-99'"),
        ("- {rule: V-02}", "live.yml:1:3: missing-key"),
        ("rule: V-02", "live.yml:1:1: invalid-value this is no list"),
        ("- {rule: V-02, reason: x", "live.yml:"),
    ],
)
def test_a_wrong_file_is_told(folder, text, problem):
    write(folder, {"out/index.html": PAGE.format(""), "live.yml": text})
    result = run("out", "--silence", "live.yml")
    assert result.exit_code == 1
    assert result.stdout.startswith(problem)


def test_a_silenced_rule_that_does_not_exist_is_found_by_lint(folder):
    write(folder, {"content/pages/index.md": "# Kettles\n", "content/data/site.yml": SILENCED.replace("V-02", "V-22")})
    result = CliRunner().invoke(main, ["lint"])
    assert result.exit_code == 1
    assert result.stdout.startswith("content/data/site.yml:3:12: unknown-id there is no rule 'V-22'")
    assert "V-02" in result.stdout


def test_what_is_wrong_with_the_data_is_told(folder):
    write(folder, {"out/index.html": PAGE.format(""), "content/data/site.yml": "name: X\nsilencd: []\n"})
    result = run("out")
    assert result.exit_code == 1
    assert result.stdout.startswith("content/data/site.yml:2:1: unknown-key")


def test_an_escape_in_a_page_does_not_reach_the_terminal(folder):
    write(folder, {"out/index.html": PAGE.format('<img src="/a\x1b[31mb.png">')})
    result = run("out")
    assert "A-14" in result.stdout
    assert "\x1b" not in result.stdout


def test_what_several_rules_say_of_one_place_is_printed_once(folder):
    link = '<a href="https://www.amazon.com/dp/B0EXAMPLE1?tag=shop-20" rel="sponsored nofollow">the kettle</a>'
    write(folder, {"out/index.html": PAGE.format(f"<p>Buy {link}.</p>")})
    entries = json.loads(run("out", "--format", "json").stdout)
    same: dict[tuple[object, ...], list[str]] = {}
    for entry in entries:
        told = tuple(entry[key] for key in ("path", "line", "column", "severity", "message", "hint"))
        same.setdefault(told, []).append(entry["code"])
    several = [codes for codes in same.values() if len(codes) > 1]
    assert several  # the laws of several countries ask for the same
    text = run("out").stdout
    first = [line for line in text.splitlines() if not line.startswith("  ")]
    assert len(first) == len(same) < len(entries)
    for codes in several:
        assert re.search(rf": (?:\w+: )?{codes[0]} .*\n  also: {', '.join(codes[1:])}\n  hint: ", text)
    assert len(run("out", "--format", "github").stdout.splitlines()) == len(entries)
