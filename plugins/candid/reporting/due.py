"""What is due, the most valuable first: facts to compare with their sources, terms to read again, offers to replace."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from candid.components import comparison
from candid.diagnostics import Location
from candid.link_inventory import ListedLink
from candid.models import Comparison, Offer
from candid.offer_days import is_running, running_offer
from candid.pages import Page
from candid.reporting.model import DueFact, LinkFact, OfferFact, OfferStanding, ProgrammeFact
from candid.site import Site
from candid.stale_facts import DatedFact, dated_facts, standing

__all__ = ["due_facts", "offers_to_replace", "programmes"]

_SOON = timedelta(days=30)


def programmes(site: Site, links: Iterable[LinkFact]) -> tuple[ProgrammeFact, ...]:
    """All programmes, sorted by id."""
    used: dict[str, list[str]] = {}
    for link in links:
        if link.programme is not None:
            used.setdefault(link.programme, []).append(link.page)
    found = []
    for name, programme in sorted(site.catalog.programmes.items()):
        terms = DatedFact(name, programme.checked_on, programme.terms.title, programme.terms.url, None)
        fact = ProgrammeFact(
            id=name,
            name=programme.name,
            network=programme.network,
            pays=programme.pays,
            is_placeholder=programme.placeholder,
            links=len(used.get(name, ())),
            pages=len(set(used.get(name, ()))),
            terms=programme.terms.title,
            terms_url=programme.terms.url,
            checked_on=programme.checked_on,
            standing=standing(site, terms),
            due_on=programme.checked_on + timedelta(days=site.settings.staleness.warn_after_days + 1),
        )
        found.append(fact)
    return tuple(found)


def due_facts(site: Site, pages: Sequence[Page], links: Iterable[LinkFact]) -> tuple[DueFact, ...]:
    """The facts past their limits: first those that most affiliate links rest on, then the longest unchecked."""
    links = tuple(links)
    value: dict[str, int] = {}
    for link in links:
        if link.source:
            value[link.source] = value.get(link.source, 0) + 1
    showing = _pages_of_data(site, pages, links)
    found = []
    for fact in dated_facts(site, pages):
        how = standing(site, fact)
        if how == "fresh":
            continue
        paths = fact.pages if fact.at is None else tuple(sorted(showing.get(fact.at, ())))
        found.append(
            DueFact(
                what=fact.what,
                standing=how,
                checked_on=fact.checked_on,
                days=(site.as_of - fact.checked_on).days,
                source=fact.source,
                url=fact.url,
                place=str(fact.at) if fact.at is not None else None,
                pages=paths,
                links=sum(value.get(path, 0) for path in paths),
            )
        )
    return tuple(sorted(found, key=lambda fact: (-fact.links, fact.checked_on, fact.what)))


def offers_to_replace(site: Site, listed: Iterable[ListedLink]) -> tuple[OfferFact, ...]:
    """The offers that have ended, end within thirty days or have not begun, in the order of their days."""
    mentions: dict[str, list[str]] = {}
    for link in listed:
        if link.offer is not None and link.placement != "offer":
            mentions.setdefault(link.offer, []).append(link.at.path)
    found = []
    for name, record in site.catalog.offers.items():
        how = _standing(record.offer, site.as_of)
        if how is None:
            continue
        ends_on = record.offer.ends_on
        outside = ends_on + timedelta(days=1) if ends_on is not None and how == "ends-soon" else site.as_of
        file = site.catalog.files[f"products/{record.product_id}"]
        fact = OfferFact(
            id=name,
            product=record.product_id,
            title=record.offer.title,
            programme=record.programme_id,
            standing=how,
            starts_on=record.offer.starts_on,
            ends_on=ends_on,
            stands_in=running_offer(site.catalog.offers, name, outside),
            mentions=len(mentions.get(name, ())),
            pages=tuple(sorted(set(mentions.get(name, ())))),
            place=str(file.document.locate(("offers", name), key=True)),
        )
        found.append(fact)
    return tuple(sorted(found, key=lambda fact: (_ORDER.index(fact.standing), _day(fact), fact.id)))


_ORDER: tuple[OfferStanding, ...] = ("ended", "ends-soon", "not-begun")


def _day(fact: OfferFact) -> date:
    return (fact.starts_on if fact.standing == "not-begun" else fact.ends_on) or date.max


def _standing(offer: Offer, on: date) -> OfferStanding | None:
    """How an offer stands on a day; ``None`` for one that runs and goes on running."""
    if offer.ends_on is not None and offer.ends_on < on:
        return "ended"
    if not is_running(offer, on):
        return "not-begun"
    return "ends-soon" if offer.ends_on is not None and offer.ends_on - on <= _SOON else None


def _pages_of_data(site: Site, pages: Sequence[Page], links: Iterable[LinkFact]) -> Mapping[Location, set[str]]:
    """The pages that rest on a fact of the data, by the place of the day on which somebody looked."""
    files = site.catalog.files
    found: dict[Location, set[str]] = {}
    for page in pages:
        for product, fact in _shown_facts(site, page):
            at = files[f"products/{product}"].at("facts", fact, "checked_on")
            found.setdefault(at, set()).add(page.source.path)
    for link in links:
        if link.programme is not None and link.source:
            found.setdefault(files[f"programmes/{link.programme}"].at("checked_on"), set()).add(link.source)
    return found


def _shown_facts(site: Site, page: Page) -> Iterator[tuple[str, str]]:
    """The facts of products that a page shows: each product's id with the fact's."""
    products, context = site.catalog.products, page.context
    if context.review is not None and context.review.product in products:
        own = products[context.review.product].facts
        chosen = own if context.review.facts is None else context.review.facts
        yield from ((context.review.product, name) for name in chosen if name in own)
    for shown in _comparisons(site, page):
        for row in shown.rows:
            for name in shown.products:
                if row.fact is not None and name in products and row.fact in products[name].facts:
                    yield name, row.fact


def _comparisons(site: Site, page: Page) -> Iterator[Comparison]:
    if page.context.comparison is not None:
        yield page.context.comparison
    for fence in page.source.fences:
        if fence.name == comparison.component.name and not fence.in_comment:
            options, _ = site.read_fence(comparison.component, fence.body, fence.body_at)
            if options is not None and options.comparison is not None:
                yield options.comparison
