"""``robots.txt`` with the line that keeps crawlers out, read by the parser of Python's own library."""

from __future__ import annotations

from pathlib import Path
from urllib.robotparser import RobotFileParser

import pytest

from candid.redirects import AuthorFiles, redirect_files
from candid.redirects.robots import with_disallow
from tests.redirects.site import sound

OWN = """\
# Ours
User-agent: GPTBot
User-agent: CCBot
Disallow: /secret/

Sitemap: https://example.com/sitemap.xml
user-agent : Bingbot   # theirs
Crawl-delay: 5
"""


def allowed(text: str, crawler: str, path: str) -> bool:
    parser = RobotFileParser()
    parser.parse(text.splitlines())
    return parser.can_fetch(crawler, f"https://example.com{path}")


@pytest.mark.parametrize("crawler", ["Googlebot", "GPTBot", "CCBot", "Bingbot"])
@pytest.mark.parametrize("own", [None, "", "Sitemap: https://example.com/sitemap.xml\n", OWN, f"{OWN}User-agent: *\n"])
def test_no_crawler_follows_redirects(own: str | None, crawler: str) -> None:
    text = with_disallow(own, "/go/")
    assert not allowed(text, crawler, "/go/join/")
    assert allowed(text, crawler, "/reviews/")
    assert allowed(text, crawler, "/gone/")


def test_what_an_author_wrote_is_kept() -> None:
    text = with_disallow(OWN, "/go/")
    assert [line for line in text.splitlines() if line in OWN.splitlines()] == [*OWN.splitlines(), ""]
    assert not allowed(text, "GPTBot", "/secret/x")
    assert allowed(text, "Bingbot", "/secret/x")


@pytest.mark.parametrize(
    "text",
    [
        "User-agent: *\nDisallow: /\nAllow: /go/join/\n",
        "User-agent: *\nDisallow: /\nAllow: /*/join\n",
        "User-agent: *\nDisallow: /\nAllow: /*join$\n",
        "User-agent: *\n\nallow: /go/\n",
        "User-agent: Bingbot\nAllow: /g\nAllow: /*join\n\nUser-agent: *\nDisallow: /\n",
    ],
)
def test_a_line_that_lets_them_in_is_reported(tmp_path: Path, text: str) -> None:
    own = {"robots.txt": text}
    files = AuthorFiles("content/pages", {"robots.txt": "content/pages/robots.txt"}, own.get)
    _, findings = redirect_files(sound(tmp_path), files)
    assert [str(finding).partition("\n")[0] for finding in findings] == [
        "content/pages/robots.txt:3:1: warning: redirect-robots this lets search engines follow the redirects in '/go/'"
    ]


@pytest.mark.parametrize("rules", ["Allow: /", "Allow: /go", "Allow: /go/other/", "Allow: /*in\nDisallow: /*join"])
def test_a_line_that_lets_nobody_to_a_redirect_is_none(tmp_path: Path, rules: str) -> None:
    own = {"robots.txt": f"User-agent: *\n{rules}\n"}
    files = AuthorFiles("content/pages", {"robots.txt": "content/pages/robots.txt"}, own.get)
    assert redirect_files(sound(tmp_path), files)[1] == []
