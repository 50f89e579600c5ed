"""``candid links redirects``: the files of hosts that do not read them from the published folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

import click

from candid.commands.folders import data_folder, load_data
from candid.commands.saying import say, say_difference
from candid.commands.writing import difference, write_files
from candid.diagnostics import Severity, format_findings
from candid.redirects import AuthorFiles, server_files
from candid_rules.documents import Location, load

__all__ = ["write_redirects"]


@click.command("redirects")
@data_folder
@click.option("--site-url", default="", metavar="URL", help="The site's address; by default that of mkdocs.yml.")
@click.option(
    "--into",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    show_default=True,
    help="The project's folder, where vercel.json stands.",
)
@click.option("--write", is_flag=True, help="Write the files.")
def write_redirects(data: Path, site_url: str, folder: Path, write: bool) -> None:
    """Write the site's own redirects to its offers for Vercel and nginx, if site.yml names them.

    Shows what would change as a diff; with --write writes vercel.json, beside whatever else stands in it, and the
    files in nginx/, for the address that mkdocs.yml names. What the other hosts read is published with the site.
    Exits with 1 if there is a mistake, or something to write that was not written.
    """
    if site_url and not _is_web_address(site_url):
        raise click.BadParameter(f"'{site_url}' is no address; write https://…", param_hint="--site-url")
    site, findings = load_data(data)
    authored = AuthorFiles(folder.as_posix(), read=lambda name: _text(folder / name))
    address = site_url or _address_for_mkdocs((folder, Path()))
    texts, problems = server_files(site, authored, address)
    findings = [finding for finding in [*findings, *problems] if finding.severity > Severity.INFO]
    if findings:
        say(format_findings(findings), err=True)
    failed = any(finding.severity is Severity.ERROR for finding in findings)
    changed = {name: text for name, text in texts.items() if authored.read(name) != text}
    if write and not failed:
        contents = {folder / name: text.encode("utf-8") for name, text in changed.items()}
        write_files(contents, makes={path.parent for path in contents} - {folder})
    for name, text in changed.items():
        if write and not failed:
            say(f"{authored.at(name).path}: written")
        else:
            before = (authored.read(name) or "").encode("utf-8")
            say_difference(difference(authored.at(name).path, before, text.encode("utf-8")))
    if changed and not write:
        say(f"{len(changed)} of {len(texts)} files to write; add --write", err=True)
    if texts and not address:
        note = "the site's address is not known, so that it is taken to be published at the root of its host"
        click.echo(f"note: {note}; name it with --site-url or as site_url in mkdocs.yml", err=True)
    if failed or (changed and not write):
        raise SystemExit(1)


def _address_for_mkdocs(folders: Iterable[Path]) -> str:
    """The address that MkDocs publishes the site at, as far as its settings say it in so many words; else nothing."""
    for path in (folder / name for folder in folders for name in ("mkdocs.yml", "mkdocs.yaml")):
        document, _ = load(_text(path) or "", Location(path.as_posix()))  # MkDocs itself says what is wrong with it
        settings = document.value if document is not None else None
        address = settings.get("site_url") if isinstance(settings, dict) else None
        if isinstance(address, str) and address.startswith(("http://", "https://")):
            return address
    return ""


def _is_web_address(text: str) -> bool:
    try:
        address = urlsplit(text)
    except ValueError:
        return False
    return address.scheme in ("http", "https") and bool(address.hostname) and " " not in text


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8") if path.is_file() else None
    except UnicodeDecodeError:
        raise click.UsageError(f"'{path}' is not UTF-8 text; save it as UTF-8") from None
    except OSError as error:
        raise click.UsageError(f"'{path}' cannot be read: {error.strerror}") from None
