"""``candid schema``: schemas that accept what the models accept, and refuse what they refuse."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from candid.cli import main
from candid.commands.schema import SCHEMAS

ROOT = Path(__file__).parents[2]
FILES = {
    "product": sorted((ROOT / "content/data/products").glob("*.yml")),
    "programme": sorted((ROOT / "content/data/programmes").glob("*.yml")),
    "authors": [ROOT / "content/data/authors.yml"],
    "methodology": [ROOT / "content/data/methodology.yml"],
    "site": [ROOT / "content/data/site.yml"],
    "rulebook": sorted((ROOT / "calculators/candid_rules/rulebooks").glob("*.yml")),
}


def schema(kind: str) -> dict[str, Any]:
    done = CliRunner().invoke(main, ["schema", kind])
    assert done.exit_code == 0
    loaded: dict[str, Any] = json.loads(done.output)
    return loaded


def plain(path: Path) -> Any:
    """The file as an editor reads it: dates are text."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


@pytest.mark.parametrize("kind", sorted(SCHEMAS))
def test_every_kind_has_a_valid_schema(kind: str) -> None:
    found = schema(kind)
    Draft202012Validator.check_schema(found)
    record = found["$defs"][found["items"]["$ref"].rpartition("/")[2]] if "items" in found else found
    assert record["additionalProperties"] is False


@pytest.mark.parametrize("kind", sorted(FILES))
def test_the_flagship_s_own_files_have_the_keys_of_their_schema(kind: str) -> None:
    found = schema(kind)
    for path in FILES[kind]:
        record = plain(path)
        assert set(record) <= set(found["properties"]), path
        assert set(found.get("required", [])) <= set(record), path


def test_an_unknown_key_and_a_missing_one_are_refused() -> None:
    validator = Draft202012Validator(schema("offer"))
    assert validator.is_valid({"title": "A", "destination": "https://a.example/"})
    assert not validator.is_valid({"title": "A"})
    assert not validator.is_valid({"title": "A", "destination": "https://a.example/", "destinaton": "x"})


def test_an_unknown_kind_is_wrong_usage() -> None:
    assert CliRunner().invoke(main, ["schema", "produkt"]).exit_code == 2
