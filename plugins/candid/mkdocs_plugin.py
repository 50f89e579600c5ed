"""The MkDocs adapter: it hands files to the core and findings to the log, and decides nothing itself."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from mkdocs.config.config_options import ExtraScript
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as HostPage
from mkdocs.utils import clean_directory

import candid_rules
from candid.build_date import build_date
from candid.checks import check_data, check_pages
from candid.compliance.own_site import audit_build, is_audited, unaudited
from candid.config import CandidConfig
from candid.data_folder import usual_folder
from candid.diagnostics import Finding
from candid.embedding import embedded_pages
from candid.findings_log import FindingsLog
from candid.markdown_extension import CandidExtension
from candid.pages import read_kinds, with_reviews
from candid.redirects import AuthorFiles, redirect_files
from candid.site import load_site
from candid.sources import PageSource, read_page
from candid.stray_files import take_out_strays
from candid.theme_text import without_markup

__all__ = ["CandidPlugin"]

# Without MkDocs' plugin prefix, so that a line begins with file:line:column.
log = logging.getLogger("mkdocs.plugins.candid")

_THEME = Path(__file__).parent / "theme"
_STYLESHEET = "assets/candid/candid.css"
_SCRIPT = "assets/candid/calculator.mjs"
_EVALUATOR = Path(candid_rules.__file__).parent / "browser" / "formula.mjs"


class CandidPlugin(BasePlugin[CandidConfig]):  # type: ignore[no-untyped-call]  # as in config.py
    """Candid in a MkDocs build."""

    serving = False
    writing = False  # whether this build may have written pages: those of an earlier one are not ours to remove

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether an author is watching: then mistakes are shown in the page instead of ending the build."""
        self.serving, self.dirty = command == "serve", dirty

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the site's data once, and add what renders pages."""
        self.site_dir, self.writing, self.today = Path(config.site_dir), False, build_date(os.environ)
        self.root = Path(config.config_file_path or ".").resolve().parent
        data = Path(self.config.data_dir) if self.config.data_dir else usual_folder(self.root, Path(config.docs_dir))
        overrides = [Path(config.theme.custom_dir)] if config.theme.custom_dir else []
        self.site, self.loading = load_site(
            data, self._shown(data), default_name=config.site_name, today=self.today, overrides=overrides
        )
        self.findings = FindingsLog(log, self._shown)
        self.extension = CandidExtension(self.site, report=self.findings.gather, site_url=config.site_url or "")
        config.markdown_extensions.append(self.extension)  # type: ignore[arg-type]  # instances are allowed too
        config.theme.dirs.insert(-1, str(_THEME))  # behind the theme's own, before MkDocs' sitemap
        config.extra_css.insert(0, _STYLESHEET)
        config.extra_javascript.append(ExtraScript().run_validation(_SCRIPT))  # type: ignore[no-untyped-call]  # likewise
        config.watch += [str(data)] if data.is_dir() else []
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Check everything that authors wrote, report all of it, and fail once."""
        strays = take_out_strays(files, self.root, self._shown)
        pages = [read_kinds(self._source(file), self.site.settings.language) for file in files.documentation_pages()]
        self.site = with_reviews(self.site, pages)
        self.extension.use(self.site, {page.source.uri: page for page in pages})
        own = [file for file in files if file.inclusion is not InclusionLevel.EXCLUDED]
        authored = AuthorFiles.of(own, self._shown(Path(config.docs_dir)), self._shown)
        made, found = redirect_files(self.site, authored, config.site_url or "")
        self._report([*self.loading, *strays, *found, *check_data(self.site, pages), *check_pages(self.site, pages)])
        files.append(File.generated(config, "assets/candid/formula.mjs", abs_src_path=str(_EVALUATOR)))
        framed = embedded_pages(pages, self.site, lambda uri: files.src_uris[uri].url, config.site_url or "")
        for name, text in {**made, **framed}.items():
            if (old := files.get_file_from_path(name)) is not None:
                files.remove(old)
            files.append(File.generated(config, name, content=text, inclusion=InclusionLevel.INCLUDED))
        return files

    @event_priority(40)  # behind the plugin that adds to front matter, before those that print it
    def on_page_markdown(self, markdown: str, page: HostPage, config: MkDocsConfig, files: Files) -> None:
        """Let no front matter become HTML where a theme prints it."""
        page.meta = without_markup(page.meta)

    def on_env(self, env: object, config: MkDocsConfig, files: Files) -> None:
        """All pages are rendered and none is written yet: report what only rendering shows."""
        self.files = files
        self._report()
        self.writing = not self.dirty

    @event_priority(60)  # before minifying and privacy plugins change how attributes are written
    def on_post_page(self, output: str, page: HostPage, config: MkDocsConfig) -> str:
        """Mark the links that only the theme's templates add."""

        def resolve(path: str) -> str | None:
            target = self.files.get_file_from_path(path)
            return target.url_relative_to(page.file) if target else None

        marked = self.extension.mark_around(output, page.content or "", page.file.src_uri, resolve, page.url)
        self._report()
        return marked

    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Mark the links of pages that have no Markdown, such as 404.html."""
        if template_name.endswith(".html"):
            output_content = self.extension.mark_around(output_content, "", template_name)
            self._report()
        return output_content

    @event_priority(-100)  # behind the plugins that write feeds
    def on_post_build(self, config: MkDocsConfig) -> None:
        """Disclose in feeds and listings what only the whole site shows, and hold what was built against the rules."""
        pages, shown = self.files.documentation_pages(), self._shown(self.site_dir)
        self.extension.disclose_built(self.site_dir, {file.dest_uri: (file.src_uri, file.url) for file in pages})
        self._report()
        check, self.writing = self.config.check, False  # a whole site stays, to be looked at
        if is_audited(check, len(pages), strict=config.strict, serving=self.serving):
            sources = {file.dest_uri: self._shown(Path(file.abs_src_path)) for file in pages if file.abs_src_path}
            self._report(audit_build(self.site_dir, shown, self.site, self.today, sources).findings)
        elif check == "auto" and not self.serving:
            self._report([unaudited(shown, len(pages))])

    def on_build_error(self, *, error: Exception) -> None:
        """Leave nothing half-written behind: what was written before a template turned out to be wrong."""
        if self.writing and isinstance(error, PluginError) and self.site_dir.is_dir():
            clean_directory(str(self.site_dir))

    def _source(self, file: File) -> PageSource:
        path = self._shown(Path(file.abs_src_path)) if file.abs_src_path else file.src_uri
        return read_page(file.content_bytes, path, file.src_uri)

    def _shown(self, path: Path) -> str:
        return Path(os.path.relpath(path, self.root)).as_posix()

    def _report(self, findings: Iterable[Finding] = ()) -> None:
        if (errors := self.findings.say(findings)) and not self.serving:
            raise PluginError(f"Not to be published: {errors} error{'s' if errors > 1 else ''}.")
