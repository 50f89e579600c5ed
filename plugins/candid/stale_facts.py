"""The facts of a site that nobody has compared with their sources for too long, the most urgent first."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from candid.components import rule
from candid.diagnostics import Location
from candid.models import Product, Programme
from candid.page_numbers import page_numbers
from candid.pages import Page
from candid.site import Site
from candid_rules import Period

__all__ = ["DatedFact", "Standing", "dated_facts", "format_facts", "standing"]

Standing: TypeAlias = Literal["fresh", "stale", "expired", "future"]


@dataclass(frozen=True)
class DatedFact:
    """One fact with the day of its last check.

    Attributes:
        what: The rule and its period, the product's fact, the programme's terms.
        checked_on: The day a person last compared it with its source.
        source: Title of the source.
        url: Its address, if it has one.
        at: Where it is written; ``None`` for a rule of a rulebook.
        pages: The pages that use it, by path; for a rule, those with a number that was worked out by it.
    """

    what: str
    checked_on: date
    source: str
    url: str | None
    at: Location | None
    pages: tuple[str, ...] = ()


def standing(site: Site, fact: DatedFact) -> Standing:
    """How a fact stands on the site's day by the limits of its settings."""
    days, limits = (site.as_of - fact.checked_on).days, site.settings.staleness
    if days < 0:
        return "future"
    if days > limits.error_after_days:
        return "expired"
    return "stale" if days > limits.warn_after_days else "fresh"


def dated_facts(site: Site, pages: Iterable[Page]) -> list[DatedFact]:
    """All facts that pages rest on, the longest unchecked first, and of these the most used first."""
    facts = [*_of_rules(site, pages), *_of_data(site)]
    return sorted(facts, key=lambda fact: (fact.checked_on, -len(fact.pages), fact.what))


def format_facts(site: Site, due: Sequence[DatedFact], style: str) -> str:
    """Facts past their limits for people (``text``), tools (``json``) or a pull request (``markdown``)."""
    if style == "json":
        rows = [_as_json(site, fact) for fact in due]
        return json.dumps({"on": site.as_of.isoformat(), "facts": rows}, indent=2, ensure_ascii=False)
    if not due:
        return f"no fact is past its limit of {site.settings.staleness.warn_after_days} days on {site.as_of}"
    if style == "markdown":
        head = ("| | Fact | Checked | Source | Pages |", "| --- | --- | --- | --- | --- |")
        return "\n".join([*head, *(_as_markdown(site, fact) for fact in due)])
    return "\n".join(line for fact in due for line in _as_text(site, fact))


def _as_json(site: Site, fact: DatedFact) -> dict[str, object]:
    return {
        "standing": standing(site, fact),
        "what": fact.what,
        "checked_on": fact.checked_on.isoformat(),
        "days": (site.as_of - fact.checked_on).days,
        "source": {"title": fact.source, "url": fact.url},
        "place": str(fact.at) if fact.at is not None else None,
        "pages": list(fact.pages),
    }


def _as_markdown(site: Site, fact: DatedFact) -> str:
    pages = str(len(fact.pages)) if fact.pages else ""
    cells = (standing(site, fact), fact.what, fact.checked_on.isoformat(), fact.url or fact.source, pages)
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


def _as_text(site: Site, fact: DatedFact) -> Iterator[str]:
    days = (site.as_of - fact.checked_on).days
    age = f"{days} days ago" if days >= 0 else f"after {site.as_of}"
    place = f"{fact.at}: " if fact.at is not None else ""
    yield f"{standing(site, fact)}: {place}{fact.what}: checked {fact.checked_on}, {age}"
    yield f"  source: {fact.source}{f', {fact.url}' if fact.url else ''}"
    if fact.pages:
        yield f"  pages: {', '.join(fact.pages)}"


def _of_rules(site: Site, pages: Iterable[Page]) -> Iterator[DatedFact]:
    used: dict[str, tuple[Period, dict[str, None]]] = {}
    for page in pages:
        for period in _periods(site, page):
            used.setdefault(period.id, (period, {}))[1].setdefault(page.source.path)
    rules = {period.id: entry.id for entry in site.rules.values() for period in entry.periods}
    for period, paths in used.values():
        # What had ended when somebody looked is history: it does not age.
        if period.end is None or period.checked_on < period.end:
            what = f"{rules.get(period.id, 'rule')} ({period.id})"
            source = period.source
            yield DatedFact(what, period.checked_on, source.title, source.url, None, tuple(paths))


def _periods(site: Site, page: Page) -> Iterator[Period]:
    """The versions of rules that a page shows or works by."""
    alone = site.with_library(site.library)  # its answers are those of this page
    for _ in page_numbers(alone, page):
        pass
    for result in alone.answers:
        periods = site.calculators[result.calculator].periods
        yield from (periods[line.rule] for line in result.lines if line.rule is not None and line.rule in periods)
    for fence in page.source.fences:
        if fence.name == rule.component.name and fence.closed:
            options, _ = site.read_fence(rule.component, fence.body, fence.body_at)
            yield from site.rules[options.rule].periods if options is not None else ()


def _of_data(site: Site) -> Iterator[DatedFact]:
    for file in site.catalog.files.values():
        match file.record:
            case Product(name=product, facts=facts):
                for name, fact in facts.items():
                    at = file.at("facts", name, "checked_on")
                    yield DatedFact(f"{product}: {fact.label}", fact.checked_on, fact.source.title, fact.source.url, at)
            case Programme(name=name, checked_on=checked_on, terms=terms):
                yield DatedFact(f"terms of {name}", checked_on, terms.title, terms.url, file.at("checked_on"))
