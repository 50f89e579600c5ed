"""How far it is from a disclosure to a link, as readers see it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from candid.compliance import BuiltSite, Terms
from candid.networks import load_networks
from candid.reporting.distances import distance

NOTE = "<p>Ad: we earn a commission if you buy through links on this page.</p>"
LINK = '<a href="https://www.amazon.com/dp/B000000000?tag=me-20" rel="sponsored">buy</a>'

CASES = {
    f"{NOTE}<p>{LINK}</p>": (0, 1),
    f"{NOTE}<p>One two three {LINK}</p>": (13, 1),
    f"{NOTE}<p>One <b>two</b> three</p><p>{LINK}</p>": (13, 3),
    f"{NOTE}<p>One <span hidden>two</span> three {LINK}</p>": (9, 2),
    f"{NOTE}<script>var words;</script><p>One {LINK}</p>": (3, 2),
    f"<p>{LINK} one two</p>{NOTE}": (-7, 0),
    f"<p>{LINK}</p><hr><hr>{NOTE}": (0, -2),
    f"<p>Ad: we earn a commission if you buy through links, such as {LINK} here.</p>": (0, 0),
}


@pytest.mark.parametrize("body", CASES)
def test_characters_and_elements(tmp_path: Path, body: str) -> None:
    text = f'<!doctype html><html lang="en"><body><main><h1>Lamps</h1>{body}</main></body></html>'
    (tmp_path / "index.html").write_text(text, encoding="utf-8")
    (page,) = BuiltSite(tmp_path, "site", Terms(today=date(2026, 11, 21)), load_networks()).pages
    first = next(found for found in page.disclosures if found.kind == "statement")
    assert distance(page, first, page.paid_links[0].element) == CASES[body]
