"""Whatever an author writes as a destination, real servers and browsers lead there or nowhere."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Route
from pydantic import TypeAdapter, ValidationError

from candid.models import WebAddress
from candid.redirects import AuthorFiles, redirect_files, server_files
from candid.redirects.routes import location_of
from tests.redirects.conftest import apache_for, nginx_for, publishing
from tests.redirects.hosted import cloudflare_rules, netlify_rules, vercel_rules
from tests.redirects.requests import ask
from tests.redirects.site import load, plain_programme, with_addresses
from tests.security.payloads import ADDRESSES, TEXTS

MARKS = (
    "$ $1 ${host} $host $uri $$ %1 %{ENV:PATH} %0d%0a %00 %25 %5C \\ \\1 \\n ' \" ` ; } { # ? ?? & * ** :splat :x "
    "() [] ^ | ! ~ ,"
)
HOSTS = ("a.example", "мойсайт.example", "münchen.example", "xn--a-ecp.example", "[::1]", "127.0.0.1", "a.example:8443")
WRITTEN = (
    *ADDRESSES,
    *(f"https://a.example/{text}" for text in TEXTS),
    *(f"https://a.example/{mark}/x?q={mark}#{mark}" for mark in MARKS.split()),
    *(f"https://{host}/{mark}" for host in HOSTS for mark in ("", "$1;}", "a b")),
    *(f"https://{mark}a.example/" for mark in MARKS.split()),
    *(f"https://a.example{mark}/" for mark in MARKS.split()),
    *(f"https://a.example/{code}" for code in ("\r\nX: y", "\n", "\x0b", "\x85", "\u2028", "\x7f", "\t", " ")),
)
_WEB = TypeAdapter(WebAddress)


def _is_taken(address: str) -> bool:
    try:
        _WEB.validate_python(address)
    except ValidationError:
        return False
    return location_of(address) is not None


TAKEN = {f"o{number}": address for number, address in enumerate(WRITTEN) if _is_taken(address)}
REFUSED = [address for address in WRITTEN if not _is_taken(address)]


def test_there_are_many_of_both() -> None:
    assert len(TAKEN) > 100
    assert len(REFUSED) > 100


def test_what_is_refused_is_refused_at_its_place(tmp_path: Path) -> None:
    files = {f"programmes/p{number}.yml": plain_programme(address) for number, address in enumerate(REFUSED)}
    _site, findings = load(tmp_path, files)
    errors = [str(finding.location) for finding in findings if finding.severity.word == "error"]
    for number, address in enumerate(REFUSED):
        assert any(place.startswith(f"data/programmes/p{number}.yml:") for place in errors), address


@pytest.mark.parametrize("serve", [nginx_for, apache_for], ids=["nginx", "apache"])
def test_real_servers_lead_where_the_author_wrote(serve: object, tmp_path: Path) -> None:
    with publishing(TAKEN) as published, serve(published, tmp_path) as port:  # type: ignore[operator]
        for name, address in TAKEN.items():
            for path in (f"/go/{name}", f"/go/{name}/?u=//evil.example/"):
                answer = ask(port, path)
                # Apache leaves out the marks at an address's end behind which a query has nothing.
                wanted = str(location_of(address))
                assert answer.status == 302
                assert str(answer.location).rstrip("?&") == wanted.rstrip("?&"), address
                assert set(answer.headers) <= _USUAL, address


_USUAL = {
    *("server", "date", "content-type", "content-length", "connection", "location"),
    *("x-robots-tag", "cache-control"),
}


def test_files_of_other_hosts_hold_the_same(tmp_path: Path) -> None:
    site = with_addresses(tmp_path, TAKEN)
    texts, _ = redirect_files(site, AuthorFiles(), "https://example.com/")
    beside, _ = server_files(site, AuthorFiles(), "https://example.com/")
    wanted = {f"/go/{name}": location_of(address) for name, address in TAKEN.items()}
    for rules in (netlify_rules(texts["_redirects"]), cloudflare_rules(texts["_redirects"])):
        assert {rule.path.rstrip("/"): rule.to for rule in rules} == wanted
    vercel = {rule.path.rstrip("/"): rule.to for rule in vercel_rules(beside["vercel.json"])}
    assert {path: to.replace("%24", "$") for path, to in vercel.items()} == {
        path: str(to).replace("%24", "$") for path, to in wanted.items()
    }
    assert "$" not in "".join(vercel.values())


@pytest.mark.parametrize(
    "path", ['"; return 302 https://evil.example/; #', "a%22%7B%0A%7D", "\\", "$host", ":x/(.*)/*"]
)
def test_the_path_of_a_site_stays_a_path(path: str, tmp_path: Path) -> None:
    address = f"https://example.com/{path}/"
    with publishing({"o": "https://a.example/"}, address) as published, nginx_for(published, tmp_path) as port:
        assert ask(port, "/").location is None
    beside = published[1]
    redirects = json.loads(beside["vercel.json"])["redirects"]
    assert {entry["destination"] for entry in redirects} == {"https://a.example/"}
    sources = [entry["source"] for entry in redirects]
    assert all(":" not in source.replace("\\:", "") and "(" not in source.replace("\\(", "") for source in sources)


_FRAMES = """(names) => document.body.replaceChildren(...names.map((name) => {
  const frame = document.createElement("iframe");
  Object.assign(frame, { name, src: `/go/${name}/` });
  return frame;
}))"""
AT_ONCE = 25
"""Frames of one page: each is led on like a page of its own, and all of them together in little more time than one."""


def test_pages_that_lead_on_lead_there_in_a_browser(browser: Browser, tmp_path: Path) -> None:
    texts, _ = redirect_files(with_addresses(tmp_path, TAKEN), AuthorFiles(), "https://example.com/")
    asked: dict[str, list[str]] = defaultdict(list)

    def answer(route: Route) -> None:
        address = urlsplit(route.request.url)
        own = address.hostname == "example.com"
        if not own:
            asked[route.request.frame.name].append(route.request.url)
        html = texts.get(f"{address.path.lstrip('/')}index.html") if own else None
        route.fulfill(body=html or "there", content_type="text/html")

    with browser.new_context() as context:
        context.route("**/*", answer)
        page = context.new_page()
        page.on("dialog", lambda dialog: asked["dialog"].append(dialog.message))
        page.goto("http://example.com/")  # where frames may be led to addresses of either kind
        into = "(all) => Object.fromEntries(Object.entries(all).map(([name, text]) => [name, new URL(text).href]))"
        wanted: dict[str, str] = page.evaluate(into, {name: location_of(address) for name, address in TAKEN.items()})
        names = list(TAKEN)
        for start in range(0, len(names), AT_ONCE):
            page.evaluate(_FRAMES, names[start : start + AT_ONCE])
            for name in names[start : start + AT_ONCE]:
                frame = page.locator(f"iframe[name={name}]").element_handle().content_frame()
                assert frame is not None
                frame.wait_for_url(lambda url: url != "about:blank" and "example.com/go/" not in url)
                assert asked.pop(name) == [wanted[name].partition("#")[0]], TAKEN[name]
                assert frame.url == wanted[name], TAKEN[name]
        assert asked == {}
        assert page.url == "http://example.com/"
