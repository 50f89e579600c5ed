"""Nothing outside of a site's folders is read into it, and nothing is written beside them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from mkdocs.exceptions import Abort

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
    return {path for path in folder.rglob("*") if path.is_file()}


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


def _holds(folder: Path, words: str) -> bool:
    return any(words in path.read_text(encoding="utf-8", errors="replace") for path in _files(folder))
