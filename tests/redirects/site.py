"""A small site with redirects, as tests write it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from candid.checks import check_data
from candid.diagnostics import Finding, in_order
from candid.site import Site, load_site

SITE = "name: A site\nas_of: 2026-11-21\nredirects: {hosts: [netlify, cloudflare, vercel, nginx, apache]}\n"
PROGRAMME = """\
name: P
network: impact
tracking_url: https://shop.pxf.io/c/1/2/3
pays: A share.
terms: {title: Terms}
checked_on: 2026-11-01
cloaking: allowed
"""
PRODUCT = """\
name: Shop
summary: A shop.
official_site: https://shop.example/
offers:
  join: {title: Join the shop, destination: "https://shop.example/join", programme: p}
"""
DATA = {"site.yml": SITE, "programmes/p.yml": PROGRAMME, "products/shop.yml": PRODUCT}


def plain_programme(address: str, cloaking: str = "allowed") -> str:
    """A programme whose link is one address, to which nothing is added."""
    return f"""\
name: Direct
network: direct
tracking_url: {json.dumps(address, ensure_ascii=False)}
deep_links: false
pays: A share.
terms: {{title: Terms}}
checked_on: 2026-11-01
cloaking: {cloaking}
"""


def load(folder: Path, data: Mapping[str, str] | None = None) -> tuple[Site, list[Finding]]:
    """A site of these files, and what is wrong with its data."""
    for name, text in {**DATA, **(data or {})}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    site, findings = load_site(folder, "data", default_name="A site", today=date(2026, 11, 21))
    return site, in_order([*findings, *check_data(site, [])])


def sound(folder: Path, data: Mapping[str, str] | None = None) -> Site:
    """A site without mistakes."""
    site, findings = load(folder, data)
    assert [str(finding) for finding in findings if finding.severity.word == "error"] == []
    return site


def with_addresses(folder: Path, addresses: Mapping[str, str]) -> Site:
    """A site whose redirects lead to these addresses, each by a programme of its own."""
    offers = [
        f'  {name}: {{title: "{name}", destination: "https://shop.example/", programme: {name}}}' for name in addresses
    ]
    product = PRODUCT.partition("  join:")[0] + "\n".join(offers) + "\n"
    programmes = {f"programmes/{name}.yml": plain_programme(address) for name, address in addresses.items()}
    return sound(folder, {"products/shop.yml": product, **programmes})
