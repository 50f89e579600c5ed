"""``candid check``: hold the built HTML of any site against the rules, with or without MkDocs."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

import click
from babel import Locale, UnknownLocaleError

from candid.build_date import build_date
from candid.commands.folders import data_folder, load_data
from candid.commands.progress import with_progress
from candid.commands.saying import say
from candid.commands.text_tables import text_table
from candid.compliance import Audit, BuiltSite, Terms, audit, load_rules
from candid.compliance.explaining import described
from candid.compliance.own_site import silenced_by, terms_of
from candid.compliance.page_sources import source_finder
from candid.compliance.silencing import Silencing, check_silenced, read_silenced
from candid.diagnostics import Finding, Location, Severity, format_findings, in_order
from candid.models import Jurisdiction
from candid.sarif import as_sarif
from candid.site import Site

__all__ = ["check"]

_SUFFIXES = (".html", ".htm", ".xhtml")
_BEGINNING = 4096
"""Bytes of a file of another name in which a tag must stand."""
_TAG = re.compile(
    rb"<(?:!doctype\s+html|(?:html|head|body|title|meta|main|article|section|header|nav|div|p|h[1-6]|a|ul|ol|table)[\s/>])",
    re.IGNORECASE,
)

_AT_A_GLANCE = 10
"""More findings than these are summed up by rule, behind the last of them."""

_PROFILES: tuple[str, ...] = get_args(Jurisdiction)


def _read_profiles(
    _context: click.Context, _option: click.Parameter, text: str | None
) -> tuple[Jurisdiction, ...] | None:
    if text is None:
        return None
    names = tuple(dict.fromkeys(name.strip().lower() for name in text.split(",") if name.strip()))
    names = _PROFILES if "all" in names else names
    unknown = [name for name in names if name not in _PROFILES]
    if unknown or not names:
        raise click.BadParameter(f"'{', '.join(unknown)}' is none; known are {', '.join(_PROFILES)} and all")
    return names  # type: ignore[return-value]  # just checked


def _read_language(_context: click.Context, _option: click.Parameter, tag: str | None) -> str | None:
    if tag is None:
        return None
    try:
        Locale.parse(tag.strip(), sep="_" if "_" in tag else "-")
    except (UnknownLocaleError, ValueError):
        raise click.BadParameter(f"'{tag}' is no language; write its tag, such as en, de or pt-BR") from None
    return tag.strip()


@click.command()
@click.argument("site_dir", type=click.Path(path_type=Path, exists=True))
@click.option("--profile", "profiles", callback=_read_profiles, help="Jurisdictions, by commas: us,uk,de … or all.")
@click.option(
    "--lang",
    "language",
    metavar="LANGUAGE",
    callback=_read_language,
    help="The language of pages that name none, as its tag: en, de-AT.",
)
@click.option("--production", is_flag=True, help="Fail while anything of a demonstration is left.")
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option(
    "--format", "style", type=click.Choice(["text", "json", "github", "sarif"]), default="text", show_default=True
)
@click.option(
    "--pages",
    type=click.Path(path_type=Path),
    default=Path("content/pages"),
    show_default=True,
    help="The Markdown files of the pages, to name them.",
)
@click.option(
    "--silence",
    "silence_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A YAML list of findings to leave out, as under 'silenced:' in site.yml.",
)
@data_folder
def check(
    site_dir: Path,
    profiles: Sequence[Jurisdiction] | None,
    language: str | None,
    production: bool,
    strict: bool,
    style: str,
    pages: Path,
    silence_file: Path | None,
    data: Path,
) -> None:
    """Check the built HTML in SITE_DIR, or one HTML file, whatever made it, and print every breach of a rule.

    What a data folder declares about links, programmes and silenced findings counts where there is one. Exits with 1 if
    there is an error, or with --strict a warning; with 2 if there is nothing to check.
    """
    if site_dir.is_file():
        _require_html(site_dir)
    known, wrong = load_data(data)
    findings = [finding for finding in wrong if finding.severity is Severity.ERROR]
    silenced, more = _silenced(known, silence_file)
    findings += more
    own = terms_of(known, build_date(os.environ))
    terms = replace(
        own, profiles=tuple(profiles or own.profiles), language=language or own.language, production=production
    )
    site = _site(site_dir, terms, known)
    result = audit(site, silenced=silenced, source_of=source_finder(pages, site), progress=with_progress)
    if not result.pages:
        raise click.UsageError(f"there is no HTML in '{site_dir}'; name the folder that a site was built into")
    result = replace(result, findings=tuple(in_order(map(_shown, (*findings, *result.findings)))))
    text = _formatted(result, style)
    if text:
        say(text, commands=style == "github")
    if style == "text" and len(result.findings) > _AT_A_GLANCE:
        say(f"\n{_by_rule(result.findings)}\n", err=True)
    say(_counts(result, terms.profiles), err=True)
    worst = max((finding.severity for finding in result.findings), default=Severity.INFO)
    if worst >= (Severity.WARNING if strict else Severity.ERROR):
        raise SystemExit(1)


def _require_html(path: Path) -> None:
    """Refuse a file that is no page: checked as one, it would break no rule."""
    try:
        with path.open("rb") as file:
            begins = file.read(_BEGINNING)
    except OSError as error:
        raise click.UsageError(f"'{path}' cannot be read: {error.strerror}") from None
    is_text = b"\0" not in begins or begins.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not is_text or not (path.suffix.lower() in _SUFFIXES or _TAG.search(begins.replace(b"\0", b""))):
        raise click.UsageError(f"'{path}' is no HTML; name a page, or the folder that a site was built into")


def _site(path: Path, terms: Terms, known: Site) -> BuiltSite:
    if path.is_dir():
        return BuiltSite(path, path.as_posix(), terms, known.networks)
    return BuiltSite(path.parent, path.parent.as_posix(), terms, known.networks, only=path.name)


def _silenced(known: Site, file: Path | None) -> tuple[list[Silencing], list[Finding]]:
    """What ``site.yml`` and a file silence, and what is wrong with it."""
    own = silenced_by(known)
    wrong = list(check_silenced(own))
    if file is not None:
        named, more = read_silenced(file.read_bytes().decode("utf-8", "replace"), file.as_posix())
        return [*own, *named], [*wrong, *more]
    return own, wrong


# -- what is printed -------------------------------------------------------------------------------------------------


def _shown(finding: Finding) -> Finding:
    """The finding with its path as the user would write it."""
    path = finding.location.path.removeprefix("./")
    return replace(finding, location=replace(finding.location, path=path))


def _formatted(result: Audit, style: str) -> str:
    silenced = [(_shown(one.finding), one.reason) for one in result.silenced]
    if style == "json":
        entries = [finding.as_json() | {"rule": _rule_of(finding)} for finding in result.findings]
        for finding, reason in silenced:
            own = {"severity": finding.severity.word, "reason": reason}
            entries.append(finding.as_json() | {"severity": "silenced", "rule": _rule_of(finding), "silenced": own})
        return json.dumps(entries, indent=2, ensure_ascii=False)
    if style == "sarif":
        return as_sarif(result.findings, silenced, {name: described(rule) for name, rule in load_rules().items()})
    return format_findings(result.findings, style)


def _by_rule(findings: Sequence[Finding]) -> str:
    """How often each rule is broken, the most first; rules that the very same faults break stand in one line."""
    faults: dict[str, list[tuple[Location, str, Severity]]] = {}
    for one in findings:
        faults.setdefault(one.code, []).append((one.location, one.message, one.severity))
    together: dict[tuple[tuple[Location, str, Severity], ...], list[str]] = {}
    for code, broken in faults.items():
        together.setdefault(tuple(broken), []).append(code)
    rules = load_rules()
    rows = [
        {
            "rule": ", ".join(codes),
            **{name: sum(one is severity for _, _, one in broken) for name, severity in _COUNTED.items()},
            "pages": len({place.path for place, _, _ in broken}),
            "wanted": rules[codes[0]].title if codes[0] in rules else "see the hint",
        }
        for broken, codes in sorted(together.items(), key=lambda item: (-len(item[0]), item[1]))
    ]
    return text_table(list(rows[0]), rows)


_COUNTED = {"errors": Severity.ERROR, "warnings": Severity.WARNING, "info": Severity.INFO}


def _rule_of(finding: Finding) -> str | None:
    return finding.code if finding.code in load_rules() else None


def _counts(result: Audit, profiles: Sequence[Jurisdiction]) -> str:
    def count(severity: Severity) -> int:
        return sum(finding.severity is severity for finding in result.findings)

    parts = (
        _plural(count(Severity.ERROR), "error"),
        _plural(count(Severity.WARNING), "warning"),
        f"{count(Severity.INFO)} info",
        f"{len(result.silenced)} silenced",
    )
    return f"{', '.join(parts)} on {_plural(result.pages, 'page')}, by the rules of {', '.join(profiles)}"


def _plural(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
