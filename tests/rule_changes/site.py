"""A small site with rulebooks of its own in a git repository."""

from __future__ import annotations

import subprocess
from pathlib import Path

from click.testing import CliRunner, Result

from candid.cli import main

BAZAAR = """\
id: bazaar
title: Bazaar
currency: USD
sources:
  page: {title: Fees at Bazaar, url: "https://bazaar.example/fees"}
rules:
  fee:
    title: Seller's fee
    periods:
      - {id: bz.old, from: 2015-01-01, to: 2020-01-01, percent: 5, source: page, checked_on: 2026-11-01, confidence: M}
      - {id: bz.fee, from: 2020-01-01, percent: 10, source: page, checked_on: 2026-11-01, confidence: H}
  listing:
    title: Listing fee
    periods:
      - {id: bz.listing, from: 2015-01-01, unit: 1, source: page, checked_on: 2026-10-01, confidence: M}
calculators:
  sale:
    title: What is left of a sale
    kind: earnings
    inputs:
      price: {label: Price, type: money}
    lines:
      fee: {label: Fee, rule: fee, of: price}
    outputs:
      fee: {label: Fee}
      net: {label: You keep, value: price - fee}
  listing:
    title: What a listing costs
    kind: fee
    inputs:
      listings: {label: Listings, type: integer}
    lines:
      fee: {label: Listing fee, rule: listing, of: listings}
    outputs:
      fee: {label: It costs}
"""

FILES = {
    "content/data/site.yml": "name: A site\nas_of: 2026-11-21\ncalculators: rulebooks\n",
    "content/data/rulebooks/bazaar.yml": BAZAAR,
    "content/data/products/bazaar.yml": """\
name: Bazaar
summary: A market.
official_site: https://bazaar.example/
measures:
  kept: {calculator: bazaar/sale, amount: price, output: net}
""",
    "content/data/products/fair.yml": "name: Fair\nsummary: A fair.\nofficial_site: https://fair.example/\n",
    "content/pages/links.md": """\
# Links

Of $100 you keep [$90.00](calc:bazaar/sale?price=100#net), in 2019 it was
[$95.00](calc:bazaar/sale?price=100&on=2019-05-01#net).

`[$90.00](calc:bazaar/sale?price=100#net)`
""",
    "content/pages/fences.md": """\
# Fences

```calculator
bazaar/sale:
  price: 50
  compare: {price: [10, 20]}
```

```rule
rule: bazaar/fee
```
""",
    "content/pages/table.md": """\
---
title: Table
comparison:
  products: [bazaar, fair]
  caption: Both
  rows:
    - {label: Of 200, measure: kept, amount: "200"}
---

# Table
""",
    "content/pages/none.md": "# None\n\n[$1.00](calc:bazaar/listing?listings=1#fee)\n",
}


def git(*arguments: str) -> str:
    command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def edit(path: str, old: str, new: str) -> None:
    text = Path(path).read_text(encoding="utf-8")
    assert text.count(old) == 1
    Path(path).write_text(text.replace(old, new), encoding="utf-8")


def rules(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["rules", *arguments], catch_exceptions=False)
