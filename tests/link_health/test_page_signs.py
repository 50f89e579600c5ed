"""What pages say about themselves, and what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from candid.link_health.page_signs import read_signs
from candid.link_health.trails import Sign

SAID: list[tuple[str, Sign | None]] = [
    ("404", "not-found"),
    ("404 Not Found", "not-found"),
    ("Page Not Found!", "not-found"),
    ("Page not found · GitHub", "not-found"),
    ("Bazaar | Page not found", "not-found"),
    ("Error 404: Page not found - Bazaar of the whole wide world", "not-found"),
    ("404 - The Bazaar", "not-found"),
    ("This page isn’t available", "not-found"),
    ("Seite nicht gefunden – Basar", "not-found"),
    ("Página no encontrada", "not-found"),
    ("This domain is for sale!", "parked"),
    ("Just a moment...", "bot-wall"),
    ("Attention Required! | Cloudflare", "bot-wall"),
    ("Access Denied", "bot-wall"),
    ("How to fix a 404 page not found error", None),
    ("Error 404: what it means and how to fix it", None),
    ("Boeing 404", None),
    ("CAPTCHA - Wikipedia", None),
    ("Lost and not found", None),
    ("Is this domain for sale? How to ask", None),
    ("Prices", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "sign"), SAID)
@pytest.mark.parametrize("element", ["title", "h1"])
def test_titles_and_headings(element: str, text: str, sign: Sign | None) -> None:
    body = f"<!doctype html><p>Words.</p><{element}>{text}</{element}>"
    assert read_signs(body.encode(), "utf-8").sign == sign


def test_a_second_heading_and_prose_say_nothing() -> None:
    body = b"<title>Shop</title><h1>Things</h1><h1>Page not found</h1><p>404 Not Found</p>"
    assert read_signs(body).sign is None


def test_it_is_read_in_its_charset() -> None:
    body = "<title>Página no encontrada</title>"
    assert read_signs(body.encode("latin-1"), "ISO-8859-1").sign == "not-found"
    declared = f'<meta charset="latin-1">{body}'
    assert read_signs(declared.encode("latin-1")).sign == "not-found"


REFRESHES = [
    ("0; url=/next", "/next"),
    ("0;URL='https://a.example/x'", "https://a.example/x"),
    ("3, /next", "/next"),
    ("600; url=/next", None),
    ("30", None),
    ("", None),
]


@pytest.mark.parametrize(("content", "address"), REFRESHES)
def test_a_page_that_goes_on_by_itself(content: str, address: str | None) -> None:
    body = f'<title>A</title><meta http-equiv="refresh" content="{content}">'
    assert read_signs(body.encode()).refresh == address


def test_a_page_with_words_and_a_script_is_a_page() -> None:
    script = "<script>if (x) { window.location.href = '/y' }</script>"
    assert read_signs(f"<title>A</title>{script}".encode()).sign == "script"
    assert read_signs(f"<title>A</title>{script}<p>{'words ' * 40}</p>".encode()).sign is None
    assert read_signs(b"<title>A</title><script>var location_name = 1</script>").sign is None


@given(st.binary(max_size=2000), st.one_of(st.none(), st.text(max_size=20)))
@example(b"<p>x", "undefined")
def test_no_bytes_break_it(body: bytes, charset: str | None) -> None:
    read_signs(b"<title>" + body, charset)
    read_signs(body, charset)
