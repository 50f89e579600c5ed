"""Nothing outside of a site's folders is read into it, and nothing is written beside them."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from mkdocs.exceptions import Abort

from candid.cli import main
from candid.commands.folders import load_folders, own_rulebooks
from candid.pages import read_kinds
from candid.rendering import Renderer, TemplateMistake
from candid.site import load_site
from candid.sources import read_page
from candid_rules.documents import Location, load
from tests.security.hostile_site import build_site, fence, write_site, yaml_of
from tests.security.payloads import BENIGN

SECRET = "the-words-of-another-file"
OUTSIDE = [
    "../outside",
    "../../outside",
    "/OUT",
    "calculators/../../outside",
    "./../outside",
    "..",
    ".",
    "/",
    "/etc",
    "~",
]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A site's folder, and beside it what is none of its business."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text(SECRET, encoding="utf-8")
    (outside / "x.yml").write_text(yaml_of({"id": SECRET, "title": SECRET, "currency": "USD"}), encoding="utf-8")
    (outside / "v0.yml").write_text(yaml_of({"name": SECRET}), encoding="utf-8")
    site = tmp_path / "site-folder"
    site.mkdir()
    write_site(site, [BENIGN])
    before = _files(tmp_path)
    yield site
    assert {path for path in _files(tmp_path) - before if site not in path.parents} == set()


def _files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()}


def _with_settings(site: Path, **settings: object) -> None:
    text = yaml_of({"name": "x", "as_of": "2026-11-21", **settings})
    (site / "data/site.yml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", OUTSIDE)
def test_rulebooks_come_from_the_data_folder_alone(folder: Path, name: str) -> None:
    _with_settings(folder, calculators=name.replace("/OUT", str(folder.parent / "outside")))
    site, findings = load_site(folder / "data", "data", default_name="x", today=date(2026, 11, 21))
    assert SECRET not in str(sorted(site.calculators)) + str(findings)
    assert [finding.location.path for finding in findings if finding.code == "missing-file"] == ["data/site.yml"]


@pytest.mark.parametrize(
    "place", ["products/v9.yml", "programmes/v9.yml", "authors.yml", "ledger.yml", "calculators/x.yml"]
)
def test_links_out_of_the_data_folder_are_not_followed(folder: Path, place: str) -> None:
    path = folder / "data" / place
    path.unlink(missing_ok=True)
    path.symlink_to(folder.parent / "outside" / "x.yml")
    site, findings = load_site(folder / "data", "data", default_name="x", today=date(2026, 11, 21))
    assert SECRET not in str(findings)
    assert SECRET not in str(site.library)
    assert [finding.code for finding in findings if finding.location.path == f"data/{place}"] == ["unreadable-file"]


@pytest.mark.parametrize(
    "path", ["../outside/secret.txt", "/etc/passwd", "..\\outside\\secret.txt", "../../etc/passwd"]
)
def test_pages_that_records_name_are_pages_of_the_site(
    folder: Path, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    product = folder / "data/products/v0.yml"
    product.write_text(product.read_text(encoding="utf-8").replace('"v0.md"', yaml_of(path).strip()), encoding="utf-8")
    with pytest.raises(Abort):
        build_site(folder)
    assert "data/products/v0.yml:1:" in caplog.text
    assert not (folder / "site").exists() or not _holds(folder / "site", SECRET)


@pytest.mark.parametrize(
    "line",
    [
        '--8<-- "../outside/secret.txt"',
        "--8<--\n../outside/secret.txt\n--8<--",
        "{% include '../outside/secret.txt' %}",
        "{!../outside/secret.txt!}",
        "!include ../outside/secret.txt",
        "!!python/object/apply:subprocess.check_output [[cat, ../outside/secret.txt]]",
        "file:../outside/secret.txt",
    ],
)
def test_no_text_of_a_fence_reads_a_file(folder: Path, line: str, caplog: pytest.LogCaptureFixture) -> None:
    text = "# x\n\n" + fence("offers", {"product": "v0", "title": line}) + fence("offers", {"product": line})
    (folder / "pages/x.md").write_text(text, encoding="utf-8")
    with pytest.raises(Abort):
        build_site(folder)
    assert "pages/x.md:" in caplog.text, "the second fence names no product"
    (folder / "pages/x.md").write_text(text[: text.rindex("```offers")], encoding="utf-8")
    assert not _holds(build_site(folder), SECRET)


@pytest.mark.parametrize(
    "tag", ["!!python/object/apply:os.system [x]", "!!python/name:os.system", "!include x", "!ENV HOME", "!relative x"]
)
def test_no_tag_of_yaml_does_anything(tag: str) -> None:
    for text in (f"a: {tag}\n", f"{tag}\n", f"- {tag}\n"):
        _document, problems = load(text, Location("x.yml"))
        assert problems
        page = read_page(f"---\n{text}---\n".encode(), "x.md", "x.md")
        assert read_kinds(page, "en").findings


@pytest.mark.parametrize("name", ["../outside/secret.txt", "/etc/passwd", "candid/../../outside/secret.txt", "\\etc"])
def test_templates_come_from_their_folders_alone(folder: Path, name: str) -> None:
    overrides = folder / "theme"
    (overrides / "candid").mkdir(parents=True)
    for tag in ("include", "extends", "import"):
        end = " as x" if tag == "import" else ""
        (overrides / "candid/rule.html").write_text(f"{{% {tag} {name!r}{end} %}}", encoding="utf-8")
        with pytest.raises(TemplateMistake):
            Renderer([overrides]).render("candid/rule.html", object())


DEVICES = ["pipe", "endless", "gone", "folder"]


def _put(path: Path, kind: str) -> None:
    """Something at ``path`` that is no file: a pipe that nobody writes to, a device without end, a broken link."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("/dev/zero" if kind == "endless" else "nowhere")


@pytest.fixture
def soon() -> Iterator[None]:
    """Ends a test that waits for what never comes."""

    def give_up(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(30)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("kind", DEVICES)
@pytest.mark.parametrize(
    "place", ["site.yml", "ledger.yml", "products/v9.yml", "programmes/v9.yml", "calculators/v9.yml"]
)
def test_no_record_is_read_that_is_no_file(folder: Path, place: str, kind: str) -> None:
    _put(folder / "data" / place, kind)
    if not place.startswith("site"):
        _with_settings(folder, calculators="calculators")
    _site, findings = load_site(folder / "data", "data", default_name="x", today=date(2026, 11, 21))
    found = [finding for finding in findings if finding.location.path == f"data/{place}"]
    expected = (
        "unknown-file" if kind == "folder" and place.startswith(("products", "programmes")) else "unreadable-file"
    )
    assert [finding.code for finding in found] == [expected]


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("kind", ["pipe", "endless", "gone"])
@pytest.mark.parametrize("name", ["v9.md", "image.png", "deep/data.csv", "_redirects", "robots.txt"])
def test_no_page_or_picture_is_published_that_is_no_file(
    folder: Path, name: str, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    _put(folder / "pages" / name, kind)
    with pytest.raises(Abort):
        build_site(folder)
    assert f"pages/{name}:1:1: unreadable-file" in caplog.text


@pytest.mark.parametrize("name", ["v9.md", "secret.txt", "image.png", "deep/environ", "_headers"])
@pytest.mark.parametrize("relative", [True, False], ids=["relative", "absolute"])
def test_nothing_is_published_from_outside_of_the_project(
    folder: Path, name: str, relative: bool, caplog: pytest.LogCaptureFixture
) -> None:
    path, secret = folder / "pages" / name, folder.parent / "outside/secret.txt"
    path.parent.mkdir(exist_ok=True)
    path.symlink_to(os.path.relpath(secret, path.parent) if relative else secret)
    with pytest.raises(Abort):
        build_site(folder)
    assert f"pages/{name}:1:1: unreadable-file the link leads out of the project" in caplog.text
    assert not (folder / "site").exists() or not _holds(folder / "site", SECRET)


def test_a_folder_from_outside_is_not_published(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    (folder / "pages/more").symlink_to(folder.parent / "outside")
    with pytest.raises(Abort):
        build_site(folder)
    assert "pages/more/secret.txt:1:1: unreadable-file" in caplog.text


def test_links_within_a_project_may_stay(folder: Path) -> None:
    (folder / "CHANGES.md").write_text("# What is new\n", encoding="utf-8")
    (folder / "pages/changes.md").symlink_to("../CHANGES.md")
    (folder / "pages/.#v0.md").symlink_to("somebody@an-editor.1234")
    assert "What is new" in (build_site(folder) / "changes/index.html").read_text(encoding="utf-8")
    (folder.parent / ".git").mkdir()
    (folder / "pages/beside.md").symlink_to("../../outside/secret.txt")
    assert SECRET in (build_site(folder) / "beside/index.html").read_text(encoding="utf-8")


def test_links_within_a_project_may_stay_when_a_command_runs_elsewhere(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "CHANGES.md").write_text("# What is new\n", encoding="utf-8")
    (folder / "pages/changes.md").symlink_to("../CHANGES.md")
    (folder / "pages/outside.md").symlink_to("../../outside/secret.txt")
    (folder / ".git").mkdir()
    for here in (folder, folder.parent / "outside"):
        monkeypatch.chdir(here)
        found = load_folders(folder / "pages", folder / "data").findings
        refused = [finding.location.path for finding in found if finding.code == "unreadable-file"]
        assert refused == [(folder / "pages/outside.md").as_posix()]


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("kind", ["pipe", "endless", "gone"])
def test_commands_wait_for_no_pipe(folder: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    build_site(folder)
    for path in ("pages/v9.md", "site/v9.html", "site/style.css", "site/feed.xml", "site/sitemap.xml", "site/x.json"):
        _put(folder / path, kind)
    for command in (
        ["lint", "--pages", "pages", "--data", "data"],
        ["fix", "--pages", "pages", "--data", "data"],
        ["links", "list", "--pages", "pages", "--data", "data"],
        ["rules", "stale", "--pages", "pages", "--data", "data"],
        ["check", "site", "--pages", "pages", "--data", "data"],
        ["report", "site", "--pages", "pages", "--data", "data"],
    ):
        done = CliRunner().invoke(main, command)
        assert done.exception is None or isinstance(done.exception, SystemExit), (command, done.exception)


def test_rulebooks_of_elsewhere_are_asked_for_no_links(folder: Path) -> None:
    (folder.parent / "outside/x.yml").write_text(yaml_of({"id": "x", "url": "https://x.example/"}), encoding="utf-8")
    (folder / "data/calculators/x.yml").symlink_to(folder.parent / "outside/x.yml")
    for name in (*OUTSIDE, "calculators"):
        _with_settings(folder, calculators=name.replace("/OUT", str(folder.parent / "outside")))
        loaded = load_folders(folder / "pages", folder / "data")
        assert "x.example" not in str([document.value for document in own_rulebooks(loaded, folder / "data")])


@pytest.mark.parametrize("name", ["../v0", "/etc/x", "..", "a/b", "a\\b", "C:\\x", "v0\x00", "con.", "-", "~"])
def test_no_table_names_a_file_elsewhere(folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    (folder / "data/programmes").rename(folder / "programmes")  # those of payloads are not meant here
    (folder / "data/products/v0.yml").unlink()
    table = f"product,id,title,destination\n{name},new,New,https://a.example/\n"
    (folder / "in.csv").write_text(table, encoding="utf-8")
    before = _files(folder)
    done = CliRunner().invoke(main, ["links", "import", "in.csv", "--data", "data", "--write"])
    assert done.exit_code == 1, done.output
    assert "in.csv:2:1" in done.output
    assert _files(folder) == before


def test_files_of_our_own_are_not_written_elsewhere(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sends a link in the place of ``.candid`` gets no file of its owner replaced."""
    monkeypatch.chdir(folder)
    build_site(folder)
    victim = folder.parent / "outside/secret.txt"
    for place, target in (
        (".candid/report/report.json", victim),
        (".candid", victim.parent),
        (".candid/report", victim.parent),
    ):
        for path in (folder / ".candid/report/report.json", folder / ".candid/report", folder / ".candid"):
            if path.is_symlink():
                path.unlink()
        shutil.rmtree(folder / ".candid", ignore_errors=True)
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).symlink_to(target)
        done = CliRunner().invoke(main, ["report", "site", "--pages", "pages", "--data", "data"])
        assert done.exit_code == 2, done.output
        assert "leads out of" in done.output
        assert victim.read_text(encoding="utf-8") == SECRET


def _holds(folder: Path, words: str) -> bool:
    return any(words in path.read_text(encoding="utf-8", errors="replace") for path in _files(folder))
