"""Whatever is read, nothing raises and all of it ends.

``EXAMPLES=20000 .venv/bin/pytest tests/security/test_fuzzing.py`` looks for longer.
"""

from __future__ import annotations

import os
import tempfile
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from candid.anchors import Anchor, Rewrite, rewrite
from candid.calc_links import CalcLinkError, resolve
from candid.catalog import load_catalog
from candid.checks import check_pages
from candid.compliance import audit
from candid.components import COMPONENTS
from candid.corrections import find_corrections
from candid.disclosures import Disclosures
from candid.disclosures.affiliate_pages import AffiliatePages
from candid.disclosures.placement import has_disclosure, place
from candid.disclosures.teasers import label_teasers
from candid.link_exchange.foreign_links import read_foreign_links
from candid.link_exchange.offer_rows import read_offer_rows
from candid.link_exchange.tables import read_table
from candid.links import LinkMarker
from candid.models import Programme
from candid.networks.tracking import tracking_link, with_parameter
from candid.pages import read_kinds
from candid.redirects.routes import location_of
from candid.site import Site, load_site
from candid.sources import read_page
from candid.theme_text import without_markup
from candid_rules import load_rulebooks
from candid_rules.documents import Location, load
from tests.compliance.pages import site_of
from tests.security.hostile_site import write_site, yaml_of
from tests.security.payloads import BENIGN
from tests.security.strategies import data, html_texts, urls, words, yaml_texts

EXAMPLES = int(os.environ.get("EXAMPLES", "200"))
often = settings(max_examples=EXAMPLES, deadline=20_000, suppress_health_check=list(HealthCheck))
seldom = settings(often, max_examples=max(15, EXAMPLES // 4))


@cache
def _site() -> Site:
    with tempfile.TemporaryDirectory() as folder:
        write_site(Path(folder), [BENIGN])
        site, _ = load_site(Path(folder) / "data", "data", default_name="x", today=date(2026, 11, 21))
    return site


def _marker() -> LinkMarker:
    site = _site()
    return LinkMarker(site.catalog, site.networks, site.settings, site.disclosures, site.as_of)


@often
@given(yaml_texts)
def test_documents(text: str) -> None:
    document, problems = load(text, Location("x.yml"))
    assert document is not None or problems
    if document is not None:
        assert load(text, Location("x.yml"))[0] == document


RECORDS = [
    "site.yml",
    "authors.yml",
    "methodology.yml",
    "attestations.yml",
    "ledger.yml",
    "products/v0.yml",
    "programmes/v0.yml",
]


@pytest.mark.parametrize("name", RECORDS)
@seldom
@given(content=st.one_of(yaml_texts.map(lambda text: text.encode("utf-8", "surrogatepass")), st.binary()))
def test_records(name: str, content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        _, _, findings = load_catalog(Path(folder), "data", "x")
    assert all(finding.message and finding.location.line >= 1 for finding in findings)


@seldom
@given(st.one_of(yaml_texts.map(lambda text: text.encode("utf-8", "surrogatepass")), st.binary()))
def test_rulebooks(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "x.yml").write_bytes(content)
        library, _ = load_rulebooks([Path(folder)])
    assert "upwork" in str(sorted(library.calculators))


@pytest.mark.parametrize("name", [component.name for component in COMPONENTS])
@often
@given(body=yaml_texts)
def test_fences(name: str, body: str) -> None:
    component = next(component for component in COMPONENTS if component.name == name)
    options, problems = _site().read_fence(component, body, Location("x.md", 3, 1))
    assert (options is None) == bool(problems)


@often
@given(
    meta=st.one_of(
        yaml_texts,
        data.map(lambda value: yaml_of({"review": value})),
        data.map(lambda value: yaml_of({"comparison": value})),
    ),
    body=st.lists(
        st.one_of(
            html_texts,
            st.sampled_from(["```", "~~~", "\n", "> ", "    ", "[x](offer:", "[$1](calc:v0/sale?price=", ")"]),
        ),
        max_size=20,
    ).map("".join),
    raw=st.binary(max_size=20),
)
def test_pages(meta: str, body: str, raw: bytes) -> None:
    content = f"---\n{meta}\n---\n\n{body}".encode("utf-8", "surrogatepass") + raw
    source = read_page(content, "x.md", "x.md")
    page = read_kinds(source, "en")
    check_pages(_site(), [page])
    find_corrections(source, _site())
    inert = without_markup(source.front_matter.value)
    assert without_markup(inert) == inert


@often
@given(html_texts)
def test_links_of_html(html: str) -> None:
    assert rewrite(html, lambda _: None) == html

    def again(anchor: Anchor) -> Rewrite:
        return Rewrite({**anchor.attributes, "data-seen": None})

    once = rewrite(html, again)
    assert rewrite(once, again) == once
    marked = _marker().mark(html, path="x.md")
    placed = place(marked.html, _site().disclosures.for_language("en"), ())
    assert place(placed, _site().disclosures.for_language("en"), ()) == placed or not has_disclosure(placed)


@often
@given(html_texts)
def test_teasers_of_html(html: str) -> None:
    texts = Disclosures.load().for_language("en")
    pages = AffiliatePages({"v0/": "en"}, "https://candid.test/")
    once = label_teasers(html, "", pages, texts)
    assert label_teasers(once, "", pages, texts) == once


@seldom
@given(html_texts)
def test_audits(html: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = audit(site_of(Path(folder), {"index.html": html}, profiles=("us", "de", "eu"), production=True))
    assert all(finding.location.line >= 1 and finding.location.column >= 1 for finding in found.findings)


@often
@given(urls, st.text(min_size=1, max_size=20), st.text(max_size=20))
def test_addresses(url: str, name: str, value: str) -> None:
    networks = _site().networks
    found = networks.classify(url)
    assert found == networks.classify(url)
    try:
        programme = Programme.model_validate(
            {
                "name": "x",
                "network": "direct",
                "tracking_url": url,
                "destination_parameter": name,
                "parameters": {name: value},
                "pays": "x",
                "terms": {"title": "x"},
                "checked_on": "2026-11-20",
            }
        )
    except ValueError:
        return
    link = tracking_link(programme, "https://a.example/", networks)
    for made in (link.href, with_parameter(url, name, value)):
        assert urlsplit(made).netloc == urlsplit(url).netloc, "a parameter never changes where a link leads"
        assert not set(made) & set("\r\n\t \x00"), "nor ends a line of a host's file"
        target = location_of(made)
        assert target is None or not set(target) & set('\r\n\t \x00"\\')


@often
@given(st.one_of(words, urls))
def test_numbers_under_test(rest: str) -> None:
    for href in (f"calc:{rest}", f"calc:v0/sale?price={rest}#net", f"calc:v0/sale?{rest}#{rest}"):
        try:
            number = resolve(href, _site())
        except CalcLinkError:
            continue
        assert number is not None


@often
@given(
    st.sampled_from(["prettylinks", "thirstyaffiliates", "simple-urls"]),
    st.one_of(
        st.text(),
        st.lists(st.lists(words, max_size=8).map(",".join), max_size=8).map("id,title,url,slug,name\n{}".format),
        st.lists(
            st.sampled_from(
                [
                    "<rss>",
                    "<channel>",
                    "<item>",
                    "</item>",
                    "<title>",
                    "<!DOCTYPE a [<!ENTITY b 'c'>]>",
                    "&b;",
                    "<wp:postmeta>",
                    "<![CDATA[",
                    "]]>",
                ]
            ),
            max_size=20,
        ).map("".join),
    ),
)
def test_tables(form: str, text: str) -> None:
    table, problems = read_table(text, "x.csv")
    assert table is not None or problems
    if table is not None:
        read_offer_rows(table)
    links, problems = read_foreign_links(text, "x.csv", form)
    assert isinstance(links, list)
