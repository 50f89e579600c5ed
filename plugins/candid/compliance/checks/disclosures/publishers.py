"""Who publishes a page: a seller does not pose as somebody independent, and nobody claims experience it denies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml.etree import _Element as Element

from candid.compliance.facts.site_names import site_names
from candid.compliance.hits import Hit, PageCheck
from candid.compliance.page import BuiltPage
from candid.compliance.site import BuiltSite
from candid.compliance.text.flow import Passage
from candid.compliance.wording.phrases import phrases
from candid.diagnostics import Severity

__all__ = ["PAGE_CHECKS"]

_LEGAL_FORM = re.compile(
    r"(?<![\s,])[\s,]+(?:inc|llc|ltd|limited|gmbh|ag|se|sa|sas|sarl|srl|spa|bv|b\.v|co|corp|corporation|company|plc|ug|kg|oy|ab)\.?$",
    re.IGNORECASE,
)
_REVIEW_TITLE = (
    re.compile(
        r"^\s*(\S.{1,39}?)\s+(?:review|reviews|reviewed|im test|test|erfahrungen|testbericht|avis|opiniones|"
        r"recensione)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"^\s*(?:review|test|avis|recensione|análisis|reseña|opiniones)\s*(?:of|von|sur|de|di|:|–|-)\s*(\S.{1,39}?)\s*(?:[:|–(,-]|$)",
        re.IGNORECASE,
    ),
    re.compile(r"^\s*(?:an?|our|the) (?:[\w-]+ ){0,2}review of (\S.{1,39}?)\s*(?:[:|–(,-]|$)", re.IGNORECASE),
)
_PUBLISHING = frozenset(
    {"Organization", "Corporation", "NewsMediaOrganization", "OnlineBusiness", "OnlineStore", "LocalBusiness", "Brand"}
)


def independent(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Who reviews its own product says so, and does not call that independent."""
    if page.is_redirect or "us" not in site.terms.jurisdictions:
        return
    brands = _reviewed(page)
    claim = next(_claims(page), None)
    if not brands:
        yield from _owned_and_compared(page, claim)
        return
    own = brands & _publishers(page)
    owned = _owned(page, brands, within_brand=not own)
    if owned is None and not own:
        yield from _owned_and_compared(page, claim)
        return
    name = next(iter(own or brands))
    if claim is not None:
        message = f"'{claim.match[0]}', says the page, but '{name}' is its publisher's own"
        yield Hit("D-US-07", message, "say that the product is your own, and leave that word out", claim.element)
    elif owned is None:
        heading = page.root.find(".//h1")
        message = f"the page reviews '{name}', which is its publisher's own, and does not say so"
        yield Hit("D-US-07", message, "say in the first lines that the product is your own", heading)


def _owned_and_compared(page: BuiltPage, claim: Passage | None) -> Iterator[Hit]:
    """A comparison that holds something of the publisher's own does not call itself independent."""
    heading = page.root.find(".//h1")
    compares = phrases("comparison titles").search(page.title if heading is None else page.flow.of(heading))
    if claim is None:
        return
    owns = compares and any(_is_of_product(page, found) for found in page.said("owned outright"))
    if owns or _owner_sells(page, tuple(page.said("owner named"))):
        message = f"'{claim.match[0]}', says the page, but some of what it compares is its publisher's own"
        yield Hit("D-US-07", message, "leave that word out", claim.element)


def _owner_sells(page: BuiltPage, sentences: Sequence[Passage]) -> bool:
    """Whether an owner whom a sentence names is who the page's affiliate links or headings are about."""
    if not sentences:
        return False
    names = tuple({name for _, written, _ in site_names(page) if (name := _plain(written))})
    owners = {_owner(page, found) for found in sentences if _is_about_site(page, found, names)}
    lengths = {len(owner) for owner in owners if 0 < len(owner) <= _MOST_WORDS}
    about = (*(link.element for link in page.paid_links), *page.main.iter("h2", "h3", "h4"))
    for words in (_WORD.findall(page.flow.of(one).casefold()) for one in about):
        for length in lengths:
            if not owners.isdisjoint(zip(*(words[begin:] for begin in range(length)), strict=False)):
                return True
    return False


def _owner(page: BuiltPage, found: Passage) -> tuple[str, ...]:
    """The words of the name behind a phrase; none where no name stands there."""
    named = _NAME.match(page.flow.text, found.match.end())
    return () if named is None else tuple(_WORD.findall(_plain(named[1])))


_WORD = re.compile(r"\w+")
_MOST_WORDS = 8
_NAME = re.compile(r"\s*+(?:the|der|die|l[a']|el|la)?\s*((?:[A-ZÄÖÜÉ][\w&-]*\s?){1,4})")


def _is_about_site(page: BuiltPage, found: Passage, names: tuple[str, ...]) -> bool:
    """Whether the site itself is what a sentence names the owner of, and not one of the things that it compares."""
    sentence = page.flow.sentence(found.match.start(), found.match.end())
    subject = _BEING.sub("", sentence.partition(found.match[0])[0])
    if _OWN_SITE.search(subject) or _TITLE_OF_SITE.fullmatch(subject.strip(" ,")):
        return True
    return _plain(subject).endswith(names)


_BEING = re.compile(
    r"(?<!\s)\s*(?:\b(?:which|that|is|are|was|were|now|also|die|das|ist|sind|wird|qui|est|que|es|che|è)\b\s*){0,4}$",
    re.IGNORECASE,
)
_OWN_SITE = re.compile(
    r"\b(?:(?:(?:this|our|diese\w*|unser\w*|ce|cet|cette|notre|est[ea]|nuestr[ao]|quest[ao]|nostr[ao])\s+"
    r"(?:sites?|web\s?sites?|blog|page|magazine|guide|portal|company|webseite|seite|ratgeber|magazin|unternehmen|guía|"
    r"guida|sito|sitio)(?:,(?:[^,]{1,40},)?)?)|we|we're|wir|nous)$",
    re.IGNORECASE,
)
_TITLE_OF_SITE = re.compile(
    r"(?:[Tt]he |[Dd]er |[Dd]ie |[Dd]as )?(?:[A-ZÄÖÜ][\w&-]* ){0,4}(?:Site|Website|Blog|Magazine|Guide|Portal|Reviews|"
    r"Ratgeber|Magazin)"
)
"""A name that says itself that it is a site's."""


def _is_of_product(page: BuiltPage, found: Passage) -> bool:
    """Whether a sentence about what is our own means more than the pictures or the opinions of a review."""
    return _OF_REVIEW.search(page.flow.sentence(found.match.start(), found.match.end())) is None


_OF_REVIEW = re.compile(
    r"\b(?:photos?|pictures?|images?|videos?|opinions?|views?|words?|tests?|testing|measurements?|lab|money|data|method\w*|"
    r"fotos?|bilder?|meinung\w*|messung\w*|clichés|avis|opinión|opiniones|foto|opinioni)\b",
    re.IGNORECASE,
)


def experienced(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """A page that says that nobody tested a product does not tell of tests."""
    if page.is_redirect or "us" not in site.terms.jurisdictions:
        return
    denied = _denies_experience(page)
    if denied is None:
        yield from _merely_claimed(page)
        return
    for found in page.said("first hand", page.main):
        if not _is_quoted(found.element) and not _is_conditional(page, found):
            message = f"'{found.match[0]}', says the page, and also: '{denied}'"
            yield Hit("D-US-10", message, "claim only what somebody did", found.element)
            return


def _merely_claimed(page: BuiltPage) -> Iterator[Hit]:
    """A test that earns a commission, and of which nothing is told: no number, no time, no picture, no method."""
    if not page.paid_links or _SHOWN_BY.search(page.flow.of(page.main)) or page.main.find(".//img") is not None:
        return
    if any(True for _ in page.said("ranking basis")) or page.mentions("data-hands-on"):
        return
    found = next((one for one in page.said("first hand", page.main) if not _is_quoted(one.element)), None)
    if found is not None and not _is_conditional(page, found):
        message = f"'{found.match[0]}', says the page, and shows nothing of it"
        hint = "say how long, how often and with what result"
        yield Hit("D-US-10", message, hint, found.element, severity=Severity.INFO)


_SHOWN_BY = re.compile(
    r"\d|\b(?:hours?|days?|weeks?|months?|years?|winters?|summers?|seasons?|twice|times|stunden?|tag\w*|wochen?|monat\w*|jahr\w*|"
    r"heures?|jours?|semaines?|mois|ans?|horas?|días?|semanas?|meses|años?|ore|giorn\w+|settiman\w+|mes[ei]|ann[io])\b",
    re.IGNORECASE,
)


# -- who sells --------------------------------------------------------------------------------------------------------


def _reviewed(page: BuiltPage) -> frozenset[str]:
    """What the page reviews, by the title of the page or by its structured data."""
    names = set()
    heading = page.root.find(".//h1")
    titles = [page.title] if heading is None else [page.flow.of(heading), page.title]
    for title in titles:
        for pattern in _REVIEW_TITLE:
            found = pattern.search(title)
            if found is not None:
                names.add(_plain(found[1]))
    reviews = False
    for block in page.json_ld:
        for node in block.nodes:
            kinds = _kinds(node)
            reviews = reviews or "Review" in kinds or "review" in node
            item = node.get("itemReviewed")
            if isinstance(item, dict):
                names |= _names_of(item)
            elif "review" in node:
                names |= _names_of(node)
    return frozenset(name for name in names if name)


def _names_of(node: dict[str, object]) -> set[str]:
    found = set()
    for key in ("name", "brand", "manufacturer", "provider", "seller"):
        value = node.get(key)
        value = value.get("name") if isinstance(value, dict) else value
        if isinstance(value, str):
            found.add(_plain(value))
    return found


def _publishers(page: BuiltPage) -> frozenset[str]:
    """Who publishes the page: by its structured data, its site name, or the copyright line of its footer."""
    names = set()
    for block in page.json_ld:
        for node in block.nodes:
            value = node.get("publisher")
            if isinstance(value, dict) and isinstance(value.get("name"), str):
                names.add(_plain(value["name"]))
            elif isinstance(value, str):
                names.add(_plain(value))
        top = block.data.get("@graph", block.data) if isinstance(block.data, dict) else block.data
        for node in top if isinstance(top, list) else [top]:
            if (
                isinstance(node, dict)
                and _kinds(node) & {*_PUBLISHING, "WebSite"}
                and isinstance(node.get("name"), str)
                and not {"review", "reviews", "aggregateRating"} & node.keys()  # what is rated here does not publish
            ):
                names.add(_plain(node["name"]))
    for meta in page.root.iter("meta"):
        if (meta.get("property") or meta.get("name") or "").lower() in (
            "og:site_name",
            "application-name",
            "publisher",
        ):
            names.add(_plain(meta.get("content") or ""))
    for footer in page.body.iter("footer"):
        found = _COPYRIGHT.search(page.flow.of(footer))
        if found is not None:
            names.add(_plain(found[1]))
    return frozenset(name for name in names if name)


_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)\s*(?:\d{4}(?:\s*[-–]\s*\d{4})?)?,?\s*([^.|·©\n]{2,40})", re.IGNORECASE)


def _kinds(node: dict[str, object]) -> set[str]:
    written = node.get("@type")
    kinds = written if isinstance(written, list) else [written]
    return {str(kind).rpartition("/")[2] for kind in kinds}


def _plain(name: str) -> str:
    plain = _LEGAL_FORM.sub("", " ".join(name.casefold().split()))
    return re.sub(r"\.(?:com|org|net|io|de|co\.uk|fr|es|it)$", "", plain).strip(" .,")


def _claims(page: BuiltPage) -> Iterator[Passage]:
    """Where the page calls itself independent."""
    for found in page.said("independence"):
        before = page.flow.text[max(found.match.start() - 25, 0) : found.match.start()]
        if not _NEGATED.search(before):
            yield found


_NEGATED = re.compile(
    r"\b(?:not|no|never|cannot|can't|isn't|aren't|nicht|kein\w*|pas|non|no son|ne)\b[^.!?]*$", re.IGNORECASE
)


def _owned(page: BuiltPage, brands: frozenset[str], *, within_brand: bool) -> Element | None:
    """Where the page says that what it reviews is its own; in a sentence with its name where that is all there is."""
    for found in page.said("ownership"):
        sentence = page.flow.sentence(found.match.start(), found.match.end()).casefold()
        if not within_brand or any(brand in sentence for brand in brands):
            return found.element
    return None


# -- who tested -------------------------------------------------------------------------------------------------------


def _denies_experience(page: BuiltPage) -> str | None:
    """In which words the page says that nobody tested the product."""
    for element in page.main.iter() if page.mentions("data-hands-on") else ():
        written = (element.get("data-hands-on") or "").lower()
        if written in ("false", "no", "0"):
            return f'data-hands-on="{written}"'
    for meta in page.root.iter("meta"):
        named = (meta.get("name") or "").lower() in ("hands-on", "hands_on", "candid:hands-on")
        if named and (meta.get("content") or "").lower() in ("false", "no", "0"):
            return "hands-on: false"
    for found in page.said("not first hand"):
        if not _is_quoted(found.element):
            sentence = page.flow.sentence(found.match.start(), found.match.end())
            if _SUBJECT.search(sentence) or len(sentence.split()) <= _SHORT:
                return found.match[0]
    return None


_SUBJECT = re.compile(
    r"\b(?:we|i|our|us|this review|this page|this article|nobody here|the editors?|wir|ich|unser\w*|"
    r"dieser? (?:test|artikel|beitrag)|nous|je|notre|nos|nosotros|hemos|nuestr\w+|noi|abbiamo|nostr\w+)\b",
    re.IGNORECASE,
)
_SHORT = 12
_NOT = re.compile(r"\b(?:not|never|nicht|nie|pas|jamais|no|nunca|non|mai)\b", re.IGNORECASE)
_CONDITIONAL = re.compile(
    r"\b(?:if|until|unless|once|before|whether|not|never|wenn|falls|bis|si|jusqu|hasta|se)\b[^.!?]*$", re.IGNORECASE
)


def _is_conditional(page: BuiltPage, found: Passage) -> bool:
    sentence = page.flow.sentence(found.match.start(), found.match.end())
    before, _, behind = sentence.partition(found.match[0])
    negated = bool(_NOT.search(found.match[0]))
    return (
        negated
        or bool(_CONDITIONAL.search(before))
        or behind.lstrip().lower().startswith(("nothing", "none", "nichts", "keine"))
    )


def _is_quoted(element: Element) -> bool:
    return any(one.tag in ("blockquote", "q", "cite") for one in (element, *element.iterancestors()))


PAGE_CHECKS: tuple[PageCheck, ...] = (independent, experienced)
