"""What of a page is prose: words stay where they are, and all that only looks like words is blanked out."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from candid.prose import Prose, read_prose
from candid.sources import read_page
from tests.growth import growth


def prose(text: str) -> Prose:
    return read_prose(read_page(text.encode(), "p.md", "p.md"))


PROSE = {
    "plain": ("It costs WORD.", True),
    "emphasis": ("It costs **WORD**.", True),
    "heading": ("## WORD", True),
    "table": ("| a | b |\n|---|---|\n| x | WORD |", True),
    "link text": ("[costs WORD](https://example.com/)", True),
    "list": ("- one\n\n    WORD", True),
    "numbered list": ("1. one\n\n    WORD", True),
    "admonition": ("!!! note\n\n    WORD", True),
    "quote": ("> WORD", True),
    "wrapped line": ("It costs\n    WORD", True),
    "footnote": ("[^1]: WORD", True),
    "unclosed code span": ("a ` WORD", True),
    "backticks of another length": ("`` a ` WORD", True),
    "backticks of the next paragraph": ("a ` b\n\nWORD ` c", True),
    "less than": ("a < WORD > b", True),
    "unclosed comment": ("<!-- WORD", True),
    "unclosed fence in a list": ("- ```\n\nWORD", True),
    "text of HTML": ("<p>WORD</p>", True),
    "brackets that are no link": ("[a] (WORD)", True),
    "code span": ("`WORD`", False),
    "code span of two": ("`` ` WORD ``", False),
    "code span on two lines": ("`a\nWORD`", False),
    "fence": ("```yaml\nWORD\n```", False),
    "tilde fence": ("~~~\nWORD\n~~~", False),
    "fence in a list": ("- a\n\n    ```\n    WORD\n    ```", False),
    "indented code": ("a\n\n    WORD", False),
    "second line of indented code": ("a\n\n    b\n\n    WORD", False),
    "indented code in a list": ("- a\n\n        WORD", False),
    "comment": ("a <!-- WORD --> b", False),
    "long comment": ("<!--\n\nWORD\n\n-->", False),
    "attribute of HTML": ('<a title="WORD">x</a>', False),
    "code of HTML": ("<code>WORD</code>", False),
    "pre": ("<PRE>\n\nWORD\n\n</pre>", False),
    "script": ("<script>WORD</script>", False),
    "address": ("[a](https://example.com/WORD)", False),
    "address with brackets": ("[a](https://example.com/(b)/WORD)", False),
    "angled address": ("[a](<https://example.com/ WORD>)", False),
    "title of a link": ('[a](https://example.com/ "WORD")', False),
    "bare address": ("see https://example.com/WORD now", False),
    "automatic link": ("<https://example.com/WORD>", False),
    "address of a picture": ("![a](WORD.png)", False),
    "definition": ("[a]: https://example.com/WORD", False),
    "attributes": ("a {: title=WORD }", False),
}


@pytest.mark.parametrize(("text", "kept"), PROSE.values(), ids=PROSE.keys())
def test_what_is_prose(text: str, kept: bool) -> None:
    found = prose(text).text
    assert ("WORD" in found) is kept
    assert len(found) == len(text)
    if kept:
        assert found.index("WORD") == text.index("WORD")


def links(text: str) -> list[tuple[str, str]]:
    found = prose(text)
    return [(text[link.start : link.end], link.href) for link in found.links]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](b)", [("a", "b")]),
        ("[a](b 'c')", [("a", "b")]),
        ("[a](<b c>)", [("a", "b c")]),
        ("[a [b] c](d)", [("a [b] c", "d")]),
        ("[a][b]\n\n[B]: c", [("a", "c")]),
        ("[a][]\n\n[a]: c", [("a", "c")]),
        ("[a]\n\n[a]: <c>", [("a", "c")]),
        ("[a][b]", []),
        ("[a]\n\n    [a]: c", []),
        ('<a class="x" href="b?c=1&amp;d=2">a</a>', [("a", "b?c=1&d=2")]),
        ("<A HREF=b>a</A>", [("a", "b")]),
        ("![a](b)", []),
        ("[![a](b)](c)", [("![a](b)", "c")]),
        (r"\[a](b)", []),
        ("`[a](b)`", []),
        ("[a\n\nb](c)", []),
        ("[$5.00](calc:a/b?currency=1&copy=2#net)", [("$5.00", "calc:a/b?currency=1&copy=2#net")]),
    ],
)
def test_links_and_their_texts(text: str, expected: list[tuple[str, str]]) -> None:
    assert links(text) == expected


def test_comments_are_kept_with_their_places() -> None:
    assert prose("a<!-- b --> <!--c-->").comments == {1: "b", 12: "c"}


def test_blocks_end_at_empty_lines_and_fences() -> None:
    text = "a\nb\n\n> c\n>\n> d\n\n```\ne\n```\nf"
    found = prose(text)
    assert [text[start:end].strip("\n") for start, end in found.blocks()] == ["a\nb", "> c", "> d", "f"]


def test_nothing_moves_in_random_text() -> None:
    chooser = random.Random(7)
    parts = [
        "[",
        "](",
        ")",
        "`",
        "``",
        "<!--",
        "-->",
        "<a href='x'>",
        "</a>",
        "\n",
        "\n\n",
        "    ",
        "```\n",
        "> ",
        "{",
        "}",
    ]
    parts += ["\\", "https://x.y/", "[^1]: ", "[a]: b", "<code>", "</code>", "word ", "- ", '"', "!["]
    for _ in range(2000):
        text = "".join(chooser.choices(parts, k=chooser.randint(1, 30)))
        found = prose(text)
        assert len(found.text) == len(text)
        assert all(new in (old, "\0", "\n") for old, new in zip(text, found.text, strict=True)), text
        assert all(0 <= link.start <= link.end <= len(text) for link in found.links)


HOSTILE = [
    "[",
    "]",
    "[](",
    "[a](",
    "](   ",
    '[a](b "',
    "a](x(",
    "` `` ``` ",
    "`",
    "<a ",
    "<!-- ",
    "<code>",
    "{",
    "\n ",
    "\n    x",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_the_work_grows_with_the_length_alone(unit: str) -> None:
    def reading(size: int) -> Callable[[], object]:
        source = read_page((unit * (size // len(unit))).encode(), "p.md", "p.md")
        assert source.fence_spans is not None
        return lambda: read_prose(source)

    assert growth(reading, 40_000, 400_000) < 4
