"""What the last check of the links learnt; nobody is asked anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from candid.link_health.attestations import holding
from candid.link_health.checking import CheckedLink, assess
from candid.link_health.memory import Memory
from candid.link_health.reports import group_of
from candid.link_health.site_links import site_links
from candid.link_health.states import STATES
from candid.pages import Page
from candid.reporting.model import HealthFacts, TroubledLink
from candid.site import Site
from candid_rules.documents import Document

__all__ = ["health"]

_ORDER = ("dead", "lost-tracking", "moved", "suspect", "blocked", "unknown")
"""The worst first; what is simply there is only counted."""


def health(site: Site, pages: Sequence[Page], rulebooks: Iterable[Document], memory: Memory) -> HealthFacts:
    """How the links of a site stand by what is remembered of them.

    Args:
        site: The site.
        pages: Its pages.
        rulebooks: The site's own rulebooks, whose sources are links too.
        memory: What earlier checks learnt.
    """
    links = site_links(site, pages, rulebooks)
    checked = assess(links, memory, holding(site, site.as_of), site.networks, follow_tracking=False)
    counts = Counter(map(group_of, checked))
    days = [link.asked_on.date() for link in checked if link.asked_on is not None]
    troubled = [link for link in checked if group_of(link) in _ORDER]
    troubled.sort(key=lambda link: (_ORDER.index(group_of(link)), not link.link.is_tracked, link.link.address))
    return HealthFacts(
        asked_until=max(days, default=None),
        counts={name: counts[name] for name in (*STATES, "suspect", "unknown")},
        troubled=tuple(map(_troubled, troubled)),
    )


def _troubled(checked: CheckedLink) -> TroubledLink:
    verdict = checked.verdict
    return TroubledLink.model_validate(
        {
            "address": checked.link.address,
            "state": group_of(checked),
            "reason": verdict.reason if verdict is not None else checked.unknown,
            "proposal": verdict.proposal if verdict is not None else None,
            "asked_on": checked.asked_on.date() if checked.asked_on is not None else None,
            "is_affiliate": checked.link.is_tracked,
            "places": tuple(str(place.at) for place in checked.link.places),
        }
    )
