"""The catalog: every record that pages refer to, read from ``content/data``, with all references checked.

A data folder holds ``site.yml``, ``authors.yml``, ``methodology.yml``, ``attestations.yml``, ``ledger.yml``,
``products/*.yml`` and ``programmes/*.yml``; each is optional. A record's id is its file's name. Whatever is wrong
anywhere is a finding at its own line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from candid.data_folder import DataFolder
from candid.diagnostics import Finding, Location, from_problems
from candid.ledger import Ledger, LedgerRow
from candid.models import (
    Attestation,
    Attestations,
    Author,
    Authors,
    Methodology,
    Offer,
    Product,
    Programme,
    Review,
    SiteSettings,
)
from candid.salvage import offer_names, without_mistakes
from candid_rules.documents import Document, load, validate

__all__ = ["Catalog", "DataFile", "OfferRecord", "ReviewedPage", "load_catalog", "overall_score"]

AnyRecord = TypeVar("AnyRecord", bound=BaseModel)


@dataclass(frozen=True)
class DataFile:
    """A record's file, kept so that a check can point at a line of it."""

    record: BaseModel
    document: Document

    def at(self, *path: str | int) -> Location:
        """Where the value at ``path`` stands."""
        return self.document.locate(path)


@dataclass(frozen=True)
class OfferRecord:
    """An offer with all that its link needs."""

    id: str
    offer: Offer
    product_id: str
    product: Product
    programme_id: str | None
    programme: Programme | None


@dataclass(frozen=True)
class ReviewedPage:
    """A page with a ``review:`` key."""

    path: str
    title: str
    review: Review
    overall: Decimal


@dataclass(frozen=True)
class Catalog:
    """All records by id."""

    products: Mapping[str, Product] = field(default_factory=dict)
    programmes: Mapping[str, Programme] = field(default_factory=dict)
    authors: Mapping[str, Author] = field(default_factory=dict)
    methodology: Methodology | None = None
    attestations: tuple[Attestation, ...] = ()
    ledger: tuple[LedgerRow, ...] = ()
    offers: Mapping[str, OfferRecord] = field(default_factory=dict)
    reviews: Mapping[str, ReviewedPage] = field(default_factory=dict)
    ids: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The ids for which there is a file, by folder, whether or not it could be read; and of offers, likewise."""
    unread: frozenset[str] = frozenset()
    """The files that have mistakes of their own, called as in ``files``; what refers to them is not to blame."""
    files: Mapping[str, DataFile] = field(default_factory=dict)
    """The files read, by their path below the data folder without suffix: ``products/upwork``."""

    def overall(self, review: Review) -> Decimal:
        """The weighted score of a review whose references have been checked."""
        return overall_score(review, self.products[review.product], self.methodology)


def overall_score(review: Review, product: Product, methodology: Methodology | None) -> Decimal:
    """The mean of the scores by the weights of the product's method: one decimal, half-up."""
    method = methodology.methods.get(product.method or "") if methodology else None
    weights = {name: criterion.weight for name, criterion in method.criteria.items()} if method else {}
    scored = {name: weights.get(name, 1) for name in review.scores}
    total = sum((value * scored[name] for name, value in review.scores.items()), Decimal(0))
    return (total / sum(scored.values())).quantize(Decimal("0.1"), ROUND_HALF_UP)


def load_catalog(folder: Path, display: str, site_name: str) -> tuple[Catalog, SiteSettings, list[Finding]]:
    """Read a data folder, which findings call ``display``; ``site_name`` stands in for a missing site.yml."""
    reader = _Reader(DataFolder(folder, display))
    settings = reader.one("site", SiteSettings, name=site_name) or SiteSettings(name=site_name)
    if "site" in reader.unread and settings.calculators is None:
        settings = settings.model_copy(update={"calculators": reader.folder.likely_rulebooks()})
    else:
        reader.folder.check_unknown(settings.calculators)
    authors = reader.one("authors", Authors)
    methodology = reader.one("methodology", Methodology)
    attestations = reader.one("attestations", Attestations)
    ledger = reader.one("ledger", Ledger)
    products = reader.many("products", Product)
    programmes = reader.many("programmes", Programme)
    if settings.calculators is not None:
        if "site" in reader.files:
            reader.folder.check_calculators(settings.calculators, reader.files["site"].at("calculators"))
        if reader.folder.rulebooks(settings.calculators) is None:
            settings = settings.model_copy(update={"calculators": None})
    offers: dict[str, OfferRecord] = {}
    for product_id, product in products.items():
        for offer_id, offer in product.offers.items():
            if offer_id in offers:
                other = offers[offer_id].product_id
                reader.findings.append(
                    Finding.of(
                        "duplicate-id",
                        reader.files[f"products/{product_id}"].document.locate(("offers", offer_id), key=True),
                        f"the offer '{offer_id}' stands in the product '{other}' too",
                        "give each offer an id of its own",
                    )
                )
                continue
            programme = programmes.get(offer.programme or "")
            offers[offer_id] = OfferRecord(offer_id, offer, product_id, product, offer.programme, programme)
    catalog = Catalog(
        products=products,
        programmes=programmes,
        authors=authors.authors if authors else {},
        methodology=methodology,
        attestations=attestations.root if attestations else (),
        ledger=ledger.root if ledger else (),
        offers=offers,
        ids={**reader.ids, "offers": frozenset(offers) | reader.unread_offers},
        unread=frozenset(reader.unread),
        files=reader.files,
    )
    return catalog, settings, [*reader.folder.findings, *reader.findings]


class _Reader:
    def __init__(self, folder: DataFolder) -> None:
        self.folder = folder
        self.files: dict[str, DataFile] = {}
        self.ids: dict[str, frozenset[str]] = {}
        self.unread: set[str] = set()
        self.unread_offers: set[str] = set()
        self.findings: list[Finding] = []

    def one(self, name: str, model: type[AnyRecord], /, **stand_ins: str) -> AnyRecord | None:
        """A file's record. With values that stand in for missing keys, what is right of it, whatever else is wrong."""
        path = self.folder.file(name)
        return self._read(path, name, model, stand_ins) if path else None

    def many(self, name: str, model: type[AnyRecord]) -> dict[str, AnyRecord]:
        records: dict[str, AnyRecord] = {}
        paths: dict[str, Path] = {}
        for path in self.folder.records(name):
            if paths.setdefault(path.stem, path) is not path:
                self.findings.append(
                    Finding.of(
                        "duplicate-id",
                        self.folder.place(path),
                        f"a second file for '{path.stem}'",
                        "keep one of them",
                    )
                )
                continue
            record = self._read(path, f"{name}/{path.stem}", model)
            if record is not None:
                records[path.stem] = record
        self.ids[name] = frozenset(paths)
        return records

    def _read(
        self, path: Path, key: str, model: type[AnyRecord], stand_ins: Mapping[str, str] | None = None
    ) -> AnyRecord | None:
        document = self._document(path)
        record = None
        if document is not None:
            record, problems = validate(document, model)
            self.findings += from_problems(problems)
        if record is None:
            self.unread.add(key)
            if model is Product:
                self.unread_offers |= offer_names(document, _text(path) if document is None else "")
            if document is not None and stand_ins:
                record = without_mistakes(document, model, **stand_ins)
        if document is not None and record is not None:
            self.files[key] = DataFile(record, document)
        return record

    def _document(self, path: Path) -> Document | None:
        place = self.folder.place(path)
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            self.findings.append(Finding.of("not-utf-8", place, "the file is not UTF-8 text", "save the file as UTF-8"))
            return None
        except OSError as error:
            self.findings.append(Finding.of("unreadable-file", place, f"the file cannot be read: {error.strerror}"))
            return None
        document, problems = load(text, place)
        self.findings += from_problems(problems)
        if document is not None and document.value is None:
            return Document({}, place)
        return document


def _text(path: Path) -> str:
    """What can be read of a file."""
    try:
        return path.read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""
