"""The author's guide: its site is built as it stands there, and it names everything that an author may write."""

from __future__ import annotations

import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from pydantic import BaseModel, RootModel

from candid.cli import COMMANDS
from candid.commands.schema import SCHEMAS
from candid.components import COMPONENTS
from candid.components.chart_body import ChartBody
from candid.components.offers import OffersBody
from candid.components.rule import RuleBody
from candid.networks import load_networks

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "plugins/candid/README.md").read_text("utf-8")
FILE = re.compile(r"^`([\w./-]+)`:\n\n(`{3,})\w+\n(.*?)^\2$", re.MULTILINE | re.DOTALL)
THEME = (ROOT / "plugins/candid/theme/README.md").read_text("utf-8")
TEMPLATES = dict(re.findall(r"^\| `candid/(\w+)\.html` \| `candid\.([\w.]+)`", THEME, re.MULTILINE))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the guide."""
    folder = tmp_path_factory.mktemp("guide")
    for name, _, content in FILE.findall(GUIDE):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    (folder / "content/theme").mkdir()
    return folder


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *words], cwd=folder, capture_output=True, text=True, check=False)


def test_its_site_is_built_without_a_finding(folder: Path) -> None:
    done = run(folder, "-m", "mkdocs", "build", "--strict")
    assert done.returncode == 0, done.stderr
    assert not re.search(r": \w*: ?\w+-\w+ ", done.stderr), done.stderr
    page = BeautifulSoup((folder / "site/index.html").read_text("utf-8"), "html5lib")
    for name in ("calculator", "table", "rule", "chart"):
        assert page.select(f".md-content [class*=candid-{name}], .md-content candid-{name}"), name
    review = BeautifulSoup((folder / "site/reviews/bazaar/index.html").read_text("utf-8"), "html5lib")
    assert "it leaves $93.00" in " ".join(review.get_text().split())
    assert review.select("[data-candid-disclosure]")


def test_its_commands_work(folder: Path) -> None:
    program = "from candid.cli import main; main()"
    lint = run(folder, "-c", program, "lint", "--pages", "content/pages", "--data", "content/data", "--strict")
    assert (lint.returncode, lint.stdout) == (0, "")
    words = ("calc", "bazaar/sale", "price=100", "--rulebooks", "content/data/calculators")
    assert "93.00" in run(folder, "-c", program, *words).stdout
    for command in COMMANDS:
        assert f"`candid {command}" in GUIDE, command


def keys(model: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[str]:
    """The keys of a record and of all records in it."""
    seen.add(model)
    for name, entry in model.model_fields.items():
        if not issubclass(model, RootModel):  # a list has no key of its own
            yield entry.alias or name
        for inner in inner_models(entry.annotation):
            if inner not in seen:
                yield from keys(inner, seen)


def inner_models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from inner_models(argument)


@pytest.mark.parametrize("kind", [*sorted(set(SCHEMAS) - {"rulebook", "report"}), "chart", "offers", "rule"])
def test_every_key_is_named(kind: str) -> None:
    bodies: dict[str, type[BaseModel]] = {"chart": ChartBody, "offers": OffersBody, "rule": RuleBody}
    known = {**SCHEMAS, **bodies}[kind]
    named = set(re.findall(r"\b(\w+)(?::|`)", GUIDE))
    assert set(keys(known, set())) - named == set()


def test_networks_that_it_names_exist_and_its_command_lists_all(folder: Path) -> None:
    known = {name for name, network in load_networks().by_id.items() if network.has_publishers}
    named = set(re.findall(r"`([\w-]+)`", GUIDE.partition("Networks: ")[2].partition(" and some\n")[0]))
    assert named, "the guide names no network"
    assert named - known == set()
    commands = re.findall(r"`candid (links networks[\w ]*)`", GUIDE)
    assert "links networks" in commands
    for command in commands:
        program = "from candid.cli import main; main()"
        listed = {line.split()[0] for line in run(folder, "-c", program, *command.split()).stdout.splitlines()[1:]}
        assert listed, command
        assert listed <= known
        assert command != "links networks" or listed == known


def test_pages_that_it_links_exist() -> None:
    linked = re.findall(r"\]\(([\w./-]+README\.md)\)", GUIDE)
    assert "theme/README.md" in linked
    assert [name for name in linked if not (ROOT / "plugins/candid" / name).is_file()] == []


def test_every_fence_is_shown() -> None:
    assert [component.name for component in COMPONENTS if f"```{component.name}\n" not in GUIDE] == []


def test_every_template_is_named_with_its_view() -> None:
    folder = ROOT / "plugins/candid/theme/candid"
    assert set(TEMPLATES) == {path.stem for path in folder.glob("*.html")} - {"parts"}
    for view in TEMPLATES.values():
        module, _, name = view.rpartition(".")
        assert getattr(importlib.import_module(f"candid.{module}"), name).__doc__, view


def test_the_readme_leads_to_it() -> None:
    assert "](plugins/candid/README.md)" in (ROOT / "README.md").read_text("utf-8")
