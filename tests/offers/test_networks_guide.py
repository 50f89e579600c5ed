"""What the page about programmes by network shows is what comes out."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path

import candid
from candid.checks import check_data
from candid.links import LinkMarker
from candid.site import load_site

README = (Path(candid.__file__).parent / "networks" / "README.md").read_text(encoding="utf-8")


def test_amazon_s_links_have_the_tag_of_their_marketplace(tmp_path: Path) -> None:
    for name, text in re.findall(r"^`content/data/([\w/.]+)`:\n\n```yaml\n(.*?)^```", README, re.MULTILINE | re.DOTALL):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    site, findings = load_site(tmp_path, "data", default_name="A site", today=date(2026, 11, 21))
    assert [*findings, *check_data(site, [])] == []
    promised = dict(re.findall(r"^\| `(offer:[\w-]+)` \| `(.+?)` \|$", README, re.MULTILINE))
    assert [name.removeprefix("offer:") for name in promised] == list(site.catalog.offers)
    marker = LinkMarker(site.catalog, site.networks, site.settings, site.disclosures, site.as_of)
    marked = marker.mark("".join(f'<a href="{name}">x</a>' for name in promised), path="reviews/kettle.md")
    assert [unescape(href) for href in re.findall(r'href="([^"]+)"', marked.html)] == list(promised.values())
    assert [f'"{one.text}"' in README for one in marked.statements] == [True]
