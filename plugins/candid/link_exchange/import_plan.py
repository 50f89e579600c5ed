"""What an import would write: each file before and after, or why not. Nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from candid.catalog import Catalog
from candid.diagnostics import Finding, from_problems
from candid.link_exchange.offer_rows import OfferRow
from candid.link_exchange.yaml_edits import CannotEdit, new_product, with_offer
from candid.models import Offer, Product
from candid_rules.documents import Location, did_you_mean, load, validate

__all__ = ["FileChange", "ImportPlan", "plan_import"]


@dataclass(frozen=True)
class FileChange:
    """One file of the data folder; ``before`` is ``None`` for a new one. ``name`` is its path below the folder."""

    name: str
    before: str | None
    after: str


@dataclass(frozen=True)
class ImportPlan:
    """What an import comes to.

    Attributes:
        changes: The files to write.
        added: How many offers are new.
        replaced: How many offers get other values.
        unchanged: How many are there already, as they are in the table.
        findings: What is wrong; with an error among them nothing should be written.
    """

    changes: tuple[FileChange, ...]
    added: int
    replaced: int
    unchanged: int
    findings: tuple[Finding, ...]


def plan_import(
    rows: Sequence[OfferRow],
    catalog: Catalog,
    folder: Path,
    *,
    products: Mapping[str, Product] | None = None,
    replace: bool = False,
) -> ImportPlan:
    """Plan to put offers into the records of their products.

    Args:
        rows: The offers.
        catalog: What the site has; offers that are there as they are in the table need nothing.
        folder: The data folder.
        products: Products that the site has not yet.
        replace: Whether an offer that is there with other values gets the table's.
    """
    planning = _Planning(catalog, products or {}, replace=replace)
    wanted = [row for row in rows if planning.accepts(row)]
    planning.check_references(wanted)
    changes = planning.changes(wanted, folder)
    return ImportPlan(changes, planning.added, planning.replaced, planning.unchanged, tuple(planning.findings))


class _Planning:
    def __init__(self, catalog: Catalog, products: Mapping[str, Product], *, replace: bool) -> None:
        self.catalog = catalog
        self.products = products
        self.replace = replace
        self.added = self.replaced = self.unchanged = 0
        self.findings: list[Finding] = []
        self._seen: dict[str, Location] = {}

    def accepts(self, row: OfferRow) -> bool:
        """Whether the offer is to be written; says why not."""
        if row.id in self._seen:
            message = f"the offer '{row.id}' stands on line {self._seen[row.id].line} already"
            self._report("duplicate-id", row.place("offer"), message, "give each offer an id of its own")
            return False
        self._seen[row.id] = row.place("offer")
        known = self.catalog.offers.get(row.id)
        if known is None:
            if row.product not in self.catalog.products and row.product not in self.products:
                hint = did_you_mean(row.product, self.catalog.products) or f"write products/{row.product}.yml first"
                self._report("unknown-id", row.place("product"), f"there is no product '{row.product}'", hint)
                return False
            self.added += 1
            return True
        if known.offer == row.offer and known.product_id == row.product:
            self.unchanged += 1
            return False
        if known.product_id != row.product:
            message = f"the offer '{row.id}' belongs to the product '{known.product_id}', not to '{row.product}'"
            self._report("duplicate-id", row.place("product"), message, "give one of them another id")
            return False
        differing = [key for key in Offer.model_fields if getattr(known.offer, key) != getattr(row.offer, key)]
        if not self.replace:
            message = f"the offer '{row.id}' exists with another {' and '.join(differing)}"
            hint = "give one of them another id, or say --replace to take what the table says"
            self._report("duplicate-id", row.place(differing[0]), message, hint)
            return False
        self.replaced += 1
        return True

    def check_references(self, rows: Sequence[OfferRow]) -> None:
        """Report programmes and fallbacks that do not exist, not even after the import."""
        offers = {*self.catalog.ids.get("offers", ()), *self._seen}
        for row in rows:
            programme, fallback = row.offer.programme, row.offer.fallback
            programmes = self.catalog.ids.get("programmes", frozenset())
            if programme is not None and programme not in programmes:
                hint = did_you_mean(programme, programmes) or f"write programmes/{programme}.yml first"
                self._report("unknown-id", row.place("programme"), f"unknown programme '{programme}'", hint)
            if fallback is not None and fallback not in offers:
                hint = did_you_mean(fallback, offers)
                self._report("unknown-id", row.place("fallback"), f"unknown offer '{fallback}'", hint)

    def changes(self, rows: Sequence[OfferRow], folder: Path) -> tuple[FileChange, ...]:
        """The files with these offers in them."""
        by_product: dict[str, list[OfferRow]] = {}
        for row in rows:
            by_product.setdefault(row.product, []).append(row)
        changes = []
        for product, offers in by_product.items():
            file = self.catalog.files.get(f"products/{product}")
            if file is None:
                changes.append(self._new_file(product, offers))
                continue
            name = f"products/{Path(file.document.start.path).name}"
            before = (folder / name).read_bytes().decode("utf-8")
            after = self._edited(file.document.start, before, product, offers)
            if after is not None:
                changes.append(FileChange(name, before, after))
        return tuple(changes)

    def _new_file(self, product: str, rows: Sequence[OfferRow]) -> FileChange:
        text = new_product(
            self.products[product], {row.id: row.offer for row in rows}, {row.id: row.remark for row in rows}
        )
        return FileChange(f"products/{product}.yml", None, text)

    def _edited(self, place: Location, before: str, product: str, rows: Sequence[OfferRow]) -> str | None:
        """The file's text with the offers in it, read back to be sure that it says just that."""
        mark = "\ufeff" if before.startswith("\ufeff") else ""
        after = before.removeprefix(mark)
        try:
            for row in rows:
                after = with_offer(after, row.id, row.offer, row.remark)
        except CannotEdit as error:
            self._report("invalid-value", place, f"offers cannot be added here: {error}", _BY_HAND)
            return None
        offers = {**self.catalog.products[product].offers, **{row.id: row.offer for row in rows}}
        expected = self.catalog.products[product].model_copy(update={"offers": offers})
        document, problems = load(after, place)
        found = None
        if document is not None:
            found, more = validate(document, Product)
            problems += more
        if found != expected:
            self.findings += from_problems(problems)
            self._report("invalid-value", place, "offers cannot be added to it as it is written", _BY_HAND)
            return None
        return mark + after

    def _report(self, code: str, at: Location, message: str, hint: str = "") -> None:
        self.findings.append(Finding.of(code, at, message, hint))


_BY_HAND = "write its offers as lines of their own below 'offers:'"
