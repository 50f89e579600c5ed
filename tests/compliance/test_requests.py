"""What a script asks other hosts for when a page opens: not what its comments name, nor what waits for readers."""

from __future__ import annotations

import pytest

from candid.compliance.facts.requests import requests_of
from tests.compliance.pages import page_of
from tests.growth import growth

CALL = "fetch('https://x.example/a')"


def hosts(script):
    return [request.host for request in requests_of(page_of(f"<script>{script}</script>"))]


@pytest.mark.parametrize(
    "script",
    [
        f"{CALL};",
        f"// first\n{CALL};",
        f"/* first */ {CALL}; /* last",
        f"var home = 'https://y.example/'; {CALL};",
        f'var sign = "/*"; {CALL}; var end = "*/";',
        f"var sign = `/*`, text = 'it\\'s // one'; {CALL};",
        f"var quotes = /[/\"']/g, half = width / 2; {CALL}; // '",
        f"window.onload = function () {{ {CALL}; }};",
        f"document.addEventListener('DOMContentLoaded', function () {{ {CALL}; }});",
        "var s = document.createElement('script'); s.onload = go; s.src = 'https://x.example/a.js';",
    ],
)
def test_a_script_that_waits_for_nobody(script):
    assert hosts(script) == ["x.example"]


@pytest.mark.parametrize(
    "script",
    [
        f"// old: {CALL}",
        f"/**\n * Usage:\n *   {CALL}\n */\nfunction load() {{}}",
        f"var text = 'a'; // it's: {CALL}",
        f"button.addEventListener('pointerdown', () => {CALL});",
        f"button.addEventListener( 'keydown', () => {CALL});",
        f"field.onfocus = () => {CALL};",
        f"map.ontouchstart=() => {CALL};",
        f"$('#map').on('mouseenter', () => {CALL});",
        f"new IntersectionObserver(() => {CALL}).observe(map);",
    ],
)
def test_a_script_that_asks_for_nothing_yet(script):
    assert hosts(script) == []


@pytest.mark.parametrize("part", ["/*", "//", '"', '\\"', "'\\'", "`", "=/", "=/[", "= "])
def test_comments_are_found_in_linear_time(part):
    def reading(size):
        page = page_of(f"<script>{CALL};{part * size}</script>")
        return lambda: list(requests_of(page))

    assert growth(reading, 3000, 15000) < 3
