"""Lists, breadcrumbs, profiles and questions in a page's structured data."""

from __future__ import annotations

from collections.abc import Iterator

from candid.compliance.facts.own_hosts import host_of
from candid.compliance.hits import Hit, PageCheck
from candid.compliance.markup.graph import Node, Value
from candid.compliance.markup.schema_types import ORGANISATIONS, PERSONS
from candid.compliance.page import BuiltPage
from candid.compliance.site import BuiltSite
from candid.diagnostics import Severity

__all__ = ["PAGE_CHECKS"]

_PAID = ("certain", "strong", "landing")


def lists(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """A list of pages names two or more different ones of this site, in their order, all of one kind."""
    for found in page.markup.of({"ItemList"}):
        if any(name in ("positiveNotes", "negativeNotes", "step", "itemListElement") for _, name in found.owners):
            continue
        entries = found.properties.get("itemListElement", [])
        addresses = [_address(entry) for entry in entries]
        if foreign := _foreign(addresses, page, site):
            message = f"the list leads to '{foreign}', which is not on this site"
            hint = "name your own page about each entry, never the shop's"
            yield Hit("G-LIST-01", message, hint, found.element, severity=Severity.ERROR)
        elif problem := _problem_of_list(entries, addresses):
            hint = "give each ListItem a position and the url of your own page about it"
            yield Hit("G-LIST-01", problem, hint, found.element, severity=Severity.WARNING)


def breadcrumbs(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """A trail has two or more steps, counted from 1, each with a name and all but the last with an address."""
    for trail in page.markup.of({"BreadcrumbList"}):
        problem = _problem_of_trail(trail.properties.get("itemListElement", []))
        if problem:
            hint = "write ListItems with position (1, 2 …), name and item; the last may leave item out"
            yield Hit("G-CRUMB-01", problem, hint, trail.element)


def profiles(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """A profile page says whose profile it is."""
    for profile in page.markup.of({"ProfilePage"}):
        hint = "give it mainEntity: a Person or an Organization with a name"
        people = profile.nodes("mainEntity")
        if not people:
            yield Hit("G-PROF-01", "the profile page does not say whose it is", hint, profile.element)
        elif not people[0].is_a(PERSONS | ORGANISATIONS):
            kind = ", ".join(sorted(people[0].types)) or "thing of no type"
            yield Hit("G-PROF-01", f"the profile is of a {kind}", hint, profile.element)
        elif not people[0].has("name"):
            yield Hit("G-PROF-01", "whoever the profile is of has no name", hint, profile.element)


def questions(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """Questions and answers bring no search feature any more."""
    found = next(page.markup.of({"FAQPage"}), None)
    if found is not None:
        message = "FAQPage brings no feature in Google's results any more"
        yield Hit("G-FAQ-01", message, "keep it for others, or leave it out", found.element)


def _address(entry: Value) -> str:
    """Where an entry of a list leads."""
    if isinstance(entry, str):
        return entry if "://" in entry else ""
    own = entry.text("url")
    if own:
        return own
    for item in entry.properties.get("item", ()):
        if isinstance(item, str):
            return item
        return item.text("url") or item.id
    return entry.id if not entry.is_a({"ListItem"}) else ""


def _foreign(addresses: list[str], page: BuiltPage, site: BuiltSite) -> str:
    """The first address of a list that leads away from the site."""
    hosts = {host for address in addresses if (host := host_of(address))}
    for address in addresses:
        if address and (host := host_of(address)):
            paid = site.classify(address)[0].cls in _PAID
            if paid or (page.own_hosts and host not in page.own_hosts):
                return address
    if len(hosts) > 1 and not page.own_hosts:
        return next(address for address in addresses if host_of(address))
    return ""


def _problem_of_list(entries: list[Value], addresses: list[str]) -> str:
    if len(entries) < 2:
        return f"the list has {'one entry' if entries else 'no entries'}"
    steps = [entry for entry in entries if isinstance(entry, Node) and entry.is_a({"ListItem"})]
    if steps and any(not step.has("position") for step in steps):
        return "an entry of the list has no position"
    places = [step.text("position") for step in steps]
    if len(set(places)) < len(places):
        return "two entries of the list have one position"
    if steps and any(not address for address in addresses):
        return "an entry of the list has no address"
    known = [address for address in addresses if address]
    if len(set(known)) < len(known):
        return "two entries of the list have one address"
    kinds = {item.types for step in steps for item in step.nodes("item") if item.types}
    if len(kinds) > 1:
        return f"the list mixes {' and '.join(sorted(', '.join(sorted(kind)) for kind in kinds))}"
    return ""


def _problem_of_trail(steps: list[Value]) -> str:
    if len(steps) < 2:
        return f"the breadcrumbs have {'one step' if steps else 'no steps'}"
    places: list[str] = []
    for number, step in enumerate(steps, 1):
        if isinstance(step, str):
            return f"step {number} of the breadcrumbs is a text"
        place = step.text("position")
        if not place.isascii() or not place.isdecimal():
            return f"step {number} of the breadcrumbs has {f'the position {place!r}' if place else 'no position'}"
        places.append(place)
        items = step.properties.get("item", [])
        named = step.has("name") or any(isinstance(item, Node) and item.has("name") for item in items)
        if not named:
            return f"step {number} of the breadcrumbs has no name"
    numbers = [int(place) if len(place) < 9 else 0 for place in places]
    if sorted(numbers) != list(range(1, len(steps) + 1)):
        return f"the steps of the breadcrumbs are counted {', '.join(places)}"
    last = numbers.index(len(steps))
    for number, step in enumerate(steps):
        if number != last and isinstance(step, Node) and not step.has("item", "url"):
            return f"step {numbers[number]} of the breadcrumbs has no address"
    return ""


PAGE_CHECKS: tuple[PageCheck, ...] = (lists, breadcrumbs, profiles, questions)
