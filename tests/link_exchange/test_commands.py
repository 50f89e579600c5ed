"""``candid links list``, ``export`` and ``import``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.link_exchange.conftest import FILES, Run

HEAD = "offer,product,title,destination\n"
PAGE = """\
---
title: Page
---
# Page

[Join](offer:join), [book](https://www.amazon.com/dp/B0?tag=me-20), [maybe](https://bit.ly/3abc),
[plain](https://shop.example/), `[no](offer:join)`.

```offers
product: shop
```

<!-- [no](offer:join) -->
"""


def test_list(folder: Path, run: Run) -> None:
    (folder / "content/pages").mkdir()
    (folder / "content/pages/page.md").write_text(PAGE, "utf-8")
    rows = json.loads(run("list", "--json").stdout)
    places = [
        (row["file"], row["line"], row["placement"], row["offer"], row["programme"], row["class"]) for row in rows
    ]
    page = "content/pages/page.md"
    assert places == [
        ("content/data/products/shop.yml", 6, "offer", "join", "shop-partners", "certain"),
        (page, 6, "text", "join", "shop-partners", "certain"),
        (page, 6, "text", None, "associates", "strong"),
        (page, 6, "text", None, None, "unknown"),
        (page, 9, "offers", "join", "shop-partners", "certain"),
    ]
    awin = "https://www.awin1.com/cread.php?awinmid=1&awinaffid=2&ued=https%3A%2F%2Fshop.example%2Fjoin&cons=0"
    assert [row["address"] for row in rows][:3] == [awin, awin, "https://www.amazon.com/dp/B0?tag=me-20"]
    lines = run("list").stdout.splitlines()
    assert lines[0].split() == ["place", "placement", "offer", "programme", "network", "class", "address"]
    assert lines[3].split()[:7] == [f"{page}:6", "text", "-", "associates", "amazon", "strong", rows[2]["address"]]


def test_list_shows_reviews_and_comparisons_and_the_day_s_offer(folder: Path, run: Run) -> None:
    shop = folder / "content/data/products/shop.yml"
    deal = "  deal: {title: Deal, destination: 'https://shop.example/deal', ends_on: 2026-01-01, fallback: join}\n"
    shop.write_text(FILES["products/shop.yml"] + deal, "utf-8")
    (folder / "content/pages").mkdir()
    front = "comparison:\n  products: [shop, other]\n  caption: C\n  rows: [{label: Go, offers: true}]\n"
    (folder / "content/pages/c.md").write_text(f"---\n{front}---\n# C\n[x](offer:deal)\n", "utf-8")
    rows = json.loads(run("list", "--json").stdout)
    assert [(row["line"], row["placement"], row["offer"]) for row in rows[2:]] == [
        (2, "comparison", "join"),
        (8, "text", "deal"),
    ]
    assert len({row["address"] for row in rows}) == 1


def test_export(folder: Path, run: Run) -> None:
    expected = (
        "offer,product,title,destination,programme,call_to_action,note,category,affiliate,starts_on,ends_on,fallback,"
        "redirect\r\n"
        "join,shop,Join,https://shop.example/join,shop-partners,Visit the site,,,,,,,\r\n"
    )
    assert run("export").stdout_bytes == expected.encode()
    run("export", "offers.csv")
    assert (folder / "offers.csv").read_bytes() == expected.encode()
    assert "0 new, 0 replaced, 1 as they were" in run("import", "offers.csv").stderr


def test_import_shows_a_diff_and_writes_on_demand(folder: Path, run: Run) -> None:
    (folder / "t.csv").write_text(
        f"{HEAD}deal,shop,Deal,https://shop.example/deal\nfirst,other,'=1,https://o.example/\n", "utf-8"
    )
    shop, other = folder / "content/data/products/shop.yml", folder / "content/data/products/other.yml"
    shown = run("import", "t.csv")
    assert shown.stdout == (
        "--- content/data/products/shop.yml\n+++ content/data/products/shop.yml\n@@ -7,3 +7,6 @@\n"
        "     title: Join\n     destination: https://shop.example/join\n     programme: shop-partners\n"
        "+  deal:\n+    title: Deal\n+    destination: https://shop.example/deal\n"
        "--- content/data/products/other.yml\n+++ content/data/products/other.yml\n@@ -1,3 +1,7 @@\n"
        " name: Other\n summary: Another.\n official_site: https://other.example/\n"
        '+offers:\n+  first:\n+    title: "=1"\n+    destination: https://o.example/\n'
    )
    assert shown.stderr == "offers: 2 new, 0 replaced, 0 as they were; add --write\n"
    assert shop.read_text("utf-8") == FILES["products/shop.yml"]
    assert run("import", "t.csv", "--write").stdout == ""
    assert shop.read_text("utf-8").startswith(FILES["products/shop.yml"])
    assert '"=1"' in other.read_text("utf-8")
    assert run("import", "t.csv", "--write").stderr == "offers: 0 new, 0 replaced, 2 as they were\n"


def test_import_overwrites_nothing_unasked(folder: Path, run: Run) -> None:
    (folder / "t.csv").write_text(f"{HEAD}join,shop,Join,https://shop.example/now\n", "utf-8")
    refused = run("import", "t.csv", "--write", code=1)
    assert "t.csv:2:16: duplicate-id the offer 'join' exists with another destination and programme" in refused.stderr
    assert "nothing is written" in refused.stderr
    shop = folder / "content/data/products/shop.yml"
    assert shop.read_text("utf-8") == FILES["products/shop.yml"]
    run("import", "t.csv", "--write", "--replace")
    assert shop.read_text("utf-8") == (
        "# The shop.\nname: Shop\nsummary: A shop.\nofficial_site: https://www.shop.example/\noffers:\n"
        "  join:   # the usual one\n    title: Join\n    destination: https://shop.example/now\n"
    )


@pytest.mark.parametrize(
    ("row", "finding"),
    [
        (
            "new,shpo,T,https://a.example/",
            "t.csv:2:5: unknown-id there is no product 'shpo'\n  hint: did you mean 'shop'?",
        ),
        ("New,shop,T,https://a.example/", "t.csv:2:1: invalid-value 'New' is not an id"),
        ("new,shop,,https://a.example/", "t.csv:2:1: missing-key the key 'title' is missing"),
        ("new,shop,T,a.example", "t.csv:2:12: invalid-value 'destination': must be a full address"),
        ("join,other,T,https://a.example/", "t.csv:2:6: duplicate-id the offer 'join' belongs to the product 'shop'"),
        ("new,shop,T,https://a.example/,x", "t.csv:2:31: invalid-value 5 cells in a table of 4 columns"),
        (
            "new,shop,T,https://a.example/\nnew,shop,T,https://a.example/",
            "t.csv:3:1: duplicate-id the offer 'new' stands on line 2 already",
        ),
    ],
)
def test_import_says_what_is_wrong_and_where(run: Run, folder: Path, row: str, finding: str) -> None:
    (folder / "t.csv").write_text(f"{HEAD}{row}\n", "utf-8")
    result = run("import", "t.csv", "--write", code=1)
    assert finding in result.stderr
    assert (folder / "content/data/products/shop.yml").read_text("utf-8") == FILES["products/shop.yml"]


def test_import_checks_what_offers_refer_to(run: Run) -> None:
    head = "offer,product,title,destination,programme,fallback,colour\n"
    result = run("import", "-", text=f"{head}new,shop,T,https://a.example/,shop-partner,jion,red\n", code=1)
    assert "standard input:1:52: unknown-key unknown column 'colour'" in result.stderr
    assert "standard input:2:31: unknown-id unknown programme 'shop-partner'" in result.stderr
    assert "standard input:2:44: unknown-id unknown offer 'jion'\n  hint: did you mean 'join'?" in result.stderr


def test_import_finds_no_place_in_an_unusual_record(folder: Path, run: Run) -> None:
    (folder / "content/data/products/other.yml").write_text(
        "{name: Other, summary: Another., official_site: 'https://other.example/'}\n", "utf-8"
    )
    result = run("import", "-", text=f"{HEAD}new,other,T,https://a.example/\n", code=1)
    assert "content/data/products/other.yml:1:1: invalid-value offers cannot be added here" in result.stderr


def test_a_site_with_mistakes_is_neither_exported_nor_imported_into(folder: Path, run: Run) -> None:
    (folder / "content/data/products/other.yml").write_text("name: Other\n", "utf-8")
    assert "missing-key" in run("export", code=1).stderr
    assert "missing-key" in run("import", "-", text=HEAD, code=1).stderr


@pytest.mark.parametrize(
    "words", [["import", "none.csv"], ["import", "-", "--from", "word"], ["import", "-", "--product", "x"]]
)
def test_wrong_use(run: Run, words: list[str]) -> None:
    run(*words, text="", code=2)


def test_not_utf_8(folder: Path, run: Run) -> None:
    (folder / "t.csv").write_bytes(b"offer\n\xff\n")
    assert "is not UTF-8" in run("import", "t.csv", code=2).stderr
