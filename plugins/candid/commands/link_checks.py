"""``candid links check``: whether the links of a site still lead where they should."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from candid import __version__
from candid.commands.folders import load_folders, own_rulebooks, site_folders
from candid.commands.link_memory import MEMORY, remembered
from candid.commands.saying import say, say_difference
from candid.commands.writing import difference, write_file, write_files
from candid.diagnostics import Finding, Severity, format_findings, in_order
from candid.link_health.attestations import check_attested, holding
from candid.link_health.checking import (
    CheckedLink,
    addresses_to_ask,
    ask_all,
    assess,
    nothing_answered,
)
from candid.link_health.memory import Memory
from candid.link_health.moves import find_moves, rewritten
from candid.link_health.politeness import Turns
from candid.link_health.reports import as_json, as_text, group_of
from candid.link_health.site_links import is_tracking, site_links
from candid.link_health.states import failure
from candid.link_health.trails import Trail
from candid.site import Site
from candid.targets import Targets

__all__ = ["check_links"]

_PATIENCE = 30
_INTERRUPTED = 130


@dataclass(frozen=True)
class _Manners:
    """How hosts are asked."""

    agent: str
    seconds: float
    pause: float
    together: int
    allow_private: bool
    follow_tracking: bool


def _checked_contact(_context: click.Context, _option: click.Parameter, contact: str) -> str:
    if not re.fullmatch(r"[!-'*-~ ]*", contact):
        raise click.BadParameter("a contact is an address or a mail address, without parentheses")
    return contact.strip()


@click.command("check")
@site_folders
@click.option("--json", "as_json_array", is_flag=True, help="Print one JSON array.")
@click.option("--strict", is_flag=True, help="Fail on moved links and on warnings too.")
@click.option("--offline", is_flag=True, help="Ask nobody: print what earlier checks learnt.")
@click.option(
    "--max-age",
    type=click.FloatRange(min=0),
    metavar="DAYS",
    default=7,
    show_default=True,
    help="How long an answer counts before its address is asked again. What failed is always asked again.",
)
@click.option(
    "--follow-tracking",
    is_flag=True,
    help="Visit tracking links, to see whether they still track. Each visit may count as a click of a reader, which "
    "programmes do not want: without this, affiliate links are checked by their destinations. With it, the visits say "
    "honestly what they are, so that networks can leave them out of their statistics.",
)
@click.option("--allow-private", is_flag=True, help="Ask machines of private networks and this one too.")
@click.option("--contact", metavar="TEXT", default="", callback=_checked_contact, help="Who asks, told to every host.")
@click.option("--together", type=click.IntRange(1, 64), default=8, show_default=True, help="Hosts to ask at a time.")
@click.option(
    "--pause",
    type=click.FloatRange(min=0),
    metavar="SECONDS",
    default=1,
    show_default=True,
    help="Between two requests to one host, which gets one at a time.",
)
@click.option(
    "--timeout", type=click.FloatRange(min=0.1), metavar="SECONDS", default=15, show_default=True, help="For an answer."
)
@click.option(
    "--write-moves", is_flag=True, help="Write the new addresses of moved links into the files; shows a diff."
)
def check_links(
    pages: Path,
    data: Path,
    as_json_array: bool,
    strict: bool,
    offline: bool,
    max_age: float,
    follow_tracking: bool,
    allow_private: bool,
    contact: str,
    together: int,
    pause: float,
    timeout: float,
    write_moves: bool,
) -> None:
    """Ask whether the links of pages and data still lead where they should.

    Every link is ok, moved, blocked, dead or lost-tracking. It is dead once it has failed twice, at least an
    hour apart. Hosts are asked politely, as their robots.txt allows. Answers are remembered in
    .cache/candid/links.json. Exits with 1 if a link is dead or has lost its tracking.
    """
    loaded = load_folders(pages, data)
    now = datetime.now(UTC)
    links = site_links(loaded.site, loaded.pages, own_rulebooks(loaded, data), follow_tracking=follow_tracking)
    memory, findings = remembered()
    attested = holding(loaded.site, now.date())
    findings += [finding for finding in loaded.findings if finding.severity is Severity.ERROR]
    findings += check_attested(loaded.site, links, now.date())
    was_interrupted = False
    if not offline:
        agent = f"candid/{__version__} (checks the links of a site{f'; {contact}' if contact else ''})"
        manners = _Manners(agent, timeout, pause, together, allow_private, follow_tracking)
        age = timedelta(days=max_age)
        asked = addresses_to_ask(links, memory, attested, now=now, max_age=age, follow_tracking=follow_tracking)
        if asked:
            was_interrupted = _ask(asked, loaded.site, manners, memory)
            memory.forget_unused(now)
            write_file(MEMORY, memory.as_json().encode("utf-8"))
    checked = assess(links, memory, attested, loaded.site.networks, follow_tracking=follow_tracking)
    say(as_json(checked) if as_json_array else as_text(checked))
    if findings:
        say(format_findings(in_order(findings)), err=True)
    if write_moves and not was_interrupted:
        _write_moves(checked)
    if was_interrupted:
        raise SystemExit(_INTERRUPTED)
    if _is_bad(checked, findings, strict):
        raise SystemExit(1)


def _ask(addresses: Sequence[str], site: Site, manners: _Manners, memory: Memory) -> bool:
    """Ask addresses and remember the answers; whether somebody pressed Ctrl-C meanwhile.

    Raises:
        click.ClickException: ``httpx`` is missing, or this machine is cut off.
    """
    answers: dict[str, tuple[Trail, datetime]] = {}
    console = Console(stderr=True)
    columns = (TextColumn("Links"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    was_interrupted = False
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=len(addresses))

        def learn(address: str, trail: Trail) -> None:
            answers[address] = trail, datetime.now(UTC)
            progress.advance(task)

        try:
            asyncio.run(_follow_all(addresses, site, manners, learn))
        except KeyboardInterrupt:
            was_interrupted = True
    if nothing_answered(trail for trail, _ in answers.values()):
        raise click.ClickException("no host could be reached, so nothing is learnt; is this machine online?")
    for address, (trail, asked_on) in answers.items():
        memory.learn(address, trail, asked_on, has_failed=bool(failure(trail, site.networks)))
    return was_interrupted


async def _follow_all(
    addresses: Sequence[str], site: Site, manners: _Manners, learn: Callable[[str, Trail], None]
) -> None:
    try:
        from candid.link_health.fetching import Follower  # noqa: PLC0415 - nothing else needs httpx
    except ModuleNotFoundError as error:
        if error.name != "httpx":
            raise
        message = "this command needs the package httpx; install it with: pip install 'mkdocs-candid[links]'"
        raise click.ClickException(message) from None
    targets = Targets(site.catalog, site.networks, site.settings, site.as_of)
    follower = Follower(
        Turns(pause=manners.pause, together=manners.together, patience=_PATIENCE),
        agent=manners.agent,
        seconds=manners.seconds,
        allow_private=manners.allow_private,
        stops_at=lambda address: not manners.follow_tracking and is_tracking(address, targets),
        # What crawlers may not read, readers may follow; somebody has asked to follow these links as they do.
        overrides_robots=lambda address: manners.follow_tracking and is_tracking(address, targets),
    )
    async with follower:
        await ask_all(addresses, follower.follow, learn)


def _write_moves(checked: Sequence[CheckedLink]) -> None:
    """Write the new addresses of moved links, each where it stands, in all of the files or in none."""
    contents: dict[Path, bytes] = {}
    done: list[str] = []
    for name, moves in find_moves(checked).items():
        path = Path(name)
        before = path.read_bytes()
        after, count = rewritten(before, moves)
        say_difference(difference(name, before, after), err=True)
        if count:
            contents[path] = after
        left = len(moves) - count
        done.append(f"{name}: {count} written" + (f", {left} left as they are" if left else ""))
    write_files(contents)
    for line in done:
        say(line, err=True)


def _is_bad(checked: Sequence[CheckedLink], findings: Sequence[Finding], strict: bool) -> bool:
    """Whether the check fails."""
    fatal = {"dead", "lost-tracking", *(("moved",) if strict else ())}
    least = Severity.WARNING if strict else Severity.ERROR
    return any(group_of(link) in fatal for link in checked) or any(one.severity >= least for one in findings)
