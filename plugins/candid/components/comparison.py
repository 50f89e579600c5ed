"""The ``comparison`` fence: products side by side, by their facts, worked-out amounts, scores and offers.

An empty body shows the comparison of the page's front matter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from candid.components.component import Component, PageContext
from candid.components.offers import OfferLink, SiteLink, product_offers, site_link
from candid.components.provenance import Origin
from candid.components.reading import unknown_id
from candid.models import Comparison, ComparisonRow, Product
from candid_rules import Output, Refusal, Result
from candid_rules.documents import Document, Problem, validate

if TYPE_CHECKING:
    from candid.site import Site

__all__ = ["Cell", "ComparisonOptions", "ComparisonView", "component"]


@dataclass(frozen=True)
class ComparisonOptions:
    """A checked body; without a comparison of its own, the fence shows the page's."""

    comparison: Comparison | None


@dataclass(frozen=True)
class Cell:
    """What a product has in one row; ``missing`` cells say in ``text`` that there is nothing."""

    kind: Literal["fact", "measure", "score", "offers", "missing"]
    text: str = ""
    note: str = ""
    origin: Origin | None = None
    offers: tuple[OfferLink, ...] = ()
    site: SiteLink | None = None


@dataclass(frozen=True)
class ColumnView:
    """One product; ``review`` is a ``page:`` address, or ``None`` where no page reviews it."""

    name: str
    review: str | None


@dataclass(frozen=True)
class RowView:
    """One row: its label and a cell for each product."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class ComparisonView:
    """What ``candid/comparison.html`` shows.

    Attributes:
        worked_out_on: The day of the worked-out amounts, where there are any.
        checked_on: The day on which the longest unchecked source of these amounts was checked.
        currencies: The currencies of the worked-out amounts, each once.
    """

    id: str
    caption: str
    columns: tuple[ColumnView, ...]
    rows: tuple[RowView, ...]
    ranking_basis: str
    worked_out_on: date | None
    checked_on: date | None
    currencies: tuple[str, ...]


def _read(document: Document, site: Site) -> tuple[ComparisonOptions | None, list[Problem]]:
    if document.value in (None, {}):
        return ComparisonOptions(None), []
    comparison, problems = validate(document, Comparison)
    if comparison is None:
        return None, problems
    for index, product in enumerate(comparison.products):
        at = ("products", index)
        if product not in site.catalog.products:
            written = site.catalog.ids["products"]
            problems.append(unknown_id(document, at, "product", product, site.catalog.products, written=written))
        elif product in comparison.products[:index]:
            message = f"the product '{product}' stands twice"
            problems.append(Problem(document.locate(at), "invalid-value", message, "name each once"))
    products = _known_products(comparison, site)
    for index in range(len(comparison.rows)):
        problems += _row_problems(document, index, products, comparison, site)
    return (None if problems else ComparisonOptions(comparison)), problems


def _known_products(comparison: Comparison, site: Site) -> dict[str, Product]:
    return {name: site.catalog.products[name] for name in comparison.products if name in site.catalog.products}


def _row_problems(
    document: Document, index: int, products: Mapping[str, Product], comparison: Comparison, site: Site
) -> list[Problem]:
    """A row that no product can fill names something that does not exist; an amount may be refused for some of them."""
    row = comparison.rows[index]
    at = ("rows", index)
    # A product that does not exist has been reported; it may be the one that has the fact or the measure.
    complete = len(products) == len(set(comparison.products))
    contents = [name for name in ("fact", "measure", "score", "offers") if getattr(row, name) is not None]
    if len(contents) != 1:
        found = f", here are {' and '.join(contents)}" if contents else ""
        message = f"a row shows one of fact, measure, score or offers{found}"
        return [
            Problem(document.locate(at), "invalid-value", message, "give each a row of its own" if contents else "")
        ]
    if row.amount is not None and row.measure is None:
        message = "'amount' belongs to a measure"
        return [Problem(document.locate((*at, "amount"), key=True), "invalid-value", message, "leave it out")]
    if row.measure is not None and row.amount is None:
        message = f"the measure '{row.measure}' needs the amount that it is worked out for"
        return [Problem(document.locate((*at, "measure")), "missing-key", message, "add 'amount:'")]
    if row.fact is not None:
        known = {name for product in products.values() for name in product.facts}
        return (
            [] if row.fact in known or not complete else [unknown_id(document, (*at, "fact"), "fact", row.fact, known)]
        )
    if row.score is not None:
        known = {"overall", *_criteria(site)}
        return [] if row.score in known else [unknown_id(document, (*at, "score"), "criterion", row.score, known)]
    if row.measure is not None:
        known = {name for product in products.values() for name in product.measures}
        if row.measure not in known and complete:
            return [unknown_id(document, (*at, "measure"), "measure", row.measure, known)]
        refusals = [_refusal(name, product, row, comparison, site) for name, product in products.items()]
        return [
            Problem(document.locate((*at, "amount")), "calculation-refused", message) for message in refusals if message
        ]
    return []


def _criteria(site: Site) -> set[str]:
    methodology = site.catalog.methodology
    return {name for method in methodology.methods.values() for name in method.criteria} if methodology else set()


def _refusal(name: str, product: Product, row: ComparisonRow, comparison: Comparison, site: Site) -> str:
    try:
        _measured(product, row, comparison, site)
    except Refusal as refusal:
        return f"{name}: {refusal.code}: {refusal.message}"
    return ""


def _measured(product: Product, row: ComparisonRow, comparison: Comparison, site: Site) -> tuple[Result, Output] | None:
    """A row's measure for one product; ``None`` if it has none, or one that names what does not exist.

    Raises:
        Refusal: The rules give no answer for this amount on this day.
    """
    measure = product.measures.get(row.measure or "")
    calculator = site.calculators.get(measure.calculator) if measure else None
    if measure is None or calculator is None:
        return None
    output = next((entry for entry in calculator.outputs if entry.name == measure.output), None)
    if output is None:
        return None
    inputs = {**measure.inputs, measure.amount: row.amount or ""}
    return site.calculate(measure.calculator, inputs, comparison.on, explained=False), output


def _view(options: ComparisonOptions, site: Site, page: PageContext, ordinal: int) -> ComparisonView:
    comparison = options.comparison or page.comparison
    identifier = f"candid-comparison-{ordinal}"
    if comparison is None:
        return ComparisonView(identifier, "", (), (), "", None, None, ())
    # The page's own comparison may have mistakes; on serve they are reported and the rest is still shown.
    products = _known_products(comparison, site)
    currencies: dict[str, None] = {}
    checks: list[date] = []

    def measure(row: ComparisonRow, product: Product) -> Cell:
        try:
            measured = _measured(product, row, comparison, site)
        except Refusal:
            measured = None
        if measured is None:
            return Cell("missing", "not worked out")
        result, output = measured
        currency = output.currency or result.currency
        currencies.setdefault(currency)
        checks.extend(line.checked_on for line in result.lines if line.checked_on is not None)
        text = site.renderer.formats.value(result.outputs[output.name], output.type, currency)
        return Cell("measure", text, origin=_first_origin(result))

    rows = tuple(
        RowView(row.label, tuple(_cell(row, name, product, site, measure) for name, product in products.items()))
        for row in comparison.rows
    )
    return ComparisonView(
        id=identifier,
        caption=comparison.caption,
        columns=tuple(
            ColumnView(product.name, _review_page(name, product, site)) for name, product in products.items()
        ),
        rows=rows,
        ranking_basis=comparison.ranking_basis,
        worked_out_on=(comparison.on or site.as_of) if currencies else None,
        checked_on=min(checks, default=None),
        currencies=tuple(currencies),
    )


def _cell(
    row: ComparisonRow, name: str, product: Product, site: Site, measure: Callable[[ComparisonRow, Product], Cell]
) -> Cell:
    if row.fact is not None:
        fact = product.facts.get(row.fact)
        if fact is None:
            return Cell("missing", "not published")
        origin = Origin(fact.source.title, fact.source.url, fact.checked_on)
        return Cell("fact", fact.value, fact.note, origin)
    if row.measure is not None:
        return measure(row, product)
    if row.score is not None:
        return _score(row.score, name, site)
    return Cell("offers", offers=product_offers(name, site), site=site_link(product))


def _score(criterion: str, product: str, site: Site) -> Cell:
    reviewed = site.catalog.reviews.get(product)
    score = None
    if reviewed is not None:
        score = reviewed.overall if criterion == "overall" else reviewed.review.scores.get(criterion)
    methodology = site.catalog.methodology
    if score is None or methodology is None:
        return Cell("missing", "not scored")
    return Cell("score", f"{site.renderer.formats.score(score)} out of {methodology.highest}")


def _first_origin(result: Result) -> Origin | None:
    """The source of the first line that has one; the calculator itself shows them all."""
    for line in result.lines:
        if line.source is not None and line.checked_on is not None:
            return Origin(line.source.title, line.source.url, line.checked_on)
    return None


def _review_page(name: str, product: Product, site: Site) -> str | None:
    reviewed = site.catalog.reviews.get(name)
    path = reviewed.path if reviewed is not None else product.review
    return f"page:{path}" if path else None


component = Component("comparison", "candid/comparison.html", _read, _view)
