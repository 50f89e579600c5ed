"""How a page's source is split: front matter, fences and links of our schemes, each at its place."""

from __future__ import annotations

import pytest

from candid.sources import PageSource, read_page


def page(text: str) -> PageSource:
    return read_page(text.encode(), "pages/p.md", "p.md")


def fences(text: str) -> list[tuple[str, str, str, bool]]:
    return [(fence.name, str(fence.name_at), fence.body, fence.closed) for fence in page(text).fences]


def test_front_matter_is_read_with_places() -> None:
    source = page("---\ntitle: A\nreview:\n  product: upwork\n---\n\n# A\n")
    assert source.front_matter.value == {"title": "A", "review": {"product": "upwork"}}
    assert str(source.front_matter.locate(("review", "product"))) == "pages/p.md:4:12"
    assert source.body == "\n# A\n"
    assert source.body_line == 6
    assert source.findings == ()


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"---\ntitle: [a\n---\n", ["pages/p.md:2:10 yaml-syntax"]),
        (b"---\ntitle: a\n", ["pages/p.md:1:1 front-matter"]),
        (b"---\n- a\n---\n", ["pages/p.md:2:1 front-matter"]),
        (b"---\na: 1\na: 2\n---\n", ["pages/p.md:3:1 duplicate-key"]),
        (b"line\nline \xff\n", ["pages/p.md:2:1 not-utf-8"]),
        (b"---\n---\ntext", []),
        (b"---\n\nA rule, not front matter.\n", []),
        (b"\xef\xbb\xbf---\r\ntitle: a\r\n---\r\ntext", []),
    ],
)
def test_broken_front_matter_is_found(raw: bytes, expected: list[str]) -> None:
    found = read_page(raw, "pages/p.md", "p.md").findings
    assert [f"{finding.location} {finding.code}" for finding in found] == expected


def test_windows_line_ends_and_a_byte_order_mark_move_nothing() -> None:
    source = read_page(b"\xef\xbb\xbf---\r\ntitle: a\r\n---\r\n\r\n```rule\r\nrule: x\r\n```\r\n", "p.md", "p.md")
    assert source.front_matter.value == {"title": "a"}
    assert [(str(fence.name_at), fence.body) for fence in source.fences] == [("p.md:5:4", "rule: x")]


FENCES = {
    "plain": ("```rule\nrule: x\n```\n", [("rule", "pages/p.md:1:4", "rule: x", True)]),
    "tildes": ("~~~rule\nrule: x\n~~~\n", [("rule", "pages/p.md:1:4", "rule: x", True)]),
    "attributes": ("```{.rule #id}\nrule: x\n```\n", [("rule", "pages/p.md:1:6", "rule: x", True)]),
    "in a list item": (
        "- item\n\n    ```rule\n    rule: x\n    ```\n",
        [("rule", "pages/p.md:3:8", "rule: x", True)],
    ),
    "in an admonition": (
        "!!! note\n\n    text\n\n    ```rule\n    a:\n      b: 1\n    ```\n",
        [("rule", "pages/p.md:5:8", "a:\n  b: 1", True)],
    ),
    "in a quote": ("> ```rule\n> rule: x\n> ```\n", [("rule", "pages/p.md:1:6", "rule: x", True)]),
    "not closed": ("```rule\nrule: x\n", [("rule", "pages/p.md:1:4", "", False)]),
    "broken off by a lesser indent": (
        "- item\n\n    ```rule\nrule: x\n    ```\n",
        [("rule", "pages/p.md:3:8", "", False)],
    ),
    "a sample in a longer fence": (
        "````markdown\n```rule\nrule: x\n```\n````\n",
        [("markdown", "pages/p.md:1:5", "```rule\nrule: x\n```", True)],
    ),
    "a sample in indented code": ("Text.\n\n    ```rule\n    rule: x\n    ```\n", []),
    "a sample in indented code behind a quote": ("- item\n\n> quote\n\n    ```rule\n    rule: x\n    ```\n", []),
    "inline code": ("``` not a fence ```\n", []),
}


@pytest.mark.parametrize("name", FENCES)
def test_fences(name: str) -> None:
    text, expected = FENCES[name]
    assert fences(text) == expected


LINKS = {
    "inline": ("Go [there](offer:upwork).", [("offer:upwork", "1:12", "there", "1:5")]),
    "brackets in the text": ("[a [b]](offer:x)", [("offer:x", "1:9", "a [b]", "1:2")]),
    "with a title": ('[a](offer:x "Title")', [("offer:x", "1:5", "a", "1:2")]),
    "reference": ("[a][r]\n\n[r]: offer:x\n", [("offer:x", "3:6", None, "3:6")]),
    "raw HTML": ('<a class="b" href="offer:x">a</a>', [("offer:x", "1:20", None, "1:20")]),
    "a number": ("[$1](calc:a/b?c=1&on=2024-01-01#net)", [("calc:a/b?c=1&on=2024-01-01#net", "1:6", "$1", "1:2")]),
    "an entity": (
        '<a href="calc:a/b?c=1&amp;quoted_rate=0.1#net">',
        [("calc:a/b?c=1&quoted_rate=0.1#net", "1:10", None, "1:10")],
    ),
    "no entity": ("[?](calc:a/b?c=1&quoted_rate=0.1#net)", [("calc:a/b?c=1&quoted_rate=0.1#net", "1:5", "?", "1:2")]),
    "in code": ("`[a](offer:x)` and ``[b](offer:y)``", []),
    "in a fence": ("```\n[a](offer:x)\n```\n", []),
    "in indented code": ("Text.\n\n    [a](offer:x)\n", []),
    "not an address": ("The scheme offer:x is ours.", []),
}


@pytest.mark.parametrize("name", LINKS)
def test_links_of_our_schemes(name: str) -> None:
    text, expected = LINKS[name]
    found = [
        (
            link.href,
            str(link.href_at).removeprefix("pages/p.md:"),
            link.text,
            str(link.text_at).removeprefix("pages/p.md:"),
        )
        for link in page(text).links
    ]
    assert found == expected


def test_code_is_told_from_prose() -> None:
    source = page("A `code` b\n\n```python\nfenced\n```\n\n    indented\n\n- item\n\n    text\n")
    found = {
        word: source.is_code(source.body.index(word)) for word in ("A", "code", " b", "fenced", "indented", "text")
    }
    assert found == {"A": False, "code": True, " b": False, "fenced": True, "indented": True, "text": False}
