"""The sections of ``report.html`` about links, pages, findings, facts and offers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from candid.disclosures.profiles import profiles
from candid.formats import Formats
from candid.reporting.model import DisclosureFact, LinkFact, OfferFact, PageFact, Report
from candid.reporting.totals import amounts
from candid.reporting.view import Cell, Column, Section, Table, code, number, text

__all__ = [
    "due_section",
    "findings_section",
    "health_section",
    "links_section",
    "offers_section",
    "pages_section",
    "programmes_section",
    "silenced_section",
    "unreviewed_section",
]

_HEALTH = {
    "dead": "dead",
    "lost-tracking": "tracking lost",
    "moved": "moved for good",
    "suspect": "failed once",
    "blocked": "blocked",
    "unknown": "not asked",
    "ok": "there",
}
_OFFERS = {"ended": "ended", "ends-soon": "ends soon", "not-begun": "has not begun"}


def programmes_section(report: Report, formats: Formats) -> Section:
    """What pays, where it is linked, and when its terms have to be read again."""
    section = Section("programmes", "Affiliate programmes")
    if not report.programmes:
        return _with(section, "The site has no programmes on record.")
    earned = {one.programme: one.totals for one in report.earnings.programmes} if report.earnings else {}
    rows = tuple(
        (
            text(one.name, small=(f"{one.id} · {one.network}", "The partner id is a stand-in." * one.is_placeholder)),
            text(one.pays),
            number(one.links),
            number(one.pages),
            amounts(earned.get(one.id, ()), formats),
            text(_day(formats, one.checked_on), small=(one.terms, one.terms_url or "")),
            text(_day(formats, one.due_on), small=("" if one.standing == "fresh" else f"terms are {one.standing}",)),
        )
        for one in report.programmes
    )
    columns = (
        Column("Programme"),
        Column("What it pays"),
        Column("Links", "number"),
        Column("Pages", "number"),
        Column("Earned", "number"),
        Column("Terms last read"),
        Column("Read again by"),
    )
    return _with(section, "", Table("Programmes, their links and their terms", columns, rows))


def offers_section(report: Report, formats: Formats) -> Section:
    """The offers with days that matter now."""
    section = Section("offers", "Offers that end")
    if not report.offers:
        return _with(section, "No offer has ended, ends within thirty days or has yet to begin.")
    rows = tuple(
        (
            code(one.id, small=(one.title, one.place)),
            text(_OFFERS[one.standing], small=(_days_of(one, formats),)),
            code(one.stands_in) if one.stands_in else text("nothing"),
            number(one.mentions),
            code(*one.pages),
        )
        for one in report.offers
    )
    columns = (Column("Offer"), Column("State"), Column("Stands in"), Column("Mentions", "number"), Column("Pages"))
    return _with(section, "", Table("Offers outside of their days, or soon so", columns, rows))


def pages_section(report: Report, formats: Formats) -> Section:
    """What pages with affiliate links say about them, and where."""
    section = Section("pages", "Pages and their disclosures")
    if not report.pages:
        return _with(section, "No page has an affiliate link.")
    rows = tuple(
        (
            code(page.page, small=(page.source,)),
            number(page.links),
            number(f"{page.labelled} of {page.links}"),
            *_disclosure_cells(page, formats),
        )
        for page in report.pages
    )
    columns = (
        Column("Page"),
        Column("Links", "number"),
        Column("Labelled", "number"),
        Column("Disclosure"),
        Column("Stands"),
        Column("To the first affiliate link"),
    )
    return _with(section, "", Table("What each page with affiliate links discloses", columns, rows))


def links_section(report: Report, _formats: Formats) -> Section:
    """Every affiliate link, page by page. Their addresses are no links here: a click of the publisher would count."""
    section = Section("links", "Affiliate links")
    if not report.links:
        return _with(section, "No page has an affiliate link.")
    columns = (
        Column("Link"),
        Column("Line", "number"),
        Column("Programme"),
        Column("Offer"),
        Column("Place"),
        Column("Sub-ID"),
        Column("Class"),
        Column("Label"),
    )
    tables = tuple(
        Table(page, columns, tuple(map(_link_row, links)))
        for page, links in groupby(report.links, key=lambda link: link.page)
    )
    note = "Addresses are text here and not links: programmes count your own clicks against you."
    return _with(section, note, *tables)


def findings_section(report: Report, _formats: Formats) -> Section:
    """What breaks a rule: how often, then each case."""
    profiles = ", ".join(report.profiles)
    section = Section("findings", "Findings")
    if not report.audit.findings:
        return _with(section, f"No rule is broken on any page, by the rules of {profiles}.")
    counted = tuple(
        (code(one.rule), text(one.title), text(one.severity), number(one.count)) for one in report.audit.rules
    )
    return _with(
        section,
        f"By the rules of {profiles}.",
        Table(
            "Findings by rule",
            (Column("Rule"), Column("It wants"), Column("Severity"), Column("Findings", "number")),
            counted,
        ),
        *(
            _findings_of(rule, title, report)
            for rule, title in {one.rule: one.title for one in report.audit.rules}.items()
        ),
    )


def _findings_of(rule: str, title: str, report: Report) -> Table:
    rows = tuple(
        (
            code(f"{one.path}:{one.line}:{one.column}", small=(one.source,)),
            text(one.severity),
            text(one.message, small=(one.hint,)),
        )
        for one in report.audit.findings
        if one.rule == rule
    )
    caption = f"{rule} {title} ({len(rows)})" if title else f"{rule} ({len(rows)})"
    return Table(caption, (Column("Place"), Column("Severity"), Column("Finding")), rows, folded=True)


def silenced_section(report: Report, _formats: Formats) -> Section:
    """What the author lives with, and why."""
    section = Section("silenced", "Silenced findings")
    if not report.audit.silenced:
        return _with(section, "Nothing is silenced.")
    rows = tuple(
        (
            code(f"{one.finding.path}:{one.finding.line}:{one.finding.column}", small=(one.finding.source,)),
            code(one.finding.rule),
            text(one.finding.message),
            text(one.reason, small=(f"silenced at {one.place}",)),
        )
        for one in report.audit.silenced
    )
    columns = (Column("Place"), Column("Rule"), Column("Finding"), Column("Why it may stand"))
    return _with(section, "", Table("Findings that were silenced", columns, rows))


def unreviewed_section(report: Report, _formats: Formats) -> Section:
    """What readers are told in words that a lawyer should read first."""
    section = Section("texts", "Texts that no lawyer has read")
    if not report.unreviewed:
        return _with(
            section, "None of Candid's drafts stands beside an affiliate link, as far as the pages' sources tell."
        )
    rows = tuple(
        (text(one.language), text(*one.texts), text(*(profiles()[name].name for name in one.jurisdictions)))
        for one in report.unreviewed
    )
    columns = (Column("Language"), Column("Texts"), Column("For readers in"))
    note = "Built without the words that regulators or programmes there accept by name. Own texts take their place."
    return _with(section, note, Table("Candid's drafts on this site", columns, rows))


def due_section(report: Report, formats: Formats) -> Section:
    """Facts to compare with their sources, those first that most affiliate links rest on."""
    section = Section("facts", "Facts to check again")
    if not report.due_facts:
        return _with(section, "No fact is past its limit.")
    rows = tuple(
        (
            text(one.what, small=(one.place or "",)),
            text(one.standing),
            text(_day(formats, one.checked_on), small=(f"{one.days} days ago" if one.days >= 0 else "still to come",)),
            text(one.source, small=(one.url or "",)),
            number(one.links),
            code(*one.pages),
        )
        for one in report.due_facts
    )
    columns = (
        Column("Fact"),
        Column("State"),
        Column("Checked"),
        Column("Source"),
        Column("Affiliate links", "number"),
        Column("Pages"),
    )
    return _with(section, "", Table("Facts past their limit, by the affiliate links of their pages", columns, rows))


def health_section(report: Report, formats: Formats) -> Section:
    """What the last check of the links learnt."""
    section = Section("health", "Link health")
    health = report.health
    if health is None:
        return _with(section, "No check is remembered: candid links check makes one.")
    when = f"Last asked on {_day(formats, health.asked_until)}. " if health.asked_until else "Nothing was asked yet. "
    counted = ", ".join(f"{health.counts[name]} {words}" for name, words in _HEALTH.items() if health.counts[name])
    note = f"{when}{counted[:1].upper()}{counted[1:]}." if counted else f"{when}The site has no external link."
    if not health.troubled:
        return _with(section, note)
    rows = tuple(
        (
            code(one.address, small=("affiliate link" * one.is_affiliate,)),
            text(_HEALTH[one.state]),
            text(one.reason),
            code(one.proposal or ""),
            code(*one.places),
        )
        for one in health.troubled
    )
    columns = (Column("Address"), Column("State"), Column("Why"), Column("Write instead"), Column("Places"))
    return _with(section, note, Table("Links that ask for a look", columns, rows))


def _with(section: Section, note: str, *tables: Table) -> Section:
    return Section(section.id, section.title, (note,) if note else (), tables)


def _day(formats: Formats, day: date) -> str:
    return formats.date(day).replace(" ", "\N{NO-BREAK SPACE}")


def _days_of(offer: OfferFact, formats: Formats) -> str:
    days = (("from", offer.starts_on), ("to", offer.ends_on))
    return " ".join(f"{word} {_day(formats, day)}" for word, day in days if day is not None)


def _link_row(link: LinkFact) -> tuple[Cell, ...]:
    behind = () if link.redirect is None else (f"by {link.redirect}",)
    return (
        text(link.text or "(no text)", small=(*behind, link.address)),
        number(link.line),
        code(link.programme or "", small=(link.network or "",)),
        code(*link.offers),
        text(f"{link.placement} {link.ordinal}"),
        code(link.sub_id or "", small=("" if link.is_ours or link.sub_id is None else "not ours",)),
        text("rel only" if link.link_class == "none" else link.link_class),
        text(link.label or "none"),
    )


def _disclosure_cells(page: PageFact, formats: Formats) -> Iterator[Cell]:
    """What readers see first of a page's disclosures: its words, its place, its distance."""
    ranked = sorted(page.disclosures, key=lambda one: (not one.is_seen, one.kind != "statement", one.kind != "label"))
    if not ranked:
        yield text("none")
        yield text("")
        yield text("")
        return
    first = ranked[0]
    others = len(ranked) - 1
    yield text(first.text, small=(f"and {others} more" * (others > 0),))
    seen = "" if first.is_seen else "not seen by readers"
    yield text(f"in the {first.stands_in}", small=(f"line {first.line}", seen))
    yield text(_distance(first, formats))


def _distance(found: DisclosureFact, formats: Formats) -> str:
    if found.characters == 0 and found.elements == 0:
        return "right there"
    characters, elements = formats.number(str(abs(found.characters))), formats.number(str(abs(found.elements)))
    far = f"{characters} characters, {elements} elements"
    return f"{far} too late" if found.characters < 0 or found.elements < 0 else far
