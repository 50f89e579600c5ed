"""``candid report``: what a built site links to, discloses and earns, as JSON, as a page to read, and as a table."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import click

from candid.build_date import build_date
from candid.checks.ledger import check_ledger, check_sub_ids
from candid.commands.folders import LoadedSite, load_folders, own_rulebooks, site_folders
from candid.commands.link_memory import remembered
from candid.commands.progress import with_progress
from candid.commands.saying import say
from candid.commands.writing import write_files
from candid.compliance import BuiltSite, audit
from candid.compliance.own_site import silenced_by, terms_of
from candid.compliance.page_sources import source_finder
from candid.compliance.silencing import check_silenced
from candid.diagnostics import Severity, format_findings, in_order
from candid.reporting import REPORT_FILES, Report, gather, report_files
from candid.reporting.health import health
from candid.reporting.model import HealthFacts

__all__ = ["report"]

_PRIVATE = ".candid"
"""A folder of this name, or one made here, keeps itself out of version control: a report holds what is earned."""


@click.command()
@click.argument("site_dir", type=click.Path(path_type=Path), default=Path("site"))
@site_folders
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(".candid/report"),
    show_default=True,
    help="The folder to write into; never one that is published.",
)
def report(site_dir: Path, pages: Path, data: Path, out: Path) -> None:
    """Report on the built site in SITE_DIR, 'site' by default: what it links to, discloses and earns.

    That is every affiliate link, what pages say of them, what breaks a rule or is silenced, which facts, terms and
    offers are due, how links stand, and what earned what. Writes report.json, report.html and sub-ids.csv, by which the
    sub-IDs in a network's own report lead back to pages. What you earn is read from ledger.yml; how links stand, from
    the memory of candid links check.
    """
    loaded = load_folders(pages, data)
    if not site_dir.is_dir():
        raise click.UsageError(f"there is no folder '{site_dir}'; build the site first, or name its folder")
    _refuse_published(out, site_dir, pages)
    memory, findings = remembered()
    findings += [*loaded.findings, *check_ledger(loaded.site), *check_silenced(silenced_by(loaded.site))]
    findings = [finding for finding in in_order(findings) if finding.severity >= Severity.WARNING]
    if findings:
        say(format_findings(findings), err=True)
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise SystemExit(1)  # sums of what could be read would be wrong
    known = health(loaded.site, loaded.pages, own_rulebooks(loaded, data), memory) if memory.answers else None
    made = _report(site_dir, pages, loaded, known)
    if not made.audit.pages:
        raise click.UsageError(f"there is no HTML in '{site_dir}'; name the folder that a site was built into")
    if made.earnings is not None:
        others = {(one.sub_id, name): one.others for one in made.earnings.unknown for name in one.programmes}
        doubts = list(check_sub_ids(loaded.site, others))
        if doubts:
            say(format_findings(doubts), err=True)
    _write(made, out)
    say(_summary(made))


def _refuse_published(out: Path, site_dir: Path, pages: Path) -> None:
    """Refuse folders whose files readers get: the built site, the pages, and what a theme adds beside them."""
    for folder in (site_dir, pages, pages.parent / "theme"):
        if out.resolve().is_relative_to(folder.resolve()):
            raise click.BadParameter(f"'{out}' would be published: it lies in '{folder}'", param_hint="'--out'")


def _report(site_dir: Path, pages: Path, loaded: LoadedSite, known: HealthFacts | None) -> Report:
    site = loaded.site
    terms = terms_of(site, build_date(os.environ))
    built = BuiltSite(site_dir, site_dir.as_posix(), terms, site.networks)
    source_of = source_finder(pages, built)
    result = audit(built, silenced=silenced_by(site), source_of=source_of, progress=with_progress)
    return gather(built, result, site, loaded.pages, source_of=source_of, health=known)


def _write(made: Report, out: Path) -> None:
    """Write all files, each in one step, once all of them are made."""
    private = [folder for folder in (out, *out.parents) if folder.name == _PRIVATE] or ([] if out.exists() else [out])
    contents = {folder / ".gitignore": b"*\n" for folder in private if not (folder / ".gitignore").exists()}
    contents |= {out / name: text.encode("utf-8") for name, text in report_files(made).items()}
    write_files(contents, makes=[out])
    for name in REPORT_FILES:
        say((out / name).as_posix())


def _summary(made: Report) -> str:
    severities = Counter(finding.severity for finding in made.audit.findings)
    return (
        f"{len(made.links)} affiliate links on {len(made.pages)} of {made.audit.pages} pages, "
        f"{severities['error']} errors, {severities['warning']} warnings, {len(made.audit.silenced)} silenced, "
        f"{len(made.due_facts)} facts past their limit"
    )
