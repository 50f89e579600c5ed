"""Moved addresses, written anew where they stand."""

from __future__ import annotations

import pytest

from candid.diagnostics import Location
from candid.link_health.checking import CheckedLink
from candid.link_health.moves import find_moves, rewritten
from candid.link_health.site_links import Place, SiteLink
from candid.link_health.states import Verdict
from candid.networks import LinkClass

OLD, NEW = "https://a.example/old", "https://b.example/new?x=1&y=2"


def change(text: str, line: int, column: int, written: str = OLD, new: str = NEW, cls: LinkClass = "none") -> str:
    link = SiteLink(OLD, (Place(Location("a.md", line, column), written),), cls)
    moves = find_moves([CheckedLink(link, OLD, Verdict("moved", "", new))])
    return rewritten(text.encode(), moves.get("a.md", []))[0].decode()


CHANGED = [
    (f"[x]({OLD})", 1, 5, OLD, f"[x]({NEW})"),
    (f"a\r\n\r\n[x]({OLD}) b\r\n", 3, 5, OLD, f"a\r\n\r\n[x]({NEW}) b\r\n"),
    (f"\ufeff[x]({OLD}#part)", 1, 5, f"{OLD}#part", f"\ufeff[x]({NEW}#part)"),
    (f"ü [x]({OLD} 'T')", 1, 7, OLD, f"ü [x]({NEW} 'T')"),
    (
        "<a href='https://a.example/?a&amp;b'>",
        1,
        10,
        "https://a.example/?a&amp;b",
        f"<a href='{NEW}'>".replace("&", "&amp;"),
    ),
    (f'url: "{OLD}"', 1, 6, OLD, f'url: "{NEW}"'),
    (f"url: '{OLD}'", 1, 6, OLD, f"url: '{NEW}'"),
    (f"{{url: {OLD}, x: 1}}", 1, 7, OLD, f"{{url: {NEW}, x: 1}}"),
]


@pytest.mark.parametrize(("text", "line", "column", "written", "after"), CHANGED)
def test_the_address_changes_and_nothing_else(text: str, line: int, column: int, written: str, after: str) -> None:
    assert change(text, line, column, written) == after


@pytest.mark.parametrize(
    ("text", "line", "column", "new"),
    [
        ("[x](https://a.example/other)", 1, 5, NEW),  # the file has changed meanwhile
        (f"[x]({OLD})", 1, 4, NEW),
        (f"[x]({OLD})", 7, 5, NEW),
        (f"[x]({OLD})", 1, 5, "https://b.example/a(b)"),
        (f"{{a: {OLD}}}", 1, 5, "https://b.example/a,b"),
        (f"[x]({OLD})", 1, 5, "https://b.example/'onclick='"),
    ],
)
def test_or_nothing_does(text: str, line: int, column: int, new: str) -> None:
    assert change(text, line, column, new=new) == text


def test_affiliate_links_stay() -> None:
    assert change(f"[x]({OLD})", 1, 5, cls="certain") == f"[x]({OLD})"


def test_several_on_one_line() -> None:
    text = f"[x]({OLD}) [y]({OLD})"
    places = (Place(Location("a.md", 1, 5), OLD), Place(Location("a.md", 1, 5 + len(OLD) + 6), OLD))
    moves = find_moves([CheckedLink(SiteLink(OLD, places, "none"), OLD, Verdict("moved", "", NEW))])
    assert rewritten(text.encode(), moves["a.md"]) == (f"[x]({NEW}) [y]({NEW})".encode(), 2)
