"""What is said of a site's redirects that search engines may follow: once a path, and how to end it."""

from __future__ import annotations

import json

import pytest

from candid.compliance import audit
from tests.compliance.pages import site_of

PAID = "https://www.awin1.com/cread.php?awinmid=1&awinaffid=2"
PLAIN = "https://shop.example/"
PAGE = '<!doctype html><html lang="en"><title>T</title><link rel="canonical" href="https://x.example{}"><p>Text.'


def hints(folder, files):
    found = audit(site_of(folder, files)).findings
    return [one.hint for one in found if one.code == "P-ALL-02"]


@pytest.mark.parametrize(
    ("rules", "closed"),
    [
        (f"/go/x {PAID} 302\n/go/x/ {PAID} 302\n", ["/go/"]),
        (f"/sub/go/x {PAID} 302\n", ["/sub/go/"]),
        (f"/reviews/deal {PAID} 302\n", ["/reviews/deal"]),
        (f"/go/x {PAID} 302\n/go/more/y {PLAIN} 302\n", ["/go/x"]),
        (f"/deal {PAID} 302\n", ["/deal"]),
        (f"/go/* {PAID} 302\n", ["/go/"]),
    ],
)
def test_no_more_is_closed_than_leads_to_programmes(tmp_path, rules, closed):
    files = {"_redirects": rules, "reviews/a/index.html": PAGE.format("/reviews/a/")}
    assert hints(tmp_path, files) == [f"write into robots.txt: Disallow: {path}" for path in closed]


def test_a_page_below_a_path_is_known_by_its_full_address(tmp_path):
    refresh = f'<meta http-equiv="refresh" content="0; url={PAID}">'
    files = {"a/index.html": PAGE.format("/sub/a/"), "go/x/index.html": f"<!doctype html><title>T</title>{refresh}"}
    assert hints(tmp_path, files) == ["write into robots.txt: Disallow: /sub/go/"]


def vercel(**more):
    headers = [{"key": "X-Robots-Tag", "value": "noindex"}]
    return json.dumps({"headers": [{"source": "/go/(.*)", "headers": headers, **more}]})


EVERYWHERE = 'Header set X-Robots-Tag "noindex, nofollow"\n'


@pytest.mark.parametrize(
    ("name", "text", "is_enough"),
    [
        ("_headers", "/go/*\n  X-Robots-Tag: noindex\n", True),
        ("_headers", "/go/:name\n  x-robots-tag: none\n", True),
        ("_headers", "/go\n  X-Robots-Tag: noindex\n", False),
        ("_headers", "/go/*\n  X-Robots-Tag: nofollow\n", False),
        ("_headers", "/go/*\n  X-Robots-Tag: otherbot: noindex\n", False),
        ("vercel.json", vercel(), True),
        ("vercel.json", vercel(has=[{"type": "host", "value": "y.example"}]), False),
        ("vercel.json", '{"headers": [1, {"source": "/go/x", "headers": {"a": 1}}]}', False),
        (".htaccess", EVERYWHERE, True),
        (".htaccess", f"<IfModule mod_headers.c>\n{EVERYWHERE}</IfModule>\n", True),
        (".htaccess", f"<Files a.pdf>\n{EVERYWHERE}</Files>\n", False),
        (".htaccess", 'Header set X-Robots-Tag "noindex" "expr=%{REQUEST_URI} =~ m#/go/[^/]*#"\n', True),
        (".htaccess", 'Header set X-Robots-Tag "noindex" "expr=%{REQUEST_URI} =~ m#/to/[^/]*#"\n', False),
        (".htaccess", 'Header unset X-Robots-Tag\nHeader set X-Robots-Tag "noindex\n', False),
        ("nginx.conf", 'location ^~ "/go/" {\n  add_header X-Robots-Tag "noindex" always;\n}\n', True),
        ("nginx.conf", "location = /go/y { add_header X-Robots-Tag noindex; }\n", False),
        ("nginx.conf", "location /a/ {\n  add_header X-Robots-Tag noindex;\n}\nlocation /go/ { return 404; }\n", False),
        ("nginx.conf", "location /a/ { return 404; }\nadd_header X-Robots-Tag noindex;\n", True),
        ("nginx.conf", "server {\n  # add_header X-Robots-Tag noindex;\n}\n", False),
        ("go/x.html", '<!doctype html><title>T</title><meta name="robots" content="noindex">', True),
    ],
)
def test_search_engines_may_be_told_by_the_answer(tmp_path, name, text, is_enough):
    files = {"_redirects": f"/go/x {PAID} 302\n", name: text}
    assert (hints(tmp_path, files) == []) is is_enough
