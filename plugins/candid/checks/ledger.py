"""Whether each row of the ledger names a programme and one time, and whether anything is written down twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from candid.catalog import DataFile
from candid.checks.references import unknown_id
from candid.diagnostics import Finding
from candid.ledger import LedgerRow
from candid.pages import Page
from candid.site import Site

__all__ = ["check_ledger", "check_sub_ids"]


def check_ledger(site: Site, _pages: Sequence[Page] = ()) -> Iterator[Finding]:
    """What is wrong with ``ledger.yml``, apart from its values."""
    file = site.catalog.files.get("ledger")
    if file is None:
        return
    seen: dict[tuple[str | None, ...], int] = {}
    for index, row in enumerate(site.catalog.ledger):
        known = site.catalog.ids["programmes"]
        yield from unknown_id("programme", row.programme, known, file.document, (index, "programme"))
        if row.month is not None and row.on is not None:
            message = "a row is for a month or for a day, here are both"
            yield Finding.of("invalid-value", file.at(index, "on"), message, "leave 'month' or 'on' out")
        elif not row.when:
            hint = "add 'month: 2026-10' or 'on: 2026-10-31'"
            yield Finding.of("missing-key", file.at(index), "the row does not say when that was", hint)
        # What is paid may be corrected later, so that a second row with another amount is a doubt all the same.
        key = (row.programme, row.month, str(row.on), row.currency, row.sub_id, row.note)
        if seen.setdefault(key, index) != index:
            yield _twice(file, index, row, seen[key])


def check_sub_ids(site: Site, others: Mapping[tuple[str, str], Sequence[str]]) -> Iterator[Finding]:
    """Rows whose sub-ID stands at other programmes' links only, as a report on the built site knows.

    Args:
        site: The site with its ledger.
        others: Those programmes, by the sub-ID and the programme of such rows.
    """
    file = site.catalog.files.get("ledger")
    for index, row in enumerate(site.catalog.ledger if file is not None and others else ()):
        theirs = others.get((row.sub_id or "", row.programme))
        if file is not None and theirs:
            names = "' and '".join(theirs)
            message = f"'{row.sub_id}' is the sub-ID of a link of '{names}', not of '{row.programme}'"
            hint = "write the programme that paid, or the sub-ID as its report has it; no page is credited"
            yield Finding.of("foreign-sub-id", file.at(index, "sub_id"), message, hint)


def _twice(file: DataFile, index: int, row: LedgerRow, first: int) -> Finding:
    place = "" if row.sub_id is None else f" from '{row.sub_id}'"
    message = f"a second row for {row.currency} of '{row.programme}' in {row.when}{place}"
    hint = f"the first is on line {file.at(first).line}; keep one, or say in 'note' what tells them apart"
    return Finding.of("duplicate-row", file.at(index), message, hint)
