"""``candid report``: what it says, where it writes, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from candid.cli import main
from candid.reporting import REPORT_FILES, files
from tests.reporting.conftest import FILES, STATEMENT, TRACKED, Report, page, paid

LEDGER = """\
- {programme: shop, month: 2026-10, amount: "31.40", currency: EUR, sub_id: review.text1, clicks: 52}
- {programme: shop, month: 2026-10, amount: "0.60", currency: EUR, sub_id: newsletter}
- {programme: shop, month: 2026-10, amount: "5", currency: USD, sub_id: gone}
"""


def test_every_affiliate_link_with_all_that_is_known_of_it(reported: Report) -> None:
    done = reported()
    assert done.result.exit_code == 0
    links = done.report["links"]
    keys = ("page", "line", "column", "source", "text", "class", "network", "programme", "offers", "placement")
    where = ("review/index.html", "content/pages/review.md")
    assert [tuple(link[key] for key in keys) for link in links] == [
        (where[0], 7, 4, where[1], "Buy", "certain", "awin", "shop", ["lamp"], "text"),
        (where[0], 8, 31, where[1], "Take it", "certain", "awin", "shop", ["desk"], "offers"),
        (where[0], 9, 8, where[1], "Buy", "certain", "awin", "shop", ["lamp"], "aside"),
    ]
    assert [(link["sub_id"], link["is_ours"], link["ordinal"], link["label"]) for link in links] == [
        ("review.text1", True, 1, "ad"),
        ("review.offers1", True, 1, ""),
        ("newsletter", False, 1, "ad"),
    ]
    assert links[0]["destination"] == "https://shop.example/lamp"


def test_pages_with_what_they_disclose(reported: Report) -> None:
    (found,) = reported().report["pages"]
    assert (found["page"], found["links"], found["labelled"]) == ("review/index.html", 3, 2)
    (said,) = found["disclosures"]
    assert said["text"].startswith("Ad · affiliate links")
    assert (said["line"], said["stands_in"], said["is_seen"], said["characters"], said["elements"]) == (
        5,
        "text",
        True,
        40,
        3,
    )


def test_an_excerpt_belongs_to_the_page_that_it_is_of(reported: Report) -> None:
    listing = page("<h1>Posts</h1>", STATEMENT, f"<p>{paid('lamp', 'review.excerpt1')}</p>")
    done = reported({"site/posts/index.html": listing, "site/posts/2/index.html": listing})
    excerpts = [link for link in done.report["links"] if link["sub_id"] == "review.excerpt1"]
    assert [link["page"] for link in excerpts] == ["posts/2/index.html", "posts/index.html"]
    assert {link["origin"] for link in excerpts} == {"review.md"}
    rows = list(csv.DictReader(io.StringIO(done.text("sub-ids.csv"), newline="")))
    assert [row["page"] for row in rows if row["sub_id"] == "review.excerpt1"] == ["review.md"]


def test_a_redirect_leads_to_its_offer(reported: Report) -> None:
    link = '<p><a href="/go/lamp/" rel="sponsored nofollow">Lamp</a></p>'
    target = "https://www.awin1.com/cread.php?awinmid=1000&awinaffid=1000&ued=https%3A%2F%2Fshop.example%2Flamp"
    files = {
        "site/go-page/index.html": page("<h1>Lamps</h1>", STATEMENT, link),
        "site/_redirects": f"/go/lamp/ {target}&clickref=redirect_lamp.link1 302\n",
    }
    done = reported(files)
    (found,) = (link for link in done.report["links"] if link["page"] == "go-page/index.html")
    assert (found["redirect"], found["offers"], found["programme"]) == ("/go/lamp/", ["lamp"], "shop")
    assert (found["sub_id"], found["is_ours"], found["placement"]) == ("redirect_lamp.link1", False, "text")
    assert "\r\nredirect_lamp.link1,go-page/index.html,text,1,lamp,shop,awin,no\r\n" in done.text("sub-ids.csv")


def test_offers_with_one_address_are_told_apart_by_what_the_author_linked(reported: Report) -> None:
    programme = FILES["content/data/programmes/shop.yml"].rstrip() + "\n        deep_links: false\n"
    link = f'<p><a href="{TRACKED}&amp;clickref=%s" rel="sponsored">Lamp</a></p>'
    files = {
        "content/data/programmes/shop.yml": programme,
        "content/pages/lamps.md": "# Lamps\n\n[Lamp](offer:twin)\n",
        "site/lamps/index.html": page("<h1>Lamps</h1>", STATEMENT, link % "lamps.text1"),
        "site/elsewhere/index.html": page("<h1>Elsewhere</h1>", STATEMENT, link % "mine"),
    }
    offers = {one["page"]: one["offers"] for one in reported(files).report["links"]}
    assert offers["lamps/index.html"] == ["twin"]
    assert offers["elsewhere/index.html"] == ["lamp", "desk", "twin", "long"]


def test_what_a_redirect_earned_belongs_to_the_one_page_that_uses_it(reported: Report) -> None:
    target = "https://www.awin1.com/cread.php?awinmid=1000&awinaffid=1000&ued=https%3A%2F%2Fshop.example%2Flamp"
    link = page("<h1>Lamps</h1>", STATEMENT, '<p><a href="/go/lamp/" rel="sponsored nofollow">Lamp</a></p>')
    moved = f"{target}&amp;clickref=redirect_lamp.link1"
    files = {
        "site/one/index.html": link,
        "site/go/lamp/index.html": f'<meta http-equiv="refresh" content="0; url={moved}"><a href="{moved}">Lamp</a>',
        "site/_redirects": f"/go/lamp/ {target}&clickref=redirect_lamp.link1 302\n",
        "content/data/ledger.yml": "- {programme: shop, month: 2026-10, amount: 1, currency: EUR, "
        "sub_id: redirect_lamp.link1}\n",
    }
    report = reported(files).report
    assert {one["page"]: one["is_redirect"] for one in report["pages"]}["go/lamp/index.html"]
    assert [one["page"] for one in report["earnings"]["pages"]] == ["one/index.html"]
    earned = reported({**files, "site/two/index.html": link}).report["earnings"]
    assert [one["pages"] for one in earned["unknown"]] == [["one/index.html", "two/index.html"]]


def test_the_reverse_map_is_a_table(reported: Report) -> None:
    text = reported().text("sub-ids.csv")
    assert text.splitlines() == [
        "sub_id,page,placement,ordinal,offer,programme,network,ours",
        "newsletter,review.md,aside,1,lamp,shop,awin,no",
        "review.offers1,review.md,offers,1,desk,shop,awin,yes",
        "review.text1,review.md,text,1,lamp,shop,awin,yes",
    ]


def test_no_cell_of_it_is_a_formula(reported: Report) -> None:
    evil = page("<h1>Lamps</h1>", STATEMENT, f"<p>{paid('lamp', '=cmd')}</p>")
    assert "'=cmd,evil/index.html" in reported({"site/evil/index.html": evil}).text("sub-ids.csv")


def test_facts_are_due_by_the_links_that_rest_on_them(reported: Report) -> None:
    due = reported().report["due_facts"]
    assert [(fact["what"], fact["links"], fact["standing"]) for fact in due] == [
        ("terms of Shop partners", 3, "expired"),
        ("Shop: Opened", 3, "stale"),  # compared on a page with links; what is older is on none
        ("Shop: Closed", 0, "stale"),
    ]
    assert due[1]["pages"] == ["content/pages/review.md"]
    (programme,) = reported().report["programmes"]
    assert (programme["links"], programme["pages"], programme["due_on"]) == (3, 1, "2026-07-31")


def test_offers_that_end(reported: Report) -> None:
    offers = reported().report["offers"]
    assert [(one["id"], one["standing"], one["stands_in"], one["mentions"]) for one in offers] == [
        ("sale", "ended", None, 1),
        ("desk", "ends-soon", "lamp", 1),
        ("next", "not-begun", None, 0),
    ]


def test_findings_are_counted_and_silenced_ones_keep_their_reasons(reported: Report) -> None:
    files = {
        "site/bare/index.html": page("<h1>Bare</h1>", f"<p>{paid('lamp', 'review.text7', 'Buy')}</p>"),
        "site/live/index.html": page("<h1>Live</h1>", f"<p>{paid('lamp', 'review.text8', 'Buy')}</p>"),
        "content/data/site.yml": FILES["content/data/site.yml"]
        + "silenced: [{rule: D-US-01, pages: live/*, reason: It is a test.}]\n",
    }
    audit = reported(files).report["audit"]
    found = [one for one in audit["findings"] if one["rule"] == "D-US-01"]
    assert [one["path"] for one in found] == ["site/bare/index.html"]
    assert [one["count"] for one in audit["rules"] if one["rule"] == "D-US-01"] == [1]
    (silenced,) = audit["silenced"]
    assert silenced["finding"]["path"] == "site/live/index.html"
    assert (silenced["reason"], silenced["place"]) == ("It is a test.", "content/data/site.yml:4:19")


def test_texts_that_no_lawyer_has_read(reported: Report) -> None:
    assert reported().report["unreviewed"] == []
    files = {"content/data/site.yml": FILES["content/data/site.yml"].replace("[us]", "[us, fr, it]")}
    texts = ["Ad · affiliate links: we earn a commission if you buy through links on this page.", "Ad"]
    expected = {"language": "en", "texts": texts, "jurisdictions": ["fr", "it"]}
    assert reported(files).report["unreviewed"] == [expected]


def test_earnings_by_the_ledger(reported: Report) -> None:
    earned = reported({"content/data/ledger.yml": LEDGER}).report["earnings"]
    assert [(one["currency"], one["amount"]) for one in earned["totals"]] == [("EUR", "32.00"), ("USD", "5.00")]
    (found,) = earned["pages"]
    assert [(place["sub_id"], place["placement"]) for place in found["places"]] == [
        ("newsletter", "aside"),
        ("review.text1", "text"),
    ]
    assert [one["sub_id"] for one in earned["unknown"]] == ["gone"]


def test_money_of_another_programme_is_credited_to_no_page(reported: Report) -> None:
    other = FILES["content/data/programmes/shop.yml"].replace("1000", "2000")
    row = "- {programme: other, month: 2026-10, amount: 1, currency: EUR, sub_id: review.text1}\n"
    done = reported({"content/data/programmes/other.yml": other, "content/data/ledger.yml": LEDGER + row})
    assert done.result.exit_code == 0
    place = "content/data/ledger.yml:4:72: warning: foreign-sub-id"
    assert f"{place} 'review.text1' is the sub-ID of a link of 'shop', not of 'other'" in done.result.stderr
    unknown = {one["sub_id"]: one for one in done.report["earnings"]["unknown"]}
    assert (unknown["review.text1"]["programmes"], unknown["review.text1"]["others"]) == (["other"], ["shop"])
    assert "there it is a link&#39;s of shop" in done.text("report.html").replace("'", "&#39;")


def test_a_mistake_in_the_ledger_is_said_and_nothing_is_written(reported: Report) -> None:
    done = reported(
        {"content/data/ledger.yml": LEDGER + "- {programme: shpo, month: 2026-10, amount: 1, currency: EUR}\n"}
    )
    assert done.result.exit_code == 1
    assert "content/data/ledger.yml:4:15: unknown-id unknown programme 'shpo'" in done.result.stderr
    assert not (done.folder / ".candid").exists()


def test_link_health_comes_from_memory(reported: Report) -> None:
    def answer(address: str, status: int, **more: object) -> dict[str, object]:
        trail = {"hops": [{"address": address, "status": status}], "end": address}
        return {"asked_on": "2026-11-20T10:00:00Z", "trail": trail, **more}

    # Names under .example are nobody's and never asked, so the site's own records stand under another name here.
    files = {
        name: text.replace("https://shop.example/terms", "https://shop.test.org/terms").replace(
            "https://other.example/", "https://other.test.org/"
        )
        for name, text in FILES.items()
    }
    gone = "https://shop.test.org/terms"
    memory = {
        "version": 1,
        "answers": {
            gone: answer(gone, 404, failing_since="2026-11-01T10:00:00Z", is_second_strike=True),
            "https://other.test.org/": answer("https://other.test.org/", 200),
        },
    }
    health = reported(files | {".cache/candid/links.json": json.dumps(memory)}).report["health"]
    assert (health["asked_until"], health["counts"]["dead"], health["counts"]["ok"]) == ("2026-11-20", 1, 1)
    first = health["troubled"][0]
    assert (first["address"], first["state"], first["reason"]) == (gone, "dead", "404 Not Found")
    assert first["places"] == ["content/data/programmes/shop.yml:5:36"]


def test_a_broken_memory_is_a_warning(reported: Report) -> None:
    done = reported({".cache/candid/links.json": "{"})
    assert done.result.exit_code == 0
    assert ".cache/candid/links.json:1:2: warning: unreadable-memory" in done.result.stderr
    assert done.report["health"] is None


def test_it_is_what_its_schema_says(reported: Report) -> None:
    schema = json.loads(CliRunner().invoke(main, ["schema", "report"]).output)
    validator = Draft202012Validator(schema)
    report = reported({"content/data/ledger.yml": LEDGER}).report
    assert [error.message for error in validator.iter_errors(report)] == []
    assert not validator.is_valid({**report, "version": 2})
    assert set(report) == set(schema["properties"])


def test_the_same_site_makes_the_same_bytes(reported: Report) -> None:
    first = [reported({"content/data/ledger.yml": LEDGER}).text(name) for name in REPORT_FILES]
    done = reported()
    assert [done.text(name) for name in REPORT_FILES] == first


def test_the_folder_keeps_itself_out_of_version_control(reported: Report) -> None:
    done = reported()
    assert (done.folder / ".candid/.gitignore").read_text(encoding="utf-8") == "*\n"
    assert sorted(path.name for path in (done.folder / ".candid/report").iterdir()) == sorted(REPORT_FILES)


@pytest.mark.parametrize(
    "out", ["site", "site/reports", "content/pages/x", "content/theme", "content/pages/../theme/x", "link"]
)
def test_what_would_be_published_is_refused(reported: Report, tmp_path: Path, out: str) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "site")
    before = {path for path in tmp_path.rglob("*") if path.name in REPORT_FILES}
    done = reported(None, "--out", out)
    assert done.result.exit_code == 2
    assert "would be published" in done.result.stderr
    assert {path for path in tmp_path.rglob("*") if path.name in REPORT_FILES} == before == set()


def test_another_folder_is_taken(reported: Report) -> None:
    done = reported(None, "site", "--out", "private")
    assert done.result.exit_code == 0
    assert sorted(path.name for path in (done.folder / "private").iterdir()) == sorted([".gitignore", *REPORT_FILES])
    (done.folder / "there").mkdir()
    reported(None, "site", "--out", "there")  # somebody else's folder stays what it is
    assert sorted(path.name for path in (done.folder / "there").iterdir()) == sorted(REPORT_FILES)


@pytest.mark.parametrize(
    ("out", "said"), [("no/where", "there is no folder 'no/where'"), ("/proc/x", "'/proc/x/.gitignore' cannot be")]
)
def test_a_folder_that_cannot_be_is_wrong_usage(reported: Report, out: str, said: str) -> None:
    done = reported(None, "site", "--out", out)
    assert done.result.exit_code == 2
    assert said in done.result.stderr


def test_unknown_silenced_rules_are_a_mistake(reported: Report) -> None:
    site = FILES["content/data/site.yml"] + "silenced: [{rule: D-US-99, pages: '*', reason: It is a test.}]\n"
    done = reported({"content/data/site.yml": site})
    assert done.result.exit_code == 1
    assert "there is no rule 'D-US-99'" in done.result.stderr


def test_nothing_is_half_written(reported: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = reported()
    before = {name: done.text(name) for name in REPORT_FILES}

    def fail(_report: object) -> str:
        raise RuntimeError("broken")

    monkeypatch.setattr(files, "as_html", fail)
    with pytest.raises(RuntimeError, match="broken"):
        reported({"content/data/ledger.yml": LEDGER})
    assert {path.name: path.read_bytes().decode() for path in (tmp_path / ".candid/report").iterdir()} == before


def test_a_site_that_was_not_built_is_wrong_usage(reported: Report) -> None:
    done = reported(None, "nowhere")
    assert done.result.exit_code == 2
    assert "build the site first" in done.result.stderr
