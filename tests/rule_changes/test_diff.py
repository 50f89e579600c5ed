"""``candid rules diff``: every number that a change of rulebooks moves, and no other."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from candid.commands import revisions
from candid_rules.rulebook import STOCK
from tests.rule_changes.site import edit, git, rules

BOOK = "content/data/rulebooks/bazaar.yml"

MOVED = """\
content/pages/fences.md:3:4: bazaar/sale, line item: Fee: $5.00 -> $6.25
content/pages/fences.md:3:4: bazaar/sale: Fee: $5.00 -> $6.25
content/pages/fences.md:3:4: bazaar/sale: You keep: $45.00 -> $43.75
content/pages/fences.md:3:4: bazaar/sale: Fee (Price: $10.00): $1.00 -> $1.25
content/pages/fences.md:3:4: bazaar/sale: You keep (Price: $10.00): $9.00 -> $8.75
content/pages/fences.md:3:4: bazaar/sale: Fee (Price: $20.00): $2.00 -> $2.50
content/pages/fences.md:3:4: bazaar/sale: You keep (Price: $20.00): $18.00 -> $17.50
content/pages/fences.md:9:4: rule: Seller's fee (since 1 January 2020): 10% -> 12.5%
content/pages/links.md:3:27: calc:bazaar/sale?price=100#net: $90.00 -> $87.50
content/pages/table.md:3:1: comparison: Of 200 (Bazaar): $180.00 -> $175.00
10 numbers move on 3 pages since HEAD
"""


def raise_the_fee() -> None:
    edit(BOOK, "percent: 10,", "percent: 12.5,")


def test_a_rate_moves_all_that_rests_on_it(site: Path) -> None:
    raise_the_fee()
    done = rules("diff", "HEAD")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout == MOVED


def test_nothing_moves_without_a_change(site: Path) -> None:
    edit("content/pages/links.md", "price=100#net), in", "price=200#net), in")
    assert rules("diff", "HEAD").stdout == "no number moves since HEAD\n"
    assert rules("diff", "HEAD", "--format", "markdown").stdout == "**No number moves** with the rulebooks.\n"
    assert json.loads(rules("diff", "HEAD", "--format", "json").stdout) == {"revision": "HEAD", "moves": []}


def test_any_revision_can_be_asked_for(site: Path) -> None:
    raise_the_fee()
    git("commit", "-qam", "Raise")
    assert rules("diff", "HEAD").stdout == "no number moves since HEAD\n"
    assert rules("diff", "HEAD~1").stdout == MOVED.replace("HEAD", "HEAD~1")
    git("tag", "old", "HEAD~1")
    assert rules("diff", "old").stdout.endswith("since old\n")


def test_for_tools(site: Path) -> None:
    raise_the_fee()
    data = json.loads(rules("diff", "HEAD", "--format", "json").stdout)
    assert data["revision"] == "HEAD"
    assert len(data["moves"]) == 10
    assert data["moves"][8] == {
        "path": "content/pages/links.md",
        "line": 3,
        "column": 27,
        "what": "calc:bazaar/sale?price=100#net",
        "before": "$90.00",
        "after": "$87.50",
    }


def test_for_a_pull_request(site: Path) -> None:
    edit("content/data/products/bazaar.yml", "name: Bazaar", "name: Bazaar `|` *A*")
    raise_the_fee()
    lines = rules("diff", "HEAD", "--format", "markdown").stdout.splitlines()
    assert lines[0] == "**10 numbers move on 3 pages** with the rulebooks since `HEAD`."
    assert lines[2:4] == ["| Place | Number | Before | After |", "| --- | --- | --- | --- |"]
    assert lines[-1] == (
        r"| `content/pages/table.md:3` | `comparison: Of 200 (Bazaar '\|' *A*)` | `$180.00` | `$175.00` |"
    )
    assert all(len(re.split(r"(?<!\\)\|", line)) == 6 for line in lines[2:])


def test_an_exit_code_on_demand(site: Path) -> None:
    assert rules("diff", "HEAD", "--exit-code").exit_code == 0
    raise_the_fee()
    assert rules("diff", "HEAD", "--exit-code").exit_code == 1


def test_another_day(site: Path) -> None:
    raise_the_fee()
    lines = rules("diff", "HEAD", "--on", "2019-01-01").stdout.splitlines()
    assert [line.split(": ", 1)[1] for line in lines[:-1]] == [
        "rule: Seller's fee (since 1 January 2020): 10% -> 12.5%"
    ]


def test_a_rule_that_ends_leaves_no_number(site: Path) -> None:
    edit(BOOK, "from: 2020-01-01, percent: 10", "from: 2020-01-01, to: 2026-01-01, percent: 10")
    lines = rules("diff", "HEAD").stdout.splitlines()
    (link,) = [line for line in lines if "links.md" in line]
    assert link.startswith(
        "content/pages/links.md:3:27: calc:bazaar/sale?price=100#net: $90.00 -> no number: no-rule-in-force"
    )
    assert "content/pages/fences.md:3:4: bazaar/sale: You keep: $45.00 -> not shown" in lines
    assert any(line.startswith("content/pages/fences.md:3:4: calculator: not shown -> no number: ") for line in lines)
    assert any(line.startswith("content/pages/table.md:3:1: comparison: not shown -> no number: ") for line in lines)
    assert "content/pages/fences.md:9:4: rule: Seller's fee (since 1 January 2020): 10% -> not shown" in lines


def test_a_working_can_move_alone(site: Path) -> None:
    edit(BOOK, "percent: 10,", "percent: 10, maximum: 5,")
    git("commit", "-qam", "Cap")
    edit(BOOK, "percent: 10,", "percent: 20,")
    lines = rules("diff", "HEAD").stdout.splitlines()
    assert not any("You keep: " in line for line in lines)
    (working,) = [line for line in lines if "line item" in line]
    before, after = working.split("line item: Fee: ")[1].split(" -> ")
    assert ("10%" in before, "20%" in after) == (True, True)


def test_numbers_of_one_name_are_told_apart(site: Path) -> None:
    edit(BOOK, "net: {label: You keep,", "net: {label: Fee,")
    git("commit", "-qam", "Name badly")
    raise_the_fee()
    lines = rules("diff", "HEAD").stdout.splitlines()
    assert [line.rsplit(": ", 1)[1] for line in lines if ": bazaar/sale: Fee: " in line] == [
        "$5.00 -> $6.25",
        "$45.00 -> $43.75",
    ]


def test_a_chart_is_read_by_its_table(site: Path) -> None:
    Path("content/pages/chart.md").write_text(
        "# Chart\n\n```chart\ntitle: Left\ncalculator: bazaar/sale\noutputs: [net]\nover: {price: [0, 100]}\n```\n\n"
        "```chart\ntitle: Fee\ncalculator: bazaar/sale\noutputs: [fee]\ninputs: {price: 100}\nsince: 2016-01-01\n```\n",
        encoding="utf-8",
    )
    raise_the_fee()
    lines = [line for line in rules("diff", "HEAD").stdout.splitlines() if "chart.md" in line]
    assert "content/pages/chart.md:3:4: chart: You keep ($100.00): $90.00 -> $87.50" in lines
    assert lines[-1] == "content/pages/chart.md:10:4: chart: Fee (1 January 2020): $10.00 -> $12.50"


def test_a_new_rulebook(site: Path) -> None:
    book = Path(BOOK).read_text(encoding="utf-8").replace("id: bazaar", "id: fair").replace("bz.", "fr.")
    Path("content/data/rulebooks/fair.yml").write_text(book, encoding="utf-8")
    edit("content/pages/none.md", "# None\n", "# None\n\n[$90.00](calc:fair/sale?price=100#net)\n")
    assert rules("diff", "HEAD").stdout.splitlines()[0] == (
        "content/pages/none.md:3:10: calc:fair/sale?price=100#net: no number: unknown calculator 'fair/sale' -> $90.00"
    )


def test_the_folder_of_rulebooks_is_that_of_the_revision(site: Path) -> None:
    git("mv", "content/data/rulebooks", "content/data/rules")
    edit("content/data/site.yml", "calculators: rulebooks", "calculators: rules")
    assert rules("diff", "HEAD").stdout == "no number moves since HEAD\n"


def test_stock_rulebooks_of_the_repository(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a repository that keeps the stock rulebooks, theirs are compared too."""
    shutil.copytree(STOCK, "stock")
    text = Path("stock/fiverr.yml").read_text(encoding="utf-8")
    assert "percent: 20\n" in text
    Path("stock/fiverr.yml").write_text(text.replace("percent: 20\n", "percent: 25\n"), encoding="utf-8")
    Path("stock/malt.yml").unlink()
    git("add", ".")
    git("commit", "-qm", "Keep the stock")
    malt = "calc:malt/freelancer-fee?billed=100&months_with_client=1#net"
    page = f"[$80.00](calc:fiverr/seller-fee?order=100#net)\n[?]({malt})\n"
    Path("content/pages/none.md").write_text(page, encoding="utf-8")
    monkeypatch.setattr(revisions, "STOCK", site / "stock")
    lines = rules("diff", "HEAD").stdout.splitlines()
    assert lines == [
        "content/pages/none.md:1:10: calc:fiverr/seller-fee?order=100#net: $75.00 -> $80.00",
        f"content/pages/none.md:2:5: {malt}: no number: unknown calculator 'malt/freelancer-fee' -> €90.00",
        "2 numbers move on 1 page since HEAD",
    ]


@pytest.mark.parametrize("revision", ["nowhere", "--output=x", "HEAD:content", "HEAD^{tree}", "a b", ""])
def test_no_such_revision(site: Path, revision: str) -> None:
    done = rules("diff", "--", revision)
    assert done.exit_code == 2
    assert f"there is no revision '{revision}'" in done.stderr
    assert not Path("x").exists()


def test_no_repository(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(".git")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(site.parent))
    done = rules("diff", "HEAD")
    assert done.exit_code == 2
    assert "not a git repository" in done.stderr


def test_a_rulebook_that_was_broken_is_named(site: Path) -> None:
    edit(BOOK, "percent: 10,", "percents: 10,")
    git("commit", "-qam", "Break")
    edit(BOOK, "percents: 10,", "percent: 10,")
    done = rules("diff", "HEAD")
    assert done.exit_code == 0
    assert f"HEAD:{BOOK}:11:40: unknown-key unknown key 'percents'" in done.stderr
    assert "calc:bazaar/sale?price=100#net: no number: unknown calculator 'bazaar/sale' -> $90.00" in done.stdout


def test_a_rulebook_that_is_broken_now_stops_it(site: Path) -> None:
    edit(BOOK, "percent: 10,", "percents: 10,")
    done = rules("diff", "HEAD")
    assert done.exit_code == 1
    assert done.stdout == ""
    assert f"{BOOK}:11:40: unknown-key unknown key 'percents'" in done.stderr


def test_links_out_of_the_repository_are_not_followed(site: Path) -> None:
    secret = site.parent / "secret.yml"
    secret.write_text("id: bazaar\n", encoding="utf-8")
    Path("content/data/rulebooks/a.yml").symlink_to(secret)
    git("add", ".")
    git("commit", "-qm", "Link")
    Path("content/data/rulebooks/a.yml").unlink()
    done = rules("diff", "HEAD")
    assert (done.stdout, done.stderr) == ("no number moves since HEAD\n", "")
