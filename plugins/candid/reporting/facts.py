"""Gathers all that a report says: the built HTML is asked what was published, the data what is known about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from candid.compliance import Audit, BuiltSite
from candid.diagnostics import Finding
from candid.link_inventory import list_links
from candid.links import PlacedLink
from candid.pages import Page
from candid.reporting.due import due_facts, offers_to_replace, programmes
from candid.reporting.earnings import add_up
from candid.reporting.link_facts import known_pages, read_pages
from candid.reporting.model import (
    AuditFacts,
    FindingFact,
    HealthFacts,
    LinkFact,
    Report,
    RuleCount,
    SilencedFact,
    UnreviewedFact,
)
from candid.reverse_map import SubIdPlace, reverse_map
from candid.site import Site
from candid.unreviewed_texts import unreviewed_texts

__all__ = ["gather", "places"]


def gather(
    built: BuiltSite,
    result: Audit,
    site: Site,
    pages: Sequence[Page],
    *,
    source_of: Callable[[str], str],
    health: HealthFacts | None,
) -> Report:
    """The report on a site.

    Args:
        built: The built site.
        result: What its audit found.
        site: The data that it was built from.
        pages: Its pages' sources.
        source_of: The Markdown file of a built page, by its path below the root; empty where it is not known.
        health: What is remembered of its links, if anything is.
    """
    listed = list_links(site, pages)
    known = known_pages(built, site, pages)
    page_facts, links = read_pages(built, site, pages, known, source_of, listed)
    ledger = site.catalog.ledger
    return Report(
        site=site.settings.name,
        as_of=site.as_of,
        profiles=built.terms.profiles,
        programmes=programmes(site, links),
        pages=page_facts,
        links=links,
        offers=offers_to_replace(site, listed),
        due_facts=due_facts(site, pages, links),
        unreviewed=tuple(
            UnreviewedFact(language=one.language, texts=one.texts, jurisdictions=one.jurisdictions)
            for one in unreviewed_texts(site, pages, listed)
        ),
        audit=_audit_facts(result, built),
        health=health,
        earnings=add_up(ledger, places(links), known) if ledger else None,
    )


def places(links: Iterable[LinkFact]) -> tuple[SubIdPlace, ...]:
    """The places that have a sub-ID: what a network's report is read by."""
    of_pages: dict[str, list[PlacedLink]] = {}
    for link in links:
        placed = PlacedLink(
            link.address,
            link.link_class,
            link.network,
            link.programme,
            " ".join(link.offers) or None,
            link.placement,
            link.ordinal,
            link.sub_id,
            link.is_ours,
        )
        of_pages.setdefault(link.origin, []).append(placed)
    return reverse_map(of_pages)


def _audit_facts(result: Audit, built: BuiltSite) -> AuditFacts:
    rules = built.terms.rules
    findings = [_finding(finding) for finding in result.findings]
    counts = Counter((finding.rule, finding.severity) for finding in findings)
    return AuditFacts(
        pages=result.pages,
        rules=tuple(
            RuleCount(rule=rule, title=rules[rule].title if rule in rules else "", severity=severity, count=count)
            for (rule, severity), count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        ),
        findings=tuple(findings),
        silenced=tuple(
            SilencedFact(finding=_finding(one.finding), reason=one.reason, place=str(one.by.location))
            for one in result.silenced
        ),
    )


def _finding(finding: Finding) -> FindingFact:
    return FindingFact.model_validate(
        {
            "rule": finding.code,
            "severity": finding.severity.word,
            "path": finding.location.path,
            "line": finding.location.line,
            "column": finding.location.column,
            "message": finding.message,
            "hint": finding.hint,
            "source": finding.source,
        }
    )
