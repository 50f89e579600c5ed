"""``python -m tests.bench``: measure what Candid adds to a build, and print and keep the figures."""

from __future__ import annotations

import json
import os
import platform
import shutil
from pathlib import Path
from statistics import median
from tempfile import mkdtemp

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from tests.bench.builds import BuildFailed, Kind
from tests.bench.measure import Outcome, compare
from tests.bench.pages import generate
from tests.bench.sites import write_sites


@click.command()
@click.option("--pages", multiple=True, type=click.IntRange(10), default=(250, 1000, 2000), help="A size; repeatable.")
@click.option("--rounds", type=click.IntRange(1), default=5, help="How often each site is built.")
@click.option("--seed", type=int, default=0, help="Another seed writes other text.")
@click.option("--keep", is_flag=True, help="Leave the generated sites where they are.")
@click.option("--json", "report", type=click.Path(path_type=Path), default=Path(".cache/bench.json"), show_default=True)
def main(pages: tuple[int, ...], rounds: int, seed: int, keep: bool, report: Path) -> None:
    """Build generated sites with Candid and without anything for it to do, in turn, and compare."""
    console = Console()
    folder = Path(mkdtemp(prefix="candid-bench-"))
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    try:
        with Progress(*columns, console=console) as progress:
            outcomes = [_measure(size, rounds, seed, folder / str(size), progress) for size in pages]
    except BuildFailed as failure:
        raise click.ClickException(str(failure)) from None
    finally:
        if keep:
            console.print(f"The sites are in {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    console.print(_table(outcomes))
    _write(outcomes, rounds, report)
    console.print(f"All figures: {report}")


def _measure(size: int, rounds: int, seed: int, folder: Path, progress: Progress) -> Outcome:
    task = progress.add_task(f"{size} pages", total=2 * rounds)
    sites = write_sites(generate(size, seed), folder)
    return compare(size, sites, rounds, lambda: progress.advance(task))


def _table(outcomes: list[Outcome]) -> Table:
    table = Table(
        title="Builds with Candid, against the same pages with its parts as plain HTML",
        caption="Medians; plain → Candid. A ratio stands with its lowest and its highest round.",
    )
    for heading in ("pages", "seconds", "wall ratio", "CPU ratio", "CPU ms/page", "peak MiB"):
        table.add_column(heading, justify="right", no_wrap=True)
    for outcome in outcomes:
        seconds, memory = _middles(outcome, "wall", 2), _middles(outcome, "memory", 0)
        per_page = f"{outcome.per_page('cpu'):.2f}"
        table.add_row(f"{outcome.pages:,}", seconds, _ratio(outcome, "wall"), _ratio(outcome, "cpu"), per_page, memory)
    return table


def _middles(outcome: Outcome, kind: Kind, digits: int) -> str:
    return f"{outcome.middle('plain', kind):.{digits}f} → {outcome.middle('candid', kind):.{digits}f}"


def _ratio(outcome: Outcome, kind: Kind) -> str:
    ratios = outcome.ratios(kind)
    return f"{median(ratios):.3f}\n{min(ratios):.3f}–{max(ratios):.3f}"


def _write(outcomes: list[Outcome], rounds: int, path: Path) -> None:
    machine = {"python": platform.python_version(), "system": platform.platform(), "processors": os.cpu_count()}
    report = {"machine": machine, "rounds": rounds, "sizes": [outcome.as_json() for outcome in outcomes]}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(report, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
