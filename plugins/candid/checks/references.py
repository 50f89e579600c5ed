"""Whether every id that a data record names exists."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from candid.catalog import DataFile
from candid.diagnostics import Finding, Location
from candid.models import Measure, Methodology, Product, Programme, SiteSettings
from candid.pages import Page
from candid.site import Site
from candid_rules.documents import Document, did_you_mean

__all__ = ["check_references", "no_such_id", "unknown_id"]


def check_references(site: Site, pages: Sequence[Page]) -> Iterator[Finding]:
    """The references of all data records."""
    uris = {page.source.uri for page in pages}
    for file in site.catalog.files.values():
        match file.record:
            case Product() as product:
                yield from _product(site, file, product, uris)
            case Programme() as programme:
                known = {name for name, network in site.networks.by_id.items() if network.has_publishers}
                yield from unknown_id("network", programme.network, known, file.document, ("network",))
            case Methodology() as methodology:
                yield from _page("page", methodology.page, uris, file)
                if methodology.lowest >= methodology.highest:
                    yield Finding.of("invalid-value", file.at("lowest"), "lowest is not below highest")
                yield from _weights(methodology, file)
            case SiteSettings() as settings:
                yield from _settings(site, file, settings)


def unknown_id(
    kind: str,
    given: str,
    known: Collection[str],
    document: Document,
    path: Sequence[str | int],
    *,
    key: bool = False,
) -> Iterator[Finding]:
    """The finding that ``given``, which stands at ``path`` of a document, is none of the known ids, if it is none."""
    if given not in known:
        yield no_such_id(kind, given, known, document.locate(path, key=key))


def no_such_id(kind: str, given: str, known: Collection[str], at: Location) -> Finding:
    """The finding that there is no such id."""
    hint = did_you_mean(given, known) or f"there is no {kind} yet"
    return Finding.of("unknown-id", at, f"unknown {kind} '{given}'", hint)


def _product(site: Site, file: DataFile, product: Product, uris: Collection[str]) -> Iterator[Finding]:
    catalog = site.catalog
    if product.method is not None and "methodology" not in catalog.unread:
        methods = catalog.methodology.methods if catalog.methodology else {}
        yield from unknown_id("method", product.method, methods, file.document, ("method",))
    yield from _page("review", product.review, uris, file)
    for offer_id, offer in product.offers.items():
        if offer.programme is not None:
            path = ("offers", offer_id, "programme")
            yield from unknown_id("programme", offer.programme, catalog.ids["programmes"], file.document, path)
    for name, measure in product.measures.items():
        yield from _measure(site, file, name, measure)


def _measure(site: Site, file: DataFile, name: str, measure: Measure) -> Iterator[Finding]:
    document, place = file.document, ("measures", name)
    calculator = site.calculators.get(measure.calculator)
    if calculator is None:
        yield from unknown_id("calculator", measure.calculator, site.calculators, document, (*place, "calculator"))
        return
    inputs = {entry.name for entry in calculator.inputs}
    outputs = {entry.name for entry in calculator.outputs}
    yield from unknown_id("input", measure.amount, inputs, document, (*place, "amount"))
    yield from unknown_id("output", measure.output, outputs, document, (*place, "output"))
    for given in measure.inputs:
        yield from unknown_id("input", given, inputs, document, (*place, "inputs", given), key=True)


def _weights(methodology: Methodology, file: DataFile) -> Iterator[Finding]:
    for name, method in methodology.methods.items():
        total = sum(criterion.weight for criterion in method.criteria.values())
        if total != 100:
            at = file.document.locate(("methods", name, "criteria"), key=True)
            message = f"the weights of the method '{name}' add up to {total}"
            yield Finding.of("invalid-value", at, message, "change them so that they add up to 100")


def _settings(site: Site, file: DataFile, settings: SiteSettings) -> Iterator[Finding]:
    limits = settings.staleness
    if limits.error_after_days < limits.warn_after_days:
        message = f"error_after_days must not be smaller than warn_after_days, {limits.warn_after_days}"
        yield Finding.of("invalid-value", file.at("staleness", "error_after_days"), message)
    for index, link in enumerate(settings.links):
        if link.programme is not None:
            known, path = site.catalog.ids["programmes"], ("links", index, "programme")
            yield from unknown_id("programme", link.programme, known, file.document, path)


def _page(key: str, target: str | None, uris: Collection[str], file: DataFile) -> Iterator[Finding]:
    if target is not None and target not in uris:
        hint = did_you_mean(target, uris) or "write its path below the pages folder"
        yield Finding.of("missing-file", file.at(key), f"there is no page '{target}'", hint)
