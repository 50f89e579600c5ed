"""Every regular expression of the product, and inputs that make the careless ones slow.

``python -m tests.security.patterns`` prints those whose time grows faster than their input, as ``pytest`` sees them.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]  # what a pattern is made of, by the module that reads it
from re import _parser as sre_parser  # type: ignore[attr-defined]
from time import process_time
from types import ModuleType
from typing import Any, NamedTuple

import candid
import candid_rules
from candid.disclosures.lexicon import judge
from candid.networks import load_networks

__all__ = ["Expression", "expressions", "growth", "hostile_inputs"]

SMALL, LARGE = 500, 4_000
"""Characters of the two inputs; what takes time by the square takes 64 times as long for the larger one."""
_QUICK = 0.01
"""Seconds that need no second look: linear time for the larger input is far below."""
_PATIENCE = 4
_SEARCHES = ("search", "finditer", "findall", "sub", "subn", "split", "scanner")


class Expression(NamedTuple):
    """A pattern, and whether any text is searched for it, rather than matched from a known place."""

    pattern: re.Pattern[str]
    where: str
    searched: bool


def expressions() -> dict[tuple[str, int], Expression]:
    """All of them: of every module, of every table that modules read, and those written where they are used."""
    load_networks()
    for language in ("en", "de", "fr", "es", "it"):
        judge("Advertising: we earn a commission.", language, ("us", "de"))
    found: dict[tuple[str, int], Expression] = {}
    for module in _modules():
        source = Path(str(module.__file__)).read_text(encoding="utf-8")
        for name, pattern in _patterns_in(module):
            root = name.partition("[")[0].rpartition(".")[2]
            used = set(re.findall(rf"\b{re.escape(root)}\.(\w+)\(", source))
            searched = bool(used & set(_SEARCHES)) or not used
            _add(found, pattern, f"{module.__name__}.{name}", searched)
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
                called, first = node.func, node.args[0]
                named = isinstance(called.value, ast.Name) and called.value.id == "re"
                if not (named and called.attr in (*_SEARCHES, "match", "fullmatch")):
                    continue
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    where = f"{module.__name__}:{node.lineno}"
                    _add(found, re.compile(first.value), where, called.attr in _SEARCHES)
    return found


def _add(found: dict[tuple[str, int], Expression], pattern: re.Pattern[Any], where: str, searched: bool) -> None:
    if isinstance(pattern.pattern, str):
        key = (pattern.pattern, pattern.flags)
        known = found.get(key)
        found[key] = Expression(pattern, where, searched or (known is not None and known.searched))


def _modules() -> Iterator[ModuleType]:
    for package in (candid, candid_rules):
        for entry in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(entry.name)


def _patterns_in(module: ModuleType) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """The patterns that a module's names lead to, through containers, records and remembered tables."""
    seen: set[int] = set()
    todo: list[tuple[str, Any]] = list(vars(module).items())
    if module.__name__ == "candid.networks":
        todo.append(("networks", load_networks()))
    if module.__name__ == "candid.disclosures.lexicon":
        todo += [(f"lexicon[{language}]", module._lexicon(language)) for language in ("en", "de", "fr", "es", "it")]
    while todo:
        name, value = todo.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, re.Pattern):
            yield name, value
        elif isinstance(value, dict):
            todo += [(f"{name}[{key!r}]", inner) for key, inner in value.items()]
        elif isinstance(value, (list, tuple, set, frozenset)):
            todo += [(f"{name}[…]", inner) for inner in value]
        elif type(value).__module__.startswith(("candid.", "candid_rules.")):
            slots = [slot for kind in type(value).__mro__ for slot in getattr(kind, "__slots__", ())]
            todo += [(f"{name}.{slot}", getattr(value, slot, None)) for slot in slots if isinstance(slot, str)]
            todo += [(f"{name}.{key}", inner) for key, inner in getattr(value, "__dict__", {}).items()]


def hostile_inputs(pattern: re.Pattern[str]) -> Iterator[tuple[str, str, str]]:
    """Beginnings, middles to be repeated, and ends that spoil the match: one of each for every repetition inside."""
    tree = sre_parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    whole = _sample(tree)
    yield "", whole or "a", "\x00"
    yield whole, " ", "\x00"
    for before, inner in _repetitions(tree, ""):
        for middle in {_sample(inner), _sample(inner, other=True)} - {""}:
            yield before, middle, "\x00"
            yield before, middle, ""
            yield "", before + middle, "\x00"


def _repetitions(items: Any, before: str) -> Iterator[tuple[str, Any]]:
    for operator, argument in items:
        if operator in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            if argument[1] > 9:
                yield before, argument[2]
            yield from _repetitions(argument[2], before)
        elif operator is sre.SUBPATTERN:
            yield from _repetitions(argument[3], before)
        elif operator is sre.BRANCH:
            for branch in argument[1]:
                yield from _repetitions(branch, before)
        elif operator in (sre.ASSERT, sre.ASSERT_NOT):
            yield from _repetitions(argument[1], before)
        elif operator is sre.ATOMIC_GROUP:
            yield from _repetitions(argument, before)
        before += _sample([(operator, argument)])


def _sample(items: Any, *, other: bool = False) -> str:
    """A short text that fits; with ``other``, by the last alternatives instead of the first ones."""
    text = ""
    for operator, argument in items:
        if operator is sre.LITERAL:
            text += chr(argument)
        elif operator is sre.NOT_LITERAL:
            text += "a" if argument != ord("a") else "b"
        elif operator is sre.ANY:
            text += "a"
        elif operator is sre.IN:
            text += _member(argument, last=other)
        elif operator in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            text += _sample(argument[2], other=other) * max(argument[0], 1 if argument[1] else 0)
        elif operator is sre.SUBPATTERN:
            text += _sample(argument[3], other=other)
        elif operator is sre.BRANCH:
            text += _sample(argument[1][-1 if other else 0], other=other)
        elif operator is sre.ATOMIC_GROUP:
            text += _sample(argument, other=other)
    return text


def _member(members: Any, *, last: bool) -> str:
    negated = members[0][0] is sre.NEGATE
    allowed = re.compile("|".join(_as_class(member) for member in members if member[0] is not sre.NEGATE), re.DOTALL)
    pool = "a1 -_.,:/=\"'<>&#%@()[]{}\\\n\tZé€" + "".join(chr(code) for code in range(33, 127))
    fitting = [character for character in pool if bool(allowed.fullmatch(character)) != negated]
    return (fitting[-1] if last else fitting[0]) if fitting else "a"


_CATEGORIES = {
    sre.CATEGORY_DIGIT: r"\d",
    sre.CATEGORY_NOT_DIGIT: r"\D",
    sre.CATEGORY_SPACE: r"\s",
    sre.CATEGORY_NOT_SPACE: r"\S",
    sre.CATEGORY_WORD: r"\w",
    sre.CATEGORY_NOT_WORD: r"\W",
}


def _as_class(member: Any) -> str:
    operator, argument = member
    if operator is sre.CATEGORY:
        return _CATEGORIES[argument]
    if operator is sre.RANGE:
        return f"[{re.escape(chr(argument[0]))}-{re.escape(chr(argument[1]))}]"
    return re.escape(chr(argument))


def growth(expression: Expression) -> tuple[float, str] | None:
    """How many times longer the larger input takes, where that is too long, with what was repeated; else nothing."""
    look = expression.pattern.search if expression.searched else expression.pattern.match
    for before, middle, after in dict.fromkeys(hostile_inputs(expression.pattern)):
        small, large = (before + middle * (size // len(middle)) + after for size in (SMALL, LARGE))
        large_time = _time(look, large)
        if large_time < _QUICK:
            continue
        small_time = max(min(_time(look, small) for _ in range(3)), 1e-6)
        ratio = min(large_time, _time(look, large)) / small_time
        if ratio > 3 * LARGE / SMALL:
            return ratio, f"{before!r} + {middle!r} * n + {after!r}: {large_time:.2f}s"
    return None


def _time(look: Any, text: str) -> float:
    """Seconds of this process; ``re`` heeds signals, so that what would take for ever is given up."""
    before = signal.signal(signal.SIGALRM, _give_up)
    began = process_time()
    signal.setitimer(signal.ITIMER_REAL, _PATIENCE)
    try:
        look(text)
    except TimeoutError:
        return float(_PATIENCE)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    return process_time() - began


def _give_up(*_: object) -> None:
    raise TimeoutError


def main() -> None:
    """Print what grows too fast."""
    found = expressions()
    sys.stdout.write(f"{len(found)} expressions\n")
    for expression in found.values():
        slow = growth(expression)
        if slow:
            sys.stdout.write(f"{expression.where}: {slow[0]:.0f} times as long; {slow[1]}\n")


if __name__ == "__main__":
    main()
