"""``candid links redirects``: files for the project's folder, shown first and written on demand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from candid.cli import main
from tests.redirects.site import DATA, PRODUCT, PROGRAMME, SITE

NAMES = ["nginx/candid-location.conf", "nginx/candid-map.conf", "vercel.json"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in DATA.items():
        path = tmp_path / "content/data" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["links", "redirects", *words])


def written(folder: Path) -> list[str]:
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in found if not name.startswith("content/"))


def test_it_shows_what_it_would_write(folder: Path) -> None:
    done = run()
    assert done.exit_code == 1
    assert '+      "source": "/go/join",' in done.stdout
    assert "3 of 3 files to write; add --write" in done.stderr
    assert written(folder) == []


def test_it_writes_and_is_content_then(folder: Path) -> None:
    assert run("--write").exit_code == 0
    assert written(folder) == NAMES
    again = run()
    assert (again.exit_code, again.stdout) == (0, "")


def test_what_has_become_stale_fails(folder: Path) -> None:
    run("--write")
    (folder / "content/data/products/shop.yml").write_text(PRODUCT.replace("/join", "/new"), "utf-8")
    done = run()
    assert done.exit_code == 1
    assert "2 of 3 files to write" in done.stderr, "the location names no offer"


def test_settings_of_vercel_are_kept(folder: Path) -> None:
    (folder / "vercel.json").write_text('{"cleanUrls": true}', "utf-8")
    assert run("--write").exit_code == 0
    assert json.loads((folder / "vercel.json").read_text("utf-8"))["cleanUrls"] is True


def test_settings_that_cannot_be_read_are_left_alone(folder: Path) -> None:
    (folder / "vercel.json").write_text("{ // mine\n}", "utf-8")
    done = run("--write")
    assert done.exit_code == 1
    assert "vercel.json:1:1: redirect-file" in done.stderr
    assert (folder / "vercel.json").read_text("utf-8") == "{ // mine\n}"
    assert written(folder) == ["vercel.json"], "a mistake anywhere, and nothing is written"


def test_a_site_below_a_path_in_another_folder(folder: Path) -> None:
    wrong = run("--into", "deploy", "--write")
    assert wrong.exit_code == 2
    assert "there is no folder 'deploy" in wrong.stderr
    (folder / "deploy").mkdir()
    assert run("--site-url", "https://example.com/docs/", "--into", "deploy", "--write").exit_code == 0
    assert written(folder) == [f"deploy/{name}" for name in NAMES]
    assert '"/docs/go/join"' in (folder / "deploy/vercel.json").read_text("utf-8")


@pytest.mark.parametrize("address", ["foo", "/docs/", "example.com", "ftp://example.com/", "https://", "https:///docs"])
def test_an_address_that_is_none_is_wrong_usage(folder: Path, address: str) -> None:
    wrong = run("--site-url", address, "--write")
    assert wrong.exit_code == 2
    assert f"'{address}' is no address; write https://…" in wrong.stderr
    assert written(folder) == []


@pytest.mark.parametrize("into", [".", "deploy"])
def test_the_address_is_that_of_mkdocs(folder: Path, into: str) -> None:
    settings = "site_url: https://example.com/docs/\nplugins: [{x: {index: !!python/name:os.sep , y: !ENV Z}}]\n"
    (folder / "mkdocs.yml").write_text(settings, "utf-8")
    (folder / "deploy").mkdir()
    done = run("--into", into, "--write")
    assert (done.exit_code, done.stderr) == (0, "")
    assert '"/docs/go/join"' in (folder / into / "vercel.json").read_text("utf-8")
    assert '"/go/join"' in run("--into", into, "--site-url", "https://example.com/").stdout, "an option counts more"


@pytest.mark.parametrize(
    "settings", ["", "site_name: X\n", "site_url: !ENV [URL, '']\n", "site_url: ''\n", "- x\n", "a: [\n"]
)
def test_an_unknown_address_is_taken_for_the_root_and_said_to_be(folder: Path, settings: str) -> None:
    (folder / "mkdocs.yml").write_text(settings, "utf-8")
    done = run("--write")
    assert done.exit_code == 0
    assert '"/go/join"' in (folder / "vercel.json").read_text("utf-8")
    assert done.stderr.startswith("note: the site's address is not known")
    assert "--site-url or as site_url in mkdocs.yml" in done.stderr


def test_a_site_with_mistakes_writes_nothing(folder: Path) -> None:
    (folder / "content/data/programmes/p.yml").write_text(PROGRAMME.replace("allowed", "perhaps"), "utf-8")
    done = run("--write")
    assert done.exit_code == 1
    assert "invalid-value" in done.stderr
    assert written(folder) == []


def test_hosts_that_read_the_published_folder_need_nothing(folder: Path) -> None:
    site = SITE.replace("[netlify, cloudflare, vercel, nginx, apache]", "[netlify]")
    (folder / "content/data/site.yml").write_text(site, "utf-8")
    done = run("--write")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")
    assert written(folder) == []
