"""The findings of one build: each is said once, in order, however often it was found."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from candid.diagnostics import Finding, Severity, in_order, said_once

__all__ = ["FindingsLog"]

_LEVELS = {Severity.INFO: logging.INFO, Severity.WARNING: logging.WARNING, Severity.ERROR: logging.ERROR}


class FindingsLog:
    """Gathers findings while pages are rendered, and writes them to a host's log.

    Args:
        log: Where they go.
        shown: A file's path as authors know it; templates are found by their full path, which no reader should see.
    """

    def __init__(self, log: logging.Logger, shown: Callable[[Path], str]) -> None:
        self._log = log
        self._shown = shown
        self._gathered: list[Finding] = []
        self._said: set[Finding] = set()

    def gather(self, finding: Finding) -> None:
        """Keep a finding until the next ``say``."""
        path = Path(finding.location.path)
        if path.is_absolute():
            finding = replace(finding, location=replace(finding.location, path=self._shown(path)))
        self._gathered.append(finding)

    def say(self, findings: Iterable[Finding] = ()) -> int:
        """Log what was gathered, and ``findings``, sorted; how many of them are errors."""
        ordered = in_order({*self._gathered, *findings} - self._said)
        self._said.update(ordered)
        self._gathered.clear()
        for finding, text in said_once(ordered):
            self._log.log(_LEVELS[finding.severity], "%s", text)
        return sum(finding.severity is Severity.ERROR for finding in ordered)
