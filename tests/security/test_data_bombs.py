"""Files that are small to write and costly to read: answered soon, with a finding at its place or with a value."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import process_time

import pytest

from candid.site import component_named, load_site
from candid.sources import read_page
from candid_rules import load_rulebooks
from candid_rules.documents import Location, load

SECONDS = 10
"""Far more than any of them takes on a slow machine, far less than what a bomb would."""

LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{here}: &{here} [{', '.join([f'*{before}'] * 10)}]\n" for before, here in zip("abcdefgh", "bcdefghi", strict=True)
)
BOMBS = {
    "aliases of aliases": LAUGHS,
    "aliases as keys of merges": LAUGHS + "<<: [*i, *i]\n",
    "an alias of itself": "a: &a [*a]\n",
    "an anchor twice": "a: &x 1\nb: &x 2\nc: *x\n",
    "brackets without end": "a: " + "[" * 100_000,
    "braces without end": "a: " + "{" * 100_000,
    "brackets closed": "a: " + "[" * 5_000 + "]" * 5_000,
    "keys in keys": "".join(f"{' ' * depth}a:\n" for depth in range(1_500)),
    "dashes": "- " * 50_000 + "x",
    "question marks": "? " * 20_000 + "x",
    "a word without end": "a: " + "x" * 5_000_000,
    "a block without end": "a: |\n" + "  x\n" * 300_000,
    "digits": "a: " + "9" * 2_000_000,
    "decimals": "a: 0." + "9" * 2_000_000,
    "a large exponent": "a: 1e999\nb: 1e999999999\nc: -1.5E+400000000\n",
    "no number": "a: .nan\nb: .inf\nc: -.inf\nd: nan\ne: Infinity\n",
    "other bases": "a: 0x" + "f" * 500_000 + "\nb: 0o" + "7" * 500_000 + "\nc: 0b" + "1" * 500_000 + "\n",
    "sixties": "a: " + ":".join(["59"] * 100_000),
    "days that are none": "a: 2026-02-30\nb: 99999-01-01\nc: 0000-00-00\nd: 2026-11-21T25:61:61Z\n",
    "many keys": "".join(f"k{number}: 1\n" for number in range(60_000)),
    "one key many times": "k: 1\n" * 5_000,
    "many documents": "---\na: 1\n" * 20_000,
    "comments": "#" * 3_000_000,
    "quotes without end": 'a: "' + "\\x41" * 300_000,
    "tags": "!!python/object/apply:os.system ['true']\n",
    "tags in lists": "a: " + "!!set " * 1 + "{x, y}\nb: !!binary aGk=\nc: !include /etc/passwd\nd: !ENV HOME\n",
    "directives": "%YAML 9.9\n%TAG ! tag:evil.example,2026:\n---\na: !x 1\n",
    "control characters": "a: \x00\x01\x1b[2J",
    "half of a character": "a: \ud800",
    "marks of byte order": "\ufeff\ufeffa: 1",
    "tabs": "\t" * 100_000 + "a: 1",
    "returns": "a: 1\r" * 5_000,
}


@pytest.fixture(autouse=True)
def soon() -> Iterator[None]:
    began = process_time()
    yield
    assert process_time() - began < SECONDS


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS.keys())
def test_a_document_is_read_or_refused_at_its_place(text: str) -> None:
    document, problems = load(text, Location("bomb.yml"))
    assert document is not None or problems
    last = text.count("\n") + text.count("\r") + 2
    for problem in problems:
        assert problem.location.path == "bomb.yml"
        assert 1 <= problem.location.line <= last
        assert len(problem.message) < 1_000


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS.keys())
@pytest.mark.parametrize("name", ["site.yml", "attestations.yml", "products/x.yml"])
def test_a_record_is_read_or_refused_at_its_place(text: str, name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    _site, findings = load_site(tmp_path, "data", default_name="x", today=date(2026, 11, 21))
    # A file of remarks alone is an empty one, and an empty list of attestations is fine.
    assert findings or (name == "attestations.yml" and text.startswith("#"))
    assert {finding.location.path for finding in findings} <= {f"data/{name}"}
    assert all(len(finding.message) < 2_000 for finding in findings)


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS.keys())
def test_a_rulebook_is_read_or_refused_at_its_place(text: str, tmp_path: Path) -> None:
    (tmp_path / "x.yml").write_bytes(text.encode("utf-8", "surrogatepass"))
    _library, problems = load_rulebooks([tmp_path])
    assert problems
    assert {Path(problem.location.path).name for problem in problems} == {"x.yml"}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS.keys())
def test_a_front_matter_and_a_fence_are_read_or_refused_at_their_places(text: str) -> None:
    for page in (f"---\n{text}\n---\n\n# x\n", f"# x\n\n```offers\n{text}\n```\n"):
        source = read_page(page.encode("utf-8", "surrogatepass"), "pages/x.md", "x.md")
        for fence in source.fences:
            document, problems = load(fence.body, fence.body_at)
            assert document is not None or problems
        assert {finding.location.path for finding in source.findings} <= {"pages/x.md"}


NUMBERS = [
    "9" * 50_000,
    "1e999",
    "-1",
    "0." + "0" * 50_000 + "1",
    ".nan",
    "1" + "0" * 399,
    "١٢٣",
    "0x10",
    "1_000",
    "1,000",
]


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number[:12])
def test_numbers_of_any_length_are_worked_out_or_refused(number: str) -> None:
    site, _ = load_site(Path("/nowhere"), "data", default_name="x", today=date(2026, 11, 21))
    for name, body in {
        "calculator": f"upwork/freelancer-fee:\n  billed: {number}\n  compare: {{billed: [{number}]}}\n",
        "chart": f"title: x\ncalculator: upwork/freelancer-fee\nover: {{billed: [0, {number}]}}\n",
        "comparison": f"products: [a, b]\ncaption: x\nrows: [{{label: x, measure: kept, amount: {number}}}]\n",
    }.items():
        component = component_named(name)
        assert component is not None
        options, problems = site.read_fence(component, body, Location("x.md", 3, 1))
        assert (options is None) == bool(problems)
        assert all(problem.location.path == "x.md" for problem in problems)
