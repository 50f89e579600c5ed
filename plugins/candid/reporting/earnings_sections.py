"""The section of ``report.html`` on what the site earns from whom."""

from __future__ import annotations

from candid.formats import Formats
from candid.reporting.model import Earnings, Report, SubIdEarnings
from candid.reporting.totals import amounts, clicks
from candid.reporting.view import Cell, Column, Section, Table, code, text

__all__ = ["earnings_section"]

_AMOUNTS = (Column("Earned", "number"), Column("Clicks", "number"))


def earnings_section(report: Report, formats: Formats) -> Section:
    """The ledger added up by programme, month and page."""
    earned = report.earnings
    if earned is None:
        note = "There is no ledger: content/data/ledger.yml would say what programmes paid, and this what earned it."
        return Section("earnings", "What earns what", (note,))
    names = {one.id: one.name for one in report.programmes}
    tables = (
        _of_programmes(earned, names, formats),
        _of_months(earned, names, formats),
        _of_pages(earned, formats),
        _of_unknown(earned, formats),
    )
    note = "By your ledger, exactly; currencies are never added together. This page is for you alone."
    return Section("earnings", "What earns what", (note,), tuple(table for table in tables if table.rows))


def _of_programmes(earned: Earnings, names: dict[str, str], formats: Formats) -> Table:
    rows = [
        (
            text(names.get(one.programme, one.programme), small=(one.programme,)),
            amounts(one.totals, formats),
            clicks(one.totals, formats),
        )
        for one in earned.programmes
    ]
    rows.append((text("All"), amounts(earned.totals, formats), clicks(earned.totals, formats)))
    return Table("Earned by programme", (Column("Programme"), *_AMOUNTS), tuple(rows))


def _of_months(earned: Earnings, names: dict[str, str], formats: Formats) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for month in reversed(earned.months):
        rows += [
            (
                text(month.month),
                text(names.get(one.programme, one.programme)),
                amounts(one.totals, formats),
                clicks(one.totals, formats),
            )
            for one in month.programmes
        ]
        if len(month.programmes) > 1:
            rows.append((text(month.month), text("All"), amounts(month.totals, formats), clicks(month.totals, formats)))
    columns = (Column("Month"), Column("Programme"), *_AMOUNTS)
    return Table("Earned by month, the latest first", columns, tuple(rows))


def _of_pages(earned: Earnings, formats: Formats) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for page in earned.pages:
        rows += [
            (
                code(page.page),
                code(one.sub_id, small=("" if one.is_there else "that link is gone",)),
                text(one.placement),
                amounts(one.totals, formats),
                clicks(one.totals, formats),
            )
            for one in page.places
        ]
        if len(page.places) > 1:
            rows.append(
                (code(page.page), text("All"), text(""), amounts(page.totals, formats), clicks(page.totals, formats))
            )
    if earned.without_sub_id and rows:
        left = earned.without_sub_id
        rows.append((text("Not told"), text("no sub-ID"), text(""), amounts(left, formats), clicks(left, formats)))
    columns = (Column("Page"), Column("Sub-ID"), Column("Place"), *_AMOUNTS)
    return Table("Earned by page, as sub-IDs tell", columns, tuple(rows))


def _of_unknown(earned: Earnings, formats: Formats) -> Table:
    rows = tuple(
        (
            code(one.sub_id),
            code(*one.programmes),
            _pages(one),
            amounts(one.totals, formats),
            clicks(one.totals, formats),
        )
        for one in earned.unknown
    )
    columns = (Column("Sub-ID"), Column("Programme"), Column("Pages"), *_AMOUNTS)
    return Table("Sub-IDs that lead to no single page", columns, rows)


def _pages(one: SubIdEarnings) -> Cell:
    others = (f"there it is a link's of {' and '.join(one.others)}",) if one.others else ()
    return code(*one.pages, small=others) if one.pages else text("no page has it", small=others)
