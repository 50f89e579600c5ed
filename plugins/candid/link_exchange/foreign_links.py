"""Links as other link managers keep them: a slug on one's own site that leads somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape

from candid.diagnostics import Location, Problem
from candid.link_exchange.tables import Row, Table, read_table
from candid.link_exchange.wordpress import Post, read_posts

__all__ = ["FORMATS", "ForeignLink", "letters_of", "read_foreign_links"]


@dataclass(frozen=True)
class ForeignLink:
    """One link of another link manager.

    Attributes:
        slug: Its path on the site, as far as the export names it.
        title: What its author called it.
        target: Where it leads.
        at: Where it stands in the export; ``slug_at`` and ``target_at`` are those of the two.
        is_marked: Whether it was kept as a link that pays: ``nofollow`` or ``sponsored``.
        category: The first of its categories.
        further_categories: The others.
        remark: Its author's notes.
        starts_on: Its first day.
        ends_on: Its last day.
        afterwards: Where it leads when its days are over.
    """

    slug: str
    title: str
    target: str
    at: Location
    slug_at: Location
    target_at: Location
    is_marked: bool
    category: str = ""
    further_categories: tuple[str, ...] = ()
    remark: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    afterwards: str = ""


def read_foreign_links(text: str, path: str, form: str) -> tuple[list[ForeignLink], list[Problem]]:
    """The links of an export of one of ``FORMATS``, and what in it cannot be read.

    Args:
        text: The export, a CSV table or what WordPress exports as XML.
        path: Its file, as problems name it.
        form: The link manager.
    """
    problems: list[Problem] = []
    manager = FORMATS[form]
    if text.lstrip().startswith("<"):
        posts, problems = read_posts(text, path)
        if manager.post_type is None:
            message = "WordPress exports these links without their targets"
            return [], [Problem(Location(path), "invalid-value", message, "export them as CSV in the plugin itself")]
        found = [post for post in posts if post.type == manager.post_type]
        rows = [(_post_row(post, manager), _terms(post, manager)) for post in found]
    else:
        table, problems = read_table(text, path)
        rows = [] if table is None else [(row, _categories(row, manager)) for row in manager.rows(table)]
        if table is not None and table.rows and not any(row.text("target") for row, _ in rows):
            known = " or ".join(f"'{name}'" for name in manager.columns["target"])
            problems.append(Problem(Location(path), "missing-key", f"no column has the targets: {known}"))
    links = [_link(row, categories, manager, problems) for row, categories in rows if row.text("target")]
    return links, problems


@dataclass(frozen=True)
class _Manager:
    """How one link manager exports.

    Attributes:
        columns: For each thing that we read, the columns that may hold it, in lower-case letters and digits.
        separator: What stands between several categories.
        post_type: The type of its posts in an export of WordPress's own, if their targets are in it.
        category: The taxonomy of its categories there.
        escaped: Whether targets may be written as they stand in HTML.
        positions: What the columns hold where none has a name that is known.
        always_marked: Whether all of its links are affiliate links.
    """

    columns: Mapping[str, tuple[str, ...]]
    separator: str = ","
    post_type: str | None = None
    category: str = ""
    escaped: bool = False
    positions: tuple[str, ...] = ()
    always_marked: bool = False

    def rows(self, table: Table) -> Iterator[Row]:
        """The rows with our names for their cells."""
        names = {letters_of(cell.text): cell.text.strip() for cell in table.columns}
        chosen = {
            ours: next((names[name] for name in theirs if name in names), None) for ours, theirs in self.columns.items()
        }
        if chosen["target"] is None and self.positions:
            chosen |= dict(zip(self.positions, (cell.text.strip() for cell in table.columns), strict=False))
        for row in table.rows:
            cells = {ours: row.cells[name] for ours, name in chosen.items() if name is not None and name in row.cells}
            yield Row(cells, row.at)


_COMMON = {
    "slug": ("slug", "postname", "linkslug"),
    "title": ("name", "title", "posttitle", "linkname"),
    "category": ("categories", "linkcategories", "category"),
    "remark": ("description", "notes", "linknote"),
    "nofollow": ("nofollow",),
    "sponsored": ("sponsored",),
    "rel": ("rel",),
    "starts_on": ("startdate",),
    "ends_on": ("expiredate",),
    "afterwards": ("expiredurl",),
}

FORMATS: Mapping[str, _Manager] = {
    # id, url, slug, name, …, nofollow, sponsored, …, link_categories
    "prettylinks": _Manager({**_COMMON, "target": ("url",)}),
    # Link Name, Destination URL, Slug, Categories, …, and columns called like WordPress's own fields
    "thirstyaffiliates": _Manager(
        {
            **_COMMON,
            "target": ("destinationurl", "tadestinationurl"),
            "nofollow": ("tanofollow", "nofollow"),
            "rel": ("tareltags",),
            "starts_on": ("talinkstartdate",),
            "ends_on": ("talinkexpiredate",),
            "afterwards": ("taafterexpireredirect",),
        },
        separator=";",
        post_type="thirstylink",
        category="thirstylink-category",
        escaped=True,
        positions=("title", "target", "slug", "category"),
        always_marked=True,
    ),
    "simple-urls": _Manager(
        {**_COMMON, "target": ("surlredirect", "redirect", "redirecturl", "targeturl", "url")},
        post_type="surl",
        category="surl-category",
        escaped=True,
    ),
}
"""The link managers whose exports are read."""


def _link(row: Row, categories: Sequence[str], manager: _Manager, problems: list[Problem]) -> ForeignLink:
    target = row.text("target").strip()
    # Our own decision where nothing is said: a link manager is for links that pay.
    marks = [row.text(name).strip().lower() for name in ("nofollow", "sponsored")]
    rel = row.text("rel").lower()
    is_marked = any(mark in ("1", "yes", "true") for mark in marks) or "nofollow" in rel or "sponsored" in rel
    return ForeignLink(
        slug=row.text("slug").strip().strip("/"),
        title=unescape(row.text("title")).strip(),
        target=unescape(target) if manager.escaped else target,
        at=row.at,
        slug_at=row.place("slug"),
        target_at=row.place("target"),
        is_marked=is_marked or manager.always_marked,
        category=next(iter(categories), ""),
        further_categories=tuple(categories[1:]),
        remark=row.text("remark").strip(),
        starts_on=_day(row, "starts_on", problems),
        ends_on=_day(row, "ends_on", problems),
        afterwards=row.text("afterwards").strip(),
    )


def _day(row: Row, column: str, problems: list[Problem]) -> date | None:
    written = row.text(column).strip()
    if not written or written.startswith("0000"):
        return None
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        message = f"'{written}' is not a day; the link is read without it"
        problems.append(Problem(row.place(column), "import-changed", message, "write year-month-day: 2026-11-21"))
        return None


def _post_row(post: Post, manager: _Manager) -> Row:
    """A post of WordPress's as a row."""
    fields = {letters_of(name): cell for name, cell in post.fields.items()}
    cells = {"slug": post.slug, "title": post.title}
    for ours, theirs in manager.columns.items():
        found = next((fields[name] for name in theirs if name in fields), None)
        if found is not None:
            cells[ours] = found
    return Row({name: cell for name, cell in cells.items() if cell.text}, post.at)


def _categories(row: Row, manager: _Manager) -> list[str]:
    return _named(unescape(row.text("category")).split(manager.separator))


def _terms(post: Post, manager: _Manager) -> list[str]:
    return _named(unescape(term.text) for term in post.categories.get(manager.category, ()))


def _named(categories: Iterable[str]) -> list[str]:
    return list(filter(None, map(str.strip, categories)))


def letters_of(name: str) -> str:
    """The name of a column by its letters and digits alone, which versions spell differently."""
    return "".join(mark for mark in name.lower() if mark.isalnum())
