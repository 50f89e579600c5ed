"""The pages of a site: what each one is (a review, a comparison, or neither), from its front matter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from candid.catalog import ReviewedPage, overall_score
from candid.components import PageContext
from candid.diagnostics import Finding, from_problems
from candid.models import Comparison, Language, Methodology, Record, Review
from candid.site import Site
from candid.sources import PageSource
from candid_rules.documents import did_you_mean, validate

__all__ = ["Page", "read_kinds", "with_reviews"]

KINDS: dict[str, type[Record]] = {"review": Review, "comparison": Comparison}
"""Front matter key -> what it holds."""


@dataclass(frozen=True)
class Page:
    """A page with its kind read; ``findings`` say what is wrong with its front matter."""

    source: PageSource
    context: PageContext
    title: str
    findings: tuple[Finding, ...]


def read_kinds(source: PageSource, language: str) -> Page:
    """Read what our own front matter keys say."""
    findings: list[Finding] = list(source.findings)
    meta: Mapping[str, Any] = source.front_matter.value
    records: dict[str, Any] = {}
    for key, model in KINDS.items():
        if key in meta:
            records[key], problems = validate(source.front_matter, model, (key,))
            findings += from_problems(problems)
    findings += _near_misses(source, meta)
    if "lang" in meta:
        if meta["lang"] in get_args(Language):
            language = str(meta["lang"])
        else:
            findings.append(
                Finding.of(
                    "invalid-value",
                    source.front_matter.locate(("lang",)),
                    f"'{meta['lang']}' is not a language with disclosure texts",
                    did_you_mean(str(meta["lang"]), get_args(Language)),
                )
            )
    embed = meta.get("embed", False)
    if not isinstance(embed, bool):
        place = source.front_matter.locate(("embed",))
        findings.append(Finding.of("invalid-value", place, f"'embed' is true or false, not '{embed}'"))
    context = PageContext(path=source.uri, language=language, embed=embed is True, **records)
    title = str(meta.get("title") or source.uri.rsplit("/", 1)[-1].removesuffix(".md"))
    return Page(source, context, title, tuple(findings))


def with_reviews(site: Site, pages: Iterable[Page]) -> Site:
    """The site, with its catalog knowing which page reviews which product."""
    catalog = site.catalog
    reviews: dict[str, ReviewedPage] = {}
    for page in pages:
        review = page.context.review
        product = catalog.products.get(review.product) if review else None
        if review and product and _can_be_scored(review, catalog.methodology):
            score = overall_score(review, product, catalog.methodology)
            reviews.setdefault(review.product, ReviewedPage(page.source.uri, page.title, review, score))
    return site.with_catalog(replace(catalog, reviews=reviews))


def _can_be_scored(review: Review, methodology: Methodology | None) -> bool:
    """Whether all scores lie on the scale; a check says which do not."""
    if methodology is None:
        return all(abs(score) < 1000 for score in review.scores.values())
    return all(methodology.lowest <= score <= methodology.highest for score in review.scores.values())


def _near_misses(source: PageSource, meta: Mapping[str, Any]) -> Iterable[Finding]:
    """Keys such as ``reviews:`` or ``Comparision:``, which a host would silently ignore."""
    for key in meta:
        if key in KINDS or key in _HOST_KEYS:
            continue
        hint = did_you_mean(key.lower(), KINDS)
        if hint.startswith("did you mean"):
            yield Finding.of(
                "unknown-key", source.front_matter.locate((key,), key=True), f"unknown front matter key '{key}'", hint
            )


_HOST_KEYS = frozenset({"revision", "revision_date", "revisions", "reviewer", "reviewers", "preview"})
"""Keys of other tools that look like ours."""
