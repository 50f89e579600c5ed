"""The wheel as others get it: what is in it, and that it works in an environment that holds nothing else of ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from configparser import ConfigParser
from email.parser import Parser
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

ROOT = Path(__file__).parents[2]
SITE = Path(__file__).parent / "two-page-site"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    # The build backend of this environment is the pinned one; a build environment of its own would fetch another.
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ``bin`` folder of a new virtual environment that holds the wheel and what it depends on."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    pip = [str(folder / "bin/python"), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, "-c", str(ROOT / "constraints.txt"), str(wheel)], check=True, capture_output=True)
    return folder / "bin"


def run(command: Sequence[str | Path], folder: Path) -> str:
    """What a program prints, started where nothing of this repository can be imported by accident."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    result = subprocess.run(command, cwd=folder, env=clean, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_its_top_level_names_are_the_two_packages(names: list[str]) -> None:
    top = {name.split("/")[0] for name in names}
    (information,) = (name for name in top if name.endswith(".dist-info"))
    assert top - {information} == {"candid", "candid_rules"}


def test_every_file_of_the_packages_is_in_it(names: list[str]) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "plugins", "calculators"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    expected = {path.split("/", 1)[1] for path in tracked}
    assert expected - set(names) == set()
    for needed in (".html", ".css", ".yml", "py.typed"):
        assert any(name.endswith(needed) for name in expected), needed


def test_its_entry_points(wheel: Path, names: list[str]) -> None:
    points = ConfigParser()
    points.read_string(_read(wheel, names, "entry_points.txt"))
    assert dict(points["mkdocs.plugins"]) == {"candid": "candid.mkdocs_plugin:CandidPlugin"}
    assert dict(points["markdown.extensions"]) == {"candid": "candid.markdown_extension:CandidExtension"}
    assert dict(points["console_scripts"]) == {"candid": "candid.cli:main"}


def test_its_metadata(wheel: Path, names: list[str]) -> None:
    metadata = Parser().parsestr(_read(wheel, names, "METADATA"))
    assert metadata["Name"] == "mkdocs-candid"
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-Expression"] == "MIT"
    assert any(name.endswith("licenses/LICENSE") for name in names)


def _read(wheel: Path, names: list[str], file: str) -> str:
    (path,) = (name for name in names if name.endswith(f".dist-info/{file}"))
    with zipfile.ZipFile(wheel) as archive:
        return archive.read(path).decode()


def test_it_calculates(environment: Path, tmp_path: Path) -> None:
    question = ["calc", "upwork/freelancer-fee", "billed=600", "--on", "2019-03-01", "--json"]
    answer = json.loads(run([environment / "candid", *question], tmp_path))
    assert answer["outputs"] == {"fee": "110.00", "tax_on_fee": "0.00", "net": "490.00"}


def test_it_builds_a_site_made_by_hand(environment: Path, tmp_path: Path) -> None:
    _copy(SITE, tmp_path)
    run([environment / "mkdocs", "build", "--strict"], tmp_path)
    pages = {name: _page(tmp_path / "site" / name) for name in ("index.html", "reviews/harbour/index.html")}
    _no_disclosure_without_a_reason(pages)
    review = pages["reviews/harbour/index.html"]
    assert "$490.00" in review.get_text()
    assert "4.0 out of 5" in review.get_text()
    (link,) = (anchor for anchor in review.select("a[href]") if "pxf.io" in str(anchor["href"]))
    assert {"sponsored", "nofollow", "noopener"} <= set(link["rel"])
    sheets = [str(sheet["href"]) for sheet in review.select("link[rel=stylesheet][href*=candid]")]
    assert sheets
    assert all((tmp_path / "site/reviews/harbour" / sheet).is_file() for sheet in sheets)


def _no_disclosure_without_a_reason(pages: Mapping[str, BeautifulSoup]) -> None:
    assert pages["index.html"].select_one("[data-candid-disclosure]") is None
    review = pages["reviews/harbour/index.html"]
    disclosed = review.select_one("[data-candid-disclosure]")
    assert disclosed is not None
    link = review.select_one("a[href*='pxf.io']")
    assert link is not None
    assert link in disclosed.find_all_next("a")


def _copy(source: Path, target: Path) -> None:
    for path in source.rglob("*"):
        if path.is_file():
            copy = target / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())


def _page(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text("utf-8"), "html5lib")
