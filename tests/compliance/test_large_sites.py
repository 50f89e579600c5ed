"""A site that does not fit into memory: pages are closed when they were looked at, and nothing is lost by that."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path
from shutil import copytree

import pytest

from candid.compliance import audit
from candid.compliance import site as sites
from candid.compliance.page import BuiltPage
from tests.compliance.pages import site_of

CASES = Path(__file__).parent / "cases"
# Whole sites whose fault shows only when pages are held against each other, or against the site's files.
SITES = sorted(
    folder for rule in ("D-EU-06", "G-ORG-01", "G-SPAM-02", "G-SPAM-03", "G-MAP-01", "P-AMZ-12", "V-02", "V-06", "V-07")
    for folder in (CASES / rule).glob("fail*") if folder.is_dir()
)  # fmt: skip


def many(count):
    paid = '<p>Advertising: we earn a commission.</p><a href="https://www.awin1.com/cread.php?awinmid=1">Shop</a>'
    return {f"{number}.html": f"<html lang=en><main><h1>Page {number}</h1>{paid}" for number in range(count)}


def test_what_was_looked_at_is_forgotten(tmp_path):
    site = site_of(tmp_path, many(4))
    seen = []

    def watching(pages):
        for page in pages:
            seen.append(weakref.ref(page.visibility))
            yield page

    audit(site, progress=watching)
    gc.collect()
    assert [one() for one in seen] == [None] * 4


def test_few_pages_are_open_before_they_are_looked_at(tmp_path, monkeypatch):
    monkeypatch.setattr(sites, "_OPEN", 1)
    site = site_of(tmp_path, many(4))
    seen = [weakref.ref(page.visibility) for page in site.pages]
    assert len(site.paid_pages) == 4
    gc.collect()
    assert [one() is not None for one in seen] == [True, False, False, False]


def test_what_is_wrong_with_the_site_opens_no_page_again(tmp_path):
    canonical = '<link rel="canonical" href="https://me.example/docs/{}"><meta name="x" content="refresh">'
    redirects = "/docs/go/x https://www.awin1.com/cread.php?awinmid=1 302\n"
    pages = {name: canonical.format(name) + html for name, html in many(4).items()}
    site = site_of(tmp_path, {**pages, "_redirects": redirects})
    assert "P-ALL-02" in {finding.code for finding in audit(site).findings}
    assert site.base == "/docs/"
    assert not any("root" in page.__dict__ for page in site.pages)


@pytest.mark.parametrize("folder", SITES, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_closing_changes_no_finding(folder, tmp_path, monkeypatch):
    copytree(folder, tmp_path / "site")
    with monkeypatch.context() as patched:
        patched.setattr(BuiltPage, "close", lambda _: None)
        found = audit(site_of(tmp_path / "site", {})).findings
    monkeypatch.setattr(sites, "_OPEN", 0)
    assert audit(site_of(tmp_path / "site", {})).findings == found
    assert found
