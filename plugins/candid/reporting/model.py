"""What a report says, as types: ``report.json`` is this model, and ``candid schema report`` its JSON Schema.

Amounts are decimal texts, exact and with all decimals of their currency; sums never mix currencies. Lists are in a
fixed order, so that the same site and the same ledger make the same bytes.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from candid.link_health.states import State
from candid.networks import LinkClass
from candid.stale_facts import Standing

__all__ = [
    "AuditFacts",
    "DisclosureFact",
    "DueFact",
    "Earnings",
    "EarningsOfMonth",
    "EarningsOfPage",
    "EarningsOfPlace",
    "EarningsOfProgramme",
    "FindingFact",
    "HealthFacts",
    "LinkFact",
    "OfferFact",
    "OfferStanding",
    "PageFact",
    "ProgrammeFact",
    "Report",
    "RuleCount",
    "SilencedFact",
    "SubIdEarnings",
    "Total",
    "TroubledLink",
]

OfferStanding = Literal["ended", "ends-soon", "not-begun"]
Word = Literal["error", "warning", "info"]


class Part(BaseModel):
    """Base of all parts of a report."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class LinkFact(Part):
    """One affiliate link as it stands in the built HTML. ``line`` and ``column`` begin at 1."""

    page: str = Field(description="the file, below the folder of the built site")
    line: int
    column: int
    source: str = Field(description="the page's Markdown file; empty where it is not known")
    text: str
    address: str = Field(description="what readers follow; for a redirect of the site's own, where it leads")
    redirect: str | None = Field(description="the address of the site's own that leads there")
    destination: str | None = Field(description="where the link leads in the end, as far as its address tells")
    link_class: LinkClass = Field(alias="class", description="what its address tells; none if only its rel does")
    network: str | None
    programme: str | None
    offers: tuple[str, ...] = Field(description="the offers that have this address; usually one")
    placement: str = Field(description="the component or place of the page that it stands in")
    ordinal: int = Field(description="which link of that place it is, from 1")
    sub_id: str | None
    is_ours: bool = Field(description="whether Candid gave the sub-ID to this place alone")
    origin: str = Field(description="the page whose text it belongs to: for an excerpt, the page that it is of")
    label: str = Field(description="the words that mark it as advertising; empty where nothing does")


class DisclosureFact(Part):
    """One statement or label of a page, with its distance to the first affiliate link; below 0 if that comes first."""

    text: str
    kind: Literal["statement", "label", "rejected", "tooltip"]
    language: str
    line: int
    column: int
    stands_in: str = Field(description="text, or the footer, aside, details, popup or tooltip around it")
    is_seen: bool
    characters: int = Field(description="visible characters from it to the first affiliate link")
    elements: int = Field(description="elements that begin between the two")


class PageFact(Part):
    """One page with affiliate links."""

    page: str
    source: str
    title: str
    language: str
    is_redirect: bool = Field(description="whether it only sends its readers on")
    links: int
    labelled: int = Field(description="how many of these links are labelled one by one")
    disclosures: tuple[DisclosureFact, ...]


class Total(Part):
    """A sum in one currency."""

    currency: str
    amount: str
    rows: int = Field(description="how many rows of the ledger it adds up")
    clicks: int | None = Field(description="the clicks of these rows; null if no row says any")


class ProgrammeFact(Part):
    """One affiliate programme: what it pays, where it is linked, and when its terms have to be read again."""

    id: str
    name: str
    network: str
    pays: str
    is_placeholder: bool
    links: int
    pages: int
    terms: str
    terms_url: str | None
    checked_on: date
    standing: Standing
    due_on: date = Field(description="the first day on which its terms are stale")


class OfferFact(Part):
    """An offer that has ended, ends soon or has not begun."""

    id: str
    product: str
    title: str
    programme: str | None
    standing: OfferStanding
    starts_on: date | None
    ends_on: date | None
    stands_in: str | None = Field(description="the offer that its links lead to outside of its days; null if to none")
    mentions: int = Field(description="how often pages link to it")
    pages: tuple[str, ...]
    place: str


class DueFact(Part):
    """A fact to compare with its source; the more affiliate links rest on it, the earlier it comes."""

    what: str
    standing: Standing
    checked_on: date
    days: int = Field(description="how long ago that was")
    source: str
    url: str | None
    place: str | None
    pages: tuple[str, ...]
    links: int = Field(description="the affiliate links of these pages")


class RuleCount(Part):
    """How often a rule is broken."""

    rule: str
    title: str
    severity: Word
    count: int


class FindingFact(Part):
    """One breach of a rule."""

    rule: str
    severity: Word
    path: str
    line: int
    column: int
    message: str
    hint: str
    source: str


class SilencedFact(Part):
    """A breach that the author has decided to live with."""

    finding: FindingFact
    reason: str
    place: str = Field(description="where it is silenced")


class UnreviewedFact(Part):
    """Texts of Candid's that nobody who knows the law of some readers has read yet."""

    language: str
    texts: tuple[str, ...]
    jurisdictions: tuple[str, ...] = Field(description="where those readers live")


class AuditFacts(Part):
    """What ``candid check`` says about the site."""

    pages: int
    rules: tuple[RuleCount, ...]
    findings: tuple[FindingFact, ...]
    silenced: tuple[SilencedFact, ...]


class TroubledLink(Part):
    """A link that does not lead where it should, or of which nobody knows."""

    address: str
    state: State | Literal["suspect", "unknown"]
    reason: str
    proposal: str | None
    asked_on: date | None
    is_affiliate: bool
    places: tuple[str, ...]


class HealthFacts(Part):
    """What the last ``candid links check`` learnt."""

    asked_until: date | None = Field(description="the day of its latest answer")
    counts: dict[str, int] = Field(description="links by state")
    troubled: tuple[TroubledLink, ...]


class EarningsOfProgramme(Part):
    """What one programme paid."""

    programme: str
    totals: tuple[Total, ...]


class EarningsOfMonth(Part):
    """What a month brought, in all and by programme."""

    month: str
    totals: tuple[Total, ...]
    programmes: tuple[EarningsOfProgramme, ...]


class EarningsOfPlace(Part):
    """What one sub-ID brought."""

    sub_id: str
    placement: str
    programmes: tuple[str, ...]
    is_there: bool = Field(description="whether the site still has the place")
    totals: tuple[Total, ...]


class EarningsOfPage(Part):
    """What a page brought, by its sub-IDs."""

    page: str
    totals: tuple[Total, ...]
    places: tuple[EarningsOfPlace, ...]


class SubIdEarnings(Part):
    """What a sub-ID brought that leads to no single page."""

    sub_id: str
    programmes: tuple[str, ...]
    pages: tuple[str, ...] = Field(
        description="the pages that have it, if several do or other programmes' links have it"
    )
    others: tuple[str, ...] = Field(
        default=(), description="the programmes whose links have it, if none of the one that paid does"
    )
    totals: tuple[Total, ...]


class Earnings(Part):
    """What the site earns from whom, by the publisher's ledger."""

    totals: tuple[Total, ...]
    programmes: tuple[EarningsOfProgramme, ...]
    months: tuple[EarningsOfMonth, ...]
    pages: tuple[EarningsOfPage, ...]
    unknown: tuple[SubIdEarnings, ...]
    without_sub_id: tuple[Total, ...]


class Report(Part):
    """A report on one built site."""

    version: Literal[1] = 1
    site: str
    as_of: date
    profiles: tuple[str, ...]
    programmes: tuple[ProgrammeFact, ...]
    pages: tuple[PageFact, ...]
    links: tuple[LinkFact, ...]
    offers: tuple[OfferFact, ...]
    due_facts: tuple[DueFact, ...]
    unreviewed: tuple[UnreviewedFact, ...]
    audit: AuditFacts
    health: HealthFacts | None = Field(description="null if no check of the links is remembered")
    earnings: Earnings | None = Field(description="null if there is no ledger")

    def as_json(self) -> str:
        """The content of ``report.json``."""
        return self.model_dump_json(indent=2, by_alias=True) + "\n"
