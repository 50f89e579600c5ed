"""Compile the calculators of all rulebooks, each once and after those that it calls."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from .documents import Problem
from .steps import Compiled

__all__ = ["Linker"]


@dataclass
class Linker:
    """All calculators of a library, compiled when they are first asked for.

    Attributes:
        problems: What is wrong with those that were asked for.
    """

    problems: list[Problem] = field(default_factory=list)
    _compilers: dict[str, Callable[[], tuple[Compiled | None, list[Problem]]]] = field(default_factory=dict)
    _done: dict[str, Compiled | None] = field(default_factory=dict)
    _waiting: list[str] = field(default_factory=list)

    def add(self, name: str, compiler: Callable[[], tuple[Compiled | None, list[Problem]]]) -> None:
        """A calculator's full id and what compiles it."""
        self._compilers[name] = compiler

    @property
    def ids(self) -> Collection[str]:
        """Full ids of all calculators."""
        return self._compilers.keys()

    def circle(self, name: str) -> tuple[str, ...]:
        """The calculators that wait for each other if ``name`` is asked for now; none if nothing waits for it."""
        return tuple(self._waiting[self._waiting.index(name) :]) if name in self._waiting else ()

    def compiled(self, name: str) -> Compiled | None:
        """The calculator ``name``; ``None`` where it has problems."""
        if name not in self._done:
            self._waiting.append(name)
            self._done[name], problems = self._compilers[name]()
            self._waiting.pop()
            self.problems += problems
        return self._done[name]
