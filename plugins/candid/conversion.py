"""One page's way from Markdown to HTML: its fences while it is parsed, then the finished page as a whole."""

from __future__ import annotations

import posixpath
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any, Protocol
from xml.etree.ElementTree import Element  # only the type

from markdown import Markdown
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor
from pymdownx.superfences import SuperFencesException

from candid.calc_links import CalcLinkError, show_numbers
from candid.components import COMPONENTS, Component, summary
from candid.components.calculator_data import once_per_page
from candid.diagnostics import Finding, Location, from_problems
from candid.disclosures import DisclosureTexts
from candid.disclosures.placement import behind_title, place
from candid.embedding import EmbedCodeView, address_of
from candid.hosts import HostPage, current_page
from candid.links import LinkMarker
from candid.pages import Page
from candid.rendering import TemplateMistake
from candid.site import Site
from candid.structured_data import heading_of, structured_data

__all__ = ["Conversion", "TreeIsDone"]


class Renders(Protocol):
    """What a conversion needs of the extension that it belongs to."""

    report: Callable[[Finding], None]
    site_url: str

    @property
    def site(self) -> Site: ...
    @property
    def marker(self) -> LinkMarker: ...
    def page(self, host: HostPage) -> Page: ...
    def known_page(self, path: str) -> Page | None: ...
    def note_affiliate_page(self, url: str, language: str) -> None: ...


class Conversion(Postprocessor):
    """One Markdown instance's work for Candid."""

    def __init__(self, extension: Renders, md: Markdown) -> None:
        super().__init__(md)
        self.extension = extension
        self.ordinals: Counter[str] = Counter()
        self.tree_is_done = False

    def formatter(self, component: Component) -> Callable[..., str]:
        """What SuperFences calls for a fence of this component, with the fence's dedented body."""

        def render(src: str = "", **_: Any) -> str:
            try:
                return self._fence(component, src)
            except Exception as error:
                # Any other exception would be swallowed, and the fence printed as text.
                raise SuperFencesException(f"the '{component.name}' fence could not be rendered") from error

        return render

    def run(self, text: str) -> str:
        """The page with its summary, its links resolved and marked, and its disclosure."""
        if not self.tree_is_done:
            return text
        self.tree_is_done = False
        extension, site = self.extension, self.extension.site
        host = current_page(self.md)
        page = extension.page(host)
        language = page.context.language
        texts = site.disclosures.for_language(language)
        if not host.is_excerpt:
            text = self._with_head(text, page, texts) + self._embed_code(host, page)

        checked = {link.href for link in page.source.links if link.text is not None}

        def report_number(href: str, error: CalcLinkError) -> None:
            if error.code == "calc-text" and href in checked:
                return  # said where it was written
            extension.report(Finding.of(error.code, page.source.find(href), error.message, error.hint))

        text = show_numbers(once_per_page(text), site, self._render, report_number, _first_ordinal(host))
        self.ordinals.clear()
        for finding in _left_as_text(text, page):
            extension.report(finding)
        placement = "excerpt" if host.is_excerpt else "text"
        marked = extension.marker.mark(
            text, path=host.path, language=language, resolve_page=host.resolve, placement=placement
        )
        for problem in marked.problems:
            extension.report(problem.at(page.source.find(problem.href)))
        if host.is_excerpt:
            return marked.html
        data = self._structured_data(host, page, marked.html)
        if not marked.links:
            return marked.html + data
        extension.note_affiliate_page(host.url, language)
        return place(marked.html, texts, marked.statements) + data

    def _fence(self, component: Component, body: str) -> str:
        page = self.extension.page(current_page(self.md))
        fences = [fence for fence in page.source.fences if fence.body == body and fence.name == component.name]
        if fences and all(fence.in_comment for fence in fences):
            return ""
        # A fence that is not in the page's own source stands in text that the page includes.
        return self._component(component, body, fences[0].body_at if fences else Location(page.source.path))

    def _component(self, component: Component, body: str, place: Location) -> str:
        host = current_page(self.md)
        page = self.extension.page(host)
        options, problems = self.extension.site.read_fence(component, body, place)
        if problems:
            findings = from_problems(problems)
            for finding in findings:
                self.extension.report(finding)
            return self._render("candid/problem.html", findings)
        self.ordinals[component.name] += 1
        ordinal = _first_ordinal(host) + self.ordinals[component.name] - 1
        html = self._render(component.template, component.view(options, self.extension.site, page.context, ordinal))
        return _in_english(html, page.context.language)

    def _render(self, template: str, view: object) -> str:
        try:
            return self.extension.site.renderer.render(template, view)
        except TemplateMistake as mistake:
            hint = "mend the template; the author's guide names the class of its view"
            self.extension.report(Finding.of("template", mistake.location, mistake.message, hint))
            return ""

    def _with_head(self, text: str, page: Page, texts: DisclosureTexts) -> str:
        """What stands behind a page's title: a demonstration's notice, a review's summary or a comparison's table."""
        site, context = self.extension.site, page.context
        head: list[str] = []
        if site.settings.demo:
            head.append(self._render("candid/demo.html", texts))
        if context.review is not None and context.review.product in site.catalog.reviews:
            box = self._render(summary.TEMPLATE, summary.view(context.review, site, context))
            head.append(_in_english(box, context.language))
        elif context.comparison is not None and not _COMPARISON_PLACED.search(_COMMENT.sub("", text)):
            head.append(self._component(_COMPARISON, "", Location(page.source.path)))
        if not head:
            return text
        offset = behind_title(text)
        return "\n".join((text[:offset], *head, text[offset:]))

    def _structured_data(self, host: HostPage, page: Page, html: str) -> str:
        """What search engines are told, at the very end: nothing that marks links or places notices looks at it."""
        if not host.path:
            return ""  # no page of a site
        extension, heading = self.extension, heading_of(html, page.title)
        site_url, known = extension.site_url, extension.known_page
        data = structured_data(page, extension.site, host, site_url=site_url, heading=heading, known=known)
        return f"\n{data}" if data else ""

    def _embed_code(self, host: HostPage, page: Page) -> str:
        """What stands at the end of a page whose calculator others may frame: the lines to copy."""
        if not page.context.embed or not self.extension.site_url:
            return ""
        address = posixpath.join(self.extension.site_url, address_of(host.url))
        return "\n" + self._render("candid/embed_code.html", EmbedCodeView(address, page.title))


class TreeIsDone(Treeprocessor):
    """Tells the conversion that the page comes next: ``toc`` runs all postprocessors on every heading too."""

    def __init__(self, md: Markdown, conversion: Conversion) -> None:
        super().__init__(md)
        self.conversion = conversion

    def run(self, root: Element) -> None:
        self.conversion.tree_is_done = True


_COMPARISON = next(component for component in COMPONENTS if component.name == "comparison")
_COMPARISON_PLACED = re.compile(r"\bid=\"candid-comparison-")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


_SHOWN = re.compile(
    r"<!--.*?(?:-->|\Z)|<(code|pre|script|style|textarea)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE
)
_ROOT = re.compile(r"\A<[a-z]+(?![^>]* lang=)")
_LEFT_OVER = re.compile(r"\]\(\s*<?((?:offer|calc):[^)\s<>]*)")


def _in_english(html: str, language: str) -> str:
    """A component, whose words are English, on a page in ``language``."""
    if language.lower().startswith("en"):
        return html
    return _ROOT.sub(r'\g<0> lang="en"', html, count=1)


def _left_as_text(html: str, page: Page) -> Iterator[Finding]:
    """Links of ours that Markdown did not read, because they stand inside of an HTML block."""
    if "](offer:" not in html and "](calc:" not in html:
        return
    for left in _LEFT_OVER.finditer(_SHOWN.sub("", html)):
        href = unescape(left[1])
        yield Finding.of(
            "link-form",
            page.source.find(href),
            f"'{href}' is printed as text: Markdown does not read what stands inside of this HTML",
            "write <a href=…>, or give the element the attribute markdown",
        )


def _first_ordinal(host: HostPage) -> int:
    """The ordinal of a page's first component. A listing shows excerpts of many pages: theirs lie far apart."""
    return zlib.crc32(host.path.encode()) * 1000 + 1 if host.is_excerpt else 1
