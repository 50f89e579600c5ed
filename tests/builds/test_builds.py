"""What an author's pages become in a real build."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from mkdocs.exceptions import Abort

from .conftest import REVIEW, UNCHECKED, Build

FEE = "upwork/freelancer-fee?billed=1000&on=2024-06-01"


def test_a_review_gets_its_summary_behind_title_and_disclosure(built: Build) -> None:
    article = built({"review.md": REVIEW + "\n# Upwork\n\nText.\n"}).article("review")
    order = [" ".join(tag.get("class") or [tag.name]) for tag in article.find_all(["h1", "section", "div", "p"])]
    title = order.index("h1")
    disclosure = order.index("candid-disclosure")
    summary = next(index for index, name in enumerate(order) if "candid-summary" in name)
    assert title < disclosure < summary
    assert [tag.get_text() for tag in article.select(".candid-overall strong")] == ["3.6"]  # 3 × 0.6 + 4.5 × 0.4


def test_the_contents_list_and_the_title_know_nothing_of_the_summary(built: Build) -> None:
    page = built({"review.md": REVIEW + "\n# Upwork\n\n## One section\n"}).page("review")
    assert page.title is not None
    assert page.title.get_text() == "Upwork - Test"
    assert [" ".join(link.stripped_strings) for link in page.select(".md-nav--secondary a.md-nav__link")] == [
        "One section"
    ] * len(page.select(".md-nav--secondary a.md-nav__link"))


def test_a_page_without_a_heading_begins_with_what_belongs_at_its_head(built: Build) -> None:
    article = built({"review.md": REVIEW + "\nText.\n"}).article("review")
    assert [tag.name for tag in article.find_all(["h1", "section"])] == ["h1", "section"]


def test_a_comparison_in_the_front_matter_appears_once(built: Build) -> None:
    front = (
        "---\ncomparison:\n  products: [upwork, other]\n  caption: Both\n"
        "  rows: [{label: Where, offers: true}]\n---\n# Both\n"
    )
    data = {"products/other.yml": "name: Other\nsummary: Another.\nofficial_site: https://other.example/\n"}
    site = built({"own.md": front, "placed.md": front + "\n## Later\n\n```comparison\n```\n"}, data)
    for name in ("own", "placed"):
        assert len(site.article(name).select("table.candid-products")) == 1, name
    later = site.article("placed").find("h2")
    assert later is not None
    assert later.find_next("table") is not None


@pytest.mark.parametrize(("written", "shown"), [("$900.00", "$900.00"), ("?", "$900.00"), ("**$900.00**", "$900.00")])
def test_a_number_under_test_shows_its_origin(built: Build, written: str, shown: str) -> None:
    article = built({"a.md": f"# A\n\nYou keep [{written}](calc:{FEE}#net).\n"}).article("a")
    button = article.select_one("button.candid-number__value")
    assert button is not None
    assert button.get_text(strip=True) == shown
    origin = article.find(id=button["popovertarget"])
    assert origin is not None
    assert origin.has_attr("popover")
    assert "10% of $1,000.00 = $100.00" in origin.get_text()
    assert origin.find("a", href=True) is not None


def test_fences_work_where_markdown_nests_and_stay_samples_in_longer_fences(built: Build) -> None:
    fence = "```calculator\nupwork/connects: {connects: 6}\n```"
    nested = fence.replace("\n", "\n    ")
    page = (
        f'# A\n\n- item\n\n    {nested}\n\n!!! note\n\n    {nested}\n\n=== "Tab"\n\n    {nested}\n\n'
        f"> {fence.replace(chr(10), chr(10) + '> ')}\n\n````markdown\n{fence}\n````\n\n    {nested}\n"
    )
    article = built({"a.md": page}).article("a")
    for place in ("li", ".admonition", ".tabbed-block", "blockquote"):
        assert len(article.select(f"{place} candid-calculator")) == 1, place
    assert len(article.find_all("candid-calculator")) == 4
    assert sum("```calculator" in sample.get_text() for sample in article.find_all("pre")) == 2


def test_a_site_s_own_template_replaces_candid_s(built: Build) -> None:
    own = {"theme/candid/number.html": "<b class=own>{{ view.text }}</b>\n"}
    site = built({"a.md": f"# A\n\n[?](calc:{FEE}#net)\n"}, files=own, theme={"custom_dir": "theme"})
    assert [tag.get_text() for tag in site.article("a").select("b.own")] == ["$900.00"]


def test_a_page_speaks_its_own_language(built: Build) -> None:
    site = built({"a.md": "---\nlang: de\n---\n# A\n\n[Zu Upwork](offer:join)\n"}, plugins=UNCHECKED)
    assert [page.html["lang"] for page in (site.page("a"), site.page("")) if page.html] == ["de", "en"]
    article = site.article("a")
    disclosure = article.select_one(".candid-disclosure")
    assert disclosure is not None
    assert disclosure["lang"] == "de"
    assert disclosure.get_text().startswith("Anzeige")
    link = article.select_one("a[rel~=sponsored]")
    assert link is not None
    assert link.get_text(" ", strip=True) == "Zu Upwork Anzeige"


def test_an_offer_without_a_programme_is_a_plain_link(built: Build) -> None:
    article = built({"a.md": "# A\n\n[About](offer:plain)\n"}).article("a")
    link = article.find("a", href="https://www.upwork.com/about")
    assert link is not None
    assert not link.has_attr("rel")
    assert article.select(".candid-disclosure") == []


def test_a_link_that_only_the_template_has_is_marked_and_disclosed(built: Build) -> None:
    footer = 'Made with <a href="https://upwork.pxf.io/c/1000000/1062918/13634">Upwork</a>'
    page = built({"a.md": "# A\n\nText.\n"}, copyright=footer).page("a")
    link = page.select_one(".md-copyright a[rel~=sponsored]")
    assert link is not None
    assert link.get_text(" ", strip=True) == "Upwork Ad"
    assert len(page.select("article .candid-disclosure")) == 1


def test_a_page_without_markdown_is_marked_too(built: Build) -> None:
    footer = 'Made with <a href="https://upwork.pxf.io/c/1000000/1062918/13634">Upwork</a>'
    site = built({}, copyright=footer)
    page = BeautifulSoup((site.folder / "404.html").read_text(encoding="utf-8"), "html5lib")
    assert page.select_one(".md-copyright a[rel~=sponsored]") is not None
    assert len(page.select("article .candid-disclosure")) == 1


def test_a_blog_s_listing_discloses_what_its_excerpts_link_to(built: Build) -> None:
    post = "---\ndate: 2026-11-{day}\n---\n# Post {day}\n\nGo [there]({link}).\n\n<!-- more -->\n\nMore.\n"
    pages = {
        "blog/index.md": "# Blog\n",
        "blog/posts/first.md": post.format(day="01", link="offer:join"),
        "blog/posts/second.md": post.format(day="02", link="https://other.example/"),
    }
    site = built(pages, plugins=["search", "blog", "candid"])
    listing = site.page("blog")
    assert len(listing.select("a[rel~=sponsored]")) == 1
    disclosures = listing.select("[data-candid-disclosure]")
    assert len(disclosures) == 1
    everything = listing.find_all(True)
    assert everything.index(disclosures[0]) < everything.index(listing.select("a[rel~=sponsored]")[0])
    assert len(site.page("blog/2026/11/01/post-01").select("[data-candid-disclosure]")) == 1
    assert site.page("blog/2026/11/02/post-02").select("[data-candid-disclosure]") == []


def test_excerpts_of_several_posts_share_no_id(built: Build) -> None:
    post = "---\ndate: 2026-11-{day}\n---\n# Post {day}\n\n[?](calc:{fee}#net)\n\n{fence}\n\n<!-- more -->\n\nMore.\n"
    fence = "```calculator\nupwork/connects: {connects: 6}\n```"
    pages = {
        "blog/index.md": "# Blog\n",
        **{f"blog/posts/{day}.md": post.format(day=day, fee=FEE, fence=fence) for day in ("01", "02")},
    }
    listing = built(pages, plugins=["blog", "candid"]).page("blog")
    ids = [str(tag["id"]) for tag in listing.select("main [id]")]
    assert len(ids) == len(set(ids))
    assert len([name for name in ids if name.startswith("candid-number-")]) == 2


@pytest.mark.parametrize(
    "link",
    [
        f"[?](calc:{FEE}#net){{ .big }}",
        f'<a class="big" href="calc:{FEE.replace("&", "&amp;")}#net">?</a>',
    ],
)
def test_a_number_keeps_its_meaning_whatever_attributes_its_link_has(built: Build, link: str) -> None:
    article = built({"a.md": f"# A\n\n{link}\n"}).article("a")
    assert [tag.get_text() for tag in article.select(".candid-number__value")] == ["$900.00"]
    assert "calc:" not in str(article)


def test_the_origin_of_a_number_stays_out_of_the_search_index(built: Build) -> None:
    site = built({"a.md": f"# A\n\nYou keep [?](calc:{FEE}#net) of it.\n"})
    entries = json.loads((site.folder / "search/search_index.json").read_text(encoding="utf-8"))["docs"]
    assert "<p>You keep $900.00 of it.</p>" in [entry["text"] for entry in entries]


@pytest.mark.parametrize(
    ("template", "text", "place"),
    [
        ("rule", "<p>\n{{ view.nothing }}</p>\n", "theme/candid/rule.html:2"),
        ("rule", "<p>\n\n{% if %}</p>\n", "theme/candid/rule.html:3"),
        ("number", "{{ view.nothing }}\n", "theme/candid/number.html:1"),
        ("parts", "{% macro day(x) %}{{ x.nothing }}{% endmacro %}\n", "candid/rule.html:"),
    ],
)
def test_a_template_that_fails_is_a_located_finding(
    built: Build, caplog: pytest.LogCaptureFixture, template: str, text: str, place: str
) -> None:
    pages = {"a.md": REVIEW + f"\n# A\n\n[?](calc:{FEE}#net)\n\n```rule\nrule: upwork/connects\n```\n"}
    with pytest.raises(Abort):
        built(pages, files={f"theme/candid/{template}.html": text}, theme={"custom_dir": "theme"})
    assert any(record.message.startswith(place) and " template " in record.message for record in caplog.records)


def test_a_wrong_link_in_a_template_fails_and_leaves_nothing_behind(
    built: Build, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    with pytest.raises(Abort):
        built({"a.md": "# A\n"}, copyright='<a href="offer:nothing">there</a>')
    assert any("the theme's templates:1:1: unknown-id" in record.message for record in caplog.records)
    assert not list((tmp_path / "site").rglob("*.html"))


def test_a_template_may_link_to_offers_and_pages(built: Build) -> None:
    footer = '<a href="offer:plain">plain</a> <a href="page:sub/a.md">page</a>'
    page = built({"sub/a.md": "# A\n", "sub/b.md": "# B\n"}, copyright=footer).page("sub/b")
    assert [link["href"] for link in page.select(".md-copyright a")][:2] == ["https://www.upwork.com/about", "../a/"]


def test_a_comparison_shown_only_as_a_sample_still_appears(built: Build) -> None:
    front = (
        "---\ncomparison:\n  products: [upwork, other]\n  caption: Both\n"
        "  rows: [{label: Where, offers: true}]\n---\n# Both\n\n"
    )
    data = {"products/other.yml": "name: Other\nsummary: Another.\nofficial_site: https://other.example/\n"}
    site = built(
        {
            "indented.md": front + "Text.\n\n    ```comparison\n    ```\n",
            "commented.md": front + "<!--\n\n```comparison\n```\n\n-->\n\nText.\n",
        },
        data,
    )
    for name in ("indented", "commented"):
        assert len(site.article(name).select("table.candid-products")) == 1, name


def test_what_is_commented_out_cannot_be_wrong(built: Build) -> None:
    page = "# A\n\n<!--\n[a](offer:nothing)\n\n```rule\nrule: nothing\n```\n-->\n\n<pre>[b](offer:no)</pre>\n\nText.\n"
    assert "Text." in built({"a.md": page}).article("a").get_text()


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("[?](CALC:x)", "3:5: link-form unknown scheme 'CALC:'"),
        ("[a](offers:join)", "3:5: link-form unknown scheme 'offers:'"),
        ("<offer:join>", "3:2: link-form an address in angle brackets"),
        ("![a](offer:join)", "3:6: link-form an image"),
        ("[](offer:join)", "3:2: link-form the link has no text"),
        ("[?](calc://[x#cost)", "3:5: calc-link the address cannot be read"),
    ],
)
def test_what_was_meant_to_be_a_link(built: Build, caplog: pytest.LogCaptureFixture, text: str, finding: str) -> None:
    with pytest.raises(Abort):
        built({"a.md": f"# A\n\n{text}\n"})
    assert any(record.message.startswith(f"content/pages/a.md:{finding}") for record in caplog.records)


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ('<div class="x">[a](offer:join)</div>', "3:20: link-form 'offer:join' is printed as text"),
        (f"<div>[?](calc:{FEE}#net)</div>", "3:10: link-form 'calc:upwork"),
        ("[y](http://[bad/)", "3:5: link-form 'http://[bad/'"),
        ("[x](javascript:alert(1)) [z](offer:nope)", "3:5: unsafe-link"),
        ("[x](javascript:alert(1)) [z](offer:nope)", "3:30: unknown-id"),
    ],
)
def test_links_that_cannot_be_published(
    built: Build, caplog: pytest.LogCaptureFixture, text: str, finding: str
) -> None:
    with pytest.raises(Abort):
        built({"a.md": f"# A\n\n{text}\n"})
    assert any(record.message.startswith(f"content/pages/a.md:{finding}") for record in caplog.records)


@pytest.mark.parametrize(
    "text", [f"[$901.00][c]\n\n[c]: calc:{FEE}#net", f"<a href='calc:{FEE.replace('&', '&amp;')}#net'>$901.00</a>"]
)
def test_a_number_is_under_test_however_its_link_is_written(
    built: Build, caplog: pytest.LogCaptureFixture, text: str
) -> None:
    article = built({"a.md": f"# A\n\n{text}\n"}).article("a")
    assert "$900.00" in article.get_text()
    assert any("calc-text the page says '$901.00'" in record.message for record in caplog.records)


def test_hidden_numbers_are_left_alone(built: Build) -> None:
    hidden = '<!-- <a href="calc:nope#x">1</a> -->\n\n<script>var t = \'<a href="calc:nope#x">1</a>\';</script>'
    page = (built({"a.md": f"# A\n\n{hidden}\n"}).folder / "a/index.html").read_text(encoding="utf-8")
    assert hidden in page


def test_a_stray_blank_does_not_break_a_tracking_link(built: Build) -> None:
    link = built({"a.md": '# A\n\n<a href="https://upwork.pxf.io/c/1/2/3 ">x</a>\n'}).article("a").find("a", rel=True)
    assert link is not None
    assert str(link["href"]).startswith("https://upwork.pxf.io/c/1/2/3?subId1=")


def test_a_template_that_changes_the_content_doubles_no_disclosure(built: Build) -> None:
    main = '{% extends "base.html" %}{% block content %}{{ page.content | replace("Intro", "Start") }}{% endblock %}\n'
    pages = {"a.md": "# A\n\nIntro [b](offer:join)\n"}
    page = built(pages, files={"theme/main.html": main}, theme={"custom_dir": "theme"}).page("a")
    assert len(page.select("[data-candid-disclosure]")) == 1


def test_a_mistake_leaves_an_earlier_site_alone_when_building_dirtily(
    built: Build, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    built({"a.md": "# A\n"})
    before = sorted((tmp_path / "site").rglob("*.html"))
    with pytest.raises(Abort):
        built({"a.md": "[x](offer:nope)\n"}, dirty=True)
    assert sorted((tmp_path / "site").rglob("*.html")) == before


def test_claims_are_found_in_what_the_summary_shows(built: Build, caplog: pytest.LogCaptureFixture) -> None:
    built({"a.md": REVIEW.replace("A verdict.", "We tested it for a year.") + "\n# A\n"})
    assert any("a.md:6:12: warning: first-hand-claim 'We tested'" in record.message for record in caplog.records)


def test_absurd_scores_are_out_of_range(built: Build, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(Abort):
        built({"a.md": REVIEW.replace("fees: 3", 'fees: "1e999999"') + "\n# A\n"})
    assert any("5:18: invalid-value the score" in record.message for record in caplog.records)


def test_the_notice_of_a_demonstration(built: Build) -> None:
    data = {"site.yml": "name: A\nas_of: 2026-11-21\ndemo: true\n"}
    site = built({"a.md": "# A\n"}, data)
    assert len(site.article("a").select(".candid-notice")) == 1
    assert built({"a.md": "# A\n"}).article("a").select(".candid-notice") == []


def test_serve_shows_a_mistake_in_the_page_and_goes_on(built: Build) -> None:
    page = "# A\n\n```rule\nrule: nothing\n```\n\nMore text.\n"
    with pytest.raises(Abort):
        built({"a.md": page})
    article = built({"a.md": page}, command="serve").article("a")
    problem = article.select_one(".candid-problem")
    assert problem is not None
    assert "nothing" in problem.get_text()
    assert "content/pages/a.md:4:7" in problem.get_text()
    assert "More text." in article.get_text()


def test_the_same_site_twice_is_the_same_bytes(built: Build) -> None:
    pages = {"review.md": REVIEW + f"\n# Upwork\n\n[?](calc:{FEE}#net) [Join](offer:join)\n"}
    first = (built(pages).folder / "review/index.html").read_bytes()
    assert (built(pages).folder / "review/index.html").read_bytes() == first


def test_links_between_pages_are_resolved_with_and_without_folders(built: Build) -> None:
    method = (
        "version: '1'\nsince: 2026-11-01\npage: how.md\nmethods:\n  marketplace:\n    title: M\n    criteria:\n"
        "      fees: {title: F, weight: 60, question: Q}\n      payments: {title: P, weight: 40, question: Q}\n"
    )
    pages = {"how.md": "# How\n", "sub/review.md": REVIEW + "\n# Upwork\n"}
    folders = built(pages, {"methodology.yml": method}).article("sub/review")
    assert folders.find("a", href="../../how/") is not None
    site = built(pages, {"methodology.yml": method}, use_directory_urls=False)
    assert 'href="../how.html"' in (site.folder / "sub/review.html").read_text(encoding="utf-8")
