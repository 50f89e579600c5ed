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
    table = Table(title="A build with Candid, against the same pages with Candid's parts as plain HTML (medians)")
    for heading in ("pages", "plain s", "Candid s", "wall ratio", "CPU ratio", "ms/page", "plain MiB", "Candid MiB"):
        table.add_column(heading, justify="right")
    for outcome in outcomes:
        table.add_row(
            f"{outcome.pages:,}",
            f"{outcome.middle('plain', 'wall'):.2f}",
            f"{outcome.middle('candid', 'wall'):.2f}",
            _ratio(outcome, "wall"),
            _ratio(outcome, "cpu"),
            f"{outcome.per_page('cpu'):.2f}",
            f"{outcome.middle('plain', 'memory'):.0f}",
            f"{outcome.middle('candid', 'memory'):.0f}",
        )
    return table


def _ratio(outcome: Outcome, kind: Kind) -> str:
    ratios = outcome.ratios(kind)
    return f"{median(ratios):.3f} ({min(ratios):.2f} to {max(ratios):.2f})"


def _write(outcomes: list[Outcome], rounds: int, path: Path) -> None:
    machine = {"python": platform.python_version(), "system": platform.platform(), "processors": os.cpu_count()}
    report = {"machine": machine, "rounds": rounds, "sizes": [outcome.as_json() for outcome in outcomes]}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(report, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
