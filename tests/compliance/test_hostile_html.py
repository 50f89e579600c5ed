"""Whatever a file holds, the checks end soon and without a traceback."""

from __future__ import annotations

import json
import time
from itertools import count
from typing import get_args

import pytest
from click.testing import CliRunner

from candid.cli import main
from candid.compliance import audit
from candid.models import Jurisdiction
from tests.compliance.pages import site_of
from tests.growth import growth

ALL = get_args(Jurisdiction)
PAID = '<a href="https://www.awin1.com/cread.php?awinmid=1&awinaffid=2">Check price</a>'
NOTICE = '<p class="disclosure" style="color: {}">Advertising: we earn a commission when you buy through our links.</p>'
AMAZON = '<a href="https://www.amazon.com/dp/B00000000X?tag=me-20">x</a>'


def page(body):
    head = '<!doctype html><html lang="en"><head><title>T</title></head>'
    return f"{head}<body><main><h1>T</h1>{body}{PAID}</main></body></html>"


ODD = {
    "empty": b"",
    "a mark alone": b"\xef\xbb\xbf",
    "a zero": b"\0",
    "zeros": page("a\0b" * 100).encode(),
    "every byte": bytes(range(256)) * 50,
    "not UTF-8": page("caf\xe9").encode("latin-1"),
    "UTF-16": page("café").encode("utf-16"),
    "no character set": b'<meta charset="rot13"><p>\xff',
    "an attribute of five megabytes": page(f'<p title="{"a " * 2_500_000}">x</p>').encode(),
    "10,000 elements in each other": page("<div>" * 10_000 + "x" + "</div>" * 10_000).encode(),
    "nothing closed": page('<div class="card"><a href="https://amzn.to/x"><b>' * 3000).encode(),
    "tables in tables": page("<table><tr><td>" * 1000).encode(),
    "angles": b"<" * 50_000,
    "tags cut off": b"<a href=" * 20_000,
    "comments": b"<!--" * 20_000,
    "quotes": b'<a href="' * 20_000,
    "a frameset": b'<frameset><frame src="//x.test"></frameset>',
    "upper case": b"<HTML><BODY><A HREF=HTTPS://AMZN.TO/X>X</A><IMG SRC=X><TABLE><TR><TH></TABLE>",
    "broken addresses": page(
        '<a href="http://[::1">x</a><a href="//[">y</a><img src="http://[x"><link rel="stylesheet" href="http://[">'
        '<link rel="stylesheet" href="%00"><meta http-equiv="refresh" content="0;url=http://[">'
    ).encode(),
    "entities that are none": page("&#xD800;&#x110000;&#0;&nope;" * 100).encode(),
    "JSON without an end": page(f'<script type="application/ld+json">{"[" * 50_000}</script>').encode(),
    "JSON of wrong types": page(
        '<script type="application/ld+json">{"@type":["Review",3,null],"author":[[]],"reviewRating":"x",'
        '"@graph":{"a":1}}</script>'
    ).encode(),
    "half a character in JSON": page(
        '<script type="application/ld+json">{"@type":"Review","author":{"@type":"Person","name":"\\ud800"}}</script>'
    ).encode(),
    "CSS of brackets": page(f"<style>{'{' * 20_000}</style><style>@media ({'(' * 20_000}</style>").encode(),
    "CSS that turns in circles": page("<style>:root{--a:var(--b);--b:var(--a)}p{color:var(--a)}</style><p>x").encode(),
    "a colour of 400 digits": page(NOTICE.format(f"oklch(0.5 0.1 {'9' * 400})")).encode(),
    "a colour of 120 digits": page(NOTICE.format(f"oklab({'9' * 120} 0 0)")).encode(),
    "a selector of 200 parts": page(f"<style>{'p ' * 200}{{ color: red }}</style>").encode(),
    "200 rules in each other": page(f"<style>{'p { color: red; ' * 200}</style>").encode(),
    "a rule that names the one around it 1,000 times": page(
        f"<style>{'.a' * 900} {{ {'& ' * 1000} {{ color: red }} }}</style>"
    ).encode(),
    "a style of brackets": page(f'<p style="color:{"(" * 20_000}">x').encode(),
    "a length of points": page("<style>@media (min-width: 1.2.3px) { p { color: red } }</style>").encode(),
}


@pytest.mark.parametrize("content", ODD.values(), ids=ODD)
def test_every_file_can_be_checked(tmp_path, content):
    (tmp_path / "page.html").write_bytes(content)
    started = time.process_time()
    result = CliRunner().invoke(main, ["check", str(tmp_path), "--profile", "all", "--format", "sarif"])
    assert time.process_time() - started < 20
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.exit_code in (0, 1), result.output
    assert json.loads(result.stdout)["version"] == "2.1.0"


MANY = {
    "tables": lambda count: "<table><tr><th></th><td>✓</td></tr></table>" * count,
    "boxes": lambda count: '<div class="card tooltip sticky best winner stars">x</div>' * count,
    "links": lambda count: "".join(
        f'<a href="https://x.test/{n}" target="_blank" aria-describedby="d{n}">here</a><p id="d{n}">x'
        for n in range(count)
    ),
    "sliders": lambda count: (
        f"<form>{''.join(f'<label for=i{n}>a</label><input id=i{n} type=range>' for n in range(count))}<output></form>"
    ),
    "rules": lambda count: (
        f"<style>{''.join(f'.c{n}:hover .tip{{color:#aaa}}' for n in range(count))}</style>"
        f"{''.join(f'<p class=c{n}>text <span class=tip role=tooltip>x</span>' for n in range(count))}"
    ),
    "style sheets without rules": lambda count: f"<style>{' ' * count * 30}</style><style>{'a' * count * 30}</style>",
    "colours": lambda count: "rows in green are privacy " * count + '<p style="color:#ccc">x</p>' * count,
    "calls": lambda count: "<script>" + 'fetch("//x.test/a");subid=' * count + "</script>",
    "images": lambda count: "".join(f'<img src="https://h{n}.test/a.jpg" width=1 height=1>' for n in range(count)),
    "one sub-ID": lambda count: (
        f'<a href="https://www.awin1.com/cread.php?awinaffid=2&clickref={"me1" * count}{"1." * count}{"%40" * count}">x'
    ),
    "stars": lambda count: "<p>★★★★☆ " * count + f"<div>{'<i class=star></i>' * count}</div>",
    "sources": lambda count: f'<img srcset="{"https://a.test/x 1x, " * count}">',
    "links in one paragraph": lambda count: f"<p>{AMAZON * count}</p>",
    "links in one card": lambda count: f'<div class="card"><h3>x</h3>{AMAZON * count}</div>',
    "links in one row": lambda count: f"<table><tr>{f'<td>{AMAZON}</td>' * count}</tr></table>",
    "owners": lambda count: (
        f"<p>We give neutral advice.</p>{'<p>This site is owned by Other Company.</p><h2>x</h2>' * count}"
    ),
    "addresses in CSS": lambda count: f"<style>{'url(https://' * count}</style>",
}


@pytest.mark.parametrize("make", MANY.values(), ids=MANY)
def test_the_time_grows_with_the_page_and_not_with_its_square(tmp_path, make):
    folders = (tmp_path / str(number) for number in count())

    def auditing(size):
        site = site_of(next(folders), {"page.html": page(make(size))}, profiles=ALL)
        return lambda: audit(site)

    assert growth(auditing, 300, 1500) < 3
