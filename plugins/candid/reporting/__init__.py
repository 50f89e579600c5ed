"""Reports on a built site: where its affiliate links stand, what it discloses, what is due, and what earns what."""

from __future__ import annotations

from candid.reporting.facts import gather
from candid.reporting.files import REPORT_FILES, report_files
from candid.reporting.model import Report

__all__ = ["REPORT_FILES", "Report", "gather", "report_files"]
