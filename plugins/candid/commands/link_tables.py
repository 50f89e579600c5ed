"""``candid links export`` and ``candid links import``: offers as a CSV table, and other link managers' exports."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import click

from candid.commands.folders import data_folder, load_data
from candid.commands.saying import say, say_difference
from candid.commands.writing import difference, write_file, write_files
from candid.diagnostics import Finding, Severity, format_findings, from_problems
from candid.link_exchange import (
    FORMATS,
    ImportPlan,
    check_form,
    offers_table,
    place_links,
    plan_import,
    read_foreign_links,
    read_offer_rows,
    read_table,
)
from candid.site import Site
from candid_rules.documents import did_you_mean

__all__ = ["export_table", "import_table"]

_FILE = click.Path(path_type=Path, dir_okay=False, allow_dash=True)


@click.command("export")
@click.argument("file", metavar="[FILE]", type=_FILE, default="-")
@data_folder
def export_table(file: Path, data: Path) -> None:
    """Write all offers as a CSV table, one row for each, into FILE or to standard output."""
    content = offers_table(_site(data).catalog).encode("utf-8")
    if str(file) == "-":
        click.echo(content, nl=False)
    else:
        write_file(file, content)


@click.command("import")
@click.argument("file", metavar="FILE", type=_FILE)
@data_folder
@click.option(
    "--from",
    "form",
    type=click.Choice(["candid", *FORMATS]),
    default="candid",
    show_default=True,
    help="Whose export it is: a table of `candid links export`, or that of a link manager (CSV, or WordPress's XML).",
)
@click.option("--product", metavar="ID", help="The product that the links of another link manager belong to.")
@click.option("--replace", is_flag=True, help="Give offers that exist with other values those of the table.")
@click.option("--write", is_flag=True, help="Change the files.")
def import_table(file: Path, data: Path, form: str, product: str | None, replace: bool, write: bool) -> None:
    """Put the offers of a table into the records of their products.

    Shows what would change as a diff; with --write changes the files. An offer that exists with other values is a
    mistake unless --replace is said. Exits with 1 for mistakes; nothing is written then.
    """
    site = _site(data)
    if product is not None and product not in site.catalog.products:
        raise click.BadParameter(
            f"there is no product '{product}'; {did_you_mean(product, site.catalog.products)}", param_hint="--product"
        )
    text, name = _read(file)
    plan, findings = _plan(text, name, form, site, data, product, replace=replace)
    failed = any(finding.severity is Severity.ERROR for finding in findings)
    if write and not failed:
        contents = {data / change.name: change.after.encode("utf-8") for change in plan.changes}
        write_files(contents, makes=[data / "products"])
    else:
        for change in plan.changes:
            before, after = (change.before or "").encode("utf-8"), change.after.encode("utf-8")
            say_difference(difference((data / change.name).as_posix(), before, after))
    if findings:
        say(format_findings(findings), err=True)
    counts = f"{plan.added} new, {plan.replaced} replaced, {plan.unchanged} as they were"
    hint = "; nothing is written" if failed else "; add --write" if plan.changes and not write else ""
    say(f"offers: {counts}{hint}", err=True)
    if failed:
        raise SystemExit(1)


def _plan(
    text: str, name: str, form: str, site: Site, data: Path, product: str | None, *, replace: bool
) -> tuple[ImportPlan, list[Finding]]:
    """What to write, and what there is to say about the table."""
    wrong = check_form(text, name, form)
    if wrong is not None:
        return ImportPlan((), 0, 0, 0, ()), from_problems([wrong])
    if form == "candid":
        table, problems = read_table(text, name)
        rows, more = read_offer_rows(table) if table is not None else ([], [])
        plan = plan_import(rows, site.catalog, data, replace=replace)
        return plan, [*from_problems([*problems, *more]), *plan.findings]
    links, problems = read_foreign_links(text, name, form)
    placed = place_links(links, site, product)
    plan = plan_import(placed.rows, site.catalog, data, products=placed.products, replace=replace)
    plan = dataclasses.replace(plan, unchanged=plan.unchanged + placed.present)
    return plan, [*from_problems(problems), *placed.findings, *plan.findings]


def _read(file: Path) -> tuple[str, str]:
    is_stdin = str(file) == "-"
    try:
        raw = sys.stdin.buffer.read() if is_stdin else file.read_bytes()
        return raw.decode("utf-8-sig"), "standard input" if is_stdin else file.as_posix()
    except UnicodeDecodeError:
        raise click.UsageError(f"'{file}' is not UTF-8 text; export or save it as UTF-8") from None
    except OSError as error:
        raise click.UsageError(f"'{file}' cannot be read: {error.strerror}") from None


def _site(data: Path) -> Site:
    """The site of a data folder that has no mistakes; a table of half of it would be none."""
    site, findings = load_data(data)
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors:
        say(format_findings(errors), err=True)
        raise SystemExit(1)
    return site
