"""What the site earns from whom: the ledger added up, exactly, by programme, month and page; currencies never mix."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TypeVar

from candid.ledger import LedgerRow
from candid.reporting.model import (
    Earnings,
    EarningsOfMonth,
    EarningsOfPage,
    EarningsOfPlace,
    EarningsOfProgramme,
    SubIdEarnings,
    Total,
)
from candid.reporting.places import REDIRECTS, SubIdPages
from candid.reverse_map import SubIdPlace
from candid_rules.money import currency, exact_text

__all__ = ["add_up", "total"]

Key = TypeVar("Key", str, tuple[str, str])


def add_up(rows: Sequence[LedgerRow], places: Iterable[SubIdPlace], pages: SubIdPages) -> Earnings:
    """A ledger added up.

    Args:
        rows: The ledger.
        places: The places of the site that have a sub-ID.
        pages: The pages of the site: a sub-ID of ours tells its page even when its link is gone.
    """
    by_sub_id: dict[str, list[SubIdPlace]] = {}
    for place in places:
        by_sub_id.setdefault(place.sub_id, []).append(place)
    of_pages: dict[str, list[EarningsOfPlace]] = {}
    rows_of_pages: dict[str, list[LedgerRow]] = {}
    unknown: list[SubIdEarnings] = []
    # Networks do not know each other's sub-IDs: a row's place is one of its own programme.
    by_place = _grouped((row for row in rows if row.sub_id is not None), lambda row: (row.sub_id or "", row.programme))
    for (written, programme), own in by_place.items():
        standing = by_sub_id.get(written, [])
        found = [place for place in standing if place.programme in (None, programme)]
        page, placement = (None, "") if standing and not found else _place(written, found, pages)
        if page is None:
            unknown.append(
                SubIdEarnings(
                    sub_id=written,
                    programmes=(programme,),
                    pages=tuple(sorted({place.page for place in found or standing if not _is_redirect(place)})),
                    others=() if found else tuple(sorted({place.programme or "" for place in standing})),
                    totals=total(own),
                )
            )
            continue
        rows_of_pages.setdefault(page, []).extend(own)
        of_pages.setdefault(page, []).append(
            EarningsOfPlace(
                sub_id=written, placement=placement, programmes=(programme,), is_there=bool(found), totals=total(own)
            )
        )
    return Earnings(
        totals=total(rows),
        programmes=_by_programme(rows),
        months=tuple(
            EarningsOfMonth(month=month, totals=total(own), programmes=_by_programme(own))
            for month, own in sorted(_grouped(rows, lambda row: row.when[:7]).items())
        ),
        pages=tuple(
            EarningsOfPage(
                page=page,
                totals=total(rows_of_pages[page]),
                places=tuple(sorted(entries, key=lambda entry: (entry.sub_id, entry.programmes))),
            )
            for page, entries in sorted(of_pages.items())
        ),
        unknown=tuple(sorted(unknown, key=lambda entry: (entry.sub_id, entry.programmes))),
        without_sub_id=total([row for row in rows if row.sub_id is None]),
    )


def total(rows: Iterable[LedgerRow]) -> tuple[Total, ...]:
    """The sums of rows, one for each currency, in the order of their codes."""
    return tuple(
        Total(
            currency=code,
            amount=exact_text(sum((Fraction(row.amount) for row in own), Fraction(0)), currency(code).decimals),
            rows=len(own),
            clicks=_clicks(own),
        )
        for code, own in sorted(_grouped(rows, lambda row: row.currency).items())
    )


def _clicks(rows: Iterable[LedgerRow]) -> int | None:
    said = [row.clicks for row in rows if row.clicks is not None]
    return sum(said) if said else None


def _by_programme(rows: Iterable[LedgerRow]) -> tuple[EarningsOfProgramme, ...]:
    grouped = sorted(_grouped(rows, lambda row: row.programme).items())
    return tuple(EarningsOfProgramme(programme=name, totals=total(own)) for name, own in grouped)


def _grouped(rows: Iterable[LedgerRow], key: Callable[[LedgerRow], Key]) -> Mapping[Key, list[LedgerRow]]:
    groups: dict[Key, list[LedgerRow]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


def _is_redirect(place: SubIdPlace) -> bool:
    return place.page.startswith(REDIRECTS)


def _place(written: str, found: Sequence[SubIdPlace], pages: SubIdPages) -> tuple[str | None, str]:
    """The one page that a sub-ID leads to, and the place on it; no page where none or several have it."""
    # The page of a redirect itself is no place where readers click, if other pages link to it.
    found = [place for place in found if not _is_redirect(place)] or found
    if len({place.page for place in found}) > 1:
        return None, ""
    if found:
        return found[0].page, " ".join(dict.fromkeys(place.placement for place in found))
    known = pages.read(written)
    return (known.origin, known.placement) if known is not None else (None, "")
