"""What a site author may write, as types: data records, site settings and the front matter of a page.

Every model refuses unknown keys and is frozen. JSON Schema comes from these same models (``candid schema``).
Identifiers are file names or keys; they are not repeated inside a record.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, RootModel

__all__ = [
    "Attestation",
    "Attestations",
    "Author",
    "Authors",
    "Comparison",
    "ComparisonRow",
    "Criterion",
    "DeclaredLink",
    "Evidence",
    "Fact",
    "Measure",
    "Method",
    "Methodology",
    "Offer",
    "OwnTexts",
    "Product",
    "Programme",
    "Record",
    "RedirectHost",
    "Redirects",
    "Review",
    "Silenced",
    "SiteSettings",
    "SourceRef",
    "Staleness",
    "json_schema",
]


def _web_address(value: str) -> str:
    # Whatever a browser would drop, or nobody would see: also all that rendering refuses to link.
    if " " in value or not value.isprintable():
        raise ValueError("must not contain spaces, control characters or characters that cannot be seen")
    try:
        parts = urlsplit(value)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError("must be a full address; its host or port cannot be read") from error
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError("must be a full address that begins with https:// or http://")
    if port == 0 or parts.netloc.endswith(":"):
        raise ValueError("must have a port from 1 to 65535, or none")
    if "@" in parts.netloc:
        raise ValueError("must not name an account before its host")
    if "[" not in parts.netloc and not _HOST.fullmatch(host):
        raise ValueError(f"must name a host; '{host}' is none")
    return value


def _bare_host(value: str) -> str:
    if not re.fullmatch(r"(?!www\.)[a-z0-9-]+(?:\.[a-z0-9-]+)+", value):
        raise ValueError("must be a host in lower case without www, such as amazon.de")
    return value


_LABEL = r"[^\x00-,./:-@\[-^`{-\x7f]+"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?")
"""Labels in any script: what a browser turns into ASCII may stand here as people write it."""


Id = Annotated[str, Field(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", description="lower-case words joined by hyphens")]
Text = Annotated[str, Field(min_length=1)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Host = Annotated[str, AfterValidator(_bare_host)]
Language = Literal["en", "de", "fr", "es", "it"]
RedirectHost = Literal["netlify", "cloudflare", "vercel", "nginx", "apache"]
Jurisdiction = Literal["us", "uk", "eu", "de", "fr", "es", "it", "ie", "ca", "au", "in"]


class Record(BaseModel):
    """Base of all that an author writes: unknown keys are errors, values do not change once read."""

    # Most models are only parts of another one: each is built when it is first used by itself.
    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True, defer_build=True)


class SourceRef(Record):
    """Where a fact comes from."""

    title: Text
    url: WebAddress | None = None


class Fact(Record):
    """One statement about a product, with its source and the day a person last compared them."""

    label: Text
    value: Text
    source: SourceRef
    checked_on: date
    note: str = ""


class Measure(Record):
    """A number that a calculator works out for a product, comparable between products under one name."""

    calculator: Text = Field(description="a calculator's id, such as upwork/freelancer-fee")
    amount: Text = Field(description="the input that takes the amount being compared")
    output: Text = Field(description="the output to show")
    inputs: Mapping[str, str] = Field(default={}, description="the other inputs, fixed")


class Offer(Record):
    """What a reader can buy or join, with its destination. Without a programme its link is a plain one."""

    title: Text
    destination: WebAddress
    programme: Id | None = None
    call_to_action: Text = Field(default="Visit the site", description="the text of its button")
    note: str = ""
    category: str = Field(default="", description="a word of your own, for lists of links")
    affiliate: bool = Field(
        default=False, description="whether the destination itself pays us, for one whose address does not tell"
    )
    starts_on: date | None = Field(default=None, description="its first day")
    ends_on: date | None = Field(default=None, description="its last day")
    fallback: Id | None = Field(default=None, description="the offer that its links lead to outside of its days")
    redirect: bool = Field(
        default=False, description="whether its links must go by a redirect of the site's own, or the build fails"
    )


class Product(Record):
    """The thing that a review is about (schema.org sense)."""

    name: Text
    type: Literal["SoftwareApplication", "WebApplication", "Product", "Course"] = "WebApplication"
    category: str = ""
    summary: Text
    official_site: WebAddress
    method: Id | None = Field(default=None, description="the scoring method of methodology.yml that fits it")
    review: str | None = Field(default=None, description="the page that reviews it, relative to the pages folder")
    facts: Mapping[Id, Fact] = {}
    measures: Mapping[Id, Measure] = {}
    offers: Mapping[Id, Offer] = {}


class Programme(Record):
    """An affiliate programme that pays this site: its network, our link, its terms."""

    name: Text
    network: Id = Field(description="who runs the tracking; an id of the networks table, or direct")
    tracking_url: WebAddress = Field(description="our own tracking link, without a destination and without a sub-ID")
    destination_parameter: str | None = Field(default=None, description="where the network differs from its default")
    sub_id_parameter: str | None = Field(default=None, description="where the network differs from its default")
    deep_links: bool = Field(default=True, description="whether an offer's own destination may be passed on")
    tags: Mapping[Host, Text] = Field(
        default={}, description="our id for each marketplace, by its host: {amazon.com: us-20, amazon.de: de-21}"
    )
    parameters: Mapping[Text, str] = Field(
        default={}, description="further parameters of its links; an empty one is left out where we would write it"
    )
    pays: Text = Field(description="what we are paid, in one sentence")
    terms: SourceRef
    checked_on: date
    cloaking: Literal["allowed", "forbidden", "unknown"] = Field(
        default="unknown", description="what its terms say about links that hide it, as redirects of the site's own do"
    )
    statement: Mapping[Language, str] = Field(default={}, description="a sentence that the programme prescribes")
    no_extra_cost: bool | None = Field(
        default=None, description="whether buyers are known to pay no more by our link; a record, no text claims it"
    )
    placeholder: bool = Field(
        default=False, description="true while the partner id is only a stand-in; such a site says 'demo: true'"
    )


class Author(Record):
    """Who answers for a page. An editorial team is an Organization."""

    name: Text
    type: Literal["Person", "Organization"]
    description: str = ""
    url: WebAddress | None = None


class Authors(Record):
    """authors.yml"""

    authors: Mapping[Id, Author]


class Attestation(Record):
    """A link that a person has looked at, because its host lets no check do so."""

    url: WebAddress
    state: Literal["ok"] = "ok"
    checked_on: date = Field(description="the day on which somebody looked")
    until: date = Field(description="the last day on which it holds, at most 180 days later")
    note: str = ""


class Attestations(RootModel[Annotated[tuple[Attestation, ...], BeforeValidator(lambda value: value or ())]]):
    """attestations.yml: links that need not be asked for a while."""

    # An empty file holds none.
    model_config = ConfigDict(frozen=True)


class Criterion(Record):
    """One thing that is scored, with its share of the total."""

    title: Text
    weight: Annotated[int, Field(gt=0, le=100)]
    question: Text = Field(description="what the score answers")


class Method(Record):
    """The criteria for one sort of product; their weights add up to 100."""

    title: Text
    criteria: Mapping[Id, Criterion]


class Methodology(Record):
    """methodology.yml: how scores come about, as a published and dated version."""

    version: Text
    since: date
    page: str | None = Field(default=None, description="the page that explains it, relative to the pages folder")
    lowest: Annotated[Decimal, Field(ge=0)] = Decimal(1)
    highest: Annotated[Decimal, Field(le=100)] = Decimal(5)
    methods: Mapping[Id, Method]


class Evidence(Record):
    """What a judgement rests on. First-hand claims need first-hand evidence."""

    kind: Literal["public-sources", "documentation", "hands-on", "measurement", "interview"]
    note: Text
    sources: tuple[SourceRef, ...] = ()


class Review(Record):
    """The ``review:`` key of a page."""

    product: Id
    scores: Annotated[Mapping[Id, Decimal], Field(min_length=1)]
    verdict: Text
    pros: Annotated[tuple[Text, ...], Field(min_length=1)]
    cons: Annotated[tuple[Text, ...], Field(min_length=1)]
    evidence: Annotated[tuple[Evidence, ...], Field(min_length=1)]
    author: Id = "editorial"
    published_on: date
    updated_on: date | None = None
    facts: tuple[Id, ...] | None = Field(default=None, description="the product's facts to show; all by default")
    offer: Id | None = Field(default=None, description="the offer of the button; the product's first by default")


class ComparisonRow(Record):
    """One row: exactly one of a fact, a measure with its amount, a score, or the offers."""

    label: Text
    fact: Id | None = None
    measure: Id | None = None
    amount: str | None = None
    score: Id | None = Field(default=None, description="a criterion, or overall")
    offers: Literal[True] | None = None


class Comparison(Record):
    """The ``comparison:`` key of a page, and the body of a ``comparison`` fence."""

    products: Annotated[tuple[Id, ...], Field(min_length=2)]
    caption: Text
    rows: Annotated[tuple[ComparisonRow, ...], Field(min_length=1)]
    on: date | None = Field(default=None, description="the day for which measures are worked out; as_of by default")
    ranking_basis: str = Field(default="", description="why the products stand in this order")


class Staleness(Record):
    """After how many days an unchecked fact is a warning, then an error."""

    warn_after_days: Annotated[int, Field(gt=0)] = 90
    error_after_days: Annotated[int, Field(gt=0)] = 180


class DeclaredLink(Record):
    """What the author says about links that an address alone does not tell: a shortener, an own domain, a weak mark."""

    prefix: WebAddress
    affiliate: bool
    programme: Id | None = None


class Silenced(Record):
    """A finding of ``candid check`` that the author has looked at and decided to live with."""

    rule: Annotated[str, Field(pattern=r"^[A-Z]+(?:-[A-Z]+)?-\d\d$")]
    pages: Text = Field(default="*", description="the built pages that it is about: a path, or a pattern with * in it")
    reason: Text = Field(description="why it may stand; reports show it")


class OwnTexts(Record):
    """A site's own wording of its disclosures in one language; what is left out stays Candid's."""

    page: Text | None = Field(default=None, description="the statement before a page's first affiliate link")
    link: Text | None = Field(default=None, description="the label inside each affiliate link")
    card: Text | None = Field(default=None, description="the label of a card that leads to a page with such links")
    teaser: Text | None = Field(default=None, description="the label of a line or an excerpt that leads to one")
    feed: Text | None = Field(default=None, description="what the title of such a page begins with in a feed")


class Redirects(Record):
    """Redirects of the site's own to its offers, such as ``/go/bazaar-join/``."""

    prefix: Id = Field(default="go", description="the folder of their addresses")
    hosts: Annotated[tuple[RedirectHost, ...], Field(min_length=1)] = Field(
        description="where the site is published: whose files are written"
    )


class SiteSettings(Record):
    """site.yml: settings that shape what is rendered, seen by every host."""

    name: Text
    language: Language = "en"
    jurisdictions: Annotated[tuple[Jurisdiction, ...], Field(min_length=1)] = Field(
        default=("us", "uk", "eu", "de"),
        description="where its readers live: its own texts must be enough in all of them",
    )
    disclosures: Mapping[Language, OwnTexts] = Field(default={}, description="the site's own wording, by language")
    as_of: date | None = Field(default=None, description="the day for which numbers are worked out; today by default")
    staleness: Staleness = Staleness()
    demo: bool = False
    calculators: str | None = Field(default=None, description="a folder with the site's own rulebooks, beside site.yml")
    links: tuple[DeclaredLink, ...] = ()
    consent_tool: bool = Field(
        default=False, description="whether a tool on the site asks readers for consent to tracking, and tells networks"
    )
    silenced: tuple[Silenced, ...] = ()
    redirects: Redirects | None = Field(
        default=None, description="links of offers go by redirects of the site's own, where programmes allow it"
    )
    numbers: Literal["off", "warn", "error"] = Field(
        default="off", description="what a money or percent figure in a review's prose is that nothing backs"
    )


def json_schema(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a record, for editors that complete and check YAML."""
    schema = model.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
