"""``report.html`` as somebody reads it: on a phone, in the dark, with a screen reader, and made of hostile text."""

from __future__ import annotations

from importlib.resources import files as resources
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, Dialog

from tests.reporting.conftest import FILES, STATEMENT, Report, page, paid
from tests.reporting.test_report_command import LEDGER

AXE = (resources("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
EVIL = "</style></title><script>document.title='ran'</script><img src=x onerror=alert(1)>\"'{{ 7*7 }}"
FULL = {
    "content/data/ledger.yml": LEDGER,
    "site/bare/index.html": page("<h1>Bare</h1>", f"<p>{paid('lamp', 'review.text7', 'Buy')}</p>"),
    "site/live/index.html": page("<h1>Live</h1>", f"<p>{paid('lamp', 'review.text8', 'Buy')}</p>"),
    "content/data/site.yml": FILES["content/data/site.yml"].replace("[us]", "[us, it]")
    + "silenced: [{rule: D-US-01, pages: live/*, reason: It is a test.}]\n",
    ".cache/candid/links.json": '{"version": 1, "answers": {"https://x.test.org/": '
    '{"asked_on": "2026-11-20T10:00:00Z", "trail": {"hops": [{"address": "https://x.test.org/", "status": 200}], "end": "https://x.test.org/"}}}}',
}
"""A site with something in each section."""


def rows(soup: BeautifulSoup, section: str) -> list[list[str]]:
    return [
        [" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")]
        for row in soup.select(f"#{section} tbody tr")
    ]


def test_every_section_says_something_and_every_table_is_told_apart(reported: Report) -> None:
    soup = BeautifulSoup(reported(FULL).text("report.html"), "html5lib")
    names = ["earnings", "programmes", "offers", "pages", "links", "findings", "silenced", "texts", "facts", "health"]
    assert [section["id"] for section in soup.select("main > section")] == names
    assert [link["href"] for link in soup.select("nav a")] == [f"#{name}" for name in names]
    for section in soup.select("main > section"):
        assert section.select("tbody tr"), section["id"]
    for table in soup.select("table"):
        assert table.caption is not None
        assert table.caption.get_text(strip=True)
        heads = table.select("thead th")
        assert all(head["scope"] == "col" and head.get_text(strip=True) for head in heads)
        for row in table.select("tbody tr"):
            assert len(row.select("th, td")) == len(heads)
            assert [cell["scope"] for cell in row.select("th")] == ["row"]
            assert all(cell.get_text(strip=True) for cell in row.select("th, td"))


def test_findings_are_folded_by_rule(reported: Report) -> None:
    soup = BeautifulSoup(reported(FULL).text("report.html"), "html5lib")
    folded = soup.select("#findings details")
    counted = [row.th.get_text(strip=True) for row in soup.select("#findings > table tbody tr") if row.th]
    assert [one.summary.get_text().split()[0] for one in folded if one.summary] == list(dict.fromkeys(counted))
    for one in folded:
        assert not one.has_attr("open")
        assert one.summary is not None
        assert one.summary.get_text(strip=True).endswith(f"({len(one.select('tbody tr'))})")


def test_what_it_says(reported: Report) -> None:
    soup = BeautifulSoup(reported(FULL).text("report.html"), "html5lib")
    earned = rows(soup, "earnings")
    assert ["Shop partners shop", "€32.00 $5.00", "52 –"] in earned
    assert ["gone", "shop", "no page has it", "$5.00", "–"] in earned
    review = next(row for row in rows(soup, "pages") if row[0].startswith("review/"))
    assert review[1:3] == ["3", "2 of 3"]
    assert review[4:] == ["in the text line 5", "40 characters, 3 elements"]
    bare = next(row for row in rows(soup, "pages") if row[0].startswith("bare/"))
    assert bare[3:] == ["none", "–", "–"]
    assert any(
        row[0].startswith("desk") and row[1:3] == ["ends soon to 1 December 2026", "lamp"]
        for row in rows(soup, "offers")
    )
    assert any("It is a test." in row[3] for row in rows(soup, "silenced"))


def test_affiliate_addresses_are_no_links(reported: Report) -> None:
    soup = BeautifulSoup(reported(FULL).text("report.html"), "html5lib")
    assert "awin1.com" in soup.get_text()
    assert [
        link["href"] for link in soup.select("[href], [src]") if not str(link.get("href", "")).startswith("#")
    ] == []


def test_hostile_text_stays_text(reported: Report, browser: Browser) -> None:
    quoted = EVIL.replace("'", "''")
    files = FULL | {
        "content/data/site.yml": f"name: '{quoted}'\nas_of: 2026-11-21\njurisdictions: [us]\n",
        "content/data/programmes/shop.yml": FILES["content/data/programmes/shop.yml"].replace(
            "pays: A share.", f"pays: '{quoted}'"
        ),
        "content/data/ledger.yml": "- {programme: shop, month: 2026-10, amount: 1, currency: EUR, "
        f"sub_id: '{quoted}'}}\n",
        "site/evil/index.html": page(
            "<h1>Evil</h1>", STATEMENT, f"<p>{paid('lamp', 'x', '&lt;script&gt;alert(1)&lt;/script&gt;')}</p>"
        ),
    }
    done = reported(files)
    soup = BeautifulSoup(done.text("report.html"), "html5lib")
    assert soup.select("script, img, iframe, object, form") == []
    assert EVIL in soup.get_text()
    context = browser.new_context()
    opened = context.new_page()
    heard: list[str] = []

    def refuse(dialog: Dialog) -> None:
        heard.append(dialog.message)
        dialog.dismiss()

    opened.on("dialog", refuse)
    opened.on("console", lambda message: heard.append(message.text))
    opened.on("request", lambda request: heard.append(request.url))
    opened.goto((done.folder / ".candid/report/report.html").as_uri())
    assert opened.title() != "ran"
    assert heard == [opened.url]
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_it_is_readable(reported: Report, browser: Browser, tmp_path: Path, width: int, scheme: str) -> None:
    done = reported(FULL)
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900}, bypass_csp=True)  # type: ignore[arg-type]
    opened = context.new_page()
    opened.goto((done.folder / ".candid/report/report.html").as_uri())
    assert opened.evaluate("document.documentElement.scrollWidth") == width
    dark = opened.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 25, 28)"
    assert dark == (scheme == "dark")
    opened.evaluate(AXE)
    violations = opened.evaluate(
        "async () => (await axe.run()).violations.map(({id, nodes}) => `${id}: ${nodes[0].html.slice(0, 120)}`)"
    )
    assert violations == []
    context.close()
