"""The layout of a data folder, and addresses that records may hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from candid.cli import main
from candid.diagnostics import Finding, in_order
from candid.models import SourceRef
from candid.rendering import safe_url
from candid.site import load_site

PRODUCT = "name: A\nsummary: A shop.\nofficial_site: https://shop.example/\n"
DAY = date(2030, 1, 1)


def write(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def findings(folder: Path, today: date = DAY) -> list[Finding]:
    return in_order(load_site(folder, "data", default_name="A", today=today)[1])


def said(folder: Path) -> list[str]:
    return [f"{finding.location} {finding.code}" for finding in findings(folder)]


NEAR_MISSES = {
    "product/upwork.yml": ("data/product:1:1", "nothing reads 'product/'", "products/"),
    "sites.yml": ("data/sites.yml:1:1", "nothing reads 'sites.yml'", "site.yml"),
    "Site.yml": ("data/Site.yml:1:1", "nothing reads 'Site.yml'", "site.yml"),
    "authors.txt": ("data/authors.txt:1:1", "nothing reads 'authors.txt'", "authors.yml"),
    "prices.yaml": ("data/prices.yaml:1:1", "nothing reads 'prices.yaml'", ""),
    "calculators/mine.yml": ("data/calculators:1:1", "nothing reads 'calculators/'", "calculators: calculators"),
    "products/sub/x.yml": ("data/products/sub:1:1", "folders in products/ are not read", "directly into products/"),
    "products/x.YML": ("data/products/x.YML:1:1", "nothing reads 'x.YML'", ".yml"),
    "products/x.yml.txt": ("data/products/x.yml.txt:1:1", "nothing reads 'x.yml.txt'", ".yml"),
    "products/x.json": ("data/products/x.json:1:1", "nothing reads 'x.json'", ".yml"),
}


@pytest.mark.parametrize("name", NEAR_MISSES)
def test_what_looks_like_data_and_is_not_read(tmp_path: Path, name: str) -> None:
    place, message, hint = NEAR_MISSES[name]
    (finding,) = findings(write(tmp_path, {name: "x: 1\n"}))
    assert (str(finding.location), finding.code, finding.message) == (place, "unknown-file", message)
    assert finding.severity.word == "warning"
    assert hint in finding.hint


def test_other_files_may_lie_beside_the_data(tmp_path: Path) -> None:
    names = ("README.md", ".hidden.yml", "site.yml~", "logos/a.svg", "products/notes.md", "products/.x.yml")
    assert said(write(tmp_path, dict.fromkeys(names, "x"))) == []


def test_ids_are_file_names(tmp_path: Path) -> None:
    (finding,) = findings(write(tmp_path, {"products/Bad Name.yml": PRODUCT}))
    assert str(finding) == (
        "data/products/Bad Name.yml:1:1: invalid-value 'Bad Name' cannot be an id, which the file's name is\n"
        "  hint: use lower-case words joined by hyphens: bad-name.yml"
    )


def test_files_and_folders_are_not_taken_for_each_other(tmp_path: Path) -> None:
    (tmp_path / "site.yml").mkdir()
    write(tmp_path, {"products": "x"})
    assert said(tmp_path) == ["data/products:1:1 unreadable-file", "data/site.yml:1:1 unreadable-file"]


def test_a_record_that_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "products/x.yml").mkdir(parents=True)
    assert said(tmp_path) == ["data/products/x.yml:1:1 unknown-file"]


def test_two_files_of_one_name(tmp_path: Path) -> None:
    assert said(write(tmp_path, {"site.yml": "name: A\n", "site.yaml": "name: B\n"})) == [
        "data/site.yml:1:1 duplicate-id"
    ]


class TestLinks:
    """Symbolic links."""

    def test_out_of_the_folder(self, tmp_path: Path) -> None:
        outside = write(tmp_path, {"outside/a.yml": PRODUCT}) / "outside"
        data = write(tmp_path / "data", {"products/b.yml": PRODUCT})
        (data / "products/a.yml").symlink_to(outside / "a.yml")
        (data / "programmes").symlink_to(outside)
        (data / "site.yml").symlink_to(outside / "a.yml")
        site, found = load_site(data, "data", default_name="A", today=DAY)
        assert [f"{finding.location} {finding.code}" for finding in in_order(found)] == [
            "data/products/a.yml:1:1 unreadable-file",
            "data/programmes:1:1 unreadable-file",
            "data/site.yml:1:1 unreadable-file",
        ]
        assert all("leads out of the data folder" in finding.message for finding in found)
        assert list(site.catalog.products) == ["b"]

    def test_to_nowhere(self, tmp_path: Path) -> None:
        (tmp_path / "products").mkdir()
        (tmp_path / "products/a.yml").symlink_to(tmp_path / "gone.yml")
        (finding,) = findings(tmp_path)
        assert (str(finding.location), finding.message) == ("data/products/a.yml:1:1", "the link leads nowhere")

    def test_within_the_folder(self, tmp_path: Path) -> None:
        write(tmp_path, {"products/b.yml": PRODUCT})
        (tmp_path / "products/a.yml").symlink_to(tmp_path / "products/b.yml")
        site, found = load_site(tmp_path, "data", default_name="A", today=DAY)
        assert found == []
        assert list(site.catalog.products) == ["a", "b"]

    def test_the_folder_itself_may_be_one(self, tmp_path: Path) -> None:
        write(tmp_path / "real", {"products/b.yml": PRODUCT})
        (tmp_path / "data").symlink_to(tmp_path / "real")
        assert findings(tmp_path / "data") == []


class TestCalculators:
    """The folder of the site's own rulebooks."""

    def test_missing(self, tmp_path: Path) -> None:
        (finding,) = findings(write(tmp_path, {"site.yml": "name: A\ncalculators: rulez\n", "rules/README.md": "x"}))
        assert (str(finding.location), finding.code) == ("data/site.yml:2:14", "missing-file")
        assert finding.hint == "did you mean 'rules'?"

    @pytest.mark.parametrize("folder", [".", "site.yml"])
    def test_none_of_its_own(self, tmp_path: Path, folder: str) -> None:
        found = findings(write(tmp_path, {"site.yml": f"name: A\ncalculators: {folder}\n"}))
        assert ("data/site.yml:2:14", "missing-file") in {(str(f.location), f.code) for f in found}

    @pytest.mark.parametrize(("name", "what"), [("a.yaml", "nothing reads 'a.yaml'"), ("a.md", "there is no rulebook")])
    def test_without_rulebooks(self, tmp_path: Path, name: str, what: str) -> None:
        (finding,) = findings(write(tmp_path, {"site.yml": "name: A\ncalculators: rules\n", f"rules/{name}": ""}))
        assert (str(finding.location), finding.code) == ("data/site.yml:2:14", "unknown-file")
        assert finding.message.startswith(what)

    def test_a_broken_site_file_does_not_make_it_unknown(self, tmp_path: Path) -> None:
        found = said(write(tmp_path, {"site.yml": "calculators: calculators\n", "calculators/x.yml": "id: x\n"}))
        # The folder is read, so that what it lacks is said at once.
        assert found == [
            "data/calculators/x.yml:1:1 missing-key",
            "data/calculators/x.yml:1:1 missing-key",
            "data/site.yml:1:1 missing-key",
        ]


def test_a_day_that_has_not_come_is_mentioned(tmp_path: Path) -> None:
    write(tmp_path, {"site.yml": "name: A\nas_of: 2026-11-21\n"})
    (finding,) = findings(tmp_path, today=date(2026, 11, 19))
    assert (str(finding.location), finding.code) == ("data/site.yml:2:8", "as-of-in-the-future")
    # A build must not hinge on the clock: the same files give the same site on every day.
    assert finding.severity.word == "info"
    assert findings(tmp_path, today=date(2026, 11, 20)) == []


@pytest.mark.parametrize("scale", ["highest: 101", "lowest: -1"])
def test_scales_have_bounds(tmp_path: Path, scale: str) -> None:
    write(tmp_path, {"methodology.yml": f"version: 1\nsince: 2026-01-01\n{scale}\nmethods: {{}}\n"})
    (finding,) = findings(tmp_path)
    assert (finding.location.line, finding.code) == (3, "invalid-value")


@pytest.mark.parametrize("name", ["gone", "site.yml"])
def test_a_folder_that_somebody_names_must_exist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(write(tmp_path, {"pages/index.md": "# A\n", "site.yml": "name: A\n"}))
    done = CliRunner().invoke(main, ["lint", "--pages", "pages", "--data", name])
    assert done.exit_code == 2
    assert f"there is no folder '{name}'" in done.output
    assert CliRunner().invoke(main, ["lint", "--pages", "pages"]).exit_code == 0


@pytest.mark.parametrize(
    "address",
    [
        "https://shop.example/",
        "http://shop.example:8080/a?b=c#d",
        "https://münchen.example/ä",
        "https://हिन्दी.example/",
        "https://shop_1.example./",
        "https://[::1]:80/",
    ],
)
def test_addresses_that_may_be_linked(address: str) -> None:
    assert SourceRef(title="A", url=address).url == address


@pytest.mark.parametrize(
    "address",
    [
        "shop.example",
        "//shop.example/",
        "ftp://shop.example/",
        "javascript:alert(1)",
        "https://",
        "https:///path",
        "https://a b.example/",
        "https://shop.example/\u200b",
        "https://shop\u200b.example/",
        "https://shop.example/\x7f",
        "https://shop.example/\x01",
        "https://shop.example/\u202e",
        "https://shop.example/\ufeff",
        "https://shop.example:port/",
        "https://shop.example:99999/",
        "https://shop.example:0/",
        "https://shop.example:/",
        "https://shop..example/",
        "https://../",
        "https://.shop.example/",
        "https://shop.example%2F/",
        "https://shop.example\\@other.example/",
        "https://shop.example@other.example/",
        "https://[::1/",
    ],
)
def test_addresses_that_nobody_should_follow(address: str) -> None:
    with pytest.raises(ValidationError):
        SourceRef(title="A", url=address)


@given(st.text().map("https://shop.example/".__add__) | st.text().map("https://".__add__) | st.text())
@example("https://shop.example/\x7f")
def test_whatever_a_record_may_hold_can_be_rendered(address: str) -> None:
    try:
        SourceRef(title="A", url=address)
    except ValidationError:
        return
    assert safe_url(address) == address
