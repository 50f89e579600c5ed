"""The affiliate links of a built site and what its pages say about them, read from the HTML that was published."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from candid.compliance import BuiltSite
from candid.compliance.facts.cards import label_places
from candid.compliance.page import BuiltPage, Link
from candid.disclosures.lexicon import judge
from candid.link_inventory import ListedLink
from candid.offer_days import running_offer
from candid.pages import Page
from candid.reporting.distances import distance
from candid.reporting.model import DisclosureFact, LinkFact, PageFact
from candid.reporting.places import REDIRECTS, KnownPlace, SubIdPages, placement_of
from candid.site import Site
from candid.targets import Targets

__all__ = ["known_pages", "read_pages"]

_NO_SUB_ID = re.compile(r"[^/?&#]*")
"""What stands between the two ends of an offer's address, if it is only a sub-ID."""


def known_pages(built: BuiltSite, site: Site, pages: Iterable[Page]) -> SubIdPages:
    """All pages that a sub-ID of ours may begin with: those of Markdown, of templates, and the site's redirects."""
    own = (_name(built, page) for page in built.pages)
    redirects = (f"{REDIRECTS}{offer}" for offer in site.catalog.offers)
    return SubIdPages([*(page.source.uri for page in pages), *own, *redirects])


def read_pages(
    built: BuiltSite,
    site: Site,
    pages: Sequence[Page],
    known: SubIdPages,
    source_of: Callable[[str], str],
    listed: Iterable[ListedLink],
) -> tuple[tuple[PageFact, ...], tuple[LinkFact, ...]]:
    """All pages with affiliate links, and all these links, in the order of their files.

    Args:
        built: The built site.
        site: The data that it was built from.
        pages: Its pages' sources.
        known: The pages that sub-IDs lead back to.
        source_of: The Markdown file of a built page, by its path below the root; empty where it is not known.
        listed: The links that authors wrote: they tell offers with the same address apart.
    """
    reader = _Reader(built, site, pages, known, listed)
    facts: list[PageFact] = []
    links: list[LinkFact] = []
    for page in built.pages:
        if page.paid_links:
            name = _name(built, page)
            found = reader.links_of(page, name, source_of(name))
            facts.append(_page_fact(page, name, source_of(name), found))
            links += found
    return tuple(facts), tuple(links)


def _name(built: BuiltSite, page: BuiltPage) -> str:
    """A page's file below the root of the site."""
    return page.path.removeprefix(f"{built.display}/")


class _Reader:
    def __init__(
        self, built: BuiltSite, site: Site, pages: Sequence[Page], known: SubIdPages, listed: Iterable[ListedLink]
    ) -> None:
        self.built = built
        self.site = site
        self.targets = Targets(site.catalog, site.networks, site.settings, site.as_of)
        self.known = known
        self.paths: Mapping[str, str] = {page.source.uri: page.source.path for page in pages}
        self.uris: Mapping[str, str] = {page.source.path: page.source.uri for page in pages}
        self.named: dict[str, set[str]] = {}
        for link in listed:
            running = running_offer(site.catalog.offers, link.offer, site.as_of) if link.offer else None
            if running is not None and link.placement != "offer":
                self.named.setdefault(link.at.path, set()).add(running)

    def links_of(self, page: BuiltPage, name: str, source: str) -> list[LinkFact]:
        """The affiliate links of one page."""
        ordinals: Counter[str] = Counter()
        return [self._link(page, link, name, source, ordinals) for link in page.paid_links]

    def _link(self, page: BuiltPage, link: Link, name: str, source: str, ordinals: Counter[str]) -> LinkFact:
        address = link.found.url if link.redirect else link.address
        target = self.targets.of(address)
        # What the network's own parameter holds, or whatever parameter the programme has named.
        carried = link.found.sub_id or target.sub_id
        told = self.known.read(carried) if carried is not None else None
        # Many links go by one redirect: its sub-ID tells the offer, and not where a link to it stands.
        known = None if link.redirect else told
        placement = known.placement if known else placement_of(link.element)
        if known is None:
            ordinals[placement] += 1
        line, column = page.place(link.element)
        origin = known.origin if known else self.uris.get(source, name)
        offers = self._redirected(told) or self._named(
            self._offers_at(address) or self._offers_with(link, target.programme_id), self.paths.get(origin, "")
        )
        return LinkFact(
            page=name,
            line=line,
            column=column,
            source=source,
            text=_own_words(page, link),
            address=address,
            redirect=link.href if link.redirect else None,
            destination=link.found.destination,
            link_class=target.cls if link.found.cls == "none" else link.found.cls,
            network=target.network or link.found.network,
            programme=target.programme_id or self._programme_of(offers),
            offers=offers,
            placement=placement,
            ordinal=known.ordinal if known else ordinals[placement],
            sub_id=carried,
            is_ours=known is not None,
            origin=origin,
            label=_label(page, link, self.built.terms.profiles),
        )

    @cached_property
    def _addresses(self) -> tuple[tuple[str, str, str], ...]:
        """Each running offer with what its address begins and ends with, around the place for a sub-ID."""
        found: dict[str, tuple[str, str, str]] = {}
        for name in self.site.catalog.offers:
            target = self.targets.of_offer(name)
            if target is not None and target.offer is not None:
                ends = (target.slot.before, target.slot.after) if target.slot else (target.href, "")
                found.setdefault(target.offer, (target.offer, *ends))
        return tuple(found.values())

    def _offers_at(self, address: str) -> list[str]:
        """The offers whose links have an address, whatever its sub-ID is."""
        return [
            name
            for name, before, after in self._addresses
            if address.startswith(before)
            and address.endswith(after)
            and _NO_SUB_ID.fullmatch(address, len(before), len(address) - len(after))
        ]

    def _offers_with(self, link: Link, programme: str | None) -> list[str]:
        """The offers of a programme that lead where a link does that is written otherwise than Candid writes it."""
        return [
            name
            for name, record in self.site.catalog.offers.items()
            if record.programme_id is not None
            and record.programme_id == programme
            and record.offer.destination == link.found.destination
        ]

    def _redirected(self, known: KnownPlace | None) -> tuple[str, ...]:
        """The offer whose redirect a link goes by, as the redirect's own sub-ID tells."""
        name = known.origin.removeprefix(REDIRECTS) if known and known.origin.startswith(REDIRECTS) else ""
        return (name,) if name in self.site.catalog.offers else ()

    def _named(self, offers: list[str], source: str) -> tuple[str, ...]:
        """Of several offers those that the author of the page linked to, if there are such."""
        named = self.named.get(source, set()).intersection(offers) if len(offers) > 1 else set(offers)
        return tuple(name for name in offers if not named or name in named)

    def _programme_of(self, offers: tuple[str, ...]) -> str | None:
        programmes = {self.site.catalog.offers[name].programme_id for name in offers}
        return programmes.pop() if len(programmes) == 1 else None


def _page_fact(page: BuiltPage, name: str, source: str, links: list[LinkFact]) -> PageFact:
    return PageFact(
        page=name,
        source=source,
        title=page.title,
        language=page.language,
        is_redirect=page.is_redirect,
        links=len(links),
        labelled=sum(bool(link.label) for link in links),
        disclosures=tuple(_disclosures(page)),
    )


def _disclosures(page: BuiltPage) -> Iterable[DisclosureFact]:
    first = page.paid_links[0].element
    for found in page.disclosures:
        line, column = page.place(found.element)
        characters, elements = distance(page, found, first)
        yield DisclosureFact(
            text=found.text,
            kind=found.kind,
            language=found.language,
            line=line,
            column=column,
            stands_in=found.inside or "text",
            is_seen=found.seen,
            characters=characters,
            elements=elements,
        )


def _own_words(page: BuiltPage, link: Link) -> str:
    """What a link says, without a label of ours at its end."""
    words = page.name_of(link.element)
    for inner in link.element.iterdescendants("span"):
        if "candid-label" in (inner.get("class") or "").split():
            words = words.removesuffix(page.flow.of(inner)).rstrip()
    return words


def _label(page: BuiltPage, link: Link, profiles: Iterable[str]) -> str:
    """The words with a link that mark it as advertising."""
    language = page.language_of(link.element)
    for place in label_places(page, link):
        wording = judge(place, language, tuple(profiles))
        if wording.advert or wording.commission:
            return wording.advert or wording.commission
    return ""
