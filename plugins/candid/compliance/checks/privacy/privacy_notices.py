"""What a privacy notice says about networks (V-06), and outside files that a tool keeps with the site (V-08)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml.etree import _Element as Element

from candid.compliance.facts.requests import hosts_listed
from candid.compliance.hits import AcrossPages, Hit, PageCheck, SiteCheck
from candid.compliance.page import BuiltPage
from candid.compliance.site import BuiltSite
from candid.compliance.wording.phrases import phrases
from candid.diagnostics import Severity
from candid.networks import Classification, Network

__all__ = ["ACROSS_PAGES", "PAGE_CHECKS", "SITE_CHECKS"]

_ADDRESS = re.compile(
    r"privacy|datenschutz|confidentialite|vie-privee|privacidad|protezione-dei-dati|data-protection", re.IGNORECASE
)
_LONGEST_TITLE = 60
# Amazon's terms prescribe what a notice has to say about it; the others are no network at all.
_NOT_NAMED = frozenset({"amazon", "direct", "self-hosted"})
_COMMON_WORDS = frozenset({
    "the", "and", "affiliate", "affiliates", "partners", "partner", "network", "program", "programme", "advertising",
    "marketing", "performance", "group", "com", "formerly", "now",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Note:
    """The networks that a page's links lead through, and its privacy notice, where it is one."""

    page: BuiltPage
    networks: Mapping[str, Classification]
    notice: str | None


def _note(page: BuiltPage, site: BuiltSite) -> Iterator[_Note]:
    place = None if page.is_redirect else _notice(page)
    networks = {
        name: link.found
        for link in reversed(page.paid_links)
        for name in link.found.networks
        if name not in _NOT_NAMED and (known := site.networks.by_id.get(name)) is not None and known.has_publishers
    }
    if networks or place is not None:
        yield _Note(page, networks, None if place is None else page.text_of(place))


def notices(site: BuiltSite, notes: Sequence[_Note]) -> Iterator[Hit]:
    """The site's privacy notice names the networks that its links lead through."""
    privacy = [(note.page, note.notice) for note in notes if note.notice is not None]
    if not privacy:
        return
    networks: dict[str, tuple[Network, Classification]] = {}
    for name, found in (entry for note in notes for entry in note.networks.items()):
        networks.setdefault(name, (site.networks.by_id[name], found))
    for language in {page.language for page, _ in privacy}:
        texts = [(page, text) for page, text in privacy if page.language == language]
        missing = [
            network.name
            for network, found in networks.values()
            if not any(_names(text, network, found) for _, text in texts)
        ]
        if missing:
            page, place = texts[0][0], _notice(texts[0][0])
            heading = None if place is None else place.find(".//h1")
            yield Hit(
                "V-06",
                f"the privacy notice does not name {', '.join(sorted(missing))}, through which links of this site lead",
                "say that these networks receive data when readers follow a link, and link to their own notices",
                place if heading is None else heading,
                path=page.path.removeprefix(f"{site.display}/"),
            )


def _notice(page: BuiltPage) -> Element | None:
    """What on a page is a privacy notice: all of it, or a section of that name."""
    if page.is_fragment and "rivacy" not in page.text and "atenschutz" not in page.text:
        return None
    first = page.root.find(".//h1")
    titles = (page.title, "" if first is None else page.text_of(first))
    if _ADDRESS.search(page.address) or any(_is_title(title) for title in titles):
        return page.main
    return None


def _is_title(title: str) -> bool:
    own = re.split(r"\s[|–—·-]\s", title)[0]
    return len(own) <= _LONGEST_TITLE and phrases("privacy notices").match(own.strip()) is not None


def _names(text: str, network: Network, found: Classification) -> bool:
    lower = text.lower()
    words = [
        word for word in re.findall(r"[a-z0-9.]+", network.name.lower()) if word not in _COMMON_WORDS and len(word) > 1
    ]
    if any(re.search(rf"(?<!\w){re.escape(word)}", lower) for word in (network.id.replace("-", " "), *words)):
        return True
    return any(host in lower for signature in network.signatures for host in (*signature.hosts, *signature.domains))


def stored_images(page: BuiltPage, site: BuiltSite) -> Iterator[Hit]:
    """No tool has stored Amazon's pictures with the site."""
    if not _STORED.search(page.text):
        return
    for element in page.elements:
        for name in ("src", "href", "srcset", "data-src", "content"):
            written = element.get(name)
            found = _STORED.search(written) if written else None
            if found and "//" not in (written or "").partition(found[1])[0]:
                message = f"a copy of a picture from '{found[1]}' is stored with the site"
                hint = "name Amazon's image hosts in the tool's list of what it leaves alone (assets_exclude)"
                yield from _stored(message, hint, element)
                break


_HOSTS = "|".join(re.escape(host) for host in sorted(hosts_listed("images")))
_STORED = re.compile(
    rf"assets/external/(?=[^\s\"']{{0,200}}(?:{_HOSTS}|\._[A-Z]{{2}}[A-Z0-9_,]{{0,40}}_\.))([^\s/\"']+)"
)


def stored_files(site: BuiltSite) -> Iterator[Hit]:
    """The same for pictures that no page shows."""
    shown = {found[0] for page in site.pages for found in _STORED.finditer(page.text)}
    reported: set[str] = set()
    for name in sorted(site.files):
        found = _STORED.search(name)
        if found and found[0] not in shown and found[1] not in reported:
            reported.add(found[1])
            message = f"a copy of a picture from '{found[1]}' is stored with the site"
            hint = "leave Amazon's image hosts out of what the tool downloads (assets_exclude)"
            yield from _stored(message, hint, path=name)


def _stored(message: str, hint: str, at: Element | None = None, path: str | None = None) -> Iterator[Hit]:
    """A stored picture is a tool's fault, and it is what Amazon's terms forbid: that is mentioned."""
    yield Hit("V-08", message, hint, at, path)
    yield Hit("P-AMZ-06", message, hint, at, path, severity=Severity.INFO)


PAGE_CHECKS: tuple[PageCheck, ...] = (stored_images,)
ACROSS_PAGES = (AcrossPages(_note, notices),)
SITE_CHECKS: tuple[SiteCheck, ...] = (stored_files,)
