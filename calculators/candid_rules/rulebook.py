"""Read rulebooks: YAML files of dated, sourced rules, and the calculators that use them.

Reading has two passes, because a calculator may use another platform's rules: first every file becomes a form and its
rules, then every calculator is compiled against all rules. Problems of all files are collected and returned together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from .compiler import compile_calculator
from .documents import Document, Location, Problem, did_you_mean, load, validate
from .forms import HistoryForm, PeriodForm, RulebookForm
from .linking import Linker
from .model import Library, Period, Rule, Rulebook, Source
from .money import Currency, currency
from .shapes import describe, faults
from .steps import CompilableRule, Surroundings

__all__ = ["STOCK", "load_rulebooks"]

STOCK = Path(__file__).parent / "rulebooks"
"""The rulebooks that ship with the library."""


_MOST_NAMED = 4


@dataclass(frozen=True)
class _Draft:
    """A rulebook that was read but whose calculators are not yet compiled."""

    form: RulebookForm
    path: Path
    document: Document
    text: str
    rules: Mapping[str, Rule]


def load_rulebooks(folders: Iterable[Path] = (), *, stock: Path = STOCK) -> tuple[Library, list[Problem]]:
    """The stock rulebooks and those in ``folders``, which override them by id, and all that is wrong with them.

    A rulebook or calculator with problems is left out of the library. So is, without a problem, a stock calculator that
    no longer fits a rulebook which the site overrides: its author need not use it. ``Library.left_out`` says which.

    Args:
        folders: A site's own folders; every ``*.yml`` in them is a rulebook.
        stock: Stands in for the stock rulebooks, such as those of an earlier day.
    """
    problems: list[Problem] = []
    drafts: dict[str, _Draft] = {}
    overridden: dict[str, _Draft] = {}
    for folder in (stock, *folders):
        seen: dict[str, _Draft] = {}
        for path in sorted(folder.glob("*.yml")):
            draft, found = _read(path)
            problems += found
            if draft is None:
                continue
            first = seen.setdefault(draft.form.id, draft)
            if first is not draft:
                message = f"the rulebook '{draft.form.id}' stands twice"
                problems.append(_duplicate_id(message, draft, first, ("id",), ("id",)))
                continue
            replaced = drafts.pop(draft.form.id, None)  # so that the site's own stand behind the stock ones
            if replaced is not None:
                overridden[draft.form.id] = replaced
            drafts[draft.form.id] = draft
    problems += _shared_period_ids(drafts.values())
    rules = {rule.id: rule for draft in drafts.values() for rule in _compilable(draft)}
    linker = _link(drafts.values(), rules)
    books: dict[str, Rulebook] = {}
    for name, draft in drafts.items():
        form = draft.form
        made = (linker.compiled(f"{name}/{calculator}") for calculator in form.calculators)
        calculators = {item.calculator.id: item.calculator for item in made if item is not None}
        books[name] = Rulebook(form.id, form.title, form.currency, form.rounding, draft.rules, calculators)
    problems += (item for item in linker.problems if not overridden or Path(item.location.path).parent != stock)
    lost = [
        f"{name}/{calculator}"
        for name, draft in drafts.items()
        for calculator in draft.form.calculators
        if draft.path.parent == stock and f"{name}/{calculator}" not in books[name].calculators
    ]
    left_out = (
        tuple(_left_out(drafts[name], old, lost) for name, old in overridden.items()) if overridden and lost else ()
    )
    return Library(books, left_out), sorted(problems, key=lambda problem: problem.location)


def _read(path: Path) -> tuple[_Draft | None, list[Problem]]:
    if path.is_symlink() and not path.resolve().is_relative_to(path.parent.resolve()):
        message = "the link leads out of the folder of rulebooks"
        return None, [Problem(Location(str(path)), "unreadable-file", message, "put the file itself in its place")]
    if path.exists() and not path.is_file():  # a pipe or a device might never end
        message, hint = "this is no file", "write the rulebook into a file of this name"
        return None, [Problem(Location(str(path)), "unreadable-file", message, hint)]
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return None, [Problem(Location(str(path)), "unreadable-file", "the file is not UTF-8 text", "save it as UTF-8")]
    except OSError as error:
        return None, [Problem(Location(str(path)), "unreadable-file", f"this file cannot be read: {error.strerror}")]
    document, problems = load(text, Location(str(path)))
    if document is None:
        return None, problems
    form, found = validate(document, RulebookForm)
    problems += found
    if form is None:
        return None, problems
    problems += _charge_problems(form, document)
    problems += _period_problems(form, document)
    if problems:
        return None, problems
    money = currency(form.currency)
    rules = {f"{form.id}/{name}": _rule(form, name, money) for name in form.rules}
    return _Draft(form, path, document, text, rules), []


def _left_out(draft: _Draft, replaced: _Draft, lost: Sequence[str]) -> Problem:
    """What a site's own rulebook takes from the stock ones around it, said at that rulebook."""
    gone = [f"'{name}'" for name in replaced.form.rules if name not in draft.form.rules]
    gone += [f"'{name}'" for name in replaced.form.calculators if name not in draft.form.calculators]
    lacks = f" without {_some(gone)}" if gone else ""
    message = f"this replaces the stock rulebook '{draft.form.id}'{lacks}; {_some(lost)} cannot be used with it"
    hint = "keep what they need as it is in the stock rulebook, or give this one an id of its own"
    return Problem(draft.document.locate(("id",)), "incomplete-rulebook", message, hint)


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST_NAMED]) + (
        f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    )


def _rule(book: RulebookForm, name: str, money: Currency) -> Rule:
    form = book.rules[name]
    in_words = partial(describe, currency=money, money=form.measures == "money", counts=form.counts)
    return Rule(
        id=f"{book.id}/{name}",
        title=form.title,
        summary=form.summary,
        periods=tuple(
            _period(book, item, in_words(item), item.start, item.end, item.start_known) for item in form.periods
        ),
        history=tuple(_period(book, item, in_words(item), None, None) for item in form.history),
    )


def _period(
    book: RulebookForm, form: HistoryForm, words: str, start: date | None, end: date | None, known: bool = False
) -> Period:
    source = book.sources[form.source]
    return Period(
        id=form.id,
        start=start,
        start_known=known and start is not None,
        end=end,
        source=Source(source.title, source.url),
        checked_on=form.checked_on,
        confidence=form.confidence,
        note=form.note,
        describes=words,
    )


def _compilable(draft: _Draft) -> Iterator[CompilableRule]:
    book = draft.form
    for name, form in book.rules.items():
        rule = draft.rules[f"{book.id}/{name}"]
        yield CompilableRule(rule.id, form, book.currency, book.earliest, {item.id: item for item in rule.periods})


def _link(drafts: Iterable[_Draft], rules: Mapping[str, CompilableRule]) -> Linker:
    linker = Linker()
    for draft in drafts:
        book = draft.form
        money = currency(book.currency)
        around = Surroundings(draft.document, draft.text, book.id, money, book.rounding, rules, linker)
        for name, form in book.calculators.items():
            linker.add(f"{book.id}/{name}", partial(compile_calculator, name, form, around))
    return linker


def _all_periods(form: RulebookForm) -> Iterator[tuple[tuple[str | int, ...], HistoryForm]]:
    for name, rule in form.rules.items():
        for key, items in (("periods", rule.periods), ("history", rule.history)):
            for index, item in enumerate(items):
                yield ("rules", name, key, index), item


def _charge_problems(form: RulebookForm, document: Document) -> Iterator[Problem]:
    """Charges that make no sense, and sources that do not exist."""
    for at, item in _all_periods(form):
        if item.source not in form.sources:
            place = document.locate((*at, "source"))
            hint = did_you_mean(item.source, form.sources)
            yield Problem(place, "unknown-source", f"there is no source '{item.source}'", hint)
        for fault in faults(item):
            yield Problem(document.locate((*at, *fault.path)), "invalid-charge", fault.message, fault.hint)


def _period_problems(form: RulebookForm, document: Document) -> Iterator[Problem]:
    """Periods stand in order and do not overlap; only the first may begin on an unknown day."""
    for name, rule in form.rules.items():
        before: PeriodForm | None = None
        for index, item in enumerate(rule.periods):
            at = ("rules", name, "periods", index)
            start = item.start or form.earliest
            if start is None:
                place = document.locate((*at, "from"))
                hint = "add 'earliest:' to the rulebook: the first day for which unknown periods answer"
                yield Problem(place, "unknown-start", "a period with an unknown start needs an earliest day", hint)
            elif item.start is None and index > 0:
                place = document.locate((*at, "from"))
                yield Problem(place, "unknown-start", "only the first period may begin on an unknown day")
            elif item.end is not None and item.end <= start:
                yield Problem(document.locate((*at, "to")), "empty-period", "the period ends before it begins")
            elif before is not None and (before.end is None or before.end > start):
                place = document.locate((*at, "from"))
                message = f"the period overlaps '{before.id}'"
                yield Problem(
                    place, "overlapping-periods", message, "periods hold from 'from' until the day before 'to'"
                )
            before = item


def _shared_period_ids(drafts: Iterable[_Draft]) -> Iterator[Problem]:
    seen: dict[str, tuple[_Draft, tuple[str | int, ...]]] = {}
    for draft in drafts:
        for at, item in _all_periods(draft.form):
            if item.id in seen:
                first, first_at = seen[item.id]
                message = f"the period '{item.id}' stands twice"
                yield _duplicate_id(message, draft, first, (*at, "id"), (*first_at, "id"))
            else:
                seen[item.id] = draft, at


def _duplicate_id(
    message: str, draft: _Draft, first: _Draft, at: tuple[str | int, ...], first_at: tuple[str | int, ...]
) -> Problem:
    place = first.document.locate(first_at)
    stock = "the stock rulebook " if first.path.parent == STOCK else ""
    file = "" if first is draft else f"in {stock}{first.path.name}, "
    hint = f"first written {file}on line {place.line}"
    return Problem(draft.document.locate(at), "duplicate-id", message, hint)
