"""``candid rules stale``: facts that were not checked for too long; ``candid rules list``: what the rulebooks hold."""

from __future__ import annotations

import json
from pathlib import Path

from tests.rule_changes.site import edit, rules

BOOK = "content/data/rulebooks/bazaar.yml"


def test_nothing_is_stale_yet(site: Path) -> None:
    done = rules("stale")
    assert (done.exit_code, done.stdout) == (0, "no fact is past its limit of 90 days on 2026-11-21\n")


def test_the_longest_unchecked_comes_first(site: Path) -> None:
    done = rules("stale", "--on", "2027-01-31")
    assert done.exit_code == 0
    assert done.stdout == (
        "stale: bazaar/listing (bz.listing): checked 2026-10-01, 122 days ago\n"
        "  source: Fees at Bazaar, https://bazaar.example/fees\n"
        "  pages: content/pages/none.md\n"
        "stale: bazaar/fee (bz.fee): checked 2026-11-01, 91 days ago\n"
        "  source: Fees at Bazaar, https://bazaar.example/fees\n"
        "  pages: content/pages/fences.md, content/pages/links.md, content/pages/table.md\n"
    )


def test_the_limits_are_exact(site: Path) -> None:
    assert "bz.fee" not in rules("stale", "--on", "2027-01-30").stdout
    assert "bz.fee" in rules("stale", "--on", "2027-01-31").stdout
    last = rules("stale", "--on", "2027-03-30")
    assert (last.exit_code, "expired" in last.stdout) == (0, False)
    over = rules("stale", "--on", "2027-03-31")
    assert (over.exit_code, over.stdout.startswith("expired: bazaar/listing")) == (1, True)


def test_the_site_sets_them(site: Path) -> None:
    edit("content/data/site.yml", "as_of", "staleness: {warn_after_days: 10, error_after_days: 30}\nas_of")
    done = rules("stale")
    assert done.exit_code == 1
    assert [line.split(" (")[0] for line in done.stdout.splitlines() if not line.startswith(" ")] == [
        "expired: bazaar/listing",
        "stale: bazaar/fee",
    ]


def test_rules_that_no_page_uses_are_not_asked_for(site: Path) -> None:
    Path("content/pages/none.md").unlink()
    assert "bz.listing" not in rules("stale", "--on", "2027-01-31").stdout


def test_what_had_ended_when_it_was_checked_does_not_age(site: Path) -> None:
    assert "bz.old" not in rules("stale", "--on", "2030-01-01").stdout
    edit(BOOK, "percent: 5, source: page, checked_on: 2026-11-01", "percent: 5, source: page, checked_on: 2019-12-31")
    assert "expired: bazaar/fee (bz.old): checked 2019-12-31" in rules("stale", "--on", "2030-01-01").stdout


def test_facts_of_products_and_terms_of_programmes(site: Path) -> None:
    with Path("content/data/products/fair.yml").open("a", encoding="utf-8") as file:
        file.write("facts:\n  fee: {label: Fee, value: none, source: {title: Fair}, checked_on: 2026-12-01}\n")
    Path("content/data/programmes").mkdir()
    Path("content/data/programmes/fair.yml").write_text(
        "name: Fair friends\nnetwork: direct\ntracking_url: https://fair.example/a\npays: A share.\n"
        'terms: {title: Terms, url: "https://fair.example/terms"}\nchecked_on: 2020-01-01\n',
        encoding="utf-8",
    )
    done = rules("stale")
    assert done.exit_code == 1
    assert done.stdout == (
        "expired: content/data/programmes/fair.yml:6:13: terms of Fair friends: checked 2020-01-01, 2516 days ago\n"
        "  source: Terms, https://fair.example/terms\n"
        "future: content/data/products/fair.yml:5:69: Fair: Fee: checked 2026-12-01, after 2026-11-21\n"
        "  source: Fair\n"
    )


def test_for_tools_and_pull_requests(site: Path) -> None:
    data = json.loads(rules("stale", "--on", "2027-01-15", "--format", "json").stdout)
    assert data == {
        "on": "2027-01-15",
        "facts": [
            {
                "standing": "stale",
                "what": "bazaar/listing (bz.listing)",
                "checked_on": "2026-10-01",
                "days": 106,
                "source": {"title": "Fees at Bazaar", "url": "https://bazaar.example/fees"},
                "place": None,
                "pages": ["content/pages/none.md"],
            }
        ],
    }
    lines = rules("stale", "--on", "2027-01-15", "--format", "markdown").stdout.splitlines()
    assert lines[0] == "| | Fact | Checked | Source | Pages |"
    assert lines[2] == "| stale | bazaar/listing (bz.listing) | 2026-10-01 | https://bazaar.example/fees | 1 |"


def test_rules_are_listed_with_the_version_in_force(site: Path) -> None:
    done = rules("list", "bazaar")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[:3] == [
        "bazaar/fee: Seller's fee",
        "    bz.fee, from 2020-01-01: 10%",
        "        Fees at Bazaar; checked 2026-11-01, confidence H",
    ]
    assert "bz.old, from 2015-01-01 to before 2020-01-01: 5%" in rules("list", "bazaar", "--on", "2019-01-01").stdout
    assert rules("list", "bazaar", "--all").stdout.count("checked") == 3
    assert "no version in force on 2000-01-01" in rules("list", "bazaar", "--on", "2000-01-01").stdout
    assert "upwork/freelancer-fee: " in rules("list").stdout


def test_wrong_usage(site: Path) -> None:
    done = rules("list", "bazar")
    assert done.exit_code == 2
    assert "there is no rulebook 'bazar'; did you mean 'bazaar'?" in done.stderr
    assert rules("stale", "--on", "tomorrow").exit_code == 2
    assert rules("stale", "--pages", "nowhere").exit_code == 2
