"""Faults that two rules name: one reports them, the other only mentions them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from candid.compliance import BuiltSite, Terms, audit
from candid.diagnostics import Severity
from candid.models import Jurisdiction
from candid.networks import load_networks

NETWORKS = load_networks()
DISCLOSURE = "Ad · affiliate links: we earn a commission if you buy through links on this page."
GERMAN = "Anzeige · Dieser Beitrag enthält Affiliate-Links: Wir erhalten eine Provision, wenn du darüber kaufst."
LINK = '<p><a href="https://notion.pxf.io/c/1234567/1062918/13634" rel="sponsored">The planner</a></p>'
AWIN = "https://www.awin1.com/cread.php?awinmid=12&amp;awinaffid=34"
EBAY = (
    "https://www.ebay.com/itm/256123456789?mkevt=1&amp;mkcid=1&amp;mkrid=711-53200-19255-0&amp;campid=5338765432"
    "&amp;toolid=10001"
)
RAKUTEN = "https://click.linksynergy.com/deeplink?id=AbC123&amp;mid=12345&amp;murl=https%3A%2F%2Fwww.example.com%2F"
STORED = "assets/external/m.media-amazon.com/images/I/71x.jpg"
FEED = (
    '<rss version="2.0"><channel><title>Lamps</title><link>https://lamps.example/</link><description>Lamps'
    "</description><item><title>A planner</title><link>https://lamps.example/page.html</link>"
    "<description>We looked at a planner.</description></item></channel></rss>"
)


def whole(body: str) -> str:
    return (
        f'<html lang="en"><head><title>Planners</title></head><body><main><h1>Planners</h1>{body}</main></body></html>'
    )


def affiliate(href: str) -> str:
    return f'<p><a href="{href}" rel="sponsored">The planner</a></p>'


def severities(root: Path, files: dict[str, str], *profiles: Jurisdiction) -> dict[str, Severity]:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    terms = Terms(today=date(2026, 11, 22), profiles=profiles)
    return {found.code: found.severity for found in audit(BuiltSite(root, "site", terms, NETWORKS)).findings}


@pytest.mark.parametrize(
    ("reported", "mentioned", "profile", "body"),
    [
        ("P-AWIN-01", "V-04", "eu", f"<p>{DISCLOSURE}</p>{affiliate(AWIN)}"),
        ("V-08", "P-AMZ-06", "us", f'<p><img src="{STORED}" alt="A lamp"></p>'),
        ("D-US-02", "A-03", "us", f'<p style="color:#bbb;background:#fff">{DISCLOSURE}</p>{LINK}'),
        ("D-US-02", "G-SPAM-04", "us", f'<p style="display:none">{DISCLOSURE}</p>{LINK}'),
        ("D-US-09", "A-05", "us", f'<p><span data-tooltip="{DISCLOSURE}" tabindex="0">i</span></p>{LINK}'),
        ("D-EU-04", "A-09", "eu", f"<p>{GERMAN}</p><p>The planner has a view for each week.</p>{LINK}"),
        ("D-US-05", "P-EBAY-01", "us", f'<p><a href="/terms/">Affiliate disclosure</a></p>{affiliate(EBAY)}'),
        ("D-US-05", "P-RAK-01", "us", f'<p><a href="/terms/">Affiliate disclosure</a></p>{affiliate(RAKUTEN)}'),
    ],
)
def test_one_rule_reports_and_the_other_mentions(reported, mentioned, profile, body, tmp_path):
    found = severities(tmp_path, {"page.html": whole(body)}, profile)
    assert found[reported] is Severity.ERROR
    assert found[mentioned] is Severity.INFO


def test_a_disclosure_that_is_folded_away_is_no_trick_on_search_engines(tmp_path):
    body = f"<details><summary>About links</summary><p>{DISCLOSURE}</p></details>{LINK}"
    found = severities(tmp_path, {"page.html": whole(body)}, "us")
    assert "D-US-02" in found
    assert "G-SPAM-04" not in found


def test_a_picture_that_no_page_shows_is_mentioned_too(tmp_path):
    found = severities(tmp_path, {"page.html": whole("<p>Planners.</p>"), STORED: ""}, "us")
    assert found == {"V-08": Severity.ERROR, "P-AMZ-06": Severity.INFO}


@pytest.mark.parametrize(("profile", "severity"), [("uk", Severity.INFO), ("us", Severity.WARNING)])
def test_entries_of_feeds_are_labelled_everywhere(profile, severity, tmp_path):
    body = f"<p>{DISCLOSURE}</p>{LINK.replace('planner', 'planner (Ad)')}"
    head = '<head><link rel="canonical" href="https://lamps.example/page.html">'
    files = {"page.html": whole(body).replace("<head>", head), "feed.xml": FEED}
    assert severities(tmp_path, files, profile)["G-RSS-01"] is severity
    labelled = {**files, "feed.xml": FEED.replace("<title>A planner", "<title>Ad: A planner")}
    assert "G-RSS-01" not in severities(tmp_path, labelled, profile)


def test_a_redirect_to_a_programme_in_a_sitemap(tmp_path):
    namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
    files = {
        "index.html": whole("<p>Planners.</p>"),
        "_redirects": "/go/planner https://notion.pxf.io/c/1234567/1062918/13634 302\n",
        "robots.txt": "User-agent: *\nDisallow: /go/\n",
        "sitemap.xml": f'<urlset xmlns="{namespace}"><url><loc>https://lamps.example/go/planner</loc></url></urlset>',
    }
    assert severities(tmp_path, files, "us") == {"G-MAP-01": Severity.ERROR, "P-ALL-02": Severity.INFO}


@pytest.mark.parametrize(
    ("before", "behind", "profile", "reported", "mentioned"),
    [
        ("<p>This post contains affiliate links.</p>", "", "us", "D-US-04", "D-US-01"),
        ("<p>Affiliate links</p>", "", "uk", "D-UK-04", "D-UK-01"),
        ('<p><a href="/disclosure/">Affiliate disclosure</a></p>', "", "us", "D-US-05", "D-US-01"),
        ("", "<p>Ad: we earn a commission if you buy through links here.</p>", "us", "D-US-02", "D-US-03"),
        ("<p>We earn a commission if you buy through links here.</p>", "", "uk", "D-UK-02", "D-UK-05"),
        ("<p>Even browning.</p>", "", "us", "D-US-01", "D-US-04"),
    ],
)
def test_a_law_mentions_its_rules_that_a_disclosure_comes_close_to(
    before, behind, profile, reported, mentioned, tmp_path
):
    link = LINK.replace("The planner", "Buy now")
    found = severities(tmp_path, {"page.html": whole(before + link + behind)}, profile)
    assert found[reported] is Severity.ERROR
    assert found[mentioned] is Severity.INFO
