"""The Markdown extension: all that an author sees, on any host that runs Python-Markdown.

Fences become components through SuperFences, so that they work in lists, tabs and admonitions and stay samples inside a
longer fence. Links are handled in one pass over the finished HTML of the page, where every kind of link is visible.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from pymdownx.superfences import SuperFencesCodeExtension

from candid.build_date import build_date
from candid.checks import check_pages
from candid.components import COMPONENTS
from candid.conversion import Conversion, TreeIsDone
from candid.diagnostics import Finding, Location, Severity, format_findings
from candid.disclosures import DisclosureTexts
from candid.disclosures.affiliate_pages import AffiliatePages
from candid.disclosures.feeds import disclose_feeds
from candid.disclosures.placement import place_in_page
from candid.disclosures.teasers import label_teasers
from candid.hosts import HostPage, current_page
from candid.links import LinkMarker
from candid.pages import Page, read_kinds
from candid.redirects import link_folder
from candid.site import Site, load_site
from candid.sources import PageSource
from candid_rules.documents import Document

__all__ = ["CandidExtension", "ContentError"]

log = logging.getLogger(__name__)

_LAST = -100
"""Behind all other processors of the tree and of the page's HTML, which is finished then."""
_FIRST = 10_000
"""Before all other preprocessors: the lines are the author's own then."""
_ARTICLE = re.compile(r"<article\b[^<>]*>")
_MAIN = re.compile(r"""<(?:main\b|[a-z]+\s(?:[^<>]*\s)?role=["']?main\b)[^<>]*>""")
_LANGUAGE = re.compile(r"""(<html\b[^<>]*\slang=)(?:"[^"]*"|[^\s"'<>]+)""")
_MARKED = " data-candid>"
_TEMPLATES = "the theme's templates"
"""Where a link stands that is in no page's source: in a template, or in what mkdocs.yml gives to one."""
_OUTWARD = re.compile(r"""href=["']?((?:https?:|offer:|page:|//)[^"'\s>]*)""")


class ContentError(Exception):
    """What an author wrote cannot be published. Its text is the list of all findings."""


class CandidExtension(Extension):
    """Candid for one site.

    Args:
        site: What to render from; a host's adapter reads it once. Without one, the extension reads the folder ``data``.
        pages: The site's pages by path, where an adapter has read and checked them.
        report: Takes findings that only rendering shows. Without one, an error ends the build.
        site_url: The address of the published site, if it is known.
        data: The data folder, for hosts without an adapter.
    """

    def __init__(
        self,
        site: Site | None = None,
        pages: Mapping[str, Page] | None = None,
        report: Callable[[Finding], None] | None = None,
        site_url: str = "",
        **options: Any,
    ) -> None:
        self.config = {"data": ["content/data", "The folder with the site's data"]}
        super().__init__(**options)
        self._site = site
        self._marker: LinkMarker | None = None
        self._pages = pages or {}
        self._languages: dict[str, str] = {}
        self._listings: dict[str, str] = {}
        self._affiliate_pages: AffiliatePages | None = None
        self.report = report or _fail
        self.site_url = site_url
        self.checks_itself = report is None

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  # Python-Markdown's name
        """Register the fences and the two passes on one Markdown instance."""
        md.registerExtension(self)
        conversion = Conversion(self, md)
        fences = _superfences(md)
        for component in COMPONENTS:
            fences.extend_super_fences(component.name, conversion.formatter(component), _accept, None)
        if self.checks_itself:
            md.preprocessors.register(_SourceCheck(md, self), "candid_source", _FIRST)
        md.treeprocessors.register(TreeIsDone(md, conversion), "candid", _LAST)
        md.postprocessors.register(conversion, "candid", _LAST)

    @property
    def site(self) -> Site:
        """The site, read on first use where no adapter gave one."""
        if self._site is None:
            folder = Path(self.getConfig("data"))
            today = build_date(os.environ)
            self._site, findings = load_site(folder, folder.as_posix(), default_name="This site", today=today)
            if any(finding.severity is Severity.ERROR for finding in findings):
                raise ContentError("\n" + format_findings(findings))
        return self._site

    @property
    def marker(self) -> LinkMarker:
        """Marks the links of the site's pages."""
        if self._marker is None:
            site = self.site
            # Only an adapter publishes the site's own redirects, so only with one may links go by them.
            redirects = None if self.checks_itself else link_folder(site, self.site_url)
            self._marker = LinkMarker(
                site.catalog, site.networks, site.settings, site.disclosures, site.as_of, redirects=redirects
            )
        return self._marker

    def use(self, site: Site, pages: Mapping[str, Page]) -> None:
        """Render from this site from now on."""
        self._site, self._pages, self._marker = site, pages, None
        self._languages, self._listings, self._affiliate_pages = {}, {}, None

    def note_affiliate_page(self, url: str, language: str) -> None:
        """Remember that the page at an address below the site's has affiliate links."""
        self._languages[url], self._affiliate_pages = language, None

    @property
    def affiliate_pages(self) -> AffiliatePages:
        """The pages that turned out to have affiliate links: all of them, once all are rendered."""
        if self._affiliate_pages is None:
            self._affiliate_pages = AffiliatePages(self._languages, self.site_url)
        return self._affiliate_pages

    def disclose_built(self, folder: Path, pages: Mapping[str, tuple[str, str]]) -> None:
        """Disclose, once a site is built, what its pages and its feeds show of pages with affiliate links.

        Whether a listing of excerpts has such links turns out when its template is rendered. Pages that were written
        before it get the labels of their teasers of it now.

        Args:
            folder: The built site.
            pages: The pages by their paths in it: each one's source path, and its address below the site's.
        """
        listings = AffiliatePages(self._listings, self.site_url)
        for name, (path, url) in pages.items() if listings else ():
            if (file := folder / name).is_file():
                html = file.read_bytes().decode("utf-8", "surrogateescape")
                labelled = label_teasers(html, url, listings, self._texts(path))
                if labelled != html:
                    file.write_bytes(labelled.encode("utf-8", "surrogateescape"))

        def mark(html: str, language: str) -> str:
            return self.marker.mark(html, language=language, placement="feed").html

        for finding in disclose_feeds(folder, self.affiliate_pages, self.site.disclosures, mark):
            self.report(finding)

    def mark_around(
        self, output: str, content: str, path: str, resolve: Callable[[str], str | None] | None = None, url: str = ""
    ) -> str:
        """A whole page: what only a theme's templates add to it is marked too, and its teasers are labelled.

        Args:
            output: the page as the theme's template wrote it.
            content: the part of it that was Markdown. Where it is not found, a disclosure begins the article or the
                main part.
            path: the page's source path.
            resolve: the address of another page relative to this one.
            url: the page's address below the site's.
        """
        marked = self._marked_around(output, content, path, resolve, url)
        language = self.page(HostPage(path)).context.language
        if language != self.site.settings.language:  # themes say the site's language on every page
            marked = _LANGUAGE.sub(rf'\g<1>"{language}"', marked, count=1)
        return label_teasers(marked, url, self.affiliate_pages, self._texts(path))

    def _texts(self, path: str) -> DisclosureTexts:
        return self.site.disclosures.for_language(self.page(HostPage(path)).context.language)

    def _marked_around(
        self, output: str, content: str, path: str, resolve: Callable[[str], str | None] | None, url: str
    ) -> str:
        start = output.find(content) if content else -1
        if start < 0:
            article = _ARTICLE.search(output) or _MAIN.search(output)
            start, content = (article.end() if article else len(output)), ""
        before, after = output[:start], output[start + len(content) :]
        has_excerpts = any(_MARKED in part for part in (before, after))  # they were marked when they were rendered
        if not has_excerpts and not any(map(self._leads_out, (before, after))):
            return output
        parts = {"site": before, "below": after}  # two places, whose links have ordinals of their own
        language = self.page(HostPage(path)).context.language
        if has_excerpts:
            self._listings[url] = language
            self.note_affiliate_page(url, language)
        marked = [
            self.marker.mark(part, path=path, language=language, placement=name, resolve_page=resolve)
            for name, part in parts.items()
        ]
        for problem in marked[0].problems + marked[1].problems:
            self.report(problem.at(Location(_TEMPLATES)))
        texts = self._texts(path)
        statements = tuple(dict.fromkeys(statement for part in marked for statement in part.statements))
        return place_in_page(marked[0].html, content, marked[1].html, texts, statements)

    def _leads_out(self, html: str) -> bool:
        """Whether any link of a template needs marking; nearly always none does, and all pages have the same ones."""
        return not all(map(self.marker.targets.is_plain, _OUTWARD.findall(html)))

    def known_page(self, path: str) -> Page | None:
        """The page at a path below the pages folder, where an adapter has read it."""
        return self._pages.get(path)

    def page(self, host: HostPage) -> Page:
        """The page as its adapter read it, or what the front matter that the host passes on makes of it."""
        known = self._pages.get(host.path)
        if known is not None:
            return known
        document = Document(dict(host.meta), Location(host.path))
        return read_kinds(PageSource(host.path, host.path, document, "", 1), self.site.settings.language)


class _SourceCheck(Preprocessor):
    """Checks a page where no adapter does. The host has taken the front matter off, so lines count from the body."""

    def __init__(self, md: Markdown, extension: CandidExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, lines: list[str]) -> list[str]:
        page = self.extension.page(current_page(self.md))
        source = replace(page.source, path=page.source.path or "page", body="\n".join(lines))
        findings = check_pages(self.extension.site, [replace(page, source=source)])
        if any(finding.severity is Severity.ERROR for finding in findings):
            raise ContentError("\n" + format_findings(findings))
        for finding in findings:
            self.extension.report(finding)
        return lines


def _superfences(md: Markdown) -> SuperFencesCodeExtension:
    found = [extension for extension in md.registeredExtensions if isinstance(extension, SuperFencesCodeExtension)]
    if not found:
        md.registerExtensions(["pymdownx.superfences"], {})
        return _superfences(md)
    return found[0]


def _accept(*_: Any) -> bool:
    """Every form of a component's fence is ours: what is wrong with it has been said as a finding."""
    return True


def _fail(finding: Finding) -> None:
    if finding.severity is Severity.ERROR:
        raise ContentError(str(finding))
    log.warning("%s", finding)
