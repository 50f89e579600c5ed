"""Whether every id that a data record names exists."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from candid.catalog import DataFile
from candid.diagnostics import Finding, Location
from candid.models import Measure, Methodology, Product, Programme, SiteSettings
from candid.pages import Page
from candid.site import Site
from candid_rules.documents import did_you_mean

__all__ = ["check_references", "unknown_id"]


def check_references(site: Site, pages: Sequence[Page]) -> Iterator[Finding]:
    """The references of all data records."""
    uris = {page.source.uri for page in pages}
    for file in site.catalog.files.values():
        match file.record:
            case Product() as product:
                yield from _product(site, file, product, uris)
            case Programme() as programme:
                known = {*site.networks.by_id, "direct"}
                yield from unknown_id("network", programme.network, known, file.at("network"))
            case Methodology() as methodology:
                yield from _page("page", methodology.page, uris, file)
                if methodology.lowest >= methodology.highest:
                    yield Finding.of("invalid-value", file.at("lowest"), "lowest is not below highest")
            case SiteSettings() as settings:
                yield from _settings(site, file, settings)


def unknown_id(kind: str, given: str, known: Iterable[str], at: Location) -> Iterator[Finding]:
    """The finding that ``given`` is none of the known ids, if it is none."""
    words = set(known)
    if given not in words:
        hint = did_you_mean(given, words) or f"there is no {kind} yet"
        yield Finding.of("unknown-id", at, f"unknown {kind} '{given}'", hint)


def _product(site: Site, file: DataFile, product: Product, uris: Collection[str]) -> Iterator[Finding]:
    catalog = site.catalog
    if product.method is not None:
        methods = catalog.methodology.methods if catalog.methodology else {}
        yield from unknown_id("method", product.method, methods, file.at("method"))
    yield from _page("review", product.review, uris, file)
    for offer_id, offer in product.offers.items():
        if offer.programme is not None:
            place = file.at("offers", offer_id, "programme")
            yield from unknown_id("programme", offer.programme, catalog.ids["programmes"], place)
    for name, measure in product.measures.items():
        yield from _measure(site, file, name, measure)


def _measure(site: Site, file: DataFile, name: str, measure: Measure) -> Iterator[Finding]:
    place = ("measures", name)
    calculator = site.calculators.get(measure.calculator)
    if calculator is None:
        yield from unknown_id("calculator", measure.calculator, site.calculators, file.at(*place, "calculator"))
        return
    inputs = {entry.name for entry in calculator.inputs}
    outputs = {entry.name for entry in calculator.outputs}
    yield from unknown_id("input", measure.amount, inputs, file.at(*place, "amount"))
    yield from unknown_id("output", measure.output, outputs, file.at(*place, "output"))
    for given in measure.inputs:
        where = file.document.locate((*place, "inputs", given), key=True)
        yield from unknown_id("input", given, inputs, where)


def _settings(site: Site, file: DataFile, settings: SiteSettings) -> Iterator[Finding]:
    for index, link in enumerate(settings.links):
        if link.programme is not None:
            place = file.at("links", index, "programme")
            yield from unknown_id("programme", link.programme, site.catalog.ids["programmes"], place)


def _page(key: str, target: str | None, uris: Collection[str], file: DataFile) -> Iterator[Finding]:
    if target is not None and target not in uris:
        hint = did_you_mean(target, uris) or "write its path below the pages folder"
        yield Finding.of("missing-file", file.at(key), f"there is no page '{target}'", hint)
