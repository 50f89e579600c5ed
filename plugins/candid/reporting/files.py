"""The files of a report, made whole before any of them is written."""

from __future__ import annotations

from collections.abc import Mapping

from candid.link_exchange.tables import write_table
from candid.reporting.facts import places
from candid.reporting.html import as_html
from candid.reporting.model import Report

__all__ = ["REPORT_FILES", "report_files"]

REPORT_FILES = ("report.json", "report.html", "sub-ids.csv")

_COLUMNS = ("sub_id", "page", "placement", "ordinal", "offer", "programme", "network", "ours")


def report_files(report: Report) -> Mapping[str, str]:
    """The texts of ``REPORT_FILES`` by their names: the same report makes the same bytes."""
    return dict(zip(REPORT_FILES, (report.as_json(), as_html(report), _sub_ids(report)), strict=True))


def _sub_ids(report: Report) -> str:
    """The way back from a sub-ID to its place, as a table that spreadsheets open."""
    rows = (
        (
            place.sub_id,
            place.page,
            place.placement,
            str(place.ordinal),
            place.offer or "",
            place.programme or "",
            place.network or "",
            "yes" if place.is_ours else "no",
        )
        for place in places(report.links)
    )
    return write_table(_COLUMNS, rows)
