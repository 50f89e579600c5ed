"""Feeds are told from other files in the same way by what discloses in them and by what checks them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from candid.compliance import BuiltSite, Terms, audit
from candid.disclosures.feed_files import feed_kind
from candid.networks import load_networks

LINK = "https://desk.example/kit/"
PAGE = (
    "<!doctype html><html lang=en><title>Kit</title><link rel=canonical href=https://desk.example/kit/><main><h1>Kit</h1>"
    "<p>Ad: we earn a commission if you buy.</p><p><a rel=sponsored href=https://amzn.to/x>Kit (Ad)</a></p></main>"
)
ATOM = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Kit</title><link href="{LINK}"/></entry></feed>'
RDF = (
    '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
    f'<channel r:about="https://desk.example/"/><item><title>Kit</title><link>{LINK}</link></item></r:RDF>'
)
JSON = {
    "items": [{"url": LINK, "title": "Kit", "content_text": "x" * 5000}],
    "version": "https://jsonfeed.org/version/1.1",
}
FEEDS = {
    "UTF-16": ("feed.xml", f'<?xml version="1.0" encoding="UTF-16"?>{ATOM}'.encode("utf-16")),
    "a long comment first": ("feed.atom", ATOM.replace("<feed", f"<!-- {'x' * 5000} --><feed").encode()),
    "RSS 1.0": ("index.rdf.xml", RDF.encode()),
    "a version at the end": ("feed.json", json.dumps(JSON).encode()),
    "JSON in UTF-16": ("feed.json", json.dumps(JSON).encode("utf-16")),
}


@pytest.mark.parametrize(("name", "content"), FEEDS.values(), ids=FEEDS)
def test_an_entry_without_a_label_is_found_in_every_form(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / "kit").mkdir()
    (tmp_path / "kit/index.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / name).write_bytes(content)
    assert feed_kind(tmp_path / name) == ("json" if name.endswith("json") else "xml")
    site = BuiltSite(tmp_path, "site", Terms(today=date(2026, 11, 22)), load_networks())
    said = [finding for finding in audit(site).findings if finding.code == "D-UK-03"]
    assert [(finding.location.path, finding.location.line) for finding in said] == [(f"site/{name}", 1)]
    assert "'Kit'" in said[0].message


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("sitemap.xml", "<urlset/>"),
        ("a.json", '{"x": "https://jsonfeed.org/version/1"}'),
        ("a.xml", ""),
        ("a.txt", ATOM),
    ],
)
def test_other_files_are_none(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert feed_kind(tmp_path / name) is None
