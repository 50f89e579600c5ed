"""A site: everything that rendering may depend on, read once per build and then only looked at."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

from candid.catalog import Catalog, load_catalog
from candid.components import COMPONENTS, Component
from candid.diagnostics import Finding, from_problems
from candid.disclosures import Disclosures
from candid.models import SiteSettings
from candid.networks import Networks, load_networks
from candid.rendering import Renderer
from candid_rules import Calculator, Library, Refusal, Result, Rule, calculate, load_rulebooks
from candid_rules.documents import Location, Problem, load

__all__ = ["Site", "load_site"]


Made = TypeVar("Made")


@dataclass(frozen=True)
class Site:
    """What pages are rendered from. Its answers depend on nothing else: same site, same page, same bytes."""

    settings: SiteSettings
    catalog: Catalog
    library: Library
    networks: Networks
    disclosures: Disclosures
    renderer: Renderer
    as_of: date
    calculators: Mapping[str, Calculator]
    rules: Mapping[str, Rule]
    # Memos of pure functions: they only save time, so they are no part of a site's identity.
    _results: dict[Any, tuple[Result | Refusal, bool]] = field(default_factory=dict, repr=False, compare=False)
    _fences: dict[Any, tuple[Any, list[Problem]]] = field(default_factory=dict, repr=False, compare=False)
    _once: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What ``make`` returns, made once for the site; ``key`` names it and what else it depends on."""
        if key not in self._once:
            self._once[key] = make()
        made: Made = self._once[key]
        return made

    def calculate(
        self, calculator_id: str, inputs: Mapping[str, str], on: date | None = None, *, explained: bool = True
    ) -> Result:
        """Run a calculator on the day ``on``, by default the day of the site.

        Where no line's explanation is shown, ``explained=False`` saves the work for it.

        Raises:
            KeyError: There is no such calculator.
            Refusal: The rules give no answer.
        """
        day = on or self.as_of
        key = (calculator_id, day, tuple(sorted(inputs.items())))
        answer, in_full = self._results.get(key, (None, False))
        if answer is None or (explained and not in_full):
            try:
                answer = calculate(self.calculators[calculator_id], inputs, day, explained=explained)
            except Refusal as refusal:
                answer = refusal
            self._results[key] = answer, explained
        if isinstance(answer, Refusal):
            raise answer.with_traceback(None)
        return answer

    @property
    def answers(self) -> tuple[Result, ...]:
        """Every result that was worked out so far."""
        return tuple(answer for answer, _ in self._results.values() if isinstance(answer, Result))

    def read_fence(self, component: Component, body: str, start: Location) -> tuple[Any | None, list[Problem]]:
        """The checked options of a fence, or its problems, placed where its body begins in the file."""
        key = (component.name, body)
        if key not in self._fences:
            # Read as if it stood at the top of a file, so that equal bodies are read once; moved into place below.
            document, problems = load(body, Location(""))
            options = None
            if document is not None:
                options, more = component.read(document, self)
                problems = [*problems, *more]
            self._fences[key] = (None if problems else options, problems)
        options, problems = self._fences[key]
        return options, [replace(problem, location=_moved(problem.location, start)) for problem in problems]

    def with_library(self, library: Library) -> Site:
        """The same site by other rulebooks; nothing remembered from the old ones is kept."""
        return replace(
            self,
            library=library,
            calculators=library.calculators,
            rules=library.rules,
            _results={},
            _fences={},
            _once={},
        )

    def with_catalog(self, catalog: Catalog) -> Site:
        """The same site with a catalog that knows more; nothing remembered from the old one is kept."""
        return replace(self, catalog=catalog, _results={}, _fences={}, _once={})


def component_named(name: str) -> Component | None:
    """The component whose fence has this name."""
    return _BY_NAME.get(name)


_BY_NAME = {component.name: component for component in COMPONENTS}


def load_site(
    data: Path, display: str, *, default_name: str, today: date, overrides: Sequence[Path] = ()
) -> tuple[Site, list[Finding]]:
    """Read all that a site is rendered from.

    Args:
        data: The data folder; it need not exist.
        display: The data folder as findings print it.
        default_name: The site's name where ``site.yml`` gives none.
        today: The day of the build, used unless ``site.yml`` fixes ``as_of``.
        overrides: Folders with templates that replace the package's.

    Returns:
        The site, and everything wrong with its data.
    """
    catalog, settings, findings = load_catalog(data, display, default_name)
    own_rules = [data / settings.calculators] if settings.calculators else []
    library, problems = load_rulebooks(own_rules)
    findings += [
        replace(finding, location=_shown(finding.location, data, display))
        for finding in from_problems([*problems, *library.left_out])
    ]
    if settings.as_of is not None and settings.as_of > today + timedelta(days=1):  # the author's day may be ahead
        message = f"the numbers are worked out for {settings.as_of}, and today is {today}"
        findings.append(Finding.of("as-of-in-the-future", catalog.files["site"].at("as_of"), message))
    site = Site(
        settings=settings,
        catalog=catalog,
        library=library,
        networks=load_networks(),
        disclosures=Disclosures.load(settings.disclosures),
        renderer=Renderer(overrides, settings.language),
        as_of=settings.as_of or today,
        calculators=library.calculators,
        rules=library.rules,
    )
    return site, findings


def _moved(inner: Location, start: Location) -> Location:
    # Every line of a fence's body was dedented by the same width, so the column moves on all of them.
    return Location(start.path, start.line + inner.line - 1, start.column + inner.column - 1)


def _shown(location: Location, data: Path, display: str) -> Location:
    path = Path(location.path)
    if path.is_absolute() and path.is_relative_to(data):
        return replace(location, path=f"{display}/{path.relative_to(data).as_posix()}")
    return location
