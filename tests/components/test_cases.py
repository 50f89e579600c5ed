"""Each ``cases/NAME.yml`` is a fence's body; ``NAME.html`` beside it is what the page shows.

The component is the part of the name before its first hyphen. ``REWRITE_CASES=1 pytest`` writes the HTML anew: read the
difference before committing it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from candid.site import Site
from tests.components.conftest import REVIEW
from tests.components.fences import render, render_summary

CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize("name", sorted(path.stem for path in CASES.glob("*.yml")))
def test_fence_becomes_html(site: Site, name: str) -> None:
    html = render(site, name.partition("-")[0], (CASES / f"{name}.yml").read_text(encoding="utf-8"))
    _compare(html, CASES / f"{name}.html")


def test_review_becomes_a_summary(site: Site) -> None:
    _compare(render_summary(site, REVIEW), CASES / "summary.html")


def _compare(html: str, path: Path) -> None:
    if os.environ.get("REWRITE_CASES"):
        path.write_text(html + "\n", encoding="utf-8")
    assert html + "\n" == path.read_text(encoding="utf-8")
