"""``candid links``: what kind of link an address is, the networks that Candid knows, and a site's own links."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence

import click

from candid.commands.lazy_group import LazyGroup
from candid.commands.saying import say
from candid.commands.text_tables import text_table
from candid.networks import load_networks
from candid_rules.documents import did_you_mean

__all__ = ["links"]

_COLUMNS = ("class", "network", "sub_id", "destination", "url")
_NETWORK_COLUMNS = ("id", "name", "sub_id", "destination")


_OF_A_SITE = {
    "check": "candid.commands.link_checks:check_links",
    "export": "candid.commands.link_tables:export_table",
    "import": "candid.commands.link_tables:import_table",
    "list": "candid.commands.link_lists:list_all",
    "redirects": "candid.commands.link_redirects:write_redirects",
}


@click.group(cls=LazyGroup, lazy=_OF_A_SITE)
def links() -> None:
    """Look at links as Candid sees them."""


@links.command()
@click.argument("urls", metavar="URL…", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array, in the order of the addresses.")
def classify(urls: Sequence[str], as_json: bool) -> None:
    """Say which class each URL is of: certain, strong, landing, weak, unknown or none.

    A dash reads addresses from standard input, one on each line. Nothing is fetched: the address alone decides, and
    what a site declares in its site.yml is not known here.
    """
    networks = load_networks()
    rows = [networks.classify(url).as_json() for url in _given(urls)]
    if as_json:
        say(json.dumps(rows, indent=2, ensure_ascii=False))
    elif rows:
        say(text_table(_COLUMNS, rows))


@links.command("networks")
@click.argument("words", metavar="[WORD]…", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
def list_networks(words: Sequence[str], as_json: bool) -> None:
    """List what `network:` of a programme may name, with the parameters for a sub-ID and a destination.

    With WORDs only those whose id or name has one of them.
    """
    known = sorted(load_networks().by_id.values(), key=lambda network: network.id)
    rows: list[dict[str, str | None]] = [
        {
            "id": network.id,
            "name": network.name,
            "sub_id": next(iter(network.sub_id), None),
            "destination": next(iter(network.destination), None),
        }
        for network in known
        if network.has_publishers and _has_any(f"{network.id} {network.name}", words)
    ]
    if not rows:
        near = did_you_mean(" ".join(words), [network.id for network in known if network.has_publishers])
        raise click.UsageError(f"no network is called '{' '.join(words)}'; {near}")
    if as_json:
        say(json.dumps(rows, indent=2, ensure_ascii=False))
    else:
        say(text_table(_NETWORK_COLUMNS, rows))


def _has_any(text: str, words: Sequence[str]) -> bool:
    return not words or any(word.casefold() in text.casefold() for word in words)


def _given(urls: Sequence[str]) -> Iterator[str]:
    for url in urls:
        if url == "-":
            yield from filter(None, map(str.strip, sys.stdin))
        else:
            yield url
