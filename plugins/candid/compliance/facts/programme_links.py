"""The affiliate links of a page by the network or shop that they lead to, and what is said around them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from candid.compliance.facts.cards import is_label, label_places
from candid.compliance.facts.items import next_to
from candid.compliance.facts.own_hosts import host_of
from candid.compliance.facts.statements import speaks_of_advertising
from candid.compliance.page import BuiltPage, Link
from candid.disclosures.lexicon import LANGUAGES
from candid.networks.addresses import read_address

if TYPE_CHECKING:
    from candid.compliance.site import BuiltSite

__all__ = [
    "ADDRESS",
    "around",
    "final_host",
    "has_label",
    "is_amazon",
    "leads_to_amazon",
    "links_of",
    "marketplace",
    "own_path",
    "rejected_label",
]

ADDRESS = r"https?:(?:\\?/){2}[^\s\"'`<>]+"
"""A whole address in a script or an attribute, as a regular expression; in scripts, slashes may be escaped."""
_AMAZON = re.compile(r"(?:www\.|m\.|smile\.)?(amazon\.(?:com?\.)?[a-z]{2,3})")
_LONGEST = 4000
_REJECTED = re.compile(r"#?\b(?:affiliate(?:[ -]?marketing|[ -]?links?)?|afflink|aff|partner-?links?)\b", re.IGNORECASE)


def links_of(page: BuiltPage, *networks: str) -> tuple[Link, ...]:
    """The affiliate links in which one of these networks takes part, in their order."""
    wanted = frozenset(networks)
    return tuple(
        link for link in page.paid_links if wanted.intersection(link.found.networks) or _leads_to(link, wanted)
    )


def _leads_to(link: Link, networks: frozenset[str]) -> bool:
    return "amazon" in networks and is_amazon(link)


def is_amazon(link: Link) -> bool:
    """Whether a link is one of Amazon's programme, or leads to one of its shops for money."""
    if "amazon" in link.found.networks:
        return True
    address = link.found.destination or link.found.url
    return link.paid and "amazon" in address and marketplace(address) is not None


def leads_to_amazon(address: str, site: BuiltSite) -> bool:
    """Whether a written address, such as one in a script, leads to Amazon by any way that the tables know."""
    found, _ = site.classify(address.replace("\\/", "/"))
    return "amazon" in found.networks


def marketplace(address: str) -> str | None:
    """The shop of Amazon that an address belongs to, such as ``amazon.co.uk``; ``None`` for all else."""
    parts = read_address(address)
    found = _AMAZON.fullmatch(parts.host) if parts is not None else None
    return found[1] if found else None


def final_host(link: Link) -> str:
    """The host that a link leads to in the end, as far as its address tells."""
    parts = read_address(link.found.destination or link.found.url)
    return "" if parts is None else parts.host


def around(page: BuiltPage, link: Link) -> str:
    """What stands in a link's card, row or paragraph, its own accessible name included."""
    spans = (page.flow.span(element) for element in next_to(link.element))
    texts = (page.flow.text[start : min(end, start + _LONGEST)] for start, end in spans)
    return "\n".join((page.name_of(link.element), *texts))


def has_label(page: BuiltPage, link: Link, jurisdictions: frozenset[str]) -> bool:
    """Whether a label that is enough stands in a link, beside it, or in its card, row or paragraph."""
    own = page.language_of(link.element)
    languages = dict.fromkeys((own, "en"))
    for text in label_places(page, link):
        if own not in LANGUAGES and speaks_of_advertising(text):
            return True
        for language in languages:
            if is_label(text, language, jurisdictions):
                return True
    return False


def rejected_label(page: BuiltPage, link: Link) -> str:
    """The word at a link that was meant as a label and tells readers too little; ``""`` if there is none."""
    for text in label_places(page, link):
        found = _REJECTED.search(text)
        if found:
            return found[0]
    return ""


def own_path(page: BuiltPage, link: Link) -> str | None:
    """The path of a link to the site itself, as far as the page says where it is published; ``None`` for others."""
    if "//site.invalid/" in link.address or host_of(link.address) in page.own_hosts:
        try:
            return urlsplit(link.address).path
        except ValueError:
            return None
    return None
