"""Sub-IDs of a whole site: text, buttons, excerpts and what a theme adds are places of their own."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from tests.builds.conftest import REVIEW, UNCHECKED, Build

POST = """\
---
date: 2026-11-01
---
# Post

[Join](offer:join)

```offers
product: upwork
```

<!-- more -->

[Join](offer:join)
"""
PLACES_OF_THE_THEME = ("site", "below", "belowoffers")
THEME = """\
{% extends "base.html" %}
{% block announce %}<a href="offer:join">Join</a>{% endblock %}
{% block footer %}<a href="offer:join">Join</a><a href="offer:join" data-placement="offers">Join</a>{% endblock %}
"""


def test_no_two_places_of_a_site_share_one(built: Build) -> None:
    pages = {
        "upwork.md": f"{REVIEW}# Upwork\n\n[Join](offer:join) and [join](offer:join)\n",
        "blog/index.md": "# Blog\n",
        "blog/posts/post.md": POST,
    }
    blog = {"blog": {"archive": False, "categories": False}}
    site = built(pages, plugins=[blog, *UNCHECKED], theme={"custom_dir": "theme"}, files={"theme/main.html": THEME})
    found = [
        parse_qs(urlsplit(str(link["href"])).query)["subId1"][0]
        for name in ("", "upwork", "blog", "blog/2026/11/01/post")
        for link in site.page(name).select("a[href*=pxf]")
    ]
    assert sorted(set(found)) == sorted(found)
    slugs = ("index", "upwork", "blog_index", "blog_posts_post")
    theme = [f"{slug}.{place}1" for slug in slugs for place in PLACES_OF_THE_THEME]
    assert sorted(found) == sorted(
        [
            *theme,
            "upwork.summary1",
            "upwork.text1",
            "upwork.text2",
            "blog_posts_post.text1",
            "blog_posts_post.text2",
            "blog_posts_post.offers1",
            "blog_posts_post.excerpt1",
            "blog_posts_post.excerptoffers1",
        ]
    )
