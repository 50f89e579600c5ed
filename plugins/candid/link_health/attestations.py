"""Links that a person has looked at because no check may: hosts that refuse machines, pages behind a sign-in.

An attestation says who does not have to be asked until when; it is not a fact for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from candid.diagnostics import Finding
from candid.link_health.site_links import SiteLink, without_fragment
from candid.models import Attestation
from candid.site import Site

__all__ = ["check_attested", "holding"]

_LONGEST = 180


def holding(site: Site, today: date) -> Mapping[str, Attestation]:
    """The attestations that hold on a day, by address."""
    return {
        without_fragment(one.url): one
        for one in site.catalog.attestations
        if one.checked_on <= today <= one.until and _days(one) <= _LONGEST
    }


def check_attested(site: Site, links: Iterable[SiteLink], today: date) -> Iterator[Finding]:
    """What is wrong with a site's attestations on a day; ``links`` are all that it has."""
    file = site.catalog.files.get("attestations")
    if file is None or not site.catalog.attestations:
        return
    known = {address for link in links for address in (link.address, link.stand_in)}
    # What rulebooks cite is linked wherever their numbers stand.
    cited = (period.source.url for rule in site.rules.values() for period in rule.periods)
    known.update(without_fragment(url) for url in cited if url is not None)
    seen: set[str] = set()
    for index, one in enumerate(site.catalog.attestations):
        at = file.document.locate((index, "url"))
        address = without_fragment(one.url)
        if address in seen:
            yield Finding.of("duplicate-id", at, f"'{one.url}' is attested twice", "keep the later one")
            continue
        seen.add(address)
        until = file.document.locate((index, "until"))
        if _days(one) < 0:
            message = f"it holds until {one.until}, before the day on which somebody looked"
            yield Finding.of("attestation-days", until, message, "write the last day on which it holds")
        elif _days(one) > _LONGEST:
            message = f"from {one.checked_on} to {one.until} are {_days(one)} days"
            yield Finding.of("attestation-days", until, message, f"look again within {_LONGEST} days")
        elif one.checked_on > today:
            checked_on = file.document.locate((index, "checked_on"))
            message = f"somebody looked on {one.checked_on}, after {today}"
            yield Finding.of("attestation-days", checked_on, message, "write the day on which somebody looked")
        elif one.until < today:
            message = f"the attestation of '{one.url}' ended on {one.until}"
            yield Finding.of("attestation-expired", until, message, "look at the page again and write both days anew")
        if address not in known:
            yield Finding.of(
                "attestation-unused", at, f"no page and no record links to '{one.url}'", "delete the entry"
            )


def _days(one: Attestation) -> int:
    return (one.until - one.checked_on).days
