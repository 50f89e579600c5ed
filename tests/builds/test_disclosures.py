"""Disclosures where readers meet a page before they open it: lists, excerpts, the search, feeds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from lxml import etree

from .conftest import DATA, REVIEW, UNCHECKED, Build

POST = """\
---
date: 2026-11-{day}
categories: [Work]
---
# Post {day}

An excerpt.

<!-- more -->

Go [there]({to}).
"""
BLOG = {
    "blog/index.md": "# Blog\n",
    "blog/posts/paid.md": POST.format(day="01", to="offer:join"),
    "blog/posts/free.md": POST.format(day="02", to="https://other.example/"),
}
PAGE = "Ad · affiliate links: we earn a commission if you buy through links on this page."


def labelled(scope: BeautifulSoup | Tag) -> dict[str, bool]:
    """The text of each link within a page's content, without its label, and whether it has a label for a teaser."""
    links = {}
    for link in scope.select(".md-content a[href]:not(.headerlink)"):
        mark = link.select_one(".candid-label[data-candid-teaser]")
        if mark is not None:
            assert mark.get_text() in ("Ad", "Anzeige")
            mark.extract()
        links[link.get_text(" ", strip=True)] = mark is not None
    return links


def test_excerpts_of_a_blog(built: Build) -> None:
    site = built(BLOG, plugins=["search", {"blog": {"post_excerpt": "required"}}, "candid"])
    for name in ("blog", "blog/archive/2026", "blog/category/work"):
        page = site.page(name)
        more = [link for link in page.select(".md-post__action a") if link.select(".candid-label")]
        assert len(more) == 1, name
        assert not page.select(".md-sidebar .candid-label")
        links = labelled(page)
        assert (links["Post 01"], links["Post 02"]) == (True, False), name


def test_further_pages_of_a_blog(built: Build) -> None:
    site = built(BLOG, plugins=[{"blog": {"pagination_per_page": 1}}, "candid"])
    assert labelled(site.page("blog"))["Post 02"] is False
    assert labelled(site.page("blog/page/2"))["Post 01"] is True


def test_links_beside_a_post(built: Build) -> None:
    pages = {**BLOG, "review.md": REVIEW + "# Upwork\n"}
    pages["blog/posts/free.md"] = pages["blog/posts/free.md"].replace("---\n#", "links: [review.md]\n---\n#")
    beside = built(pages, plugins=["blog", "candid"]).page("blog/2026/11/02/post-02").select(".md-sidebar--post a")
    (related,) = [link for link in beside if link.get_text().strip().startswith("Upwork")]
    assert related.select_one(".candid-label") is not None


def test_lists_by_tag(built: Build) -> None:
    pages = {
        "review.md": REVIEW.replace("title: Upwork\n", "title: Upwork\ntags: [work]\n") + "# Upwork\n",
        "other.md": "---\ntags: [work]\n---\n# Other\n",
        "tags.md": "# Tags\n\n<!-- material/tags -->\n",
    }
    links = labelled(built(pages, plugins=["tags", "candid"]).page("tags"))
    assert (links["Upwork"], links["Other"]) == (True, False)


def test_cards_lists_and_mentions_of_a_home_page(built: Build) -> None:
    home = """\
# Home

<div class="grid cards" markdown>

-   **[A card](review.md)**

    What it says.

</div>

- [A line](review.md): what it says
- [A plain line](other.md)

Whoever has read [a mention](review.md) of it in a sentence knows what it says.
"""
    site = built({"index.md": home, "review.md": REVIEW + "# Upwork\n", "other.md": "# Other\n"})
    assert labelled(site.page("")) == {"A card": True, "A line": True, "A plain line": False, "a mention": False}
    navigation = [link for link in site.page("").select("nav a") if "Upwork" in link.get_text()]
    assert navigation
    assert not [link for link in navigation if link.select(".candid-label")]


def test_a_list_speaks_its_own_language(built: Build) -> None:
    listing = "---\nlang: de\n---\n# Liste\n\n- [Upwork](review.md)\n"
    page = built({"liste.md": listing, "review.md": REVIEW + "# Upwork\n"}, plugins=UNCHECKED).page("liste")
    assert [mark.get_text() for mark in page.select("article .candid-label")] == ["Anzeige"]


def test_a_site_words_its_labels_itself(built: Build) -> None:
    own = "disclosures:\n  en: {teaser: Advert, link: Paid link, page: 'Advert: we earn commissions by these links.'}\n"
    data = {"site.yml": "name: A test site\nas_of: 2026-11-21\n" + own}
    site = built({"index.md": "# Home\n\n- [Upwork](review.md)\n", "review.md": REVIEW + "# Upwork\n"}, data)
    assert [mark.get_text() for mark in site.page("").select("article .candid-label")] == ["Advert"]
    article = site.article("review")
    assert {mark.get_text() for mark in article.select("a .candid-label")} == {"Paid link"}
    notice = article.select_one("[data-candid-disclosure]")
    assert notice is not None
    assert notice.get_text() == "Advert: we earn commissions by these links."


def test_the_search_finds_a_page_with_its_disclosure(built: Build) -> None:
    site = built({"review.md": REVIEW + "# Upwork\n\nA text.\n", "other.md": "# Other\n\nAnother text.\n"})
    index = json.loads((site.folder / "search/search_index.json").read_text(encoding="utf-8"))
    texts = {entry["location"]: entry["text"] for entry in index["docs"]}
    assert PAGE in texts["review/"]
    assert PAGE not in texts["other/"]


def test_a_demonstration_says_so(built: Build) -> None:
    site = built({"a.md": "# A\n"}, {"site.yml": "name: A test site\nas_of: 2026-11-21\ndemo: true\n"})
    assert len(site.article("a").select(".candid-notice[data-candid-demo]")) == 1


def rss(path: Path) -> dict[str, str]:
    items = etree.parse(str(path)).getroot().iter("item")
    return {item.findtext("title") or "": item.findtext("description") or "" for item in items}


def test_feeds(built: Build) -> None:
    dates = {"use_git": False, "date_from_meta": {"as_creation": "date"}, "abstract_chars_count": 60}
    plugins = [{"rss": {**dates, "match_path": "(paid|free|german)\\.md"}}, *UNCHECKED]
    pages = {
        "paid.md": "---\ndate: 2026-11-01\n---\n# Paid\n\nGo [there](offer:join), and so on, and so on.\n",
        "free.md": "---\ndate: 2026-11-02\ndescription: As it is.\n---\n# Free\n\n[Nowhere](https://other.example/)\n",
        "german.md": "---\ndate: 2026-11-03\nlang: de\ndescription: Wie es ist.\n---\n# Nah\n\n[Dort](offer:join)\n",
    }
    site = built(pages, plugins=plugins, site_url="https://test.example/sub/", command="build")
    items = rss(site.folder / "feed_rss_created.xml")
    assert set(items) == {"Ad: Paid", "Free", "Anzeige: Nah"}
    assert items["Ad: Paid"].startswith(f"<p>{PAGE}</p>")
    assert items["Free"] == "As it is."
    assert items["Anzeige: Nah"].startswith("Anzeige · Dieser Beitrag")
    assert items["Anzeige: Nah"].endswith("Wie es ist.")
    link = BeautifulSoup(items["Ad: Paid"], "html5lib").find("a")
    assert link is not None
    assert "sponsored" in link["rel"]
    assert str(link["href"]).startswith("https://upwork.pxf.io/")

    feed = json.loads((site.folder / "feed_json_created.json").read_text(encoding="utf-8"))
    said = {item["title"]: " ".join(item["content_html"].split()) for item in feed["items"]}
    assert said == items


SENTENCE = "statement: {en: We are partners of Upwork.}\n"
AMAZON = "As an Amazon Associate I earn from qualifying purchases."
BOOK = "https://www.amazon.com/dp/B000000000?tag=x-20"


@pytest.mark.parametrize("links", ["direct", "redirects"])
def test_listings_of_excerpts_with_affiliate_links_disclose_them(built: Build, links: str) -> None:
    """And the audit at the end of the build agrees."""
    more = f"An [offer](offer:join), a [book]({BOOK})." if links == "direct" else "An [offer](offer:join)."
    pages = {**BLOG, "blog/posts/paid.md": BLOG["blog/posts/paid.md"].replace("An excerpt.", more)}
    data = {"programmes/upwork-affiliate.yml": DATA["programmes/upwork-affiliate.yml"]}
    if links == "redirects":
        data["site.yml"] = DATA["site.yml"] + "redirects: {hosts: [netlify]}\n"
        data["programmes/upwork-affiliate.yml"] += "cloaking: allowed\n" + " " * 8 + SENTENCE
    plugins = [{"blog": {"pagination_per_page": 1}}, "candid"]
    site = built(pages, data, plugins=plugins, site_url="https://test.example/")
    for name in ("blog/page/2", "blog/category/work/page/2", "blog/archive/2026/page/2"):
        page = site.page(name)
        assert len(page.select('a[data-candid][href^="/go/"]')) == (links == "redirects")
        (notice,) = page.select("[data-candid-disclosure]")
        said = [one.get_text() for one in notice.find_all("p")]
        assert said == [PAGE, AMAZON if links == "direct" else "We are partners of Upwork."], name
        before = notice.find_previous_sibling()
        assert before is not None
        assert before.name == "h1"
    assert not site.page("blog").select("[data-candid-disclosure]")


def test_a_notice_gets_the_statements_of_what_a_template_adds(built: Build) -> None:
    template = (
        '{% extends "base.html" %}{% block content %}{{ super() }}<p><a href="' + BOOK + '">Book</a></p>{% endblock %}'
    )
    theme = {"theme": {"custom_dir": "theme"}, "files": {"theme/main.html": template}}
    site = built({"a.md": "# A\n\nGo [there](offer:join).\n", "b.md": f"# B\n\nA [book]({BOOK}).\n"}, **theme)
    for name in ("a", "b"):
        (notice,) = site.page(name).select("[data-candid-disclosure]")
        assert [one.get_text() for one in notice.find_all("p")] == [PAGE, AMAZON]


@pytest.mark.parametrize(
    ("block", "parent"),
    [
        ('{% block content %}<p><a href="offer:join">x</a></p>{{ super() }}{% endblock %}', "article"),
        ('{% block site_nav %}<div><p><a href="offer:join">x</a></p></div>{% endblock %}', "main"),
    ],
)
def test_a_notice_stands_before_what_a_template_puts_above(built: Build, block: str, parent: str) -> None:
    """And the audit at the end of the build agrees; the search finds the page with the notice all the same."""
    theme = {"theme": {"custom_dir": "theme"}, "files": {"theme/main.html": '{% extends "base.html" %}' + block}}
    site = built({"a.md": "# A\n\nText.\n", "b.md": f"# B\n\nA [book]({BOOK}).\n"}, **theme)
    for name, said in (("a", [PAGE]), ("b", [PAGE, AMAZON]), ("", [PAGE])):
        (notice,) = site.page(name).select("[data-candid-disclosure]")
        assert [one.get_text() for one in notice.find_all("p")] == said
        assert notice.parent is not None
        assert notice.parent.name == parent
    index = json.loads((site.folder / "search/search_index.json").read_text(encoding="utf-8"))
    assert PAGE in next(entry["text"] for entry in index["docs"] if entry["location"] == "b/")


def test_a_template_s_links_speak_the_language_of_the_page(built: Build) -> None:
    template = '{% extends "base.html" %}{% block content %}{{ super() }}<a href="offer:join">x</a>{% endblock %}'
    theme = {"theme": {"custom_dir": "theme"}, "files": {"theme/main.html": template}}
    site = built({"a.md": "---\nlang: de\n---\n# A\n", "b.md": "# B\n"}, plugins=UNCHECKED, **theme)
    for name, label in (("a", "Anzeige"), ("b", "Ad")):
        assert [mark.get_text() for mark in site.page(name).select("a[data-candid] .candid-label")] == [label]


def test_listings_with_affiliate_links_are_announced_wherever_they_are_listed(built: Build) -> None:
    """By pages that were written before them too; and the audit agrees."""
    paid = BLOG["blog/posts/paid.md"].replace("An excerpt.", "An [offer](offer:join).").replace("[Work]", "[Kettles]")
    home = (
        "# Home\n\n- [All posts](blog/index.md)\n- [Kettles]({base}blog/category/kettles/)\n"
        "- [Work]({base}blog/category/work/)\n- [November]({base}blog/archive/2026/): the year\n\n"
        "What we wrote [in the blog](blog/index.md) is a mention, and a mention needs no label of its own.\n"
    )
    pages = {**BLOG, "blog/posts/paid.md": paid, "index.md": home.format(base=""), "z.md": home.format(base="../")}
    site = built({**pages, "blog/posts/other.md": BLOG["blog/posts/free.md"]}, plugins=["blog", "tags", "candid"])
    for name in ("", "z"):
        assert labelled(site.page(name)) == {
            "All posts": True,
            "Kettles": True,
            "Work": False,
            "November": True,
            "in the blog": False,
        }, name
    for name in ("blog", "blog/2026/11/01/post-01"):
        listed = site.page(name).select(".md-post__meta a, .md-sidebar a")
        assert [link.get_text(" ", strip=True) for link in listed if link.select(".candid-label")] == [], name


def test_an_excerpt_s_categories_are_no_teasers(built: Build) -> None:
    """The pages of categories have affiliate links once an excerpt has one; the audit finds no label missing."""
    paid = BLOG["blog/posts/paid.md"].replace("An excerpt.", "An [offer](offer:join)." + " Long prose." * 150)
    paid = paid.replace("[Work]", "[Kettles]")
    site = built({**BLOG, "blog/posts/paid.md": paid}, plugins=["blog", "candid"])
    for name in ("blog", "blog/category/kettles", "blog/archive/2026", "blog/2026/11/01/post-01"):
        assert len(site.page(name).select("[data-candid-disclosure]")) == 1, name
