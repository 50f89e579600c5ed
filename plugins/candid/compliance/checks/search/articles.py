"""Articles: their author is a name and no more, and their days are shown, labelled, true and not still to come."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from candid.compliance.hits import Hit, PageCheck
from candid.compliance.markup.graph import Node
from candid.compliance.markup.schema_types import ARTICLES, ORGANISATIONS, REVIEWS
from candid.compliance.page import BuiltPage
from candid.compliance.site import BuiltSite
from candid.compliance.wording.search_phrases import phrases
from candid.compliance.wording.written_dates import WrittenDate, day_of
from candid.diagnostics import Severity

__all__ = ["PAGE_CHECKS"]

_DATED = ARTICLES | {"WebPage", "ItemPage", "CollectionPage", "AboutPage"}
_KINDS = ("datePublished", "dateModified")
_META_DAYS = frozenset({"article:published_time", "article:modified_time"})

_PREFIX = re.compile(r"\s*(?:(?:written|posted|reviewed|words) )?(?:by|von|par|por|di|da)\s+", re.IGNORECASE)
_TITLE = re.compile(r"\s*(?:dr|prof|mr|mrs|ms|herr|frau|mme|sr|sra|dott|sir)\.?\s", re.IGNORECASE)
_SEVERAL = re.compile(r"[;&/|]|\s(?:and|und|et|y|e|with|mit)\s", re.IGNORECASE)

_UPDATED = (
    r"(?:last |zuletzt |dernière |última |ultimo )?"
    r"(?:updated?|modified|revised|reviewed|checked|edited|aktualisiert|überarbeitet|geändert|geprüft|stand|aktualisierung"
    r"|mise? à jour|modifiée?|actualizad[oa]|actualización|modificad[oa]|aggiornat[oa]|aggiornamento|modificat[oa])"
)
_PUBLISHED = (
    r"(?:first |originally |erstmals )?"
    r"(?:published|posted|written|publication date|date published|veröffentlicht|erschienen|publiziert|publiée?|paru"
    r"|publicad[oa]|pubblicat[oa])"
)
_BETWEEN = r"(?:\s+(?:on|at|am|le|el|il|of|de|del|vom|the|by))?\s*[:–—-]?\s*(?:\w+(?:day|tag),?\s+)?"
_LABELS = {
    "dateModified": re.compile(rf"\b{_UPDATED}{_BETWEEN}\Z", re.IGNORECASE),
    "datePublished": re.compile(rf"\b{_PUBLISHED}{_BETWEEN}\Z", re.IGNORECASE),
}
_ANY_LABEL = re.compile(
    rf"\b(?:{_UPDATED}|{_PUBLISHED}|date|datum|fecha|data|by|von|par|por|di|on|am|le|el|il|as of|since)\b|[·|•]",
    re.IGNORECASE,
)
_REACH = 60
_YEAR = re.compile(r"(?<![\w.-])(20[1-4]\d)(?![\w-])")
_MONTH_BEFORE = re.compile(
    r"(?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|janv|fév|avr|juin|juil|aoû|déc|ene|abr|ago|dic|gen"
    r"|mag|giu|lug|set|ott)\w*\.?\s+(?:de\s+|of\s+)?$|(?:since|until|before|after|seit|bis|vor|nach|depuis|desde|dal)\s+$",
    re.IGNORECASE,
)


def authors(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Each author of an article is one object with a name and nothing but the name; its days are ISO 8601."""
    for article in page.markup.of(ARTICLES):
        for author in article.properties.get("author", ()):
            name = author if isinstance(author, str) else author.text("name")
            if "://" in name:
                continue
            if isinstance(author, str) and article.syntax == "json-ld":
                message = f"the author '{name}' is only a text"
                hint = "make it a Person or an Organization with name and url"
                yield Hit("G-ART-01", message, hint, article.element, severity=Severity.INFO)
            is_team = isinstance(author, Node) and author.is_a(ORGANISATIONS)
            if wrong := _wrong_with_name(name, is_team=is_team):
                hint = "give each author an object of its own, with the name alone in name"
                yield Hit("G-ART-01", f"the author's name '{name}' {wrong}", hint, article.element)
        for kind in _KINDS:
            for written in article.texts(kind):
                if not day_of(written):
                    message = f"{kind} '{written}' is no date that machines read"
                    hint = "write it as 2026-11-21 or 2026-11-21T09:00:00+01:00"
                    yield Hit("G-ART-01", message, hint, article.element)


def dates(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """The days of an article stand on the page with a label, as in the markup, and have come."""
    tomorrow = site.terms.today + timedelta(days=1)  # it may be tomorrow already where the author lives
    hint = "show 'Published' and 'Updated' with the days of the structured data"
    told = False
    for node in page.markup.of(_DATED | REVIEWS):
        if not node.has(*_KINDS):
            continue
        told = True
        days = {kind: day_of(node.text(kind)) for kind in _KINDS}
        for kind, written in days.items():
            if written and min(written) > tomorrow:
                message = f"{kind} {node.text(kind)} is still to come"
                yield Hit("G-ART-02", message, "give the day on which it happened", node.element)
                return
        if not node.is_a(ARTICLES):
            continue
        if message := _differs(page, days) or _is_missing(page, node, days):
            yield Hit("G-ART-02", message, hint, node.element)
            return
        if any(days.values()) and not _is_labelled(page, days, node.texts("author")):
            message = "the day of the article stands on the page without a label"
            yield Hit("G-ART-02", message, hint, node.element, severity=Severity.WARNING)
    if not told:
        for meta in page.having("content") if page.mentions("article:") else ():
            name = (meta.get("property") or "").strip().lower()
            stated_day = day_of(meta.get("content") or "") if name in _META_DAYS else frozenset()
            if stated_day and min(stated_day) > tomorrow:
                message = f"{name} {meta.get('content')} is still to come"
                yield Hit("G-ART-02", message, "give the day on which it happened", meta)
                return
        for kind in _KINDS:
            for stated in _labelled(page, kind):
                if min(stated.days) > tomorrow:
                    message = f"the page says that it was {_WORDS[kind]} on a day that is still to come"
                    at = page.flow.element_at(stated.start)
                    yield Hit("G-ART-02", message, "give the day on which it happened", at)
                    return


def year_of_title(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """A year in the title is that of the last change."""
    years = {
        int(found[1])
        for found in _YEAR.finditer(page.title)
        if not _MONTH_BEFORE.search(page.title[max(0, found.start() - _REACH) : found.start()])
    }
    if not years:
        return
    modified = _last_change(page)
    if modified and years.isdisjoint({day.year for day in modified}):
        message = f"the title says {max(years)}, and the page was last changed in {min(modified).year}"
        hint = "bring the page up to date, or take the year out of its title"
        at = page.root.find(".//title")
        yield Hit("G-ART-02", message, hint, at, severity=Severity.WARNING)


_WORDS = {"datePublished": "published", "dateModified": "updated"}


def _wrong_with_name(name: str, *, is_team: bool) -> str:
    if not name.strip():
        return "is empty"
    if _PREFIX.match(name):
        return "begins with a word that is no part of it"
    if is_team:
        return ""
    if "," in name:
        return "has a comma"
    if _SEVERAL.search(name):
        return "is that of several"
    return "has a title" if _TITLE.match(name) or phrases("title_or_trade").search(name) else ""


def _differs(page: BuiltPage, days: dict[str, frozenset[date]]) -> str:
    """Whether a labelled day of the page is another one than in the markup."""
    for kind in _KINDS:
        labelled = _labelled(page, kind)
        wanted = days[kind]
        if kind == "dateModified" and not wanted:
            continue
        if wanted and labelled and all(wanted.isdisjoint(written.days) for written in labelled):
            text = page.flow.text[labelled[0].start : labelled[0].end]
            return f"the page says {_WORDS[kind]} {text}, and its structured data {min(wanted)}"
    return ""


def _is_missing(page: BuiltPage, node: Node, days: dict[str, frozenset[date]]) -> str:
    """Whether the page shows no day that the markup gives, or not that of the last change."""
    shown = {kind: page.shown.has_day(wanted) for kind, wanted in days.items() if wanted}
    if shown and not shown.get("dateModified", True):
        return f"the page does not show dateModified {node.text('dateModified')}"
    if shown and not any(shown.values()):
        return f"the page does not show datePublished {node.text('datePublished')}"
    return ""


def _is_labelled(page: BuiltPage, days: dict[str, frozenset[date]], authors: Iterable[str]) -> bool:
    """Whether the day stands behind a word that says which it is, or behind the author's name, as in a byline."""
    text = page.flow.text
    wanted = days["dateModified"] or days["datePublished"]
    names = [" ".join(name.split()) for name in authors]
    for written in page.shown.dates:
        if not wanted.isdisjoint(written.days):
            around = text[max(written.start - _REACH, 0) : written.start].rpartition("\n\n")[2]
            around += " " + text[written.end : written.end + 20]
            if _ANY_LABEL.search(around) or any(name and name in around for name in names):
                return True
    # A time element may show words such as "yesterday": they are a label enough.
    return any(
        not wanted.isdisjoint(found) and not _is_date(page.text_of(at)) for at, found in page.shown.times.items()
    )


def _is_date(text: str) -> bool:
    return bool(
        re.fullmatch(r"[\d\s./,-]+|\w+\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,2}\w{0,2}\.? \w+\.? \d{4}", text)
    )


def _labelled(page: BuiltPage, kind: str) -> list[WrittenDate]:
    """The dates of the text with a label of this kind right before them."""
    text = page.flow.text
    return [
        written
        for written in page.shown.dates
        if _LABELS[kind].search(" ".join(text[max(written.start - _REACH, 0) : written.start].split()) + " ")
    ]


def _last_change(page: BuiltPage) -> frozenset[date]:
    found: set[date] = set()
    for kind in ("dateModified", "datePublished"):
        for node in page.markup.of(_DATED | REVIEWS):
            for written in node.texts(kind):
                found |= day_of(written)
        if not found:
            found.update(day for written in _labelled(page, kind) for day in written.days)
        if found:
            break
    return frozenset(found)


PAGE_CHECKS: tuple[PageCheck, ...] = (authors, dates, year_of_title)
